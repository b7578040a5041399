"""Typed words to answers: every accepted form reads back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages import SACROPLASTY
from tracker.domain.answers import (
    base_steps,
    closest,
    decimal,
    find_question,
    reaches,
    read_answers,
    read_value,
    say_answer,
)
from tracker.domain.facts import Answer
from tracker.domain.protocol import Question
from tracker.errors import Refused


def question(question_id: str) -> Question:
    found = SACROPLASTY.question(question_id)
    assert found is not None
    return found


WALK, TEMPERATURE = question("walk"), question("temperature")


@given(
    st.integers(WALK.least, min(WALK.most, 999)),
    st.sampled_from(["{}", "{}min", "{} min", "{} minutes", "{}mins", " {} "]),
)
def test_minutes_in_any_form_read_back_the_same(number: int, form: str) -> None:
    answer = read_value(WALK, form.format(number).strip())

    assert answer == Answer("walk", number, WALK.unit)


@given(
    st.integers(TEMPERATURE.least, TEMPERATURE.most),
    st.sampled_from(["{}", "{}C", "{} c", "{}\u00b0C", "{} \u00b0"]),
    st.sampled_from(".,"),
)
def test_a_temperature_in_any_form_reads_back_the_same(
    steps: int, form: str, point: str
) -> None:
    typed = form.format(decimal(steps, TEMPERATURE.step).replace(".", point))

    answer = read_value(TEMPERATURE, typed)

    assert answer.number == steps
    assert read_value(TEMPERATURE, say_answer(TEMPERATURE, answer)) == answer


def test_fahrenheit_is_kept_and_said_back_as_typed() -> None:
    answer = read_value(TEMPERATURE, "100.8F")

    assert say_answer(TEMPERATURE, answer) == "100.8 F"
    assert base_steps(TEMPERATURE, answer) == 382


@pytest.mark.parametrize(("typed", "over"), [("100.3F", False), ("100.4F", True)])
def test_a_threshold_is_compared_exactly_in_the_typed_unit(
    typed: str, over: bool
) -> None:
    answer = read_value(TEMPERATURE, typed)

    assert reaches(TEMPERATURE, answer, 380) is over


def test_pairs_with_and_without_an_equals_sign_may_be_mixed() -> None:
    found = read_answers(["pain", "4", "walk=20min"], SACROPLASTY)

    assert {key: a.number for key, a in found.items() if a} == {"pain": 4, "walk": 20}


def test_every_problem_of_a_line_is_named_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read_answers(["pain=11", "pain=3", "foo=1", "walk="], SACROPLASTY)

    said = str(refused.value)
    assert "from 0 to 10" in said
    assert "pain is there twice" in said
    assert '"foo" is not a question' in said
    assert "walk has no value" in said


def test_an_empty_value_takes_an_answer_away_only_where_that_is_asked_for() -> None:
    assert read_answers(["pain="], SACROPLASTY, removable=True) == {"pain": None}
    with pytest.raises(Refused):
        read_answers(["pain="], SACROPLASTY)


@pytest.mark.parametrize(
    "typed",
    ["", "11", "-1", "4.5", "1_0", "\u0664", "nan", "4e0", "0x4", "4 5", "9" * 5000],
)
def test_what_is_no_pain_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_value(question("pain"), typed)

    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("typed", ["yes", "Y", "true"])
def test_yes_is_typed_in_several_ways(typed: str) -> None:
    assert read_value(question("fell"), typed).number == 1


def test_a_choice_is_typed_by_word_number_or_title() -> None:
    wound = question("wound")
    for choice in wound.choices:
        for typed in (choice.word, str(choice.value), choice.title.upper()):
            assert read_value(wound, typed).number == choice.value


@pytest.mark.parametrize(
    ("typed", "best"),
    [("pian", "pain"), ("bladder", "bladder-bowel"), ("WALK", "walk"), ("temp", "te")],
)
def test_the_closest_words_begin_with_the_best(typed: str, best: str) -> None:
    known = ["pain", "walk", "bladder-bowel", "temperature"]

    assert closest(typed, known)[0].startswith(best)


def test_nothing_is_close_to_nonsense() -> None:
    assert closest("xyzzy", ["pain", "walk"]) == []


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(typed: str) -> None:
    for each in SACROPLASTY.questions:
        try:
            answer = read_value(each, typed)
        except Refused:
            continue
        assert say_answer(each, answer)


def test_a_note_is_no_question_and_how_it_is_typed_is_said() -> None:
    with pytest.raises(Refused, match="A note is typed as"):
        find_question("note", SACROPLASTY)

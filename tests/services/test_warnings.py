"""A warning that was shown waits until somebody records what was done about it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.builders import ANNA, NOW, RUTH, a_check_in, a_moment, an_answer, an_id
from tracker.cli.show.today import alarm_code
from tracker.domain.facts import Acknowledgement, CheckIn, ShownWarning
from tracker.domain.report import Report
from tracker.errors import NotFound, Refused
from tracker.services.diary import open_diary
from tracker.services.log import Edit, delete, edit, log
from tracker.services.review import review_lately
from tracker.services.undo import undo
from tracker.services.warnings import (
    MOST_WARNINGS,
    Done,
    answer,
    find_warning,
    list_warnings,
)
from tracker.store.store import Store

EMERGENCY, TODAY, VISIT = "chest-breath", "calf", "low-mood"
YEARS_LATER = NOW + timedelta(days=900)
CALLED = Done("called", a_moment(), "Come in tomorrow.")
MISTAKE = Done("mistake", a_moment(), "")


def mark(store: Store, *signs: str, number: int = 1) -> CheckIn:
    """An entry in which those signs are marked."""
    draft = a_check_in(number, answers=(), signs=signs)
    return log(store, draft, NOW + timedelta(minutes=number)).check_in


def look(store: Store) -> Report:
    with store.reading():
        return review_lately(store, YEARS_LATER)


def waiting(store: Store) -> list[str]:
    """The signs whose warnings nobody answered, in the order of the screens."""
    return [shown.sign for shown in look(store).unanswered]


def answers_of(store: Store, number: int) -> list[Acknowledgement]:
    with store.reading():
        diary = open_diary(store)
        shown = find_warning(store, diary, number)
        return store.acknowledgements_of(diary.person, shown)


def test_a_warning_waits_however_long_ago_it_was(store: Store) -> None:
    mark(store, EMERGENCY)

    assert waiting(store) == [EMERGENCY]


@pytest.mark.parametrize("done", [CALLED, MISTAKE])
def test_what_was_done_answers_a_warning_and_keeps_it(store: Store, done: Done) -> None:
    mark(store, EMERGENCY)

    _, reading = answer(store, 1, done, ANNA, NOW)

    assert waiting(store) == []
    assert [w.shown for w in list_warnings(store)[1]] == [reading.shown]
    (kept,) = answers_of(store, 1)
    assert (kept.kind, kept.note, kept.author) == (done.kind, done.note, ANNA)
    assert (kept.at, kept.day) == (NOW, date(2026, 11, 4))


def clear_the_answer(store: Store, entry: CheckIn) -> None:
    edit(store, entry.number, Edit({"pain": None}, None, None, ""), RUTH, NOW)


def raise_less(store: Store, entry: CheckIn) -> None:
    change = Edit({"pain": an_answer("pain", 1, "")}, None, None, "")
    edit(store, entry.number, change, RUTH, NOW)


def remove(store: Store, entry: CheckIn) -> None:
    delete(store, entry.number, RUTH, NOW)


def take_back(store: Store, _entry: CheckIn) -> None:
    undo(store, 1, RUTH, NOW)


@pytest.mark.parametrize("act", [clear_the_answer, raise_less, remove, take_back])
def test_nothing_done_to_the_entry_clears_its_warning(
    store: Store, act: Callable[[Store, CheckIn], None]
) -> None:
    draft = a_check_in(1, answers=(an_answer("pain", 9, ""),))
    entry = log(store, draft, NOW).check_in

    act(store, entry)

    assert waiting(store) == ["pain-worse"]


def test_an_answer_that_was_taken_back_leaves_the_warning_open(store: Store) -> None:
    mark(store, EMERGENCY)
    answer(store, 1, CALLED, ANNA, NOW)

    undo(store, 1, RUTH, NOW)

    assert waiting(store) == [EMERGENCY]
    assert answers_of(store, 1) == []


def test_a_second_answer_is_kept_beside_the_first(store: Store) -> None:
    mark(store, EMERGENCY)
    answer(store, 1, MISTAKE, RUTH, NOW)

    answer(store, 1, CALLED, ANNA, NOW + timedelta(minutes=5))

    assert [kept.kind for kept in answers_of(store, 1)] == ["mistake", "called"]
    (reading,) = list_warnings(store)[1]
    assert reading.answer is not None
    assert reading.answer.kind == "called"


def test_taking_back_the_second_answer_brings_the_first_back(store: Store) -> None:
    mark(store, EMERGENCY)
    answer(store, 1, MISTAKE, RUTH, NOW)
    answer(store, 1, CALLED, ANNA, NOW)

    undo(store, 1, RUTH, NOW)

    (reading,) = list_warnings(store)[1]
    assert reading.answer is not None
    assert reading.answer.kind == "mistake"
    assert waiting(store) == []


def test_an_answer_is_for_that_warning_alone(store: Store) -> None:
    mark(store, EMERGENCY, TODAY)

    answer(store, 2, CALLED, ANNA, NOW)

    assert waiting(store) == [EMERGENCY]


def test_the_gravest_stands_first_then_the_newest(store: Store) -> None:
    mark(store, EMERGENCY, TODAY, VISIT, number=1)
    mark(store, "saddle-numb", "rash", number=2)

    first = waiting(store)

    assert first == ["saddle-numb", EMERGENCY, "rash", TODAY, VISIT]
    assert [w.shown.sign for w in list_warnings(store)[1]] == first


def test_what_waits_stands_before_what_was_answered(store: Store) -> None:
    mark(store, EMERGENCY, TODAY, VISIT)
    answered = next(w for w in look(store).unanswered if w.sign == EMERGENCY)

    answer(store, answered.number, CALLED, ANNA, NOW)

    listed = [w.shown.sign for w in list_warnings(store)[1]]
    assert listed == [TODAY, VISIT, EMERGENCY]


def fill(store: Store, many: int) -> None:
    """That many newer warnings of the same day."""
    with store.writing():
        diary = open_diary(store)
        number = store.next_number(diary.person, "warning")
        shown = store.warnings_of(diary.person, a_check_in(1).id)[0]
        newer = [
            shown._replace(
                id=an_id(9000 + n), number=number + n, sign=TODAY, tier="same-day"
            )
            for n in range(many)
        ]
        store.write(diary.person, (RUTH, NOW, "log", "many"), after=newer)


def test_an_old_emergency_is_not_hidden_by_many_newer_milder_warnings(
    store: Store,
) -> None:
    mark(store, EMERGENCY)

    fill(store, MOST_WARNINGS + 1)

    assert waiting(store)[0] == EMERGENCY
    assert alarm_code(look(store)) == 20
    assert list_warnings(store)[1][0].shown.sign == EMERGENCY


@pytest.mark.parametrize(
    ("signs", "code"),
    [((), 0), ((VISIT,), 0), ((TODAY,), 10), ((EMERGENCY,), 20),
     ((VISIT, TODAY), 10), ((TODAY, EMERGENCY, VISIT), 20)],
)  # fmt: skip
def test_the_alarm_is_that_of_the_gravest_unanswered_warning(
    store: Store, signs: tuple[str, ...], code: int
) -> None:
    mark(store, *signs)

    assert alarm_code(look(store)) == code


def test_an_answered_emergency_leaves_the_alarm_of_what_still_waits(
    store: Store,
) -> None:
    mark(store, EMERGENCY, TODAY)

    answer(store, 1, CALLED, ANNA, NOW)

    assert alarm_code(look(store)) == 10


@pytest.mark.parametrize("number", [0, 2, 99])
def test_an_unknown_warning_is_refused_and_changes_nothing(
    store: Store, number: int
) -> None:
    mark(store, EMERGENCY)

    with pytest.raises(NotFound, match="tracker warnings"):
        answer(store, number, CALLED, ANNA, NOW)

    assert waiting(store) == [EMERGENCY]


def test_a_note_that_is_too_long_is_refused_and_changes_nothing(store: Store) -> None:
    mark(store, EMERGENCY)

    with pytest.raises(Refused):
        answer(store, 1, CALLED._replace(note="x" * 10_001), ANNA, NOW)

    assert waiting(store) == [EMERGENCY]


def test_the_number_of_an_answer_is_never_used_again(store: Store) -> None:
    mark(store, EMERGENCY)
    answer(store, 1, CALLED, ANNA, NOW)
    undo(store, 1, RUTH, NOW)

    answer(store, 1, CALLED, ANNA, NOW)

    assert [kept.number for kept in answers_of(store, 1)] == [2]


def test_a_shown_warning_is_a_fact_that_keeps_its_words(store: Store) -> None:
    mark(store, EMERGENCY)
    before: list[ShownWarning] = [w.shown for w in list_warnings(store)[1]]

    answer(store, 1, CALLED, ANNA, NOW)
    undo(store, 2, RUTH, NOW)

    assert [w.shown for w in list_warnings(store)[1]] == before

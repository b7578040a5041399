"""The answers to one question as lines: a bar as long as the answer, or nothing."""

import pytest

from tests.pages import GARDEN, SACROPLASTY, a_diary, an_entry, day
from tracker.domain.facts import CheckIn
from tracker.domain.figures import Mean
from tracker.domain.protocol import Protocol, Question
from tracker.exports.chart_blocks import (
    AXIS,
    FULL,
    BarEnds,
    ChartLine,
    Days,
    draw,
    ends_of,
    label_of,
    lines,
    reference_lines,
    say_count,
    say_ends,
    shape,
    title,
)

SCALE = BarEnds(0, 10)
AID = "cane"


def of(
    question: str,
    *written: CheckIn,
    first: int = 0,
    last: int = 3,
    protocol: Protocol = SACROPLASTY,
) -> Days:
    asked = protocol.question(question)
    assert asked is not None
    return Days(asked, a_diary(protocol), day(first), day(last), written)


def pain(*answers: tuple[int, int]) -> list[CheckIn]:
    return [an_entry(d, f"pain={said}", protocol=SACROPLASTY) for d, said in answers]


def row(value: int | None, said: str = "") -> ChartLine:
    return ChartLine(1, "Wed 4 Nov", said, None if value is None else Mean(value, 1))


def test_a_day_without_an_answer_is_a_line_without_a_bar() -> None:
    assert draw(row(None), SCALE, 40, blocks=True) == "   1 Wed 4 Nov"


def test_an_answer_of_nothing_is_not_a_day_without_an_answer() -> None:
    line = draw(row(0, "0"), SCALE, 40, blocks=True)

    assert line == f"   1 Wed 4 Nov  {AXIS} 0"


@pytest.mark.parametrize("width", [24, 40, 80])
@pytest.mark.parametrize("blocks", [True, False])
def test_a_bar_is_as_long_as_its_answer_and_fits(width: int, blocks: bool) -> None:
    full = FULL if blocks else "#"
    lengths = [
        draw(row(n, str(n)), SCALE, width, blocks=blocks).count(full) for n in range(11)
    ]

    assert lengths == sorted(lengths)
    assert lengths[10] > lengths[5] > lengths[0] == 0
    assert all(
        len(draw(row(n, "100.5"), SCALE, width, blocks=blocks)) <= max(width, 28)
        for n in range(11)
    )


def test_a_part_of_a_cell_is_drawn_to_the_nearest_eighth() -> None:
    ends = BarEnds(0, 16)
    lines = [draw(row(n), ends, 28, blocks=True) for n in (1, 2, 3, 4)]

    # Four cells, so that four stand for one.
    drawn = [line.partition(AXIS)[2].strip() for line in lines]
    assert drawn == ["\u258e", "\u258c", "\u258a", "\u2588"]


def test_ascii_bars_have_no_letter_outside_ascii() -> None:
    assert all(draw(row(n), SCALE, 60, blocks=False).isascii() for n in range(11))


def test_a_bar_begins_at_the_least_of_the_scale() -> None:
    ends = BarEnds(340, 430)

    assert FULL not in draw(row(340), ends, 60, blocks=True)
    assert draw(row(430), ends, 60, blocks=True).count(FULL) == 34


def test_a_value_outside_the_scale_stops_at_its_end() -> None:
    low, high = (draw(row(n), SCALE, 40, blocks=False).count("#") for n in (-3, 30))

    assert (low, high) == (0, 14)


def test_there_is_a_line_for_every_day_and_every_answer() -> None:
    found = lines(of("pain", *pain((1, 4), (1, 6), (3, 0))))

    assert [(row.day, row.said) for row in found] == [
        (None, "8"), (0, ""), (1, "4"), (1, "6"), (2, ""), (3, "0"),
    ]  # fmt: skip


def test_only_the_question_of_before_the_procedure_has_such_a_line() -> None:
    assert [row.day for row in lines(of("pain-moving"))] == [0, 1, 2, 3]


def test_every_label_is_as_wide() -> None:
    labels = [label_of(row) for row in lines(of("pain", last=12))]

    assert labels[0] == "before"
    assert labels[1] == "   0 Tue 3 Nov"
    assert labels[-1] == "  12 Sun 15 Nov"


def test_a_choice_is_said_in_its_words() -> None:
    written = an_entry(1, "aid=cane", protocol=SACROPLASTY)
    taken = of("aid", written)

    assert not taken.is_number
    assert [row.said for row in lines(taken)] == ["", AID, "", ""]


def test_another_unit_is_shown_in_the_unit_of_the_question() -> None:
    written = an_entry(1, "temperature=98.6F", protocol=SACROPLASTY)

    assert [row.said for row in lines(of("temperature", written))] == [
        "",
        "37.0",
        "",
        "",
    ]


def test_what_is_counted_goes_from_nothing_to_the_most_of_the_days() -> None:
    written = [an_entry(d, f"walk={d * 10}", protocol=SACROPLASTY) for d in (1, 3)]

    assert ends_of(of("walk", *written)) == BarEnds(0, 30)
    assert ends_of(of("walk")) == BarEnds(0, 1)
    assert ends_of(of("pain")) == BarEnds(0, 10)
    assert ends_of(of("temperature")) == BarEnds(340, 430)


def test_the_ends_are_said_with_the_unit() -> None:
    asked = SACROPLASTY.question("temperature")
    assert asked is not None

    assert say_ends(BarEnds(340, 430), asked) == "Bars: from 34 to 43 C."


def test_the_title_says_whose_answers_to_what() -> None:
    assert title(of("pain")) == "Ruth Example: pain 0-10 (none to worst possible)"
    assert title(of("walk")) == "Ruth Example: walked (min)"
    assert title(of("fell")) == "Ruth Example: fell"


def test_the_count_is_of_answers_and_of_days() -> None:
    several = of("pain", *pain((1, 4), (1, 6), (3, 0)))
    one = of("pain", *pain((1, 4)), first=1, last=1)

    assert say_count(several) == "3 answers on 2 of 4 days."
    assert say_count(one) == "1 answer on 1 of 1 day."


def test_older_answers_are_told_apart_from_those_of_the_days() -> None:
    taken = of("pain", *pain((1, 4), (2, 5), (3, 6)), first=2)

    assert [reading.steps for reading in taken.readings] == [5, 6]
    assert [reading.steps for reading in taken.earlier] == [4]


def test_a_published_group_has_its_mean_and_its_n() -> None:
    reference = SACROPLASTY.reference
    asked = SACROPLASTY.question("pain")
    assert reference is not None
    assert asked is not None

    before = reference_lines(reference, asked)[0]

    assert (before.label, before.said, before.value) == (
        "before",
        "7.9 n=47",
        Mean(79, 10),
    )
    assert draw(before, SCALE, 40, blocks=False).count("#") == 11


def test_published_figures_belong_to_one_question_only() -> None:
    assert of("pain").reference is SACROPLASTY.reference
    assert of("walk").reference is None
    bare = SACROPLASTY._replace(reference=None)
    assert of("pain", protocol=bare).reference is None


def test_the_shape_has_every_day_and_an_empty_list_where_nobody_answered() -> None:
    written = pain((1, 4), (1, 6), (3, 0))

    found = shape(of("pain", *written, first=2), reference=False)

    assert found == {
        "version": 1,
        "question": "pain",
        "title": "Pain",
        "unit": None,
        "before": 8,
        "earlier": 2,
        "days": [
            {"day": 2, "date": "2026-11-05", "answers": []},
            {"day": 3, "date": "2026-11-06", "answers": [0]},
        ],
        "reference": None,
    }


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [("temperature", "37.2", 37.2), ("fell", "yes", True), ("aid", "cane", "cane")],
)
def test_an_answer_is_a_value_of_its_own_kind(
    question: str, typed: str, value: object
) -> None:
    written = an_entry(1, f"{question}={typed}", protocol=SACROPLASTY)

    days = shape(of(question, written), reference=True)["days"]

    assert [each["answers"] for each in days] == [[], [value], [], []]


def test_published_groups_are_in_the_shape_only_when_asked_for() -> None:
    asked = shape(of("pain"), reference=True)["reference"]

    assert asked[0] == {"when": "before", "day": 0, "people": 47, "mean": 7.9}
    assert shape(of("walk"), reference=True)["reference"] is None


def test_a_baseline_in_parts_is_said_in_parts() -> None:
    asked: Question = GARDEN.questions[0]._replace(step=10, most=100)
    diary = a_diary(baseline=75)

    found = shape(Days(asked, diary, day(0), day(0), ()), reference=False)

    assert found["before"] == 7.5

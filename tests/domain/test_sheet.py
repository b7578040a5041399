"""A week on paper: its order, what is left out of it, and how its rows are read."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.pages import GARDEN, SACROPLASTY, a_diary, day
from tracker.domain.asking import questions_due
from tracker.domain.facts import Answer, CheckIn, Milestone
from tracker.domain.protocol import Choice, Protocol, Question
from tracker.domain.sheet import Sheet, plan_sheet
from tracker.domain.sheet_rows import Marks, read_once, read_row, read_signs
from tracker.domain.timeline import plan_timeline
from tracker.domain.window import Window
from tracker.errors import Refused

DIARY = a_diary(SACROPLASTY)
WEEK = [day(number) for number in range(8, 15)]
PAIN, WALK, MEDICINE, TEMPERATURE, FELL, ROUTINE = (
    question
    for name in ("pain", "walk", "medicine", "temperature", "fell", "routine")
    if (question := SACROPLASTY.question(name))
)


def a_sheet(number: int, *entries: CheckIn, protocol: Protocol = SACROPLASTY) -> Sheet:
    """The sheet that begins with the day of that number."""
    diary = a_diary(protocol)
    procedure = diary.procedure
    timeline = plan_timeline(procedure.on, procedure.at, diary.zone, protocol)
    return plan_sheet(diary, day(number), timeline.milestones, entries)


def numbers(row: tuple[Answer | None, ...]) -> list[int | None]:
    return [None if answer is None else answer.number for answer in row]


def asked(sheet: Sheet) -> list[str]:
    """The ids of all questions from top to bottom."""
    return [row.question.id for row in sheet.rows] + [q.id for q in sheet.weekly]


def test_a_sheet_has_the_seven_days_from_its_first() -> None:
    sheet = a_sheet(8)

    assert [each.day for each in sheet.days] == WEEK
    assert [each.number for each in sheet.days] == list(range(8, 15))
    assert (sheet.first, sheet.last) == (WEEK[0], WEEK[-1])


def test_the_year_is_said_twice_only_where_it_changes() -> None:
    assert a_sheet(8).title == "Wed 11 November to Tue 17 November 2026"
    assert a_sheet(55).title == "Mon 28 December 2026 to Sun 3 January 2027"


def test_a_sheet_asks_in_the_order_in_which_a_day_is_asked() -> None:
    sheet = a_sheet(8)

    due = questions_due(SACROPLASTY, day(14), 14, (), {})

    assert asked(sheet) == [question.id for question in due]
    assert [row.question.id for row in sheet.rows] == [
        question.id for question in due if question.ask == "daily"
    ]


def test_what_is_asked_daily_for_a_while_has_a_row_while_most_days_ask_it() -> None:
    first, second = a_sheet(0), a_sheet(7)

    (routine,) = [row for row in first.rows if row.question.id == "routine"]
    assert routine.days == tuple(day(number) for number in range(1, 7))
    assert "routine" not in [row.question.id for row in second.rows]
    assert "routine" in [question.id for question in second.weekly]


def test_what_is_asked_for_a_while_is_asked_where_the_while_stands_in_the_evening() -> (
    None
):
    opens, closes = (
        datetime.combine(day(number), time(12), DIARY.zone) for number in (9, 14)
    )
    routine = Milestone("normal-routine", Window(opens, closes))

    sheet = plan_sheet(DIARY, day(8), (routine,), ())

    (row,) = [row for row in sheet.rows if row.question.id == "routine"]
    assert row.days == tuple(day(number) for number in range(9, 14))


def test_a_question_is_asked_up_to_its_last_day() -> None:
    (wound,) = [row for row in a_sheet(19).rows if row.question.id == "wound"]

    assert wound.days == (day(19), day(20), day(21))
    assert "wound" not in asked(a_sheet(22))


def test_no_answer_changes_the_sheet() -> None:
    plain, written = a_sheet(8), a_sheet(8, an_entry(9, routine=4, aid=2))

    assert asked(plain) == asked(written)
    assert plain.weekly_signs == written.weekly_signs


def an_entry(number: int, **answers: int) -> CheckIn:
    at = DIARY.procedure.recorded_at + timedelta(days=number)
    given = tuple(Answer(name, value, "") for name, value in answers.items())
    return CheckIn(
        "entry", 4, "procedure", at, True, "UTC", day(number), at, "Ruth", None, "no",
        "", given, (),
    )  # fmt: skip


def test_a_day_knows_the_entries_that_the_diary_has_of_it() -> None:
    sheet = a_sheet(8, an_entry(9))

    assert [each.entries for each in sheet.days] == [(), (4,), (), (), (), (), ()]


def test_every_daily_sign_to_call_for_is_listed_the_gravest_first() -> None:
    sheet = a_sheet(8)

    calls = [
        s for s in SACROPLASTY.signs if s.ask == "daily" and s.tier != "next-visit"
    ]
    assert sheet.signs == tuple(
        sorted(calls, key=lambda sign: sign.tier != "emergency")
    )
    # Nobody reads a temperature on paper.
    assert {"fever", "wound-change"} <= {sign.id for sign in sheet.signs}


def test_weekly_signs_are_those_of_the_last_day() -> None:
    assert [sign.id for sign in a_sheet(0).weekly_signs] == ["constipation"]
    assert len(a_sheet(1).weekly_signs) == 4


def test_another_protocol_has_its_own_sheet() -> None:
    sheet = a_sheet(8, protocol=GARDEN)

    assert set(asked(sheet)) <= {question.id for question in GARDEN.questions}


def test_a_sheet_near_the_end_of_time_is_refused() -> None:
    with pytest.raises(Refused, match="outside"):
        plan_sheet(DIARY, date(2200, 12, 28), (), ())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5443332", [5, 4, 4, 3, 3, 3, 2]),
        ("5 4 4 3 3 3 2", [5, 4, 4, 3, 3, 3, 2]),
        ("5,4,4,3,3,3,2", [5, 4, 4, 3, 3, 3, 2]),
        ("5443=", [5, 4, 4, 3, 3, 3, 3]),
        ("54==3==", [5, 4, 4, 4, 3, 3, 3]),
        ("5-4-3--", [5, None, 4, None, 3, None, None]),
        ("5-=", [5, None, None, None, None, None, None]),
        ("10 9 8=", [10, 9, 8, 8, 8, 8, 8]),
    ],
)
def test_answers_of_one_figure_stand_side_by_side_or_with_blanks(
    typed: str, read: list[int | None]
) -> None:
    assert numbers(read_row(PAIN, typed, WEEK)) == read


@pytest.mark.parametrize("typed", ["1043332", "10433322", "104="])
def test_a_ten_side_by_side_with_others_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match=r'Is "10" ten, or 1 and then 0\?'):
        read_row(PAIN, typed, WEEK)


def test_of_one_day_alone_ten_is_ten() -> None:
    assert numbers(read_row(PAIN, "10", WEEK[:1])) == [10]


def test_answers_of_more_figures_are_parted_by_blanks_or_repeats() -> None:
    assert numbers(read_row(WALK, "10=15 = 120=", WEEK)) == [
        10, 10, 15, 15, 120, 120, 120,
    ]  # fmt: skip


def test_figures_are_never_parted_where_an_answer_may_have_more() -> None:
    with pytest.raises(Refused, match="7 boxes, and 1 typed: Wed 1010151, Thu"):
        read_row(WALK, "1010151", WEEK)


def test_a_comma_in_a_temperature_is_its_point() -> None:
    given = read_row(TEMPERATURE, "36,8 - 98.6F =", WEEK[:4])

    assert given[0] == Answer("temperature", 368, "C")
    assert given[2] == given[3] == Answer("temperature", 986, "F")


def test_words_of_a_choice_can_be_typed_too() -> None:
    assert numbers(read_row(MEDICINE, "Opioid none 2 =", WEEK[:4])) == [4, 1, 2, 2]


def test_choices_of_two_figures_are_parted() -> None:
    many = MEDICINE._replace(
        choices=tuple(Choice(n, f"c{n}", f"c{n}") for n in range(1, 13))
    )

    assert numbers(read_row(many, "12 1", WEEK[:2])) == [12, 1]
    with pytest.raises(Refused, match="1 typed"):
        read_row(many, "12", WEEK[:2])


@pytest.mark.parametrize(
    ("least", "most", "step"), [(0, 100, 1), (-5, 5, 1), (0, 10, 10)]
)
def test_a_scale_with_longer_answers_is_parted(
    least: int, most: int, step: int
) -> None:
    longer: Question = PAIN._replace(least=least, most=most, step=step)

    with pytest.raises(Refused, match="2 boxes, and 1 typed"):
        read_row(longer, "12", WEEK[:2])


def test_yes_and_no_stand_side_by_side() -> None:
    assert numbers(read_row(FELL, "nny1=", WEEK)) == [0, 0, 1, 1, 1, 1, 1]


@pytest.mark.parametrize("typed", ["544333", "5 4 4 3 3 3", "5"])
def test_too_few_answers_say_which_day_each_was_taken_for(typed: str) -> None:
    with pytest.raises(Refused, match=r"7 boxes, and \d typed: Wed 5.*Tue \?") as told:
        read_row(PAIN, typed, WEEK)

    assert "Type the row again; - is an empty box." in str(told.value)


def test_too_many_answers_say_what_is_over() -> None:
    with pytest.raises(Refused, match=r"8 typed: .*Tue 2, too many: 1"):
        read_row(PAIN, "54433321", WEEK)


def test_a_long_line_is_not_said_back_in_full() -> None:
    with pytest.raises(Refused) as told:
        read_row(WALK, "9 " * 500, WEEK)

    assert len(str(told.value)) < 300


@pytest.mark.parametrize("typed", ["=", "=443332", "= 4"])
def test_a_row_cannot_begin_with_the_day_before(typed: str) -> None:
    with pytest.raises(Refused, match="Begin with an answer"):
        read_row(PAIN, typed, WEEK[:2] if " " in typed else WEEK)


def test_every_answer_that_cannot_be_read_is_named_with_its_day() -> None:
    with pytest.raises(Refused) as told:
        read_row(MEDICINE, "1922229", WEEK)

    assert [line.split(":")[0] for line in str(told.value).split("\n")] == [
        "Thu",
        "Tue",
    ]


def test_what_is_asked_once_is_read_in_the_order_of_its_boxes() -> None:
    questions = [
        ROUTINE,
        MEDICINE,
        FELL._replace(kind="choice", choices=ROUTINE.choices),
    ]

    assert numbers(read_once(questions, "32-")) == [3, 2, None]


def test_what_is_asked_once_is_parted_where_one_answer_may_be_longer() -> None:
    assert numbers(read_once([ROUTINE, WALK], "3 20")) == [3, 20]
    with pytest.raises(Refused, match="2 boxes, and 1 typed: Routine 35, Walked"):
        read_once([ROUTINE, WALK], "35")


def test_nothing_repeats_in_what_is_asked_once() -> None:
    with pytest.raises(Refused, match="repeats a day"):
        read_once([ROUTINE, MEDICINE], "3=")


SIGNS = a_sheet(8).signs
NONE_MARKED, NOT_ASKED = Marks(()), Marks(None)


@pytest.mark.parametrize("typed", ["0=", "0000000", "0 0 0 0 0 0 0", "none ="])
def test_a_zero_says_that_the_list_was_read_and_nothing_marked(typed: str) -> None:
    assert read_signs(typed, SIGNS, WEEK) == (NONE_MARKED,) * 7


def test_an_empty_box_is_never_none() -> None:
    assert read_signs("0-=", SIGNS, WEEK[:3]) == (NONE_MARKED, NOT_ASKED, NOT_ASKED)


def test_a_day_on_which_nothing_was_written_takes_one_key() -> None:
    read = read_signs("0x00x--", SIGNS, WEEK)

    assert [mark.left_out for mark in read] == [
        False,
        True,
        False,
        False,
        True,
        False,
        False,
    ]


def test_signs_are_their_numbers_and_several_are_joined() -> None:
    read = read_signs("0 12 3+12+3 -", SIGNS, WEEK[:4])

    assert [mark.signs for mark in read] == [
        (),
        (SIGNS[11].id,),
        (SIGNS[2].id, SIGNS[11].id),
        None,
    ]


@pytest.mark.parametrize("typed", ["0 3 =", "0 3=", "12=", "0 0 10 = 0"])
def test_a_sign_is_never_repeated_on_another_day(typed: str) -> None:
    with pytest.raises(Refused, match="After a sign = is not read"):
        read_signs(typed, SIGNS, WEEK)


@pytest.mark.parametrize("typed", ["0030000", "3000000", "12"])
def test_figures_side_by_side_are_never_taken_for_signs_of_days(typed: str) -> None:
    with pytest.raises(Refused, match="7 boxes, and 1 typed"):
        read_signs(typed, SIGNS, WEEK)


@pytest.mark.parametrize("box", ["99", "0+3", "3+", "pain", "-1"])
def test_what_is_not_a_sign_is_refused_with_its_day(box: str) -> None:
    with pytest.raises(Refused, match=r"Thu: .* is neither 0 nor a sign from 1 to 17"):
        read_signs(f"0 {box} 0", SIGNS, WEEK[:3])

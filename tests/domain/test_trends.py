from datetime import date

from tests.pages import GARDEN, an_entry, day
from tracker.domain.trends import (
    Reading,
    all_readings,
    blank_days,
    readings,
    since,
    written_days,
)

PAIN = GARDEN.questions[0]
GIRTH = GARDEN.questions[3]


def test_readings_are_the_answers_in_the_order_of_the_entries() -> None:
    entries = [an_entry(1, "pain=5"), an_entry(2, "weeds=9"), an_entry(3, "pain=0")]

    assert readings(entries, PAIN) == [Reading(day(1), 5), Reading(day(3), 0)]


def test_a_reading_in_another_unit_is_in_steps_of_the_base_unit() -> None:
    assert readings([an_entry(1, "swelling=15in")], GIRTH) == [Reading(day(1), 381)]


def test_the_readings_since_a_day_hold_that_day() -> None:
    taken = [Reading(day(1), 5), Reading(day(2), 4), Reading(day(3), 3)]

    assert since(taken, day(2)) == taken[1:]


def test_a_day_with_two_entries_is_written_once() -> None:
    entries = [an_entry(2, "pain=5"), an_entry(1, "pain=4"), an_entry(2, "pain=3")]

    assert written_days(entries) == [day(1), day(2)]


def test_blank_days_hold_both_ends() -> None:
    entries = [an_entry(2, "pain=5")]

    assert blank_days(entries, day(1), day(3)) == [day(1), day(3)]


def test_an_entry_without_answers_leaves_no_blank_day() -> None:
    assert blank_days([an_entry(1)], day(1), day(1)) == []


def test_no_day_is_blank_where_the_last_lies_before_the_first() -> None:
    assert blank_days([], date(2026, 11, 2), date(2026, 11, 1)) == []


def test_all_answers_at_once_are_those_of_each_question() -> None:
    entries = [an_entry(1, "pain=3 weeds=9"), an_entry(3, "swelling=15in pain=0")]

    found = all_readings(entries, GARDEN.questions)

    assert found == {q.id: readings(entries, q) for q in GARDEN.questions}
    assert any(found.values())


def test_an_answer_that_no_question_knows_is_not_read() -> None:
    assert all_readings([an_entry(1, "pain=3")], []) == {}

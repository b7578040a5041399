"""What is due at an instant: from the facts and the instant alone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_person, a_procedure, a_visit
from tests.pages import (
    GARDEN,
    ON,
    ZONE,
    a_diary,
    a_report,
    a_warning,
    a_word,
    an_entry,
    answered,
    day,
)
from tracker.domain.calendar import Occasion, plan_check_ins
from tracker.domain.facts import CheckIn, Visit
from tracker.domain.reminders import Reminder, due, due_of_all
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.status import Status
from tracker.domain.window import Window, first_instant, local_day, wall_clock

NEW_YORK = ZoneInfo(ZONE)
DAY = timedelta(days=1)
EVENING = time(18)


def at(number: int, clock: time = EVENING) -> datetime:
    """That time of that day, where Ruth lives."""
    return first_instant(datetime.combine(day(number), clock), NEW_YORK)


def read(now: datetime, *entries: CheckIn, **changed: object) -> Report:
    """What is read at an instant."""
    today = local_day(now, NEW_YORK, 0)
    number = (today - ON).days
    report = a_report(*entries, today=number, **changed)  # type: ignore[arg-type]
    return report._replace(now=now)


def of_kind(report: Report, kind: str) -> list[Reminder]:
    return [each for each in due(report).reminders if each.kind == kind]


def entry_days(report: Report) -> list[tuple[int, bool]]:
    """The numbers of the days whose entries are asked for, and whether once more."""
    found = of_kind(report, "check-in")
    return [((each.day - ON).days, each.again) for each in found]


def test_the_entry_of_a_day_is_asked_for_from_six_in_the_evening_on() -> None:
    before, then = at(3, time(17, 59)), at(3)

    entry = an_entry(2)
    assert entry_days(read(before, entry)) == []
    assert entry_days(read(then, entry)) == [(3, False)]


def test_an_entry_that_is_written_is_not_asked_for() -> None:
    assert entry_days(read(at(3), an_entry(2), an_entry(3))) == []


def test_one_that_is_not_written_is_asked_for_once_more_on_the_next_day_only() -> None:
    kept = [an_entry(number) for number in (2, 4, 5, 6)]

    asked = [entry_days(read(at(number), *kept)) for number in (3, 4, 5, 6)]

    assert asked == [[(3, False)], [(3, True)], [], []]


def test_it_is_asked_for_once_more_in_the_evening_not_in_the_morning() -> None:
    kept = [an_entry(number) for number in (2, 4)]

    assert entry_days(read(at(4, time(9)), *kept)) == []
    assert entry_days(read(at(4, time(23, 59)), *kept)) == [(3, True)]


def test_after_two_weeks_one_entry_a_week_is_asked_for() -> None:
    days = range(14, 90)

    asked = {number for n in days for number, _ in entry_days(read(at(n)))}

    assert asked == {13, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84}


def test_an_entry_of_the_day_after_answers_a_weekly_one() -> None:
    assert entry_days(read(at(22), an_entry(20))) == [(21, True)]
    assert entry_days(read(at(22), an_entry(22))) == []


def test_an_entry_of_the_day_after_does_not_answer_a_daily_one() -> None:
    assert entry_days(read(at(5), an_entry(5))) == [(4, True)]


def test_an_entry_of_a_day_to_come_answers_nothing() -> None:
    assert entry_days(read(at(21), an_entry(23))) == [(21, False)]


def test_no_entry_is_asked_for_on_the_day_of_the_procedure_or_before() -> None:
    assert entry_days(read(at(0))) == []
    assert entry_days(read(at(-1))) == []


def test_what_a_night_owl_does_not_write_is_asked_for_past_midnight() -> None:
    report = read(at(3, time(23)), an_entry(2))
    diary = a_diary()
    owl = diary._replace(person=diary.person._replace(day_start=240))
    night = report._replace(diary=owl, now=at(4, time(2)), today=day(3))

    assert entry_days(night) == [(3, False)]


def test_a_warning_that_nobody_answered_stands_first() -> None:
    mild, grave = a_warning(1, 2), a_warning(2, 2, tier="emergency")
    report = read(at(3), warnings=[grave, mild], visits=[a_visit(on=day(3))])

    found = due(report).reminders

    assert [each.subject for each in found[:2]] == [grave, mild]
    assert {each.kind for each in found[2:]} == {"visit", "check-in"}


def test_a_warning_that_was_answered_is_not_due() -> None:
    assert of_kind(read(at(3), warnings=[answered(a_warning(1, 2))]), "warning") == []


@pytest.mark.parametrize(
    ("number", "clock", "due_then"),
    [
        (12, time(23, 59), False),
        (13, time(0), True),
        (13, time(18), True),
        (14, time(9, 59), True),
        (14, time(10), False),
        (15, time(0), False),
    ],
)
def test_a_visit_is_due_from_the_day_before_until_it_is_over(
    number: int, clock: time, due_then: bool
) -> None:
    visit = a_visit(on=day(14), at=at(14, time(9)))

    found = of_kind(read(at(number, clock), visits=[visit]), "visit")

    assert bool(found) is due_then


def test_a_visit_without_a_time_is_due_on_its_whole_day() -> None:
    visit = a_visit(on=day(14))

    assert of_kind(read(at(14, time(23, 59)), visits=[visit]), "visit")
    assert not of_kind(read(at(15, time(0)), visits=[visit]), "visit")


def test_a_visit_that_took_place_is_not_due() -> None:
    visit = a_visit(on=day(14), done_on=day(14))

    assert of_kind(read(at(14), visits=[visit]), "visit") == []


def a_milestone(kind: str, status: Status, closes: datetime | None) -> MilestoneReading:
    plan = GARDEN.milestones[0]._replace(kind=kind)
    return MilestoneReading(plan, Window(at(0), closes), status, None, "")


def looks(now: datetime, reading: MilestoneReading, *visits: Visit) -> list[Reminder]:
    return of_kind(read(now, milestones=(reading,), visits=visits), "look")


def test_an_open_milestone_is_due_in_the_last_day_of_its_window() -> None:
    reading = a_milestone("check", Status.OPEN, at(7, time(10, 30)))

    assert not looks(at(6, time(10, 29)), reading)
    assert looks(at(6, time(10, 30)), reading)
    assert looks(at(7, time(10, 29)), reading)


@pytest.mark.parametrize("status", [each for each in Status if each != Status.OPEN])
def test_a_milestone_that_is_not_open_is_not_due(status: Status) -> None:
    assert not looks(at(6), a_milestone("check", status, at(7)))


def test_a_milestone_whose_end_nobody_said_is_not_due() -> None:
    assert not looks(at(6), a_milestone("check", Status.OPEN, None))


def test_a_first_visit_is_not_asked_for_once_one_is_planned() -> None:
    reading = a_milestone("visit", Status.OPEN, at(7))

    assert looks(at(6), reading)
    assert not looks(at(6), reading, a_visit(on=day(20)))


def asks(now: datetime, *until: date) -> list[Reminder]:
    words = [
        a_word(GARDEN.restrictions[0].id, until=on, by=f"Nurse {on}") for on in until
    ]
    return of_kind(read(now, told=words), "ask")


def test_a_limit_is_asked_about_on_the_day_somebody_named_from_the_morning_on() -> None:
    assert not asks(at(9), day(10))
    assert not asks(at(10, time(8, 59)), day(10))
    assert asks(at(10, time(9)), day(10))
    assert not asks(at(11, time(9)), day(10))


def test_a_limit_that_nobody_told_is_never_asked_about() -> None:
    assert all(not asks(at(number)) for number in range(60))


def test_of_several_people_those_without_anything_due_are_left_out() -> None:
    quiet, loud = read(at(3, time(12))), read(at(3))

    assert [each.report for each in due_of_all([quiet, loud, quiet])] == [loud]


ZONES = st.sampled_from(
    ["America/New_York", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]
)
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def check_ins_of(report: Report) -> list[Occasion]:
    return list(plan_check_ins(report.diary.procedure, report.diary.zone, 1))


@given(
    zone=ZONES,
    on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    number=st.integers(-3, 100),
    clock=CLOCKS,
    day_start=st.sampled_from([0, 240, 719]),
    written=st.sets(st.integers(-2, 100), max_size=40),
)
@settings(deadline=None)
def test_every_entry_that_is_asked_for_has_its_occasion_in_the_calendar(
    zone: str,
    on: date,
    number: int,
    clock: time,
    day_start: int,
    written: set[int],
) -> None:
    place = ZoneInfo(zone)
    now = first_instant(datetime.combine(on + number * DAY, clock), place)
    today = local_day(now, place, day_start)
    diary = a_diary()._replace(
        person=a_person(zone=zone, day_start=day_start),
        procedure=a_procedure(on=on, zone=zone, at=None),
    )
    entries = [an_entry(0)._replace(day=on + n * DAY) for n in sorted(written)]
    report = a_report(*entries, diary=diary)._replace(now=now, today=today)

    asked = {each.day: each.again for each in of_kind(report, "check-in")}

    places = {wall_clock(o.alarms[0], place).date(): o for o in check_ins_of(report)}
    assert asked.keys() <= places.keys()
    for its_day, again in asked.items():
        assert (its_day - on).days not in written
        assert its_day == today - DAY * again
        assert places[its_day].alarms[0] <= now
    rings = [d for d, o in places.items() if d == today and o.alarms[0] <= now]
    for its_day in rings:
        assert (its_day in asked) is ((its_day - on).days not in written)


@given(
    written=st.sets(st.integers(0, 90)),
    clocks=st.sets(CLOCKS.filter(lambda c: c >= EVENING), min_size=1, max_size=1),
)
@settings(deadline=None)
def test_run_once_an_evening_no_entry_is_asked_for_more_than_twice(
    written: set[int], clocks: set[time]
) -> None:
    (clock,) = clocks
    entries = [an_entry(number) for number in sorted(written)]
    asked: dict[int, int] = {}

    for number in range(92):
        now = at(number, clock)
        known = [each for each in entries if each.day <= day(number)]
        for its_day, _ in entry_days(read(now, *known)):
            asked[its_day] = asked.get(its_day, 0) + 1

    assert all(times <= 2 for times in asked.values())
    assert asked.keys().isdisjoint(written)


def test_the_evening_is_six_on_both_sides_of_a_change_of_clocks() -> None:
    before, after = (
        first_instant(datetime.combine(date(2026, month, number), EVENING), NEW_YORK)
        for month, number in ((10, 31), (11, 1))
    )
    diary = a_diary()._replace(procedure=a_procedure(on=date(2026, 10, 30)))

    for now in (before, after):
        at_six = a_report(diary=diary)._replace(
            now=now, today=local_day(now, NEW_YORK, 0)
        )
        early = at_six._replace(now=now - timedelta(minutes=1))
        todays = [r for r in of_kind(at_six, "check-in") if not r.again]
        assert len(todays) == 1
        assert of_kind(early, "check-in") == []
    assert after - before == timedelta(hours=25)
    assert before.tzinfo is UTC

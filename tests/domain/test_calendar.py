from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NEW_YORK, NOW, a_procedure, a_visit
from tracker.domain.calendar import (
    Occasion,
    as_it_stands,
    at_instant,
    cancelled,
    plan_check_ins,
    plan_milestone,
    plan_question,
    plan_visit,
)
from tracker.domain.status import Status
from tracker.domain.window import Window

DAY = timedelta(days=1)


def in_new_york(*when: int) -> datetime:
    return datetime(*when, tzinfo=NEW_YORK).astimezone(UTC)  # type: ignore[misc,arg-type]


def reminders(on: date) -> list[Occasion]:
    return list(plan_check_ins(a_procedure(on=on), NEW_YORK, 1))


def a_window(opens: datetime, closes: datetime | None = None) -> Occasion:
    return plan_milestone("p", "walk", Window(opens, closes), "Walk", NEW_YORK, 4)


def wall(alarm: datetime) -> tuple[date, time]:
    local = alarm.astimezone(NEW_YORK)
    return local.date(), local.time()


def test_reminders_come_daily_for_two_weeks_then_weekly_up_to_twelve() -> None:
    on = date(2026, 11, 3)

    days = [(wall(r.alarms[0])[0] - on).days for r in reminders(on)]

    assert days == [*range(1, 15), 21, 28, 35, 42, 49, 56, 63, 70, 77, 84]


@pytest.mark.parametrize("on", [date(2026, 10, 27), date(2026, 3, 3)])
def test_a_reminder_is_at_six_on_both_sides_of_a_change_of_clocks(on: date) -> None:
    found = reminders(on)

    assert {wall(each.alarms[0])[1] for each in found} == {time(18)}
    assert len({each.alarms[0].time() for each in found}) == 2
    assert all(each.begins == each.alarms[0] for each in found)


def test_a_window_that_opens_at_midnight_rings_in_the_morning() -> None:
    found = a_window(in_new_york(2026, 11, 5), in_new_york(2026, 11, 11))

    assert found.alarms == (in_new_york(2026, 11, 5, 9),)
    assert (found.begins, found.ends) == (
        in_new_york(2026, 11, 5),
        in_new_york(2026, 11, 11),
    )


@pytest.mark.parametrize(
    ("opens", "rings"),
    [
        ((2026, 11, 5, 8, 59), (2026, 11, 5, 9)),
        ((2026, 11, 5, 9), (2026, 11, 5, 9)),
        ((2026, 11, 5, 10, 30), (2026, 11, 5, 10, 30)),
        ((2026, 11, 5, 20), (2026, 11, 5, 20)),
        ((2026, 11, 5, 20, 1), (2026, 11, 6, 9)),
    ],
)
def test_a_window_rings_when_it_opens_unless_that_is_at_night(
    opens: tuple[int, ...], rings: tuple[int, ...]
) -> None:
    found = a_window(in_new_york(*opens))

    assert found.alarms == (in_new_york(*rings),)


def test_a_window_that_ends_before_the_morning_does_not_ring() -> None:
    opens = in_new_york(2026, 11, 5, 22)

    assert a_window(opens, in_new_york(2026, 11, 6, 9)).alarms == ()
    assert a_window(opens, in_new_york(2026, 11, 6, 9, 1)).alarms != ()


@given(
    minutes=st.integers(0, 2 * 366 * 24 * 60),
    lasts=st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=60)),
)
def test_no_window_rings_at_night_or_outside_of_itself(
    minutes: int, lasts: timedelta | None
) -> None:
    opens = NOW + timedelta(minutes=minutes)
    closes = None if lasts is None else opens + lasts

    for alarm in a_window(opens, closes).alarms:
        assert time(9) <= wall(alarm)[1] <= time(20)
        assert alarm in Window(opens, closes)


def test_a_window_without_an_end_is_shown_for_one_day() -> None:
    opens = in_new_york(2026, 12, 16)

    assert a_window(opens).ends == opens + DAY


def test_an_empty_window_is_no_occasion_of_no_length() -> None:
    opens = in_new_york(2026, 11, 5)

    assert a_window(opens, opens).ends > opens


def test_the_name_of_a_milestone_does_not_say_what_it_is_about() -> None:
    uid = a_window(NOW).uid

    assert "walk" not in uid
    assert uid == a_window(NOW + DAY).uid
    assert uid != plan_milestone("p", "x", Window(NOW, None), "", NEW_YORK, 1).uid
    assert uid != plan_milestone("q", "walk", Window(NOW, None), "", NEW_YORK, 1).uid


@pytest.mark.parametrize("status", [Status.UPCOMING, Status.OPEN, Status.CLOSED])
def test_a_milestone_that_is_not_reached_rings(status: Status) -> None:
    occasion = a_window(NOW)

    assert as_it_stands(occasion, status) == occasion


def test_a_reached_milestone_stands_and_is_silent() -> None:
    found = as_it_stands(a_window(NOW), Status.REACHED)

    assert (found.cancelled, found.alarms) == (False, ())


@pytest.mark.parametrize("status", [Status.SKIPPED, None])
def test_a_skipped_or_vanished_milestone_is_cancelled(status: Status | None) -> None:
    found = as_it_stands(a_window(NOW), status)

    assert (found.cancelled, found.alarms) == (True, ())


def test_a_visit_lasts_an_hour_and_rings_the_day_before_and_two_hours_before() -> None:
    at = in_new_york(2026, 11, 17, 15)

    found = plan_visit(a_visit(at=at), 3)

    assert (found.begins, found.ends) == (at, at + timedelta(hours=1))
    assert found.alarms == (at - DAY, at - timedelta(hours=2))


def test_the_day_before_a_visit_is_by_the_clock_on_the_wall() -> None:
    at = in_new_york(2026, 11, 1, 15)

    found = plan_visit(a_visit(on=date(2026, 11, 1), at=at), 3)

    assert found.alarms[0] == in_new_york(2026, 10, 31, 15)
    assert at - found.alarms[0] == timedelta(hours=25)


def test_a_visit_without_a_time_is_a_day_that_rings_the_morning_before() -> None:
    found = plan_visit(a_visit(), 3)

    assert (found.begins, found.ends) == (date(2026, 11, 17), date(2026, 11, 18))
    assert found.alarms == (in_new_york(2026, 11, 16, 9),)


@pytest.mark.parametrize("at", [None, NOW])
def test_a_visit_that_took_place_is_silent(at: datetime | None) -> None:
    visit = a_visit(at=at, done_on=date(2026, 11, 17))

    assert plan_visit(visit, 3).alarms == ()


def test_a_limit_is_asked_about_on_the_morning_of_the_day_that_was_named() -> None:
    found = plan_question("p", date(2026, 12, 15), "Driving", NEW_YORK, 6)

    assert (found.begins, found.ends) == (date(2026, 12, 15), date(2026, 12, 16))
    assert found.alarms == (in_new_york(2026, 12, 15, 9),)


def test_what_is_cancelled_never_rings() -> None:
    assert cancelled(a_window(NOW)).alarms == ()


def test_an_alarm_that_has_passed_does_not_ring_once_more() -> None:
    at = in_new_york(2026, 11, 17, 15)
    visit = plan_visit(a_visit(at=at), 3)

    def rings(now: datetime) -> int:
        return len(at_instant(now, [visit]).occasions[0].alarms)

    assert [rings(at - 2 * DAY), rings(at - DAY), rings(at)] == [2, 1, 0]


def test_the_plan_is_in_the_order_of_time_whatever_was_written_first() -> None:
    first = plan_visit(a_visit(1), 1)
    second = plan_visit(a_visit(2, at=in_new_york(2026, 11, 17, 8)), 2)
    third = plan_visit(a_visit(3, at=in_new_york(2026, 11, 17, 15)), 3)

    found = at_instant(NOW, [third, second, first])

    assert found.occasions == (first, second, third)
    assert found.now == NOW

"""Hours are elapsed time, days are civil dates, and nothing is counted in steps."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.basis import Basis
from tracker.domain.facts import Milestone, Restriction
from tracker.domain.protocol import MilestonePlan, Protocol, Reach, RestrictionPlan
from tracker.domain.timeline import (
    after,
    plan_timeline,
    plan_window,
    read_until,
)
from tracker.domain.window import Offset, Window, local_day, midnight
from tracker.errors import Refused

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = date(2026, 11, 3)
HALF_PAST_TEN = datetime(2026, 11, 3, 10, 30, tzinfo=NEW_YORK)
DAY_TO_TWO = (Offset(hours=24), Offset(hours=48))
ZONES = st.sampled_from(sorted(zoneinfo.available_timezones())).map(ZoneInfo)
DAYS = st.dates(date(1900, 1, 3), date(2200, 12, 29))
MINUTES = st.integers(0, 24 * 60 - 1)
OFFSETS = st.one_of(
    st.integers(0, 8760).map(lambda hours: Offset(hours=hours)),
    st.integers(0, 3650).map(lambda days: Offset(days=days)),
    st.integers(0, 520).map(lambda weeks: Offset(weeks=weeks)),
    st.integers(0, 120).map(lambda months: Offset(months=months)),
)


def local(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    """The instant a clock there shows that."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def planned(opens: Offset | None, closes: Offset | None) -> Window | None:
    return plan_window(opens, closes, TUESDAY, HALF_PAST_TEN, NEW_YORK)


def planned_by_day(opens: Offset | None, closes: Offset | None) -> Window | None:
    return plan_window(opens, closes, TUESDAY, None, NEW_YORK)


def test_a_day_to_two_days_are_hours_after_the_instant() -> None:
    window = planned(*DAY_TO_TWO)

    assert window == Window(local("2026-11-04T10:30"), local("2026-11-05T10:30"))


@pytest.mark.parametrize(
    ("at", "opens", "closes"),
    [
        ("2026-03-07T10:30", "2026-03-08T11:30", "2026-03-09T11:30"),
        ("2026-03-06T12:00", "2026-03-07T12:00", "2026-03-08T13:00"),
        ("2026-10-31T10:30", "2026-11-01T09:30", "2026-11-02T09:30"),
        ("2026-10-30T12:00", "2026-10-31T12:00", "2026-11-01T11:00"),
    ],
)
def test_hours_are_elapsed_time_when_the_clocks_change(
    at: str, opens: str, closes: str
) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=NEW_YORK)

    window = plan_window(*DAY_TO_TWO, instant.date(), instant, NEW_YORK)

    assert window == Window(local(opens), local(closes))


def test_with_only_the_day_known_hours_widen_to_whole_days() -> None:
    window = planned_by_day(*DAY_TO_TWO)

    assert window == Window(local("2026-11-04T00:00"), local("2026-11-06T00:00"))


def test_with_only_the_day_known_36_hours_reach_to_the_end_of_day_two() -> None:
    window = planned_by_day(Offset(), Offset(hours=36))

    assert window == Window(local("2026-11-03T00:00"), local("2026-11-06T00:00"))


def test_no_hours_at_all_is_the_instant_itself_when_the_other_end_is_in_hours() -> None:
    window = planned(Offset(), Offset(hours=36))

    assert window == Window(local("2026-11-03T10:30"), local("2026-11-04T22:30"))


def test_no_days_at_all_is_the_whole_day_of_the_procedure() -> None:
    window = planned(Offset(), Offset())

    assert window == Window(local("2026-11-03T00:00"), local("2026-11-04T00:00"))


def test_by_one_week_includes_the_evening_of_day_seven() -> None:
    window = planned(Offset(days=3), Offset(weeks=1))

    assert window == Window(local("2026-11-06T00:00"), local("2026-11-11T00:00"))
    assert local("2026-11-10T23:59:59") in window


def test_days_are_civil_dates_when_the_clocks_change() -> None:
    window = plan_window(
        Offset(days=1), Offset(days=2), date(2026, 10, 31), None, NEW_YORK
    )

    assert window == Window(local("2026-11-01T00:00"), local("2026-11-03T00:00"))


def test_a_window_without_an_opening_opens_with_the_procedure() -> None:
    assert planned(None, Offset(hours=48)) == Window(
        local("2026-11-03T10:30"), local("2026-11-05T10:30")
    )
    assert planned(None, Offset(weeks=1)) == Window(
        local("2026-11-03T00:00"), local("2026-11-11T00:00")
    )


def test_a_window_without_a_closing_stays_open() -> None:
    assert planned(Offset(days=2), None) == Window(local("2026-11-05T00:00"), None)


def test_without_either_offset_there_is_no_window() -> None:
    assert planned(None, None) is None


def test_a_window_that_would_close_before_it_opens_is_empty() -> None:
    late = datetime(2026, 11, 3, 23, 0, tzinfo=NEW_YORK)

    window = plan_window(Offset(hours=36), Offset(days=1), TUESDAY, late, NEW_YORK)

    assert window == Window(local("2026-11-05T11:00"), local("2026-11-05T11:00"))


def test_an_instant_without_an_offset_is_refused() -> None:
    naive = HALF_PAST_TEN.replace(tzinfo=None)

    with pytest.raises(ValueError, match="needs its offset"):
        plan_window(*DAY_TO_TWO, TUESDAY, naive, NEW_YORK)


def test_windows_are_kept_in_utc() -> None:
    window = planned(*DAY_TO_TWO)

    assert window is not None
    assert window.opens.tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "offset", "reached"),
    [
        ("2024-02-29", Offset(months=12), "2025-02-28"),
        ("2024-02-29", Offset(months=48), "2028-02-29"),
        ("2024-01-31", Offset(months=1), "2024-02-29"),
        ("2026-01-31", Offset(months=1), "2026-02-28"),
        ("2026-01-31", Offset(months=2), "2026-03-31"),
        ("2026-01-31", Offset(months=3), "2026-04-30"),
        ("2024-02-28", Offset(days=1), "2024-02-29"),
        ("2024-02-29", Offset(weeks=6), "2024-04-11"),
        ("2026-11-03", Offset(hours=0), "2026-11-03"),
        ("2026-11-03", Offset(hours=24), "2026-11-04"),
        ("2026-11-03", Offset(hours=25), "2026-11-05"),
    ],
)
def test_dates_are_counted_from_the_procedure(
    day: str, offset: Offset, reached: str
) -> None:
    assert after(offset, date.fromisoformat(day)) == date.fromisoformat(reached)


@given(day=DAYS, minute=MINUTES, known=st.booleans(), zone=ZONES, a=OFFSETS, b=OFFSETS)
@example(
    day=date(2011, 12, 29),
    minute=0,
    known=False,
    zone=ZoneInfo("Pacific/Apia"),
    a=Offset(days=1),
    b=Offset(days=1),
)
def test_no_window_closes_before_it_opens(
    day: date, minute: int, known: bool, zone: ZoneInfo, a: Offset, b: Offset
) -> None:
    at = midnight(day, zone) + timedelta(minutes=minute) if known else None

    window = plan_window(a, b, day, at, zone)

    assert window is not None
    assert window.closes is not None
    assert window.opens <= window.closes


@given(
    day=DAYS,
    zone=ZONES,
    ends=st.lists(st.integers(0, 400), min_size=2, max_size=6, unique=True),
    moment=st.timedeltas(timedelta(0), timedelta(days=400)),
)
@example(
    day=date(2011, 12, 28),
    zone=ZoneInfo("Pacific/Apia"),
    ends=[0, 1, 2, 3],
    moment=timedelta(days=2),
)
def test_adjacent_windows_leave_no_gap_and_do_not_overlap(
    day: date, zone: ZoneInfo, ends: list[int], moment: timedelta
) -> None:
    windows = [
        plan_window(Offset(days=first), Offset(days=last - 1), day, None, zone)
        for first, last in pairwise(sorted(ends))
    ]

    first, last = windows[0], windows[-1]
    assert first is not None
    assert last is not None
    assert last.closes is not None
    instant = first.opens + moment
    inside = first.opens <= instant < last.closes
    assert sum(instant in window for window in windows if window) == inside


# In 2010 the last places stopped setting their clocks back over a midnight, after
# which a last piece of the old day came once more.
@given(
    day=st.dates(date(2011, 1, 1), date(2200, 12, 29)),
    zone=ZONES,
    second=st.integers(0, 2 * 86400),
)
@example(day=date(2026, 11, 1), zone=NEW_YORK, second=25 * 3600 - 1)
@example(day=date(2026, 3, 8), zone=NEW_YORK, second=23 * 3600)
@example(day=date(2024, 9, 8), zone=ZoneInfo("America/Santiago"), second=0)
def test_a_window_of_one_day_contains_the_instants_of_that_day_and_no_others(
    day: date, zone: ZoneInfo, second: int
) -> None:
    window = plan_window(Offset(), Offset(), day, None, zone)
    instant = midnight(day, zone) + timedelta(seconds=second)

    assert window is not None
    assert (instant in window) == (local_day(instant, zone, 0) == day)


BASIS = Basis(("article",), "article", "high", "")


def a_milestone(
    milestone_id: str, opens: Offset | None, closes: Offset | None, shape: str
) -> MilestonePlan:
    reach = Reach(shape, None, None, 1, None)
    return MilestonePlan(
        milestone_id, "", "check", opens, closes, reach, "", "", "", BASIS
    )


def a_restriction(restriction_id: str, until: Offset | None) -> RestrictionPlan:
    return RestrictionPlan(restriction_id, "", "", "", "", None, None, until, (), BASIS)


def a_protocol(
    milestones: tuple[MilestonePlan, ...] = (),
    restrictions: tuple[RestrictionPlan, ...] = (),
) -> Protocol:
    return Protocol(
        "made-up", "1", "", "", "", "", (), milestones, restrictions, (), (), ()
    )


def test_a_timeline_gives_every_milestone_its_window() -> None:
    protocol = a_protocol(
        milestones=(
            a_milestone("check", *DAY_TO_TWO, "answered"),
            a_milestone("talk", None, None, "by-hand"),
        )
    )

    timeline = plan_timeline(TUESDAY, HALF_PAST_TEN, NEW_YORK, protocol)

    assert timeline.milestones == (
        Milestone("check", planned(*DAY_TO_TWO)),
        Milestone("talk", None),
    )


def test_a_milestone_that_follows_a_limit_has_no_window() -> None:
    protocol = a_protocol(
        milestones=(
            a_milestone("review", Offset(weeks=6), Offset(weeks=7), "restriction"),
        )
    )

    timeline = plan_timeline(TUESDAY, None, NEW_YORK, protocol)

    assert timeline.milestones == (Milestone("review", None),)


def test_a_limit_keeps_the_published_last_day_or_none() -> None:
    protocol = a_protocol(
        restrictions=(
            a_restriction("lifting", Offset(weeks=6)),
            a_restriction("driving", None),
        )
    )

    timeline = plan_timeline(TUESDAY, None, NEW_YORK, protocol)

    assert timeline.restrictions == (
        Restriction("lifting", date(2026, 12, 15)),
        Restriction("driving", None),
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("+6w", "2026-12-15"),
        ("+10d", "2026-11-13"),
        (" +3M ", "2027-02-03"),
        ("+0d", "2026-11-03"),
        ("15 dec", "2026-12-15"),
        ("friday", "2026-11-20"),
        ("2026-12-15", "2026-12-15"),
    ],
)
def test_until_is_counted_from_the_procedure_or_read_as_a_day(
    text: str, day: str
) -> None:
    found = read_until(text, today=date(2026, 11, 17), procedure_on=TUESDAY)

    assert found == date.fromisoformat(day)


def test_until_months_from_the_31st_is_the_last_day() -> None:
    found = read_until("+1m", today=date(2026, 1, 31), procedure_on=date(2026, 1, 31))

    assert found == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "+",
        "+6",
        "+w",
        "+6x",
        "+-6w",
        "+6 w",
        "+1y",
        "+5h",
        "+t5h",
        "+T24H",
        "+٦w",
        "+9999w",
        "+" + "6" * 5000 + "w",
    ],
)
def test_other_spans_are_refused_with_those_that_work(text: str) -> None:
    with pytest.raises(
        Refused, match=r"Type for example \+10d, \+4w or \+3m"
    ) as raised:
        read_until(text, today=TUESDAY, procedure_on=TUESDAY)

    assert len(str(raised.value)) < 120


def test_a_span_needs_a_procedure_to_count_from() -> None:
    with pytest.raises(Refused, match="counts from the procedure"):
        read_until("+6w", today=TUESDAY, procedure_on=None)


def test_a_span_beyond_the_last_year_is_refused() -> None:
    with pytest.raises(Refused, match="The year 2201"):
        read_until("+12m", today=TUESDAY, procedure_on=date(2200, 6, 1))

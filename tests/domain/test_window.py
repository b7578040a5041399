"""Offsets are read strictly, windows are half-open, days begin at their midnight."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.window import (
    Offset,
    Window,
    local_day,
    midnight,
    read_offset,
    require_year,
    wall_clock,
)
from tracker.errors import Refused

NEW_YORK = ZoneInfo("America/New_York")
OPENS = datetime(2026, 11, 4, 15, 30, tzinfo=UTC)
CLOSES = datetime(2026, 11, 5, 15, 30, tzinfo=UTC)
DAYS = st.dates(date(1900, 1, 2), date(2200, 12, 30))
ZONES = st.sampled_from(sorted(zoneinfo.available_timezones())).map(ZoneInfo)
INSTANTS = st.datetimes(
    OPENS.replace(year=1901, tzinfo=None),
    OPENS.replace(year=2200, tzinfo=None),
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("P3M", Offset(months=3)),
        ("P6W", Offset(weeks=6)),
        ("P10D", Offset(days=10)),
        ("PT24H", Offset(hours=24)),
        ("PT0H", Offset()),
        ("P0D", Offset()),
        ("P3650D", Offset(days=3650)),
    ],
)
def test_an_iso_duration_of_one_unit_is_read(text: str, offset: Offset) -> None:
    assert read_offset(text) == offset


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "PTH",
        "PD",
        "6W",
        "P6",
        "p6w",
        "P6Y",
        "PT5M",
        "PT5D",
        "P5H",
        "P1.5D",
        "P-1D",
        "P+1D",
        "P1_0D",
        "P 1D",
        "P1D ",
        "P1W2D",
        "P٣D",
        "P²D",
        "P3651D",
        "P521W",
        "P121M",
        "PT8761H",
        "P" + "9" * 5000 + "D",
    ],
)
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="a duration looks like"):
        read_offset(text)


def test_weeks_and_days_are_whole_days() -> None:
    assert Offset(weeks=6, days=3).whole_days() == 45


@pytest.mark.parametrize("offset", [Offset(months=1), Offset(hours=24)])
def test_months_and_hours_are_not_a_number_of_days(offset: Offset) -> None:
    with pytest.raises(ValueError, match="not a number of days"):
        offset.whole_days()


def test_a_window_contains_its_opening_and_not_its_closing_instant() -> None:
    window = Window(OPENS, CLOSES)

    assert OPENS in window
    assert CLOSES - timedelta(microseconds=1) in window
    assert CLOSES not in window
    assert OPENS - timedelta(microseconds=1) not in window


def test_a_window_without_an_end_stays_open() -> None:
    assert datetime(2200, 1, 1, tzinfo=UTC) in Window(OPENS, None)


def test_the_second_half_past_one_of_the_autumn_night_is_not_the_first() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    second = first.replace(fold=1)
    window = Window(first, first + timedelta(minutes=10))

    assert first in window
    assert second not in window


@pytest.mark.parametrize("instant", [OPENS.replace(tzinfo=None), OPENS.date(), None])
def test_a_window_refuses_what_is_no_instant(instant: object) -> None:
    with pytest.raises(ValueError, match="instant"):
        assert instant in Window(OPENS, CLOSES)


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        ("America/New_York", "2026-11-03", "2026-11-03T05:00Z"),
        ("America/Santiago", "2024-09-08", "2024-09-08T04:00Z"),  # 00:00 is skipped
        ("America/Santiago", "2024-04-07", "2024-04-07T04:00Z"),  # 23:00 comes twice
        ("America/Havana", "2024-03-10", "2024-03-10T05:00Z"),  # 00:00 is skipped
        ("America/Havana", "2024-11-03", "2024-11-03T04:00Z"),  # 00:00 comes twice
        ("Asia/Beirut", "2024-03-31", "2024-03-30T22:00Z"),  # 00:00 is skipped
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30Z"),  # 23:30 to 00:30
        ("America/St_Johns", "2006-10-29", "2006-10-29T02:30Z"),  # 00:00 comes twice
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z"),  # no such day
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00Z"),
    ],
)
def test_midnight_is_the_first_instant_of_the_day(
    zone: str, day: str, instant: str
) -> None:
    found = midnight(date.fromisoformat(day), ZoneInfo(zone))

    assert found == datetime.fromisoformat(instant)
    assert found.tzinfo is UTC


@given(instant=INSTANTS, zone=ZONES)
@example(instant=datetime(2024, 11, 3, 4, 30, tzinfo=UTC), zone=ZoneInfo("Cuba"))
@example(
    instant=datetime(2006, 10, 29, 2, 30, tzinfo=UTC),
    zone=ZoneInfo("America/St_Johns"),
)
def test_no_instant_lies_before_the_midnight_of_its_day(
    instant: datetime, zone: ZoneInfo
) -> None:
    assert midnight(local_day(instant, zone, 0), zone) <= instant


@given(day=DAYS, zone=ZONES)
@example(day=date(2024, 9, 8), zone=ZoneInfo("America/Santiago"))
@example(day=date(1919, 3, 31), zone=ZoneInfo("America/Toronto"))
@example(day=date(1993, 8, 21), zone=ZoneInfo("Pacific/Kwajalein"))
@example(day=date(2011, 12, 30), zone=ZoneInfo("Pacific/Apia"))
def test_the_instant_before_midnight_still_belongs_to_an_earlier_day(
    day: date, zone: ZoneInfo
) -> None:
    found = midnight(day, zone)

    assert local_day(found - timedelta(microseconds=1), zone, 0) < day
    assert local_day(found, zone, 0) >= day


@given(day=DAYS, zone=ZONES)
@example(day=date(2011, 12, 30), zone=ZoneInfo("Pacific/Apia"))
def test_one_midnight_never_comes_before_the_one_of_the_day_before(
    day: date, zone: ZoneInfo
) -> None:
    assert midnight(day - timedelta(1), zone) <= midnight(day, zone)


@pytest.mark.parametrize(
    ("day_start", "day"),
    [(0, date(2026, 11, 5)), (240, date(2026, 11, 4)), (30, date(2026, 11, 5))],
)
def test_half_past_midnight_belongs_to_the_day_the_person_says(
    day_start: int, day: date
) -> None:
    half_past = datetime(2026, 11, 5, 0, 30, tzinfo=NEW_YORK)

    assert local_day(half_past, NEW_YORK, day_start) == day


def test_an_instant_has_another_day_in_another_zone() -> None:
    instant = datetime(2026, 5, 1, 23, 0, tzinfo=NEW_YORK)

    assert local_day(instant, ZoneInfo("Asia/Tokyo"), 0) == date(2026, 5, 2)


@pytest.mark.parametrize("read", [wall_clock, lambda at, zone: local_day(at, zone, 0)])
def test_a_naive_instant_has_no_day(read: object) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match="needs its offset"):
        read(OPENS.replace(tzinfo=None), NEW_YORK)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2200, 12, 31)])
def test_the_first_and_the_last_year_are_accepted(day: date) -> None:
    assert require_year(day) == day


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2201, 1, 1), date.max])
def test_other_years_are_refused(day: date) -> None:
    with pytest.raises(Refused, match=f"The year {day.year} is outside 1900 to 2200"):
        require_year(day)

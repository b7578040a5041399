"""Clocks of twenty places, read minute by minute in UTC and in no other way."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Havana",
    "America/New_York", "America/Nuuk", "America/Santiago", "America/Sao_Paulo",
    "America/St_Johns", "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Kolkata",
    "Asia/Jerusalem", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin",
    "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
LAST = datetime(2031, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# Further than any clock is from UTC, and than any clock is set at once.
FURTHEST = timedelta(hours=18)


class Turn(NamedTuple):
    """The first instant at which the clocks of a place show another offset."""

    zone: str
    at: datetime
    by: timedelta


def shown(at: datetime, zone: str) -> datetime:
    """What the clocks there show at an instant in UTC, without a zone."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return at.replace(tzinfo=None) + offset


@cache
def turns(zone: str) -> tuple[Turn, ...]:
    """Every change of the clocks there from 2024 to 2030."""
    found = []
    days = [FIRST + DAY * n for n in range((LAST - FIRST).days + 1)]
    for low, high in pairwise(days):
        before, after = _offset(low, zone), _offset(high, zone)
        if before == after:
            continue
        minutes = (low + MINUTE * n for n in range(1, 24 * 60 + 1))
        at = next(minute for minute in minutes if _offset(minute, zone) != before)
        found.append(Turn(zone, at, after - before))
    return tuple(found)


def _offset(at: datetime, zone: str) -> timedelta:
    return shown(at, zone) - at.replace(tzinfo=None)


def all_turns() -> list[Turn]:
    return [turn for zone in ZONES for turn in turns(zone)]


def when(wall: datetime, zone: str) -> list[datetime]:
    """Every instant at which the clocks there show a minute: none, one or two."""
    near = wall.replace(tzinfo=UTC)
    offsets = {_offset(near + FURTHEST * n, zone) for n in (-2, -1, 0, 1, 2)}
    found = {near - offset for offset in offsets}
    return sorted(at for at in found if shown(at, zone) == wall)


def day_of(at: datetime, zone: str, day_start: int) -> date:
    """The day an instant belongs to, for whom a day begins that many minutes late."""
    return (shown(at, zone) - MINUTE * day_start).date()

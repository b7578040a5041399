"""Typed moments: a day or a time, read as what has happened."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.days import (
    NUMBER,
    Frame,
    come_days,
    find_day,
    possible_days,
    refusal,
    span,
    words_of,
)
from tracker.domain.facts import Moment
from tracker.domain.window import (
    first_instant,
    in_utc,
    local_day,
    require_year,
    wall_clock,
)
from tracker.domain.wording import long_day, quoted
from tracker.errors import Refused

_NOON = 12
_HALF_DAY_HOURS = range(1, _NOON + 1)
_HOURS = range(1, 24)
_MINUTE = timedelta(minutes=1)
_TO_NEXT_MINUTE = timedelta(seconds=59)
_CLOCK = r"noon|midnight|\d{1,2}:\d{2}|\d{1,2}(?::\d{2})? ?[ap]m"
_WITH_CLOCK = re.compile(rf"(?:(?P<day>.+?) )??(?:at )?(?P<clock>{_CLOCK})")
_HOUR = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))? ?(?P<half>[ap]m)?")
_INSTANT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[t ]"
    r"(?P<clock>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?)"
    r"(?: ?(?P<offset>z|[+-](?:0\d|1[0-4]):[0-5]\d))?"
)
_HOURS_AGO = re.compile(r"(?P<count>half an|an?|\d{1,4}) (?P<unit>minute|hour)s? ago")


def read_moment(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    procedure_on: date | None,
    day_start: int = 0,
) -> Moment:
    """Read when something happened; Refused when unreadable or still to come.

    A weekday is the latest such day, today included. A time that the clocks show
    twice is the first of the two, unless its offset is typed. With a time, "today"
    and "yesterday" are the calendar's; without one they are the person's, whose day
    begins ``day_start`` minutes after midnight.
    """
    now = in_utc(now)
    today = require_year(local_day(now, zone, 0))
    frame = Frame(today, "back", procedure_on, today, "yesterday 8pm")
    typed = words_of(text, frame.example)
    at = _instant(typed, now, zone, frame)
    if at is None:
        own = frame._replace(today=local_day(now, zone, day_start))
        return _whole_day(typed, own, now, zone)
    day = require_year(local_day(_past(at, now), zone, day_start))
    return Moment(at, day, time_known=True)


def read_clock(text: str) -> time:
    """Read a time of day, as in 10:30, 8pm or noon."""
    typed = words_of(text, "10:30")
    if typed == "midnight":
        raise Refused("Midnight belongs to two days. Type 23:59 or 00:00.")
    if typed.isdigit() and int(typed) in _HALF_DAY_HOURS:
        raise Refused(f"That could be two times. Type {typed}am or {typed}pm.")
    clock = time(_NOON) if typed == "noon" else _clock(typed)
    if clock is None:
        raise Refused(f"{quoted(text)} is not a time. Type for example 19:30 or 8pm.")
    return clock


def read_day_start(text: str) -> int:
    """Read when somebody's day begins, in minutes after midnight."""
    start = read_clock(text)
    if start.hour >= _NOON:
        raise Refused("A day begins before noon. Type for example 04:00.")
    return start.hour * 60 + start.minute


def _instant(
    typed: str, now: datetime, zone: ZoneInfo, frame: Frame
) -> datetime | None:
    """The instant that was typed, or None when it was only a day."""
    if typed in ("now", "today"):
        return now
    if ago := _HOURS_AGO.fullmatch(typed):
        return now - span(ago)
    if exact := _INSTANT.fullmatch(typed):
        return _exact(exact, now, zone, frame)
    if timed := _WITH_CLOCK.fullmatch(typed):
        day = find_day(timed["day"] or "today", frame)
        wall = datetime.combine(day, read_clock(timed["clock"]))
        return _on_the_clocks(wall, now, zone)
    return None


def _exact(
    typed: re.Match[str], now: datetime, zone: ZoneInfo, frame: Frame
) -> datetime:
    # With an offset, tomorrow's date can be an instant that has passed.
    day = find_day(typed["day"], frame._replace(latest=date.max))
    clock = time.fromisoformat(typed["clock"] + (typed["offset"] or "").upper())
    at = datetime.combine(day, clock)
    return in_utc(at) if at.tzinfo else _on_the_clocks(at, now, zone)


def _on_the_clocks(wall: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clocks there show that."""
    at = _past(first_instant(wall, zone), now)
    if wall_clock(at, zone) != wall:
        before = wall_clock(at - _MINUTE, zone).isoformat(" ", "minutes")
        after = wall_clock(at + _TO_NEXT_MINUTE, zone).isoformat(" ", "minutes")
        raise Refused(
            f"The clocks skipped {wall.isoformat(' ', 'minutes')}. "
            f"Type {before} or {after}."
        )
    return at


def _past(at: datetime, now: datetime) -> datetime:
    if at > now:
        raise Refused(
            "That time has not come yet. Type an earlier one, such as yesterday 8pm."
        )
    return at


def _whole_day(typed: str, frame: Frame, now: datetime, zone: ZoneInfo) -> Moment:
    if NUMBER.fullmatch(typed):
        raise _day_or_hour(typed, frame, wall_clock(now, zone).hour)
    day = find_day(typed, frame)
    noon = first_instant(datetime.combine(day, time(_NOON)), zone)
    if local_day(noon, zone, 0) != day:
        raise Refused(
            f"The calendar there skipped {long_day(day)}. "
            f"Type {day - timedelta(1)} or {day + timedelta(1)}."
        )
    return Moment(min(noon, now), day, time_known=False)


def _day_or_hour(typed: str, frame: Frame, hour_now: int) -> Refused:
    days = come_days(possible_days(typed, frame), frame)
    hour = int(typed)
    if not days or hour not in _HOURS:
        return refusal(typed, frame)
    clock = f"{hour:02}:00" if hour <= hour_now else f"yesterday {hour:02}:00"
    return Refused(f"That could be a day or an hour. Type {days[0]} or {clock}.")


def _clock(typed: str) -> time | None:
    """Hours and minutes, or hours with am or pm."""
    found = _HOUR.fullmatch(typed)
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"] and hour not in _HALF_DAY_HOURS:
        return None
    if found["half"]:
        hour = hour % _NOON + (_NOON if found["half"] == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None

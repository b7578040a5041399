"""Windows and offsets. Every range is half-open: its end does not belong to it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.values import NamedTuple
from tracker.errors import Refused

YEARS = range(1900, 2201)

_MOST_DIGITS = 4
_UNITS = {
    "M": ("months", 120),
    "W": ("weeks", 520),
    "D": ("days", 3650),
    "H": ("hours", 8760),
}


class Offset(NamedTuple):
    """A distance from the procedure.

    ``hours`` are elapsed time from its instant; months, weeks and days are civil
    dates in the person's home zone. An offset has hours or the others, not both.
    """

    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0

    def whole_days(self) -> int:
        """Weeks and days as days; ValueError with months or hours."""
        if self.months or self.hours:
            raise ValueError("months and hours are not a number of days")
        return self.weeks * 7 + self.days


class Window(NamedTuple):
    """The aware instants from ``opens`` up to, but not including, ``closes``.

    ``closes`` is None while nobody has said when it ends.
    """

    opens: datetime
    closes: datetime | None

    def __contains__(self, instant: object) -> bool:
        """Whether an aware instant lies in the window; ValueError for anything else."""
        if not isinstance(instant, datetime):
            raise ValueError("a window contains instants")
        at = in_utc(instant)
        return self.opens <= at and (self.closes is None or at < self.closes)


def read_offset(text: str) -> Offset:
    """Read one of the ISO 8601 durations PnM, PnW, PnD and PTnH.

    ValueError for anything else, and beyond ten years (beyond one year in hours).
    """
    start = "PT" if text.endswith("H") else "P"
    digits, unit = text.removeprefix(start)[:-1], text[-1:]
    field, most = _UNITS.get(unit, ("", -1))
    if not text.startswith(start) or not _is_count(digits) or int(digits) > most:
        raise ValueError("a duration looks like P6W, P10D, P3M or PT24H")
    return Offset(**{field: int(digits)})


def _is_count(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS


def require_year(day: date) -> date:
    """The day itself; Refused when its year is outside 1900 to 2200."""
    if day.year not in YEARS:
        raise Refused(
            f"The year {day.year} is outside {YEARS[0]} to {YEARS[-1]}. Check the year."
        )
    return day


def in_utc(instant: datetime) -> datetime:
    """The same instant in UTC; ValueError when it has no offset."""
    if instant.utcoffset() is None:
        raise ValueError("an instant needs its offset")
    return instant.astimezone(UTC)


def wall_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    """What a calendar and a clock there show at that instant, without a zone."""
    return in_utc(instant).astimezone(zone).replace(tzinfo=None, fold=0)


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the clocks there show ``wall``.

    Where they never do, because they jump over it, the instant they jump.
    """
    local = wall.replace(tzinfo=zone, fold=0)
    first = local.astimezone(UTC)
    second = local.replace(fold=1).astimezone(UTC)
    if second >= first:
        return first
    return _jump(wall, zone, second, first)


def _jump(wall: datetime, zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Halve until one second is left; clocks there jump on whole seconds."""
    low, high = low.replace(microsecond=0), high.replace(microsecond=0)
    while half := (high - low) // timedelta(seconds=2):
        middle = low + timedelta(seconds=half)
        if wall_clock(middle, zone) < wall:
            low = middle
        else:
            high = middle
    return high


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, of that civil day.

    A day the calendar there jumped over begins, and ends, when the next one begins.
    """
    return first_instant(datetime.combine(day, time()), zone)


def local_day(instant: datetime, zone: ZoneInfo, day_start: int) -> date:
    """The day an instant belongs to; ``day_start`` is in minutes after midnight."""
    return (wall_clock(instant, zone) - timedelta(minutes=day_start)).date()

"""Stored instants as the clocks of a place showed them, many after another."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.exports.cells import Known, Unreadable

HOURS = tuple(f"{hour:02}" for hour in range(24))
HOUR_OF = Known({text: hour for hour, text in enumerate(HOURS)})
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_DAY_ENDS, _HOUR_BEGINS, _HOUR_ENDS, _SECOND_ENDS = (
    len("2026-11-04"),
    len("2026-11-04T"),
    len("2026-11-04T19"),
    len("2026-11-04T19:10:00"),
)
_NEVER = len(HOURS)
_MOST_DAYS = 1000


class UnknownZone(Unreadable):
    """A stored name of a time zone that is none here."""


class LocalTimes(dict[str, tuple[int, str]]):
    """ISO 8601 with the offset there; a zone is asked once for each day in UTC.

    A key is a day and a zone, a value the whole hours to add and the offset as text.
    Where clocks changed on that day, or the offset is no whole number of hours, the
    zone is asked about the instant itself.
    """

    def say(self, at: str, zone: str) -> str:
        """The stored instant with the offset that the clocks there had.

        Unreadable when it is no instant; UnknownZone when the zone is none here.
        """
        shift, offset = self[at[:_DAY_ENDS] + zone]
        hour = HOUR_OF[at[_HOUR_BEGINS:_HOUR_ENDS]] + shift
        if 0 <= hour < _NEVER:
            minutes = at[_HOUR_ENDS:_SECOND_ENDS]
            return f"{at[:_HOUR_BEGINS]}{HOURS[hour]}{minutes}{offset}"
        return _local(at, zone).isoformat(timespec="seconds")

    def __missing__(self, key: str) -> tuple[int, str]:
        if len(self) >= _MOST_DAYS:
            self.clear()
        day, zone = key[:_DAY_ENDS], key[_DAY_ENDS:]
        begins = _local(f"{day}T00:00:00Z", zone)
        ends = (begins.astimezone(ZoneInfo("UTC")) + _DAY).astimezone(begins.tzinfo)
        offset = begins.utcoffset() or timedelta()
        shift, rest = divmod(offset, _HOUR)
        if rest or offset != ends.utcoffset():
            shift = _NEVER
        self[key] = found = (shift, begins.isoformat()[_SECOND_ENDS:])
        return found


def _local(at: str, zone: str) -> datetime:
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        raise Unreadable from None
    try:
        return instant.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone from None

"""Time zones by their IANA name, and the instants that clocks there show."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.layout import shortened
from tracker.domain.wording import long_day
from tracker.errors import Refused


def read_zone(text: str) -> ZoneInfo:
    """The zone of that name; Refused when there is none."""
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(
            f'"{shortened(text)}" is not a time zone. '
            "Type one like America/New_York or Europe/Berlin."
        ) from None


def instant_of(on: date, clock: time, zone: ZoneInfo) -> datetime:
    """A day and a clock time there, in UTC; Refused when clocks skipped it."""
    local = datetime.combine(on, clock)
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local:
        raise Refused(
            f"Nothing saved. {clock:%H:%M} did not exist on {long_day(on)}: the "
            "clocks went forward. Type an hour later."
        )
    return instant

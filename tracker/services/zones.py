"""Time zones by their IANA name, and the instants that clocks there show."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.window import require_year
from tracker.domain.wording import long_day, quoted
from tracker.errors import Refused, UsageProblem

# Names that mean another place on another computer, or none, and other clocks.
NO_PLACES = ("localtime", "posixrules", "Factory")
OTHER_CLOCKS = ("posix/", "right/")


def read_zone(text: str) -> ZoneInfo:
    """The zone of that name; Refused when there is none."""
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        if text not in NO_PLACES and not text.startswith(OTHER_CLOCKS):
            return ZoneInfo(text)
    raise Refused(
        f"{quoted(text)} is not a time zone. "
        "Type one like America/New_York or Europe/Berlin."
    )


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


def read_now(text: str) -> datetime:
    """The instant that `--now` names, in UTC; UsageProblem when it is none."""
    try:
        now = datetime.fromisoformat(text).astimezone(UTC)
        require_year(now.date())
        return now
    except (ValueError, OverflowError, Refused):
        raise UsageProblem(
            "--now takes an ISO instant of the years 1900 to 2200, like "
            "2026-11-04T19:10:00-05:00."
        ) from None

"""Stored values as instants, days, zones and numbers; anything else is damage."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.window import YEARS
from tracker.store.sqlite_driver import DamagedRow

Word = TypeVar("Word", bound=str)
UNKNOWN_ZONE = (
    "names a time zone that this computer does not know. It was left as it is; "
    "update the computer's time zones, then try again."
)
# A window ends up to ten years after a day that was typed; UTC may be a day away.
STORED_YEARS = range(YEARS[0] - 1, YEARS[-1] + 12)


def instant(text: str) -> datetime:
    """A stored instant; DamagedRow when it is none."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise DamagedRow from None
    if at.tzinfo is None or at.year not in STORED_YEARS:
        raise DamagedRow
    return at


def day(text: str) -> date:
    """A stored day; DamagedRow when it is none."""
    try:
        on = date.fromisoformat(text)
    except (TypeError, ValueError):
        raise DamagedRow from None
    if on.year not in STORED_YEARS:
        raise DamagedRow
    return on


def instant_or_none(text: str | None) -> datetime | None:
    """The same, or None where nothing is stored."""
    return instant(text) if text else None


def day_or_none(text: str | None) -> date | None:
    """The same, or None where nothing is stored."""
    return day(text) if text else None


def whole(value: Any) -> int:
    """A stored whole number; DamagedRow when it is none."""
    if type(value) is not int:
        raise DamagedRow
    return value


def whole_or_none(value: Any) -> int | None:
    """The same, or None where nothing is stored."""
    return None if value is None else whole(value)


def one_of(value: str, known: tuple[Word, ...]) -> Word:
    """One of the words that we write; DamagedRow for another."""
    for word in known:
        if word == value:
            return word
    raise DamagedRow


@lru_cache(maxsize=8)
def zone(name: str) -> str:
    """The name of a zone, once it is known to be one; ZoneInfo remembers it."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, TypeError, ValueError, OSError):
        raise DamagedRow(UNKNOWN_ZONE) from None

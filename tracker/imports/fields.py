"""The values of one object of a file, each of its kind or refused by its name."""

import re
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.window import in_utc, require_year
from tracker.domain.wording import join_words, quoted
from tracker.errors import Refused

LARGEST = 1_000_000_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MISSING = object()


class Fields:
    """What an object says, by key."""

    def __init__(self, values: Any) -> None:
        if not isinstance(values, dict):
            raise Refused("It is no object with keys.")
        self._values = values

    def _get(self, key: str) -> Any:
        value = self._values.get(key, _MISSING)
        if value is _MISSING:
            raise Refused(f"{quoted(key)} is missing.")
        return value

    def within(self, key: str) -> Any:
        """Whatever stands there; nothing of its kind is known."""
        return self._get(key)

    def text(self, key: str) -> str:
        """A text, perhaps empty."""
        value = self._get(key)
        if not isinstance(value, str):
            raise Refused(f"{quoted(key)} is no text.")
        require_readable(quoted(key), value)
        return value

    def filled(self, key: str) -> str:
        """A text that says something."""
        value = self.text(key)
        if not value.strip():
            raise Refused(f"{quoted(key)} is empty.")
        return value

    def one_of(self, key: str, words: Sequence[str]) -> str:
        """One of those words."""
        value = self.text(key)
        if value not in words:
            raise Refused(
                f"{quoted(key)} is {join_words(words, 'or')}, not {quoted(value)}."
            )
        return value

    def whole(self, key: str) -> int:
        """A whole number."""
        value = self._get(key)
        if type(value) is not int or abs(value) > LARGEST:
            raise Refused(f"{quoted(key)} is no whole number.")
        return value

    def whole_or_none(self, key: str) -> int | None:
        """A whole number, or nothing."""
        return None if self._get(key) is None else self.whole(key)

    def counted(self, key: str) -> int:
        """A number that was given out: 1 or more."""
        value = self.whole(key)
        if value < 1:
            raise Refused(f"{quoted(key)} is no number from 1.")
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise Refused(f"{quoted(key)} is neither true nor false.")
        return value

    def flag_or_none(self, key: str) -> bool | None:
        """True, false or nothing."""
        return None if self._get(key) is None else self.flag(key)

    def day(self, key: str) -> date:
        """A day like 2026-11-04."""
        return read_day(key, self.text(key))

    def day_or_none(self, key: str) -> date | None:
        """A day, or nothing."""
        return None if self._get(key) is None else self.day(key)

    def instant(self, key: str) -> datetime:
        """An instant with its offset."""
        return read_instant(key, self.text(key))

    def instant_or_none(self, key: str) -> datetime | None:
        """An instant, or nothing."""
        return None if self._get(key) is None else self.instant(key)

    def zone(self, key: str) -> str:
        """The name of a time zone."""
        return read_zone(self.text(key))

    def id(self, key: str = "id") -> str:
        """A UUID in its usual form, in small letters."""
        value = self.text(key)
        try:
            usual = str(uuid.UUID(value))
        except ValueError:
            usual = ""
        if value.lower() != usual:
            raise Refused(f"{quoted(key)} is no UUID, but {quoted(value)}.")
        return usual

    def many(self, key: str) -> list[Any]:
        """A list."""
        value = self._get(key)
        if not isinstance(value, list):
            raise Refused(f"{quoted(key)} is no list.")
        return value


def require_readable(what: str, value: str) -> None:
    """Refused when a text holds what no diary can keep."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused(f"{what} holds half of a letter.") from None
    if "\0" in value:
        raise Refused(f"{what} holds a NUL character.")


def read_day(key: str, text: str) -> date:
    """A day of the years 1900 to 2200, written like 2026-11-04."""
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(f"{quoted(key)} is no day like 2026-11-04, but {quoted(text)}.")
    return require_year(day)


def read_instant(key: str, text: str) -> datetime:
    """An instant with its offset, in UTC."""
    try:
        at = in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise Refused(
            f"{quoted(key)} is no instant like 2026-11-05T00:10:00Z, "
            f"but {quoted(text)}."
        ) from None
    require_year(at.date())
    return at


@lru_cache(maxsize=64)
def read_zone(name: str) -> str:
    """The name itself, once it is known to be a time zone."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(f"{quoted(name)} is not a time zone.") from None

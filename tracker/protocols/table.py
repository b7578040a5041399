"""One table of a protocol file, read key by key; problems are noted, never raised."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeGuard

from tracker.domain.window import Offset, read_offset

ID = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)
MOST_STEPS = 999_999

_LONGEST_SHOWN = 40
_MOST_HINTS = 20
_UNIT_NAMES = {"M": "months", "W": "weeks", "D": "days", "H": "hours"}


class Table:
    """A table under a place such as ``milestone[3]``, counted from 1.

    Reading a wrong key notes the problem and gives a harmless value, so that one
    pass finds every problem; whoever reads must look at ``problems`` at the end.
    """

    def __init__(
        self, place: str, values: Mapping[str, object], problems: list[str]
    ) -> None:
        self.place = place
        self.problems = problems
        self._values = values
        self._read: list[str] = []

    @property
    def named(self) -> str:
        """The id of the line, or empty when it has none to go by."""
        line = self._values.get("id")
        return line if isinstance(line, str) and ID.fullmatch(line) else ""

    def note(self, key: str, problem: str) -> None:
        """Add a problem of one key; ``key`` is empty for the table itself."""
        place = ".".join(part for part in (self.place, key) if part)
        where = f", in {self.named}" if self.named else ""
        self.problems.append(f"{place}: {problem}{where}.")

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return key in self._values

    def keys(self) -> list[str]:
        """Every key of the table, for tables whose keys are free."""
        return list(self._values)

    def value(self, key: str) -> object:
        """The raw value, or None; the key counts as known from here on."""
        self._read.append(key)
        return self._values.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """One line of text, white space folded; without a default it must be there."""
        value = self.value(key)
        if value is None and default is None:
            self.note(key, "is missing")
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self.note(key, f"takes a text in quotes, not {shown(value)}")
            return ""
        folded = _fold(value)
        if not folded.isprintable():
            self.note(key, "has invisible characters")
        if not folded and default is None:
            self.note(key, "is empty")
        return folded

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is not there."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.note(key, f"takes a list of texts, not {shown(value)}")
            return ()
        folded = tuple(_fold(text) for text in value)
        if not all(text and text.isprintable() for text in folded):
            self.note(key, "has an empty text or invisible characters")
        return folded

    def id(self, key: str = "id") -> str:
        """An id: 1 to 64 of a-z, 0-9 and hyphens."""
        text = self.text(key)
        if text and not ID.fullmatch(text):
            self.note(key, f"takes a-z, 0-9 and hyphens, at most 64, not {shown(text)}")
        return text

    def one_of(
        self, key: str, known: Collection[str], default: str | None = None
    ) -> str:
        """One of a closed set of words."""
        text = self.text(key, default)
        if text and text not in known:
            self.note(key, f"takes {', '.join(known)}, not {shown(text)}")
        return text

    def reference(self, key: str, known: Collection[str], what: str) -> str | None:
        """The id of a line that is there, or None when it is not."""
        text = self.text(key)
        if text in known:
            return text
        if text:
            near = self._closest(text, known)
            self.note(key, f"there is no {what} {shown(text)}{near}")
        return None

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.value(key)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.note(key, f"takes true or false, not {shown(value)}")
        return default

    def integer(self, key: str, least: int, most: int, default: int | None) -> int:
        """A whole number in a range; without a default it must be there."""
        value = self.value(key)
        if value is None and default is not None:
            return default
        if _is_whole(value) and least <= value <= most:
            return value
        given = "" if value is None else f", not {shown(value)}"
        self.note(key, f"takes a whole number from {least} to {most}{given}")
        return least

    def steps(self, key: str, step: int) -> int | None:
        """A number as whole steps, exactly; None when it is missing or cannot be."""
        value = self.value(key)
        if value is None:
            self.note(key, "is missing")
            return None
        steps = whole_steps(value, step)
        if steps is None:
            self.note(key, f"takes {what_steps(step)}, not {shown(value)}")
        return steps

    def offset(self, key: str, units: str) -> Offset | None:
        """A duration in one of ``units`` (of "MWDH"); None when it is not there."""
        if self.value(key) is None:
            return None
        text = self.text(key)
        names = " or ".join(_UNIT_NAMES[unit] for unit in units)
        try:
            offset = read_offset(text)
        except ValueError:
            offset = None
        if offset is None or text[-1] not in units:
            example = "PT24H" if units == "H" else "P3W"
            self.note(key, f"takes {names}, like {example}, not {shown(text)}")
        return offset

    def table(self, key: str) -> "Table":
        """The table under a key; an empty one, noted, when there is none."""
        if self.has(key):
            return self._open(key, self.value(key))
        self.note(key, "is missing")
        return Table(key, {}, [])

    def tables(self, key: str) -> list["Table"]:
        """The tables of a list, each with its place counted from 1."""
        value = self.value(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(key, f"takes a list of tables, not {shown(value)}")
            return []
        return [self._open(f"{key}[{n}]", one) for n, one in enumerate(value, 1)]

    def _open(self, key: str, value: object) -> "Table":
        place = f"{self.place}.{key}" if self.place else key
        if isinstance(value, dict):
            return Table(place, value, self.problems)
        self.note(key, f"takes a table, not {shown(value)}")
        # What is missing in a table that is none would only be noise: notes go nowhere.
        return Table(place, {}, [])

    def only(self, *keys: str) -> str | None:
        """Which one of some keys is there; None, noted, unless it is exactly one."""
        there = [key for key in keys if self.has(key)]
        if len(there) == 1:
            return there[0]
        self._read.extend(keys)
        self.note("", f"takes exactly one of {', '.join(keys)}")
        return None

    def finish(self) -> None:
        """Note every key that nobody has read, with the closest one that is known."""
        for key in self._values:
            if key not in self._read:
                name = key if ID.fullmatch(key.replace("_", "-")) else shown(key)
                self.note(name, f"is not known here{self._closest(key, self._read)}")

    def _closest(self, text: str, known: Collection[str]) -> str:
        # Comparing is slow, and nobody reads the hundredth hint.
        if len(self.problems) >= _MOST_HINTS:
            return ""
        near = get_close_matches(text, known, 1)
        return f" (closest: {near[0]})" if near else ""


def whole_steps(value: object, step: int) -> int | None:
    """A number as whole steps: 38.2 with step 10 is 382; None when it is not exact."""
    if not _is_whole(value) and not isinstance(value, Decimal):
        return None
    number = Decimal(value)
    if not number.is_finite() or not 0 <= number <= MOST_STEPS // step:
        return None
    rounded = number.quantize(Decimal(1) / step)
    return int(rounded * step) if rounded == number else None


def what_steps(step: int) -> str:
    """What a number in such steps has to look like, in words."""
    finest = "a whole number" if step == 1 else "a number with at most one decimal"
    return f"{finest} from 0 to {MOST_STEPS // step}"


def shown(value: object) -> str:
    """A value of the file, short and free of invisible characters."""
    text = str(value) if isinstance(value, Decimal | bool) else repr(value)
    text = text.lower() if isinstance(value, bool) else text
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _fold(text: str) -> str:
    return " ".join(text.split())

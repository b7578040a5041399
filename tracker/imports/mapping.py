"""A mapping file: which column of somebody else's table says what."""

import re
from datetime import date, time
from typing import Any

from tracker.domain.answers import closest
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words, quoted
from tracker.errors import Refused, UnusableFile
from tracker.imports.fields import Fields, read_zone
from tracker.imports.text import ENCODINGS, UTF_8

KEYS = (
    "date",
    "date-format",
    "time",
    "note",
    "columns",
    "author",
    "delimiter",
    "encoding",
    "zone",
    "empty",
)
LONGEST_NAME = 80
COLUMN_KEYS = ("question", "unit", "words")
ISO = "YYYY-MM-DD"
TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MM": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{1,2})",
    "HH": r"(?P<hour>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})",
}
_TOKEN = re.compile("|".join(TOKENS))
_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2,4})")


class Column(NamedTuple):
    """What a column answers; ``words`` are its own words for ours."""

    question: str
    unit: str
    words: dict[str, str]


class Mapping(NamedTuple):
    """Which columns say when, what was answered, and what else was written."""

    date: str
    date_format: str | None
    time: str | None
    note: str | None
    columns: dict[str, Column]
    author: str
    delimiter: str
    encoding: str
    zone: str | None
    empty: tuple[str, ...]


def read_mapping(values: Any) -> Mapping:
    """The mapping of a JSON document; UnusableFile with what is wrong in it."""
    try:
        said = Fields(values)
        _refuse_others(values, KEYS)
        named = values.get("columns")
        columns = {key: _column(key, each) for key, each in _items(named)}
        mapping = Mapping(
            said.filled("date"),
            _optional(values, "date-format"),
            _optional(values, "time"),
            _optional(values, "note"),
            columns,
            _author(_optional(values, "author") or ""),
            _delimiter(_optional(values, "delimiter") or ","),
            Fields({"encoding": UTF_8, **values}).one_of("encoding", tuple(ENCODINGS)),
            _zone(_optional(values, "zone")),
            tuple(_texts(Fields({"empty": [], **values}).many("empty"))),
        )
        date_pattern(mapping.date_format or ISO)
    except Refused as problem:
        raise UnusableFile(
            f"The mapping file cannot be used: {problem} See docs/import.md."
        ) from None
    return mapping


def _refuse_others(values: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in values:
        if key not in known:
            near = closest(key, known)
            hint = f" Did you mean {join_words(near, 'or')}?" if near else ""
            raise Refused(f"{quoted(key)} is no key of it.{hint}")


def _items(named: Any) -> list[tuple[str, Any]]:
    if not isinstance(named, dict) or not named:
        raise Refused('"columns" names no column with its question.')
    return list(named.items())


def _optional(values: dict[str, Any], key: str) -> str | None:
    return Fields(values).filled(key) if values.get(key) is not None else None


def _author(name: str) -> str:
    if len(name) > LONGEST_NAME or name.splitlines() not in ([], [name]):
        raise Refused(f'"author" is a name of up to {LONGEST_NAME} letters.')
    return name


def _delimiter(text: str) -> str:
    if text not in (",", ";", "\t", "|"):
        raise Refused('"delimiter" is a comma, a semicolon, a tab or a bar.')
    return text


def _zone(name: str | None) -> str | None:
    return None if name is None else read_zone(name)


def _texts(values: list[Any]) -> list[str]:
    return [Fields({"empty": value}).text("empty").lower() for value in values]


def _column(name: str, target: Any) -> Column:
    if isinstance(target, str) and target.strip():
        return Column(target.strip(), "", {})
    if not isinstance(target, dict):
        raise Refused(f"{quoted(name)} names no question.")
    _refuse_others(target, COLUMN_KEYS)
    words = target.get("words", {})
    if not isinstance(words, dict):
        raise Refused(f'"words" of {quoted(name)} is no object.')
    spelled = {key.lower(): Fields(words).filled(key) for key in words}
    unit = _optional(target, "unit") or ""
    return Column(Fields(target).filled("question"), unit, spelled)


def date_pattern(date_format: str) -> re.Pattern[str]:
    """What a date-format matches; Refused unless it says year, month and day once."""
    named = _TOKEN.findall(date_format)
    if len(set(named)) != len(named) or not {"YYYY", "MM", "DD"} <= set(named):
        raise Refused('"date-format" is like DD.MM.YYYY, with each part once.')
    parts = _TOKEN.split(date_format)
    pattern = re.escape(parts[0])
    for token, between in zip(named, parts[1:], strict=True):
        pattern += TOKENS[token] + re.escape(between)
    return re.compile(pattern)


def read_date(text: str, mapping: Mapping) -> tuple[date, time | None]:
    """The day of a cell, and its time where the date-format has one.

    UnusableFile for a date that could mean two days: only the mapping can say which.
    """
    found = date_pattern(mapping.date_format or ISO).fullmatch(text)
    if found is None:
        _refuse_two_days(text, mapping)
        shown = mapping.date_format or ISO
        raise Refused(f"{quoted(text)} is no date like {shown}.")
    parts = {name: int(value) for name, value in found.groupdict().items()}
    try:
        day = date(parts["year"], parts["month"], parts["day"])
        clock = _clock(parts)
    except ValueError:
        raise Refused(f"There is no {quoted(text)}.") from None
    return day, clock


def _clock(parts: dict[str, int]) -> time | None:
    """The time of a date, to the second; ValueError where no clock shows it."""
    seen = time(parts.get("hour", 0), parts.get("minute", 0), parts.get("second", 0))
    return seen if "hour" in parts else None


def _refuse_two_days(text: str, mapping: Mapping) -> None:
    if mapping.date_format is None and _NUMBERS.fullmatch(text):
        raise UnusableFile(
            f"{quoted(text)} could be two days. Say which part is the month, in the "
            'mapping file: "date-format": "DD/MM/YYYY" or "MM/DD/YYYY".'
        )

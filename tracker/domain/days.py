"""Typed days: a closed set of words; what could mean two days is refused."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from tracker.domain.values import NamedTuple
from tracker.domain.window import YEARS, require_year
from tracker.domain.wording import MONTHS, WEEKDAYS, quoted
from tracker.errors import Refused

Look = Literal["back", "forward"]

_LONGEST = 60
_SHORTEST_NAME = 3
_MINUTE = timedelta(minutes=1)
_WEEK = timedelta(days=7)
_TWO_MONTHS = 62
_YEAR_DIGITS = 4
_LEAP_YEARS_APART = 8
_NEAR_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_SPANS = {
    "minute": _MINUTE,
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": _WEEK,
}

_DAYS_AGO = re.compile(r"(?P<count>an?|\d{1,4}) (?P<unit>day|week)s? ago")
_IN_DAYS = re.compile(r"in (?P<count>an?|\d{1,4}) (?P<unit>day|week)s?")
_RECOVERY_DAY = re.compile(r"day (?P<number>-?\d{1,4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY_MONTH = re.compile(
    r"(?:(?P<weekday>[a-z]+) )?(?P<day>\d{1,2}) (?P<month>[a-z]+)(?: (?P<year>\d{4}))?"
)
_MONTH_DAY = re.compile(
    r"(?:(?P<weekday>[a-z]+) )?(?P<month>[a-z]+) (?P<day>\d{1,2})(?: (?P<year>\d{4}))?"
)
_LAST_OR_NEXT = re.compile(r"(?P<which>last|next) (?P<weekday>[a-z]+)")
NUMBER = re.compile(r"\d{1,2}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]((?:\d{2})?\d{2})")
_NO_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})")


class Frame(NamedTuple):
    """What typed words are counted from; no day after ``latest`` is accepted."""

    today: date
    look: Look
    procedure_on: date | None
    latest: date
    example: str


def read_day(text: str, *, today: date, look: Look, procedure_on: date | None) -> date:
    """Read a day without a time; Refused when unreadable.

    ``look`` says on which side a weekday or a date without its year is searched:
    the nearest one, today included. A day said in full may lie on either side.
    """
    example = "yesterday" if look == "back" else "tomorrow"
    frame = Frame(require_year(today), look, procedure_on, date.max, example)
    return find_day(words_of(text, example), frame)


def words_of(text: str, example: str) -> str:
    """What was typed in lower case, with single spaces."""
    if not text.strip():
        raise Refused(f"Nothing was typed. Type for example {example}.")
    if any(character.isdecimal() and not character.isascii() for character in text):
        raise Refused("Only the digits 0 to 9 are read. Type for example 2026-11-04.")
    if len(text) > _LONGEST or not (text.isascii() and text.isprintable()):
        raise _unreadable(text, example)
    return " ".join(text.lower().replace(",", " ").split())


def _unreadable(typed: str, example: str) -> Refused:
    return Refused(
        f"{quoted(typed)} cannot be read. Type for example 2026-11-04 or {example}."
    )


def span(counted: re.Match[str]) -> timedelta:
    unit = _SPANS[counted["unit"]]
    if counted["count"] == "half an":
        return unit / 2
    return unit * (int(counted["count"]) if counted["count"].isdigit() else 1)


def find_day(typed: str, frame: Frame) -> date:
    """The day these words mean, by the first reader that knows them."""
    for read in (_near_day, _counted_day, _weekday, _recovery_day, _iso, _month_day):
        day = read(typed, frame)
        if day is not None:
            return _come(require_year(day), frame)
    raise refusal(typed, frame)


def _come(day: date, frame: Frame) -> date:
    if day > frame.latest:
        raise _not_come()
    return day


def _not_come() -> Refused:
    return Refused("That day has not come yet. Type an earlier one, such as yesterday.")


def _near_day(typed: str, frame: Frame) -> date | None:
    days = _NEAR_DAYS.get(typed)
    return None if days is None else frame.today + timedelta(days)


def _counted_day(typed: str, frame: Frame) -> date | None:
    if ago := _DAYS_AGO.fullmatch(typed):
        return frame.today - span(ago)
    if ahead := _IN_DAYS.fullmatch(typed):
        return frame.today + span(ahead)
    return None


def _weekday(typed: str, frame: Frame) -> date | None:
    weekday = _index(typed, WEEKDAYS)
    if weekday is None:
        return None
    if frame.look == "back":
        return frame.today - timedelta((frame.today.weekday() - weekday) % 7)
    return frame.today + timedelta((weekday - frame.today.weekday()) % 7)


def _index(word: str, names: tuple[str, ...]) -> int | None:
    """The place of a name given in full or by its first three letters or more."""
    if len(word) < _SHORTEST_NAME:
        return None
    starts = (i for i, name in enumerate(names) if name.lower().startswith(word))
    return next(starts, None)


def _recovery_day(typed: str, frame: Frame) -> date | None:
    found = _RECOVERY_DAY.fullmatch(typed)
    if found is None:
        return None
    if frame.procedure_on is None:
        raise Refused(
            "Day numbers count from the procedure, which is not written down. "
            f"Type for example 2026-11-04 or {frame.example}."
        )
    return frame.procedure_on + timedelta(int(found["number"]))


def _iso(typed: str, frame: Frame) -> date | None:
    found = _ISO_DAY.fullmatch(typed)
    if found is None:
        return None
    year, month, number = (int(part) for part in found.groups())
    return _existing(_civil(year, month, number), typed)


def _month_day(typed: str, frame: Frame) -> date | None:
    found = _DAY_MONTH.fullmatch(typed) or _MONTH_DAY.fullmatch(typed)
    month = _index(found["month"], MONTHS) if found else None
    if found is None or month is None:
        return None
    year = int(found["year"]) if found["year"] else None
    day = _existing(_dated(year, month + 1, int(found["day"]), frame), typed)
    if found["weekday"] is None:
        return day
    return _on_weekday(day, found["weekday"])


def _on_weekday(day: date, word: str) -> date | None:
    """The day, when the weekday typed before it is its own."""
    weekday = _index(word, WEEKDAYS)
    if weekday is None:
        return None
    if weekday != day.weekday():
        raise Refused(
            f"{day} is a {WEEKDAYS[day.weekday()]}. Type the day without its weekday."
        )
    return day


def _existing(day: date | None, typed: str) -> date:
    if day is None:
        raise Refused(f"There is no day {quoted(typed)}. Check the day and the month.")
    return day


def _civil(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dated(year: int | None, month: int, day: int, frame: Frame) -> date | None:
    """That date; without a year, the nearest one on the side that is looked at."""
    if year is not None:
        return _civil(year, month, day)
    step = -1 if frame.look == "back" else 1
    near = range(0, step * (_LEAP_YEARS_APART + 1), step)
    found = (_civil(frame.today.year + years, month, day) for years in near)
    return next((d for d in found if d and (d - frame.today).days * step >= 0), None)


def refusal(typed: str, frame: Frame) -> Refused:
    """Why no reader knows these words, with the spellings that would work."""
    possible = possible_days(typed, frame)
    days = come_days(possible, frame)
    if possible and not days:
        return _not_come()
    if len(days) > 1:
        return Refused(f"That could be two days. Type {days[0]} or {days[1]}.")
    if days:
        return Refused(f"{quoted(typed)} cannot be read. Type {days[0]}.")
    return _unreadable(typed, frame.example)


def come_days(days: list[date], frame: Frame) -> list[date]:
    return [day for day in days if day <= frame.latest]


def possible_days(typed: str, frame: Frame) -> list[date]:
    """The days that words which no reader knows could have meant, each once."""
    days = dict.fromkeys(_guesses(typed, frame))
    return [day for day in days if day and day.year in YEARS]


def _guesses(typed: str, frame: Frame) -> Iterator[date | None]:
    if NUMBER.fullmatch(typed):
        yield from _days_of_month(int(typed), frame)
    if named := _LAST_OR_NEXT.fullmatch(typed):
        yield from _last_or_next(named["which"], named["weekday"], frame.today)
    for order in _orders(typed):
        yield _dated(*order, frame)


def _days_of_month(number: int, frame: Frame) -> Iterator[date | None]:
    """The days of that number nearest to today, before and after it."""
    for step in (-1, 1):
        days = (frame.today + timedelta(step * n) for n in range(_TWO_MONTHS))
        yield next((day for day in days if day.day == number), None)


def _last_or_next(which: str, word: str, today: date) -> list[date]:
    weekday = _index(word, WEEKDAYS)
    if weekday is None:
        return []
    if which == "last":
        day = today - timedelta((today.weekday() - weekday - 1) % 7 + 1)
        return [day, day - _WEEK]
    day = today + timedelta((weekday - today.weekday() - 1) % 7 + 1)
    return [day, day + _WEEK]


def _orders(typed: str) -> Iterator[tuple[int | None, int, int]]:
    """Each year, month and day that numbers could stand for, day first."""
    if found := _YEAR_FIRST.fullmatch(typed):
        yield int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(typed):
        year = int(f"20{found[3]}"[-_YEAR_DIGITS:])
        yield year, int(found[2]), int(found[1])
        yield year, int(found[1]), int(found[2])
    if found := _NO_YEAR.fullmatch(typed):
        yield None, int(found[2]), int(found[1])
        yield None, int(found[1]), int(found[2])

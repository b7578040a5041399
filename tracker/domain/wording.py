"""Days, times and lists in English words, and text made safe to show."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tracker.domain.facts import Person, Procedure
from tracker.domain.window import wall_clock

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_SHORT = 3
_QUOTED = 40
_CUT = "..."
_TEN = 10
_TEENS = range(11, 14)
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_SURROGATES = range(0xD800, 0xE000)
_HIDDEN = frozenset(
    {
        *range(0x00, 0x20),
        *range(0x7F, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
        0xFEFF,
    }
    - {ord("\n"), ord("\t")}
)


def long_day(day: date) -> str:
    """As in "Tuesday 3 November 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def mid_day(day: date) -> str:
    """As in "Wed 4 November 2026"."""
    weekday = WEEKDAYS[day.weekday()][:_SHORT]
    return f"{weekday} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """As in "Wed 4 Nov"."""
    return f"{WEEKDAYS[day.weekday()][:_SHORT]} {short_date(day)}"


def short_date(day: date) -> str:
    """As in "4 Nov"."""
    return f"{day.day} {MONTHS[day.month - 1][:_SHORT]}"


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """As in "19:10", as the clocks there show it."""
    at = wall_clock(instant, zone)
    return f"{at.hour:02}:{at.minute:02}"


def clock_of(procedure: Procedure) -> time | None:
    """The time of day of a procedure, where it is known."""
    zone = ZoneInfo(procedure.zone)
    return wall_clock(procedure.at, zone).time() if procedure.at else None


def said_day(procedure: Procedure, *, timed: bool) -> str:
    """As in "Tue 3 November 2026, 10:30"; ``timed`` says the time where it is known."""
    day = mid_day(procedure.on)
    if procedure.at is None or not timed:
        return day
    return f"{day}, {clock(procedure.at, ZoneInfo(procedure.zone))}"


def ordinal(number: int) -> str:
    """As in "2nd" and "11th"."""
    teen = number % (_TEN * _TEN) in _TEENS
    ending = "th" if teen else _ORDINALS.get(number % _TEN, "th")
    return f"{number}{ending}"


def join_words(words: Sequence[str], between: str = "and") -> str:
    """As in "a, b and c"."""
    if not words:
        return ""
    *others, last = words
    return f"{', '.join(others)} {between} {last}" if others else last


def with_year(person: Person) -> str:
    """As in "Walter Example, born 1948"; the name alone where nobody said."""
    return person.name if person.born is None else f"{person.name}, born {person.born}"


def by_whom(name: str, author: str) -> str:
    """As in "For Ruth, typed by Dana."."""
    if author == name:
        return f"Written by {name}."
    return f"For {name}, typed by {author}."


def visible(text: str) -> str:
    r"""The text with every control and direction mark shown as \uXXXX.

    Newlines and tabs stay, and so do letters of every script. U+200C and U+200D, the
    two joiners, are letters here: Persian and Devanagari are misspelled without them,
    and a joined emoji falls apart; they move no cursor and turn no text round.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def quoted(text: str) -> str:
    """At most 40 characters of what was typed: one line, in quotes, safe to show."""
    shown = " ".join(visible(text[: _QUOTED + 1]).split())
    if len(shown) > _QUOTED:
        shown = shown[: _QUOTED - len(_CUT)] + _CUT
    return f'"{shown}"'


def _shown(character: str) -> str:
    code = ord(character)
    if code in _HIDDEN or code in _SURROGATES:
        return f"\\u{code:04x}"
    return character

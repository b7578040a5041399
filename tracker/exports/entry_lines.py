"""An entry in lines of words: when, by whom, what was answered, and the signs."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from tracker.domain.answers import base_steps, decimal, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn, Procedure
from tracker.domain.protocol import BASELINE_QUESTION, Protocol, Question
from tracker.domain.wording import by_whom, clock, mid_day, short_day

SIGNS_ASKED = {
    "yes": "Signs: both lists asked, none marked",
    "partly": "Signs: not all were asked",
}
NOT_WATCHED = "This diary is not watched by anyone."


def when(entry: CheckIn) -> str:
    """The weekday, the date and, when it is known, the time.

    The hours after midnight of a night owl have the calendar's date and name the day
    they are counted to.
    """
    if not entry.time_known:
        return mid_day(entry.day)
    zone = ZoneInfo(entry.zone)
    date = entry.at.astimezone(zone).date()
    said = f"{mid_day(date)}, {clock(entry.at, zone)}"
    return said if date == entry.day else f"{said}, of {short_day(entry.day)}"


def who(entry: CheckIn, diary: Diary) -> str:
    """For whom, and by whom."""
    name, author = diary.person.name, entry.author
    if entry.relayed is None:
        return by_whom(name, author)
    if entry.relayed:
        return f"Told by {name}, typed by {author}."
    return f"About {name}, seen and typed by {author}."


def answer_words(question: Question, answer: Answer) -> str:
    """An answer under its title, and in the base unit where it was typed in another."""
    return f"{question.title} {value_words(question, answer)}"


def value_words(question: Question, answer: Answer) -> str:
    """The answer alone, and in the base unit where it was typed in another."""
    said = say_answer(question, answer)
    if answer.unit in ("", question.unit):
        return said
    base = decimal(base_steps(question, answer), question.step)
    return f"{said} ({base} {question.unit})"


def before_words(question: Question, procedure: Procedure) -> str:
    """What was answered before the procedure; empty where that is not known."""
    before = procedure.baseline_pain
    if question.id != BASELINE_QUESTION or before is None:
        return ""
    return f"(before the procedure: {decimal(before, question.step)})"


def sign_lines(entry: CheckIn, protocol: Protocol) -> Iterator[str]:
    """The signs that were marked; else whether all were asked."""
    for sign_id in entry.signs:
        sign = protocol.sign(sign_id)
        yield f"Sign: {sign.text if sign else sign_id}"
    if not entry.signs and entry.signs_asked in SIGNS_ASKED:
        yield SIGNS_ASKED[entry.signs_asked]

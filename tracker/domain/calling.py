"""Whom to call for a warning, in words: what every screen and every page says."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from tracker.domain.diary import Diary
from tracker.domain.facts import ShownWarning
from tracker.domain.window import local_day
from tracker.domain.wording import clock, long_day, short_day

ANY_NUMBER = "your emergency number (911, 112 or 999, as where you are)"
# Between numbers of which nobody said yet which one holds.
OR = " or "
KINDS = {"emergency": "emergency", "same-day": "care-team"}


def call_words(diary: Diary, tier: str) -> str:
    """The one thing to do for a tier, with the number where one is known."""
    if tier == "emergency":
        return _emergency(diary)
    if tier != "same-day":
        return "Tell the care team at the next visit."
    number = diary.number("care-team")
    if number:
        return f"Call the care team today: {number}"
    return f"Call the care team today. {reach_words(diary)}"


def reach_words(diary: Diary) -> str:
    """How the care team may be reached while nobody wrote their number down."""
    emergency = diary.number("emergency") or ANY_NUMBER
    return (
        "Their number is on the sheet they gave you. "
        f"Cannot reach them? Call {emergency}."
    )


def number_for(diary: Diary, tier: str) -> str | None:
    """The number that the words of a tier name; None where none is known."""
    kind = KINDS.get(tier)
    if kind is None:
        return None
    return diary.number(kind) or diary.number("emergency")


def dialled(number: str) -> str:
    """A number as a phone dials it: figures, with a plus where it begins with one.

    What stands after an x is said to a person, not dialled. Of two numbers that copies
    wrote differently it is the first.
    """
    number = number.partition(OR)[0]
    figures = "".join(each for each in number.partition("x")[0] if each.isdigit())
    return f"+{figures}" if number.strip().startswith("+") else figures


def call_line(diary: Diary, warning: ShownWarning, today: date) -> str:
    """Whom it said to call, on one line; said on an earlier day, that it was then.

    Where the number is another one by now, both are said.
    """
    call = call_words(diary, warning.tier).replace("\n", " ")
    shown = local_day(warning.shown_at, diary.zone, diary.person.day_start)
    if shown >= today:
        return call
    number = diary.number(KINDS.get(warning.tier, ""))
    if not (warning.call and number and number != warning.call):
        return f"Shown then: {call}"
    then = call.replace(number, warning.call).removesuffix(".")
    return f"Shown then: {then}. The number now: {number}"


def _emergency(diary: Diary) -> str:
    number = diary.number("emergency")
    if number:
        return f"Call {number} now."
    where = f"where {diary.person.name} is"
    return f"Call your emergency number now\n(911, 112 or 999, as {where})."


def what_words(warning: ShownWarning) -> str:
    """What was written down, and by what it was raised."""
    why = "" if warning.rule == "marked" else f" ({warning.rule})"
    return f"{warning.text}{why}."


def graver_words(diary: Diary, warning: ShownWarning) -> str:
    """The emergency that a milder sign stands beside; empty when there is none."""
    sign = diary.protocol.sign(warning.sign)
    graver = diary.protocol.sign(sign.becomes) if sign and sign.becomes else None
    if graver is None:
        return ""
    call = call_words(diary, graver.tier).replace("\n", " ")
    return f"{graver.text}? {call}"


def say_words(diary: Diary, on: date) -> str:
    """What to say on the phone about the procedure, on a day."""
    day = long_day(diary.procedure.on).rsplit(" ", 1)[0]
    if on < diary.procedure.on:
        return f"{diary.protocol.procedure} planned for {day}."
    return f"{diary.protocol.procedure} on {day}: {diary.protocol.say}."


def kept_words(warnings: Sequence[ShownWarning]) -> str:
    """When they were kept, and under which numbers."""
    first, zone = warnings[0], ZoneInfo(warnings[0].zone)
    day, at = local_day(first.shown_at, zone, 0), clock(first.shown_at, zone)
    numbers = ", ".join(f"warning {warning.number}" for warning in warnings)
    return f"{short_day(day)}, {at}, {numbers}"

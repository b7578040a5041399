"""The screen of a warning: whom to call first, what to say, and that it is kept."""

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen
from tracker.domain.diary import Diary
from tracker.domain.facts import ShownWarning
from tracker.domain.protocol import TIERS
from tracker.domain.window import local_day
from tracker.domain.wording import clock, long_day, short_day
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.services.log import Logged


def show_warnings(workspace: Workspace, logged: "Logged") -> None:
    """The warnings that an entry raised, as one screen, the highest tier first.

    Its first line says whom to call; it ends with an empty line.
    """
    if not logged.warnings:
        return
    screen = Screen(plain=workspace.plain)
    for tier in TIERS:
        of_tier = [warning for warning in logged.warnings if warning.tier == tier]
        if of_tier:
            _tier(screen, logged.diary, tier, of_tier)
    screen.show()


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


KINDS = {"emergency": "emergency", "same-day": "care-team"}


ANY_NUMBER = "your emergency number (911, 112 or 999, as where you are)"


def _emergency(diary: Diary) -> str:
    number = diary.number("emergency")
    if number:
        return f"Call {number} now."
    where = f"where {diary.person.name} is"
    return f"Call your emergency number now\n(911, 112 or 999, as {where})."


def _tier(
    screen: Screen, diary: Diary, tier: str, warnings: list[ShownWarning]
) -> None:
    screen.say(call_words(diary, tier))
    screen.rule()
    if tier == "emergency":
        _what_to_say(screen, diary, warnings[0].day)
    _what(screen, diary, warnings)
    if tier == "emergency":
        screen.say("Do not wait for this diary.")
    screen.say(f"It is kept: {_kept(warnings)}.")
    if tier == "emergency":
        _when_there_is_time(screen, diary)
    screen.command("Called? tracker warnings")
    screen.gap()


def _what(screen: Screen, diary: Diary, warnings: list[ShownWarning]) -> None:
    screen.say(f"Written down for {diary.person.name}:")
    for warning in warnings:
        why = "" if warning.rule == "marked" else f" ({warning.rule})"
        screen.say(f"{warning.text}{why}.", 2, 2)
        _what_it_may_become(screen, diary, warning)


def _what_it_may_become(screen: Screen, diary: Diary, warning: ShownWarning) -> None:
    """The emergency that a milder sign stands beside, when there is one."""
    sign = diary.protocol.sign(warning.sign)
    graver = diary.protocol.sign(sign.becomes) if sign and sign.becomes else None
    if graver is not None:
        call = call_words(diary, graver.tier).replace("\n", " ")
        screen.say(f"{graver.text}? {call}")


def _what_to_say(screen: Screen, diary: Diary, on: date) -> None:
    day = long_day(diary.procedure.on).rsplit(" ", 1)[0]
    said = f"{diary.protocol.procedure} on {day}: {diary.protocol.say}"
    if on < diary.procedure.on:
        said = f"{diary.protocol.procedure} planned for {day}"
    screen.say("Say on the phone:")
    screen.say(f'"{said}."', 2, 2)
    screen.say("Then say what is new.", 2, 2)
    screen.gap()


def _when_there_is_time(screen: Screen, diary: Diary) -> None:
    number = diary.number("care-team")
    if number:
        screen.say(f"When there is time: care team {number}")


def _kept(warnings: list[ShownWarning]) -> str:
    first, zone = warnings[0], ZoneInfo(warnings[0].zone)
    day, at = local_day(first.shown_at, zone, 0), clock(first.shown_at, zone)
    numbers = ", ".join(f"warning {warning.number}" for warning in warnings)
    return f"{short_day(day)}, {at}, {numbers}"

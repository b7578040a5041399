"""Warnings as a list: what waits for an answer first, then what was answered."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.domain.calling import call_line
from tracker.domain.diary import Diary
from tracker.domain.facts import Acknowledgement
from tracker.domain.report import WarningReading
from tracker.domain.wording import clock, mid_day, short_day
from tracker.exports import entry_shape
from tracker.exports.done_words import done_words
from tracker.workspace import Workspace


def show_list(
    workspace: Workspace, diary: Diary, warnings: Sequence[WarningReading]
) -> None:
    """Every warning that was shown, and what was done about it."""
    if workspace.json:
        shapes = [entry_shape.warning_reading(reading) for reading in warnings]
        show_json({"version": 1, "warnings": shapes})
        return
    screen = Screen(plain=workspace.plain)
    waiting = [reading for reading in warnings if reading.answer is None]
    answered = [reading for reading in warnings if reading.answer is not None]
    if not warnings:
        screen.say("No warning was shown. That is not a finding.")
    for reading in waiting:
        say_waiting(screen, diary, reading, workspace.today(diary))
    if waiting:
        number = waiting[0].shown.number
        screen.say("Called? Write down when:")
        screen.command(f"tracker warnings answer {number} --called now", 2)
        screen.say("Marked by mistake?")
        screen.command(f"tracker warnings answer {number} --mistake", 2)
    if answered:
        screen.head("Answered")
    for reading in answered:
        screen.say(_answered(reading), 2, 4)
    screen.advise("The whole list of signs: tracker signs")
    screen.show()


def say_waiting(
    screen: Screen, diary: Diary, reading: WarningReading, today: date
) -> None:
    """One warning that nobody answered, with whom to call."""
    shown = reading.shown
    raised = "" if shown.rule == "marked" else f" ({shown.rule})"
    screen.head(f"Warning {shown.number}, {mid_day(shown.day)}, not answered yet")
    screen.say(f"{shown.text}{raised}.", 2, 2)
    screen.say(call_line(diary, shown, today), 2, 2)
    screen.gap()


def _answered(reading: WarningReading) -> str:
    shown, answer = reading.shown, reading.answer
    assert answer is not None
    note = f": {answer.note}" if answer.note else ""
    return (
        f"Warning {shown.number}, {short_day(shown.day)}, {shown.text[:1].lower()}"
        f"{shown.text[1:]}. {done_words(answer)}{note}"
    )


def _done_in_full(answer: Acknowledgement, diary: Diary) -> str:
    if answer.kind != "called":
        return "Marked by mistake"
    at = f", {clock(answer.at, ZoneInfo(answer.zone))}" if answer.time_known else ""
    return f"Called {mid_day(answer.day)}{at}, day {diary.day_number(answer.day)}"


def show_answered(workspace: Workspace, diary: Diary, reading: WarningReading) -> None:
    """What was kept about one warning."""
    answer = reading.answer
    assert answer is not None
    if workspace.json:
        shape = entry_shape.warning_reading(reading)
        show_json({"version": 1, "person": diary.person.name, **shape})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Saved for warning {reading.shown.number}:")
    screen.say(f"{reading.shown.text}.", 2, 2)
    screen.say(f"{_done_in_full(answer, diary)}.", 2, 2)
    if answer.note:
        screen.say(f"Note: {answer.note}", 2, 2)
    screen.say(by_whom(diary.person.name, answer.author))
    screen.say("The warning stays in the diary, and on the page for the visit.")
    screen.command("Wrong? tracker undo")
    screen.show()

"""What was stored, and how to take it back."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.cli.show.warned import show_warnings
from tracker.domain.answers import base_steps, decimal, example_value, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn, Procedure
from tracker.domain.protocol import BASELINE_QUESTION, Protocol, Question
from tracker.domain.wording import clock, mid_day, short_day
from tracker.exports import entry_shape
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.services.log import Logged

SIGNS_ASKED = {
    "yes": "Signs: both lists asked, none marked",
    "partly": "Signs: not all were asked",
}


def show_logged(
    workspace: Workspace, logged: "Logged", *, warnings_shown: bool = False
) -> None:
    """Warnings first, then the entry, weekday, date, day, for whom and by whom."""
    entry, diary = logged.check_in, logged.diary
    if workspace.json:
        shape = entry_shape.logged(entry, logged.warnings, diary, logged.already)
        show_json(shape)
        return
    if not warnings_shown:
        show_warnings(workspace, logged)
    screen = Screen(plain=workspace.plain)
    opening = "Already saved" if logged.already else "Saved"
    screen.say(f"{opening} as entry {entry.number}.")
    say_entry(screen, entry, diary)
    for title in logged.reached:
        screen.say(f"{title}: written down.")
    if logged.clock_behind:
        screen.say(CLOCK_BEHIND)
    _next_steps(screen, entry, diary.protocol)
    screen.show()


CLOCK_BEHIND = (
    "Your newest entry has a later time than this computer's clock. Both are kept. "
    "Is the clock right? If not, set it, then: tracker edit NUMBER --at WHEN"
)
NOT_WATCHED = "This diary is not watched by anyone."


def say_entry(screen: Screen, entry: CheckIn, diary: Diary, indent: int = 0) -> None:
    """An entry in full."""
    number = diary.day_of(entry)
    screen.say(f"{when(entry)}, day {number}.", indent, indent)
    screen.say(who(entry, diary), indent, indent)
    for question in diary.protocol.questions:
        answer = entry.answer(question.id)
        if answer is not None:
            screen.say(_answer(question, answer), 2, 4)
            _baseline(screen, question, diary.procedure_of(entry))
    if entry.note:
        screen.say(f"Note: {entry.note}", 2, 4)
    _signs(screen, entry, diary.protocol)


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


def _answer(question: Question, answer: Answer) -> str:
    said = f"{question.title} {say_answer(question, answer)}"
    if answer.unit in ("", question.unit):
        return said
    base = decimal(base_steps(question, answer), question.step)
    return f"{said} ({base} {question.unit})"


def _baseline(screen: Screen, question: Question, procedure: Procedure) -> None:
    before = procedure.baseline_pain
    if question.id == BASELINE_QUESTION and before is not None:
        said = decimal(before, question.step)
        screen.say(f"(before the procedure: {said})", 4, 4)


def _signs(screen: Screen, entry: CheckIn, protocol: Protocol) -> None:
    for sign_id in entry.signs:
        sign = protocol.sign(sign_id)
        screen.say(f"Sign: {sign.text if sign else sign_id}", 2, 4)
    if not entry.signs and entry.signs_asked in SIGNS_ASKED:
        screen.say(SIGNS_ASKED[entry.signs_asked], 2, 4)


def _next_steps(screen: Screen, entry: CheckIn, protocol: Protocol) -> None:
    if entry.signs_asked == "no":
        screen.say("Signs were not asked this time.")
        screen.command("The list: tracker signs")
    screen.command("Wrong? tracker undo")
    answered = (each for each in protocol.questions if entry.answer(each.id))
    question = next(answered, None)
    shown = example_value(question) if question else ""
    example = f"{question.id}={shown}" if question else '--note "..."'
    screen.command(f"       tracker edit {entry.number} {example}")
    screen.gap()
    screen.say(NOT_WATCHED)
    screen.command("Feel unwell? Call: tracker signs")


def show_edited(workspace: Workspace, logged: "Logged", author: str) -> None:
    """An entry as it reads after a correction, and who corrected it."""
    if workspace.json:
        show_logged(workspace, logged)
        return
    show_warnings(workspace, logged)
    screen = Screen(plain=workspace.plain)
    screen.say(f"Changed entry {logged.check_in.number}. It reads now:")
    say_entry(screen, logged.check_in, logged.diary)
    screen.say(f"Changed by {author}.")
    screen.command("Wrong? tracker undo")
    screen.show()


def show_deleted(workspace: Workspace, logged: "Logged", author: str) -> None:
    """Which entry was removed, and by whom."""
    entry = logged.check_in
    if workspace.json:
        show_json({"version": 1, "deleted": entry.number})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Deleted entry {entry.number} of {logged.diary.person.name}:")
    say_entry(screen, entry, logged.diary, indent=2)
    screen.say(f"Deleted by {author}.")
    screen.command("Wrong? tracker undo")
    screen.show()

"""What was stored, and how to take it back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.cli.show.warned import show_warnings
from tracker.domain.answers import base_steps, decimal, example_value, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn, Procedure
from tracker.domain.protocol import BASELINE_QUESTION, Protocol, Question
from tracker.domain.wording import clock, join_words, mid_day, short_day
from tracker.exports import entry_shape
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.domain.report import WarningReading
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


def show_typed(workspace: Workspace, draft: CheckIn, diary: Diary) -> None:
    """What was typed, in short, before it is kept."""
    screen = Screen(plain=workspace.plain)
    given = ((q, draft.answer(q.id)) for q in diary.protocol.questions)
    said = [_answer(question, answer) for question, answer in given if answer]
    if not (said or draft.note or draft.signs or draft.signs_asked in SIGNS_ASKED):
        return
    screen.gap()
    screen.say("Read it over:")
    if said:
        screen.say("; ".join(said), 2, 2)
    if draft.note:
        screen.say(f"Note: {draft.note}", 2, 2)
    _signs(screen, draft, diary.protocol)
    screen.show()


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
    if _is_empty(logged.check_in):
        screen.say("Nothing is left in this entry. To remove it:")
        screen.command(f"tracker delete {logged.check_in.number}", 2)
    screen.show()


def _is_empty(entry: CheckIn) -> bool:
    """Whether an entry says nothing at all; that signs were asked is something."""
    asked = entry.signs_asked != "no" or entry.weekly_asked
    return not (entry.answers or entry.note or entry.signs or asked)


def show_deleted(
    workspace: Workspace,
    logged: "Logged",
    author: str,
    warnings: Iterable["WarningReading"],
) -> None:
    """Which entry was removed, and by whom; what it showed stays and waits.

    ``warnings`` may be those of other entries too.
    """
    entry = logged.check_in
    if workspace.json:
        show_json({"version": 1, "deleted": entry.number})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Deleted entry {entry.number} of {logged.diary.person.name}:")
    say_entry(screen, entry, logged.diary, indent=2)
    screen.say(f"Deleted by {author}.")
    screen.command("Wrong? tracker undo")
    _waiting(screen, entry, warnings)
    screen.show()


def _waiting(
    screen: Screen, entry: CheckIn, warnings: Iterable["WarningReading"]
) -> None:
    """That the warnings of a removed entry are still there and want an answer."""
    numbers = sorted(
        reading.shown.number
        for reading in warnings
        if reading.answer is None and reading.shown.check_in_id == entry.id
    )
    if not numbers:
        return
    named = join_words([f"warning {number}" for number in numbers])
    stays = "stays and waits" if len(numbers) == 1 else "stay and wait"
    screen.say(f"{named[:1].upper()}{named[1:]} {stays} for an answer:")
    screen.command("tracker warnings", 2)

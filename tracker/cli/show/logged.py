"""What was stored, and how to take it back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.warned import show_warnings
from tracker.domain.answers import example_value
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.domain.protocol import Protocol
from tracker.domain.wording import join_words
from tracker.exports import entry_shape
from tracker.exports.entry_lines import (
    NOT_WATCHED,
    SIGNS_ASKED,
    answer_words,
    before_words,
    sign_lines,
    when,
    who,
)
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.domain.report import WarningReading
    from tracker.services.log import Logged


def show_logged(
    workspace: Workspace, logged: "Logged", *, warnings_shown: bool = False
) -> None:
    """Warnings first, then the entry, weekday, date, day, for whom and by whom."""
    entry, diary = logged.check_in, logged.diary
    if workspace.json:
        shape = entry_shape.logged(entry, logged.warnings, diary, logged.already)
        show_json({**shape, "person": diary.person.name})
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


def show_typed(workspace: Workspace, draft: CheckIn, diary: Diary) -> None:
    """What was typed, in short, before it is kept."""
    screen = Screen(plain=workspace.plain)
    given = ((q, draft.answer(q.id)) for q in diary.protocol.questions)
    said = [answer_words(question, answer) for question, answer in given if answer]
    if not (said or draft.note or draft.signs or draft.signs_asked in SIGNS_ASKED):
        return
    screen.gap()
    screen.say("Read it over:")
    if said:
        screen.say("; ".join(said), 2, 2)
    if draft.note:
        screen.say(f"Note: {draft.note}", 2, 2)
    for line in sign_lines(draft, diary.protocol):
        screen.say(line, 2, 4)
    screen.show()


def say_entry(screen: Screen, entry: CheckIn, diary: Diary, indent: int = 0) -> None:
    """An entry in full."""
    number = diary.day_of(entry)
    screen.say(f"{when(entry)}, day {number}.", indent, indent)
    screen.say(who(entry, diary), indent, indent)
    for question in diary.protocol.questions:
        answer = entry.answer(question.id)
        if answer is not None:
            screen.say(answer_words(question, answer), 2, 4)
            before = before_words(question, diary.procedure_of(entry))
            if before:
                screen.say(before, 4, 4)
    if entry.note:
        screen.say(f"Note: {entry.note}", 2, 4)
    for line in sign_lines(entry, diary.protocol):
        screen.say(line, 2, 4)


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
        person = logged.diary.person.name
        show_json({"version": 1, "person": person, "deleted": entry.number})
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

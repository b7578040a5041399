"""What removing a person takes away, and what is left of them elsewhere."""

from collections.abc import Mapping, Sequence

from tracker.cli.screen import Screen, show_json
from tracker.domain.wording import join_words, visible
from tracker.services.erase import Copies, Doomed, Erased
from tracker.workspace import Workspace

COUNTED = {
    "check_in": ("entry", "entries"),
    "shown_warning": ("warning", "warnings"),
    "instruction": ("word of the care team", "words of the care team"),
    "visit": ("visit", "visits"),
    "visit_question": ("question for a visit", "questions for a visit"),
    "contact": ("phone number", "phone numbers"),
    "procedure": ("procedure", "procedures"),
    "change": ("step of the history", "steps of the history"),
}


def show_doomed(workspace: Workspace, doomed: Doomed) -> None:
    """What goes, before the name is asked for; apart from what programs read."""
    screen = Screen(plain=workspace.plain)
    screen.say(f"This removes all that is written down of {doomed.label}:")
    screen.say(_counted(doomed.counts), 2)
    screen.say(
        "Undo does not bring it back. Restoring a copy or an archive does, if it "
        "still holds it."
    )
    screen.say("Copies stay where they are. They are named at the end.")
    screen.command("Keep it all first?")
    screen.command("tracker archive FILE", 2)
    screen.gap()
    exactly = "" if doomed.label == doomed.name else ", as it stands here,"
    screen.say(f"Type the name{exactly} to remove it. Anything else changes nothing.")
    screen.show(err=True)


def show_erased(workspace: Workspace, erased: Erased, copies: Copies) -> None:
    """What was removed, and where the person still is."""
    if workspace.json:
        show_json(_shape(erased, copies))
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Removed: all that was written down of {erased.doomed.label}.")
    screen.say(_counted(erased.doomed.counts), 2)
    _say_copies(screen, copies)
    screen.say("What you made elsewhere is not looked for: pages, exports, archives.")
    if erased.others:
        screen.say(f"The history of {join_words(erased.others)} is still here.")
    if not erased.packed:
        screen.say("The file stays as large as it was: another program has it open.")
    screen.command("To begin anew: tracker start")
    screen.show()


def _say_copies(screen: Screen, copies: Copies) -> None:
    if not (copies.holding or copies.unread):
        screen.say("No copy holds it, of those where this diary's copies go.")
    _say_paths(screen, "Still in these files. Remove them if you want:", copies.holding)
    _say_paths(screen, "These could not be read; look yourself:", copies.unread)


def _say_paths(screen: Screen, text: str, paths: Sequence[str]) -> None:
    if paths:
        screen.say(text)
    for path in paths:
        screen.command(visible(path), 2)


def _counted(counts: Mapping[str, int]) -> str:
    """As in "21 entries, 1 visit and 40 steps of the history"."""
    return join_words(
        [
            f"{counts[table]} {words[counts[table] != 1]}"
            for table, words in COUNTED.items()
            if counts[table]
        ]
    )


def _shape(erased: Erased, copies: Copies) -> dict[str, object]:
    counts = erased.doomed.counts
    return {
        "version": 1,
        "removed": {table: counts[table] for table in sorted(counts)},
        "packed": erased.packed,
        "others": list(erased.others),
        "copies_holding": list(copies.holding),
        "copies_unread": list(copies.unread),
    }

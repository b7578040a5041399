"""Entries as they were written."""

from collections.abc import Mapping, Sequence

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.logged import say_entry
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.domain.report import WarningReading
from tracker.domain.wording import join_words
from tracker.exports import entry_shape
from tracker.workspace import Workspace


def show_entries(
    workspace: Workspace,
    diary: Diary,
    found: Sequence[CheckIn],
    warnings: Sequence[WarningReading],
    differing: Mapping[str, int],
) -> None:
    """Warnings that nobody answered, then each entry in full, oldest first."""
    waiting = [reading for reading in warnings if reading.answer is None]
    if workspace.json:
        show_json(entry_shape.entries(found, waiting, diary.protocol))
        return
    screen = Screen(plain=workspace.plain)
    if waiting:
        numbers = join_words([str(reading.shown.number) for reading in waiting])
        screen.advise(f"Not answered yet: warning {numbers}. See: tracker warnings")
        screen.gap()
    if not found:
        screen.advise("No entries in those days. To write one: tracker log")
    for entry in found:
        screen.say(f"entry {entry.number}")
        if entry.id in differing:
            screen.say(
                "Written differently in two copies; meanwhile one version is shown.",
                2,
                2,
            )
            screen.command(f"tracker share answer {differing[entry.id]}", 2)
        say_entry(screen, entry, diary, indent=2)
        screen.gap()
    screen.show()

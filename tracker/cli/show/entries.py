"""Entries as they were written."""

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.logged import say_entry
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.exports import entry_shape
from tracker.workspace import Workspace


def show_entries(workspace: Workspace, diary: Diary, found: list[CheckIn]) -> None:
    """Each entry in full, oldest first."""
    if workspace.json:
        show_json(entry_shape.entries(found, diary.protocol))
        return
    screen = Screen(plain=workspace.plain)
    if not found:
        screen.say("No entries in those days. To write one: tracker log")
    for entry in found:
        screen.say(f"entry {entry.number}")
        say_entry(screen, entry, diary, indent=2)
        screen.gap()
    screen.show()

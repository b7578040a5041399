"""What an archive holds, and how it comes back."""

from pathlib import Path

from tracker.cli.screen import Screen, show_json
from tracker.domain.wording import mid_day
from tracker.services.archiving import Archived
from tracker.workspace import Workspace


def show_archived(workspace: Workspace, archived: Archived, path: Path) -> None:
    """Whose diary, how much, up to which change, and who can read the file."""
    held = archived.held
    heads = [digest for _, digest in held.heads]
    if workspace.json:
        newest = held.newest.isoformat() if held.newest else None
        shape = {"file": str(path), "name": held.name, "entries": held.entries}
        more = {"newest": newest, "changes": archived.changes, "heads": heads}
        more["people"] = [name for _, name in held.named]
        show_json({"version": 1, **shape, **more})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Written: {path}")
    screen.row("Diary of", held.name or "nobody yet")
    screen.row("Entries", f"{held.entries:,}")
    if held.newest:
        screen.row("Newest entry", mid_day(held.newest))
    screen.row("Changes", f"{archived.changes:,}")
    for digest in heads:
        screen.row("Newest change", digest)
    screen.say("It is not locked: whoever has the file can read all of it.")
    screen.say("To bring it back: tracker restore FILE")
    screen.show()

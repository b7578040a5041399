"""What a copy would bring back and what would go, and what came of it."""

from typing import Any

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.backups import entries, moment
from tracker.domain.backups import Contents, Kept
from tracker.domain.facts import Change
from tracker.domain.wording import mid_day
from tracker.services.restore import Ready
from tracker.workspace import Workspace

MOST_STEPS = 10


def show_ready_only(workspace: Workspace, copy: Ready) -> None:
    """What would change, and that nothing did."""
    if workspace.json:
        show_json(_shape(copy))
        return
    screen = Screen(plain=workspace.plain)
    _ready(screen, copy)
    screen.say("Nothing was changed. To restore it: leave --dry-run out.")
    screen.show()


def show_ready(workspace: Workspace, copy: Ready) -> None:
    """What would change."""
    screen = Screen(plain=workspace.plain)
    _ready(screen, copy)
    screen.show()


def show_restored(
    workspace: Workspace, copy: Ready, kept: Kept | None, *, shown: bool
) -> None:
    """What the diary is now, and how to go back."""
    if workspace.json:
        show_json({**_shape(copy, written=True), "kept": kept.path if kept else None})
        return
    screen = Screen(plain=workspace.plain)
    if not shown:
        _ready(screen, copy)
    screen.say(f"Restored. The diary holds {entries(copy.held)}.")
    screen.command(str(copy.target), 2)
    if kept is not None:
        screen.say(_kept(kept))
        screen.command(kept.path, 2)
    if kept is not None and not kept.damaged:
        screen.say("To go back, restore that one. tracker undo does not do it.")
    screen.show()


def _kept(kept: Kept) -> str:
    if kept.damaged:
        return "The damaged file of before is kept as it was:"
    return "A checked copy of the diary of before:"


def _ready(screen: Screen, copy: Ready) -> None:
    screen.say("This copy is whole:")
    screen.command(copy.file, 2)
    screen.row("Diary of", copy.held.name or "nobody yet")
    screen.row("In the copy", _holds(copy.held))
    screen.row("In the diary now", _now(copy))
    if said := _lock(copy):
        screen.say(said)
    _first(screen, copy)
    if copy.since:
        many = len(copy.since)
        what = f"these {many:,} steps" if many > 1 else "this step"
        screen.say(f"The copy does not have {what} of the diary:")
    for change in copy.since[:MOST_STEPS]:
        screen.say(_step(change, copy.held.zone), 2, 4)
    if len(copy.since) > MOST_STEPS:
        screen.say(f"and {len(copy.since) - MOST_STEPS:,} more", 2, 4)


def _first(screen: Screen, copy: Ready) -> None:
    """What must not be overlooked in a long list."""
    for name, at in copy.erased:
        screen.say(
            f"{name} was erased from this diary on "
            f"{moment(at, copy.held.zone)}. This copy brings all of it back."
        )
    if copy.waiting:
        screen.say("Nobody has answered these warnings, and the copy has none of them:")
    for number, text in copy.waiting:
        screen.say(f"{number}  {text}", 2, 4)


def _lock(copy: Ready) -> str:
    """What becomes of the lock; nothing where there was none and will be none."""
    if copy.copy_locked and not copy.was_locked:
        return "This copy is locked. The diary gets its lock, and its passphrase."
    if copy.locked and not copy.copy_locked:
        return "This copy is not locked. The diary keeps its lock and its passphrase."
    return ""


def _now(copy: Ready) -> str:
    if not copy.there:
        return "there is none yet"
    if copy.present is None:
        return "cannot be read; it will be kept aside as it is"
    return _holds(copy.present)


def _holds(held: Contents) -> str:
    """As in "12 entries, the newest of Wed 4 November 2026"."""
    newest = f", the newest of {mid_day(held.newest)}" if held.newest else ""
    return f"{entries(held)}{newest}"


def _step(change: Change, zone: str) -> str:
    return f"{moment(change.at, zone)}  {change.author} {change.text}"


def _shape(copy: Ready, *, written: bool = False) -> dict[str, Any]:
    """Version 1 of what `restore` says to programs."""
    return {
        "version": 1,
        "file": copy.file,
        "diary": str(copy.target),
        "written": written,
        "kept": None,
        "there": copy.there,
        "then": _contents(copy.held),
        "now": _contents(copy.present) if copy.present else None,
        "steps_not_in_it": len(copy.since),
        "warnings_not_in_it": [number for number, _ in copy.waiting],
        "brings_back_erased": len(copy.erased),
        "locked_now": copy.was_locked,
        "locked_then": copy.locked,
    }


def _contents(held: Contents) -> dict[str, Any]:
    return {
        "person": held.name,
        "people": [name for _, name in held.named],
        "entries": held.entries,
        "newest": held.newest.isoformat() if held.newest else None,
    }

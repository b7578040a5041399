"""Copies of the diary: the one just made, all that there are, which are whole."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.cli.screen import Screen, show_json
from tracker.domain.backups import SET_ASIDE, Contents, Copy
from tracker.domain.window import local_day
from tracker.domain.wording import clock, mid_day, short_day
from tracker.services.backup import BackedUp
from tracker.services.verify_copies import Verified, all_sound
from tracker.workspace import Workspace

KIB = 1024
WHY = {
    "daily": "daily",
    "by-hand": "by hand",
    "before-import": "before an import",
    "before-merge": "before a merge",
    "before-restore": "before a restore",
    SET_ASIDE: "a damaged diary, set aside",
}
UNREADABLE = "cannot be read"


def show_copy(workspace: Workspace, made: BackedUp) -> None:
    """What the copy holds, where it is, and how it comes back."""
    copy, rotation = made.copy, made.rotation
    if workspace.json:
        removed = [each.path for each in rotation.gone]
        fuller = rotation.fuller.path if rotation.fuller else None
        shape = {**_shape(copy), "removed": removed, "fuller": fuller}
        show_json({"version": 1, **shape})
        return
    screen = Screen(plain=workspace.plain)
    screen.say("A copy was made, read back and compared:")
    screen.command(copy.path, 2)
    screen.say(f"It holds {_holds(copy.contents)}.")
    if rotation.fuller:
        screen.say(
            f"No older copy was removed: {rotation.fuller.name} holds more entries "
            f"({_holds(rotation.fuller.contents)})."
        )
    for gone in rotation.gone:
        screen.say(f"Removed: {gone.name}", 0, 2)
    screen.say("Keep one on another disk too: tracker backup --to FOLDER")
    screen.say("To bring it back: tracker restore FILE")
    screen.show()


def show_copies(workspace: Workspace, folder: str, copies: Sequence[Copy]) -> None:
    """One line each, the newest first, and what they are for."""
    if workspace.json:
        shape = {"version": 1, "folder": folder, "copies": [_shape(c) for c in copies]}
        show_json(shape)
        return
    screen = Screen(plain=workspace.plain)
    for copy in copies:
        screen.say(_line(copy), 0, 2)
    if copies and not workspace.plain:
        screen.gap()
    many = f"{len(copies)} copies" if len(copies) != 1 else "1 copy"
    screen.say(f"{many if copies else 'No copies'} in")
    screen.command(folder, 2)
    if copies:
        screen.say("To bring one back: tracker restore FILE")
        screen.say("Are they whole? tracker backup verify")
    else:
        screen.say("To make one: tracker backup")
    screen.show()


def show_verified(workspace: Workspace, verified: Sequence[Verified]) -> None:
    """One line each, and what to do when one is not whole."""
    if workspace.json:
        shape = {"version": 1, "copies": [_verified_shape(each) for each in verified]}
        show_json(shape)
        return
    screen = Screen(plain=workspace.plain)
    for each in verified:
        name = Path(each.path).name
        said = f"whole, {_holds(each.contents)}" if each.contents else each.problem
        screen.say(f"{name}: {said}", 0, 2)
    if all_sound(verified):
        screen.say("Each page, each reference and each step of the history was read.")
    else:
        screen.say("The diary itself was not touched. Make a new copy: tracker backup")
    screen.show()


def _line(copy: Copy) -> str:
    """As in "Wed 4 Nov 2026 19:10, by hand, 12 entries, 148 KB: NAME"."""
    zone = copy.contents.zone if copy.contents else "UTC"
    held = entries(copy.contents) if copy.contents else UNREADABLE
    when = moment(copy.named.at, zone)
    return f"{when}, {why(copy)}, {held}, {size(copy.size)}: {copy.name}"


def moment(at: datetime, zone: str) -> str:
    """As clocks there show it; in UTC, and said so, where the zone is not known."""
    try:
        home = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        home = ZoneInfo("UTC")
    said = f"{mid_day(local_day(at, home, 0))} {clock(at, home)}"
    return f"{said} UTC" if home.key == "UTC" else said


def why(copy: Copy) -> str:
    """Why it was made, in words."""
    return WHY.get(copy.named.why, "before an upgrade")


def size(many: int) -> str:
    """As in "148 KB"."""
    return f"{-(-many // KIB):,} KB"


def entries(contents: Contents) -> str:
    """As in "12 entries"."""
    return f"{contents.entries:,} entr{'y' if contents.entries == 1 else 'ies'}"


def _holds(contents: Contents | None) -> str:
    """As in "12 entries of Ruth Example, the newest of Wed 4 Nov"."""
    if contents is None:
        return "nothing that can be read"
    whose = f" of {contents.name}" if contents.name else ""
    newest = f", the newest of {short_day(contents.newest)}" if contents.newest else ""
    return f"{entries(contents)}{whose}{newest}"


def _shape(copy: Copy) -> dict[str, object]:
    held = copy.contents
    return {
        "file": copy.path,
        "at": f"{copy.named.at:%Y-%m-%dT%H:%M:%SZ}",
        "why": copy.named.why,
        "bytes": copy.size,
        "readable": held is not None,
        "entries": held.entries if held else None,
        "newest": held.newest.isoformat() if held and held.newest else None,
        "person": held.name if held else None,
        "people": [name for _, name in held.named] if held else None,
    }


def _verified_shape(each: Verified) -> dict[str, object]:
    held = each.contents
    return {
        "file": each.path,
        "whole": held is not None,
        "entries": held.entries if held else None,
        "problem": each.problem or None,
    }

"""Where the diary lies: who can read it, on which disk, what stands beside it."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from tracker.domain.backups import SET_ASIDE, Copy
from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.services.backup import copies_in
from tracker.services.drives import network_kind, synchronised_by
from tracker.store.sqlite_driver import OpenFile

MOUNTS = "/proc/self/mountinfo"
OTHERS = 0o077
OTHERS_WRITE = 0o022
STICKY = 0o1000
MB = 1_000_000
# Room for the diary twice, as an import needs it, and a little more.
TIMES, LEAST = 3, 20 * MB
OLDEST_DAYS = 7
LEFT = (".making", ".locking")
SYNC_COPIES = "Keep it in another folder. Sync copies: tracker backup --to FOLDER"
BACK_UP = "Make one: tracker backup"

# Whether it is well, what is said of it, and the next step when it is not.
Found = tuple[bool, str, str]


class Surroundings(NamedTuple):
    """The diary's file, its folder of copies, how those are opened, its newest digests.

    ``heads`` is empty when the history cannot be read.
    """

    path: str
    backups: str
    now: datetime
    copy_file: OpenFile
    heads: dict[str, str]


def look_around(place: Surroundings) -> list[tuple[str, Found]]:
    """One line for each thing; what cannot be looked at is not well."""
    looks: tuple[tuple[str, Callable[[Surroundings], Found]], ...] = (
        ("permissions", _permissions),
        ("folder", _folder),
        ("space", _space),
        ("leftovers", _leftovers),
        ("backup", _backup),
    )
    return [(name, _looked(look, place)) for name, look in looks]


def _looked(look: Callable[[Surroundings], Found], place: Surroundings) -> Found:
    try:
        return look(place)
    except (OSError, UnusableFile):
        return False, "cannot be looked at", "Check that you may read that folder."


def _permissions(place: Surroundings) -> Found:
    if os.name != "posix":
        return True, "kept by this computer's own rules", ""
    file, folder = os.stat(place.path), os.stat(_folder_of(place))
    if file.st_uid != os.geteuid():
        return (
            False,
            "the file belongs to somebody else",
            f"See whose it is: ls -l {place.path}",
        )
    if file.st_mode & OTHERS:
        return False, "others can open the file", f"chmod 600 {place.path}"
    if folder.st_mode & OTHERS_WRITE and not folder.st_mode & STICKY:
        return False, "others can write to the folder", f"chmod 700 {_folder_of(place)}"
    return True, "for you alone", ""


def _folder_of(place: Surroundings) -> str:
    return os.path.dirname(os.path.realpath(place.path))


def _folder(place: Surroundings) -> Found:
    folder = _folder_of(place)
    program = synchronised_by(folder)
    if program:
        return False, f"{program} copies it, also while it is written", SYNC_COPIES
    kind = network_kind(folder, _mounts())
    if kind:
        return False, f"on a network drive ({kind})", SYNC_COPIES
    return True, "on this computer", ""


def _mounts() -> str:
    """The list of mounts; nothing where the system keeps none."""
    try:
        return Path(MOUNTS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _space(place: Surroundings) -> Found:
    free = shutil.disk_usage(_folder_of(place)).free
    needed = max(LEAST, TIMES * os.stat(place.path).st_size)
    said = f"{free // MB:,} MB free"
    return free >= needed, said, f"Free {(needed - free) // MB + 1:,} MB."


def _leftovers(place: Surroundings) -> Found:
    found = sorted(_left(place))
    if not found:
        return True, "nothing beside the diary", ""
    named = ", ".join(found)
    return (
        False,
        f"left by a run cut short: {named}",
        f"Remove from {_folder_of(place)}",
    )


def _left(place: Surroundings) -> Iterator[str]:
    """What we make beside a diary and take away again."""
    diary = os.path.basename(os.path.realpath(place.path))
    for name in os.listdir(_folder_of(place)):
        if name.startswith(f".{diary}.") and name.endswith(LEFT):
            yield name


def _backup(place: Surroundings) -> Found:
    copies = copies_in(place.backups, place.copy_file)
    usable = [c for c in copies if c.contents and c.named.why != SET_ASIDE]
    if not usable:
        return False, "there is none", BACK_UP
    newest = usable[0]
    days = max(0, (place.now - newest.named.at).days)
    said = f"{days:,} days old" if days > 1 else "a day old" if days else "of today"
    if _has_everything(newest, place.heads):
        return True, f"{said}; it holds everything", ""
    return days <= OLDEST_DAYS, said, BACK_UP


def _has_everything(copy: Copy, heads: dict[str, str]) -> bool:
    return (
        bool(heads) and copy.contents is not None and dict(copy.contents.heads) == heads
    )

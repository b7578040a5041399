"""Where the diary lies: who can read it, on which disk, what stands beside it."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from shlex import quote

from tracker.domain.backups import read_copy_name
from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.services.drives import network_kind, synchronised_by
from tracker.services.leftovers import leftovers
from tracker.services.newest_copy import Newest, newest_copy
from tracker.settings import own_folder
from tracker.store.header import begins_plain, is_locked
from tracker.store.sqlite_driver import OpenFile

MOUNTS = "/proc/self/mountinfo"
OTHERS = 0o077
OTHERS_WRITE = 0o022
STICKY = 0o1000
MB = 1_000_000
# Room for the diary twice, as an import needs it, and a little more.
TIMES, LEAST = 3, 20 * MB
OLDEST_DAYS = 7
SYNC_COPIES = "Keep it in another folder. Sync copies: tracker backup --to FOLDER"
BACK_UP = "Make one: tracker backup"
LOCK_THEM = "Lock them too: tracker lock"
AHEAD = (
    "See which: tracker restore {name} --dry-run. "
    "If the diary is right as it is, make a new copy: tracker backup"
)

# Whether it is well, what is said of it, and the next step when it is not.
Found = tuple[bool, str, str]


class Proven(NamedTuple):
    """Whose changes the diary holds with their digests, and the newest of each.

    ``heads`` is empty when the history is not whole.
    """

    seals: frozenset[tuple[str, str]]
    heads: dict[str, str]


class Surroundings(NamedTuple):
    """The diary's file, its folder of copies, how those are opened, what it holds."""

    path: str
    backups: str
    now: datetime
    copy_file: OpenFile
    proven: Proven


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
            f"See whose it is: ls -l {quote(place.path)}",
        )
    if file.st_mode & OTHERS:
        return False, "others can open the file", f"chmod 600 {quote(place.path)}"
    if _lets_write(folder.st_mode):
        return (
            False,
            "others can write to the folder",
            f"chmod 700 {quote(_folder_of(place))}",
        )
    amiss = _permissions_of_copies(place) or _plain_copies(place)
    return amiss or (True, "for you alone", "")


def _lets_write(mode: int) -> bool:
    return bool(mode & OTHERS_WRITE and not mode & STICKY)


def _permissions_of_copies(place: Surroundings) -> Found | None:
    """What is amiss with them; None when they are for their owner alone."""
    if not os.path.isdir(place.backups):
        return None
    mode = os.stat(place.backups).st_mode
    if _lets_write(mode) or (_is_own(place) and mode & OTHERS):
        said = "others can look into the folder of copies"
        return False, said, f"chmod 700 {quote(place.backups)}"
    for name in sorted(os.listdir(place.backups)):
        copy = os.path.join(place.backups, name)
        if read_copy_name(name) and os.stat(copy).st_mode & OTHERS:
            return False, f"others can open {name}", f"chmod 600 {quote(copy)}"
    return None


def _plain_copies(place: Surroundings) -> Found | None:
    """The copies that a lock has not reached; None where there are none."""
    if not (_is_own(place) and os.path.isdir(place.backups) and is_locked(place.path)):
        return None
    plain = [
        name
        for name in os.listdir(place.backups)
        if read_copy_name(name) and begins_plain(os.path.join(place.backups, name))
    ]
    if not plain:
        return None
    return False, f"{len(plain)} of the copies can be read by anybody", LOCK_THEM


def _is_own(place: Surroundings) -> bool:
    """Whether the folder of copies is the diary's own, and was made by us."""
    own = own_folder(os.path.realpath(place.path))
    return os.path.realpath(place.backups) == os.path.realpath(own)


def _folder_of(place: Surroundings) -> str:
    return os.path.dirname(os.path.realpath(place.path))


def _folder(place: Surroundings) -> Found:
    folder = _folder_of(place)
    program = synchronised_by(folder)
    if program:
        return False, f"{program} copies it, also while it is written", SYNC_COPIES
    mounts = _mounts()
    if not mounts:
        return False, "this computer keeps no list of its drives", ""
    kind = network_kind(folder, mounts)
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
    found = leftovers(place.path, place.backups)
    if not found:
        return True, "nothing beside the diary", ""
    named = ", ".join(name for name, _ in found)
    return False, f"left over: {named}", " ".join(advice for _, advice in found)


def _backup(place: Surroundings) -> Found:
    people = frozenset(person_id for person_id, _ in place.proven.seals)
    shared = not _is_own(place)
    newest = newest_copy(place.backups, people, place.copy_file, shared=shared)
    if newest is None:
        return False, "there is none", BACK_UP
    days = max(0, (place.now - newest.at).days)
    said = f"{days:,} days old" if days > 1 else "a day old" if days else "of today"
    if not newest.whole:
        why = "but not whole" if newest.read else "but it cannot be read"
        return False, f"{said}, {why}: {newest.name}", BACK_UP
    if shared and newest.unread:
        said = f"{said}; {newest.unread} newer cannot be read"
    return _measured(place, newest, said, days)


def _measured(place: Surroundings, newest: Newest, said: str, days: int) -> Found:
    """A whole copy, against what the diary holds now."""
    heads = place.proven.heads
    if heads and not place.proven.seals.issuperset(newest.heads):
        ahead = f"{said}; it holds steps that the diary does not"
        return False, ahead, AHEAD.format(name=newest.name)
    if heads and dict(newest.heads) == heads:
        return True, f"{said}; it holds everything", ""
    return days <= OLDEST_DAYS, said, BACK_UP

"""Copies of the diary: made by hand and once a day, listed, verified, rotated."""

import os
from datetime import datetime

from tracker.domain.backups import BY_HAND, DAILY, Copy, Keep, Rotation
from tracker.domain.values import NamedTuple
from tracker.errors import NotFound, UnusableFile
from tracker.store.backups import list_copies, make_copy, remove_old
from tracker.store.sqlite_driver import OpenFile

# What may go waits for others: to look through copies of a locked diary takes long.
AT_ONCE = 7


class BackedUp(NamedTuple):
    """A copy that was made and verified, and what went because of it."""

    copy: Copy
    rotation: Rotation


def back_up(
    path: str, folder: str, now: datetime, open_file: OpenFile, keep: Keep | None
) -> BackedUp:
    """A copy made by hand; older ones go only when it is said how many stay."""
    copy = make_copy(path, folder, BY_HAND, now, open_file)
    if keep is None:
        return BackedUp(copy, Rotation((), None))
    return BackedUp(copy, remove_old(folder, copy, keep, open_file, also_by_hand=True))


def back_up_daily(
    path: str, folder: str, now: datetime, open_file: OpenFile
) -> BackedUp:
    """The copy of the day; older ones that were made by themselves may go."""
    copy = make_copy(path, folder, DAILY, now, open_file)
    gone = remove_old(
        folder, copy, Keep(), open_file, also_by_hand=False, least=AT_ONCE
    )
    return BackedUp(copy, gone)


def copies_in(folder: str, open_file: OpenFile) -> list[Copy]:
    """The copies in a folder, the newest first."""
    return list_copies(folder, open_file)


def find_copy(file: str, folder: str) -> str:
    """The file, or the copy of that name in the folder; NotFound when there is none."""
    beside = os.path.join(folder, file)
    if not os.path.exists(file) and os.path.basename(file) == file:
        file = beside if os.path.exists(beside) else file
    if not os.path.exists(file):
        raise NotFound(f"There is no file {file}. The copies: tracker backup list")
    if not os.path.isfile(file):
        # A pipe or a device could keep us waiting for ever.
        raise UnusableFile(f"{file} is no ordinary file. Name a file.")
    return file

"""What will take the place of the diary: made beside it, proven whole, and synced."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.domain.backups import Contents
from tracker.store.backups import clear_away, opened
from tracker.store.contents import require_ours
from tracker.store.converting import convert
from tracker.store.copies import fill_verified
from tracker.store.disk import COMPANIONS, make_private, sync, temporary
from tracker.store.files import plain_file_errors
from tracker.store.header import is_locked
from tracker.store.locked import LockedFile
from tracker.store.proof import require_whole
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import (
    OpenFile,
    open_connection,
    open_plain,
    plain_errors,
)


@contextmanager
def making_beside(target: Path) -> Iterator[Path]:
    """An empty private file for what will be put in a place; gone afterwards.

    Where folders are missing it waits on the same disk, outside of them.
    """
    made = temporary(_nearest(target.parent) / target.name)
    with plain_file_errors(target, f"{target} cannot be restored"):
        make_private(made)
    try:
        with plain_file_errors(target, f"{target} cannot be restored"):
            now = made.stat().st_mtime
            clear_away(str(made.parent), target.name.__eq__, now)
        yield made
    finally:
        for ending in ("", *COMPANIONS):
            Path(f"{made}{ending}").unlink(missing_ok=True)


def _nearest(folder: Path) -> Path:
    """The folder, or the first around it that is there."""
    return next(each for each in (folder, *folder.parents) if os.path.lexists(each))


def fill_from_copy(made: Path, file: str, open_file: OpenFile) -> Contents:
    """What is in a copy, brought up to date and proven whole."""
    require_whole(file, open_file)
    # What comes of it is locked if the copy is, whatever the diary was.
    opener = open_file if is_locked(file) else open_plain
    with opened(file, open_file) as source:
        require_ours(source, file)
        fill_verified(source, file, made, opener)
    return finish(made, opener)


def finish(made: Path, open_file: OpenFile) -> Contents:
    """Bring a filled file up to date, prove it whole, and sync it."""
    upgrade(str(made), None, open_file)
    with plain_errors(str(made)):
        open_connection(str(made), open_file).close()
    held = require_whole(str(made), open_file)
    sync(made)
    return held


def lock_as(made: Path, key: LockedFile) -> None:
    """Lock what was made from a plain copy, and prove it once more."""
    convert(str(made), key, key)
    require_whole(str(made), key)

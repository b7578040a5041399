"""A verified copy put in the place of the diary: the old one or the new one is there.

A journal beside a file is taken for that file's own. So none stands beside the diary
when it is replaced, and none is removed before what it belongs to is kept elsewhere.
"""

import os
import sqlite3
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from tracker.domain.backups import Contents, Kept
from tracker.errors import UnusableFile
from tracker.store.aside import companions, move_remains, set_aside
from tracker.store.contents import contents_of, heads_of, require_sound
from tracker.store.copies import copy_before
from tracker.store.disk import (
    in_hand,
    make_folders,
    pen,
    put_in_place,
    require_same,
    sync_folder,
)
from tracker.store.files import plain_file_errors, refuse_link_to_nothing
from tracker.store.present import Damaged, damage, require_content, require_revision
from tracker.store.sqlite_driver import SENTENCES, OpenFile

BEFORE = "before-restore"
WRITTEN = (
    "was written to since you were asked. Nothing was changed; look again with the "
    "same command."
)


def target_of(path: str) -> Path:
    """The file behind a path; a link to nothing is refused."""
    refuse_link_to_nothing(Path(path))
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise UnusableFile(f"{path} {SENTENCES[sqlite3.SQLITE_CANTOPEN]}")
    return target


def put_back(
    made: Path,
    target: Path,
    present: Contents | None,
    now: datetime,
    open_file: OpenFile,
) -> Kept | None:
    """Put what was made in the place of the diary; where the one of before is.

    ``present`` is what it held when it was shown; None if it could not be read or was
    not there. UnusableFile when it holds something else by now.
    """
    with plain_file_errors(target, f"{target} cannot be restored"):
        if os.path.lexists(target):
            return _replace(made, target, present, now, open_file)
        make_folders(target.parent)
        move_remains(target, now)
        put_in_place(made, target)
        sync_folder(target.parent)
        return None


def _replace(
    made: Path,
    target: Path,
    present: Contents | None,
    now: datetime,
    open_file: OpenFile,
) -> Kept:
    with ExitStack() as stack:
        # Let go of last: closing it would drop the locks of the pen.
        handle = stack.enter_context(in_hand(target, os.O_RDONLY))
        try:
            with damage():
                kept = _keep_copy(stack, target, present, now, open_file)
        except Damaged:
            require_same(target, handle)
            kept = Kept(str(set_aside(target, now)), damaged=True)
        for beside in companions(target):
            beside.unlink()
        sync_folder(target.parent)
        # Only who holds no pen can have replaced it by now: never over that one.
        require_same(target, handle)
        os.replace(made, target)
        sync_folder(target.parent)
        return kept


def _keep_copy(
    stack: ExitStack,
    target: Path,
    present: Contents | None,
    now: datetime,
    open_file: OpenFile,
) -> Kept:
    """A verified copy of the diary; nobody else writes from now.

    Damage is found before a copy is tried: then the file itself has to be kept.
    """
    require_content(target)
    own = stack.enter_context(pen(target, open_file)).connection
    require_revision(own)
    contents_of(own, str(target))
    require_sound(own, str(target))
    if present is None or heads_of(own) != present.heads:
        raise UnusableFile(f"{target} {WRITTEN}")
    copy = copy_before(own, str(target), BEFORE, now, open_file)
    return Kept(str(copy), damaged=False)

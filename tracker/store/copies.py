"""A verified copy of the diary's file, made in one pass; found whole or not at all."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from tracker.domain.backups import copy_name
from tracker.errors import UnusableFile
from tracker.settings import backups_folder, own_folder
from tracker.store.contents import Unsound, heads_of, require_sound
from tracker.store.contents import count_rows as count_rows
from tracker.store.disk import MAKING as MAKING
from tracker.store.disk import (
    OWNER_FOLDER,
    put_in_place,
    sync,
    temporary,
)
from tracker.store.disk import make_private as make_private
from tracker.store.disk import sync_folder as sync_folder
from tracker.store.sqlite_driver import (
    OUR_MISTAKES,
    PRIMARY_CODE,
    DamagedRow,
    OpenFile,
    database_errors,
    open_plain,
    plain_errors,
)

MOST_AT_ONCE = 100
UNSOUND = (
    "could not be copied soundly, so nothing was written. It was left as it is; "
    "restore a backup: tracker backup list"
)
# Of two files that are open these can only be about the one that is read.
OF_SOURCE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class NoRoom(UnusableFile):
    """A folder, or the disk that it is on, took no copy."""

    def __init__(self, file: str, folder: str, number: int | None) -> None:
        super().__init__(
            f"{file} could not be copied into {folder}: {os.strerror(number or 0)}. "
            "Make room there, or name another folder with TRACKER_BACKUPS, then try "
            "again."
        )


def copy_verified(
    file: str,
    why: str,
    now: datetime,
    open_file: OpenFile = open_plain,
    folder: str | None = None,
) -> Path:
    """A private, sound and synced copy in the folder of copies, named after why.

    It may be made inside a transaction that has written nothing yet. A copy that has
    to be made goes beside the diary when the chosen folder cannot be used; with
    ``folder`` it goes there or nowhere. UnusableFile when it cannot be made; then
    nothing is left behind.
    """
    with plain_errors(file), closing(open_file(file, "rw")) as source:
        if folder is not None:
            return copy_from(source, file, folder, copy_name(now, why), open_file)
        return copy_before(source, file, why, now, open_file)


def copy_before(
    source: sqlite3.Connection,
    file: str,
    why: str,
    now: datetime,
    open_file: OpenFile = open_plain,
) -> Path:
    """The copy that has to be made before something large, from an open diary."""
    chosen, own = backups_folder(file), own_folder(file)
    name = copy_name(now, why)
    if os.path.realpath(chosen) != own:
        with suppress(NoRoom, Unsound):
            return copy_from(source, file, chosen, name, open_file)
    return copy_from(source, file, own, name, open_file)


def copy_from(
    source: sqlite3.Connection,
    file: str,
    folder: str,
    name: str,
    open_file: OpenFile = open_plain,
) -> Path:
    """A copy of an open diary in a folder, under that name or with a number behind.

    NoRoom when the folder or its disk is why there is none.
    """
    making = temporary(Path(folder, name))
    try:
        make_folder(folder)
        make_private(making)
        try:
            with plain_errors(file):
                fill_verified(source, file, making, open_file)
            copy = _name(making, Path(folder, name))
            sync_folder(Path(folder))
        finally:
            making.unlink(missing_ok=True)
    except OSError as error:
        raise NoRoom(file, folder, error.errno) from None
    return copy


def make_folder(folder: str) -> None:
    """A private folder, if there is none; its parent has to be there."""
    try:
        os.mkdir(folder, OWNER_FOLDER)
        sync_folder(Path(folder).parent)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise


def fill_verified(
    source: sqlite3.Connection,
    file: str,
    copy: Path,
    open_file: OpenFile = open_plain,
) -> None:
    """Copy an open diary into an empty file, compare the two, and sync the copy.

    It becomes locked if the diary is. OSError when it is the copy that the disk does
    not take.
    """
    # One snapshot for the copy and for what it is compared with.
    opened = not source.in_transaction
    if opened:
        source.execute("BEGIN")
    try:
        # It begins with the first read, which waits for others; until then somebody
        # else may write, and a backup itself would wait for ever.
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with (
            _target_errors(source),
            closing(_like(source, open_file)(str(copy), "rw")) as target,
        ):
            target.execute("PRAGMA journal_mode=MEMORY")
            source.backup(target)
            _compare(source, target, file)
    finally:
        if opened and source.in_transaction:
            source.execute("ROLLBACK")
    sync(copy)


def _like(source: sqlite3.Connection, open_file: OpenFile) -> OpenFile:
    """How an empty file is opened that becomes what the source is."""
    return open_plain if isinstance(source, sqlite3.Connection) else open_file


@contextmanager
def _target_errors(source: sqlite3.Connection) -> Iterator[None]:
    """SQLite does not say of which file an error is: the copy's while ours is sound."""
    try:
        yield
    except database_errors() as error:
        code = getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE
        ours = type(error).__name__ in OUR_MISTAKES or code in OF_SOURCE
        if ours or not _is_sound(source):
            raise
        number = errno.ENOSPC if code == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(number, os.strerror(number)) from None


def _is_sound(source: sqlite3.Connection) -> bool:
    try:
        require_sound(source, "")
    except (Unsound, DamagedRow):
        return False
    except database_errors():
        return False
    return True


def _compare(source: sqlite3.Connection, target: sqlite3.Connection, file: str) -> None:
    unsound = f"{file} {UNSOUND}"
    require_sound(target, unsound)
    same = count_rows(source) == count_rows(target)
    if not same or heads_of(source) != heads_of(target):
        raise Unsound(unsound)


def _name(made: Path, wanted: Path) -> Path:
    """Put it under its name, or that name with a number where one is there."""
    for number in range(1, MOST_AT_ONCE + 1):
        several = f"-{number}" if number > 1 else ""
        path = wanted.with_name(f"{wanted.stem}{several}{wanted.suffix}")
        with suppress(FileExistsError):
            put_in_place(made, path)
            return path
    raise UnusableFile(
        f"There are {MOST_AT_ONCE} copies of this second in {wanted.parent}. Try again."
    )

"""A verified copy of the diary's file, made in one pass; found whole or not at all."""

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
from tracker.store.sqlite_driver import OpenFile, open_plain, plain_errors

OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700
MOST_AT_ONCE = 100
MAKING = ".making"
UNSOUND = (
    "could not be copied soundly, so nothing was written. It was left as it is; "
    "restore a backup: tracker backup list"
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
    with _told(file), plain_errors(file), closing(open_file(file, "rw")) as source:
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
    with _told(file):
        if chosen != own:
            with suppress(OSError):
                return copy_from(source, file, chosen, copy_name(now, why), open_file)
        return copy_from(source, file, own, copy_name(now, why), open_file)


@contextmanager
def _told(file: str) -> Iterator[None]:
    """The system's own errors in one sentence."""
    try:
        yield
    except OSError as error:
        raise UnusableFile(
            f"{file} could not be copied: {os.strerror(error.errno or 0)}. "
            "Nothing was written; make room for copies, or name another folder with "
            "TRACKER_BACKUPS, then try again."
        ) from None


def copy_from(
    source: sqlite3.Connection,
    file: str,
    folder: str,
    name: str,
    open_file: OpenFile = open_plain,
) -> Path:
    """A copy of an open diary in a folder, under that name or with a number behind."""
    make_folder(folder)
    making = Path(folder, f".{name}.{os.urandom(4).hex()}{MAKING}")
    make_private(making)
    try:
        with plain_errors(file):
            fill_verified(source, file, making, open_file)
        copy = _name(making, Path(folder, name))
        sync_folder(Path(folder))
    finally:
        making.unlink(missing_ok=True)
    return copy


def make_folder(folder: str) -> None:
    """A private folder, if there is none; its parent has to be there."""
    try:
        os.mkdir(folder, OWNER_FOLDER)
        sync_folder(Path(folder).parent)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise


def make_private(path: Path) -> None:
    """An empty file for its owner alone; FileExistsError when something is there."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, OWNER_ONLY))


def fill_verified(
    source: sqlite3.Connection,
    file: str,
    copy: Path,
    open_file: OpenFile = open_plain,
) -> None:
    """Copy an open diary into an empty file, compare the two, and sync the copy."""
    with closing(open_file(str(copy), "rw")) as target:
        target.execute("PRAGMA journal_mode=MEMORY")
        # One snapshot for the copy and for what it is compared with.
        opened = not source.in_transaction
        if opened:
            source.execute("BEGIN")
        # It begins with the first read, which waits for others; until then somebody
        # else may write, and a backup itself would wait for ever.
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        try:
            source.backup(target)
            _compare(source, target, file)
        finally:
            if opened and source.in_transaction:
                source.execute("ROLLBACK")
    sync(copy)


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


def put_in_place(made: Path, path: Path) -> None:
    """Under its name at once and never over another; some disks know no links."""
    try:
        os.link(made, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        make_private(path)
        os.replace(made, path)


def sync(path: Path) -> None:
    """Wait until the disk has it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make a new name last, where a folder can be synced."""
    if os.name == "posix":
        sync(folder)

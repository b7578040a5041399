"""A verified copy of the diary's file beside it, before something large is written."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tracker.errors import UnusableFile
from tracker.store.sqlite_driver import OpenFile, open_plain, plain_errors

OWNER_ONLY = 0o600
MOST_AT_ONCE = 100
UNSOUND = (
    "could not be copied soundly, so nothing was written. It was left as it is; "
    "restore a backup."
)


def copy_verified(
    file: str, why: str, now: datetime, open_file: OpenFile = open_plain
) -> Path:
    """A private, sound and synced copy, named after the reason and the time in UTC.

    It may be made inside a transaction that has written nothing yet. UnusableFile when
    it cannot be made; then nothing is left behind.
    """
    path = Path(file)
    try:
        copy = _make_numbered(path, f"{path.name}.{why}-{now:%Y%m%dT%H%M%SZ}")
        with plain_errors(file):
            fill_verified(path, copy, UNSOUND, open_file)
    except OSError as error:
        raise UnusableFile(
            f"{path} could not be copied first: {os.strerror(error.errno or 0)}. "
            "Nothing was written; make room beside it, then try again."
        ) from None
    return copy


def make_private(path: Path) -> None:
    """An empty file for its owner alone; FileExistsError when something is there."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, OWNER_ONLY))


def _make_numbered(path: Path, stem: str) -> Path:
    """An empty file of that name; with a number behind it where one is there."""
    for number in range(1, MOST_AT_ONCE + 1):
        name = f"{stem}-{number}.sqlite" if number > 1 else f"{stem}.sqlite"
        copy = path.with_name(name)
        try:
            make_private(copy)
        except FileExistsError:
            continue
        return copy
    raise UnusableFile(
        f"There are {MOST_AT_ONCE} copies of this second beside {path}. Try again."
    )


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; an older diary may have fewer tables than ours."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables.fetchall()
    }


def fill_verified(
    path: Path, copy: Path, unsound: str, open_file: OpenFile = open_plain
) -> None:
    """Copy a diary into an empty file, check it and sync it; else remove the file.

    ``unsound`` says what came of it when the two are not the same.
    """
    try:
        _fill(path, copy, unsound, open_file)
        _sync(copy)
        sync_folder(copy.parent)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _fill(path: Path, copy: Path, unsound: str, open_file: OpenFile) -> None:
    with (
        closing(open_file(str(path), "ro")) as source,
        closing(open_file(str(copy), "rw")) as target,
    ):
        # One snapshot for the copy and for what it is compared with.
        source.execute("BEGIN")
        source.backup(target)
        sound = target.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if not sound or count_rows(source) != count_rows(target):
            raise UnusableFile(f"{path} {unsound}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make a new name last, where a folder can be synced."""
    if os.name == "posix":
        _sync(folder)

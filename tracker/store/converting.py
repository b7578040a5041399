"""A diary's file made anew as a locked or a plain one; there is always a whole one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path

from tracker.errors import UnusableFile
from tracker.store.disk import (
    COMPANIONS,
    LOCKING,
    in_hand,
    make_private,
    pen,
    require_same,
    sync_folder,
    temporary,
    temporary_of,
)
from tracker.store.header import is_locked
from tracker.store.locked import LockedFile, open_unlocked
from tracker.store.sqlite_driver import OpenFile, file_uri, plain_errors

JOURNAL = COMPANIONS[0]
AT_ONCE = 1 << 20
KEPT_PRAGMAS = ("application_id", "user_version")
# A row for every page that was not written by whoever knows the passphrase.
DECRYPTED = "PRAGMA cipher_integrity_check"
UNSOUND = (
    "could not be written anew soundly. It was left as it is; look at it with: "
    "tracker verify"
)


def convert(file: str, opened: OpenFile, locked: LockedFile | None) -> bool:
    """Make a diary or a copy of one anew, locked that way, or plain with None.

    ``opened`` opens the file if it is locked now. Whether what the file held before was
    overwritten on the disk: it is not while the file has another name. UnusableFile
    when it cannot be done; then the file is as it was.
    """
    path = Path(os.path.realpath(file))
    opener = opened if is_locked(str(path)) else open_unlocked
    made = temporary(path, LOCKING)
    with _plain_errors(file), pen(path, opener) as (connection, handle):
        _remove_remains(path)
        try:
            _fill(connection, made, locked)
            _require_same_contents(connection, made, locked)
            _put_in_place(path, made, handle)
        finally:
            made.unlink(missing_ok=True)
        return _overwrite(path, handle)


@contextmanager
def _plain_errors(file: str) -> Iterator[None]:
    try:
        with plain_errors(file):
            yield
    except OSError as error:
        raise UnusableFile(
            f"{file} could not be written anew: {os.strerror(error.errno or 0)}. "
            "It was left as it is; make room beside it, then try again."
        ) from None


def _remove_remains(path: Path) -> None:
    """A journal that nothing waits for would be taken for the new file's own.

    What an earlier try left half-made goes too: nobody else has the pen now.
    """
    for name in os.listdir(path.parent):
        half_made = temporary_of(name) == path.name and LOCKING in name
        if name == path.name + JOURNAL or half_made:
            _remove(path.with_name(name))


def throw_away(remains: str) -> None:
    """Remove a file, and overwrite it when that was its last name; never a link."""
    with _plain_errors(remains):
        _remove(Path(remains))


def _remove(remains: Path) -> None:
    if remains.is_symlink() or not remains.is_file():
        return
    with in_hand(remains) as handle:
        remains.unlink()
        if os.fstat(handle).st_nlink == 0:
            _zero(handle)


def _fill(source: sqlite3.Connection, made: Path, locked: LockedFile | None) -> None:
    make_private(made)
    where = f"{file_uri(str(made))}?mode=rw"
    if locked is None:
        source.execute("ATTACH DATABASE ? AS fresh KEY ''", [where])
    else:
        locked.attach(source, where, "fresh")
    # Nobody reads it before it is whole and synced.
    source.execute("PRAGMA fresh.journal_mode=OFF")
    source.execute("PRAGMA fresh.synchronous=OFF")
    source.execute("BEGIN EXCLUSIVE")
    source.execute("SELECT sqlcipher_export('fresh', 'main')")
    for name in KEPT_PRAGMAS:
        kept = source.execute(f"PRAGMA main.{name}").fetchone()[0]
        source.execute(f"PRAGMA fresh.{name}={int(kept)}")
    source.execute("COMMIT")
    source.execute("DETACH DATABASE fresh")


def _require_same_contents(
    source: sqlite3.Connection, made: Path, locked: LockedFile | None
) -> None:
    """Read it as everybody will, and compare; UnusableFile when anything differs.

    A passphrase that does not open what it is to lock is found here.
    """
    with closing((locked or open_unlocked)(str(made), "ro")) as fresh:
        whole = fresh.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if locked is not None:
            whole = whole and not fresh.execute(DECRYPTED).fetchall()
        whole = whole and _forms(fresh) == _forms(source) and _same_rows(source, fresh)
    if not (whole and is_locked(str(made)) == (locked is not None)):
        raise UnusableFile(f"{temporary_of(made.name)} {UNSOUND}")


def _forms(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What a file says of itself, and how its tables were made."""
    tables = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    kept = [connection.execute(f"PRAGMA {name}").fetchone() for name in KEPT_PRAGMAS]
    return kept, connection.execute(tables).fetchall()


def _same_rows(one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    """Whether every row of every table is the same, types too: so is every replay."""
    names = one.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    texts = [f'SELECT * FROM "{name}"' for (name,) in names.fetchall()]
    pairs = (zip_longest(one.execute(t), other.execute(t)) for t in texts)
    return all(repr(row) == repr(same) for table in pairs for row, same in table)


def _put_in_place(path: Path, made: Path, before: int) -> None:
    """Under its name at once, for the same owner, and whole on the disk before that."""
    owner = os.fstat(before)
    with in_hand(made) as handle:
        if hasattr(os, "fchown") and os.fstat(handle).st_uid != owner.st_uid:
            os.fchown(handle, owner.st_uid, owner.st_gid)
        os.fsync(handle)
    require_same(path, before)
    os.replace(made, path)


def _overwrite(path: Path, before: int) -> bool:
    """Whether zeros stand where the file stood; one with another name stays whole.

    Only once the new name is on the disk: a power cut must not bring back the old one.
    """
    try:
        sync_folder(path.parent)
        if os.fstat(before).st_nlink > 0:
            return False
        _zero(before)
    except OSError:
        return False
    return True


def _zero(handle: int) -> None:
    left = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(handle, bytes(min(left, AT_ONCE)))
    os.fsync(handle)
    os.ftruncate(handle, 0)

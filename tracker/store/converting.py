"""A diary's file made anew as a locked or a plain one; there is always a whole one."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tracker.errors import UnusableFile
from tracker.store import copies
from tracker.store.contents import count_rows, heads_of
from tracker.store.copies import make_private, sync_folder
from tracker.store.header import is_locked
from tracker.store.locked import LockedFile, open_unlocked
from tracker.store.sqlite_driver import (
    SENTENCES,
    OpenFile,
    file_uri,
    open_connection,
    plain_errors,
)

MAKING = ".locking"
JOURNAL = "-journal"
COMPANIONS = (JOURNAL, "-wal", "-shm")
# How copies were named that an earlier program made beside a diary.
OLDER = ".before-"
AT_ONCE = 1 << 20
KEPT_PRAGMAS = ("application_id", "user_version")
# A row for every page that was not written by whoever knows the passphrase.
DECRYPTED = "PRAGMA cipher_integrity_check"
UNSOUND = (
    "could not be written anew soundly. It was left as it is; look at it with: "
    "tracker verify"
)
REPLACED = "was replaced by another program meanwhile. It was left as it is; try again."


def convert(file: str, opened: OpenFile, locked: LockedFile | None) -> bool:
    """Make a diary or a copy of one anew, locked that way, or plain with None.

    ``opened`` opens the file if it is locked now. Whether what the file held before was
    overwritten on the disk: it is not while the file has another name. UnusableFile
    when it cannot be done; then the file is as it was.
    """
    path = Path(os.path.realpath(file))
    opener = opened if is_locked(str(path)) else open_unlocked
    made = path.with_name(f".{path.name}.{os.urandom(8).hex()}{MAKING}")
    with _plain_errors(file), ExitStack() as stack:
        # Let go of last: closing it would drop the locks of the pen.
        before = stack.enter_context(_handle(path))
        pen = stack.enter_context(_pen(path, opener, before))
        _remove_remains(path)
        stack.callback(made.unlink, missing_ok=True)
        _fill(pen, made, locked)
        _require_same(pen, made, locked)
        _put_in_place(path, made, before)
        return _overwrite(path, before)


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


@contextmanager
def _handle(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _pen(path: Path, opener: OpenFile, before: int) -> Iterator[sqlite3.Connection]:
    """The only connection: kept out are writers and readers, past every commit."""
    with closing(open_connection(str(path), opener)) as pen:
        pen.execute("PRAGMA temp_store=MEMORY")
        pen.execute("PRAGMA main.locking_mode=EXCLUSIVE")
        pen.execute("BEGIN EXCLUSIVE")
        pen.execute("COMMIT")
        if pen.execute("PRAGMA journal_mode").fetchone() != ("delete",):
            raise UnusableFile(f"{path} {SENTENCES[sqlite3.SQLITE_BUSY]}")
        if not os.path.samestat(os.fstat(before), path.stat()):
            raise UnusableFile(f"{path} {REPLACED}")
        yield pen


def _remove_remains(path: Path) -> None:
    """A journal that nothing waits for would be taken for the new file's own.

    What an earlier try left half-made goes too.
    """
    journal, begin = path.name + JOURNAL, f".{path.name}."
    for name in os.listdir(path.parent):
        if name == journal or (name.startswith(begin) and name.endswith(MAKING)):
            _remove(path.with_name(name))


def copies_of(diary: str, folders: Iterable[str]) -> list[str]:
    """The files in the folders of copies, and the older copies beside the diary."""
    path = Path(os.path.realpath(diary))
    found = [
        each
        for each in path.parent.iterdir()
        if each.name.startswith(f"{path.name}{OLDER}")
    ]
    for folder in filter(os.path.isdir, folders):
        found += Path(folder).iterdir()
    files = (each for each in found if each.is_file() and each != path)
    return sorted(str(each) for each in files if not each.name.endswith(COMPANIONS))


def clear_half_made(folder: str) -> None:
    """Remove from a folder of copies what was never finished; it may be readable."""
    with _plain_errors(folder):
        for name in os.listdir(folder) if os.path.isdir(folder) else ():
            if name.startswith(".") and name.endswith((MAKING, copies.MAKING)):
                _remove(Path(folder, name))


def _remove(remains: Path) -> None:
    if remains.is_symlink() or not remains.is_file():
        return
    with _handle(remains) as handle:
        remains.unlink()
        if os.fstat(handle).st_nlink == 0:
            _zero(handle)


def _fill(pen: sqlite3.Connection, made: Path, locked: LockedFile | None) -> None:
    make_private(made)
    where = f"{file_uri(str(made))}?mode=rw"
    if locked is None:
        pen.execute("ATTACH DATABASE ? AS fresh KEY ''", [where])
    else:
        locked.attach(pen, where, "fresh")
    # Nobody reads it before it is whole and synced.
    pen.execute("PRAGMA fresh.journal_mode=OFF")
    pen.execute("PRAGMA fresh.synchronous=OFF")
    pen.execute("BEGIN EXCLUSIVE")
    pen.execute("SELECT sqlcipher_export('fresh', 'main')")
    for name in KEPT_PRAGMAS:
        kept = pen.execute(f"PRAGMA main.{name}").fetchone()[0]
        pen.execute(f"PRAGMA fresh.{name}={int(kept)}")
    pen.execute("COMMIT")
    pen.execute("DETACH DATABASE fresh")


def _require_same(
    pen: sqlite3.Connection, made: Path, locked: LockedFile | None
) -> None:
    """Read it as everybody will, and compare; UnusableFile when anything differs."""
    with closing((locked or open_unlocked)(str(made), "ro")) as fresh:
        whole = fresh.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if locked is not None:
            whole = whole and not fresh.execute(DECRYPTED).fetchall()
        same = _contents(fresh) == _contents(pen)
    if not (whole and same and is_locked(str(made)) == (locked is not None)):
        raise UnusableFile(f"{made.name} {UNSOUND}")


def _contents(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What has to be the same: schema, rows, the newest change of each person."""
    tables = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    kept = [connection.execute(f"PRAGMA {name}").fetchone() for name in KEPT_PRAGMAS]
    schema = connection.execute(tables).fetchall()
    return kept, schema, count_rows(connection), heads_of(connection)


def _put_in_place(path: Path, made: Path, before: int) -> None:
    """Under its name at once, for the same owner, and whole on the disk before that."""
    owner = os.fstat(before)
    with _handle(made) as handle:
        if hasattr(os, "fchown") and os.fstat(handle).st_uid != owner.st_uid:
            os.fchown(handle, owner.st_uid, owner.st_gid)
        os.fsync(handle)
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

"""Files on a disk: private, whole under their name or not there; the only pen."""

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.store.sqlite_driver import SENTENCES, OpenFile, open_connection

OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700
# Files that SQLite makes beside a diary, and takes for its own.
COMPANIONS = ("-journal", "-wal", "-shm")
MAKING = ".making"
LOCKING = ".locking"
# What file systems without hard links say, such as those of memory sticks.
NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
# As `temporary` names them; anything else is somebody's own.
_TEMPORARY = re.compile(
    r"\.(?P<of>.+)\.(?:[0-9a-f]{8}|[0-9a-f]{16})\.(?:making|locking)"
    r"(?:-journal|-wal|-shm)?",
    re.DOTALL,
)
REPLACED = "was replaced by another program meanwhile. It was left as it is; try again."


def temporary(path: Path, ending: str = MAKING) -> Path:
    """A name beside a file for what will take its place, never given out before."""
    return path.with_name(f".{path.name}.{os.urandom(8).hex()}{ending}")


def temporary_of(name: str) -> str | None:
    """The name of the file that a temporary of ours was for; None for other names."""
    found = _TEMPORARY.fullmatch(name)
    if found is None:
        return None
    # One that was locked before it took its place was for another one.
    return temporary_of(found["of"]) or found["of"]


def make_private(path: Path) -> None:
    """An empty file for its owner alone; FileExistsError when something is there."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, OWNER_ONLY))


def make_folders(folder: Path) -> None:
    """A private folder and those around it, as far as they are not there."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
    for each in new:
        sync_folder(each.parent)


def put_in_place(made: Path, path: Path) -> None:
    """Under its name at once and never over another; some disks know no links."""
    try:
        os.link(made, path, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _take_then_fill(made, path)


def _take_then_fill(made: Path, path: Path) -> None:
    """The name first, then all of it in one step; the name is given back if not."""
    make_private(path)
    try:
        os.replace(made, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Wait until the disk has a file; Windows does so only for who may write."""
    _sync(path, os.O_RDWR)


def sync_folder(folder: Path) -> None:
    """Make a new name last, where a folder can be synced."""
    if os.name == "posix":
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def in_hand(path: Path, flags: int = os.O_RDWR) -> Iterator[int]:
    """A handle of the file that has the name now.

    It has to be let go of after every connection to that file: closing it drops the
    locks that this process holds there.
    """
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    try:
        yield handle
    finally:
        os.close(handle)


def require_same(path: Path, handle: int) -> None:
    """UnusableFile when another file has the name by now."""
    try:
        same = os.path.samestat(os.fstat(handle), os.lstat(path))
    except FileNotFoundError:
        same = False
    if not same:
        raise UnusableFile(f"{path} {REPLACED}")


class Pen(NamedTuple):
    """The only connection to a file, and a handle of that file."""

    connection: sqlite3.Connection
    handle: int


@contextmanager
def pen(path: Path, open_file: OpenFile) -> Iterator[Pen]:
    """The only pen on the file that has the name now; ``path`` is no link.

    Kept out are writers and readers, past every commit, and no journal is left. Ask
    `require_same` once more before the name is given to another file.
    """
    with in_hand(path) as handle, closing(open_connection(str(path), open_file)) as own:
        own.execute("PRAGMA temp_store=MEMORY")
        # The lock without a transaction that writes: a backup waits for its end.
        own.execute("PRAGMA main.locking_mode=EXCLUSIVE")
        own.execute("BEGIN EXCLUSIVE")
        own.execute("COMMIT")
        if own.execute("PRAGMA journal_mode").fetchone() != ("delete",):
            raise UnusableFile(f"{path} {SENTENCES[sqlite3.SQLITE_BUSY]}")
        # It was opened by its name: somebody may have replaced it before the lock.
        require_same(path, handle)
        yield Pen(own, handle)

"""Plain or locked: a file is told by its first bytes, and opened the way it needs."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing

from tracker.errors import UnusableFile
from tracker.store.sqlite_driver import PRIMARY_CODE, OpenFile, file_uri, open_plain

PLAIN = b"SQLite format 3\0"
SECTOR = 512

# From the path and mode of a locked file: how such files are opened, and that file.
Unlock = Callable[[str, str], tuple[OpenFile, sqlite3.Connection]]


def is_locked(path: str) -> bool:
    """Whether a file can be a locked diary; nothing of it is decrypted.

    SQLite looks first: to close a plain diary in any other way would drop the locks
    that this process holds on it (POSIX locks go with the first file that is closed,
    whoever opened it). What is no plain one is opened and closed, so the locks of this
    process on a locked diary are gone afterwards: never ask while one is written in.
    """
    if _reads_plain(path):
        return False
    size, first = _beginning(path)
    return size > 0 and size % SECTOR == 0 and first != PLAIN and any(first)


def begins_plain(path: str) -> bool:
    """Whether a file that no SQLite of ours has open begins as a plain one."""
    return _beginning(path)[1] == PLAIN


def _reads_plain(path: str) -> bool:
    """Whether SQLite knows the header; no lock and no journal is looked at."""
    address = f"{file_uri(path)}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        return bool(code & PRIMARY_CODE != sqlite3.SQLITE_NOTADB)
    except ValueError:
        return False
    return True


def _beginning(path: str) -> tuple[int, bytes]:
    """The size, and the first bytes; nothing of a file that cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except (OSError, ValueError):
        return 0, b""
    try:
        return os.fstat(handle).st_size, os.read(handle, len(PLAIN))
    except OSError:
        return 0, b""
    finally:
        os.close(handle)


class EitherFile:
    """Opens plain and locked files; a passphrase is got when the first needs it.

    A new file becomes what the diary is.
    """

    def __init__(self, unlock: Unlock) -> None:
        self._unlock = unlock
        self.opener: OpenFile | None = None
        # By the name too: a temporary's number goes to the next file that is made.
        self._known: dict[tuple[str, int, int], bool] = {}

    def __call__(self, path: str, mode: str) -> sqlite3.Connection:
        """A connection to the file; UnusableFile without the right passphrase."""
        if not self.locked(path):
            return open_plain(path, mode)
        if self.opener is None:
            self.opener, connection = self._unlock(path, mode)
            return connection
        return self.opener(path, mode)

    def unasked(self, path: str, mode: str) -> sqlite3.Connection:
        """The same, but nobody is asked: for copies that are only looked through."""
        if self.waits(path):
            raise UnusableFile(
                f"{path} is locked, or damaged, and no passphrase was typed."
            )
        return self(path, mode)

    def waits(self, path: str) -> bool:
        """Whether nothing can be read before a passphrase is got."""
        return self.opener is None and self.locked(path)

    def locked(self, path: str) -> bool:
        """Whether that file is locked, or will be; each file is looked at once."""
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return self.opener is not None
        file = (os.path.realpath(path), found.st_dev, found.st_ino)
        if file not in self._known:
            empty = found.st_size == 0
            self._known[file] = self.opener is not None if empty else is_locked(path)
        return self._known[file]

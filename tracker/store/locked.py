"""Locked diaries: opened by SQLCipher with a passphrase, never taken for plain ones."""

import sqlite3
import sys
from contextlib import closing
from shlex import quote
from typing import Any

from tracker.errors import UnusableFile
from tracker.store.sqlite_driver import BUSY_SECONDS, PRIMARY_CODE, file_uri

try:
    from sqlcipher3 import dbapi2 as _cipher
except ImportError:
    cipher: Any = None
else:
    cipher = _cipher

# SQLCipher's own figures of version 4, said here so that a later library keeps them.
COMPATIBILITY = 4
WORK = 256_000
WITHOUT = (
    "Locked diaries need one more part. Install it with: "
    f"{quote(sys.executable)} -m pip install sqlcipher3"
)

# Nobody can tell a locked file from one whose first bytes are damaged.
EITHER = "is locked, or damaged. If it never was locked: tracker backup list"


class NotUnlocked(UnusableFile):
    """Another passphrase, or a damaged file: nobody can tell the two apart."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was not opened: the passphrase is another one, or the file is "
            "damaged. It was left as it is. Try the passphrase again. If you are sure "
            "of it, or it never was locked: tracker backup list"
        )


def require_library(path: str | None = None) -> None:
    """UnusableFile with the line that installs it, where SQLCipher is missing.

    With ``path`` it was needed to open that file, which is locked or damaged.
    """
    if cipher is None:
        raise UnusableFile(WITHOUT if path is None else f"{path} {EITHER}. {WITHOUT}")


class LockedFile:
    """How files locked with one passphrase are opened; an empty one becomes locked."""

    def __init__(self, passphrase: str) -> None:
        self._quoted = passphrase.replace("'", "''")

    def __call__(self, path: str, mode: str) -> sqlite3.Connection:
        """A connection to the file; NotUnlocked when it cannot be decrypted."""
        connection = _connect(path, f"mode={mode}")
        try:
            self.set_on(connection, "main")
            _require_locked(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection

    def attach(self, connection: sqlite3.Connection, where: str, name: str) -> None:
        """Have another file, that becomes locked, in the same connection."""
        connection.execute(f"ATTACH DATABASE ? AS {name} KEY '{self._quoted}'", [where])
        self.set_on(connection, name)

    def set_on(self, connection: sqlite3.Connection, name: str) -> None:
        """Say how that one of the connection's files is locked."""
        connection.execute(f"PRAGMA {name}.key='{self._quoted}'")
        connection.execute(f"PRAGMA {name}.cipher_compatibility={COMPATIBILITY}")
        connection.execute(f"PRAGMA {name}.kdf_iter={WORK}")


def open_locked(passphrase: str) -> LockedFile:
    """How the diaries of a person who knows that passphrase are opened."""
    return LockedFile(passphrase)


def open_unlocked(path: str, mode: str) -> sqlite3.Connection:
    """A plain file, by the same library: it takes care of its own locks only."""
    return _connect(path, f"mode={mode}")


def _connect(path: str, query: str) -> sqlite3.Connection:
    require_library()
    connection: sqlite3.Connection = cipher.connect(
        f"{file_uri(path)}?{query}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    # Else the library writes its own lines to standard error.
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def _require_locked(connection: sqlite3.Connection, path: str) -> None:
    """That it was decrypted, by a library that does so, from a file that is not plain.

    A library that knows no keys takes one without a word and writes plain files.
    """
    if not connection.execute("PRAGMA cipher_version").fetchall():
        raise UnusableFile(WITHOUT)
    try:
        connection.execute("PRAGMA application_id").fetchone()
    except cipher.Error as error:
        if is_no_database(error):
            raise NotUnlocked(path) from None
        raise
    if _size(connection) and not _is_unreadable(path):
        raise UnusableFile(f"{path} is not locked. It was left as it is.")


def _size(connection: sqlite3.Connection) -> int:
    """How many pages the file has."""
    pages: int = connection.execute("PRAGMA page_count").fetchone()[0]
    return pages


def _is_unreadable(path: str) -> bool:
    """Whether it has no plain header, looked at without letting go of any lock."""
    with closing(_connect(path, "mode=ro&immutable=1")) as connection:
        try:
            connection.execute("PRAGMA application_id").fetchone()
        except cipher.Error as error:
            return is_no_database(error)
    return False


def is_no_database(error: Exception) -> bool:
    """Whether the library could make nothing of a file's first page."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & PRIMARY_CODE == sqlite3.SQLITE_NOTADB

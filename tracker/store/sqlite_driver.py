"""The compiled statements on the standard library's sqlite3, every BEGIN our own."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from typing import Any

from tracker import __version__
from tracker.errors import UnusableFile
from tracker.store.compiled import HEAD, REVISIONS, SQL

BUSY_SECONDS = 30
HURRIED_SECONDS = 3
ROWS_AT_ONCE = 500
APPLICATION_ID = 0x54524B52
PART = 1000
PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)

Row = dict[str, Any]
# How a file is opened: its path and "rw", "ro" or "rwc". Nothing is checked yet.
OpenFile = Callable[[str, str], sqlite3.Connection]


class DamagedRow(Exception):
    """A stored value that nothing of ours wrote; perhaps why, never the value."""


class _StoredRow(Row):
    """A row; a damaged schema may have renamed a column."""

    def __missing__(self, name: str) -> Any:
        raise DamagedRow


def _sound(found: sqlite3.Cursor) -> list[tuple[Any, ...]]:
    """Rows without a blob; we write none, so one is damage."""
    rows = found.fetchall()
    if any(bytes in map(type, row) for row in rows):
        raise DamagedRow
    return rows


def file_uri(path: str) -> str:
    """The path as an SQLite URI, whatever characters it holds."""
    if path.startswith("//"):  # else SQLite takes the first folder for a machine
        path = f"/{path.lstrip('/')}"
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{escaped}"


def open_plain(path: str, mode: str) -> sqlite3.Connection:
    """The file as SQLite opens it, every BEGIN our own."""
    if os.path.exists(path) and not os.path.isfile(path):
        # A pipe or a device could keep us waiting for ever.
        raise UnusableFile(f"{path} {SENTENCES[sqlite3.SQLITE_CANTOPEN]}")
    return sqlite3.connect(
        f"{file_uri(path)}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )


def open_connection(path: str, open_file: OpenFile = open_plain) -> sqlite3.Connection:
    """A connection to an existing diary; never creates one, never touches another."""
    connection = open_file(path, "rw")
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: str) -> None:
    """Ask whose file it is first: setting the journal mode may write to it."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UnusableFile(f"{path} is not a tracker diary. {ELSEWHERE}")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def version_number(version: str) -> int:
    """A version as a file keeps it in its `user_version`: 1.2.3 is 1002003."""
    major, minor, patch = (int(part) for part in version.split(".")[:3])
    return (major * PART + minor) * PART + patch


def revision_of(connection: sqlite3.Connection, path: str) -> str:
    """The file's schema revision; UnusableFile when it is not one we know."""
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    if len(rows) != 1:
        raise UnusableFile(f"{path} {SENTENCES[sqlite3.SQLITE_CORRUPT]}")
    revision = str(rows[0][0])
    if revision not in REVISIONS:
        raise UnusableFile(
            f"{path} was written by a newer tracker ({_needed(connection, revision)}). "
            "Update tracker, then try again."
        )
    return revision


def _needed(connection: sqlite3.Connection, revision: str) -> str:
    """The version that knows this revision, if the file says so."""
    number = connection.execute("PRAGMA user_version").fetchone()[0]
    if number <= version_number(__version__):
        return f"its format is {revision!r:.20}; this one knows up to {HEAD}"
    major, minor = divmod(number // PART, PART)
    return f"{major}.{minor}.{number % PART} or later"


ELSEWHERE = "It was left as it is. Name another place: tracker --db PATH"
SENTENCES = {
    sqlite3.SQLITE_BUSY: "is in use by another program. Nothing was saved; try again.",
    sqlite3.SQLITE_LOCKED: "is in use by another program. Nothing was saved; "
    "try again.",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full. Nothing was saved; free some "
    "space and try again.",
    sqlite3.SQLITE_READONLY: "cannot be written: the file or its folder is read-only. "
    "Nothing was saved.",
    sqlite3.SQLITE_READONLY_DBMOVED: "was replaced by another program meanwhile (a "
    "restore, or a lock). Nothing was saved; try again.",
    sqlite3.SQLITE_CANTOPEN: f"cannot be opened. {ELSEWHERE}",
    sqlite3.SQLITE_NOTADB: f"is not a tracker diary. {ELSEWHERE}",
    sqlite3.SQLITE_CORRUPT: "is damaged. It was left as it is; restore a backup.",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error. "
    "Nothing was saved.",
    sqlite3.SQLITE_IOERR_DIR_FSYNC: "was written, but the disk reports an error and "
    "may not keep it. Look what is there: tracker entries",
}
LATE = (
    "was written to, and then could not be read. What was typed is saved. "
    "To look it over: tracker verify"
)
PRIMARY_CODE = 0xFF
OUR_MISTAKES = ("IntegrityError", "ProgrammingError")
LOCKED_LIBRARY = "sqlcipher3.dbapi2"


def database_errors() -> tuple[type[Exception], ...]:
    """What reading a damaged file raises, also by the library for locked diaries."""
    own = (sqlite3.Error, UnicodeDecodeError)
    locked = sys.modules.get(LOCKED_LIBRARY)
    return (*own, locked.Error) if locked else own


def identity(path: str) -> tuple[int, int] | None:
    """Which file a name leads to now; None where none can be looked at."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


@contextmanager
def plain_errors(
    path: str, *, late: bool = False, opened: tuple[int, int] | None = None
) -> Iterator[None]:
    """SQLite's own errors as one sentence; their text may carry a note, so it goes.

    What only a mistake of ours can cause keeps its traceback. With ``late`` something
    was saved already, so nobody is told that nothing was. ``opened`` is the file that
    was opened: where another one has its name by now, that is why.
    """
    try:
        yield
    except DamagedRow as error:
        sentence = str(error) or SENTENCES[sqlite3.SQLITE_CORRUPT]
        raise _unusable(path, sentence, late, opened) from None
    except database_errors() as error:
        if type(error).__name__ in OUR_MISTAKES:
            raise
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        raise _unusable(path, _sentence(code), late, opened) from None


def _unusable(
    path: str, sentence: str, late: bool, opened: tuple[int, int] | None
) -> UnusableFile:
    if opened is not None and identity(path) != opened:
        sentence = SENTENCES[sqlite3.SQLITE_READONLY_DBMOVED]
    return UnusableFile(f"{path} {LATE if late else sentence}")


def _sentence(code: int) -> str:
    """What an extended error code of SQLite means for a person."""
    primary = SENTENCES.get(code & PRIMARY_CODE, SENTENCES[sqlite3.SQLITE_CORRUPT])
    return SENTENCES.get(code, primary)


class SqliteDriver:
    """Runs statements by name; one connection, at most one transaction."""

    def __init__(self, path: str, open_file: OpenFile = open_plain) -> None:
        self._path = path
        self._kept = self._late = False
        with plain_errors(path):
            self._connection = open_connection(path, open_file)
        self._opened = identity(path)

    def _errors(self) -> AbstractContextManager[None]:
        return plain_errors(self._path, late=self._late, opened=self._opened)

    def revision(self) -> str:
        """The revision of the file's schema."""
        with self._errors():
            return revision_of(self._connection, self._path)

    def all(self, name: str, **binds: Any) -> list[Row]:
        """Every row of the statement of that name."""
        with self._errors():
            found = self._connection.execute(SQL[name], binds)
            names = [column[0] for column in found.description]
            return [_StoredRow(zip(names, row, strict=True)) for row in _sound(found)]

    def tuples(self, name: str, **binds: Any) -> list[tuple[Any, ...]]:
        """Every row as its values, in the order of the statement's columns."""
        with self._errors():
            return _sound(self._connection.execute(SQL[name], binds))

    def stream(self, text: str, binds: Row) -> Iterator[tuple[Any, ...]]:
        """The rows of SQLite's own text one by one, few of them in memory."""
        with self._errors():
            found = self._connection.execute(text, binds)
            while rows := found.fetchmany(ROWS_AT_ONCE):
                if bytes in map(type, chain.from_iterable(rows)):
                    raise DamagedRow
                yield from rows

    def one(self, name: str, **binds: Any) -> Row | None:
        """The first row, or None."""
        rows = self.all(name, **binds)
        return rows[0] if rows else None

    def run(self, name: str, binds: Row) -> int:
        """Run a writing statement; how many rows it touched."""
        with self._errors():
            return self._connection.execute(SQL[name], binds).rowcount

    def many(self, text: str, values: list[tuple[Any, ...]]) -> None:
        """Run SQLite's own text, with a mark for each value, once for every row."""
        with self._errors():
            self._connection.executemany(text, values)

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[None]:
        """Everything inside is kept, or nothing is."""
        self._late = self._kept and not writing
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        try:
            with self._errors():
                yield
                self._connection.execute("COMMIT")
            self._kept |= writing and self._connection.total_changes > 0
        finally:
            if self._connection.in_transaction:
                self._connection.rollback()

    def leave_no_trace(self) -> None:
        """Whatever SQLite would put into temporary files stays in memory."""
        with self._errors():
            self._connection.execute("PRAGMA temp_store=MEMORY")

    def pack(self) -> None:
        """Write the file anew, without the room of what was removed."""
        with self._errors():
            self._connection.execute("VACUUM")

    def hurry(self) -> None:
        """From now on wait only shortly for another program."""
        self._connection.execute(f"PRAGMA busy_timeout={HURRIED_SECONDS * 1000}")

    def wrote(self) -> bool:
        """Whether anything was saved through it."""
        return self._kept

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

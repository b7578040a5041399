"""Whether a diary's file is whole; it is only read, however damaged it may be."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tracker.errors import UnusableFile
from tracker.store.rows import instant_text
from tracker.store.schema import script_location
from tracker.store.sqlite_driver import (
    APPLICATION_ID,
    ELSEWHERE,
    DamagedRow,
    OpenFile,
    database_errors,
    plain_errors,
    revision_of,
)
from tracker.store.stored import instant
from tracker.store.whole import TOMBSTONE, Forms, Stream, read_rows, streaming

# What a table is made of, as SQLite tells it of any file.
FORM = ("table_xinfo", "foreign_key_list")
MADE = "SELECT type, name, tbl_name, sql FROM sqlite_master"
LEFT = "SELECT DISTINCT person_id FROM change"
BLANKS = re.compile(r"\s+")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Connection = sqlite3.Connection
Shape = dict[str, list[Any]]


class Unfinished(UnusableFile):
    """A save that was cut short; whoever writes next puts the file right."""


@contextmanager
def opened(path: str, open_file: OpenFile) -> Iterator[sqlite3.Connection]:
    """A diary in one snapshot, for reading; UnusableFile when it is none of ours.

    Unfinished when nothing can be read before a save that was cut short is put right.
    """
    with plain_errors(path), closing(open_file(path, "ro")) as connection:
        _begin(path, connection)
        yield connection


def _begin(path: str, connection: sqlite3.Connection) -> None:
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("BEGIN")
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    except database_errors() as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_READONLY_ROLLBACK:
            raise Unfinished(f"{path} holds a save that was cut short.") from None
        raise
    if found != APPLICATION_ID:
        raise UnusableFile(f"{path} is not a tracker diary. {ELSEWHERE}")


def revision(path: str, connection: sqlite3.Connection) -> str:
    """Its revision; UnusableFile when it is not one we know or cannot be read."""
    with plain_errors(path):
        return revision_of(connection, path)


def pages_hold(stream: Stream) -> bool:
    """Whether every page, key and index is whole."""
    return [*stream("PRAGMA integrity_check", {})] == [("ok",)]


def references_hold(stream: Stream) -> bool:
    """Whether no row points at one that is not there."""
    return not [*stream("PRAGMA foreign_key_check", {})]


def has_form(stream: Stream, known: str) -> bool:
    """Whether the tables are those that this program makes for that revision."""
    return _shape(stream) == _shape_of(known)


def _shape(stream: Stream) -> Shape:
    """Tables, their columns and references, indexes with theirs, and all else.

    The words of each are there too: nothing else tells of its checks.
    """
    objects = [(*told, _in_words(sql)) for *told, sql in stream(MADE, {})]
    shape: Shape = {"": sorted(map(repr, objects))}
    for kind, name, _, _ in objects:
        asked = FORM if kind == "table" else ("index_xinfo",)
        shape[f"{kind} {name}"] = [_told(stream, each, name) for each in asked]
    for name in [name for kind, name, _, _ in objects if kind == "table"]:
        unique = sorted(row[1:4] for row in _told(stream, "index_list", name))
        shape[f"indexes {name}"] = unique
    return shape


def _in_words(sql: Any) -> str:
    """A definition however it was laid out; SQLite keeps none of its own indexes."""
    return BLANKS.sub(" ", str(sql)).strip()


def _told(stream: Stream, what: str, name: str) -> list[Any]:
    escaped = str(name).replace('"', '""')
    return [*stream(f'PRAGMA {what}("{escaped}")', {})]


def are_tombstones(stream: Stream, forms: Forms) -> bool:
    """Whether each says whom and when, as we write it, and nobody erased is there."""
    if TOMBSTONE not in forms:
        return True
    erased = [*read_rows(stream, TOMBSTONE, forms[TOMBSTONE])]
    left = {person_id for (person_id,) in stream(LEFT, {})}
    return all(
        ID.fullmatch(str(row["person_id"])) is not None
        and row["person_id"] not in left
        and _is_instant(row["erased_at"])
        for row in erased
    )


def _is_instant(text: Any) -> bool:
    try:
        return bool(instant_text(instant(text)) == text)
    except DamagedRow:
        return False


@lru_cache
def _shape_of(known: str) -> Shape:
    """The shape of a new diary of that revision, made in memory."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(":memory:", isolation_level=None),
        poolclass=NullPool,
    )
    config = Config()
    config.set_main_option("script_location", script_location().replace("%", "%%"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, known)
        made = connection.connection.driver_connection
        assert made is not None
        return _shape(streaming(made))

"""Whether a diary's file is whole; it is only read, however damaged it may be."""

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
from tracker.store.schema import script_location
from tracker.store.sqlite_driver import (
    APPLICATION_ID,
    ELSEWHERE,
    OpenFile,
    database_errors,
    plain_errors,
    revision_of,
)

# What a table is made of, as SQLite tells it of any file.
FORM = ("table_xinfo", "foreign_key_list")
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


def pages_hold(connection: sqlite3.Connection) -> bool:
    """Whether every page, key and index is whole."""
    return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def references_hold(connection: sqlite3.Connection) -> bool:
    """Whether no row points at one that is not there."""
    return connection.execute("PRAGMA foreign_key_check").fetchone() is None


def has_form(connection: sqlite3.Connection, known: str) -> bool:
    """Whether the tables are those that this program makes for that revision."""
    return _shape(connection) == _shape_of(known)


def _shape(connection: sqlite3.Connection) -> Shape:
    """Tables, their columns and references, indexes with theirs, and all else."""
    text = "SELECT type, name, tbl_name FROM sqlite_master"
    objects = connection.execute(text).fetchall()
    shape: Shape = {"": sorted(map(repr, objects))}
    for kind, name, _ in objects:
        asked = FORM if kind == "table" else ("index_xinfo",)
        shape[f"{kind} {name}"] = [_told(connection, each, name) for each in asked]
    for (name,) in [(name,) for kind, name, _ in objects if kind == "table"]:
        unique = sorted(row[1:4] for row in _told(connection, "index_list", name))
        shape[f"indexes {name}"] = unique
    return shape


def _told(connection: sqlite3.Connection, what: str, name: str) -> list[Any]:
    escaped = str(name).replace('"', '""')
    return connection.execute(f'PRAGMA {what}("{escaped}")').fetchall()


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
        return _shape(made)

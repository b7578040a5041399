"""What a diary's file holds, and whether all of it hangs together."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from tracker.domain.backups import Contents, common_zone, say_names
from tracker.errors import UnusableFile
from tracker.store import history
from tracker.store.sqlite_driver import (
    APPLICATION_ID,
    ELSEWHERE,
    ROWS_AT_ONCE,
    DamagedRow,
    revision_of,
)

HEADS = (
    "SELECT person_id, digest FROM change AS c WHERE seq = "
    "(SELECT max(seq) FROM change WHERE person_id = c.person_id) ORDER BY person_id"
)
PEOPLE = (
    "SELECT person_id FROM person UNION SELECT person_id FROM change ORDER BY person_id"
)
NEWEST = "SELECT count(*), max(day) FROM check_in"
NAMED = "SELECT person_id, name, zone FROM person ORDER BY person_id"
SEALS = "SELECT person_id, digest FROM change"
CHAIN = "SELECT * FROM change ORDER BY person_id, seq"


class Unsound(UnusableFile):
    """Pages, references or the history of a file do not hold together."""


def require_ours(connection: sqlite3.Connection, file: str) -> None:
    """UnusableFile unless it is a diary of a revision that this program knows."""
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UnusableFile(f"{file} is not a copy of a tracker diary. {ELSEWHERE}")
    revision_of(connection, file)


def require_sound(connection: sqlite3.Connection, unsound: str) -> None:
    """Unsound unless pages, references and every link of the history hold."""
    found = connection.execute("PRAGMA integrity_check").fetchall()
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if found != [("ok",)] or broken or not _holds_together(connection):
        raise Unsound(unsound)


def _holds_together(connection: sqlite3.Connection) -> bool:
    """Whether every step of the history is as sealed and follows the one before."""
    last: dict[str, tuple[int, str]] = {}
    for row in _changes(connection):
        seq, digest = last.get(row["person_id"], (0, history.FIRST))
        follows = row["seq"] == seq + 1 and row["previous"] == digest
        if not follows or history.digest_of(row) != row["digest"]:
            return False
        last[row["person_id"]] = (row["seq"], row["digest"])
    return True


def _changes(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """The whole history, few of its rows in memory; DamagedRow for a blob."""
    found = connection.execute(CHAIN)
    names = [column[0] for column in found.description]
    while rows := found.fetchmany(ROWS_AT_ONCE):
        for row in rows:
            if bytes in map(type, row):
                raise DamagedRow
            yield dict(zip(names, row, strict=True))


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; an older diary may have fewer tables than ours."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables.fetchall()
    }


def heads_of(connection: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """The newest digest of each person's history."""
    return tuple(connection.execute(HEADS).fetchall())


def seals_of(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Every digest of each person's history."""
    return frozenset(connection.execute(SEALS).fetchall())


def contents_of(connection: sqlite3.Connection, file: str) -> Contents:
    """What an open diary holds; UnusableFile when it is none of ours."""
    require_ours(connection, file)
    people = tuple(str(each) for (each,) in connection.execute(PEOPLE).fetchall())
    entries, newest = connection.execute(NEWEST).fetchone()
    found = connection.execute(NAMED).fetchall()
    named = tuple((str(each), str(name)) for each, name, _ in found)
    name = say_names([name for _, name in named])
    zone = common_zone(str(zone) for _, _, zone in found)
    day = None
    with suppress(TypeError, ValueError):
        day = date.fromisoformat(newest)
    heads = heads_of(connection)
    revision = revision_of(connection, file)
    return Contents(people, name, zone, revision, entries, day, heads, named)

"""A diary that is put through something, and what is in it afterwards."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from tracker.errors import TrackerError
from tracker.store import history
from tracker.store.locked import cipher
from tracker.store.sqlite_driver import OpenFile, open_plain

# Made anew at every run: ids, and what is sealed over them.
MADE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")
ENTRIES = (
    "SELECT c.id, (SELECT count(*) FROM answer WHERE check_in_id = c.id)"
    " + (SELECT count(*) FROM mark WHERE check_in_id = c.id)"
    " + (SELECT count(*) FROM shown_warning WHERE check_in_id = c.id)"
    " + (SELECT count(*) FROM change WHERE instr(after, c.id)) FROM check_in c"
)
CHANGES = "SELECT * FROM change ORDER BY seq"
ALL = "SELECT * FROM "
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"

# What opening and reading a harmed diary ends in.
BROKEN = (AssertionError, TrackerError, sqlite3.Error, cipher.Error)

Row = dict[str, Any]


class Diary(NamedTuple):
    """Where it is, how its file is opened, and what a process has to be told."""

    path: Path
    open_file: OpenFile = open_plain
    env: Mapping[str, str] = {}

    @property
    def locked(self) -> bool:
        """Whether it takes a passphrase, and so long to open that less is tried."""
        return bool(self.env)

    def kind(self) -> str:
        """As the table says it."""
        return ", locked" if self.locked else ""

    def at(self, path: Path) -> "Diary":
        """The same at another place."""
        return self._replace(path=path)

    @contextmanager
    def open(self) -> Iterator[Connection]:
        """A connection of the test's own."""
        with closing(self.open_file(str(self.path), "rw")) as connection:
            yield connection

    def entries(self) -> dict[str, int]:
        """Every entry with how many rows belong to it, once the file is sound."""
        with self.open() as connection:
            check(connection)
            return dict(connection.execute(ENTRIES).fetchall())

    def text(self) -> str:
        """Every row of every table as one text, once the file is sound."""
        with self.open() as connection:
            check(connection)
            tables = [row["name"] for row in rows(connection, TABLES)]
            found = (f"{t} {r}" for t in tables for r in rows(connection, ALL + t))
            return "\n".join(sorted(found))


def rows(connection: Connection, query: str) -> list[Row]:
    """What a query finds, by column."""
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def check(connection: Connection) -> None:
    """Every page is sound, every row has its parent, and the history is whole."""
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    previous = history.FIRST
    for number, row in enumerate(rows(connection, CHANGES), start=1):
        assert (row["seq"], row["previous"]) == (number, previous)
        previous = row["digest"]
        assert history.digest_of(row) == previous


def likened(text: str, before: str) -> str:
    """The text of a diary, with whatever was not there before and is made by chance."""
    known = set(MADE.findall(before))
    lines = MADE.sub(lambda m: m[0] if m[0] in known else "new", text).split("\n")
    return "\n".join(sorted(lines))

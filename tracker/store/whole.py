"""Every row of every table, read one by one and put into an empty store."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy.exc import DBAPIError

from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.store.rows import Row
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import (
    DamagedRow,
    OpenFile,
    database_errors,
    open_connection,
    plain_errors,
    revision_of,
)
from tracker.store.tables import metadata

# Runs a reading statement with its binds; the rows as tuples.
Stream = Callable[[str, Row], Iterable[tuple[Any, ...]]]

# The tables of a person, parents first.
OWNED = (
    "person", "contact", "procedure", "milestone", "restriction", "check_in", "answer",
    "mark", "shown_warning", "acknowledgement", "instruction", "completion", "visit",
    "bone_step", "visit_question", "share", "conflict", "counter", "change",
)  # fmt: skip
PROTOCOL = "protocol"
TOMBSTONE = "tombstone"
ROWS_AT_ONCE = 500
LARGEST = 2**63 - 1
# What a stored value may be; the kinds of SQLite, without blobs and fractions.
PLAIN = frozenset((int, str, type(None)))


class Form(NamedTuple):
    """The columns of a table in their order, those that hold whole numbers or nothing.

    ``key`` are the columns of its primary key.
    """

    columns: tuple[str, ...]
    numbers: frozenset[str]
    optional: frozenset[str]
    key: tuple[str, ...]


Forms = dict[str, Form]


def today_forms() -> Forms:
    """The form of each table as this program makes it."""
    return {
        table.name: Form(
            tuple(column.name for column in table.columns),
            frozenset(c.name for c in table.columns if c.type.python_type is int),
            frozenset(c.name for c in table.columns if c.nullable),
            tuple(column.name for column in table.primary_key.columns),
        )
        for table in metadata.sorted_tables
    }


def forms_of(stream: Stream) -> Forms:
    """The form of each of our tables in a file; an older one has fewer."""
    known = (PROTOCOL, *OWNED, TOMBSTONE)
    found = {table: _form(stream, table) for table in known}
    return {table: form for table, form in found.items() if form.columns}


def _form(stream: Stream, table: str) -> Form:
    info = [*stream(f'PRAGMA table_info("{table}")', {})]
    keyed = sorted((place, name) for _, name, _, _, _, place in info if place)
    return Form(
        tuple(name for _, name, _, _, _, _ in info),
        frozenset(name for _, name, kind, _, _, _ in info if kind == "INTEGER"),
        frozenset(name for _, name, _, required, _, _ in info if not required),
        tuple(name for _, name in keyed),
    )


def streaming(connection: sqlite3.Connection) -> Stream:
    """A connection of our own as something that reads."""
    return connection.execute


def owners(stream: Stream, forms: Forms) -> list[str]:
    """The ids of everybody who has a row, in their order."""
    parts = [f'SELECT person_id FROM "{table}"' for table in OWNED if table in forms]
    text = f"{' UNION '.join(parts)} ORDER BY person_id"
    return [person_id for (person_id,) in stream(text, {})]


def read_rows(stream: Stream, table: str, form: Form, **binds: Any) -> Iterator[Row]:
    """The rows with those values, in the order of their keys; DamagedRow when odd."""
    for values in stream(_text(table, form, tuple(binds)), binds):
        yield sound_row(form.columns, values)


@lru_cache(maxsize=128)
def _text(table: str, form: Form, named: tuple[str, ...]) -> str:
    """The statement that reads rows by those columns; it is asked for every row."""
    where = " AND ".join(f'"{name}" = :{name}' for name in named)
    text = f"SELECT {_listed(form.columns)} FROM {_listed([table])}"
    text = f"{text} WHERE {where}" if where else text
    return f"{text} ORDER BY {_listed(form.key)}"


def sound_row(columns: Iterable[str], values: tuple[Any, ...]) -> Row:
    """A row by column; DamagedRow when a value is of a kind that we never write."""
    if not PLAIN.issuperset(map(type, values)):
        raise DamagedRow
    return dict(zip(columns, values, strict=True))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def insert_rows(
    connection: sqlite3.Connection, table: str, form: Form, rows: Iterable[Row]
) -> None:
    """Put rows into a table, few of them in memory; Unfit when one has no place."""
    marks = ", ".join("?" * len(form.columns))
    text = f'INSERT INTO "{table}" ({_listed(form.columns)}) VALUES ({marks})'
    left = iter(rows)
    while some := list(islice(left, ROWS_AT_ONCE)):
        for row in some:
            require_fit(form, row)
        values = [tuple([row[name] for name in form.columns]) for row in some]
        connection.executemany(text, values)


class Unfit(Exception):
    """Rows that no diary of ours can hold; why, without anything of the person."""


def fill_new(
    path: str,
    schema: str,
    open_file: OpenFile,
    found: Callable[[list[str]], Iterable[tuple[str, Row]]],
    check: Callable[[Stream], None],
) -> None:
    """Make the diary of an earlier revision, put all rows in, check, bring it up.

    ``found`` gives the rows, parents first, when it is told the tables of that
    revision. ``path`` is an empty file or a new diary. All rows are in, or none.
    """
    with _plain_errors(path):
        _make(path, schema, open_file)
        with closing(open_connection(path, open_file)) as connection:
            forms = forms_of(streaming(connection))
            connection.execute("BEGIN IMMEDIATE")
            _insert_all(connection, forms, found([t for t in OWNED if t in forms]))
            check(streaming(connection))
            connection.execute("COMMIT")
        upgrade(path, open_file=open_file)


def _make(path: str, schema: str, open_file: OpenFile) -> None:
    """An empty diary of that revision, in place of a new one of another revision."""
    if os.stat(path).st_size:
        with closing(open_connection(path, open_file)) as connection:
            forms = forms_of(streaming(connection))
            made = revision_of(connection, path)
            texts = [f'SELECT count(*) FROM "{table}"' for table in forms]
            if any(connection.execute(text).fetchone()[0] for text in texts):
                raise UnusableFile(f"{path} is there already and was left as it is.")
        if made == schema:
            return
        os.truncate(path, 0)
    upgrade(path, open_file=open_file, revision=schema)


@contextmanager
def _plain_errors(path: str) -> Iterator[None]:
    """Also of what SQLAlchemy wrapped."""
    with plain_errors(path):
        try:
            yield
        except DBAPIError as error:
            raise (error.orig or error) from None


def _insert_all(
    connection: sqlite3.Connection, forms: Forms, found: Iterable[tuple[str, Row]]
) -> None:
    try:
        for table, rows in groupby(found, key=itemgetter(0)):
            insert_rows(connection, table, _known(forms, table), map(_second, rows))
    except database_errors() as error:
        if type(error).__name__ != "IntegrityError":
            raise
        raise Unfit("holds rows that do not go together") from None
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise Unfit("holds rows that point at nothing")


_second = itemgetter(1)


def _known(forms: Forms, table: str) -> Form:
    if table not in forms:
        raise Unfit("holds a table that a diary of its kind does not have")
    return forms[table]


def require_fit(form: Form, row: Row) -> None:
    """Every column and no other, each with a value of its kind; else Unfit."""
    if row.keys() != {*form.columns}:
        raise Unfit("holds a row without its columns, or with others")
    for name, value in row.items():
        if value is None and name in form.optional:
            continue
        kind = int if name in form.numbers else str
        if type(value) is not kind or (kind is int and abs(int(value)) > LARGEST):
            raise Unfit("holds a row with a value of another kind")

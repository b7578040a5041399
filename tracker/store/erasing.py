"""Removing a person for good, with the whole history; and who else still holds them."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from tracker.domain.values import NamedTuple
from tracker.store import tables
from tracker.store.header import begins_plain, is_locked
from tracker.store.rows import instant_text
from tracker.store.sqlite_driver import (
    APPLICATION_ID,
    DamagedRow,
    OpenFile,
    plain_errors,
)
from tracker.store.store import Store

PEOPLE = "SELECT person_id, name FROM person"
# The histories of beginnings that were taken back: nobody's facts, all of their words.
LEFT = """SELECT person_id, before, after FROM change
WHERE person_id NOT IN (SELECT person_id FROM person)"""
UNPINNED = """DELETE FROM protocol WHERE NOT EXISTS (
SELECT 1 FROM procedure WHERE procedure.protocol_sha256 = protocol.sha256)
AND NOT EXISTS (
SELECT 1 FROM change WHERE instr(change.before || change.after, protocol.sha256))"""
TOMBSTONES = "SELECT count(*) FROM sqlite_master WHERE name = 'tombstone'"
GRAVES = "SELECT person_id, erased_at FROM tombstone ORDER BY erased_at"
BURIED = "INSERT INTO tombstone (person_id, erased_at) VALUES (?, ?)"
# Children first, as foreign keys want it.
OWNED = tuple(
    table.name
    for table in reversed(tables.metadata.sorted_tables)
    if "person_id" in table.columns
)

Rows = Iterable[Sequence[Any]]


class Traces(NamedTuple):
    """Whose traces there are: the ids by name, each name as it was written."""

    ids: dict[str, tuple[str, ...]]


def same_name(one: str, other: str) -> bool:
    """Whether two names are one; blanks and capitals do not count."""
    return one.casefold().split() == other.casefold().split()


def traces(store: Store) -> Traces:
    """Everybody of whom the diary holds facts or a history."""
    return _gather(store.stream(PEOPLE, {}), store.stream(LEFT, {}))


def ids_of(found: Traces, name: str) -> tuple[str, ...]:
    """The ids under that name, or none."""
    every = (ids for known, ids in found.ids.items() if same_name(known, name))
    return tuple(sorted({each for ids in every for each in ids}))


def _gather(people: Rows, left: Rows) -> Traces:
    found: dict[str, set[str]] = {}
    for person_id, name in people:
        found.setdefault(name, set()).add(person_id)
    for person_id, *images in left:
        for name in _names(images):
            found.setdefault(name, set()).add(person_id)
    return Traces({name: tuple(sorted(ids)) for name, ids in found.items()})


def _names(images: Iterable[str]) -> Iterator[str]:
    """The names of the people in the images of a change."""
    try:
        for image in images:
            for table, row in json.loads(image):
                if table == "person" and row is not None:
                    yield str(row["name"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DamagedRow from None


def count_owned(store: Store, ids: Iterable[str]) -> dict[str, int]:
    """How many rows each table has of those people."""
    counted = dict.fromkeys(OWNED, 0)
    for person_id in ids:
        for table in OWNED:
            text = f'SELECT count(*) FROM "{table}" WHERE person_id = :person_id'
            ((rows,),) = store.stream(text, {"person_id": person_id})
            counted[table] += rows
    return counted


def erase(store: Store, ids: Sequence[str], at: datetime) -> None:
    """Remove every row of those people and leave a tombstone of each; needs `writing`.

    Texts of protocols that nobody follows any more go too.
    """
    for table in OWNED:
        text = f'DELETE FROM "{table}" WHERE person_id = ?'
        store.run_each(text, [(person_id,) for person_id in ids])
    store.run_each(UNPINNED, [()])
    store.run_each(BURIED, [(person_id, instant_text(at)) for person_id in ids])


def erased_before(
    diary: sqlite3.Connection, people: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Those of the people whom this diary says it erased, by id, each with the instant.

    What restores a copy that holds them brings them back.
    """
    if diary.execute(TOMBSTONES).fetchone() != (1,):
        return ()
    wanted = {*people}
    graves = diary.execute(GRAVES).fetchall()
    return tuple((str(who), str(at)) for who, at in graves if who in wanted)


def was_erased(store: Store, person_id: str) -> bool:
    """Whether this diary says that it erased somebody."""
    graves = store.stream("SELECT person_id FROM tombstone", {})
    return person_id in {each for (each,) in graves}


def can_hold_nobody(path: str) -> bool:
    """Whether a file is none that could hold anybody: neither plain nor locked."""
    return not (begins_plain(path) or is_locked(path))


def traces_in_copy(path: str, open_file: OpenFile) -> Traces | None:
    """Everybody of whom a copy holds something; None when it is no diary's copy.

    UnusableFile when it cannot be read.
    """
    with plain_errors(path), closing(open_file(path, "ro")) as copy:
        if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            return None
        return _gather(_rows(copy, PEOPLE), _rows(copy, LEFT))


def _rows(copy: sqlite3.Connection, text: str) -> list[tuple[Any, ...]]:
    found = copy.execute(text).fetchall()
    if any(type(value) is not str for row in found for value in row):
        raise DamagedRow
    return found

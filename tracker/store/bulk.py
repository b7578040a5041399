"""Many entries at once: one change of the history stands for all of their rows."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from operator import itemgetter
from typing import Any

from tracker.domain.facts import CheckIn, RowChange
from tracker.domain.values import NamedTuple
from tracker.store import rows
from tracker.store.compiled import SQL
from tracker.store.rows import Row
from tracker.store.sqlite_driver import DamagedRow, SqliteDriver

IMPORT = "import"
# Parents first. What an answer repeats of its entry is sealed with the entry.
TABLES = ("check_in", "answer", "mark")
REPEATED = ("person_id", "check_in_id", "procedure_id", "day", "at", "time_known")
# Part of what a digest means: with another size every older import looks damaged.
SEALED_AT_ONCE = 10_000

Values = tuple[Any, ...]

# One text for one value, and nothing done that plain rows do not need.
_TEXT_OF = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode


class Batch(NamedTuple):
    """The rows of entries by table, in the order of its columns, parents first."""

    columns: dict[str, tuple[str, ...]]
    rows: dict[str, list[Values]]


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table, in the order in which its insert names them."""
    named = SQL[f"insert_{table}"].partition("VALUES (")[2].rstrip(")")
    return tuple(bind.strip().removeprefix(":") for bind in named.split(","))


def batch_of(person_id: str, entries: Iterable[CheckIn]) -> Batch:
    """The rows that hold those entries."""
    columns = {table: columns_of(table) for table in TABLES}
    found: dict[str, list[Values]] = {table: [] for table in TABLES}
    for entry in entries:
        for table, row in rows.rows_of(person_id, entry):
            found[table].append(tuple([row[name] for name in columns[table]]))
    return Batch(columns, found)


def insert(driver: SqliteDriver, batch: Batch) -> RowChange:
    """Write the rows; the one image that stands for them."""
    image = image_of(batch)
    for table in TABLES:
        marks = ", ".join("?" * len(batch.columns[table]))
        text = SQL[f"insert_{table}"].partition("VALUES (")[0]
        driver.many(f"{text}VALUES ({marks})", batch.rows[table])
    return RowChange(IMPORT, None, image)


def image_of(batch: Batch) -> Row:
    """Which entries they are, how many rows, and a digest over all of them."""
    sealed = {table: _sealed(batch.columns[table], table) for table in TABLES}
    return sealed_image(batch, sealed)


def _sealed(columns: Sequence[str], table: str) -> list[str]:
    """The columns of a table that the digest is taken over."""
    left_out = () if table == TABLES[0] else REPEATED
    return [name for name in columns if name not in left_out]


def sealed_image(batch: Batch, sealed: Mapping[str, Sequence[str]]) -> Row:
    """The same over those columns; an older import knew fewer of them."""
    place = batch.columns["check_in"].index("id")
    return {
        "check_in": [row[place] for row in batch.rows["check_in"]],
        "rows": {table: len(batch.rows[table]) for table in TABLES},
        "columns": dict(sealed),
        "digest": _digest(batch, sealed),
    }


def _digest(batch: Batch, sealed: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 over the values of the sealed columns."""
    return sealed_digest(_sealed_pieces(batch, sealed), _owned(batch))


def sealed_digest(
    pieces: Iterable[tuple[str, list[Values]]], owned: list[list[int]]
) -> str:
    """SHA-256 over the pieces of each table; ``owned`` may grow until they end."""
    # OpenSSL's is several times as quick, and no daily command comes here.
    digest = import_module("hashlib").sha256()
    for table, piece in pieces:
        digest.update(table.encode())
        digest.update(_TEXT_OF(piece).encode())
    digest.update(_TEXT_OF(owned).encode())
    return str(digest.hexdigest())


def _sealed_pieces(
    batch: Batch, sealed: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, list[Values]]]:
    for table in TABLES:
        columns, values = batch.columns[table], batch.rows[table]
        places = [columns.index(name) for name in sealed[table]]
        for piece in in_pieces(values):
            yield table, _picked(piece, places)


def _owned(batch: Batch) -> list[list[int]]:
    """How many rows of each child table belong to each entry, in their order."""
    counted = []
    place = batch.columns[TABLES[0]].index("id")
    ids = [row[place] for row in batch.rows[TABLES[0]]]
    for table in TABLES[1:]:
        owner = itemgetter(batch.columns[table].index("check_in_id"))
        owned = Counter(map(owner, batch.rows[table]))
        counted.append([owned[each] for each in ids])
    return counted


def _picked(piece: list[Values], places: list[int]) -> list[Values]:
    """The values at those places; neighbours are cut out at once."""
    first, last = places[0], places[-1] + 1
    if places == list(range(len(piece[0]))):
        return piece
    if places == list(range(first, last)):
        return [row[first:last] for row in piece]
    return [tuple([row[place] for place in places]) for row in piece]


def in_pieces(values: Iterable[Values]) -> Iterator[list[Values]]:
    """As many at once as the digest is taken over."""
    left = iter(values)
    while piece := list(islice(left, SEALED_AT_ONCE)):
        yield piece


def taken_back(
    person_id: str, image: Row, entries: Sequence[CheckIn | None]
) -> list[RowChange]:
    """Every row of an import as it is now, children first, each to be removed.

    DamagedRow unless they are as they were sealed: they are about to be the only copy.
    """
    found = [entry for entry in entries if entry is not None]
    batch = batch_of(person_id, found)
    if sealed_image(batch, image["columns"]) != image:
        raise DamagedRow
    changes = [
        RowChange(table, row, None)
        for entry in found
        for table, row in rows.rows_of(person_id, entry)
    ]
    return changes[::-1]

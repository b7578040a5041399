"""A fact as one text that every copy writes alike, and back to the rows of this copy.

Numbers belong to a copy, so they are no part of it, nor is whose fact it is.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracker.domain.sharing import KINDS, Key
from tracker.store import facts
from tracker.store.fact_keys import PARTS, key_of
from tracker.store.history import canonical
from tracker.store.rows import Row, TableRow
from tracker.store.sqlite_driver import DamagedRow
from tracker.store.whole import Forms, Stream, Unfit, read_rows, require_fit

# What counts the numbers of a table's rows.
COUNTED = {
    "procedure": "procedure",
    "check_in": "entry",
    "shown_warning": "warning",
    "acknowledgement": "acknowledgement",
    "instruction": "instruction",
    "completion": "completion",
    "visit": "visit",
    "bone_step": "bone step",
    "visit_question": "visit question",
    "share": "share",
    "conflict": "conflict",
}
ENTRY_NUMBER = "check_in_number"
TABLES = (*KINDS, *PARTS)

Texts = dict[Key, str]
RowsByKey = dict[Key, list[TableRow]]


def read_facts(stream: Stream, forms: Forms, person_id: str) -> RowsByKey:
    """The rows of every fact of a person, the first row first."""
    found: RowsByKey = defaultdict(list)
    for table in TABLES:
        for row in read_rows(stream, table, forms[table], person_id=person_id):
            key = key_of(table, row)
            assert key is not None
            found[key].append((table, row))
    return found


def text_of(rows: Iterable[TableRow]) -> str:
    """The text of a fact's rows; None of them is no text but no fact."""
    return canonical([[table, _shared(table, row)] for table, row in rows])


def _shared(table: str, row: Row) -> Row:
    return {name: row[name] for name in row if name not in _local(table)}


def _local(table: str) -> tuple[str, ...]:
    """The columns of a table that belong to a copy."""
    own = ("person_id", "number") if table in COUNTED else ("person_id",)
    return (*own, ENTRY_NUMBER) if table == "shown_warning" else own


def rows_from(
    person_id: str, key: Key, text: str, forms: Forms, numbers: Mapping[str, int]
) -> list[TableRow]:
    """The rows of a fact in this copy; Unfit when the text is not that fact's.

    ``numbers`` are what this copy counts: "number", and "check_in_number" of a warning.
    """
    try:
        found = json.loads(text)
        rows = [(table, _whole(person_id, table, row, numbers)) for table, row in found]
        _require_one(key, rows)
        for table, row in rows:
            require_fit(forms[table], row)
        _READERS.get(key[0], _read_first)(rows)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise Unfit("holds what this program does not write") from None
    except DamagedRow:
        raise Unfit("holds a value that this program does not write") from None
    if text_of(rows) != text:
        raise Unfit("holds what this program does not write")
    return rows


def first_row(person_id: str, text: str) -> Row:
    """The first row of a text, without what belongs to a copy; Unfit without one."""
    try:
        row: Row = json.loads(text)[0][1]
        return {**row, "person_id": person_id}
    except (ValueError, TypeError, LookupError, RecursionError):
        raise Unfit("holds what this program does not write") from None


def _whole(person_id: str, table: str, row: Row, numbers: Mapping[str, int]) -> Row:
    own: Row = {"person_id": person_id, **numbers}
    return {**row, **{name: own[name] for name in _local(table)}}


def _require_one(key: Key, rows: list[TableRow]) -> None:
    """One first row, then its parts in order, each of that very fact."""
    tables = [table for table, _ in rows]
    parts = [table for table, (kind, _) in PARTS.items() if kind == key[0]]
    if (
        tables != sorted(tables, key=[key[0], *parts].index)
        or tables.count(key[0]) != 1
    ):
        raise ValueError
    if {key_of(table, row) for table, row in rows} != {key}:
        raise ValueError


def _read_first(rows: list[TableRow]) -> None:
    table, row = rows[0]
    _FIRST[table](row)


def _read_entry(rows: list[TableRow]) -> None:
    facts.read_check_ins(
        [row for table, row in rows if table == "check_in"],
        [
            (row["check_in_id"], row["question"], row["number"], row["unit"])
            for table, row in rows
            if table == "answer"
        ],
        [(row["check_in_id"], row["sign"]) for table, row in rows if table == "mark"],
    )


def _read_procedure(rows: list[TableRow]) -> None:
    reads: dict[str, Callable[[Row], Any]] = {
        "procedure": facts.read_procedure,
        "milestone": facts.read_milestone,
        "restriction": facts.read_restriction,
    }
    for table, row in rows:
        reads[table](row)


_FIRST: dict[str, Callable[[Row], Any]] = {
    "person": facts.read_person,
    "contact": facts.read_contact,
    "shown_warning": facts.read_warning,
    "acknowledgement": facts.read_acknowledgement,
    "instruction": facts.read_instruction,
    "completion": facts.read_completion,
    "visit": facts.read_visit,
    "bone_step": facts.read_bone_step,
    "visit_question": facts.read_visit_question,
}
_READERS: dict[str, Callable[[list[TableRow]], None]] = {
    "check_in": _read_entry,
    "procedure": _read_procedure,
}

"""The hash-chained history: how one change is written, sealed and taken back."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tracker.domain.facts import Change, RowChange
from tracker.domain.sharing import FactState, Key
from tracker.store.digest import sha256_of
from tracker.store.facts import instant
from tracker.store.rows import ADDED, Row
from tracker.store.sqlite_driver import DamagedRow

FIRST = "0" * 64
# Among the rows of a step: what stands since, of facts of several copies. No table.
VERSIONS = "versions"
# What was shown to somebody stays shown, whatever is taken back.
KEPT = ("shown_warning",)

# The versions that stand, each with when and by whom.
Marks = dict[str, tuple[str, str]]


def canonical(value: Any) -> str:
    """The one text of a JSON value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def images(changes: list[RowChange]) -> tuple[str, str]:
    """The rows before and after, as two canonical JSON lists of equal length."""
    before = [[change.table, change.before] for change in changes]
    after = [[change.table, change.after] for change in changes]
    return canonical(before), canonical(after)


def digest_of(row: Row) -> str:
    """SHA-256 over everything in a history row but the digest itself.

    A ``part_of`` that says nothing is left out, as in the rows of before it came.
    """
    sealed = {name: value for name, value in row.items() if name != "digest"}
    if sealed.get("part_of") is None:
        sealed.pop("part_of", None)
    return sha256_of(canonical(sealed))


def versions_row(copy: str, states: Mapping[Key, FactState], made: str) -> Row:
    """What stands since of some facts, as one row; ``copy`` is where they came from.

    ``made`` is never the same twice, so that no two copies have a step alike.
    """
    said = [
        [
            *key,
            {version: [head.at, head.author] for version, head in state.heads.items()},
            sorted(state.dead),
        ]
        for key, state in states.items()
    ]
    return {"copy": copy, "made": made, "facts": canonical(said)}


def read_states(row: Row) -> dict[Key, tuple[Marks, frozenset[str]]]:
    """What such a row says: the versions that stand, and those that were replaced."""
    try:
        return {
            (kind, fact_id): (
                {version: (at, author) for version, (at, author) in heads.items()},
                frozenset(dead),
            )
            for kind, fact_id, heads, dead in json.loads(row["facts"])
        }
    except (ValueError, TypeError, AttributeError, KeyError):
        raise DamagedRow from None


def inverse(row: Row) -> list[RowChange]:
    """The changes that take a history row back, last one first.

    DamagedRow unless the row is as it was sealed: it is about to be written back.
    """
    if digest_of(row) != row["digest"]:
        raise DamagedRow
    pairs = zip(json.loads(row["before"]), json.loads(row["after"]), strict=True)
    changes = [
        RowChange(table, _whole(table, after), _whole(table, before))
        for (table, before), (_, after) in pairs
        if table not in KEPT
    ]
    return changes[::-1]


def _whole(table: str, image: Row | None) -> Row | None:
    """An image with the columns that came after it was written."""
    return None if image is None else {**ADDED.get(table, {}), **image}


def goes_on_with(row: Row, earlier: Row) -> bool:
    """Whether one command wrote both steps."""
    first = row["part_of"]
    return first is not None and first in (earlier["seq"], earlier["part_of"])


def read_changes(rows: list[Row]) -> list[Change]:
    """History rows, newest first, as changes, with what was taken back marked.

    A step is taken back when one in force undoes it, and so on from the newest.
    """
    undone: set[int] = set()
    changes = []
    for row in rows:
        taken_back = row["seq"] in undone
        if row["undoes"] is not None and not taken_back:
            undone.add(row["undoes"])
        changes.append(_change(row, undone=taken_back))
    return changes


def _change(row: Row, *, undone: bool) -> Change:
    return Change(
        row["seq"],
        instant(row["at"]),
        row["author"],
        row["action"],
        row["text"],
        row["undoes"],
        undone,
        row["part_of"],
    )


def rows_in(image: str, table: str) -> list[Row]:
    """The rows of a table in the rows before or after a step."""
    return [row for name, row in json.loads(image) if name == table and row]


def entry_ids(images: Row, number: int) -> set[str]:
    """The ids that an entry of that number has in the rows of a step."""
    entries = [
        entry for image in images.values() for entry in rows_in(image, "check_in")
    ]
    return {entry["id"] for entry in entries if entry["number"] == number}


def named(steps: Iterable[Row], name: str) -> set[str]:
    """Whose first step made a person of that name."""
    first = (row for row in steps if row["seq"] == 1)
    return {
        row["person_id"]
        for row in first
        for person in rows_in(row["after"], "person")
        if person["name"] == name
    }

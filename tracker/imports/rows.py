"""Rows to facts, one by one: a row that cannot be meant stops no other."""

from collections.abc import Callable

from tracker.errors import Refused
from tracker.imports.found import Found, Part, Refusal
from tracker.imports.table import Table

Cells = dict[str, str]


def read_rows(
    table: Table,
    read: Callable[[str, Cells], Found | None],
    part: Callable[[Cells], Part | None],
) -> tuple[tuple[Found, ...], tuple[Refusal, ...]]:
    """What each row says, and the rows that say nothing that can be meant.

    ``part`` is what can be read of these all the same.
    """
    found: list[Found] = []
    refused = refused_rows(table, part)
    for row in table.rows:
        try:
            one = read(row.place, row.cells)
        except Refused as problem:
            refused.append(Refusal(row.place, str(problem), part(row.cells)))
            continue
        if one is not None:
            found.append(one)
    return tuple(found), tuple(refused)


def refused_rows(table: Table, part: Callable[[Cells], Part | None]) -> list[Refusal]:
    """The rows that do not fit the header, with what can be read of each."""
    return [Refusal(row.place, row.why, part(row.cells)) for row in table.ragged]

"""Rows to facts, one by one: a row that cannot be meant stops no other."""

from collections.abc import Callable, Iterable

from tracker.errors import Refused
from tracker.imports.found import Found, Refusal
from tracker.imports.table import Row


def read_rows(
    rows: Iterable[Row], read: Callable[[str, dict[str, str]], Found | None]
) -> tuple[tuple[Found, ...], tuple[Refusal, ...]]:
    """What each row says, and the rows that say nothing that can be meant."""
    found: list[Found] = []
    refused: list[Refusal] = []
    for row in rows:
        try:
            one = read(row.place, row.cells)
        except Refused as problem:
            refused.append(Refusal(row.place, str(problem)))
            continue
        if one is not None:
            found.append(one)
    return tuple(found), tuple(refused)

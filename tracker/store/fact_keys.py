"""Which fact a row belongs to."""

from collections.abc import Iterable

from tracker.domain.sharing import KINDS, Key
from tracker.store import bulk
from tracker.store.rows import Row

# The tables that hold more of a fact than its first row: its kind, and the column
# that says whose.
PARTS = {
    "milestone": ("procedure", "procedure_id"),
    "restriction": ("procedure", "procedure_id"),
    "answer": ("check_in", "check_in_id"),
    "mark": ("check_in", "check_in_id"),
}
# Of these there is one, so two copies that each wrote one down wrote the same fact.
SINGLE = ("emergency", "care-team")


def key_of(table: str, row: Row) -> Key | None:
    """Which fact a row belongs to; None for a row that is none of a fact."""
    if table in PARTS:
        kind, owner = PARTS[table]
        return kind, row[owner]
    if table not in KINDS:
        return None
    if table == "person":
        return table, row["person_id"]
    single = table == "contact" and row["kind"] in SINGLE
    return table, row["kind"] if single else row["id"]


def keys_in(images: Iterable[tuple[str, Row]]) -> set[Key]:
    """The facts that some rows belong to; an import names its entries."""
    found: set[Key] = set()
    for table, row in images:
        if table == bulk.IMPORT:
            found |= {("check_in", each) for each in row["check_in"]}
        elif key := key_of(table, row):
            found.add(key)
    return found

"""The texts of protocols that pass from one diary to another."""

from collections.abc import Iterable

from tracker.domain.facts import Person
from tracker.services.wholeness import ODDITIES, is_as_kept
from tracker.store.rows import Row
from tracker.store.store import Store
from tracker.store.whole import PROTOCOL, Unfit, read_rows, today_forms

COLUMNS = ("sha256", "protocol_id", "version", "toml", "json")


def pinned_texts(store: Store, person: Person) -> tuple[dict[str, str], ...]:
    """The texts that the procedures of a person began with."""
    form = today_forms()[PROTOCOL]
    wanted = sorted({each.protocol_sha256 for each in store.procedures(person)})
    return tuple(
        row
        for sha256 in wanted
        for row in read_rows(store.stream, PROTOCOL, form, sha256=sha256)
    )


def pin_all(store: Store, texts: Iterable[Row]) -> None:
    """Keep the texts that are not there yet; Unfit when one is not what it says."""
    for row in texts:
        _require_whole(row)
        kept = {"toml": row["toml"], "json": row["json"]}
        store.pin(row["protocol_id"], row["version"], row["sha256"], kept)


def _require_whole(row: Row) -> None:
    try:
        whole = row.keys() == {*COLUMNS} and is_as_kept(row)
    except ODDITIES:
        whole = False
    if not whole:
        raise Unfit("holds a protocol that is not what it says")

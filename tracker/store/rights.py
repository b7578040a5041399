"""What may be written in a copy that came with a right, and what waits for a word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.facts import RowChange
from tracker.domain.sharing import ADDABLE, RECEIVED, Key, Share
from tracker.domain.window import local_day
from tracker.domain.wording import long_day
from tracker.errors import NoRight, Refused
from tracker.store import facts
from tracker.store.bulk import IMPORT
from tracker.store.fact_keys import key_of
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.stored import zone

# Steps that take in what another copy knows: the giver's word, not the typist's.
TAKING_IN = ("open", "merge")
ANSWER = "answer"
TURNING = ("undo", "redo")
SHARE = "share"
NEWER = "Ask for a new file."

Step = tuple[str, datetime, str, str]


def require_right(
    driver: SqliteDriver, person_id: str, step: Step, changes: Sequence[RowChange]
) -> None:
    """NoRight where the right that came with this copy does not reach that far.

    Refused where copies wrote a fact differently and nobody said yet which holds.
    """
    _, at, action, _ = step
    if action in TAKING_IN:
        return
    for row in driver.all("shares", person_id=person_id):
        if row["direction"] == RECEIVED:
            _require(driver, person_id, facts.read_share(row), at, changes)
    if action not in (ANSWER, *TURNING) and any(c.before for c in changes):
        _require_settled(driver, person_id, changes)


def _require(
    driver: SqliteDriver,
    person_id: str,
    share: Share,
    at: datetime,
    changes: Sequence[RowChange],
) -> None:
    _require_time(driver, person_id, share, at)
    if share.scope == "all":
        return
    if share.scope == "read":
        raise NoRight(
            f"Nothing saved. This copy is to read: {share.name} shared it so. To "
            "write in it, ask for a file made with --scope log."
        )
    written = [c for c in changes if c.table != SHARE]
    if not all(_is_added(driver, person_id, key, written) for key in _keys(written)):
        raise NoRight(
            "Nothing saved. In this copy you may add, and correct what you added; "
            f"the rest is {share.name}'s. To change it, ask for a file made with "
            "--scope all."
        )


def _require_time(
    driver: SqliteDriver, person_id: str, share: Share, at: datetime
) -> None:
    found = driver.one("person", person_id=person_id)
    if found is None or share.expires is None:
        return
    today = local_day(at, ZoneInfo(zone(found["zone"])), int(found["day_start"]))
    if today > share.expires:
        raise NoRight(
            f"Nothing saved. Your right to write in this copy ended on "
            f"{long_day(share.expires)}. {NEWER}"
        )


def _keys(changes: Sequence[RowChange]) -> set[Key]:
    """The facts that are written; those of an import are new."""
    rows = [(c.table, c.after or c.before or {}) for c in changes if c.table != IMPORT]
    return {key for table, row in rows if (key := key_of(table, row))}


def _is_added(
    driver: SqliteDriver, person_id: str, key: Key, changes: Sequence[RowChange]
) -> bool:
    """Whether a fact may be added, and is added now or was added here."""
    kind, fact_id = key
    if kind not in ADDABLE:
        return False
    added = (c for c in changes if c.table == kind and c.before is None and c.after)
    if any(key_of(c.table, c.after) == key for c in added if c.after):
        return True
    steps = driver.all("steps_touching", person_id=person_id, part=f'%"{fact_id}"%')
    return bool(steps) and steps[-1]["action"] not in TAKING_IN


def _require_settled(
    driver: SqliteDriver, person_id: str, changes: Sequence[RowChange]
) -> None:
    keys = _keys(changes)
    for row in driver.all("conflicts", person_id=person_id):
        if (row["kind"], row["fact_id"]) in keys:
            raise Refused(
                "Nothing saved. Two copies wrote this differently. Say first which "
                f"holds: tracker share answer {row['number']}"
            )


def require_turnable(root: dict[str, Any], way: str) -> bool:
    """Whether a step took in another copy; Refused for the one that the copy began."""
    action = root["action"]
    if (action, way) == (TAKING_IN[0], "undo"):
        raise Refused(
            "Nothing taken back: this copy began with that file. "
            "To remove the copy: tracker erase NAME"
        )
    return action in TAKING_IN

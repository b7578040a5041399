"""Reading entries by day."""

from datetime import date

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.errors import Refused
from tracker.store.store import Store

FIRST = date(1900, 1, 1)
LAST = date(2200, 12, 31)


def differing_entries(store: Store, diary: Diary) -> dict[str, int]:
    """By its id, the number under which an entry waits for a word."""
    with store.reading():
        waiting = store.conflicts(diary.person)
    return {each.fact_id: each.number for each in waiting if each.kind == "check_in"}


def list_entries(
    store: Store, diary: Diary, first: date | None, last: date | None
) -> list[CheckIn]:
    """Every entry between two days, both included, of earlier recoveries too."""
    since, until = first or FIRST, last or LAST
    if since > until:
        raise Refused("--since lies after --until. Change the two.")
    with store.reading():
        return [
            entry
            for procedure in (*diary.earlier, diary.procedure)
            for entry in store.check_ins(diary.person, procedure, since, until)
        ]

"""What of a diary goes into a file: from a day on, without notes, or all of it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tracker.domain.sharing import FactState, Key, in_order
from tracker.store.history import canonical
from tracker.store.versions import Known

ENTRY, WARNING, ANSWER, QUESTION = (
    "check_in", "shown_warning", "acknowledgement", "visit_question",
)  # fmt: skip
# Where people write in their own words.
NOTES = {ENTRY: "note", ANSWER: "note", "completion": "reason", "bone_step": "note"}

States = Mapping[Key, FactState]


def handed_out(
    mine: Known, since: date | None, *, notes: bool, own: bool
) -> dict[Key, FactState]:
    """The facts for a file, in order.

    With ``own`` all that was written in this copy goes with it, whole: whose diary it
    is sees everything. A warning that nobody answered always goes with it.
    """
    always = mine.own if own else frozenset()
    wanted = _since(mine, since.isoformat(), always) if since else {*mine.states}
    return {
        key: mine.states[key]
        if notes or key in always
        else _without_notes(key, mine.states[key])
        for key in sorted(wanted, key=in_order)
        if notes or key in always or key[0] != QUESTION
    }


def _since(mine: Known, first: str, always: frozenset[Key]) -> set[Key]:
    """The facts that belong to the days from the first on."""
    answered = {
        _warning_of(state) for key, state in mine.states.items() if key[0] == ANSWER
    }
    kept = {
        key
        for key, state in mine.states.items()
        if key in always
        or key[0] not in (ENTRY, WARNING)
        or _day(state) >= first
        or (key[0] == WARNING and key[1] not in answered)
    }
    return {
        key
        for key in kept
        if key[0] != ANSWER or (WARNING, _warning_of(mine.states[key])) in kept
    }


def _first_rows(state: FactState) -> Iterator[dict[str, Any]]:
    for head in state.heads.values():
        if head.content is not None:
            yield json.loads(head.content)[0][1]


def _day(state: FactState) -> str:
    """The newest day that a fact was written for; of one that is gone, none is left."""
    return max((str(row["day"]) for row in _first_rows(state)), default="")


def _warning_of(state: FactState) -> str:
    return next((str(row["warning_id"]) for row in _first_rows(state)), "")


def _without_notes(key: Key, state: FactState) -> FactState:
    name = NOTES.get(key[0])
    if name is None:
        return state
    heads = {
        version: head._replace(content=_blank(head.content, name))
        for version, head in state.heads.items()
    }
    return FactState(heads, state.dead)


def _blank(content: str | None, name: str) -> str | None:
    if content is None:
        return None
    rows = json.loads(content)
    rows[0][1][name] = ""
    return canonical(rows)

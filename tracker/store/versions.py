"""What a copy knows of its facts: which versions stand, and which were replaced.

It is read from the history alone. An ordinary step makes a version of each fact that
it writes, named after the step's digest. A step that took in another copy, or that
settled a conflict, says in so many words what stands since; taking it back brings back
what stood before it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tracker.domain.sharing import LASTING, FactState, Head, Key
from tracker.domain.values import NamedTuple
from tracker.store.fact_keys import keys_in
from tracker.store.fact_texts import RowsByKey, read_facts, text_of
from tracker.store.history import VERSIONS, Marks, read_states
from tracker.store.images import read_images
from tracker.store.rows import Row
from tracker.store.sqlite_driver import DamagedRow
from tracker.store.whole import Forms, Stream

STEPS = (
    "SELECT seq, at, author, before, after, undoes, digest FROM change "
    "WHERE person_id = :person_id ORDER BY seq"
)
CONFLICTS = (
    "SELECT kind, fact_id, version, content FROM conflict WHERE person_id = :person_id"
)
WARNING = "shown_warning"


class Known(NamedTuple):
    """What a copy knows: its name, its facts, and from which copy each came first.

    ``origins`` is empty for what was written here; ``own`` are the facts with a version
    that was written here. ``rows`` are the facts as they stand.
    """

    copy: str
    states: Mapping[Key, FactState]
    origins: Mapping[Key, str]
    own: frozenset[Key]
    rows: RowsByKey


class _State(NamedTuple):
    heads: Marks
    dead: frozenset[str]
    origin: str
    own: bool


_UNKNOWN = _State({}, frozenset(), "", False)


class _Walk:
    """The states of all facts, step by step from the beginning."""

    def __init__(self) -> None:
        self.copy = ""
        self.states: dict[Key, _State] = {}
        # What stood before each step that says in so many words what stands since.
        self._before: dict[int, dict[Key, _State]] = {}

    def step(self, change: Row) -> None:
        """What stands after one more step."""
        self.copy = self.copy or change["digest"]
        images = [
            (table, row)
            for table, *both in read_images(change)
            for row in both
            if row is not None
        ]
        said = [row for table, row in images if table == VERSIONS]
        if change["undoes"] in self._before:
            self._back_to(change)
        elif said:
            self._take(change, said[0])
        else:
            gone = _gone(change)
            for key in keys_in(images) - gone:
                self._write(key, change)

    def _write(self, key: Key, change: Row) -> None:
        old = self.states.get(key, _UNKNOWN)
        mark = {change["digest"]: (change["at"], change["author"])}
        dead = old.dead | old.heads.keys()
        self.states[key] = _State(mark, dead, old.origin, own=True)

    def _take(self, change: Row, row: Row) -> None:
        states = read_states(row)
        self._keep(change, states)
        for key, (heads, dead) in states.items():
            old = self.states.get(key)
            origin = row["copy"] if old is None else old.origin
            known = old or _UNKNOWN
            self.states[key] = _State(heads, known.dead | dead, origin, known.own)

    def _back_to(self, change: Row) -> None:
        """What stood before the step that is taken back, or done again."""
        before = self._before[change["undoes"]]
        self._keep(change, before)
        for key, state in before.items():
            # A warning that was shown stays, whatever is taken back.
            if key[0] == WARNING:
                continue
            if state is _UNKNOWN:
                self.states.pop(key, None)
            else:
                self.states[key] = state

    def _keep(self, change: Row, keys: Iterable[Key]) -> None:
        self._before[change["seq"]] = {
            key: self.states.get(key, _UNKNOWN) for key in keys
        }


def _gone(change: Row) -> set[Key]:
    """Facts that this step took away and that no copy can take from another one."""
    return {
        key
        for table, before, after in read_images(change)
        if table in LASTING and before is not None and after is None
        for key in keys_in([(table, before)])
    }


def known(stream: Stream, forms: Forms, person_id: str) -> Known:
    """What this copy knows of a person; nothing where the person is new here."""
    binds = {"person_id": person_id}
    walk = _Walk()
    for change in _steps(stream, binds):
        walk.step(change)
    rows = read_facts(stream, forms, person_id)
    contents = {
        (kind, fact_id, version): content
        for kind, fact_id, version, content in stream(CONFLICTS, binds)
    }
    states = {
        key: _with_contents(key, state, rows, contents)
        for key, state in walk.states.items()
        # What lasts and is not there was taken back here: another copy may know it.
        if rows.get(key) or key[0] not in LASTING
    }
    if not {*rows} <= {*states}:
        raise DamagedRow
    return Known(
        walk.copy,
        states,
        {key: walk.states[key].origin for key in states},
        frozenset(key for key in states if walk.states[key].own),
        rows,
    )


def _steps(stream: Stream, binds: Row) -> Iterator[Row]:
    names = ("seq", "at", "author", "before", "after", "undoes", "digest")
    for values in stream(STEPS, binds):
        yield dict(zip(names, values, strict=True))


def _with_contents(
    key: Key, state: _State, rows: RowsByKey, contents: Mapping[Any, str | None]
) -> FactState:
    """The versions that stand say what is there, unless they differ."""
    there = rows.get(key)
    usual = text_of(there) if there else None
    heads = {
        version: Head(at, author, contents.get((*key, version), usual))
        for version, (at, author) in state.heads.items()
    }
    return FactState(heads, state.dead)

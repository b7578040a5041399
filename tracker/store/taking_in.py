"""Taking in what another copy knows, and settling what copies wrote differently."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from tracker.domain.facts import Person
from tracker.domain.sharing import (
    Conflict,
    FactState,
    Key,
    Share,
    differs,
    in_order,
    join,
    standing,
)
from tracker.domain.values import NamedTuple
from tracker.store import history, rows
from tracker.store.fact_texts import COUNTED, ENTRY_NUMBER, rows_from
from tracker.store.rows import Fact, TableRow
from tracker.store.sqlite_driver import database_errors
from tracker.store.store import Store
from tracker.store.stored import instant
from tracker.store.versions import WARNING, Known
from tracker.store.whole import Forms, Unfit

ENTRY = "check_in"
# What SQLite calls facts that do not go together.
OUR_CHECKS = "IntegrityError"
NO_ENTRY = 0

States = Mapping[Key, FactState]


class News(NamedTuple):
    """What changes of a fact: its rows of before and after."""

    key: Key
    before: list[TableRow]
    after: list[TableRow]


class Origin(NamedTuple):
    """Where a step takes its facts from: a copy, and a name that no other step has."""

    copy: str
    made: str


def to_take(mine: Known, theirs: States) -> dict[Key, FactState]:
    """The facts of which the other copy knows more, and what both know together."""
    found = {}
    for key in sorted(theirs, key=in_order):
        old = mine.states.get(key)
        joined = theirs[key] if old is None else join(old, theirs[key])
        if old is None or not _same(old, joined):
            found[key] = joined
    return found


def _same(one: FactState, other: FactState) -> bool:
    return one.heads.keys() == other.heads.keys() and one.dead == other.dead


class Taker:
    """Writes what stands of some facts into this copy, as one step."""

    def __init__(self, store: Store, forms: Forms, person: Person, mine: Known) -> None:
        """``person`` may not be there yet; needs `writing` around all of its use."""
        self._store = store
        self._forms = forms
        self._person = person
        self._mine = mine
        self._numbers: dict[str, Iterator[int]] = {}
        self._entries = {
            key[1]: int(found[0][1]["number"])
            for key, found in mine.rows.items()
            if key[0] == ENTRY
        }

    def take(
        self,
        states: States,
        step: tuple[str, datetime, str, str],
        origin: Origin,
        shares: tuple[Iterable[Share], Iterable[Share]] = ((), ()),
    ) -> tuple[News, ...]:
        """Write what stands now, parents first, and the rights before and after.

        Unfit when it is nothing that a diary can hold.
        """
        self._numbers = self._new_numbers(states)
        news = tuple(self._news(key, state) for key, state in states.items())
        open_before = self._store.conflicts(self._person)
        closed = [each for each in open_before if (each.kind, each.fact_id) in states]
        numbers = {(each.kind, each.fact_id): each.number for each in closed}
        before = [row for each in news for row in each.before]
        before += self._rows([*closed, *shares[0]])
        after = [row for each in news for row in each.after]
        after += self._rows([*self._conflicts(states, numbers), *shares[1]])
        said = history.versions_row(origin.copy, states, origin.made)
        try:
            self._store.take_in(self._person.id, step, before, after, said)
        except database_errors() as error:
            if type(error).__name__ != OUR_CHECKS:
                raise
            raise Unfit("holds facts that do not go together") from None
        return news

    def _rows(self, found: Iterable[Fact]) -> list[TableRow]:
        return [row for fact in found for row in rows.rows_of(self._person.id, fact)]

    def _news(self, key: Key, state: FactState) -> News:
        before, text = self._mine.rows.get(key, []), standing(state)
        if text is None:
            return News(key, before, [])
        number = self._number(key[0], before)
        own = {"number": number, ENTRY_NUMBER: NO_ENTRY}
        after = rows_from(self._person.id, key, text, self._forms, own)
        first = after[0][1]
        if key[0] == ENTRY:
            self._entries[key[1]] = number
        if key[0] == WARNING:
            first[ENTRY_NUMBER] = self._entries.get(first["check_in_id"], NO_ENTRY)
        return News(key, before, after)

    def _number(self, kind: str, before: list[TableRow]) -> int:
        """The number that people here know it by; 0 for what has none."""
        if kind not in COUNTED:
            return 0
        return int(before[0][1]["number"]) if before else next(self._numbers[kind])

    def _new_numbers(self, states: States) -> dict[str, Iterator[int]]:
        """Numbers never given out before, as many of each kind as are needed."""
        needed: dict[str, int] = {}
        for key, state in states.items():
            new = key not in self._mine.rows and standing(state) is not None
            if new and key[0] in COUNTED:
                needed[key[0]] = needed.get(key[0], 0) + 1
        return {kind: self._some(COUNTED[kind], n) for kind, n in needed.items()}

    def _some(self, kind: str, count: int) -> Iterator[int]:
        newest = self._store.newest_number(self._person, kind)
        self._store.keep_number(self._person, kind, newest + count)
        return iter(range(newest + 1, newest + count + 1))

    def _conflicts(
        self, states: States, numbers: Mapping[Key, int]
    ) -> Iterator[Conflict]:
        """Every version of what copies wrote differently, under one number."""
        for key, state in states.items():
            if not differs(state.heads.values()):
                continue
            number = numbers.get(key) or self._store.next_number(
                self._person, COUNTED["conflict"]
            )
            for version, head in state.heads.items():
                yield Conflict(
                    *key, version, number, head.content, instant(head.at), head.author
                )

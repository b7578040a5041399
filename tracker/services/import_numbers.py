"""Numbers for imported facts: their own where it was never given out here."""

from collections.abc import Iterable, Sequence

from tracker.domain.facts import (
    Acknowledgement,
    BoneStep,
    CheckIn,
    Completion,
    Instruction,
    Person,
    ShownWarning,
    Visit,
    VisitQuestion,
)
from tracker.imports.found import Imported
from tracker.services.entries import FIRST, LAST
from tracker.store.store import Store

COUNTED: dict[type, str] = {
    CheckIn: "entry",
    ShownWarning: "warning",
    Acknowledgement: "acknowledgement",
    Instruction: "instruction",
    Completion: "completion",
    Visit: "visit",
    BoneStep: "bone step",
    VisitQuestion: "visit question",
}

# A number that can still be typed, and leaves room for all that follow.
LARGEST_KEPT = 10_000_000


def numbered(store: Store, person: Person, facts: Sequence[Imported]) -> list[Imported]:
    """The facts with numbers of this diary, in the order in which they came."""
    numbers: dict[tuple[type, str], int] = {}
    for kind, counted in COUNTED.items():
        had = _had(store, person) if kind is CheckIn else {}
        own = [fact for fact in facts if type(fact) is kind]
        numbers.update({(kind, f.id): had[f.id] for f in own if f.id in had})
        wanted = [(_wanted(fact), fact.id) for fact in own if fact.id not in had]
        if kind is CheckIn:
            wanted += _gone(store, person, facts)
        given = _given(wanted, store.newest_number(person, counted))
        if given:
            store.keep_number(person, counted, max(given.values()))
        numbers.update({(kind, each): number for each, number in given.items()})
    return [_with_number(store, person, fact, numbers) for fact in facts]


def _wanted(fact: Imported) -> int:
    assert not isinstance(fact.number, str)
    return fact.number


def _had(store: Store, person: Person) -> dict[str, int]:
    """The numbers by which kept warnings still speak of entries that are gone."""
    spoken = {
        shown.check_in_id: shown.check_in_number
        for shown, _ in store.warnings_in_days(person, FIRST, LAST)
    }
    return {
        each: number
        for each, number in spoken.items()
        if store.check_in_numbered(person, number) is None
    }


def _gone(
    store: Store, person: Person, facts: Iterable[Imported]
) -> list[tuple[int, str]]:
    """The entries that only warnings still speak of: their numbers are taken too."""
    coming = {fact.id for fact in facts if isinstance(fact, CheckIn)}
    spoken = {
        fact.check_in_id: fact.check_in_number
        for fact in facts
        if isinstance(fact, ShownWarning) and fact.check_in_id not in coming
    }
    return [
        (number, each)
        for each, number in spoken.items()
        if store.check_in(person, each) is None
    ]


def _given(wanted: list[tuple[int, str]], newest: int) -> dict[str, int]:
    """A number for each id: the one wanted while it is greater than all before it."""
    given: dict[str, int] = {}
    for number, each in sorted(wanted, key=lambda pair: pair[0]):
        newest = max(number if number <= LARGEST_KEPT else 0, newest + 1)
        given[each] = newest
    return given


def _with_number(
    store: Store,
    person: Person,
    fact: Imported,
    numbers: dict[tuple[type, str], int],
) -> Imported:
    number = numbers.get((type(fact), fact.id))
    if number is None:
        return fact
    if isinstance(fact, ShownWarning):
        known = store.check_in(person, fact.check_in_id)
        of_entry = known.number if known else numbers[(CheckIn, fact.check_in_id)]
        fact = fact._replace(check_in_number=of_entry)
    return fact._replace(number=number)  # type: ignore[arg-type]

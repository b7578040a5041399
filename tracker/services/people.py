"""Whose recovery is meant, of several in one diary."""

from collections.abc import Iterable, Sequence

from tracker.domain.facts import Person
from tracker.domain.wording import quoted, with_year
from tracker.errors import NotFound, UsageProblem
from tracker.store.store import Store

MOST_SHOWN = 20
SHORTEST_ID = 6


def whose(store: Store, named: str | None, in_use: str | None) -> str | None:
    """The id of who is meant; also of somebody whose beginning was taken back."""
    with store.reading():
        person = choose(store.people(), named, in_use)
    return person.id if person else in_use


def choose(
    people: Sequence[Person], named: str | None, remembered: str | None
) -> Person | None:
    """The one who is named, else the only one, else the one in use; None of nobody.

    NotFound when nobody has that name; UsageProblem with the choice when several have
    it, or when there are several and none is named or in use.
    """
    if named is not None:
        return find(people, named)
    if len(people) <= 1:
        return next(iter(people), None)
    in_use = [person for person in people if person.id == remembered]
    if in_use:
        return in_use[0]
    raise UsageProblem(
        f"Whose diary? It holds {len(people)} people:\n{_listed(people, people)}\n"
        "Name one, as in:  tracker --person NAME today\n"
        "For good, on this computer:  tracker person use NAME"
    )


def find(people: Sequence[Person], named: str) -> Person:
    """The one of that name: as it is shown in a list, whole, or the first letters."""
    for found in _matches(people, named):
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageProblem(
                f"{quoted(named)} can be one of {len(found)} people:\n"
                f"{_listed(found, people)}\nType more of it, as it stands here."
            )
    whose = f" It holds:\n{_listed(people, people)}" if people else " Nobody is in it."
    raise NotFound(
        f"Nobody in this diary is called {quoted(named)}.{whose}\n"
        "Somebody new?  tracker person add NAME"
    )


def _matches(people: Sequence[Person], named: str) -> Iterable[list[Person]]:
    """Those of that very label, that name, then those whose names begin like it."""
    wanted = folded(named)
    yield [p for p in people if wanted in (p.id, folded(label(p, people)))]
    yield [p for p in people if wanted == folded(with_year(p))]
    yield [p for p in people if wanted == folded(p.name)]
    yield [p for p in people if wanted and begins(folded(p.name), wanted)]


def folded(name: str) -> str:
    """A name to compare: blanks and capitals do not count."""
    return " ".join(name.casefold().split())


def begins(name: str, wanted: str) -> bool:
    """Whether a name, or its rest from some word on, begins so."""
    return f" {name}".find(f" {wanted}") >= 0


def label(person: Person, people: Iterable[Person]) -> str:
    """The name, and what tells them from others of that name."""
    same = [p for p in people if folded(p.name) == folded(person.name)]
    if len(same) == 1:
        return person.name
    born = [p.born for p in same]
    if person.born is not None and born.count(person.born) == 1:
        return with_year(person)
    return f"{person.name}, {person.id[-SHORTEST_ID:]}"


def _listed(shown: Sequence[Person], people: Sequence[Person]) -> str:
    """One line each; of very many the first."""
    lines = [f"  {label(person, people)}" for person in shown[:MOST_SHOWN]]
    if len(shown) > MOST_SHOWN:
        lines.append(f"  and {len(shown) - MOST_SHOWN} more: tracker person list")
    return "\n".join(lines)

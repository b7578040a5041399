"""Adding somebody to a diary, correcting a name or a year, and who is who."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.domain.backups import common_zone, say_names
from tracker.domain.facts import Change, Contact, Person, Procedure
from tracker.domain.values import NamedTuple
from tracker.domain.window import local_day
from tracker.domain.wording import quoted, with_year
from tracker.errors import NothingRecorded, Refused
from tracker.services.diary import NOTHING
from tracker.services.ids import new_id
from tracker.services.people import folded, label
from tracker.services.texts import in_short
from tracker.store.store import Store

EARLIEST_BORN = 1880
LENGTH_OF_YEAR = 4


class Kept(NamedTuple):
    """Who was added or corrected, by whom, and everybody who is there now."""

    person: Person
    author: str
    people: tuple[Person, ...]
    renamed: bool = False


class Known(NamedTuple):
    """What is written down of one person; ``newest`` is the newest step."""

    person: Person
    label: str
    procedures: tuple[Procedure, ...]
    contacts: tuple[Contact, ...]
    newest: Change | None


class Owners(NamedTuple):
    """Whose diary it is, in words, and the day it is there."""

    names: str
    today: date


def owners(store: Store, now: datetime) -> Owners:
    """Everybody of a diary; NothingRecorded where nobody is there."""
    with store.reading():
        people = store.people()
    if not people:
        raise NothingRecorded(NOTHING)
    zone = ZoneInfo(common_zone(person.zone for person in people))
    today = local_day(now, zone, min(person.day_start for person in people))
    return Owners(say_names([person.name for person in people]), today)


def read_born(text: str, now: datetime, zone: str) -> int:
    """A year of birth as typed; Refused when nobody alive can be born then."""
    this_year = local_day(now, ZoneInfo(zone), 0).year
    figures = text.strip()
    whole = figures.isascii() and figures.isdigit() and len(figures) == LENGTH_OF_YEAR
    if not whole or not EARLIEST_BORN <= int(figures) <= this_year:
        raise Refused(
            f"Nothing saved. {quoted(text)} is not a year of birth from "
            f"{EARLIEST_BORN} to {this_year}. Type the year alone, like 1948."
        )
    return int(figures)


def add_person(
    store: Store,
    name: str,
    born: int | None,
    zone: str,
    author: str | None,
    now: datetime,
) -> Kept:
    """Somebody whose recovery can be begun; Refused where one of that name is there.

    Without an author it is who typed last in the diary, or the person.
    """
    with store.writing():
        newest = store.newest_chain()
        by = author or (newest[1] if newest else name)
        person = Person(new_id(now), name, zone, 0, born)
        people = (*store.people(), person)
        _refuse_same(person, people, named=True)
        store.write(
            person, (by, now, "add", f"added {with_year(person)}"), after=[person]
        )
        return Kept(person, by, people)


def correct_person(
    store: Store, name: str | None, born: int | None, author: str | None, now: datetime
) -> Kept:
    """Another name or year of birth for the one who is meant; None leaves it.

    What was written before keeps the name of then. Without an author it is who typed
    last for them; somebody who wrote for themselves does so under the new name.
    """
    with store.writing():
        before = _meant(store)
        after = before._replace(name=name or before.name, born=born or before.born)
        if after == before:
            raise Refused("Nothing saved: that is what is written down already.")
        others = [each for each in store.people() if each.id != before.id]
        people = (*others, after)
        named = folded(after.name) != folded(before.name)
        _refuse_same(after, people, named=named)
        by = author or _last_author(store, before)
        by = after.name if by == before.name else by
        step = (by, now, "person", _correction(before, after))
        store.write(after, step, before=[before], after=[after])
        return Kept(after, by, people, after.name != before.name)


def read_known(store: Store) -> Known:
    """The one who is meant; NothingRecorded where nobody is there."""
    with store.reading():
        person = _meant(store)
        newest = store.changes(person, 1)
        return Known(
            person,
            label(person, store.people()),
            tuple(store.procedures(person)),
            tuple(store.contacts(person)),
            newest[0] if newest else None,
        )


def _meant(store: Store) -> Person:
    person = store.person()
    if person is None:
        raise NothingRecorded(NOTHING)
    return person


def _last_author(store: Store, person: Person) -> str:
    newest = store.changes(person, 1)
    return newest[0].author if newest else person.name


def _refuse_same(person: Person, people: Iterable[Person], *, named: bool) -> None:
    """Two people of one name are told apart by the years in which they were born.

    ``named`` says that the name is a new one; else a year that is missing may stay so.
    """
    everybody = tuple(people)
    for other in everybody:
        if other.id != person.id and _is_same(other, person, named=named):
            raise Refused(
                f"Nothing saved. {in_short(other.name)} is in this diary already. "
                "Somebody else of that name is told apart by the year of birth.\n"
                "The year of one who is there:  tracker person edit NAME --born YEAR\n"
                "Somebody else:                 tracker person add NAME --born YEAR"
            )
    labels = [folded(label(each, everybody)) for each in everybody]
    if named and len({*labels}) < len(labels):
        raise Refused(
            "Nothing saved. Somebody in this diary is listed under that name. "
            "Type the name without the year."
        )


def _is_same(other: Person, person: Person, *, named: bool) -> bool:
    if folded(other.name) != folded(person.name):
        return False
    missing = other.born is None or person.born is None
    return named if missing else other.born == person.born


def _correction(before: Person, after: Person) -> str:
    """As in "changed the name from Rut to Ruth, the year of birth to 1952"."""
    said = []
    if after.name != before.name:
        said.append(f"the name from {before.name} to {after.name}")
    if after.born != before.born:
        earlier = f" from {before.born}" if before.born else ""
        said.append(f"the year of birth{earlier} to {after.born}")
    return f"changed {', '.join(said)}"

"""Opening the one diary of a store."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tracker.domain.calling import OR
from tracker.domain.diary import Diary
from tracker.domain.facts import Contact, Person
from tracker.domain.protocol import Protocol
from tracker.domain.sharing import Conflict
from tracker.errors import NothingRecorded
from tracker.protocols.canonical import read_canonical
from tracker.store.store import Store

NOTHING = """No recovery is written down yet.

To begin:      tracker start
               7 short questions
Unwell now?    tracker signs
               works without a diary"""

NOT_BEGUN = """{name}'s recovery is not written down yet.

To begin:      tracker start DATE{whose}
Unwell now?    tracker signs"""


def open_diary(store: Store) -> Diary:
    """The person, the newest procedure and its pinned protocol; NothingRecorded."""
    person = store.person()
    if person is None:
        raise NothingRecorded(NOTHING)
    procedures = store.procedures(person)
    if not procedures:
        raise NothingRecorded(_not_begun(store, person))
    *earlier, procedure = procedures
    contacts = tuple(_with_both(store.contacts(person), store.conflicts(person)))
    protocol = _protocol(store.pinned_protocol(procedure))
    return Diary(person, contacts, procedure, protocol, tuple(earlier))


def _not_begun(store: Store, person: Person) -> str:
    whose = " --person NAME" if len(store.people()) > 1 else ""
    return NOT_BEGUN.format(name=person.name, whose=whose)


def _with_both(
    contacts: Iterable[Contact], conflicts: list[Conflict]
) -> Iterator[Contact]:
    """Numbers of which nobody said yet which holds are shown side by side."""
    for contact in contacts:
        numbers = [contact.number]
        for each in conflicts:
            if (each.kind, each.fact_id) == ("contact", contact.kind) and each.content:
                numbers.append(json.loads(each.content)[0][1]["number"])
        yield contact._replace(number=OR.join(dict.fromkeys(numbers)))


@lru_cache(maxsize=4)
def _protocol(text: str) -> Protocol:
    """A pinned text never changes, so it is read once."""
    return read_canonical(text)


def last_author(store: Store, diary: Diary) -> str:
    """Who wrote last; that author is remembered until another one is named."""
    newest = store.changes(diary.person, 1)
    return newest[0].author if newest else diary.person.name

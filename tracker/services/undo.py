"""Taking back the newest steps, and doing them again."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Change, Person
from tracker.domain.values import NamedTuple
from tracker.errors import NotFound, NothingRecorded, Refused
from tracker.services.diary import NOTHING, open_diary
from tracker.services.people import choose, find, label
from tracker.store.everybody import taken_back
from tracker.store.store import Store

GRAVEST = {
    "emergency": "an emergency",
    "same-day": "a sign to call about today",
    "next-visit": "a sign for the next visit",
}

# What a page on the phone writes; what else was written is taken back where it was.
OF_A_PAGE = ("log", "edit", "done", "warnings")


class Turned(NamedTuple):
    """Whose steps went back or forward, by whom, and what they were, in sentences.

    ``diary`` is the one of before where a beginning was taken back, and None where
    nothing was begun. ``label`` tells the person from others of that name.
    """

    person: Person
    label: str
    diary: Diary | None
    author: str
    told: list[str]


def undo(store: Store, steps: int, author: str | None, now: datetime) -> Turned:
    """Take back that many steps of the one who is meant, newest first.

    Without an author it is who typed last for them.
    """
    with store.writing():
        person, diary = store.person(), _begun(store)
        if person is None:
            raise NothingRecorded(NOTHING)
        called = label(person, store.people())
        by = author or _last_author(store, person)
        taken = _some(steps, lambda: store.undo(person, by, now))
        if not taken:
            raise Refused("There is nothing to take back.")
        _refuse_hiding(store, person)
        return Turned(person, called, _begun(store) or diary, by, taken)


def last_own_step(store: Store, diary: Diary, author: str) -> Change | None:
    """The newest step, where that author made it and a page wrote it."""
    newest = store.changes(diary.person, 1)
    own = [c for c in newest if c.author == author and c.undoes is None]
    return next((change for change in own if change.action in OF_A_PAGE), None)


def undo_own(
    store: Store, seq: int, author: str, now: datetime
) -> tuple[Diary, list[str]]:
    """Take back a step that was shown to its author; Refused once another followed."""
    with store.writing():
        diary = open_diary(store)
        step = last_own_step(store, diary, author)
        if step is None or step.seq != seq:
            raise Refused(
                "Nothing taken back: something else was written meanwhile. Look again."
            )
        taken = _some(1, lambda: store.undo(diary.person, author, now))
        return diary, taken


def whose_history(store: Store, named: str | None, in_use: str | None) -> str | None:
    """Whose steps are done again, also of somebody who was taken back; None of nobody.

    Who is named, else who is in use, else who was just taken back. With several people
    and none of these somebody has to be named, as for every other command.
    """
    with store.reading():
        people, gone = store.people(), taken_back(store)
        newest = store.newest_chain()
    if named is not None:
        return _named(people, gone, named).id
    if in_use in {person.id for person in (*people, *gone)}:
        return in_use
    if newest is not None and newest[0] in {person.id for person in gone}:
        return newest[0]
    person = choose(people, None, None)
    return person.id if person else None


def _named(people: Sequence[Person], gone: Sequence[Person], named: str) -> Person:
    """The one of that name; of those who were taken back only where nobody else is."""
    try:
        return find(people, named)
    except NotFound:
        with suppress(NotFound):
            return find(gone, named)
        raise


def redo(store: Store, steps: int, author: str | None, now: datetime) -> Turned:
    """Do again what was taken back last of the one who is meant.

    Without an author it is who typed last for them. Even a beginning can come back.
    """
    with store.writing():
        person_id, last = _chain(store)
        by = author or last
        done = _some(steps, lambda: store.redo(person_id, by, now))
        if not done:
            raise Refused(_why_not(store, person_id))
        store.whose = person_id
        person = store.person()
        if person is None:
            raise NothingRecorded(NOTHING)
        called = label(person, store.people())
        return Turned(person, called, _begun(store), by, done)


def _some(steps: int, turn: Callable[[], str | None]) -> list[str]:
    """What each turn said, until there was none left."""
    told: list[str] = []
    while len(told) < steps and (said := turn()) is not None:
        told.append(said)
    return told


def _chain(store: Store) -> tuple[str, str]:
    """Whose history goes on, and who wrote last in it."""
    gone = (each for each in taken_back(store) if each.id == store.whose)
    person = store.person() or next(gone, None)
    if person is not None:
        return person.id, _last_author(store, person)
    newest = store.newest_chain()
    if newest is None:
        raise NothingRecorded(NOTHING)
    return newest


def _last_author(store: Store, person: Person) -> str:
    newest = store.changes(person, 1)
    return newest[0].author if newest else person.name


def _why_not(store: Store, person_id: str) -> str:
    if not store.is_taken_back(person_id):
        others = "\nSomebody who was taken back? tracker redo --person NAME"
        gone = others if taken_back(store) else ""
        return f"There is nothing to do again: nothing is taken back.{gone}"
    return (
        "There is nothing to do again: something was written after the last undo. "
        "What was taken back stays so. See: tracker changes"
    )


def _begun(store: Store) -> Diary | None:
    """The diary now; None where nothing is begun."""
    try:
        return open_diary(store)
    except NothingRecorded:
        return None


def _refuse_hiding(store: Store, person: Person) -> None:
    """Without a recovery nobody would see a warning that is not answered."""
    if store.procedures(person):
        return
    gravest = store.unanswered_warnings(person, 1)
    if gravest:
        raise Refused(
            "Nothing taken back: that would take back the procedure too, and "
            f"nobody would see warning {gravest[0].number} any more, "
            f"{GRAVEST[gravest[0].tier]}. The beginning stays. See: tracker warnings\n"
            "Another day? tracker move DATE --reason TEXT"
        )

"""Removing a person for good: what goes, the removal, and which copies are left."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from itertools import chain

from tracker.domain.facts import Person
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words, quoted
from tracker.errors import NotFound, Refused, UnusableFile, UsageProblem
from tracker.services.kept_draft import drafts_of
from tracker.services.people import folded, label
from tracker.settings import backups_folder, own_folder
from tracker.store import erasing
from tracker.store.belonging import files_around
from tracker.store.everybody import taken_back
from tracker.store.sqlite_driver import OpenFile
from tracker.store.store import Store

ONLY_HISTORY = "  (only a history is left)"


class Doomed(NamedTuple):
    """Whom it is about, and how many rows of each table are theirs.

    ``label`` tells them from others of that name; ``others`` are the ids of everybody
    else in the diary.
    """

    name: str
    label: str
    ids: tuple[str, ...]
    others: tuple[str, ...]
    counts: dict[str, int]


class Erased(NamedTuple):
    """What was removed, whether the file was packed, and whose histories stay."""

    doomed: Doomed
    packed: bool
    others: tuple[str, ...]


class Copies(NamedTuple):
    """Files that still hold the person, and copies that cannot be read."""

    holding: tuple[str, ...]
    unread: tuple[str, ...]


def foresee(store: Store, name: str) -> Doomed:
    """What would be removed; NotFound when nobody of that name is in the diary.

    UsageProblem with the choice when several have it: only one goes at a time.
    """
    with store.reading():
        return _look(store, name)


def _look(store: Store, name: str) -> Doomed:
    everybody = _everybody(store)
    person = _one(everybody, name, {each.id for each in store.people()})
    return Doomed(
        person.name,
        label(person, everybody),
        (person.id,),
        tuple(each.id for each in everybody if each.id != person.id),
        erasing.count_owned(store, [person.id]),
    )


def _everybody(store: Store) -> list[Person]:
    """Whoever has facts here, and whoever has only a history left."""
    return [*store.people(), *taken_back(store)]


def _one(everybody: Sequence[Person], name: str, there: Container[str]) -> Person:
    """The one of that whole name; the first letters are not enough to erase."""
    wanted = folded(name)
    listed = [p for p in everybody if wanted in (p.id, folded(label(p, everybody)))]
    named = listed or [p for p in everybody if wanted == folded(p.name)]
    if not named:
        raise _unknown(name, [label(each, everybody) for each in everybody])
    if len(named) > 1:
        lines = "\n".join(
            f"  {label(each, everybody)}{'' if each.id in there else ONLY_HISTORY}"
            for each in named
        )
        raise UsageProblem(
            f"Nothing removed. {quoted(name)} can be one of {len(named)}:\n{lines}\n"
            "Type one of them as it stands here. One goes at a time."
        )
    return named[0]


def _unknown(name: str, known: Iterable[str]) -> NotFound:
    names = [quoted(each) for each in sorted(known)]
    whose = f"It is the diary of {join_words(names)}." if names else "It is empty."
    return NotFound(f"Nothing removed. {quoted(name)} is not in this diary. {whose}")


def confirm(doomed: Doomed, typed: str) -> None:
    """Refused unless the name was typed again."""
    if not erasing.same_name(doomed.label, typed):
        raise Refused("Nothing removed: that was not the name. It is all still there.")


def erase(store: Store, doomed: Doomed, now: datetime) -> Erased:
    """Remove it all in one step, and the room it took; undo does not bring it back."""
    store.leave_no_trace()
    with store.writing():
        doomed = _look(store, doomed.ids[0])
        erasing.erase(store, doomed.ids, now)
        left = _everybody(store)
        others = tuple(sorted(label(each, left) for each in left))
    return Erased(doomed, _pack(store), others)


def _pack(store: Store) -> bool:
    """What was removed is overwritten by now, so a file in use only stays larger."""
    try:
        store.pack()
    except UnusableFile:
        return False
    return True


def find_copies(diary: str, doomed: Doomed, open_file: OpenFile) -> Copies:
    """The files around the diary that hold the person, and what cannot be read.

    Also what was never finished, the journals of copies, and what was not saved.
    """
    holding, unread = drafts_of(diary), []
    around = files_around(diary, {own_folder(diary), backups_folder(diary)})
    sorts = (around.copies, around.half_made, around.companions, around.others)
    for path in sorted(chain(*sorts)):
        # Others there may be anything, such as a picture; our own are never that.
        if path in around.others and erasing.can_hold_nobody(path):
            continue
        try:
            found = erasing.traces_in_copy(path, open_file)
        except UnusableFile:
            unread.append(path)
            continue
        if found and _in(found, doomed):
            holding.append(path)
    return Copies(tuple(holding), tuple(unread))


def _in(found: erasing.Traces, doomed: Doomed) -> bool:
    """Whether it holds the person, or somebody of that name who is not here."""
    known = {each for ids in found.ids.values() for each in ids}
    named = {*erasing.ids_of(found, doomed.name)} - {*doomed.others}
    return bool(known & {*doomed.ids} or named)

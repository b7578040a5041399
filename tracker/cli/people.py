"""What was typed after `tracker person`, and what comes of it."""

from contextlib import AbstractContextManager

import tzlocal

from tracker.cli.names import read_name
from tracker.domain.facts import Person
from tracker.errors import UnusableFile, UsageProblem
from tracker.services.people import find, label
from tracker.services.persons import (
    Kept,
    Known,
    add_person,
    correct_person,
    read_born,
    read_known,
)
from tracker.services.remembered import recall, remember, remembered_path
from tracker.services.zones import read_zone
from tracker.store.store import Store
from tracker.workspace import Workspace

BOTH = "Type the name once: after the word, or with --person."
NOTHING_TYPED = (
    "What should change?  tracker person edit NAME --name NAME\n"
    "                     tracker person edit NAME --born YEAR"
)


def add_typed(
    workspace: Workspace, name: str, born: str | None, zone: str | None
) -> Kept:
    """Somebody new; a diary is made when there is none."""
    if workspace.person is not None:
        raise UsageProblem(BOTH)
    known = read_name(name)
    place = read_zone(zone).key if zone is not None else local_zone()
    now = workspace.now()
    year = read_born(born, now, place) if born is not None else None
    with _open_or_new(workspace) as store:
        return add_person(store, known, year, place, workspace.typist(), now)


def _open_or_new(workspace: Workspace) -> AbstractContextManager[Store]:
    if workspace.exists():
        return workspace.store(of_everybody=True)
    return workspace.new_store()


def local_zone() -> str:
    """This computer's time zone."""
    return str(tzlocal.get_localzone_name() or "UTC")


def choose_typed(workspace: Workspace, name: str) -> tuple[Person, str]:
    """Who is in use from now on, and the label; UnusableFile where that is not kept."""
    _mean(workspace, name)
    with workspace.store(of_everybody=True) as store, store.reading():
        people = store.people()
    person = find(people, name)
    try:
        remember(workspace.path, recall(workspace.path)._replace(person=person.id))
    except OSError:
        raise UnusableFile(
            f"{remembered_path()} cannot be written, so this computer does not "
            "remember it. Name the person each time: tracker --person NAME today"
        ) from None
    return person, label(person, people)


def read_typed(workspace: Workspace, name: str | None) -> Known:
    """What is written down of who is named, or meant."""
    if name is not None:
        _mean(workspace, name)
    with workspace.store() as store:
        return read_known(store)


def correct_typed(
    workspace: Workspace, name: str, new_name: str | None, born: str | None
) -> Kept:
    """Another name or year; who types here under the old name does so under the new."""
    if new_name is None and born is None:
        raise UsageProblem(NOTHING_TYPED)
    _mean(workspace, name)
    now = workspace.now()
    known = read_name(new_name) if new_name is not None else None
    with workspace.store() as store:
        year = read_born(born, now, "UTC") if born is not None else None
        kept = correct_person(store, known, year, workspace.typist(), now)
        if workspace.typist() not in (None, kept.author):
            workspace.named_author = kept.author
    return kept


def _mean(workspace: Workspace, name: str) -> None:
    """Whoever is named after the word is meant."""
    if workspace.person not in (None, name):
        raise UsageProblem(BOTH)
    workspace.person = name

"""Telling the history in sentences."""

from tracker.domain.diary import Diary
from tracker.domain.facts import Change
from tracker.errors import NotFound
from tracker.services.diary import open_diary
from tracker.store.store import Store


def list_changes(store: Store, most: int) -> tuple[Diary, list[Change]]:
    """The newest steps of the history, newest first."""
    with store.reading():
        diary = open_diary(store)
        return diary, store.changes(diary.person, most)


def list_changes_of(store: Store, number: int) -> tuple[Diary, list[Change]]:
    """Every step that wrote to an entry, newest first; NotFound when none ever did."""
    with store.reading():
        diary = open_diary(store)
        changes = store.changes_of_entry(diary.person, number)
    if not changes:
        raise NotFound(f"There never was an entry {number}. The list: tracker entries")
    return diary, changes

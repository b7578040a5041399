"""Taking back the newest steps, and telling the history."""

from datetime import datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Change
from tracker.errors import Refused
from tracker.services.diary import open_diary
from tracker.store.store import Store


def undo(
    store: Store, steps: int, author: str, now: datetime
) -> tuple[Diary, list[str]]:
    """Take back that many steps, newest first; what was taken back, in sentences."""
    with store.writing():
        diary = open_diary(store)
        taken: list[str] = []
        while len(taken) < steps:
            text = store.undo(diary.person, author, now)
            if text is None:
                break
            taken.append(text)
        if not taken:
            raise Refused("There is nothing to take back.")
        return diary, taken


def list_changes(store: Store, most: int) -> tuple[Diary, list[Change]]:
    """The newest steps of the history, newest first."""
    with store.reading():
        diary = open_diary(store)
        return diary, store.changes(diary.person, most)

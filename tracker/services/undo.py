"""Taking back the newest steps, and telling the history."""

from datetime import datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Change
from tracker.domain.protocol import TIERS
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
        _refuse_hiding(store, diary)
        return diary, taken


def _refuse_hiding(store: Store, diary: Diary) -> None:
    """Without a recovery nobody would see an emergency that is not answered."""
    if store.procedures(diary.person):
        return
    gravest = store.unanswered_warnings(diary.person, 1)
    if gravest and gravest[0].tier == TIERS[0]:
        raise Refused(
            "Nothing taken back: that would take back the procedure too, and "
            f"warning {gravest[0].number} with it, an emergency. Its beginning stays. "
            "See: tracker warnings"
        )


def list_changes(store: Store, most: int) -> tuple[Diary, list[Change]]:
    """The newest steps of the history, newest first."""
    with store.reading():
        diary = open_diary(store)
        return diary, store.changes(diary.person, most)

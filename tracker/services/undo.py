"""Taking back the newest steps, and doing them again."""

from collections.abc import Callable
from datetime import datetime

from tracker.domain.diary import Diary
from tracker.errors import NothingRecorded, Refused
from tracker.services.diary import NOTHING, last_author, open_diary
from tracker.store.store import Store

GRAVEST = {
    "emergency": "an emergency",
    "same-day": "a sign to call about today",
    "next-visit": "a sign for the next visit",
}


def undo(
    store: Store, steps: int, author: str, now: datetime
) -> tuple[Diary, list[str]]:
    """Take back that many steps, newest first; what was taken back, in sentences."""
    with store.writing():
        diary = open_diary(store)
        taken = _some(steps, lambda: store.undo(diary.person, author, now))
        if not taken:
            raise Refused("There is nothing to take back.")
        _refuse_hiding(store, diary)
        return _as_it_is(store, diary), taken


def redo(
    store: Store, steps: int, author: str | None, now: datetime
) -> tuple[Diary, str, list[str]]:
    """Do again what was taken back last; whose, by whom, and what in sentences.

    Without an author it is who typed last. Even a beginning can come back.
    """
    with store.writing():
        person_id, last = _chain(store)
        by = author or last
        done = _some(steps, lambda: store.redo(person_id, by, now))
        if not done:
            raise Refused(_why_not(store, person_id))
        return open_diary(store), by, done


def _some(steps: int, turn: Callable[[], str | None]) -> list[str]:
    """What each turn said, until there was none left."""
    told: list[str] = []
    while len(told) < steps and (said := turn()) is not None:
        told.append(said)
    return told


def _chain(store: Store) -> tuple[str, str]:
    """Whose history goes on, and who wrote last in it."""
    if store.person() is not None:
        diary = open_diary(store)
        return diary.person.id, last_author(store, diary)
    newest = store.newest_chain()
    if newest is None:
        raise NothingRecorded(NOTHING)
    return newest


def _why_not(store: Store, person_id: str) -> str:
    if not store.is_taken_back(person_id):
        return "There is nothing to do again: nothing is taken back."
    return (
        "There is nothing to do again: something was written after the last undo. "
        "What was taken back stays so. See: tracker changes"
    )


def _as_it_is(store: Store, before: Diary) -> Diary:
    """The diary now; the one of before where its beginning was taken back."""
    try:
        return open_diary(store)
    except NothingRecorded:
        return before


def _refuse_hiding(store: Store, diary: Diary) -> None:
    """Without a recovery nobody would see a warning that is not answered."""
    if store.procedures(diary.person):
        return
    gravest = store.unanswered_warnings(diary.person, 1)
    if gravest:
        raise Refused(
            "Nothing taken back: that would take back the procedure too, and "
            f"nobody would see warning {gravest[0].number} any more, "
            f"{GRAVEST[gravest[0].tier]}. The beginning stays. See: tracker warnings\n"
            "Another day? tracker move DATE --reason TEXT"
        )

"""Entries on their way, kept in memory so that a reload or a step back loses nothing.

They are in no address, no file and no browser: what was not saved yet is nowhere else.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock

from flask import current_app

from tracker.domain.diary import Diary
from tracker.errors import NotFound
from tracker.services.sitting import Sitting

KEY = "tracker.sittings"
MOST = 200
MOST_OF_ONE = 8
KEPT_FOR = timedelta(hours=12)
GONE = (
    "This entry is not open any more. What was saved of it stands among the entries. "
    "To write another one, go to Today."
)


class Held:
    """One sitting; only who holds its lock may change it."""

    def __init__(self, sitting: Sitting) -> None:
        self.lock = Lock()
        self.sitting = sitting


class Sittings:
    """The newest entries on their way, by id."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: OrderedDict[str, Held] = OrderedDict()

    def begin(self, sitting: Sitting) -> None:
        """Keep a new one; one that is there already goes on as it is."""
        with self._lock:
            self._drop_old(sitting)
            self._held.setdefault(sitting.draft.id, Held(sitting))

    def knows(self, entry_id: str) -> bool:
        """Whether an entry of that id is on its way."""
        with self._lock:
            return entry_id in self._held

    @contextmanager
    def held(self, entry_id: str, author: str, diary: Diary) -> Iterator[Held]:
        """The author's own sitting, while nobody else changes it; NotFound."""
        with self._lock:
            held = self._held.get(entry_id)
        if held is None or not _is_of(held.sitting, author, diary):
            raise NotFound(GONE)
        with held.lock:
            yield held

    def begun_by(self, author: str, diary: Diary) -> str | None:
        """The id of the newest one in which something waits to be saved."""
        with self._lock:
            newest = [held.sitting for held in reversed(self._held.values())]
        waiting = (s for s in newest if _is_of(s, author, diary) and _waits(s))
        return next((sitting.draft.id for sitting in waiting), None)

    def _drop_old(self, new: Sitting) -> None:
        """Make room; nobody takes it from anybody else before all of it is full."""
        now, author = new.draft.recorded_at, new.draft.author
        drafts = {key: held.sitting.draft for key, held in self._held.items()}
        own = [key for key, draft in drafts.items() if draft.author == author]
        gone = {key for key, d in drafts.items() if now - d.recorded_at > KEPT_FOR}
        gone |= {*own[: max(len(own) - MOST_OF_ONE + 1, 0)]}
        gone |= {*list(drafts)[: max(len(drafts) - MOST + 1, 0)]}
        for key in gone:
            del self._held[key]


def sittings() -> Sittings:
    """Those of this server."""
    found: Sittings = current_app.extensions.setdefault(KEY, Sittings())
    return found


def _is_of(sitting: Sitting, author: str, diary: Diary) -> bool:
    draft = sitting.draft
    return draft.author == author and draft.procedure_id == diary.procedure.id


def _waits(sitting: Sitting) -> bool:
    return bool(sitting.passed) and not sitting.finished

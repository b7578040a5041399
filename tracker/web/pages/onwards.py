"""From step to step of an entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask.typing import ResponseReturnValue

from tracker.domain.diary import Diary
from tracker.domain.wording import mid_day
from tracker.services.sitting import Sitting
from tracker.web.pages.drawing import Opened, go
from tracker.web.pages.sittings import Held, sittings

LOOK = "look"


@contextmanager
def unfinished(here: Opened, entry_id: UUID) -> Iterator[tuple[Diary, Held | None]]:
    """The diary and the visitor's own sitting; None when all of it is saved."""
    diary = here.diary()
    with sittings().held(str(entry_id), here.visitor.name, diary) as held:
        yield diary, None if held.sitting.finished else held


def day_words(diary: Diary, sitting: Sitting) -> str:
    """The day that is written about."""
    day = sitting.draft.day
    return f"{mid_day(day)}, day {diary.day_number(day)}"


def onwards(sitting: Sitting, step: str | None) -> ResponseReturnValue:
    """On to a step; to the look-over after the last."""
    if step is None:
        return go("look", entry_id=sitting.draft.id)
    return go("step", entry_id=sitting.draft.id, step=step)

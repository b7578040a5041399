"""What was written down, the newest first, and taking the last step back."""

from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.errors import Refused
from tracker.services.entries import list_entries
from tracker.services.undo import last_own_step, undo_own
from tracker.web.pages.drawing import (
    REFUSED,
    Opened,
    draw,
    go,
    opened,
    sentence,
    typed,
)
from tracker.web.pages.entry_rows import shown_entry

ONE_DAY = timedelta(days=1)
MOST = 14


def entries() -> ResponseReturnValue:
    """The newest entries, up to a day."""
    with opened() as here:
        diary = here.diary()
        last = here.workspace.past_day(request.args.get("until"), diary)
        found = list_entries(here.store, diary, None, last)
        with here.store.reading():
            own = last_own_step(here.store, diary, here.visitor.name)
    shown = _newest(found)
    older = found[: len(found) - len(shown)]
    return draw(
        "entries.html",
        diary,
        entries=[shown_entry(entry, diary) for entry in reversed(shown)],
        older=older[-1].day.isoformat() if older else "",
        last=last,
        own=own,
    )


def _newest(found: list[CheckIn]) -> list[CheckIn]:
    """The newest so many, and what else was written on the first day of them."""
    if len(found) <= MOST:
        return found
    first = found[-MOST].day
    return [entry for entry in found if entry.day >= first]


def take_back() -> ResponseReturnValue:
    """The page that says what would be taken back."""
    with opened() as here:
        return _asks(here, here.diary())


def taken_back() -> ResponseReturnValue:
    """The step that was shown is taken back, if it still is the last one."""
    with opened() as here:
        diary = here.diary()
        number = typed("step")
        step = int(number) if number.isascii() and number.isdecimal() else 0
        try:
            undo_own(here.store, step, here.visitor.name, here.workspace.now())
        except Refused as problem:
            return _asks(here, diary, sentence(problem))
    return go("entries")


def _asks(here: Opened, diary: Diary, problem: str = "") -> ResponseReturnValue:
    with here.store.reading():
        own = last_own_step(here.store, diary, here.visitor.name)
    return draw(
        "take_back.html",
        diary,
        status=REFUSED if problem else 200,
        own=own,
        problem=problem,
    )

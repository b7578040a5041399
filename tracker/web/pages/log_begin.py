"""Beginning an entry: of now, or of another day."""

from flask import request
from flask.typing import ResponseReturnValue

from tracker.domain.diary import Diary
from tracker.errors import Refused
from tracker.services.drafting import blank_draft
from tracker.services.ids import new_id, read_id
from tracker.services.sitting import begin as begin_sitting
from tracker.web.pages.drawing import (
    REFUSED,
    Opened,
    draw,
    go,
    opened,
    sentence,
    typed,
)
from tracker.web.pages.sittings import sittings


def begin() -> ResponseReturnValue:
    """An entry of now; sent twice it is begun once."""
    with opened() as here:
        return _begin(here, here.diary(), None)


def another_day() -> ResponseReturnValue:
    """The page that asks for the day."""
    with opened() as here:
        return _asks_day(here, here.diary())


def begin_other() -> ResponseReturnValue:
    """An entry of the day that was typed."""
    with opened() as here:
        diary = here.diary()
        try:
            return _begin(here, diary, typed("day"))
        except Refused as problem:
            return _asks_day(here, diary, sentence(problem))


def _asks_day(here: Opened, diary: Diary, problem: str = "") -> ResponseReturnValue:
    return draw(
        "log_day.html",
        diary,
        status=REFUSED if problem else 200,
        today=here.workspace.today(diary),
        entry_id=new_id(here.workspace.now()),
        day=request.form.get("day", ""),
        problem=problem,
    )


def _begin(here: Opened, diary: Diary, day: str | None) -> ResponseReturnValue:
    workspace, store, visitor = here
    entry_id = read_id(typed("id"))
    if not sittings().knows(entry_id):
        with store.reading():
            if store.check_in(diary.person, entry_id) is not None:
                return go("saved", entry_id=entry_id)
        moment = workspace.moment(day, diary, None)
        now, zone = workspace.now(), diary.person.zone
        draft = blank_draft(diary, entry_id, moment, zone, visitor.name, now)
        sittings().begin(begin_sitting(store, diary, draft, now))
    return go("goes_on", entry_id=entry_id)

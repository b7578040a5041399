"""Follow-up visits: adding one, and saying that it took place."""

from collections.abc import Iterable
from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Completion, Moment, Visit
from tracker.domain.status import newest_completion
from tracker.domain.wording import mid_day
from tracker.errors import NotFound
from tracker.services.complete import completion
from tracker.services.diary import open_diary
from tracker.services.entries import FIRST
from tracker.services.ids import new_id
from tracker.services.texts import check_remark
from tracker.store.store import Store


def add_visit(
    store: Store, on: date, at: datetime | None, title: str, author: str, now: datetime
) -> tuple[Diary, Visit]:
    """Keep a visit that is planned or was."""
    title = check_remark(title)
    with store.writing():
        diary = open_diary(store)
        visit = Visit(
            new_id(now),
            store.next_number(diary.person, "visit"),
            diary.procedure.id,
            on,
            at,
            diary.person.zone,
            title,
            None,
            now,
            author,
        )
        text = f"added visit {visit.number} on {mid_day(on)}"
        store.write(diary.person, (author, now, "visit", text), after=[visit])
        return diary, visit


def list_visits(store: Store) -> tuple[Diary, list[Visit]]:
    """Every visit, by day."""
    with store.reading():
        diary = open_diary(store)
        return diary, store.visits(diary.person, diary.procedure)


def last_visited(diary: Diary, visits: Iterable[Visit], today: date) -> date | None:
    """The day of the last visit that took place; one of today does not count yet."""
    on = diary.procedure.on
    done = [v.done_on for v in visits if v.done_on and on < v.done_on < today]
    return max(done, default=None)


def page_begins(diary: Diary, visits: Iterable[Visit], last: date) -> date:
    """The first day of a page up to ``last``: of the last visit, or the procedure."""
    visited = last_visited(diary, visits, last)
    return visited or begins(diary, last)


def begins(diary: Diary, last: date) -> date:
    """The day of the procedure; the first of all where it lies after ``last``."""
    return diary.procedure.on if diary.procedure.on <= last else FIRST


def finish_visit(
    store: Store, number: int, moment: Moment, author: str, now: datetime
) -> tuple[Diary, Visit]:
    """Keep that a visit took place; a milestone that is a visit is done with it."""
    with store.writing():
        diary = open_diary(store)
        visits = store.visits(diary.person, diary.procedure)
        old = next((visit for visit in visits if visit.number == number), None)
        if old is None:
            raise NotFound(f"There is no visit {number}. The list: tracker visit list")
        visit = old._replace(done_on=moment.day)
        text = f"wrote down that visit {number} took place on {mid_day(moment.day)}"
        done = _first_visit(store, diary, moment, author, now)
        store.write(
            diary.person,
            (author, now, "visit", text),
            before=[old],
            after=[visit, *done],
        )
        return diary, visit


def _first_visit(
    store: Store, diary: Diary, moment: Moment, author: str, now: datetime
) -> list[Completion]:
    marked = store.completions(diary.person, diary.procedure)
    plans = [m for m in diary.protocol.milestones if m.kind == "visit"]
    return [
        completion(
            diary,
            store.next_number(diary.person, "completion"),
            plan.id,
            "done",
            moment,
            "",
            author,
            now,
        )
        for plan in plans[:1]
        if newest_completion(c for c in marked if c.milestone == plan.id) is None
    ]

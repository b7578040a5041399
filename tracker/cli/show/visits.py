"""Follow-up visits."""

from collections.abc import Sequence

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.domain.diary import Diary
from tracker.domain.facts import Visit
from tracker.domain.wording import clock, mid_day, short_day
from tracker.exports import entry_shape
from tracker.workspace import Workspace


def show_visit(workspace: Workspace, diary: Diary, visit: Visit, author: str) -> None:
    """One visit as it is kept, and who wrote it down."""
    if workspace.json:
        person = diary.person.name
        show_json({"version": 1, "person": person, **_shape(visit)})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Saved: {_words(visit, diary)}")
    screen.say(by_whom(diary.person.name, author))
    screen.command("Wrong? tracker undo")
    screen.show()


def show_visits(workspace: Workspace, diary: Diary, visits: Sequence[Visit]) -> None:
    """Every visit, by day."""
    if workspace.json:
        show_json({"version": 1, "visits": [_shape(visit) for visit in visits]})
        return
    screen = Screen(plain=workspace.plain)
    if not visits:
        screen.advise("No visit is written down. To add one: tracker visit add DATE")
    for visit in visits:
        screen.say(_words(visit, diary), 0, 2)
    screen.show()


def _words(visit: Visit, diary: Diary) -> str:
    at = f", {clock(visit.at, diary.zone)}" if visit.at else ""
    title = f", {visit.title}" if visit.title else ""
    done = f"; took place {short_day(visit.done_on)}" if visit.done_on else ""
    number = diary.day_number(visit.on)
    return f"visit {visit.number}, {mid_day(visit.on)}{at}, day {number}{title}{done}."


def _shape(visit: Visit) -> dict[str, object]:
    return {
        "number": visit.number,
        "on": visit.on.isoformat(),
        "at": entry_shape.instant(visit.at, visit.zone),
        "title": visit.title or None,
        "done_on": visit.done_on.isoformat() if visit.done_on else None,
    }

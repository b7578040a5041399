"""From which day to which a page goes, as typed or by itself."""

from collections.abc import Iterable
from datetime import date

from tracker.domain.diary import Diary
from tracker.domain.facts import Visit
from tracker.errors import Refused
from tracker.services.visits import begins, last_visited, page_begins
from tracker.workspace import Workspace

LAST_VISIT = "last-visit"
PROCEDURE = "procedure"
NO_VISIT = "No visit before that day took place. It did?  tracker visit list"


def read_period(
    workspace: Workspace,
    diary: Diary,
    visits: Iterable[Visit],
    since: str | None,
    to: str | None,
) -> tuple[date, date]:
    """The first and the last day; from the last visit up to today by themselves."""
    last = _last(workspace, diary, to)
    return _first(workspace, diary, visits, since, last), last


def _last(workspace: Workspace, diary: Diary, to: str | None) -> date:
    today = workspace.today(diary)
    day = workspace.past_day(to, diary) or today
    if day > today:
        raise Refused("That day has not come yet. Type an earlier one for --to.")
    return day


def _first(
    workspace: Workspace,
    diary: Diary,
    visits: Iterable[Visit],
    since: str | None,
    last: date,
) -> date:
    if since == PROCEDURE:
        return begins(diary, last)
    if since in (None, LAST_VISIT):
        if since and last_visited(diary, visits, last) is None:
            raise Refused(NO_VISIT)
        return page_begins(diary, visits, last)
    day = workspace.past_day(since, diary) or last
    if day > workspace.today(diary):
        raise Refused("That day has not come yet. Type an earlier one for --since.")
    if day > last:
        raise Refused("--since lies after the last day of the page. Change the two.")
    return day

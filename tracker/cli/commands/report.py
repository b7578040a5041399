"""tracker report: one page to print for the visit."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from tracker.cli.options import screen_options
from tracker.cli.screen import WIDEST, width
from tracker.cli.show.exported import deliver
from tracker.domain.diary import Diary
from tracker.domain.facts import Visit
from tracker.domain.report import Report
from tracker.domain.summary import summarise
from tracker.errors import Refused, UsageProblem
from tracker.exports import report_shape, to_json, to_text
from tracker.services.entries import FIRST
from tracker.services.review import review
from tracker.services.visits import last_visited, list_visits
from tracker.workspace import Workspace

LAST_VISIT = "last-visit"
PROCEDURE = "procedure"
NO_VISIT = "No visit before today took place. It did?  tracker visit list"
NOT_TEXT = (".pdf", ".html", ".htm")


@click.command("report")
@click.option("--since", metavar="WHEN", help="last-visit, procedure, or a day.")
@click.option("-o", "output", metavar="FILE", help="Into a new file.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, since: str | None, output: str | None) -> None:
    """One page to print for the visit, from the last visit up to today."""
    path = _path(output)
    with workspace.store() as store:
        diary, visits = list_visits(store)
        first, last = _first(workspace, diary, visits, since), workspace.today(diary)
        with store.reading():
            report = review(store, diary, workspace.now(), first, last)
    _hand_over(workspace, report, path)


def _path(output: str | None) -> Path | None:
    if output is None or output == "-":
        return None
    path = Path(output)
    if path.suffix.lower() in NOT_TEXT:
        raise UsageProblem("The page is written as text. Name it like: -o page.txt")
    return path


def _first(
    workspace: Workspace, diary: Diary, visits: Iterable[Visit], since: str | None
) -> date:
    """The first day of the page, as typed or by itself."""
    today = workspace.today(diary)
    if since in (None, LAST_VISIT, PROCEDURE):
        visited = last_visited(diary, visits, today)
        if since == LAST_VISIT and visited is None:
            raise Refused(NO_VISIT)
        kept = None if since == PROCEDURE else visited
        return kept or (diary.procedure.on if diary.procedure.on <= today else FIRST)
    day = workspace.past_day(since, diary) or today
    if day > today:
        raise Refused("That day has not come yet. Type an earlier one for --since.")
    return day


def _hand_over(workspace: Workspace, report: Report, path: Path | None) -> None:
    summary = summarise(report)
    columns = width() if path is None else WIDEST
    text = to_text.render(summary, columns, plain=workspace.plain)
    if workspace.json:
        text = to_json.text(report_shape.render(summary)) + "\n"
    if path is not None:
        deliver(text.encode(), path)
        return
    click.echo(text, nl=False)

"""tracker report: one page to print for the visit."""

import click

from tracker.cli.options import screen_options
from tracker.cli.period import read_period
from tracker.cli.printed import hand_over, read_paper
from tracker.domain.summary import summarise
from tracker.services.review import review_page
from tracker.services.visits import list_visits
from tracker.workspace import Workspace


@click.command("report")
@click.option("--since", metavar="WHEN", help="last-visit, procedure, or a day.")
@click.option("--to", metavar="DAY", help="The last day, if not today.")
@click.option(
    "-o", "output", metavar="FILE", help="Into a new file: .pdf, .html or .txt."
)
@click.option("--large-print", is_flag=True, help="18 point, in a .pdf or .html.")
@click.option("--notes", is_flag=True, help="With the free notes.")
@click.option("--yes", is_flag=True, help="Replace a file that is there.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace,
    since: str | None,
    to: str | None,
    output: str | None,
    large_print: bool,
    notes: bool,
    yes: bool,
) -> None:
    """One page to print for the visit, from the last visit up to today."""
    paper = read_paper(workspace, output, large_print=large_print, replace=yes)
    with workspace.store() as store:
        diary, visits = list_visits(store)
        first, last = read_period(workspace, diary, visits, since, to)
        with store.reading():
            report = review_page(store, diary, workspace.now(), first, last)
    hand_over(workspace, summarise(report, notes=notes), paper)

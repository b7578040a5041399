"""tracker entries: what was written down."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.entries import show_entries
from tracker.services.entries import differing_entries, list_entries
from tracker.services.warnings import list_warnings
from tracker.workspace import Workspace


@click.command("entries")
@click.option("--since", metavar="WHEN", help="From this day on.")
@click.option("--until", metavar="WHEN", help="Up to and with this day.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, since: str | None, until: str | None) -> None:
    """What was written down, oldest first."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        first = workspace.past_day(since, diary)
        last = workspace.past_day(until, diary)
        found = list_entries(store, diary, first, last)
        warnings = list_warnings(store)[1]
        differing = differing_entries(store, diary)
    show_entries(workspace, diary, found, warnings, differing)

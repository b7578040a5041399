"""tracker changes: who changed what, and when."""

import click

from tracker.cli.options import EntryNumber, screen_options
from tracker.cli.show.history import show_changes
from tracker.services.history import list_changes, list_changes_of
from tracker.workspace import Workspace

NEWEST = 20
MOST = 1_000_000


@click.command("changes")
@click.option("--entry", type=EntryNumber(), metavar="NUMBER", help="Of one entry.")
@click.option("--all", "everything", is_flag=True, help="From the first step on.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, entry: int | None, everything: bool) -> None:
    """Who changed what, and when; newest first."""
    with workspace.store() as store:
        if entry is None:
            told = list_changes(store, MOST if everything else NEWEST)
        else:
            told = list_changes_of(store, entry)
    show_changes(workspace, *told)

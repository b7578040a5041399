"""tracker changes: who changed what, and when."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.history import show_changes
from tracker.services.undo import list_changes
from tracker.workspace import Workspace

NEWEST = 20
MOST = 1_000_000


@click.command("changes")
@click.option("--all", "everything", is_flag=True, help="From the first step on.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, everything: bool) -> None:
    """Who changed what, and when; newest first."""
    with workspace.store() as store:
        diary, changes = list_changes(store, MOST if everything else NEWEST)
    show_changes(workspace, diary, changes)

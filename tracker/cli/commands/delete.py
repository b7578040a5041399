"""tracker delete: remove an entry."""

import click

from tracker.cli.options import EntryNumber, screen_options
from tracker.cli.show.logged import show_deleted
from tracker.services.log import delete
from tracker.services.warnings import list_warnings
from tracker.workspace import Workspace


@click.command("delete")
@click.argument("number", type=EntryNumber())
@screen_options
@click.pass_obj
def command(workspace: Workspace, number: int) -> None:
    """Remove an entry; `tracker undo` brings it back."""
    with workspace.store() as store:
        author = workspace.author(store, workspace.diary(store))
        logged = delete(store, number, author, workspace.now())
        _, warnings = list_warnings(store)
    show_deleted(workspace, logged, author, warnings)

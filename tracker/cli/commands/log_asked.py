"""tracker log, asked: loaded only when there is somebody to ask."""

import click

from tracker.cli.ask_log import ask_entry
from tracker.cli.typed import Typed
from tracker.workspace import Workspace


@click.command("log-asked", hidden=True)
@click.pass_obj
def command(workspace: Workspace, typed: Typed) -> None:
    """Ask for a whole entry."""
    with workspace.store() as store:
        ask_entry(workspace, store, typed)

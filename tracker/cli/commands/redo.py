"""tracker redo: do again what was taken back."""

import click

from tracker.cli.options import screen_options, steps_option
from tracker.cli.show.history import show_redone
from tracker.services.undo import redo
from tracker.workspace import Workspace


@click.command("redo")
@steps_option
@screen_options
@click.pass_obj
def command(workspace: Workspace, steps: int) -> None:
    """Do again what the last undo took back."""
    with workspace.store() as store:
        done = redo(store, steps, workspace.named_author(), workspace.now())
    show_redone(workspace, *done, steps)

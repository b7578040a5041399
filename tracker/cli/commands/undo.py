"""tracker undo: take back the last step."""

import click

from tracker.cli.options import screen_options, steps_option
from tracker.cli.show.history import show_undone
from tracker.services.undo import undo
from tracker.workspace import Workspace


@click.command("undo")
@steps_option
@screen_options
@click.pass_obj
def command(workspace: Workspace, steps: int) -> None:
    """Take back the last step, whoever made it."""
    with workspace.store() as store:
        turned = undo(store, steps, workspace.typist(), workspace.now())
    show_undone(workspace, turned, steps)

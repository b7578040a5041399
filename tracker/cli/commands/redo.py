"""tracker redo: do again what was taken back."""

import click

from tracker.cli.options import screen_options, steps_option
from tracker.cli.show.history import show_redone
from tracker.services.remembered import recall
from tracker.services.undo import redo, whose_history
from tracker.workspace import Workspace


@click.command("redo")
@steps_option
@screen_options
@click.pass_obj
def command(workspace: Workspace, steps: int) -> None:
    """Do again what the last undo took back."""
    in_use = recall(workspace.path).person
    with workspace.store(of_everybody=True) as store:
        store.whose = whose_history(store, workspace.person, in_use)
        turned = redo(store, steps, workspace.typist(), workspace.now())
    show_redone(workspace, turned, steps)

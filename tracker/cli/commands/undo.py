"""tracker undo: take back the last step."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.history import show_undone
from tracker.services.undo import undo
from tracker.workspace import Workspace

MOST_STEPS = 1000


@click.command("undo")
@click.option(
    "--steps",
    type=click.IntRange(1, MOST_STEPS),
    default=1,
    metavar="N",
    help="How many steps, newest first.",
)
@screen_options
@click.pass_obj
def command(workspace: Workspace, steps: int) -> None:
    """Take back the last step, whoever made it."""
    with workspace.store() as store:
        author = workspace.author(store, workspace.diary(store))
        diary, taken = undo(store, steps, author, workspace.now())
    show_undone(workspace, diary, author, taken, steps)

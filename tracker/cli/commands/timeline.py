"""tracker timeline: what to expect, and when."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.timeline import show_timeline
from tracker.workspace import Workspace


@click.command("timeline")
@click.option("--all", "everything", is_flag=True, help="The far ones too.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, everything: bool) -> None:
    """What to expect, and when."""
    with workspace.store() as store:
        report = workspace.review(store)
    show_timeline(workspace, report, everything=everything)

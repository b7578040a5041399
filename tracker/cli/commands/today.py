"""tracker today: where things stand."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.today import show_today
from tracker.workspace import Workspace


@click.command("today")
@click.option("--brief", is_flag=True, help="Four lines to paste into a message.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, brief: bool = False) -> None:
    """Where things stand."""
    with workspace.store() as store:
        report = workspace.review(store)
    show_today(workspace, report, brief=brief)

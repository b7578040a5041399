"""tracker today: where things stand."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.today import alarm_code, show_today
from tracker.workspace import Workspace


@click.command("today")
@click.option("--brief", is_flag=True, help="A few lines to paste into a message.")
@click.option(
    "--alarm", is_flag=True, help="Ends with 10 or 20 while a warning is unanswered."
)
@screen_options
@click.pass_context
def command(ctx: click.Context, brief: bool = False, alarm: bool = False) -> None:
    """Where things stand.

    With --alarm a script can tell: 20 for an emergency that nobody answered, 10 for
    a call of the same day, 0 for neither.
    """
    workspace: Workspace = ctx.obj
    with workspace.store() as store:
        report = workspace.review(store)
    code = alarm_code(report) if alarm else 0
    try:
        show_today(workspace, report, brief=brief)
    finally:
        # A script hears of an open warning also where nothing can be shown.
        if code:
            ctx.exit(code)

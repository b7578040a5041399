"""tracker verify: whether the diary's file is whole, private and copied."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.verified import show_verified
from tracker.errors import ACT, NothingRecorded
from tracker.services.diary import NOTHING
from tracker.services.verify import is_well, verify
from tracker.workspace import Workspace


@click.command("verify")
@screen_options
@click.pass_context
def command(ctx: click.Context) -> None:
    """Look through the diary; nothing is changed. Ends with 1 when not all is ok."""
    workspace: Workspace = ctx.obj
    if not workspace.exists():
        raise NothingRecorded(NOTHING)
    opener = workspace.open_file
    lines = verify(
        workspace.path, workspace.backups(), workspace.now(), opener, opener.unasked
    )
    show_verified(workspace, lines)
    ctx.exit(0 if is_well(lines) else ACT)

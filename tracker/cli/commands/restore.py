"""tracker restore: bring a copy back."""

import click

from tracker.cli.options import screen_options
from tracker.cli.restoring import bring_back
from tracker.services.backup import find_copy
from tracker.workspace import Workspace


@click.command("restore")
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Look only.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, file: str, dry_run: bool, yes: bool) -> None:
    """Put a copy or an archive in the place of the diary, after a look at it.

    \b
    tracker backup list
    tracker restore 20261104T001000Z-daily.sqlite
    The diary of before is kept as a copy.
    """
    found = find_copy(file, workspace.backups())
    with workspace.ready(found) as copy:
        bring_back(workspace, copy, dry_run=dry_run, yes=yes)

"""tracker db: where the diary is kept."""

import click

from tracker.domain.wording import visible
from tracker.errors import NothingRecorded
from tracker.services.diary import NOTHING
from tracker.workspace import Workspace


@click.group("db")
def command() -> None:
    """Where the diary is kept."""


@command.command("path")
@click.pass_obj
def path(workspace: Workspace) -> None:
    """The file of this diary."""
    click.echo(visible(workspace.path))


@command.command("upgrade")
@click.pass_obj
def upgrade(workspace: Workspace) -> None:
    """Bring an older diary up to date; every command does so by itself."""
    if not workspace.exists():
        raise NothingRecorded(NOTHING)
    copy = workspace.upgrade()
    kept = f"Upgraded. A checked copy of before: {copy}" if copy else "Up to date."
    click.echo(visible(kept))

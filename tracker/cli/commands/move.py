"""tracker move: the procedure was, or will be, on another day."""

import click

from tracker.cli.moving import move_there, read_target
from tracker.cli.options import screen_options
from tracker.workspace import Workspace


@click.command("move")
@click.argument("day", required=False, metavar="DATE")
@click.option("--time", "clock", metavar="HH:MM", help="When it began, if known.")
@click.option("--reason", metavar="TEXT", help="Typed wrong, postponed, ...")
@click.option("--dry-run", is_flag=True, help="Look only.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace,
    day: str | None,
    clock: str | None,
    reason: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """The procedure was, or will be, on another day.

    \b
    tracker move 2026-11-04 --reason "typed wrong"
    Shows every window that moves, then asks.
    """
    with workspace.store() as store:
        diary = workspace.diary(store)
        target = read_target(workspace, diary, day, clock, reason)
        move_there(workspace, store, target, dry_run=dry_run, yes=yes)

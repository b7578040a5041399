"""tracker share: the diary as a file for somebody who helps, and back again."""

import click

from tracker.cli.options import EntryNumber, screen_options
from tracker.cli.share_options import into_option, make_options, open_options
from tracker.cli.sharing import Typed, answer, make, merge_back, open_new
from tracker.cli.show.shared import show_shares
from tracker.services.conflicts import list_conflicts
from tracker.services.sharing import list_shares
from tracker.workspace import Workspace


@click.group("share")
def command() -> None:
    """The diary for somebody who helps, as a file; no server, no account."""


@command.command("make")
@make_options
@click.pass_obj
def make_command(workspace: Workspace, typed: Typed) -> None:
    """Make a file for somebody; typed alone it asks.

    \b
    tracker share make --for Dana --scope log -o dana.age
    """
    make(workspace, typed)


@command.command("open")
@into_option
@open_options
@click.pass_obj
def open_command(workspace: Workspace, file: str, identity: str | None) -> None:
    """Open a file that somebody made for you."""
    open_new(workspace, file, identity)


@command.command("merge")
@open_options
@click.pass_obj
def merge_command(workspace: Workspace, file: str, identity: str | None) -> None:
    """Take in what somebody else wrote in their copy."""
    merge_back(workspace, file, identity)


@command.command("list")
@screen_options
@click.pass_obj
def list_command(workspace: Workspace) -> None:
    """For whom files were made, and what waits for a word."""
    with workspace.store() as store:
        diary, shares = list_shares(store)
        conflicts = list_conflicts(store)[1]
    show_shares(workspace, diary, shares, conflicts)


@command.command("answer")
@click.argument("number", type=EntryNumber(), required=False)
@click.option("--keep", type=EntryNumber(), metavar="N", help="The version that holds.")
@screen_options
@click.pass_obj
def answer_command(workspace: Workspace, number: int | None, keep: int | None) -> None:
    """Say which of two versions holds; typed alone it asks."""
    answer(workspace, number, keep)

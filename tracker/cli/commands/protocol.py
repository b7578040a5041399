"""tracker protocol: the plan it follows."""

import click

from tracker.cli.show.protocols import show_checked, show_list, show_protocol
from tracker.workspace import Workspace


@click.group("protocol")
def command() -> None:
    """The plan it follows, as files."""


@command.command("list")
@click.pass_obj
def list_command(workspace: Workspace) -> None:
    """Which protocols there are."""
    show_list(workspace)


@command.command("show")
@click.argument("protocol_id", metavar="ID")
@click.pass_obj
def show(workspace: Workspace, protocol_id: str) -> None:
    """A protocol in words."""
    show_protocol(workspace, workspace.protocol(protocol_id).protocol)


@command.command("check")
@click.argument("path", metavar="FILE", type=click.Path())
@click.pass_obj
def check(workspace: Workspace, path: str) -> None:
    """Every problem of a protocol file, each with its place."""
    show_checked(workspace, workspace.check_protocol(path))

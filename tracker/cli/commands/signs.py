"""tracker signs: when to call, and whom; works without a diary."""

import click

from tracker.cli.options import screen_options
from tracker.cli.show.signs import show_signs
from tracker.errors import TrackerError
from tracker.workspace import Workspace


@click.command("signs")
@screen_options
@click.pass_obj
def command(workspace: Workspace) -> None:
    """When to call, and whom. Works at any time."""
    # Whom to call is never behind a passphrase.
    workspace.ask_passphrase = None
    try:
        with workspace.store() as store:
            diary = workspace.diary(store)
    except TrackerError:
        diary = None
    protocol = diary.protocol if diary else workspace.standard_protocol()
    show_signs(workspace, protocol, diary)

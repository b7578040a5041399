"""tracker lock: keep the diary under a passphrase."""

import click

from tracker.cli.locking import change, lock, offer_sheet, remove, sheet_path
from tracker.cli.options import screen_options
from tracker.errors import UsageProblem
from tracker.workspace import Workspace

ONE = "Type --remove or --change, not both."
NO_SHEET = "There is no sheet for a diary without a passphrase."


@click.command("lock")
@click.option("--change", "changes", is_flag=True, help="Another passphrase.")
@click.option("--remove", "removes", is_flag=True, help="Without a passphrase again.")
@click.option("--sheet", metavar="FILE", help="A page to print: how to open it.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace, changes: bool, removes: bool, sheet: str | None
) -> None:
    """Keep the diary and its copies under a passphrase.

    \b
    Nobody can bring a forgotten passphrase back. Write it
    down by hand, and keep that paper where you keep papers.
    """
    if changes and removes:
        raise UsageProblem(ONE)
    if removes and sheet is not None:
        raise UsageProblem(NO_SHEET)
    if removes:
        remove(workspace)
        return
    page = None if sheet is None else sheet_path(sheet)
    owners = change(workspace) if changes else lock(workspace)
    offer_sheet(workspace, owners, page)

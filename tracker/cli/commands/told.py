"""tracker told: what the care team said about a limit."""

import click

from tracker.cli.ask_told import ask_said
from tracker.cli.asking import asks
from tracker.cli.options import completed, screen_options
from tracker.cli.said import Said, read_said
from tracker.cli.show.told import show_told
from tracker.services.told import keep_words
from tracker.workspace import Workspace


@click.command("told")
@click.argument("limit_id", required=False, shell_complete=completed("restrictions"))
@click.option("--limit", metavar="5lb|2kg", help="Up to how much.")
@click.option("--until", metavar="DATE|+6w", help="+6w is from the procedure.")
@click.option("--cleared", is_flag=True, help="The limit is over.")
@click.option("--by", metavar="NAME", help="Who said it.")
@click.option("--source", metavar="TEXT", default="", help="A sheet, a call, a visit.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace,
    limit_id: str | None,
    limit: str | None,
    until: str | None,
    cleared: bool,
    by: str | None,
    source: str,
) -> None:
    """What the care team said about a limit; typed alone it asks."""
    typed = Said(limit_id, limit, until, cleared, by, source)
    with workspace.store() as store:
        diary = workspace.diary(store)
        asking = limit_id is None and asks(workspace)
        said = (
            ask_said(workspace, diary) if asking else read_said(workspace, diary, typed)
        )
        author = workspace.author(store, diary)
        told = keep_words(store, said, author, workspace.now())[1]
    show_told(workspace, diary, told)

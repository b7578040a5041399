"""tracker told: what the care team said about a limit."""

import click

from tracker.cli.ask_told import ask_words
from tracker.cli.asking import asks
from tracker.cli.options import EntryNumber, completed, screen_options
from tracker.cli.said import NOTHING, Said, keep_typed
from tracker.cli.show.told import show_told
from tracker.workspace import Workspace


@click.command("told")
@click.argument("limit_id", required=False, shell_complete=completed("restrictions"))
@click.option("--limit", metavar="5lb|2kg", help="Up to how much.")
@click.option("--until", metavar="DATE|+4w", help="+4w is from the procedure.")
@click.option("--cleared", is_flag=True, help="The limit is over.")
@click.option("--by", metavar="NAME", help="Who said it.")
@click.option("--source", metavar="TEXT", default="", help="A sheet, a call, a visit.")
@click.option("--at", metavar="WHEN", help="The day it was said, if not today.")
@click.option(
    "--which", type=EntryNumber(), help="Where words differ: the one that counts."
)
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
    at: str | None,
    which: int | None,
) -> None:
    """What the care team said about a limit; typed alone it asks."""
    typed = Said(limit_id, limit, until, cleared, by, source, at, which)
    with workspace.store() as store:
        before = workspace.review(store)
        diary = before.diary
        if typed == NOTHING and asks(workspace):
            told = ask_words(workspace, store, diary)
        else:
            told = keep_typed(workspace, store, diary, typed)
        after = workspace.review(store)
    show_told(workspace, diary, told, before.limits, after.limits)

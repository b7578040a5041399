"""tracker edit: correct an entry."""

import click

from tracker.cli.options import EntryNumber, completed, screen_options
from tracker.cli.show.logged import show_edited
from tracker.cli.typed import typed_edit
from tracker.services.log import edit
from tracker.workspace import Workspace


@click.command("edit")
@click.argument("number", type=EntryNumber())
@click.argument("answers", nargs=-1, shell_complete=completed("questions"))
@click.option("--at", metavar="WHEN", help="When it really was.")
@click.option("--note", metavar="TEXT", help='A new note; --note "" takes it away.')
@click.option("--reason", metavar="TEXT", default="", help="Why it is corrected.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace,
    number: int,
    answers: tuple[str, ...],
    at: str | None,
    note: str | None,
    reason: str,
) -> None:
    """Correct an entry; `pain=` alone takes an answer away."""
    with workspace.store() as store:
        change = typed_edit(workspace, store, number, answers, at, note, reason)
        author = workspace.author(store, workspace.diary(store))
        logged = edit(store, number, change, author, workspace.now())
    show_edited(workspace, logged, author)

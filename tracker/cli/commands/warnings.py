"""tracker warnings: what was shown, and what was done about it."""

import click

from tracker.cli.answered import read_done
from tracker.cli.ask_warnings import ask_answers
from tracker.cli.asking import asks
from tracker.cli.options import EntryNumber, screen_options
from tracker.cli.show.warnings import show_answered, show_list
from tracker.services.warnings import answer, list_warnings
from tracker.workspace import Workspace


@click.group("warnings", invoke_without_command=True)
@screen_options
@click.pass_context
def command(ctx: click.Context) -> None:
    """The warnings that were shown; typed alone it asks what was done."""
    if ctx.invoked_subcommand is not None:
        return
    workspace: Workspace = ctx.obj
    with workspace.store() as store:
        diary, warnings = list_warnings(store)
        waiting = [reading for reading in warnings if reading.answer is None]
        if waiting and asks(workspace):
            ask_answers(workspace, store, diary, waiting)
            return
    show_list(workspace, diary, warnings)


@command.command("answer")
@click.argument("number", type=EntryNumber())
@click.option("--called", metavar="WHEN", help='now, "yesterday 8pm", a date.')
@click.option("--note", metavar="TEXT", help="What they said.")
@click.option("--mistake", is_flag=True, help="The sign was marked by mistake.")
@screen_options
@click.pass_obj
def answer_command(
    workspace: Workspace, number: int, called: str | None, note: str, mistake: bool
) -> None:
    """Write down what was done about a warning."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        done = read_done(workspace, diary, called, note, mistake=mistake)
        author = workspace.author(store, diary)
        kept = answer(store, number, done, author, workspace.now())
    show_answered(workspace, *kept)

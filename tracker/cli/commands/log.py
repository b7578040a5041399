"""tracker log: write down how it goes."""

import click

from tracker.cli.asking import asks
from tracker.cli.commands import run_hidden
from tracker.cli.options import completed, screen_options
from tracker.cli.show.logged import show_logged
from tracker.cli.typed import Typed, typed_draft
from tracker.cli.urgent import nowhere_to_save, urgent
from tracker.services.log import log
from tracker.workspace import Workspace


@click.command("log")
@click.argument("answers", nargs=-1, shell_complete=completed("questions"))
@click.option("--at", metavar="WHEN", help='"yesterday 8pm", monday, "day 3", a date.')
@click.option("--zone", metavar="IANA", help="Where you are, like Europe/Berlin.")
@click.option("--note", metavar="TEXT", help="Anything to tell the care team.")
@click.option(
    "--sign",
    "signs",
    multiple=True,
    metavar="ID",
    shell_complete=completed("signs"),
    help="A warning sign that is new or worse; or none.",
)
@click.option("--relayed", is_flag=True, help="The person told it, you type it.")
@click.option("--id", "entry_id", metavar="UUID", help="Makes a retry safe.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace,
    answers: tuple[str, ...],
    at: str | None,
    zone: str | None,
    note: str | None,
    signs: tuple[str, ...],
    relayed: bool,
    entry_id: str | None,
) -> None:
    """Write down how it goes.

    \b
    tracker log                     asks, signs first
    tracker log pain=4 walk=20min   all on one line
    """
    typed = Typed(answers, at, zone, note, signs, relayed, entry_id)
    if asks(workspace) and not typed.says_something():
        run_hidden("log-asked", typed=typed)
        return
    with nowhere_to_save(workspace, signs), workspace.store() as store:
        draft = typed_draft(workspace, store, typed)
        with urgent(workspace, store, [draft]):
            logged = log(store, draft, workspace.now())
    show_logged(workspace, logged)

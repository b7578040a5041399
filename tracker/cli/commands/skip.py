"""tracker skip: a milestone does not apply."""

import click

from tracker.cli.options import completed, screen_options
from tracker.cli.show.history import show_marked
from tracker.services.complete import complete
from tracker.workspace import Workspace


@click.command("skip")
@click.argument("milestone", shell_complete=completed("milestones"))
@click.option("--at", metavar="WHEN", help="When, if not now.")
@click.option("--reason", metavar="TEXT", default="", help="Why.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, milestone: str, at: str | None, reason: str) -> None:
    """A milestone does not apply."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        moment = workspace.moment(at, diary, None)
        author, now = workspace.author(store, diary), workspace.now()
        marked = complete(store, milestone, "skipped", moment, reason, author, now)
    show_marked(workspace, *marked)

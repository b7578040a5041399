"""What `done`, `skip` and `reopen` share: they mark a milestone by hand."""

from collections.abc import Callable

import click

from tracker.cli.options import completed, screen_options
from tracker.cli.show.history import show_marked
from tracker.services.complete import complete
from tracker.workspace import Workspace


def marking(name: str, kind: str, said: str) -> click.Command:
    """A command of that name; ``kind`` is what it keeps, ``said`` its help."""

    def mark(workspace: Workspace, milestone: str, at: str | None, reason: str) -> None:
        with workspace.store() as store:
            diary = workspace.diary(store)
            moment = workspace.moment(at, diary, None)
            author, now = workspace.author(store, diary), workspace.now()
            marked = complete(store, milestone, kind, moment, reason, author, now)
        show_marked(workspace, *marked)

    decorators: tuple[Callable[..., Callable[..., None]], ...] = (
        click.pass_obj,
        screen_options,
        click.option("--reason", metavar="TEXT", default="", help="Why."),
        click.option("--at", metavar="WHEN", help="When, if not now."),
        click.argument("milestone", shell_complete=completed("milestones")),
    )
    command: Callable[..., None] = mark
    for decorate in decorators:
        command = decorate(command)
    return click.command(name, help=said)(command)

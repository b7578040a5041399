"""tracker archive: everything in the diary as one file, for another computer."""

from pathlib import Path

import click

from tracker.cli.options import screen_options
from tracker.cli.show.archived import show_archived
from tracker.services.archiving import archive
from tracker.workspace import Workspace


@click.command("archive")
@click.argument("file", metavar="FILE")
@click.option("--yes", is_flag=True, help="A file that is there is replaced.")
@screen_options
@click.pass_obj
def command(workspace: Workspace, file: str, yes: bool) -> None:
    """Everything, with its history, as one file that any program can read.

    \b
    tracker archive diary.zip
    """
    path = Path(file)
    with workspace.store(of_everybody=True) as store:
        archived = archive(store, path, replace=yes)
    show_archived(workspace, archived, path)

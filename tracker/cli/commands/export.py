"""tracker export: the entries as a file."""

from pathlib import Path

import click

from tracker.cli.show.exported import deliver
from tracker.exports import to_csv
from tracker.services.entries import list_entries
from tracker.services.warnings import list_warnings
from tracker.workspace import Workspace


@click.group("export")
def command() -> None:
    """The entries as a file, for a clinic or a spreadsheet."""


@command.command("csv")
@click.option("-o", "output", metavar="FILE|-", default="-", help="Where to.")
@click.pass_obj
def csv(workspace: Workspace, output: str) -> None:
    """One wide row per entry."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        found = list_entries(store, diary, None, None)
        warnings = list_warnings(store)[1]
    text = to_csv.render(diary, found, warnings)
    deliver(text.encode(), None if output == "-" else Path(output))

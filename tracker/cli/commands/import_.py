"""tracker import: take in what a file holds."""

from pathlib import Path

import click

from tracker.cli.importing import take_in
from tracker.cli.options import screen_options
from tracker.errors import ACT
from tracker.imports.reader import FORMATS
from tracker.services.importing import Source
from tracker.workspace import Workspace


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("--format", "named", type=click.Choice(FORMATS), help="If it is unclear.")
@click.option(
    "--map", "mapping", metavar="FILE", help="Which column of a foreign CSV says what."
)
@click.option("--dry-run", is_flag=True, help="Look only.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@screen_options
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    named: str | None,
    mapping: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Take in what a file holds, after a look at it.

    \b
    tracker import diary.ndjson
    tracker import other.csv --map other.json
    Ends with 1 when something was refused or in conflict.
    """
    workspace: Workspace = ctx.obj
    source = Source(Path(file), named, Path(mapping) if mapping else None)
    with workspace.store() as store:
        weighed = take_in(workspace, store, source, dry_run=dry_run, yes=yes)
    ctx.exit(ACT if weighed.refused or weighed.conflicts else 0)

"""tracker import: take in what a file holds."""

from pathlib import Path

import click

from tracker.cli.asking import asks, confirm
from tracker.cli.options import screen_options
from tracker.cli.show.imported import show_kept, show_weighed, show_weighed_only
from tracker.errors import ACT, UsageProblem
from tracker.imports.reader import FORMATS
from tracker.services.import_weighing import Weighed
from tracker.services.importing import Source, keep, read_source, weigh
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
        author = workspace.author(store, workspace.diary(store))
        now = workspace.now()
        reading = read_source(store, source, author, now)
        weighed = weigh(store, reading, now)
        if agreed(workspace, source, weighed, dry_run=dry_run, yes=yes):
            kept = keep(store, reading, source, workspace.path, author, now)
            weighed = kept.weighed
            show_kept(workspace, kept)
    ctx.exit(ACT if weighed.refused or weighed.conflicts else 0)


def agreed(
    workspace: Workspace, source: Source, weighed: Weighed, *, dry_run: bool, yes: bool
) -> bool:
    """Show what would come, and whether it shall."""
    if dry_run or not weighed.new:
        show_weighed_only(workspace, source.file.name, weighed)
        return False
    if not (yes or asks(workspace)):
        raise UsageProblem(
            "Nothing was written. To import it: add --yes. To look only: add --dry-run"
        )
    if not workspace.json:
        show_weighed(workspace, source.file.name, weighed)
    many = len(weighed.new)
    question = f"Import these {many:,}?" if many > 1 else "Import this?"
    return yes or confirm(question, default=False)

"""tracker export: the diary as a file."""

import click

from tracker.cli.exporting import Target, Typed, fact_options, target_options, write
from tracker.cli.show.exported import deliver
from tracker.exports import dictionary
from tracker.workspace import Workspace

NEUTRAL = "neutral"
TITLES = click.Choice((NEUTRAL, "full"))


@click.group("export")
def command() -> None:
    """The diary as a file, for a clinic, a spreadsheet or another program."""


@command.command("csv")
@click.option("--long", is_flag=True, help="One row per answer or sign; complete.")
@fact_options()
@target_options
@click.pass_obj
def csv(workspace: Workspace, long: bool, typed: Typed, target: Target) -> None:
    """The entries: one wide row each, for a spreadsheet."""
    write(workspace, "csv-long" if long else "csv", typed, target)


@command.command("json")
@fact_options(kinds=True)
@target_options
@click.pass_obj
def json(workspace: Workspace, typed: Typed, target: Target) -> None:
    """Everything, as one JSON document."""
    write(workspace, "json", typed, target)


@command.command("ndjson")
@fact_options(kinds=True)
@target_options
@click.pass_obj
def ndjson(workspace: Workspace, typed: Typed, target: Target) -> None:
    """Everything, one JSON object a line."""
    write(workspace, "ndjson", typed, target)


@command.command("dictionary")
@target_options
@click.pass_obj
def dictionary_command(workspace: Workspace, target: Target) -> None:
    """What the columns and questions mean."""
    with workspace.store() as store:
        protocol = workspace.diary(store).protocol
    content = dictionary.render(protocol).encode()
    deliver(content, target.path, replace=target.replace)


@command.command("fhir")
@fact_options()
@target_options
@click.pass_obj
def fhir(workspace: Workspace, typed: Typed, target: Target) -> None:
    """The recovery for a clinic's system (FHIR R4)."""
    write(workspace, "fhir", typed, target)


@command.command("ics")
@click.option("--titles", type=TITLES, default=NEUTRAL, help="What others may read.")
@target_options
@click.pass_obj
def ics(workspace: Workspace, titles: str, target: Target) -> None:
    """Milestones, visits and reminders for a calendar."""
    with workspace.store() as store:
        diary, full = workspace.diary(store), titles != NEUTRAL
        text = workspace.calendar_file(store, diary, full_titles=full)
    deliver(text.encode(), target.path, replace=target.replace)

"""tracker person: whose recoveries are in the diary, and whose is meant."""

import click

from tracker.cli.options import screen_options
from tracker.cli.people import add_typed, choose_typed, correct_typed, read_typed
from tracker.cli.show.people import (
    show_added,
    show_chosen,
    show_corrected,
    show_known,
    show_people,
)
from tracker.services.remembered import recall
from tracker.services.standings import list_people
from tracker.workspace import Workspace


@click.group("person")
def command() -> None:
    """Whose recoveries are in the diary."""


@command.command("add")
@click.argument("name")
@click.option("--born", metavar="YEAR", help="The year of birth.")
@click.option("--zone", metavar="IANA", help="Where they live.")
@screen_options
@click.pass_obj
def add(workspace: Workspace, name: str, born: str | None, zone: str | None) -> None:
    """Somebody else, in the same diary.

    \b
    tracker person add "Walter Example" --born 1948
    tracker start 2026-11-10 --person Walter
    """
    show_added(workspace, add_typed(workspace, name, born, zone))


@command.command("list")
@screen_options
@click.pass_obj
def list_command(workspace: Workspace) -> None:
    """One line each; whoever was not written about for longest comes first."""
    in_use = recall(workspace.path).person
    with workspace.store(of_everybody=True) as store:
        standings = list_people(store, in_use, workspace.now())
    show_people(workspace, standings)


@command.command("use")
@click.argument("name")
@screen_options
@click.pass_obj
def use(workspace: Workspace, name: str) -> None:
    """Who is meant from now on, on this computer."""
    show_chosen(workspace, *choose_typed(workspace, name))


@command.command("show")
@click.argument("name", required=False)
@screen_options
@click.pass_obj
def show(workspace: Workspace, name: str | None) -> None:
    """What is written down of one of them."""
    show_known(workspace, read_typed(workspace, name), recall(workspace.path))


@command.command("edit")
@click.argument("name")
@click.option("--name", "new_name", metavar="NAME", help="As it should be.")
@click.option("--born", metavar="YEAR", help="The year of birth.")
@screen_options
@click.pass_obj
def edit(
    workspace: Workspace, name: str, new_name: str | None, born: str | None
) -> None:
    """Another name or year of birth, where it was typed wrong."""
    show_corrected(workspace, correct_typed(workspace, name, new_name, born))

"""tracker visit: when you will be seen, and what to ask then."""

import click

from tracker.cli.ask_visit import keep_asked
from tracker.cli.options import EntryNumber, screen_options
from tracker.cli.show.visit_questions import show_asked
from tracker.cli.show.visits import show_visit, show_visits
from tracker.services.visits import add_visit, finish_visit, list_visits
from tracker.workspace import Workspace


@click.group("visit")
def command() -> None:
    """When you will be seen."""


@command.command("add")
@click.argument("day", metavar="DATE")
@click.option("--time", "clock", metavar="HH:MM", help="At what time.")
@click.option("--title", metavar="TEXT", default="", help="With whom, or where.")
@screen_options
@click.pass_obj
def add(workspace: Workspace, day: str, clock: str | None, title: str) -> None:
    """Write down a visit."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        on = workspace.coming_day(day, diary)
        at = workspace.at_clock(on, clock, diary) if clock is not None else None
        author = workspace.author(store, diary)
        visit = add_visit(store, on, at, title, author, workspace.now())[1]
    show_visit(workspace, diary, visit, author)


@command.command("list")
@screen_options
@click.pass_obj
def list_command(workspace: Workspace) -> None:
    """The visits."""
    with workspace.store() as store:
        diary, visits = list_visits(store)
    show_visits(workspace, diary, visits)


@command.command("done")
@click.argument("number", type=EntryNumber())
@click.option("--at", metavar="WHEN", help="The day it took place, if not today.")
@screen_options
@click.pass_obj
def done(workspace: Workspace, number: int, at: str | None) -> None:
    """A visit took place; from tomorrow on the report begins with it."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        moment = workspace.moment(at, diary, None)
        author = workspace.author(store, diary)
        visit = finish_visit(store, number, moment, author, workspace.now())[1]
    show_visit(workspace, diary, visit, author)


@command.command("ask")
@click.argument("words", nargs=-1, metavar="[TEXT]")
@click.option("--remove", type=EntryNumber(), metavar="N", help="Take one off.")
@screen_options
@click.pass_obj
def ask_command(
    workspace: Workspace, words: tuple[str, ...], remove: int | None
) -> None:
    """What to ask at the visit; typed alone it lists what waits."""
    with workspace.store() as store:
        asked = keep_asked(workspace, store, words, remove)
    show_asked(workspace, asked)

"""tracker contact: whom to call."""

import click

from tracker.cli.ask_contact import KINDS, read_contact
from tracker.cli.options import screen_options
from tracker.cli.show.contacts import show_contact, show_contacts
from tracker.services.contacts import keep_contact
from tracker.workspace import Workspace


@click.group("contact")
def command() -> None:
    """Whom to call."""


@command.command("add")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.argument("number", required=False)
@click.option("--name", metavar="TEXT", help="Who it is; needed for a caregiver.")
@screen_options
@click.pass_obj
def add(
    workspace: Workspace, kind: str | None, number: str | None, name: str | None
) -> None:
    """Write down a number, or correct one; typed alone it asks."""
    with workspace.store() as store:
        diary = workspace.diary(store)
        whom = read_contact(workspace, diary.person.name, kind, number, name)
        author = workspace.author(store, diary)
        diary, kept = keep_contact(store, *whom, author, workspace.now())
    show_contact(workspace, diary, kept, author)


@command.command("list")
@screen_options
@click.pass_obj
def list_command(workspace: Workspace) -> None:
    """The numbers, and what to do where one is missing."""
    with workspace.store() as store:
        diary = workspace.diary(store)
    show_contacts(workspace, diary)

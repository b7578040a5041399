"""tracker bone: what helps the bones, and how far it is."""

import click

from tracker.cli.ask_bone import ask_step
from tracker.cli.options import completed, screen_options
from tracker.cli.said import past_day
from tracker.cli.show.bone import show_bone, show_bone_step
from tracker.services.bone import KINDS, keep_bone_step, list_bone
from tracker.workspace import Workspace


@click.command("bone")
@click.argument("item", required=False, shell_complete=completed("bone_items"))
@click.argument("step", type=click.Choice(KINDS), required=False)
@click.option("--at", metavar="WHEN", help="The day, if not today.")
@click.option("--note", metavar="TEXT", default="", help="Who, where, what they said.")
@screen_options
@click.pass_obj
def command(
    workspace: Workspace, item: str | None, step: str | None, at: str | None, note: str
) -> None:
    """What helps the bones; typed alone it lists how far each item is."""
    with workspace.store() as store:
        if item is None:
            show_bone(workspace, *list_bone(store))
            return
        diary = workspace.diary(store)
        step = step or ask_step(workspace, diary.person.name, item)
        day, author = past_day(workspace, diary, at), workspace.author(store, diary)
        kept = keep_bone_step(store, item, step, day, note, author, workspace.now())
    show_bone_step(workspace, *kept, author)

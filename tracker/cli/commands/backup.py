"""tracker backup: a copy of the diary, checked."""

from contextlib import suppress

import click

from tracker.cli.options import screen_options
from tracker.cli.show.backups import show_copies, show_copy, show_verified
from tracker.domain.backups import read_keep
from tracker.errors import ACT, TrackerError
from tracker.services.backup import back_up, copies_in, find_copy
from tracker.services.verify_copies import all_sound, verify_copies, verify_copy
from tracker.workspace import Workspace


@click.group("backup", invoke_without_command=True)
@click.option("--to", "folder", metavar="FOLDER", help="Another folder.")
@click.option("--keep", metavar="7d,4w,12m", help="Then remove older copies.")
@screen_options
@click.pass_context
def command(ctx: click.Context, folder: str | None, keep: str | None) -> None:
    """Make a copy of the diary, and check it.

    \b
    tracker backup
    tracker backup --to /media/stick
    """
    workspace: Workspace = ctx.obj
    where = folder or workspace.backups()
    if ctx.invoked_subcommand is not None:
        return
    wanted = read_keep(keep) if keep is not None else None
    with workspace.store(of_everybody=True):
        pass
    now, opener = workspace.now(), workspace.open_file.unasked
    show_copy(workspace, back_up(workspace.path, where, now, opener, wanted))


def _folder(ctx: click.Context) -> str:
    """The folder that was named before the word, else the diary's."""
    named: str | None = ctx.parent.params.get("folder") if ctx.parent else None
    workspace: Workspace = ctx.obj
    return named or workspace.backups()


def _ask_once(workspace: Workspace) -> None:
    """The passphrase of a locked diary opens its copies; it may be damaged, or gone."""
    with suppress(TrackerError), workspace.store(of_everybody=True):
        pass


@command.command("list")
@screen_options
@click.pass_context
def list_command(ctx: click.Context) -> None:
    """The copies that there are, the newest first."""
    folder = _folder(ctx)
    _ask_once(ctx.obj)
    show_copies(ctx.obj, folder, copies_in(folder, ctx.obj.open_file.unasked))


@command.command("verify")
@click.argument("file", metavar="[FILE]", required=False)
@screen_options
@click.pass_context
def verify(ctx: click.Context, file: str | None) -> None:
    """Read every copy whole, or one; ends with 1 when one is not sound."""
    folder, workspace = _folder(ctx), ctx.obj
    if file is None:
        _ask_once(workspace)
        found = verify_copies(folder, workspace.open_file.unasked)
    else:
        found = [verify_copy(find_copy(file, folder), workspace.open_file)]
    show_verified(ctx.obj, found)
    ctx.exit(0 if all_sound(found) else ACT)

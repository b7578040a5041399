"""tracker sheet: a week on paper, to write on by hand and to type in."""

import click

from tracker.cli.ask_sheet import ask_sheet
from tracker.cli.asking import asks
from tracker.cli.options import screen_options
from tracker.cli.show.sheet import hand_over, sheet_path
from tracker.errors import UsageProblem
from tracker.services.sheet import read_sheet
from tracker.workspace import Workspace

ALONE = "Type those words after enter:  tracker sheet enter --week DAY"
NOBODY = "Nothing saved. A sheet is typed in on a terminal:  tracker sheet enter"


@click.group("sheet", invoke_without_command=True)
@click.option("--week", metavar="DAY", help="Its first day, if not today.")
@click.option("--large-print", is_flag=True, help="18 point, on two sides.")
@click.option("-o", "output", metavar="FILE", help="Into a new file: .pdf")
@click.option("--yes", is_flag=True, help="Replace a file that is there.")
@screen_options
@click.pass_context
def command(
    ctx: click.Context,
    week: str | None,
    large_print: bool,
    output: str | None,
    yes: bool,
) -> None:
    """A week on paper: print it, write on it, type it in.

    \b
    tracker sheet -o week.pdf                   print
    tracker sheet enter --week 2026-11-24       type in
    """
    workspace: Workspace = ctx.obj
    if ctx.invoked_subcommand is not None:
        if week is not None or large_print or output is not None or yes:
            raise UsageProblem(ALONE)
        return
    path = sheet_path(output)
    with workspace.store() as store:
        diary = workspace.diary(store)
        today = workspace.today(diary)
        first = today if week is None else workspace.coming_day(week, diary)
        sheet = read_sheet(store, diary, first)
    hand_over(workspace, sheet, path, large_print=large_print, replace=yes)


@command.command("enter")
@click.option("--week", metavar="DAY", help="The first day on the sheet.")
@screen_options
@click.pass_obj
def enter(workspace: Workspace, week: str | None) -> None:
    """Type in what was written on a sheet, one row after the other."""
    if not asks(workspace):
        raise UsageProblem(NOBODY)
    with workspace.store() as store:
        ask_sheet(workspace, store, week)

"""tracker remind: what is due now, and having that said each day."""

import click

from tracker.cli.options import screen_options
from tracker.cli.reminding import (
    NEUTRAL,
    Said,
    install,
    refuse_misplaced,
    remind,
    remove,
)
from tracker.workspace import Workspace

TITLES = click.Choice((NEUTRAL, "full"))
NOTIFY = "A program that gets the text."


@click.group("remind", invoke_without_command=True)
@click.option("--titles", type=TITLES, help="What others may read.")
@click.option("--notify-cmd", metavar="CMD", help=NOTIFY)
@click.option("--quiet", is_flag=True, help="Say nothing when nothing is due.")
@screen_options
@click.pass_context
def command(
    ctx: click.Context, titles: str | None, notify_cmd: str | None, quiet: bool
) -> None:
    """What is due now; ends with 3 when something is, else with 0.

    \b
    tracker remind
    tracker remind --notify-cmd "notify-send Recovery {}"

    The program of --notify-cmd gets the text on its standard
    input, and in the place of {} where that is typed. It gets
    nothing of anybody's health unless --titles full is typed.
    """
    refuse_misplaced(ctx.invoked_subcommand, titles, notify_cmd, quiet)
    if ctx.invoked_subcommand is None:
        ctx.exit(remind(ctx.obj, titles, notify_cmd, quiet=quiet))


@command.command("install")
@click.option("--at", "times", metavar="HH:MM", multiple=True, help="When, each day.")
@click.option("--titles", type=TITLES, default=NEUTRAL, help="What others may read.")
@click.option("--notify-cmd", metavar="CMD", help=NOTIFY)
@click.option("--cron", is_flag=True, help="As lines of your crontab.")
@click.option("--systemd", is_flag=True, help="As a timer of systemd.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@screen_options
@click.pass_obj
def install_command(
    workspace: Workspace,
    times: tuple[str, ...],
    titles: str,
    notify_cmd: str | None,
    cron: bool,
    systemd: bool,
    yes: bool,
) -> None:
    """Have it said each day, at 09:00 and 18:00 or when you say.

    Shows what is written before it asks.
    """
    install(workspace, Said(times, notify_cmd, titles, cron, systemd), yes=yes)


@command.command("remove")
@click.option("--yes", is_flag=True, help="Do not ask.")
@screen_options
@click.pass_obj
def remove_command(workspace: Workspace, yes: bool) -> None:
    """Have it said no more; shows what is taken away."""
    remove(workspace, yes=yes)

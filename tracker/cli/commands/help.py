"""tracker help: the commands."""

import click

from tracker.cli.help import DAILY, GROUPS, help_text


@click.command("help")
@click.option("--all", "everything", is_flag=True, help="Every command.")
def command(everything: bool) -> None:
    """The commands; --all shows every one."""
    click.echo(help_text(tuple(GROUPS) if everything else DAILY))

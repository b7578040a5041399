"""The command line: one group, one error boundary, one file per command."""

import importlib
import io
import os
import sys
from collections.abc import Sequence
from keyword import iskeyword
from typing import Any

import click

from tracker.cli.help import DAILY, command_words, help_text
from tracker.cli.names import read_name
from tracker.cli.options import help_option
from tracker.errors import ACT, USAGE, TrackerError, UsageProblem
from tracker.workspace import PRIVATE, Workspace

# Loaded by name only: what a command needs when there is somebody to ask.
HIDDEN = ("log-asked",)


UNSHOWN = "The result could not be shown. What was saved stays: tracker entries"


class TrackerGroup(click.Group):
    """Loads a command when it is named; says every refusal in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(command_words())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from the module of that name."""
        if cmd_name not in command_words() and cmd_name not in HIDDEN:
            return None
        name = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        module = importlib.import_module(f"tracker.cli.commands.{name}")
        command: click.Command = module.command
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The few daily commands in groups."""
        formatter.write(help_text(DAILY))

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, **extra: Any
    ) -> Any:
        """Run, and turn whatever a person can put right into one sentence."""
        extra["standalone_mode"] = False
        try:
            typed = _readable(sys.argv[1:] if args is None else args)
            code = super().main(args=typed, **extra)
        except TrackerError as error:
            code = _say(str(error), error.exit_code)
        except click.UsageError as error:
            code = _say(_with_next_step(error), USAGE)
        except click.ClickException as error:
            code = _say(error.format_message(), error.exit_code)
        except OSError:
            code = _say(UNSHOWN, ACT)
        except (click.Abort, EOFError):
            code = _say("Stopped.", ACT)
        sys.exit(code if isinstance(code, int) else 0)


def _readable(args: Sequence[str]) -> list[str]:
    for arg in args:
        try:
            arg.encode()
        except UnicodeEncodeError:
            raise UsageProblem(
                "Something typed is not readable text (UTF-8). Nothing was saved. "
                "Type it again, or leave the odd letters out."
            ) from None
    return list(args)


def _say(text: str, code: int) -> int:
    click.echo(text, err=True)
    return code


def _with_next_step(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "tracker"
    return f"{error.format_message()}\nHow it is typed:  {path} --help"


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from tracker import __version__

        click.echo(f"tracker {__version__}")
        ctx.exit()


@click.group(cls=TrackerGroup, invoke_without_command=True)
@click.option("--db", metavar="FILE", help="Another diary.")
@click.option("--now", metavar="ISO", help='Another "now", to rehearse.')
@click.option("--as", "author", metavar="NAME", help="Who is typing; remembered.")
@click.option("--json", is_flag=True, help="For programs.")
@click.option("--plain", is_flag=True, help="One thing a line, nothing drawn.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
@help_option
@click.pass_context
def main(
    ctx: click.Context,
    db: str | None,
    now: str | None,
    author: str | None,
    json: bool,
    plain: bool,
) -> None:
    """A diary for the weeks after a sacroplasty."""
    name = None if author is None else read_name(author)
    ctx.obj = Workspace(db, now, name, json=json, plain=plain)
    if ctx.invoked_subcommand is None:
        today = main.get_command(ctx, "today")
        assert today is not None
        ctx.invoke(today)


def run_main() -> None:
    """Run the command that was typed, privately and on any terminal."""
    os.umask(PRIVATE)
    for stream in (sys.stdout, sys.stderr):
        # A stream that was closed before we began is none at all.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    main(prog_name="tracker")

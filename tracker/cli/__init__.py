"""The command line: one group, one error boundary, one file per command."""

import importlib
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from keyword import iskeyword
from typing import Any

import click

from tracker.cli.help import DAILY, command_words, help_text
from tracker.cli.names import read_name
from tracker.cli.options import help_option
from tracker.domain.wording import visible
from tracker.errors import ACT, USAGE, TrackerError, UsageProblem
from tracker.workspace import PRIVATE, Workspace

# Loaded by name only: what a command needs when there is somebody to ask.
HIDDEN = ("log-asked",)


# What is said in one sentence already, or ends a command as it should.
TOLD = (
    TrackerError,
    click.ClickException,
    click.Abort,
    click.exceptions.Exit,
    EOFError,
    OSError,
)
UNSHOWN = "The result could not be shown. What was saved stays: tracker entries"
UNCOPIED = "What was written is saved. There is no copy of today yet."
DASH = 'A text that begins with "-" goes after "--", as in: tracker visit ask -- "-5"'
LONGEST_WORD = 400
LONGEST_LINE = 2_000


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

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a mistake that the diary explains is put down to it."""
        try:
            return super().invoke(ctx)
        except TOLD:
            raise
        except Exception:
            if isinstance(ctx.obj, Workspace):
                ctx.obj.refuse_damaged()
            raise

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
            code = _say(_one_line(error), error.exit_code)
        except OSError:
            code = _say(UNSHOWN, ACT)
        except (click.Abort, EOFError):
            code = _say("Stopped.", ACT)
        sys.exit(code if isinstance(code, int) else 0)


def _readable(args: Sequence[str]) -> list[str]:
    if not all(map(_is_text, args)):
        raise UsageProblem(
            "Something typed is not readable text (UTF-8). Nothing was saved. "
            "Type it again, or leave the odd letters out."
        )
    return list(args)


def _is_text(arg: str) -> bool:
    try:
        return b"\0" not in arg.encode()
    except UnicodeEncodeError:
        return False


def _say(text: str, code: int) -> int:
    lines = visible(text).split("\n")
    click.echo("\n".join(map(_in_short, lines)), err=True)
    return code


def _in_short(line: str) -> str:
    """A line that repeats what was typed, however long that was."""
    words = [_cut(word, LONGEST_WORD) for word in line.split(" ")]
    return _cut(" ".join(words), LONGEST_LINE)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}..."


def _ask_passphrase(path: str, again: bool) -> str:
    """Loaded only for a locked diary."""
    module = importlib.import_module("tracker.cli.passphrase")
    typed: str = module.ask_passphrase(path, again)
    return typed


def _copy_daily(workspace: Workspace) -> None:
    """After the result was shown; what is saved stays saved, whatever comes of it."""
    try:
        workspace.copy_daily()
    except (TrackerError, OSError) as error:
        why = _cause(error) if isinstance(error, TrackerError) else "The disk refused."
        said = f"{UNCOPIED} {why}\nTo try again: tracker backup"
    except KeyboardInterrupt:
        said = f"{UNCOPIED} It was stopped.\nTo try again: tracker backup"
    else:
        return
    with suppress(OSError):
        click.echo(visible(said), err=True)


def _cause(error: TrackerError) -> str:
    """Why there is no copy; that nothing was written is true of the copy alone."""
    return str(error).partition("Nothing was")[0].rstrip()


def _with_next_step(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "tracker"
    dash = f"{DASH}\n" if _may_be_text(error) else ""
    return f"{_one_line(error)}\n{dash}How it is typed:  {path} --help"


def _may_be_text(error: click.UsageError) -> bool:
    """Whether what was taken for an option can have been meant as "-5 worse"."""
    named = isinstance(error, click.NoSuchOption) and error.option_name
    return bool(named) and not str(named).startswith("--")


def _one_line(error: click.ClickException) -> str:
    """What Click says; it repeats what was typed, line ends too."""
    return " ".join(visible(error.format_message()).split())


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from tracker import __version__

        click.echo(f"tracker {__version__}")
        ctx.exit()


@click.group(cls=TrackerGroup, invoke_without_command=True)
@click.option("--db", metavar="FILE", help="Another diary.")
@click.option("--now", metavar="ISO", help='Another "now", to rehearse.')
@click.option("--person", metavar="NAME", help="Whose diary, of several.")
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
    person: str | None,
    author: str | None,
    json: bool,
    plain: bool,
) -> None:
    """A diary for the weeks after a sacroplasty."""
    name = None if author is None else read_name(author)
    ctx.obj = Workspace(db, now, name, person=person, json=json, plain=plain)
    ctx.obj.ask_passphrase = _ask_passphrase
    ctx.call_on_close(partial(_copy_daily, ctx.obj))
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

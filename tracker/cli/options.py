"""What several commands share: output flags, numbers, completion."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from tracker.domain.protocol import Protocol, lines_of
from tracker.errors import TrackerError
from tracker.workspace import Workspace

MOST_STEPS = 1000
MEANT = "tracker.person"
Command = TypeVar("Command", bound=Callable[..., Any])


def _remember(name: str) -> Callable[[click.Context, click.Parameter, bool], None]:
    def keep(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
        if wanted and ctx.obj is not None:
            setattr(ctx.obj, name, True)

    return keep


def _meant(ctx: click.Context, _param: click.Parameter, person: str | None) -> None:
    if person is None:
        return
    # While words are completed there is no workspace yet.
    ctx.meta[MEANT] = person
    if ctx.obj is not None:
        ctx.obj.person = person


def screen_options(command: Command) -> Command:
    """What is typed after the command as well as before it; `--help`."""
    command = help_option(command)
    command = click.option(
        "--person",
        "whose",
        metavar="NAME",
        expose_value=False,
        callback=_meant,
        help="Whose diary, of several.",
    )(command)
    for name, said in (
        ("plain", "One thing a line, nothing drawn."),
        ("json", "For programs."),
    ):
        command = click.option(
            f"--{name}",
            is_flag=True,
            expose_value=False,
            callback=_remember(name),
            help=said,
        )(command)
    return command


def steps_option(command: Command) -> Command:
    """How far back, or forward again."""
    return click.option(
        "--steps",
        type=click.IntRange(1, MOST_STEPS),
        default=1,
        metavar="N",
        help="How many steps, newest first.",
    )(command)


def help_option(command: Command) -> Command:
    """`--help` in our words: Click's own costs a translation on every run."""
    return click.option(
        "--help",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        help="Show this.",
    )(command)


def _show_help(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


class EntryNumber(click.ParamType[int]):
    """`9` or `#9`."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number; anything else is refused."""
        figures = str(value).removeprefix("entry ").removeprefix("#")
        if not (figures.isascii() and figures.isdigit()) or len(figures) > LONGEST:
            self.fail(f'"{figures[:20]}" is not a number like 9.', param, ctx)
        return int(figures)


LONGEST = 9


def completed(kind: str) -> Callable[..., list[str]]:
    """Completion of ids of the diary's own protocol: "questions", "signs", ..."""

    def complete(
        ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[str]:
        end = "=" if kind == "questions" else ""
        lines = _lines(ctx, kind)
        return [line.id + end for line in lines if line.id.startswith(incomplete)]

    return complete


def completed_lines(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[str]:
    """Completion of everything that can be explained."""
    protocol = _protocol(ctx)
    lines = lines_of(protocol) if protocol else ()
    return [line.id for line in lines if line.id.startswith(incomplete)]


def _lines(ctx: click.Context, kind: str) -> tuple[Any, ...]:
    protocol = _protocol(ctx)
    found: tuple[Any, ...] = getattr(protocol, kind) if protocol else ()
    return found


def _protocol(ctx: click.Context) -> Protocol | None:
    """The diary's own protocol; None while there is no diary to read."""
    params = ctx.find_root().params
    person = ctx.meta.get(MEANT, params.get("person"))
    workspace = Workspace(params.get("db"), person=person)
    try:
        with workspace.store() as store:
            return workspace.diary(store).protocol
    except TrackerError:
        return None

"""The options of `tracker share`, handed on as what they mean together."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from tracker.cli.options import screen_options
from tracker.cli.sharing import Typed
from tracker.domain.sharing import SCOPES
from tracker.errors import UsageProblem

Command = TypeVar("Command", bound=Callable[..., Any])
MADE: tuple[tuple[tuple[str, ...], dict[str, Any], str], ...] = (
    (("--yes", "replace"), {"is_flag": True}, "A file that is there is replaced."),
    (("-o", "output"), {"metavar": "FILE"}, "Where to."),
    (
        ("--to", "recipients"),
        {"multiple": True, "metavar": "AGE1..."},
        "For a key of age, without a passphrase.",
    ),
    (("--expires",), {"metavar": "DATE"}, "The last day of the right."),
    (("--no-notes",), {"is_flag": True}, "Without what is in your own words."),
    (("--since",), {"metavar": "DAY"}, "No entries from before that day."),
    (
        ("--scope",),
        {"type": click.Choice(SCOPES)},
        "See; see and add; everything you can.",
    ),
    (("--for", "name"), {"metavar": "NAME"}, "Who gets the file."),
)


def make_options(command: Command) -> Command:
    """All of `share make`, as one ``typed``."""

    @wraps(command)
    def with_typed(*given: Any, no_notes: bool, **named: Any) -> Any:
        typed = Typed(**{name: named.pop(name) for name in _NAMES}, notes=not no_notes)
        return command(*given, typed=typed, **named)

    decorated: Any = screen_options(with_typed)
    for names, words, said in MADE:
        decorated = click.option(*names, help=said, **words)(decorated)
    return decorated  # type: ignore[no-any-return]


_NAMES = tuple(name for name in Typed._fields if name != "notes")


def open_options(command: Command) -> Command:
    """The file, and what opens it."""
    decorated: Any = screen_options(command)
    decorated = click.option(
        "--identity", metavar="FILE", help="Your private key of age."
    )(decorated)
    decorated = click.argument("file", metavar="FILE")(decorated)
    return decorated  # type: ignore[no-any-return]


def into_option(command: Command) -> Command:
    """Another diary than the usual one, like `--db` before the command."""
    return click.option(
        "--into",
        metavar="DB",
        expose_value=False,
        callback=_into,
        help="Another diary, made when there is none.",
    )(command)


def _into(ctx: click.Context, _param: click.Parameter, db: str | None) -> None:
    if db is None or ctx.resilient_parsing:
        return
    if not db.strip():
        raise UsageProblem("--into needs a file, like: --into mother.sqlite")
    ctx.obj.path = db

"""What every export shares: which facts are typed, where to, and the writing."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from tracker.cli.options import help_option
from tracker.cli.show.exported import Begun, keep, show_later
from tracker.domain.diary import Diary
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words, quoted
from tracker.errors import Refused, UsageProblem
from tracker.exports.to_ndjson import KINDS
from tracker.services.exporting import Wanted, count_entries, export, wanted
from tracker.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])
STDOUT = "-"


class Target(NamedTuple):
    """Where to: a file, or None for the screen; whether one there is replaced."""

    path: Path | None
    replace: bool


class Typed(NamedTuple):
    """Which facts, as typed."""

    since: str | None
    to: str | None
    redact: str | None
    only: tuple[str, ...] = ()

    def wanted(self, workspace: Workspace, diary: Diary) -> Wanted:
        """Which facts, as days and kinds; Refused when they cannot be read."""
        since = workspace.past_day(self.since, diary)
        if since is not None and since > workspace.today(diary):
            raise Refused("That day has not come yet. Type an earlier one for --since.")
        return wanted(
            since,
            workspace.past_day(self.to, diary),
            _kinds(self.only),
            redacted=self.redact is not None,
        )


def _kinds(typed: tuple[str, ...]) -> tuple[str, ...]:
    names = [name.strip().lower() for part in typed for name in part.split(",")]
    for name in names:
        if name not in KINDS:
            raise UsageProblem(
                f"--only takes some of {join_words(KINDS)}, not {quoted(name)}. "
                "Type them with a comma between."
            )
    return tuple(names)


def write(workspace: Workspace, form: str, typed: Typed, target: Target) -> None:
    """Entry by entry, so that a diary of any length fits."""
    if target.path is None:
        show_later(_begun(workspace, form, typed))
        return
    with _begun(workspace, form, typed) as begun:
        keep(begun, target.path, replace=target.replace)


@contextmanager
def _begun(workspace: Workspace, form: str, typed: Typed) -> Iterator[Begun]:
    with workspace.store() as store:
        diary = workspace.diary(store)
        asked = typed.wanted(workspace, diary)
        entries = count_entries(store, diary, asked)
        # Given up half-way, it has to let go of the diary before that is closed.
        with closing(export(store, form, asked, workspace.now())) as pieces:
            yield Begun(pieces, entries)


def target_options(command: Command) -> Command:
    """`-o` and `--yes`, handed on as one ``target``; `--help`."""

    @wraps(command)
    def with_target(*given: Any, output: str, yes: bool, **named: Any) -> Any:
        path = None if output == STDOUT else Path(output)
        return command(*given, target=Target(path, yes), **named)

    decorated: Any = help_option(with_target)
    decorated = click.option(
        "--yes", is_flag=True, help="A file that is there is replaced."
    )(decorated)
    decorated = click.option(
        "-o", "output", metavar="FILE|-", default=STDOUT, help="Where to."
    )(decorated)
    return decorated  # type: ignore[no-any-return]


def fact_options(*, kinds: bool = False) -> Callable[[Command], Command]:
    """`--since`, `--to`, `--redact` and perhaps `--only`, as one ``typed``."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def with_typed(
            *given: Any,
            since: str | None,
            to: str | None,
            redact: str | None,
            only: tuple[str, ...] = (),
            **named: Any,
        ) -> Any:
            return command(*given, typed=Typed(since, to, redact, only), **named)

        decorated: Any = with_typed
        if kinds:
            decorated = click.option(
                "--only", metavar="KINDS", multiple=True, help=ONLY_HELP
            )(decorated)
        for name, words, said in FACT_OPTIONS:
            decorated = click.option(name, help=said, **words)(decorated)
        return decorated  # type: ignore[no-any-return]

    return decorate


ONLY_HELP = f"Some of {', '.join(KINDS)}."
FACT_OPTIONS: tuple[tuple[str, dict[str, Any], str], ...] = (
    (
        "--redact",
        {"type": click.Choice(["notes"])},
        "Leave the notes empty.",
    ),
    ("--to", {"metavar": "WHEN"}, "Up to and with this day."),
    ("--since", {"metavar": "WHEN"}, "From this day on."),
)

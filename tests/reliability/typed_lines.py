"""Lines that somebody could type after `tracker`, made from the commands themselves."""

import shlex
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import click
from hypothesis import strategies as st

from tests.every_line import (
    BEGINNINGS,
    CLOCK_SET_BACK,
    FILES,
    NUMBERED,
    TWO_WEEKS,
)
from tests.every_line import (
    COMMANDS as WALKED,
)
from tests.hostile import MARKER, WORDS, texts
from tracker.cli import main

DIARIES = ("none", "empty", "started", "weeks")
NOTES = ("--note",)
# What is typed there is run: never just any word.
PROGRAMS = ("--notify-cmd",)
HARMLESS = ("cat", "no-such-program {}", "'", "", " ")
# It would stay open: only who was let in is asked for.
STAYS = "serve"
LISTS = "--sessions"
STDIN = (b"", b"\n\n\n", b"y\n", b"\xff\xfe\x00\n", b"\x1b[2J\n" * 9, b"none\n4\n")
ONE_IN = 4
MOST_WORDS = 3


class Line(NamedTuple):
    """Words, what comes through standard input, and the diary they are typed at."""

    words: tuple[str, ...]
    stdin: bytes
    diary: str


class Command(NamedTuple):
    """The words that name a command, and the command."""

    words: tuple[str, ...]
    command: click.Command


def commands(
    group: click.Group = main, before: tuple[str, ...] = ()
) -> Iterator[Command]:
    """Every command, those of groups too, as the program itself lists them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield Command((*before, name), command)
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


def known_lines() -> Iterator[tuple[str, ...]]:
    """Lines that mean something, as the walk over every output types them."""
    typed = chain.from_iterable((*each.good, *each.bad) for each in WALKED.values())
    weeks = (line for _, line in TWO_WEEKS)
    files = (f"{line} {name}" for line, name in FILES.items())
    for line in chain(typed, NUMBERED, BEGINNINGS, CLOCK_SET_BACK, weeks, files):
        yield tuple(shlex.split(line))


COMMANDS = (Command((), main), *commands())
LINES = tuple(dict.fromkeys(known_lines()))
KNOWN = tuple(sorted({word for line in LINES for word in line}))
WORD = (
    st.sampled_from(KNOWN) | st.sampled_from(WORDS) | texts(4)
)  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line of a command's own options, or a known one with some words changed."""
    words = _ended(draw(_made() | _changed()))
    stdin = draw(st.sampled_from(STDIN) | st.binary(max_size=40))
    return Line(words, stdin, draw(st.sampled_from(DIARIES)))


def _ended(words: tuple[str, ...]) -> tuple[str, ...]:
    """The same, of a command that comes to an end by itself."""
    named = ((word, LISTS) if word == STAYS else (word,) for word in words)
    return tuple(chain.from_iterable(named))


@st.composite
def _made(draw: st.DrawFn) -> tuple[str, ...]:
    path, words = draw(st.sampled_from(COMMANDS)), []
    if path.words and not draw(st.integers(0, ONE_IN)):
        words += draw(_parameters(main))
    words += path.words
    return (*words, *draw(_parameters(path.command)))


@st.composite
def _parameters(draw: st.DrawFn, command: click.Command) -> list[str]:
    words: list[str] = []
    for parameter in draw(st.permutations(command.params)):
        if isinstance(parameter, click.Argument):
            many = MOST_WORDS if parameter.nargs != 1 else 1
            words += draw(st.lists(WORD, max_size=many))
        elif not draw(st.integers(0, ONE_IN - 1)):
            words += draw(_option(parameter))
    return words


@st.composite
def _option(draw: st.DrawFn, parameter: click.Parameter) -> list[str]:
    name = draw(st.sampled_from([*parameter.opts, *parameter.secondary_opts]))
    if getattr(parameter, "is_flag", False):
        return [name]
    if name in PROGRAMS:
        return [name, draw(st.sampled_from(HARMLESS))]
    if name in NOTES:
        return [name, MARKER + draw(WORD)]
    if isinstance(parameter.type, click.Choice) and draw(st.booleans()):
        return [name, str(draw(st.sampled_from(list(parameter.type.choices))))]
    value = draw(WORD)
    return draw(st.sampled_from([[name, value], [f"{name}={value}"]]))


@st.composite
def _changed(draw: st.DrawFn) -> tuple[str, ...]:
    words = list(draw(st.sampled_from(LINES)))
    for _ in range(draw(st.integers(0, MOST_WORDS))):
        place = draw(st.integers(0, len(words)))
        kept = draw(st.integers(0, 1))
        words[place : place + kept] = draw(st.lists(WORD, max_size=1))
    return tuple(words)

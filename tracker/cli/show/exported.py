"""Handing over a finished export: to the pipe, or to a new file."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import click

from tracker.cli.screen import on_terminal
from tracker.errors import Refused
from tracker.services.hand_over import write_new, write_pieces

PIECES_AT_ONCE = 500
# A shorter export is over before a bar can be read.
LONG_EXPORT = 20_000
STEPS_AT_ONCE = 1_000
OR_REPLACE = "Name another file, or add --yes to replace it."


def deliver(content: bytes, path: Path | None, *, replace: bool = False) -> None:
    """Write to standard output, or keep as a file and say where."""
    if path is None:
        _show([content])
        return
    write_new(path, content, replace=replace, instead=OR_REPLACE)
    click.echo(f"Written: {path}")


def hand_on(
    pieces: Iterable[str], path: Path | None, *, replace: bool, entries: int = 0
) -> None:
    """Write as it comes, to standard output or to a file, and say where.

    ``entries`` is about how many pieces there will be.
    """
    if path is None:
        _show(_encoded(pieces))
        return
    watched = _watched(pieces, entries)
    write_pieces(path, _encoded(watched), replace=replace, instead=OR_REPLACE)
    click.echo(f"Written: {path}")


def _show(pieces: Iterable[bytes]) -> None:
    if sys.stdout is None:
        raise Refused("There is nowhere to show it. Name a file: -o FILE")
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.flush()


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    left = iter(pieces)
    while some := list(islice(left, PIECES_AT_ONCE)):
        yield "".join(some).encode()


def _watched(pieces: Iterable[str], entries: int) -> Iterator[str]:
    """The same pieces, with a bar for whoever waits at a terminal."""
    if entries < LONG_EXPORT or not on_terminal(sys.stderr):
        yield from pieces
        return
    with click.progressbar(
        pieces,
        length=entries,
        label="Writing",
        width=0,
        update_min_steps=STEPS_AT_ONCE,
        file=sys.stderr,
    ) as shown:
        yield from shown

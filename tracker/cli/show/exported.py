"""Handing over an export: to a new file, or whole to the screen or the pipe."""

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from stat import S_ISCHR, S_ISREG
from tempfile import SpooledTemporaryFile
from typing import IO

import click

from tracker.cli.screen import on_terminal
from tracker.domain.values import NamedTuple
from tracker.domain.wording import visible
from tracker.errors import Refused
from tracker.services.hand_over import write_new, write_pieces

PIECES_AT_ONCE = 500
# A shorter export is over before a bar can be read.
LONG_EXPORT = 20_000
STEPS_AT_ONCE = 1_000
# A longer one waits on the disk, for its owner alone, and under no name.
MOST_IN_MEMORY = 1_000_000
NAME_FILE = "Name a file: -o FILE"
OR_REPLACE = "Name another file, or add --yes to replace it."


class Begun(NamedTuple):
    """An export that is being read, and about how many pieces it has."""

    pieces: Iterable[str]
    entries: int


def deliver(content: bytes, path: Path | None, *, replace: bool = False) -> None:
    """Write to standard output, or keep as a file and say where."""
    if path is None:
        _refuse_nowhere()
        _show(io.BytesIO(content))
        return
    write_new(path, content, replace=replace, instead=OR_REPLACE)
    click.echo(f"Written: {visible(str(path))}")


def keep(begun: Begun, path: Path, *, replace: bool) -> None:
    """Write as it comes to a file, and say where."""
    pieces = _encoded(_watched(begun))
    write_pieces(path, pieces, replace=replace, instead=OR_REPLACE)
    click.echo(f"Written: {visible(str(path))}")


def show_later(opened: AbstractContextManager[Begun]) -> None:
    """The whole export to standard output, once the diary that it is of is closed.

    Whoever reads it may take hours, and nothing could be saved meanwhile. A file takes
    what comes at once, so it is written as it comes.
    """
    _refuse_nowhere()
    if _takes_at_once():
        with opened as begun, _plain_errors():
            sys.stdout.buffer.writelines(_encoded(begun.pieces))
            sys.stdout.flush()
        return
    with SpooledTemporaryFile(MOST_IN_MEMORY) as finished:
        with opened as begun, _plain_errors():
            # One by one: writelines() would keep all of them in memory.
            for some in _encoded(begun.pieces):
                finished.write(some)
        _show(finished)


def _takes_at_once() -> bool:
    """Whether standard output is a file or a device that nobody reads from."""
    try:
        mode = os.fstat(sys.stdout.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return S_ISREG(mode) or (S_ISCHR(mode) and not on_terminal(sys.stdout))


def _show(finished: IO[bytes]) -> None:
    finished.seek(0)
    with _plain_errors():
        shutil.copyfileobj(finished, sys.stdout.buffer)
        sys.stdout.flush()


def _refuse_nowhere() -> None:
    if sys.stdout is None:
        raise Refused(f"There is nowhere to show it. {NAME_FILE}")


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # Whoever read it has enough.
        raise
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise Refused(
            f"The export could not be written: {reason}. {NAME_FILE}"
        ) from None


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    left = iter(pieces)
    while some := list(islice(left, PIECES_AT_ONCE)):
        yield "".join(some).encode()


def _watched(begun: Begun) -> Iterator[str]:
    """The same pieces, with a bar for whoever waits at a terminal."""
    pieces, entries = begun
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

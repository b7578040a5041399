"""A copy put in the place of the diary: proven, shown, and the diary kept aside."""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tracker.domain.backups import Contents, Kept
from tracker.domain.facts import Change
from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile, UsageProblem
from tracker.store.header import is_locked
from tracker.store.sqlite_driver import OpenFile, plain_errors
from tracker.store.swap import (
    fill_from_copy,
    finish,
    making_beside,
    present_contents,
    put_back,
    target_of,
    written_since,
)

# Makes the rows of an archive in an empty diary: its path, the archive, how it opens.
Fill = Callable[[str, str, OpenFile], object]


class Ready(NamedTuple):
    """A copy that was proven, and what would change with it.

    ``held`` is what the copy holds, ``present`` what the diary does; None when it
    cannot be read or is not there. ``since`` are the steps that are not in the copy,
    the newest first; ``made`` is what waits beside the diary to take its place.
    ``bare`` is True when the diary is locked and would not be afterwards.
    """

    file: str
    target: Path
    made: Path
    held: Contents
    there: bool
    present: Contents | None
    since: tuple[Change, ...]
    bare: bool


@contextmanager
def ready(path: str, file: str, open_file: OpenFile, fill: Fill) -> Iterator[Ready]:
    """Prove a copy or an archive; nothing of the diary is changed."""
    target = target_of(path)
    there = os.path.lexists(target)
    if there and os.path.samefile(file, target):
        raise UsageProblem(
            f"{file} is the diary itself. The copies: tracker backup list"
        )
    with making_beside(target) as made, plain_errors(path):
        present = present_contents(target, open_file) if there else None
        held = _make(made, file, open_file, fill)
        _require_same_people(path, file, held, present)
        since = written_since(target, made, open_file) if present else ()
        bare = there and is_locked(str(target)) and not is_locked(str(made))
        yield Ready(file, target, made, held, there, present, since, bare)


def _make(made: Path, file: str, open_file: OpenFile, fill: Fill) -> Contents:
    if not zipfile.is_zipfile(file):
        return fill_from_copy(made, file, open_file)
    fill(str(made), file, open_file)
    return finish(made, open_file)


def _require_same_people(
    path: str, file: str, held: Contents, present: Contents | None
) -> None:
    """One person's diary never takes the place of another's."""
    if present is None or not (held.people and present.people):
        return
    if set(held.people).isdisjoint(present.people):
        raise UnusableFile(
            f"{file} holds the diary of {held.name}, and {path} that of "
            f"{present.name}. Nothing was changed. "
            "To keep both, name another place: tracker --db OTHER restore FILE"
        )


def restore(copy: Ready, now: datetime, open_file: OpenFile) -> Kept | None:
    """Put it in the place of the diary; where the diary of before is, if any."""
    heads = copy.present.heads if copy.present else None
    return put_back(copy.made, copy.target, heads, now, open_file)

"""What runs that were cut short, or could not save, left beside the diary."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from shlex import quote

from tracker.domain.backups import read_copy_name
from tracker.services.kept_draft import drafts_of
from tracker.store.disk import temporary_of

# Whatever is being made now is done within minutes.
LIVING_SECONDS = 60 * 60
Left = tuple[str, str]


def leftovers(path: str, backups: str) -> list[Left]:
    """Each file and what to do about it; ``backups`` is the folder of copies."""
    return [*_drafts(path), *_half_made(path, backups)]


def _drafts(path: str) -> Iterator[Left]:
    """Entries that could not be saved: they are nowhere else."""
    for draft in sorted(drafts_of(path)):
        take_in = f"tracker --db {quote(path)} import {quote(draft)} --yes"
        step = f"Take it in: {take_in}. Once it is in: rm {quote(draft)}"
        yield os.path.basename(draft), step


def _half_made(path: str, backups: str) -> Iterator[Left]:
    """What was being made beside the diary, or among its copies."""
    folder, diary = os.path.split(os.path.realpath(path))
    for name in _names(folder):
        of = temporary_of(name)
        if of is not None and (of == diary or of.startswith(f"{diary}.")):
            yield from _old(os.path.join(folder, name))
    for name in _names(backups):
        of = temporary_of(name)
        if of is not None and read_copy_name(of):
            yield from _old(os.path.join(backups, name))


def _old(file: str) -> Iterator[Left]:
    if _is_old(file):
        yield os.path.basename(file), f"Remove it: rm {quote(file)}"


def _is_old(file: str) -> bool:
    """Whether nobody can be at work on it any more, by the computer's own clock."""
    with suppress(FileNotFoundError):
        return time.time() - os.stat(file).st_mtime > LIVING_SECONDS
    return False


def _names(folder: str) -> list[str]:
    with suppress(FileNotFoundError):
        return sorted(os.listdir(folder))
    return []

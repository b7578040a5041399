"""The folder of copies: what is in it, whether it is sound, and what may go."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from tracker.domain.backups import (
    Contents,
    Copy,
    Keep,
    Rotation,
    Seals,
    may_go,
    newest_first,
    read_copy_name,
    rotate,
)
from tracker.errors import UnusableFile
from tracker.store.contents import contents_of, seals_of
from tracker.store.copies import copy_verified
from tracker.store.disk import COMPANIONS, sync_folder, temporary_of
from tracker.store.sqlite_driver import OpenFile, open_plain, plain_errors

# A temporary of a process that was killed; a living one is done within minutes.
STALE_SECONDS = 24 * 60 * 60
UNFINISHED = (
    "was not finished by whoever wrote it: {beside} stands beside it. "
    "Open it once, then try again: tracker --db {file} today"
)


def list_copies(folder: str, open_file: OpenFile = open_plain) -> list[Copy]:
    """The copies of ours in a folder, the newest first; none without a folder."""
    return [_read(copy, open_file) for copy in named_copies(folder)]


def named_copies(folder: str) -> list[Copy]:
    """The same by their names only: what they hold is not looked at."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UnusableFile(
            f"{folder} cannot be read: {os.strerror(error.errno or 0)}. "
            "Name another folder: tracker backup --to FOLDER list"
        ) from None
    found = (_named_copy(os.path.join(folder, name)) for name in names)
    return newest_first(copy for copy in found if copy)


def _named_copy(path: str) -> Copy | None:
    """A file as a copy of ours; None when its name is not one of a copy's."""
    name = os.path.basename(path)
    named = read_copy_name(name)
    if named is None or not os.path.isfile(path) or os.path.islink(path):
        return None
    size = 0
    with suppress(OSError):
        size = os.stat(path).st_size
    return Copy(path, name, named, size, None)


def _read(copy: Copy, open_file: OpenFile) -> Copy:
    """The same with what it holds, if it can be read."""
    with suppress(UnusableFile):
        return copy._replace(contents=look_into(copy.path, open_file))
    return copy


def look_into(path: str, open_file: OpenFile = open_plain) -> Contents:
    """What a copy holds; UnusableFile when it cannot be read."""
    with opened(path, open_file) as connection:
        return contents_of(connection, path)


@contextmanager
def opened(path: str, open_file: OpenFile = open_plain) -> Iterator[sqlite3.Connection]:
    """A copy, open for reading in one snapshot; nothing is written, not even by SQLite.

    UnusableFile when it cannot be read, or has to be finished first.
    """
    for ending in COMPANIONS:
        beside = path + ending
        if os.path.exists(beside) and os.path.getsize(beside):
            said = UNFINISHED.format(beside=os.path.basename(beside), file=path)
            raise UnusableFile(f"{path} {said}")
    with plain_errors(path), closing(open_file(path, "ro")) as connection:
        connection.execute("BEGIN")
        yield connection


def make_copy(
    file: str,
    folder: str,
    why: str,
    now: datetime,
    open_file: OpenFile = open_plain,
) -> Copy:
    """A verified copy of a diary in a folder; what killed ones left there goes."""
    path = str(copy_verified(file, why, now, open_file, folder))
    made = _named_copy(path)
    assert made is not None
    clear_away(folder, _is_copy_name, os.stat(path).st_mtime)
    return made._replace(contents=look_into(path, open_file))


def _is_copy_name(name: str) -> bool:
    return read_copy_name(name) is not None


def clear_away(folder: str, ours: Callable[[str], bool], now: float) -> None:
    """Remove the temporaries of processes that were killed a day ago or before.

    Only those that were for a file whose name is ``ours``. ``now`` is the time of a
    file just made there: the disk's own clock.
    """
    for name in os.listdir(folder):
        of = temporary_of(name)
        if of is None or not ours(of):
            continue
        path = os.path.join(folder, name)
        with suppress(OSError):
            if now - os.stat(path).st_mtime > STALE_SECONDS:
                os.unlink(path)


def remove_old(
    folder: str,
    made: Copy,
    keep: Keep,
    open_file: OpenFile = open_plain,
    *,
    also_by_hand: bool,
    least: int = 1,
) -> Rotation:
    """Remove the copies that need not be kept now that ``made`` is there.

    None is opened before so many could go by their names: it takes long to open those
    of a locked diary, each of which has a key of its own.
    """
    named = named_copies(folder)
    if len(may_go(named, made, keep, also_by_hand=also_by_hand)) < least:
        return Rotation((), None)
    copies = [_read(copy, open_file) for copy in named]
    seals = _seals(made.path, open_file)
    rotation = rotate(copies, made, seals, keep, also_by_hand=also_by_hand)
    for copy in rotation.gone:
        with suppress(FileNotFoundError):
            os.unlink(copy.path)
    if rotation.gone:
        sync_folder(Path(folder))
    return rotation


def _seals(path: str, open_file: OpenFile) -> Seals:
    with opened(path, open_file) as connection:
        return seals_of(connection)

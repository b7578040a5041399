"""A file that cannot be read, kept as it is: with its journal, under another name."""

import os
from datetime import datetime
from pathlib import Path

from tracker.domain.backups import SET_ASIDE, copy_name
from tracker.errors import UnusableFile
from tracker.settings import own_folder
from tracker.store.copies import MOST_AT_ONCE, make_folder
from tracker.store.disk import (
    COMPANIONS,
    NO_LINKS,
    make_private,
    sync,
    sync_folder,
)

AT_ONCE = 1 << 20


def companions(target: Path) -> list[Path]:
    """What stands beside a file and would be taken for its own."""
    beside = (Path(f"{target}{ending}") for ending in COMPANIONS)
    return [path for path in beside if os.path.lexists(path)]


def set_aside(target: Path, now: datetime) -> Path:
    """Another name for the file as it is, after one for each of its companions."""
    aside = _free_name(target, now)
    for beside in companions(target):
        ending = beside.name.removeprefix(target.name)
        _same_elsewhere(beside, Path(f"{aside}{ending}"))
    _same_elsewhere(target, aside)
    sync_folder(aside.parent)
    return aside


def move_remains(target: Path, now: datetime) -> None:
    """A journal without its file is kept, but not where it would be taken for ours."""
    remains = companions(target)
    if not remains:
        return
    aside = _free_name(target, now)
    for beside in remains:
        ending = beside.name.removeprefix(target.name)
        _same_elsewhere(beside, Path(f"{aside}{ending}"))
    sync_folder(aside.parent)
    for beside in remains:
        beside.unlink()
    sync_folder(target.parent)


def _free_name(target: Path, now: datetime) -> Path:
    """A name for what is set aside that nothing has, nor anything beside it."""
    folder = own_folder(str(target))
    make_folder(folder)
    for number in range(1, MOST_AT_ONCE + 1):
        aside = Path(folder, copy_name(now, SET_ASIDE, number))
        taken = (Path(f"{aside}{ending}") for ending in ("", *COMPANIONS))
        if not any(map(os.path.lexists, taken)):
            return aside
    raise UnusableFile(
        f"There are {MOST_AT_ONCE} files of this second in {folder}. Try again."
    )


def _same_elsewhere(path: Path, other: Path) -> None:
    """A second name for the same file; a synced copy where a disk knows no links."""
    try:
        os.link(path, other, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _copy_bytes(path, other)


def _copy_bytes(path: Path, other: Path) -> None:
    """The same bytes under a name of their own; nothing where they do not fit."""
    make_private(other)
    try:
        with open(path, "rb") as source, open(other, "r+b") as written:
            while piece := source.read(AT_ONCE):
                written.write(piece)
        sync(other)
    except BaseException:
        other.unlink(missing_ok=True)
        raise

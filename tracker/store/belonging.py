"""Every file that may hold something of a diary, beside it and where copies go."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing

from tracker.domain.backups import read_copy_name
from tracker.domain.values import NamedTuple
from tracker.store.contents import contents_of
from tracker.store.disk import COMPANIONS, temporary_of
from tracker.store.sqlite_driver import OpenFile, plain_errors

# How copies were named that an earlier program made beside a diary.
OLDER = ".before-"
# What was typed and could not be saved, beside the diary too.
DRAFT = ".draft-"
_COMPANION = re.compile(rf"(?P<of>.+)(?:{'|'.join(COMPANIONS)})", re.DOTALL)
TOMBSTONES = "SELECT count(*) FROM sqlite_master WHERE name = 'tombstone'"
BURIED = "SELECT person_id FROM tombstone"


class Around(NamedTuple):
    """The files of a diary but for itself; each is in one of these only.

    ``copies`` have the names of copies, ``half_made`` those of our temporaries,
    ``companions`` are journals of copies; ``others`` are what else is in the folders.
    """

    copies: tuple[str, ...]
    half_made: tuple[str, ...]
    companions: tuple[str, ...]
    others: tuple[str, ...]


def files_around(diary: str, folders: Iterable[str]) -> Around:
    """What stands beside a diary for its sake, and all that is in those folders."""
    path = os.path.realpath(diary)
    found: dict[str, str] = {}
    for file in _files(os.path.dirname(path), path):
        kind = _kind_beside(os.path.basename(file), os.path.basename(path))
        if kind:
            found.setdefault(file, kind)
    for folder in sorted({*map(os.path.realpath, folders)}):
        for file in _files(folder, path):
            found.setdefault(file, _kind_among_copies(file))
    kinds = ("copies", "half_made", "companions", "others")
    return Around(*(tuple(sorted(_of(found, kind))) for kind in kinds))


def _of(found: dict[str, str], kind: str) -> Iterator[str]:
    return (file for file, its in found.items() if its == kind)


def _files(folder: str, diary: str) -> Iterator[str]:
    """All but the diary itself, also where a link leads to it."""
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        file = os.path.join(folder, name)
        if os.path.isfile(file) and os.path.realpath(file) != diary:
            yield file


def _kind_beside(name: str, diary: str) -> str:
    """Of other files beside a diary nothing is said; they are somebody else's."""
    made_for = temporary_of(name)
    if made_for is not None:
        ours = made_for == diary or made_for.startswith((diary + OLDER, diary + DRAFT))
        return "half_made" if ours else ""
    if not name.startswith(diary + OLDER):
        return ""
    return "companions" if _COMPANION.fullmatch(name) else "copies"


def _kind_among_copies(file: str) -> str:
    name = os.path.basename(file)
    made_for, companion = temporary_of(name), _COMPANION.fullmatch(name)
    if made_for is not None:
        return "half_made" if read_copy_name(made_for) else ""
    if companion:
        return "companions" if read_copy_name(companion["of"]) else ""
    named = read_copy_name(name) is not None and not os.path.islink(file)
    return "copies" if named else "others"


def people_of(path: str, open_file: OpenFile) -> frozenset[str]:
    """The ids of whoever a diary or a copy is of; also of those who were erased there.

    UnusableFile when it is no diary or cannot be read.
    """
    with plain_errors(path), closing(open_file(path, "ro")) as connection:
        people = {*contents_of(connection, path).people}
        if connection.execute(TOMBSTONES).fetchone() == (1,):
            people |= {each for (each,) in connection.execute(BURIED).fetchall()}
    return frozenset(people)

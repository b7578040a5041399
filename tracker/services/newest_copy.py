"""The newest copy of a diary, read whole; those that are older are left alone."""

import os
from collections.abc import Iterator
from datetime import datetime

from tracker.domain.backups import SET_ASIDE, Named, read_copy_name
from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.services.wholeness import problem_in
from tracker.store.backups import opened
from tracker.store.contents import contents_of
from tracker.store.sqlite_driver import OpenFile

# Each locked copy takes its time; in a shared folder many may be somebody else's.
MOST_UNREAD = 3


class Newest(NamedTuple):
    """A copy, whether it can be read and all of it is whole, and its newest digests.

    ``unread`` are newer files that could not be read, and may be somebody else's.
    """

    name: str
    at: datetime
    read: bool
    whole: bool
    heads: tuple[tuple[str, str], ...]
    unread: int


def newest_copy(
    folder: str, people: frozenset[str], open_file: OpenFile, *, shared: bool
) -> Newest | None:
    """The newest one that holds one of the people, anybody's when nobody is known.

    In a folder that is not ``shared`` one that cannot be read counts as theirs.
    """
    unread = 0
    for name, named in copy_names(folder):
        try:
            found = _look(os.path.join(folder, name), people, open_file)
        except UnusableFile:
            unread += 1
            if not shared or unread > MOST_UNREAD:
                return Newest(name, named.at, False, False, (), unread)
        else:
            if found:
                heads, whole = found
                return Newest(name, named.at, True, whole, heads, unread)
    return None


def _look(
    path: str, people: frozenset[str], open_file: OpenFile
) -> tuple[tuple[tuple[str, str], ...], bool] | None:
    """Its newest digests and whether it is whole; None when it is somebody else's."""
    with opened(path, open_file) as connection:
        held = contents_of(connection, path)
        if people and people.isdisjoint(held.people):
            return None
        return held.heads, not problem_in(path, connection)


def copy_names(folder: str) -> Iterator[tuple[str, Named]]:
    """The copies in a folder by their names alone, the newest first."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return
    found = {name: named for name in names if (named := read_copy_name(name))}
    yield from sorted(
        ((name, named) for name, named in found.items() if named.why != SET_ASIDE),
        key=lambda pair: (pair[1].at, pair[1].number),
        reverse=True,
    )

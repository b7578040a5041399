"""A verified copy put in the place of the diary: the old one or the new one is there.

A journal beside a file is taken for that file's own. So none stands beside the diary
when it is replaced, and none is removed before what it belongs to is kept elsewhere.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path

from tracker.domain.backups import Contents, Kept
from tracker.domain.facts import Change
from tracker.errors import UnusableFile
from tracker.store.aside import companions, move_remains, set_aside
from tracker.store.backups import COMPANIONS, clear_away, opened
from tracker.store.contents import (
    Unsound,
    contents_of,
    heads_of,
    require_ours,
    require_sound,
)
from tracker.store.copies import (
    MAKING,
    OWNER_FOLDER,
    copy_before,
    fill_verified,
    make_private,
    put_in_place,
    sync,
    sync_folder,
)
from tracker.store.files import plain_file_errors, refuse_link_to_nothing
from tracker.store.header import is_locked
from tracker.store.history import read_changes
from tracker.store.locked import NotUnlocked
from tracker.store.proof import require_whole
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import (
    PRIMARY_CODE,
    SENTENCES,
    DamagedRow,
    OpenFile,
    database_errors,
    open_connection,
    open_plain,
    plain_errors,
)

BEFORE = "before-restore"
WRITTEN = (
    "was written to since you were asked. Nothing was changed; look again with the "
    "same command."
)
# The last one: a table that we made is not there.
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
REVISIONS = "SELECT count(*) FROM alembic_version"
CHANGES = "SELECT * FROM change ORDER BY person_id, seq DESC"
SEALS = "SELECT person_id, digest FROM change"

Heads = tuple[tuple[str, str], ...]


class _Damaged(Exception):
    """What stands in the place of the diary is none, or no longer."""


def target_of(path: str) -> Path:
    """The file behind a path; a link to nothing is refused."""
    refuse_link_to_nothing(Path(path))
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise UnusableFile(f"{path} {SENTENCES[sqlite3.SQLITE_CANTOPEN]}")
    return target


@contextmanager
def making_beside(target: Path) -> Iterator[Path]:
    """An empty private file for what will be put in a place; gone afterwards."""
    made = target.with_name(f".{target.name}.{os.urandom(8).hex()}{MAKING}")
    with plain_file_errors(target, f"{target} cannot be restored"):
        target.parent.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
        make_private(made)
        try:
            clear_away(str(target.parent), f".{target.name}.", made.stat().st_mtime)
            yield made
        finally:
            for ending in ("", *COMPANIONS):
                Path(f"{made}{ending}").unlink(missing_ok=True)


def fill_from_copy(made: Path, file: str, open_file: OpenFile) -> Contents:
    """What is in a copy, brought up to date and proven whole."""
    require_whole(file, open_file)
    # What comes of it is locked if the copy is, whatever the diary was.
    opener = open_file if is_locked(file) else open_plain
    with opened(file, open_file) as source:
        require_ours(source, file)
        fill_verified(source, file, made, opener)
    return finish(made, opener)


def finish(made: Path, open_file: OpenFile) -> Contents:
    """Bring a filled file up to date, prove it whole, and sync it."""
    upgrade(str(made), None, open_file)
    with plain_errors(str(made)):
        open_connection(str(made), open_file).close()
    held = require_whole(str(made), open_file)
    sync(made)
    return held


def present_contents(target: Path, open_file: OpenFile) -> Contents | None:
    """What the diary holds now; None when it cannot be read any more."""
    try:
        with _damage(), _open(target, open_file) as connection:
            connection.execute("BEGIN")
            require_sound(connection, str(target))
            return contents_of(connection, str(target))
    except _Damaged:
        return None


def written_since(target: Path, made: Path, open_file: OpenFile) -> tuple[Change, ...]:
    """The steps of the diary that are not in what was made, the newest first."""
    with closing(open_file(str(made), "ro")) as other:
        there = set(other.execute(SEALS).fetchall())
    with _open(target, open_file) as connection:
        found = connection.execute(CHANGES)
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found]
    since = [row for row in rows if (row["person_id"], row["digest"]) not in there]
    return tuple(read_changes(since))


@contextmanager
def _open(target: Path, open_file: OpenFile) -> Iterator[sqlite3.Connection]:
    """The diary; an empty file is not opened: SQLite would remove its journal."""
    if target.stat().st_size == 0:
        raise _Damaged
    with closing(open_connection(str(target), open_file)) as connection:
        if connection.execute(REVISIONS).fetchone() != (1,):
            raise Unsound
        yield connection


@contextmanager
def _damage() -> Iterator[None]:
    """Damage apart from what else keeps a diary from being opened."""
    try:
        yield
    except (DamagedRow, Unsound, NotUnlocked):
        raise _Damaged from None
    except database_errors() as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & PRIMARY_CODE in DAMAGE:
            raise _Damaged from None
        raise


def put_back(
    made: Path, target: Path, heads: Heads | None, now: datetime, open_file: OpenFile
) -> Kept | None:
    """Put what was made in the place of the diary; where the one of before is.

    ``heads`` is what its histories ended with when it was shown; None if it could not
    be read or is not there.
    """
    with ExitStack() as stack:
        if not os.path.lexists(target):
            move_remains(target, now)
            put_in_place(made, target)
            sync_folder(target.parent)
            return None
        # Let go of last: closing it would drop the locks of the pen.
        stack.enter_context(open(target, "rb"))
        kept = _keep(stack, target, heads, now, open_file)
        for beside in companions(target):
            beside.unlink()
        sync_folder(target.parent)
        os.replace(made, target)
        sync_folder(target.parent)
        return kept


def _keep(
    stack: ExitStack,
    target: Path,
    heads: Heads | None,
    now: datetime,
    open_file: OpenFile,
) -> Kept:
    """A verified copy of the diary, or the file itself; nobody else writes from now."""
    try:
        with _damage():
            pen = stack.enter_context(_pen(target, open_file))
            if heads is not None and heads_of(pen) != heads:
                raise UnusableFile(f"{target} {WRITTEN}")
            copy = _copy_before(pen, target, now, open_file)
        return Kept(str(copy), damaged=False)
    except _Damaged:
        return Kept(str(set_aside(target, now)), damaged=True)


def _copy_before(
    pen: sqlite3.Connection, target: Path, now: datetime, open_file: OpenFile
) -> Path:
    """Damage is found before a copy is tried: then the file itself is kept."""
    contents_of(pen, str(target))
    require_sound(pen, str(target))
    return copy_before(pen, str(target), BEFORE, now, open_file)


@contextmanager
def _pen(target: Path, open_file: OpenFile) -> Iterator[sqlite3.Connection]:
    """The only connection: kept out are writers and readers, past every commit."""
    with _open(target, open_file) as pen:
        # The lock without a transaction that writes: a backup waits for its end.
        pen.execute("PRAGMA main.locking_mode=EXCLUSIVE")
        pen.execute("BEGIN EXCLUSIVE")
        pen.execute("COMMIT")
        if pen.execute("PRAGMA journal_mode").fetchone() != ("delete",):
            raise UnusableFile(f"{target} {SENTENCES[sqlite3.SQLITE_BUSY]}")
        yield pen

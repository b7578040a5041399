"""The diary that stands where a copy shall be: what it holds, or that it is damaged."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from itertools import groupby
from pathlib import Path

from tracker.domain.backups import Contents
from tracker.domain.facts import Change
from tracker.store.contents import Unsound, contents_of, require_sound, seals_of
from tracker.store.erasing import erased_before
from tracker.store.header import EitherFile
from tracker.store.history import read_changes
from tracker.store.locked import NotUnlocked
from tracker.store.sqlite_driver import (
    PRIMARY_CODE,
    DamagedRow,
    OpenFile,
    Row,
    database_errors,
    open_connection,
)

# The last one: a table that we made is not there.
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
REVISIONS = "SELECT count(*) FROM alembic_version"
CHANGES = "SELECT * FROM change ORDER BY person_id, seq DESC"
SHOWN = "SELECT id, number, text, person_id FROM shown_warning ORDER BY number"
PEOPLE = "SELECT person_id, name FROM person"
ANSWERED = "SELECT warning_id FROM acknowledgement"
# What a step of before says in the columns that came later.
EARLIER: Row = {"part_of": None}


class Damaged(Exception):
    """What stands in the place of the diary is none, or no longer."""


@contextmanager
def damage() -> Iterator[None]:
    """Damage apart from what else keeps a diary from being opened."""
    try:
        yield
    except (DamagedRow, Unsound, NotUnlocked):
        raise Damaged from None
    except database_errors() as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & PRIMARY_CODE in DAMAGE:
            raise Damaged from None
        raise


def require_content(target: Path) -> None:
    """An empty file is not opened: SQLite would remove its journal."""
    if target.stat().st_size == 0:
        raise Damaged


def require_revision(connection: sqlite3.Connection) -> None:
    """Unsound where nothing says of which revision the file is."""
    if connection.execute(REVISIONS).fetchone() != (1,):
        raise Unsound


def present_contents(target: Path, open_file: OpenFile) -> Contents | None:
    """What the diary holds now; None when it cannot be read any more."""
    try:
        with damage():
            require_content(target)
            return _look_into(target, open_file)
    except Damaged:
        return None


def _look_into(target: Path, open_file: OpenFile) -> Contents:
    with closing(open_connection(str(target), open_file)) as connection:
        require_revision(connection)
        connection.execute("BEGIN")
        require_sound(connection, str(target))
        return contents_of(connection, str(target))


def written_since(target: Path, made: Path, open_file: OpenFile) -> tuple[Change, ...]:
    """The steps of the diary that are not in what was made, the newest first."""
    with closing(open_file(str(made), "ro")) as other:
        there = seals_of(other)
    with closing(open_connection(str(target), open_file)) as connection:
        found = connection.execute(CHANGES)
        names = [column[0] for column in found.description]
        rows = [EARLIER | dict(zip(names, row, strict=True)) for row in found]
        people = _names(connection)
    since = [row for row in rows if (row["person_id"], row["digest"]) not in there]
    changes: list[Change] = []
    for person_id, own in groupby(since, key=lambda row: str(row["person_id"])):
        of = _of(person_id, people)
        changes += [c._replace(text=f"{c.text}{of}") for c in read_changes([*own])]
    if len(people) > 1:
        changes.sort(key=lambda change: change.at, reverse=True)
    return tuple(changes)


def _names(connection: sqlite3.Connection) -> dict[str, str]:
    return {str(each): str(name) for each, name in connection.execute(PEOPLE)}


def _of(person_id: str, people: Mapping[str, str]) -> str:
    """Whose it is, where there are several people."""
    if len(people) <= 1:
        return ""
    return f" ({people.get(person_id, 'somebody taken back')})"


def waiting_only_here(
    target: Path, made: Path, open_file: OpenFile
) -> tuple[tuple[int, str], ...]:
    """The warnings nobody answered that are not in what was made: number and text."""
    with closing(open_file(str(made), "ro")) as other:
        there = {row[0] for row in other.execute(SHOWN)}
    with closing(open_connection(str(target), open_file)) as connection:
        shown = connection.execute(SHOWN).fetchall()
        people = _names(connection)
        answered = set()
        # A diary of the first form knows no answers.
        with suppress(*database_errors()):
            answered = {row[0] for row in connection.execute(ANSWERED)}
    return tuple(
        (number, f"{text}{_of(person_id, people)}")
        for warning, number, text, person_id in shown
        if warning not in there and warning not in answered
    )


def buried(
    target: Path, people: Iterable[str], open_file: OpenFile
) -> tuple[tuple[str, str], ...]:
    """Those of the people whom the diary says it erased, each with the instant."""
    with closing(open_connection(str(target), open_file)) as connection:
        return erased_before(connection, people)


def unasked(open_file: OpenFile) -> OpenFile:
    """Nobody is asked again for what opened nothing before."""

    def opened(path: str, mode: str) -> sqlite3.Connection:
        if isinstance(open_file, EitherFile) and open_file.waits(path):
            raise NotUnlocked(path)
        return open_file(path, mode)

    return opened

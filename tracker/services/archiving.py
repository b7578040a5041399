"""The archive: everything in the diary as one file, and a new diary from it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import IO

from tracker.archive.parts import Everything, PersonRows
from tracker.archive.reading import Reader, newer
from tracker.archive.writing import write_lines, write_zip
from tracker.domain.backups import Contents, common_zone, say_names
from tracker.domain.values import NamedTuple
from tracker.errors import Refused, UnusableFile
from tracker.services.hand_over import ANOTHER, write_pieces
from tracker.services.import_files import FLAGS
from tracker.services.wholeness import first_problem
from tracker.store.compiled import HEAD, REVISIONS
from tracker.store.copies import make_private
from tracker.store.rows import Row
from tracker.store.sqlite_driver import OpenFile
from tracker.store.store import Store
from tracker.store.whole import (
    OWNED,
    PROTOCOL,
    TOMBSTONE,
    Forms,
    Stream,
    Unfit,
    fill_new,
    owners,
    read_rows,
    today_forms,
)

ZIP = b"PK"
LARGEST_MB = 512
LARGEST = LARGEST_MB * 1024 * 1024
OR_REPLACE = "Name another file, or add --yes to replace it."


class Archived(NamedTuple):
    """What was put into an archive."""

    held: Contents
    changes: int


class _Tally:
    """What the rows of a diary hold, counted while they pass."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}
        self._zones: set[str] = set()
        self._entries = 0
        self._newest = ""
        self._heads: dict[str, str] = {}
        self.changes = 0

    def see(self, table: str, row: Row) -> None:
        """Count one row."""
        if table == "person":
            self._named[str(row["person_id"])] = str(row.get("name"))
            self._zones.add(str(row.get("zone")))
        elif table == "check_in":
            self._entries += 1
            self._newest = max(self._newest, str(row.get("day")))
        elif table == "change":
            self.changes += 1
            self._heads[str(row["person_id"])] = str(row.get("digest"))

    def contents(self, schema: str) -> Contents:
        """What was seen, as it is said of a copy."""
        newest = None
        with suppress(ValueError):
            newest = date.fromisoformat(self._newest)
        heads = tuple(self._heads.items())
        people = tuple(self._heads)
        named = tuple(self._named.items())
        name, zone = say_names([*self._named.values()]), common_zone(self._zones)
        return Contents(people, name, zone, schema, self._entries, newest, heads, named)


def archive(store: Store, path: Path, *, replace: bool) -> Archived:
    """Write everything to a file; Refused when the diary does not hold together."""
    tally, forms = _Tally(), today_forms()
    with store.reading():
        problem = first_problem(store.stream, HEAD)
        if problem:
            raise Refused(
                f"{problem} Nothing was written: such an archive could not be "
                "restored. See what is wrong: tracker verify"
            )
        pieces = write_zip(write_lines(_everything(store.stream, forms, HEAD, tally)))
        write_pieces(path, pieces, replace=replace, instead=OR_REPLACE)
    return Archived(tally.contents(HEAD), tally.changes)


def _everything(stream: Stream, forms: Forms, schema: str, tally: _Tally) -> Everything:
    """All rows, each read when it is written."""
    kept = read_rows(stream, TOMBSTONE, forms[TOMBSTONE]) if TOMBSTONE in forms else ()
    return Everything(
        schema,
        read_rows(stream, PROTOCOL, forms[PROTOCOL]),
        (_of_person(stream, forms, each, tally) for each in owners(stream, forms)),
        kept,
    )


def _of_person(
    stream: Stream, forms: Forms, person_id: str, tally: _Tally
) -> PersonRows:
    def rows_of(table: str) -> Iterator[Row]:
        for row in read_rows(stream, table, forms[table], person_id=person_id):
            tally.see(table, row)
            yield row

    return person_id, ((table, rows_of(table)) for table in OWNED if table in forms)


def is_archive(file: str | Path) -> bool:
    """Whether a file begins as an archive does; nothing else of it is looked at."""
    try:
        with _opened(file) as stream:
            return stream.read(len(ZIP)) == ZIP
    except UnusableFile:
        return False


def fill(path: str, file: str | Path, open_file: OpenFile) -> None:
    """Put an archive into a new diary at a path, or make one there.

    UnusableFile when anything is wrong with it; what is at the path then holds nothing.
    """
    with _opened(file) as stream:
        reader = _reader(file, stream)

        def check(stream: Stream) -> None:
            problem = first_problem(stream, reader.head.schema)
            if problem:
                raise Unfit(f"does not hold together: {problem}")

        _make_empty(path)
        try:
            fill_new(path, reader.head.schema, open_file, reader.rows, check)
        except Unfit as unfit:
            raise reader.refusal(str(unfit)) from None


def _reader(file: str | Path, stream: IO[bytes]) -> Reader:
    """An archive open for reading; UnusableFile when only a newer program can."""
    reader = Reader(str(file), stream)
    if reader.head.schema not in REVISIONS:
        with reader.plain_errors():
            raise newer(reader.head)
    return reader


def _make_empty(path: str) -> None:
    try:
        with suppress(FileExistsError):
            make_private(Path(path))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise UnusableFile(f"{path} cannot be made: {reason}. {ANOTHER}") from None


@contextmanager
def _opened(file: str | Path) -> Iterator[IO[bytes]]:
    """An ordinary file of a sensible size; UnusableFile for anything else."""
    try:
        handle = os.open(file, FLAGS)
    except ValueError:
        raise _unreadable(file, "that is no file name") from None
    except OSError as error:
        raise _unreadable(file, os.strerror(error.errno or 0)) from None
    with os.fdopen(handle, "rb") as stream:
        found = os.fstat(handle)
        if not S_ISREG(found.st_mode):
            raise _unreadable(file, "it is no ordinary file")
        if found.st_size > LARGEST:
            raise _unreadable(file, f"it is larger than {LARGEST_MB} MB")
        yield stream


def _unreadable(file: str | Path, why: str) -> UnusableFile:
    return UnusableFile(f"{file} cannot be read: {why}. {ANOTHER}")

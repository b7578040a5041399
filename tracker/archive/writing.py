"""Rows to an archive, piece by piece; the same rows give the same bytes."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from tracker.archive.parts import (
    FORMAT,
    LARGEST,
    LARGEST_MB,
    LONGEST,
    LONGEST_MB,
    MEMBER,
    NEEDS,
    VERSION,
    Everything,
    Head,
    Rows,
    canonical,
    person_line,
)
from tracker.errors import UnusableFile

LINES_AT_ONCE = 500
SEPARATOR = ",\n"
# The earliest time a zip can say: the same rows give the same bytes at any time.
NO_TIME = (1980, 1, 1, 0, 0, 0)
OWNER_ONLY = 0o100600 << 16
UNIX = 3
COPY = "Nothing was written. Keep a copy of it instead: tracker backup"
UNWRITABLE = (
    f"An archive holds at most {LARGEST_MB} MB, and this diary is larger. {COPY}"
)
TOO_LONG = (
    f"An archive holds at most {LONGEST_MB} MB in one step of the history, and one of "
    f"this diary is larger. {COPY}"
)


def write_lines(everything: Everything) -> Iterator[str]:
    """The JSON text, one row a line."""
    head = Head(VERSION, everything.schema, NEEDS)
    yield from _head_lines(head)
    yield from _list("protocols", everything.protocols, "],")
    yield '"people":[\n'
    comma = ""
    for person_id, tables in everything.people:
        yield f"{comma}{person_line(person_id)}\n"
        yield from _tables(tables)
        yield "}}"
        comma = SEPARATOR
    yield f"{comma[1:]}],\n"
    yield from _list("tombstones", everything.tombstones, "]}")


def _head_lines(head: Head) -> Iterator[str]:
    yield f'{{"format":{canonical(FORMAT)},\n'
    for name, value in head._asdict().items():
        yield f"{canonical(name)}:{canonical(value)},\n"


def _tables(tables: Iterable[tuple[str, Rows]]) -> Iterator[str]:
    comma = ""
    for table, rows in tables:
        yield comma
        yield from _list(table, rows, "]", end="")
        comma = SEPARATOR
    yield "\n"


def _list(name: str, rows: Rows, close: str, end: str = "\n") -> Iterator[str]:
    yield f"{canonical(name)}:[\n"
    comma = ""
    for row in rows:
        line = canonical(row)
        if len(line.encode()) + len(SEPARATOR) > LONGEST:
            raise UnusableFile(TOO_LONG)
        yield f"{comma}{line}"
        comma = SEPARATOR
    yield f"{comma[1:]}{close}{end}"


class _Sink(io.RawIOBase):
    """Takes what the zip writes, until somebody collects it."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        self._held.append(bytes(some))
        return len(some)

    def collect(self) -> bytes:
        """What was written since the last time."""
        held, self._held = self._held, []
        return b"".join(held)


def write_zip(lines: Iterable[str]) -> Iterator[bytes]:
    """The zip around them, piece by piece; the same lines give the same bytes."""
    sink, left = _Sink(), iter(lines)
    info = zipfile.ZipInfo(MEMBER, NO_TIME)
    info.create_system, info.external_attr = UNIX, OWNER_ONLY
    info.compress_type = zipfile.ZIP_DEFLATED
    size = 0
    with zipfile.ZipFile(sink, "w") as packed, packed.open(info, "w") as member:
        while some := list(islice(left, LINES_AT_ONCE)):
            size += member.write("".join(some).encode())
            if size > LARGEST:
                raise UnusableFile(UNWRITABLE)
            yield sink.collect()
    yield sink.collect()

"""An archive to rows, line by line; what we did not write is refused."""

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from tracker.archive.parts import (
    FORMAT,
    LARGEST,
    LARGEST_MB,
    LONGEST,
    LONGEST_MB,
    MEMBER,
    VERSION,
    Head,
    Row,
    canonical,
    person_line,
)
from tracker.errors import UnusableFile

# Each table and row of a list, and in the end the line that closes it.
Lines = Generator[tuple[str, Row], None, str]
ENCRYPTED = 1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ANOTHER = "Take another copy of it."
LAYOUT = "is not laid out as an archive is"
CLOSES = ("]", "],", "]}")
TOO_LARGE = f"holds more than {LARGEST_MB} MB"
TOO_LONG = f"holds a line of more than {LONGEST_MB} MB"


BROKEN = (
    EOFError, NotImplementedError, OverflowError, RuntimeError, ValueError,
    struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class Odd(Exception):
    """An archive that is not of our making: why, and what to do.

    Nothing of the person is in it.
    """

    def __init__(self, why: str, advice: str = ANOTHER) -> None:
        super().__init__(why)
        self.advice = advice


class Reader:
    """Reads an archive line by line: its head at once, its rows when asked."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        """UnusableFile, with the name, when it is no archive or a newer one."""
        self._name = name
        self._last = 0
        with self.plain_errors("is no zip that can be read"):
            self._lines = self._read_lines(stream)
            self.head = self._read_head()

    @contextmanager
    def plain_errors(self, broken: str = "is cut short or damaged") -> Iterator[None]:
        """What is odd as one sentence, with its line."""
        try:
            yield
        except Odd as odd:
            why, advice = str(odd), odd.advice
        except BROKEN:
            why, advice = broken, ANOTHER
        else:
            return
        raise self.refusal(why, advice) from None

    def refusal(self, why: str, advice: str = ANOTHER) -> UnusableFile:
        """What is wrong with it, where reading has come to, and what to do."""
        where = f" (line {self._last})" if self._last else ""
        return UnusableFile(
            f"{self._name} {why}{where}. Nothing was restored. {advice}"
        )

    def rows(self, tables: Sequence[str] | None = None) -> Iterator[tuple[str, Row]]:
        """Each table and row, in their order; UnusableFile when one is odd.

        ``tables`` are those that each person must have.
        """
        with self.plain_errors():
            yield from self._protocols()
            yield from self._people(tables)
            self._list_named("tombstones")
            if (yield from self._list("tombstone")) != "]}":
                raise Odd(LAYOUT)
            if next(self._lines, None) is not None:
                raise Odd("goes on after its end")

    def _read_lines(self, stream: IO[bytes]) -> Iterator[str]:
        """The lines of the one member, without their ends, as they are unpacked."""
        packed = zipfile.ZipFile(stream)
        _require_one_member(packed)
        # No more is unpacked than the size it says, which was looked at before.
        with packed.open(MEMBER) as member:
            while raw := member.readline(LONGEST + 1):
                self._last += 1
                if len(raw) > LONGEST:
                    raise Odd(TOO_LONG)
                if not raw.endswith(b"\n"):
                    raise Odd("is cut short")
                yield raw[:-1].decode()

    def _line(self) -> str:
        line = next(self._lines, None)
        if line is None:
            raise Odd("is cut short")
        return line

    def _read_head(self) -> Head:
        if self._line() != f'{{"format":{canonical(FORMAT)},':
            raise Odd("is not an archive of this program")
        found = [_head_value(name, self._line()) for name in Head._fields]
        version, schema, needs = found
        if type(version) is not int or not _is_word(schema) or not _is_word(needs):
            raise Odd("does not say which archive it is")
        head = Head(version, schema, needs)
        if version != VERSION:
            raise newer(head)
        return head

    def _protocols(self) -> Iterator[tuple[str, Row]]:
        self._list_named("protocols")
        if (yield from self._list("protocol")) != "],":
            raise Odd(LAYOUT)

    def _people(self, tables: Sequence[str] | None) -> Iterator[tuple[str, Row]]:
        self._list_named("people")
        before, line = "", self._line()
        more = line != "],"
        while more:
            person_id = _person_id(line)
            if person_id <= before:
                raise Odd("names people out of their order")
            yield from self._person(person_id, tables)
            end = self._line()
            more = end == "}},"
            if not more and end != "}}":
                raise Odd(LAYOUT)
            before, line = person_id, self._line()
        if line != "],":
            raise Odd(LAYOUT)

    def _person(
        self, person_id: str, tables: Sequence[str] | None
    ) -> Iterator[tuple[str, Row]]:
        seen: list[str] = []
        close = "],"
        while close == "],":
            table = _list_name(self._line())
            seen.append(table)
            close = yield from self._list(table, person_id)
        if close != "]" or tables not in (None, seen):
            raise Odd("does not hold the tables of an archive")

    def _list_named(self, name: str) -> None:
        if _list_name(self._line()) != name:
            raise Odd(LAYOUT)

    def _list(self, table: str, person_id: str | None = None) -> Lines:
        """The rows of a list, a comma behind each but the last; its closing line."""
        line = self._line()
        more = line not in CLOSES
        while more:
            more = line.endswith(",")
            row = _row(line.removesuffix(","))
            if person_id not in (None, row.get("person_id")):
                raise Odd("holds a row of somebody else")
            yield table, row
            line = self._line()
        if line not in CLOSES:
            raise Odd(LAYOUT)
        return line


def newer(head: Head) -> Odd:
    """That only a newer program can read it."""
    advice = f"Update tracker to {head.needs} or later, then try again."
    return Odd("was written by a newer tracker", advice)


def _is_word(text: Any) -> bool:
    """A short word of plain letters, such as a version."""
    return (
        isinstance(text, str) and re.fullmatch(r"[0-9A-Za-z.]{1,20}", text) is not None
    )


def _require_one_member(packed: zipfile.ZipFile) -> None:
    members = packed.infolist()
    if [member.filename for member in members] != [MEMBER]:
        raise Odd(f"does not hold one {MEMBER} and nothing else")
    member = members[0]
    if member.flag_bits & ENCRYPTED:
        raise Odd("is an encrypted zip")
    if member.compress_type not in METHODS:
        raise Odd("is packed in a way that is not known here")
    if member.file_size > LARGEST:
        raise Odd(TOO_LARGE)


def _head_value(name: str, line: str) -> Any:
    start = f"{canonical(name)}:"
    if not line.startswith(start) or not line.endswith(","):
        raise Odd("does not say which archive it is")
    return _json(line[len(start) : -1])


def _list_name(line: str) -> str:
    name = _json(line.removesuffix(":["))
    if not isinstance(name, str) or line != f"{canonical(name)}:[":
        raise Odd(LAYOUT)
    return name


def _person_id(line: str) -> str:
    found = _json(f"{line}}}}}")
    person_id = found.get("person_id") if isinstance(found, dict) else None
    if not isinstance(person_id, str) or line != person_line(person_id):
        raise Odd(LAYOUT)
    return person_id


def _row(line: str) -> Row:
    """One row; its text must be the one that we would have written."""
    row = _json(line)
    if not isinstance(row, dict) or canonical(row) != line:
        raise Odd("holds a row that this program did not write")
    return row


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Odd("holds a row that this program did not write") from None

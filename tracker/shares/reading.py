"""Bytes to what is shared; what we did not write is refused."""

import zlib
from collections.abc import Collection, Iterator
from gzip import GzipFile
from io import BytesIO
from typing import Any

from tracker.domain.sharing import FactState, Key, Shared, in_order
from tracker.shares.fields import (
    read_copy,
    read_fact,
    read_protocol,
    required_word,
)
from tracker.shares.parts import (
    FORMAT,
    LARGEST,
    LARGEST_MB,
    LONGEST,
    LONGEST_MB,
    NOT_OURS,
    UNNAMED,
    VERSION,
    Odd,
    canonical,
    count_of,
    read_canonical,
    refusal,
)

CUT_SHORT = "is cut short or damaged"
LAYOUT = "is not laid out as a shared file is"


def unpack(packed: bytes, name: str, schemas: Collection[str] | None = None) -> Shared:
    """What is shared in a file of that name; UnusableFile when anything is odd.

    ``schemas`` are those that are known here; without them every one is read.
    """
    lines = _Lines(packed)
    try:
        return _read(lines, schemas)
    except Odd as odd:
        raise refusal(name, odd, lines.number) from None


class _Lines:
    """The lines of a packed file, one by one, and which was read last."""

    def __init__(self, packed: bytes) -> None:
        self.number = 0
        self._left = _unpacked_lines(packed)

    def next(self) -> dict[str, Any]:
        """One line; its text must be the one that we would have written."""
        raw = next(self._left, None)
        if raw is None:
            raise Odd(CUT_SHORT)
        self.number += 1
        found = _json(raw)
        if not isinstance(found, dict):
            raise Odd(NOT_OURS)
        return found

    def require_end(self) -> None:
        """Nothing comes after the last line."""
        if next(self._left, None) is not None:
            raise Odd("goes on after its end")


def _json(raw: bytes) -> Any:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise Odd(NOT_OURS) from None
    return read_canonical(text)


def _unpacked_lines(packed: bytes) -> Iterator[bytes]:
    """Each line without its end; no more is unpacked than is looked at."""
    size = 0
    with GzipFile(fileobj=BytesIO(packed)) as unpacked:
        while raw := _line(unpacked):
            size += len(raw)
            if size > LARGEST:
                raise Odd(f"holds more than {LARGEST_MB} MB")
            if len(raw) > LONGEST:
                raise Odd(f"holds a line of more than {LONGEST_MB} MB")
            if not raw.endswith(b"\n"):
                raise Odd(CUT_SHORT)
            yield raw[:-1]


def _line(unpacked: GzipFile) -> bytes:
    try:
        return unpacked.readline(LONGEST + 1)
    except (EOFError, OSError, zlib.error):
        raise Odd(CUT_SHORT) from None


def _read(lines: _Lines, schemas: Collection[str] | None) -> Shared:
    head = lines.next()
    _require_known(head, schemas)
    begun = read_copy(head)
    protocols: list[dict[str, str]] = []
    facts: dict[Key, FactState] = {}
    line = lines.next()
    while line.keys() == {"protocol"}:
        protocols.append(read_protocol(line["protocol"]))
        line = lines.next()
    last: tuple[int, str] = (-1, "")
    while "kind" in line:
        key, facts[key] = read_fact(line)
        if in_order(key) <= last:
            raise Odd("names facts out of their order")
        last = in_order(key)
        line = lines.next()
    if canonical(line) != canonical(count_of(protocols, facts)):
        raise Odd(LAYOUT)
    lines.require_end()
    return begun._replace(protocols=tuple(protocols), facts=facts)


def _require_known(head: dict[str, Any], schemas: Collection[str] | None) -> None:
    """That it is such a file, and of a version that can be read here."""
    if head.get("format") != FORMAT:
        raise Odd("is not a file that tracker shared")
    version = head.get("version")
    if type(version) is not int or version < 1:
        raise Odd(UNNAMED)
    needs, newer = required_word(head, "needs"), version != VERSION
    if not newer and schemas is not None:
        newer = required_word(head, "schema") not in schemas
    if newer:
        advice = f"Update tracker to {needs} or later, then try again."
        raise Odd("was written by a newer tracker", advice)

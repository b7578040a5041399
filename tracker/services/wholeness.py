"""Whether a diary is whole: one answer for the diary, its copies and its archives."""

import hashlib
from collections.abc import Callable

from tracker.domain.backups import Contents
from tracker.errors import TrackerError, UnusableFile
from tracker.protocols.canonical import read_canonical
from tracker.protocols.reader import read_protocol
from tracker.store.backups import opened
from tracker.store.contents import Unsound, contents_of, require_ours
from tracker.store.fact_texts import COUNTED
from tracker.store.replay import Broken, Replayed, replay
from tracker.store.rows import Row
from tracker.store.soundness import (
    Connection,
    are_tombstones,
    has_form,
    pages_hold,
    references_hold,
    revision,
)
from tracker.store.sqlite_driver import (
    DamagedRow,
    OpenFile,
    open_plain,
    plain_errors,
)
from tracker.store.whole import PROTOCOL, Stream, forms_of, read_rows, streaming

# No diary gets there; the next number could not be kept any more.
NEVER_REACHED = 10**9
# What reading damaged rows can come to, besides the sentences of our own.
ODDITIES = (LookupError, RecursionError, TypeError, ValueError)
UNREADABLE = "It holds what cannot be read, or what this program never writes."
DAMAGED = (
    "is damaged, so it was not used. It was left as it is; "
    "take another one: tracker backup list"
)


class Look:
    """One look at an open diary of a known revision, part by part.

    Each part is a sentence about its problem, or nothing when it is well. ``replayed``
    is what the history came to, once it was looked at and is whole.
    """

    def __init__(self, stream: Stream, known: str) -> None:
        self._stream = stream
        self._known = known
        self.replayed: Replayed | None = None

    def parts(self) -> dict[str, Callable[[], str]]:
        """The parts by name; the numbers need the history before them."""
        return {
            "pages": self._pages,
            "references": self._references,
            "tables": self._tables,
            "history": self._history,
            "protocols": self._protocols,
            "numbers": self._numbers,
        }

    def _pages(self) -> str:
        return "" if pages_hold(self._stream) else "Pages of the file are damaged."

    def _references(self) -> str:
        well = references_hold(self._stream)
        return "" if well else "A row points at one that is gone."

    def _tables(self) -> str:
        well = bool(self._known) and has_form(self._stream, self._known)
        return "" if well else "The tables are not as this program makes them."

    def _history(self) -> str:
        found = replay(self._stream, forms_of(self._stream))
        if isinstance(found, Broken):
            return found.why
        self.replayed = found
        if not are_tombstones(self._stream, forms_of(self._stream)):
            return "What is kept of an erased person is not as it was written."
        return ""

    def _protocols(self) -> str:
        forms = forms_of(self._stream)
        rows = read_rows(self._stream, PROTOCOL, forms[PROTOCOL])
        well = all(map(is_as_kept, rows))
        return "" if well else "A protocol in the diary is not as it was kept."

    def _numbers(self) -> str:
        if self.replayed is None:
            return "Only with a history that is whole."
        counters = read_rows(self._stream, "counter", forms_of(self._stream)["counter"])
        newest = {(row["person_id"], row["kind"]): row["newest"] for row in counters}
        people = self.replayed.heads
        if any(not _is_counter(people, *kind, n) for kind, n in newest.items()):
            return "Numbers are counted in a way that this program never does."
        for (person_id, table), most in self.replayed.highest.items():
            if newest.get((person_id, COUNTED[table]), 0) < most:
                kind = COUNTED[table]
                return f"The next {kind} would get a number that was given out before."
        return ""


def _is_counter(people: dict[str, str], person_id: str, kind: str, newest: int) -> bool:
    """Whether it counts something of somebody who is there, as far as one can get."""
    known = person_id in people and kind in COUNTED.values()
    return known and type(newest) is int and 0 <= newest < NEVER_REACHED


def is_as_kept(row: Row) -> bool:
    """The text by its digest; what is read from it every day by the text."""
    try:
        text = row["toml"].encode()
        protocol = read_protocol(text, "the protocol")
        return (
            hashlib.sha256(text).hexdigest() == row["sha256"]
            and read_canonical(row["json"]) == protocol
            and (protocol.id, protocol.version) == (row["protocol_id"], row["version"])
        )
    except (TrackerError, AttributeError):
        return False


def first_problem(stream: Stream, known: str) -> str:
    """The first thing of a diary that is not whole, as a sentence; else nothing."""
    try:
        looks = Look(stream, known).parts().values()
        return next((problem for look in looks if (problem := look())), "")
    except (DamagedRow, *ODDITIES):
        return UNREADABLE


def problem_in(path: str, connection: Connection) -> str:
    """The same of an open file, also when SQLite cannot read it."""
    try:
        with plain_errors(path):
            return first_problem(streaming(connection), revision(path, connection))
    except UnusableFile:
        return UNREADABLE


def require_whole(path: str, open_file: OpenFile = open_plain) -> Contents:
    """What a copy holds, once all of it was looked at; Unsound when it is not whole.

    UnusableFile when it is no diary that this program can read.
    """
    with opened(path, open_file) as connection:
        require_ours(connection, path)
        if problem_in(path, connection):
            raise Unsound(f"{path} {DAMAGED}")
        return contents_of(connection, path)

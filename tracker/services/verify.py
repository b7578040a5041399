"""Whether the diary is well: the file, what it proves, and where it lies."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.services.proof import number_problem, protocol_problem
from tracker.services.surroundings import Found, Surroundings, look_around
from tracker.store.replay import Broken, replay
from tracker.store.soundness import (
    Connection,
    Unfinished,
    has_form,
    opened,
    pages_hold,
    references_hold,
    revision,
)
from tracker.store.sqlite_driver import OpenFile, plain_errors
from tracker.store.whole import Forms, Stream, forms_of, streaming

RESTORE = "See which copies are whole: tracker backup verify"
FINISH = "Type tracker today: it puts that right. Then verify again."
UPDATE = f"Update tracker, then verify again. If it is new already: {RESTORE}"
# What reading damaged rows can come to, besides the sentences of our own.
ODDITIES = (LookupError, MemoryError, RecursionError, TypeError, ValueError)


class Line(NamedTuple):
    """One thing that was looked at; ``advice`` is the next step when it is not well."""

    name: str
    state: Literal["ok", "not well", "not looked at"]
    said: str
    advice: str = ""


INSIDE = (
    "pages", "references", "tables", "history", "protocols", "numbers",
)  # fmt: skip


def verify(
    path: str, backups: str, now: datetime, open_file: OpenFile, copy_file: OpenFile
) -> list[Line]:
    """Everything that can be looked at; UnusableFile when it is no diary of ours.

    Nothing is written. ``backups`` is the folder of copies, each read by ``copy_file``.
    """
    lines, heads = _inside(path, open_file)
    place = Surroundings(path, backups, now, copy_file, heads)
    return lines + [_told(name, found) for name, found in look_around(place)]


def _told(name: str, found: Found) -> Line:
    well, said, advice = found
    if well:
        return Line(name, "ok", said)
    return Line(name, "not well" if advice else "not looked at", said, advice)


def is_well(lines: list[Line]) -> bool:
    """Whether all of it is."""
    return all(line.state == "ok" for line in lines)


def _inside(path: str, open_file: OpenFile) -> tuple[list[Line], dict[str, str]]:
    """What the file says of itself; the digests of the newest changes by person."""
    try:
        with opened(path, open_file) as connection:
            look = _Look(path, connection)
            return look.lines(), look.heads
    except Unfinished:
        said = "a save was cut short before it was finished"
        rest = [Line(name, "not looked at", "") for name in INSIDE]
        return [Line("file", "not well", said, FINISH), *rest], {}


class _Look:
    """One look at an open file."""

    def __init__(self, path: str, connection: Connection) -> None:
        self._path = path
        self._connection = connection
        self._revision = ""
        self._highest: dict[tuple[str, str], int] | None = None
        self.heads: dict[str, str] = {}

    def lines(self) -> list[Line]:
        """Each part on its own: one that cannot be read does not hide the others."""
        looks: tuple[Callable[[], Found], ...] = (
            self._pages, self._references, self._tables, self._history,
            self._protocols, self._numbers,
        )  # fmt: skip
        file = self._line("file", self._file)
        rest = [
            self._line(name, look) for name, look in zip(INSIDE, looks, strict=True)
        ]
        return [file, *rest]

    def _line(self, name: str, look: Callable[[], Found]) -> Line:
        try:
            with plain_errors(self._path):
                well, said, advice = look()
        except (UnusableFile, *ODDITIES):
            well, said, advice = False, "cannot be read", RESTORE
        return _told(name, (well, said, advice))

    def _file(self) -> Found:
        try:
            self._revision = revision(self._path, self._connection)
        except UnusableFile:
            return False, "its form is not one that this program knows", UPDATE
        return True, f"a tracker diary, form {self._revision}", ""

    def _pages(self) -> Found:
        well = pages_hold(self._connection)
        return well, "whole" if well else "damaged", RESTORE

    def _references(self) -> Found:
        well = references_hold(self._connection)
        return well, "whole" if well else "a row points at one that is gone", RESTORE

    def _tables(self) -> Found:
        well = bool(self._revision) and has_form(self._connection, self._revision)
        return well, "as this program makes them" if well else "changed", RESTORE

    def _reads(self) -> tuple[Stream, Forms]:
        return streaming(self._connection), forms_of(self._connection)

    def _history(self) -> Found:
        found = replay(*self._reads())
        if isinstance(found, Broken):
            return False, found.why, RESTORE
        self.heads, self._highest = found.heads, found.highest
        changes = f"{found.changes:,} changes explain all {found.rows:,} rows"
        return True, changes, ""

    def _protocols(self) -> Found:
        problem = protocol_problem(*self._reads())
        return not problem, problem or "as they were kept", RESTORE

    def _numbers(self) -> Found:
        if self._highest is None:
            return False, "only with a history that is whole", ""
        problem = number_problem(*self._reads(), self._highest)
        return not problem, problem or "none is given twice", RESTORE

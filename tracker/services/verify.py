"""Whether the diary is well: the file, what it proves, and where it lies."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal

from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.services.surroundings import Found, Proven, Surroundings, look_around
from tracker.services.wholeness import ODDITIES, Look
from tracker.store.contents import seals_of
from tracker.store.soundness import Connection, Unfinished, opened, revision
from tracker.store.sqlite_driver import OpenFile, plain_errors
from tracker.store.whole import streaming

RESTORE = "See which copies are whole: tracker backup verify"
FINISH = "Type tracker today: it puts that right. Then verify again."
UPDATE = f"Update tracker, then verify again. If it is new already: {RESTORE}"
WELL = {
    "pages": "whole",
    "references": "whole",
    "tables": "as this program makes them",
    "protocols": "as they were kept",
    "numbers": "none is given twice",
}


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
    lines, proven = _inside(path, open_file)
    place = Surroundings(path, backups, now, copy_file, proven)
    return lines + [_told(name, found) for name, found in look_around(place)]


def _told(name: str, found: Found) -> Line:
    well, said, advice = found
    if well:
        return Line(name, "ok", said)
    return Line(name, "not well" if advice else "not looked at", said, advice)


def is_well(lines: list[Line]) -> bool:
    """Whether nothing that could be looked at is amiss."""
    return all(line.state != "not well" for line in lines)


def _inside(path: str, open_file: OpenFile) -> tuple[list[Line], Proven]:
    """What the file says of itself, and what its copies are measured by."""
    try:
        with opened(path, open_file) as connection:
            inside = _Inside(path, connection)
            return inside.lines(), inside.proven()
    except Unfinished:
        said = "a save was cut short before it was finished"
        rest = [Line(name, "not looked at", "") for name in INSIDE]
        return [Line("file", "not well", said, FINISH), *rest], Proven(frozenset(), {})


class _Inside:
    """One look at an open file, said in lines."""

    def __init__(self, path: str, connection: Connection) -> None:
        self._path = path
        self._connection = connection
        self._stream = streaming(connection)
        self._look: Look | None = None

    def lines(self) -> list[Line]:
        """Each part on its own: one that cannot be read does not hide the others."""
        file = self._line("file", self._file)
        look = self._look = self._look or Look(self._stream, "")
        rest = [
            self._line(name, partial(self._part, look, name, part))
            for name, part in look.parts().items()
        ]
        return [file, *rest]

    def proven(self) -> Proven:
        """What the copies are measured by; nothing where the history is not whole."""
        try:
            with plain_errors(self._path):
                sealed = seals_of(self._connection)
        except (UnusableFile, *ODDITIES):
            sealed = frozenset()
        whole = self._look.replayed if self._look else None
        return Proven(sealed, whole.heads if whole else {})

    def _line(self, name: str, look: Callable[[], Found]) -> Line:
        try:
            with plain_errors(self._path):
                found = look()
        except (UnusableFile, MemoryError, *ODDITIES):
            found = False, "cannot be read", RESTORE
        return _told(name, found)

    def _file(self) -> Found:
        try:
            known = revision(self._path, self._connection)
        except UnusableFile:
            return False, "its form is not one that this program knows", UPDATE
        self._look = Look(self._stream, known)
        return True, f"a tracker diary, form {known}", ""

    def _part(self, look: Look, name: str, part: Callable[[], str]) -> Found:
        problem = part()
        if not problem:
            return True, _well(look, name), ""
        waits = name == "numbers" and look.replayed is None
        return False, problem, "" if waits else RESTORE


def _well(look: Look, name: str) -> str:
    """What is said of a part that is well."""
    found = look.replayed
    if name == "history" and found:
        return f"{found.changes:,} changes explain all {found.rows:,} rows"
    return WELL[name]

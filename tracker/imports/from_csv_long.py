"""Our own long CSV: one row per answer or sign, rows of one entry together."""

import re
from contextlib import suppress
from typing import Any

from tracker.domain.entry_row import OF_ENTRY, OF_ROW
from tracker.domain.wording import quoted
from tracker.errors import Refused
from tracker.imports.facts import read_fact
from tracker.imports.found import Found, Part, Reading, Refusal
from tracker.imports.parts import part_of
from tracker.imports.rows import Cells, refused_rows
from tracker.imports.table import Row, Table

COLUMNS = (*OF_ENTRY, *OF_ROW)
FLAGS = {"yes": True, "no": False}
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_ESCAPED = re.compile(r"\\(\\|u[0-9a-fA-F]{4})")


def read(table: Table) -> Reading:
    """Every entry of the table; one with a wrong row is refused as a whole."""
    grouped: dict[str, list[Row]] = {}
    for row in table.rows:
        grouped.setdefault(row.cells["id"], []).append(row)
    found: list[Found] = []
    refused = refused_rows(table, lambda cells: _part([cells]))
    for rows in grouped.values():
        try:
            found.append(read_fact("entry", _entry(rows), rows[0].place))
        except Refused as problem:
            place = problem.place if isinstance(problem, _InRow) else rows[0].place
            part = _part([row.cells for row in rows])
            refused.append(Refusal(place, str(problem), part))
    return Reading("CSV, long", tuple(found), tuple(refused), {})


class _InRow(Refused):
    """What is wrong with one row of an entry."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{why} The whole entry is left out.")
        self.place = place


def _entry(rows: list[Row]) -> dict[str, Any]:
    """The rows of one entry as the object that NDJSON has for it."""
    first = rows[0].cells
    for row in rows:
        differing = [name for name in OF_ENTRY if row.cells[name] != first[name]]
        if differing:
            why = f"{quoted(differing[0])} differs from the entry's first row."
            raise _InRow(row.place, why)
    answers: list[dict[str, Any]] = []
    signs: list[str] = []
    for row in rows:
        try:
            _add(row.cells, answers, signs)
        except Refused as problem:
            raise _InRow(row.place, str(problem)) from None
    return {
        **first,
        "number": read_whole("entry", first["entry"]),
        "time_known": _flag("time_known", first["time_known"]),
        "weekly_asked": _flag("weekly_asked", first["weekly_asked"]),
        "relayed": _flag("relayed", first["relayed"]) if first["relayed"] else None,
        "author": as_written(first["author"]),
        "note": as_written(first["note"]),
        "answers": answers,
        "signs": signs,
    }


def _part(rows: list[Cells]) -> Part | None:
    """The signs and answers of the rows that can be read."""
    answers: list[dict[str, Any]] = []
    signs: list[str] = []
    for cells in rows:
        with suppress(Refused):
            _add(cells, answers, signs)
    return part_of("entry", {**rows[0], "answers": answers, "signs": signs})


def _add(
    cells: dict[str, str], answers: list[dict[str, Any]], signs: list[str]
) -> None:
    kind = cells["kind"]
    if kind == "answer":
        number = read_whole("number", cells["number"])
        answers.append(
            {"question": cells["name"], "number": number, "unit": cells["unit"]}
        )
    elif kind == "sign":
        signs.append(cells["name"])
    elif kind != "entry":
        raise Refused(f'"kind" is answer, sign or entry, not {quoted(kind)}.')


def read_whole(key: str, text: str) -> int:
    """A whole number in plain figures."""
    if not _WHOLE.fullmatch(text):
        raise Refused(f"{quoted(key)} is no whole number, but {quoted(text)}.")
    return int(text)


def _flag(key: str, text: str) -> bool:
    if text not in FLAGS:
        raise Refused(f"{quoted(key)} is yes or no, not {quoted(text)}.")
    return FLAGS[text]


def as_written(cell: str) -> str:
    """The text of a cell that was made harmless for spreadsheets and screens."""
    return _ESCAPED.sub(_unescaped, cell.removeprefix("'"))


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    return "\\" if code == "\\" else chr(int(code[1:], 16))

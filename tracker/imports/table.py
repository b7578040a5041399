"""CSV: a header, and rows that keep the number of their first line."""

import csv
from collections.abc import Iterator

from tracker.domain.values import NamedTuple
from tracker.domain.wording import quoted
from tracker.errors import UnusableFile
from tracker.imports.text import lines_of


class Row(NamedTuple):
    """The cells of a row by column; ``place`` says where it begins."""

    place: str
    cells: dict[str, str]


class Ragged(NamedTuple):
    """A row with more or fewer cells than the header."""

    place: str
    why: str
    cells: dict[str, str]


class Table(NamedTuple):
    """A header, its rows, and the rows that do not fit it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    ragged: tuple[Ragged, ...]


def read_table(text: str, delimiter: str = ",") -> Table:
    """The whole table; UnusableFile where it is none."""
    numbered = _numbered_rows(text, delimiter)
    columns = _header(next(numbered, (0, []))[1])
    rows: list[Row] = []
    ragged: list[Ragged] = []
    for line, cells in numbered:
        place = f"line {line}"
        if not any(cells):
            continue
        if len(cells) != len(columns):
            many = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            why = f"It has {many}, the header has {len(columns)}."
            ragged.append(Ragged(place, why, _told(columns, cells)))
            continue
        rows.append(Row(place, dict(zip(columns, cells, strict=True))))
    return Table(columns, tuple(rows), tuple(ragged))


def _told(columns: tuple[str, ...], cells: list[str]) -> dict[str, str]:
    """The cells by column as far as they go; those left over get names."""
    left_over = (f"cell {n + 1}" for n in range(len(columns), len(cells)))
    told = dict(zip((*columns, *left_over), cells, strict=False))
    return dict.fromkeys(columns, "") | told


def _numbered_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise UnusableFile(
            f"From line {begins} on this is no CSV table: a quote does not close, or a "
            "cell does not end. Export it again, then import it."
        ) from None


def _header(cells: list[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in cells)
    named = [column for column in columns if column]
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        raise UnusableFile(
            f"The header names {quoted(twice[0])} twice. Give each column a name of "
            "its own, then import it."
        )
    return columns

"""A wide table that comes back: the same, changed in a spreadsheet, or half known."""

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import Run

LATER = "2026-11-20T19:10:00-05:00"


class Table:
    """The wide export of Ruth's diary, as somebody may change it."""

    def __init__(self, run: Run, path: Path) -> None:
        self._run = run
        self._path = path
        self.rows = list(csv.DictReader(io.StringIO(run("export", "csv").stdout)))

    def change(self, row: int, **changed: str) -> "Table":
        """Other cells in a row, counted from 1; a blank in a name is _."""
        named = {name.partition(" ")[0]: name for name in self.rows[0]}
        for name, cell in changed.items():
            self.rows[row - 1][named[name]] = cell
        return self

    def rename(self, old: str, new: str) -> "Table":
        """Another header."""
        self.rows = [
            {new if name == old else name: cell for name, cell in row.items()}
            for row in self.rows
        ]
        return self

    def bring(self, *words: str, code: int = 0) -> str:
        """What an import of it says, on one line."""
        out = io.StringIO()
        writer = csv.DictWriter(out, self.rows[0])
        writer.writeheader()
        writer.writerows(self.rows)
        self._path.write_text(out.getvalue(), encoding="utf-8", newline="")
        said = self._run("import", str(self._path), *words, now=LATER, code=code)
        return " ".join(f"{said.stdout} {said.stderr}".split())


@pytest.fixture
def file(tmp_path: Path, started: Path) -> Path:
    return tmp_path / "wide.csv"


def test_two_equal_entries_of_a_day_without_a_time_are_two(
    run: Run, file: Path
) -> None:
    for _ in range(2):
        run("log", "pain=4", "--at", "yesterday")
    table = Table(run, file)
    for _ in range(2):
        run("undo")

    assert "Imported: 2 entries." in table.bring("--yes")
    assert "Known already 2" in table.bring("--dry-run")


@pytest.mark.parametrize("second", ["pain=6", "pain=4"])
def test_of_two_entries_of_one_second_a_deleted_one_comes_back(
    run: Run, file: Path, second: str
) -> None:
    run("log", "pain=4", "--at", "yesterday")
    run("log", second, "--at", "yesterday")
    table = Table(run, file)
    run("delete", "2")

    said = table.bring("--yes")

    assert "Known already 1" in said
    assert "Imported: 1 entry." in said


def test_a_changed_row_is_a_conflict_and_its_signs_come_first(
    run: Run, file: Path
) -> None:
    run("log", "pain=4", "temperature=37.0C", "--note", "slept")
    changed = {"signs": "chest-breath", "signs_asked": "partly", "pain": "9"}
    table = Table(run, file).change(1, temperature="39.9", **changed)

    said = table.bring("--yes", code=1)

    assert said.startswith("Call 911 now.")
    assert "line 2: Chest pain, or hard to breathe." in said
    assert "Temperature 39.9 C, at least 38.0 C" in said
    assert said.index("Call the care team today: 555 0100") < said.index("In conflict")
    assert "Here entry 1 says something else. It stays as it is here." in said
    assert "Nothing was written." in said


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("pain", "5"),
        ("pain", ""),
        ("temperature", "37.1"),
        ("date", "2026-11-03"),
        ("time", "2026-11-04T18:10:00-05:00"),
        ("signs", "calf"),
        ("signs_asked", "yes"),
        ("relayed", "yes"),
        ("note", "slept badly"),
    ],
)
def test_a_row_with_one_other_cell_is_a_conflict(
    run: Run, file: Path, column: str, cell: str
) -> None:
    run("log", "pain=4", "temperature=98.6F", "--note", "=slept\x1b")
    day = {"date": cell, "day": "0"} if column == "date" else {column: cell}
    table = Table(run, file)

    assert "Known already 1" in table.bring()
    assert "In conflict 1" in table.change(1, **day).bring(code=1)


def test_a_row_of_an_import_that_was_corrected_here_is_a_conflict(
    run: Run, file: Path
) -> None:
    run("log", "pain=4")
    table = Table(run, file)
    run("undo")
    table.bring("--yes")
    run("edit", "2", "pain=6", now=LATER)

    assert "In conflict 1" in table.bring(code=1)


def test_a_table_without_its_notes_is_known(run: Run, file: Path) -> None:
    run("log", "pain=4", "--note", "slept")

    assert "Known already 1" in Table(run, file).change(1, note="").bring()


def test_a_row_is_known_under_the_number_it_has_in_another_diary(
    run: Run, file: Path
) -> None:
    run("log", "pain=4", "--at", "yesterday")
    table = Table(run, file)

    said = table.change(1, entry="9").bring()

    assert "Known already 1" in said


def test_a_row_is_not_the_entry_that_has_its_number_here_by_chance(
    run: Run, file: Path
) -> None:
    run("log", "pain=4", "--at", "yesterday")
    written = {"recorded_at": "2026-11-04T19:09:00-05:00"}

    said = Table(run, file).change(1, pain="5", **written).bring("--yes")

    assert "Imported: 1 entry." in said


def test_an_equal_entry_that_was_written_at_another_time_is_another_one(
    run: Run, file: Path
) -> None:
    run("log", "pain=4", "--at", "yesterday")
    written = {"recorded_at": "2026-11-04T19:09:00-05:00", "entry": "9"}

    assert "Imported: 1 entry." in Table(run, file).change(1, **written).bring("--yes")


def test_degrees_of_the_other_kind_are_read_by_the_header(run: Run, file: Path) -> None:
    run("log", "temperature=37.0C")
    table = Table(run, file).change(1, temperature="98.6")

    said = table.rename("temperature (C)", "temperature (F)").bring()

    assert "Known already 1" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("walk (min)", "walk (h)"),
        ("walk (min)", "walk"),
        ("temperature (C)", "temperature (K)"),
        ("temperature (C)", "temperature"),
        ("pain (0-10)", "pain (0-100)"),
    ],
)
def test_a_header_with_another_unit_stops_the_import(
    run: Run, file: Path, old: str, new: str
) -> None:
    run("log", "walk=20", "temperature=37.0C", "pain=4")

    said = Table(run, file).rename(old, new).bring("--yes", code=2)

    assert f'The column "{new}" should be {old}' in said


def test_a_refused_row_still_tells_its_sign(run: Run, file: Path) -> None:
    run("log", "pain=4")
    table = Table(run, file).change(1, pain="55", signs="chest-breath")

    said = table.bring("--dry-run", code=1)

    assert said.startswith("Call 911 now.")
    assert "line 2: Chest pain, or hard to breathe." in said
    assert 'pain takes a whole number from 0 to 10, not "55".' in said


def test_figures_that_the_header_cannot_mean_still_tell_their_sign(
    run: Run, file: Path
) -> None:
    run("log", "pain=4", "temperature=37.0C")
    table = Table(run, file).change(1, temperature="38.5")

    said = table.rename("temperature (C)", "temperature (F)").bring(code=1)

    assert 'not "38.5 F"' in said
    assert "Temperature 38.5 C, at least 38.0 C" in said


def test_a_row_with_a_comma_too_many_still_tells_its_sign(run: Run, file: Path) -> None:
    run("log", "pain=4", "temperature=38.5C", "--sign", "chest-breath")
    text = run("export", "csv").stdout.replace(",4,", ",,4,")
    run("undo")
    file.write_text(text, encoding="utf-8")

    said = run("import", str(file), now=LATER, code=1).stdout

    assert said.startswith("Call 911 now.")
    assert "line 2: Chest pain, or hard to breathe." in said

"""What is not an archive of ours, or does not hold together, is refused whole."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.archive.conftest import Lines, archive_of, pack, text_of
from tests.builders import an_id
from tests.store.test_upgrades import FROZEN, revision_of, rows_of
from tracker.archive import reading, writing
from tracker.archive.parts import MEMBER, canonical
from tracker.archive.writing import write_lines, write_zip
from tracker.errors import UnusableFile
from tracker.services import archiving
from tracker.services.archiving import fill
from tracker.store.compiled import HEAD
from tracker.store.history import digest_of
from tracker.store.soundness import opened
from tracker.store.sqlite_driver import open_plain
from tracker.store.whole import forms_of, streaming

SECRET = "Nobody may read this"


def refused(file: Path, folder: Path) -> str:
    """Why it is not restored; nothing of it is in the new file."""
    made = folder / "made.sqlite"
    with pytest.raises(UnusableFile) as error:
        fill(str(made), file, open_plain)
    if made.exists() and made.stat().st_size:
        assert not any(rows_of(made).values())
    return str(error.value)


Changed = Callable[[Lines], object]


def first(table: str, **changed: Any) -> Changed:
    """The first row of a table with other values."""
    return lambda lines: lines.put(table, {**lines.row(table), **changed})


def without(table: str, name: str) -> Changed:
    def change(lines: Lines) -> None:
        row = lines.row(table)
        del row[name]
        lines.put(table, row)

    return change


def cut_out(table: str) -> Changed:
    return lambda lines: lines.lines.pop(lines.place(table))


def written(table: str, old: str, new: str) -> Changed:
    """The text of the first row with a part of it written in another way."""

    def change(lines: Lines) -> None:
        place = lines.place(table)
        assert old in lines.lines[place]
        lines.lines[place] = lines.lines[place].replace(old, new, 1)

    return change


def line(number: int, text: str) -> Changed:
    def change(lines: Lines) -> None:
        lines.lines[number] = text

    return change


def twice(table: str) -> Changed:
    def change(lines: Lines) -> None:
        place = lines.place(table)
        lines.lines.insert(place, lines.lines[place].rstrip(",") + ",")

    return change


def no_table(table: str) -> Changed:
    def change(lines: Lines) -> None:
        begin = lines.place(table) - 1
        end = next(n for n in range(begin, 10**6) if lines.lines[n] in ("],", "]"))
        del lines.lines[begin : end + 1]

    return change


def renamed(table: str, other: str) -> Changed:
    return lambda lines: line(lines.place(table) - 1, f'"{other}":[')(lines)


ODD: dict[str, Changed] = {
    "another format": line(0, '{"format":"another",'),
    "no format": line(0, "{"),
    "a version that is a word": line(1, '"version":"1",'),
    "a schema that is none": line(2, '"schema":4,'),
    "a schema that is a path": line(2, '"schema":"../0004",'),
    "a forged note": first("check_in", note=SECRET),
    "a forged answer": first("answer", number=3),
    "a forged warning": first("shown_warning", text=SECRET),
    "a forged name": first("person", name=SECRET),
    "a forged protocol": first("protocols", json="{}"),
    "a forged change": first("change", text=SECRET),
    "a number below those given out": first("counter", newest=0),
    "a row cut out": cut_out("answer"),
    "a change cut out": cut_out("change"),
    "a protocol cut out": cut_out("protocols"),
    "a row twice": twice("mark"),
    "a key twice": written("person", '"name":', '"name":"x","name":'),
    "not a number": written("answer", '"number":', '"number":NaN,"x":'),
    "spaces": written("person", '":"', '": "'),
    "an escape": written("person", "Ruth", "R\\u0075th"),
    "a surrogate": written("person", "Ruth", "\\ud800"),
    "a deep nest": written("person", '"Ruth', "[" * 100_000 + '"Ruth'),
    "true for one": written("check_in", '"time_known":', '"time_known":true,"x":'),
    "a flag": first("check_in", time_known=True),
    "a fraction": first("check_in", time_known=1.0),
    "a text for a number": first("check_in", number="1"),
    "a number for a text": first("check_in", note=1),
    "nothing where something must be": first("check_in", note=None),
    "a number beyond all": first("answer", number=2**63),
    "a list in a row": first("check_in", note=[SECRET]),
    "an unknown column": first("check_in", secret=SECRET),
    "a missing column": without("check_in", "note"),
    "an unknown table": renamed("mark", "marks"),
    "a missing table": no_table("mark"),
    "two tables the wrong way round": renamed("answer", "mark"),
    "somebody else's row": first("check_in", person_id=an_id(99)),
    "a row that points at nothing": first("answer", check_in_id=an_id(99)),
    "a row that is a list": written("person", '{"', '["'),
    "text behind the end": lambda lines: lines.lines.insert(len(lines.lines) - 1, "{}"),
    "no end": lambda lines: lines.lines.__delitem__(slice(-2, None)),
    "an empty line": lambda lines: lines.lines.insert(3, ""),
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_refused_and_nothing_of_it_told(
    lines: Lines, tmp_path: Path, odd: str
) -> None:
    ODD[odd](lines)
    file = pack(tmp_path / "a.zip", lines.text().encode("utf-8", "surrogatepass"))

    why = refused(file, tmp_path)

    assert why.startswith(str(file))
    assert SECRET not in why


def test_a_table_that_is_missing_is_told_though_it_would_be_empty(
    started: Path, tmp_path: Path
) -> None:
    lines = Lines(text_of(archive_of(started, tmp_path / "whole.zip")).split("\n"))
    no_table("mark")(lines)
    file = pack(tmp_path / "a.zip", lines.text())

    assert "does not hold the tables" in refused(file, tmp_path)


def test_a_row_of_somebody_else_is_named_as_such(lines: Lines, tmp_path: Path) -> None:
    first("visit", person_id=an_id(99))(lines)
    file = pack(tmp_path / "a.zip", lines.text())

    assert "holds a row of somebody else" in refused(file, tmp_path)


def test_the_same_lines_as_they_were_are_taken(lines: Lines, tmp_path: Path) -> None:
    """So that it is the change that was refused, not the way of packing it again."""
    file = pack(tmp_path / "a.zip", lines.text())

    fill(str(tmp_path / "made.sqlite"), file, open_plain)


def test_a_forged_row_is_found_though_its_change_is_forged_too(
    lines: Lines, tmp_path: Path
) -> None:
    change = lines.row("change")
    change["text"] = "forged"
    change["digest"] = digest_of(change)
    lines.put("change", change)

    assert "Change" in refused(pack(tmp_path / "a.zip", lines.text()), tmp_path)


@pytest.mark.parametrize(
    ("number", "text"), [(1, '"version":2,'), (2, '"schema":"0999",')]
)
def test_a_newer_one_names_the_version_that_it_needs(
    lines: Lines, tmp_path: Path, number: int, text: str
) -> None:
    line(number, text)(lines)
    line(3, '"needs":"9.8.7",')(lines)

    why = refused(pack(tmp_path / "a.zip", lines.text()), tmp_path)

    assert "Update tracker to 9.8.7 or later" in why


@pytest.mark.parametrize("frozen", sorted(FROZEN.iterdir()), ids=lambda path: path.stem)
def test_one_of_an_earlier_schema_is_brought_up_to_date(
    frozen: Path, tmp_path: Path
) -> None:
    file, made = tmp_path / "a.zip", tmp_path / "made.sqlite"
    with opened(str(frozen), open_plain) as connection:
        stream = streaming(connection)
        forms = forms_of(stream)
        everything = archiving._everything(
            stream, forms, frozen.stem, archiving._Tally()
        )
        file.write_bytes(b"".join(write_zip(write_lines(everything))))

    fill(str(made), file, open_plain)

    before, after = rows_of(frozen), rows_of(made)
    assert revision_of(made) == HEAD
    assert {t: len(rows) for t, rows in before.items()} == {
        table: len(after[table]) for table in before
    }


def test_a_text_that_was_cut_short_is_refused(archived: Path, tmp_path: Path) -> None:
    text = text_of(archived)

    for share in range(1, 20):
        cut = text[: len(text) * share // 20]
        refused(pack(tmp_path / "a.zip", cut), tmp_path)


def test_a_zip_that_was_cut_short_or_changed_is_refused(
    archived: Path, tmp_path: Path
) -> None:
    whole, file = archived.read_bytes(), tmp_path / "a.zip"

    for share in range(20):
        place = len(whole) * share // 20
        file.write_bytes(whole[:place])
        refused(file, tmp_path)
    for share in range(1, 8):
        place = len(whole) * share // 10
        file.write_bytes(
            whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :]
        )
        refused(file, tmp_path)


def several(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name in names:
            packed.writestr(name, "{}")
    return held.getvalue()


@pytest.mark.parametrize(
    "names",
    [(), ("other.json",), (MEMBER, "more.json"), ("../archive.json",),
     ("/archive.json",), ("archive.json/",), ("x/archive.json",)],
)  # fmt: skip
def test_a_zip_with_anything_else_in_it_is_refused(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    file = tmp_path / "in" / "a.zip"
    file.parent.mkdir()
    file.write_bytes(several(*names))

    assert "does not hold one archive.json" in refused(file, tmp_path)
    assert not list(tmp_path.glob("**/*.json"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(several(MEMBER, MEMBER))

    assert "does not hold one archive.json" in refused(file, tmp_path)


def test_an_encrypted_zip_is_refused(archived: Path, tmp_path: Path) -> None:
    content = bytearray(archived.read_bytes())
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    file = tmp_path / "a.zip"
    file.write_bytes(content)

    assert "is an encrypted zip" in refused(file, tmp_path)


def test_a_zip_that_says_it_is_larger_than_may_be_is_not_unpacked(
    archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1000)

    assert "holds more than" in refused(archived, tmp_path)


def test_a_zip_that_lies_about_its_size_is_unpacked_no_further_than_it_says(
    tmp_path: Path,
) -> None:
    file = pack(tmp_path / "a.zip", b"x" * 50_000_000)
    content = bytearray(file.read_bytes())
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (1000).to_bytes(4, "little")
    file.write_bytes(content)

    refused(file, tmp_path)


def test_a_line_without_an_end_is_read_no_further_than_may_be(
    archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST", 1000)

    assert "holds a line of more than" in refused(archived, tmp_path)


def test_a_row_that_could_not_be_read_back_is_not_written(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = max(
        map(len, text_of(archive_of(lived, tmp_path / "a.zip")).encode().split(b"\n"))
    )
    for module in (reading, writing):
        monkeypatch.setattr(module, "LONGEST", longest + 2)

    fill(
        str(tmp_path / "made.sqlite"), archive_of(lived, tmp_path / "b.zip"), open_plain
    )

    for module in (reading, writing):
        monkeypatch.setattr(module, "LONGEST", longest - 1)
    with pytest.raises(UnusableFile, match="in one step of the history"):
        archive_of(lived, tmp_path / "c.zip")
    assert not (tmp_path / "c.zip").exists()


def test_a_file_that_is_too_large_is_not_read(
    archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "LARGEST", 1000)

    assert "larger than" in refused(archived, tmp_path)


def test_a_place_where_a_diary_is_stays_as_it_is(archived: Path, started: Path) -> None:
    before = started.read_bytes()

    with pytest.raises(UnusableFile, match="is there already"):
        fill(str(started), archived, open_plain)

    assert started.read_bytes() == before


def test_the_text_is_what_any_program_reads_as_json(archived: Path) -> None:
    found = json.loads(text_of(archived))

    assert canonical(found["people"][0]["tables"]["person"][0]) in text_of(archived)
    assert list(found) == [
        "format", "version", "schema", "needs", "protocols", "people", "tombstones",
    ]  # fmt: skip

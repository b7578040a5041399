"""A file that cannot be trusted is one sentence, and the diary keeps every byte."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.imports.files import (
    ENTRY,
    HEAD,
    LONG_HEADER,
    MAPPING,
    a_line,
    long_row,
)

MB = 1_000_000


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ndjson(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in (HEAD, *lines)).encode()


def long(*rows: str) -> bytes:
    return "".join(f"{row}\r\n" for row in (LONG_HEADER, *rows)).encode()


DEEP = "[" * 200_000 + "]" * 200_000
FHIR = {"resourceType": "Bundle", "entry": []}
FILES: dict[str, bytes] = {
    "empty": b"",
    "blanks alone": b" \r\n\t\n",
    "a BOM alone": b"\xef\xbb\xbf",
    "NUL": b"id,entry\0\r\n",
    "a program": b"\x7fELF\x02\x01\x01\0\0\0",
    "UTF-16": f"{LONG_HEADER}\r\n".encode("utf-16"),
    "UTF-16 without its mark": f"{LONG_HEADER}\r\n".encode("utf-16-le"),
    "Latin-1": "Datum;Schmerz;Gef\u00fchl\r\n".encode("latin-1"),
    "a line of 10 MB": b"a," * (5 * MB),
    "a line of 10 MB in NDJSON": ndjson(a_line(note="x" * 10 * MB)),
    "a cell that never closes": long(f'"{long_row()}'),
    "a header twice": b"date,pain,pain\r\n2026-11-04,4,4\r\n",
    "columns of others": b"date,pain\r\n2026-11-04,4\r\n",
    "a header alone of others": b"date\r\n",
    "deep JSON": DEEP.encode(),
    "deep NDJSON": ndjson(DEEP),
    "deep inside": ndjson(a_line()[:-1] + ',"x":' + DEEP + "}"),
    "half a document": json.dumps({"version": 1}).encode()[:-4],
    "half a line": ndjson(a_line()[:40]),
    "a key twice": ndjson('{"type":"entry","type":"visit"}'),
    "a key twice in the document": b'{"version":1,"version":1}',
    "NaN": ndjson(a_line().replace('"number": 1,', '"number":NaN,')),
    "Infinity": ndjson(a_line().replace('"number": 1,', '"number":-Infinity,')),
    "1e400": ndjson(a_line().replace('"number": 1,', '"number":1e400,')),
    "a number of 10,000 figures": ndjson(
        a_line().replace('"number": 1,', f'"number":{"9" * 10_000},')
    ),
    "a list": b"[1, 2]",
    "a text": b'{"hello"}',
    "no diary": b'{"version": "1"}',
    "another version": b'{"version": 2, "person": {"name": "Ruth Example"}}',
    "a version that is true": b'{"version": true}',
    "nobody's": b'{"version": 1, "entries": []}',
    "somebody else's": HEAD.replace("Ruth Example", "Bob Example").encode(),
    "two diaries": ndjson(HEAD),
    "a diary itself": b"SQLite format 3\0" + b"\0" * 84,
    "Latin-1 NDJSON": ndjson(a_line()).replace(b"Ruth", b"R\xfcth"),
    "an entry as a list": json.dumps(
        {"version": 1, "person": {"name": "Ruth Example"}, "entries": {"a": 1}}
    ).encode(),
    "FHIR, no bundle": b'{"resourceType": "Patient"}',
    "FHIR of two people": json.dumps(
        {
            **FHIR,
            "entry": [
                {"fullUrl": str(n), "resource": {"resourceType": "Patient"}}
                for n in (1, 2)
            ],
        }
    ).encode(),
}


SAID = {
    "empty": "This file is empty.",
    "blanks alone": "This file is empty.",
    "a BOM alone": "This file is empty.",
    "NUL": "Line 1 holds a NUL character",
    "a program": "Line 1 holds a NUL character",
    "UTF-16": "is not text in UTF-8",
    "UTF-16 without its mark": "holds a NUL character",
    "Latin-1": "is not text in UTF-8",
    "a line of 10 MB": "Line 1 is longer than 1,000,000",
    "a line of 10 MB in NDJSON": "Line 2 is longer than 1,000,000",
    "a cell that never closes": "From line 2 on this is no CSV table",
    "a header twice": 'The header names "pain" twice.',
    "columns of others": "are not those of tracker",
    "a header alone of others": "are not those of tracker",
    "deep JSON": "This file is JSON inside JSON, too deep to read.",
    "deep NDJSON": "Line 2 is JSON inside JSON, too deep to read.",
    "deep inside": "Line 2 is JSON inside JSON, too deep to read.",
    "half a document": "This file is not JSON.",
    "half a line": "Line 2 is not JSON.",
    "a key twice": "Line 2 says one thing twice in the same place.",
    "a key twice in the document": "This file says one thing twice",
    "NaN": "Line 2 holds NaN, which is no number.",
    "Infinity": "Line 2 holds -Infinity, which is no number.",
    "1e400": "Line 2 holds a number that is too large.",
    "a number of 10,000 figures": "Line 2 holds a number that is too long.",
    "a list": "does not begin as a diary",
    "a text": "This file is not JSON.",
    "no diary": "does not begin as a diary",
    "another version": "has version 2; this tracker reads version 1.",
    "a version that is true": "does not begin as a diary",
    "nobody's": "does not say whose diary it is",
    "somebody else's": 'is the diary of "Bob Example"',
    "two diaries": "Line 2 begins another diary. Import each file by itself.",
    "a diary itself": "This is a diary, not an export. To use it: tracker --db FILE;",
    "Latin-1 NDJSON": "Save it as UTF-8, then import it again.",
    "an entry as a list": '"entries" is no list',
    "FHIR, no bundle": "is FHIR, but no Bundle",
    "FHIR of two people": "is about 2 people",
}


@pytest.mark.parametrize("name", FILES)
def test_an_unusable_file_is_one_sentence_and_changes_nothing(
    run: Run, started: Path, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "given"
    file.write_bytes(FILES[name])
    before, beside = digest_of(started), sorted(tmp_path.iterdir())

    said = run("import", str(file), "--yes", code=2)

    assert said.stdout == ""
    assert_short(said.stderr)
    assert SAID[name] in said.stderr
    assert digest_of(started) == before
    assert sorted(tmp_path.iterdir()) == beside


def assert_short(text: str) -> None:
    """A sentence and what to do next, nothing that was in the file at length."""
    lines = text.strip().split("\n")
    assert len(lines) == 1
    assert 20 < len(lines[0]) < 500
    assert ". " in lines[0] or lines[0].endswith(".")


def test_what_is_no_file_is_refused_without_waiting(
    run: Run, started: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "real.ndjson").write_bytes(ndjson())
    (tmp_path / "link").symlink_to(tmp_path / "real.ndjson")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    before = digest_of(started)

    for name, why in {
        "pipe": "is no ordinary file",
        "link": "it is a link",
        "loop": "it is a link",
        "none": "No such file",
        ".": "Is a directory",
        "a\0b": "not readable text",
        "x" * 300: "File name too long",
        "/dev/zero": "is no ordinary file",
    }.items():
        said = run("import", str(tmp_path / name), "--yes", code=2)
        assert_short(said.stderr)
        assert why in said.stderr
    assert digest_of(started) == before


def test_a_files_name_is_made_harmless_before_it_is_shown(
    run: Run, started: Path
) -> None:
    said = run("import", "\x1b[2J\n\u202e", "--yes", code=2)

    assert_short(said.stderr)
    assert not set("\x1b\u202e") & set(said.stderr)


def test_an_unreadable_file_is_refused(run: Run, started: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_bytes(ndjson())
    file.chmod(0)
    if os.geteuid() == 0:
        # Root may read every file but this one, whose beginning nobody can.
        file = Path("/proc/self/mem")

    assert_short(run("import", str(file), "--yes", code=2).stderr)


def test_a_file_that_is_too_large_is_not_read(
    run: Run, started: Path, tmp_path: Path
) -> None:
    file = tmp_path / "large"
    with file.open("wb") as out:
        out.truncate(300 * 1024 * 1024)

    assert "larger than" in run("import", str(file), "--yes", code=2).stderr


MAPPINGS: dict[str, object] = {
    "no object": [1],
    "no date": {"columns": {"Schmerz": "pain"}},
    "no columns": {"date": "Datum"},
    "an unknown key": {**MAPPING, "colums": {}},
    "an unknown key in a column": {
        **MAPPING,
        "columns": {"Schmerz": {"question": "pain", "factor": 2}},
    },
    "an unknown question": {**MAPPING, "columns": {"Schmerz": "pian"}},
    "a column that is not there": {**MAPPING, "columns": {"Weh": "pain"}},
    "an unknown encoding": {**MAPPING, "encoding": "ebcdic"},
    "a long delimiter": {**MAPPING, "delimiter": ";;"},
    "an unknown zone": {**MAPPING, "zone": "Mars/Base"},
    "a year of two figures": {**MAPPING, "date-format": "DD.MM.YY"},
    "a date-format without a month": {**MAPPING, "date-format": "DD.YYYY"},
    "a word that is none": {
        **MAPPING,
        "columns": {"Schmerz": {"question": "pain", "words": {"a": 1}}},
    },
    "a column without a question": {**MAPPING, "columns": {"Schmerz": [1]}},
    "words that are a list": {
        **MAPPING,
        "columns": {"Schmerz": {"question": "pain", "words": [1]}},
    },
    "empty words that are none": {**MAPPING, "empty": [1]},
    "a date that is a list": {**MAPPING, "date": []},
    "an author of 81 letters": {**MAPPING, "author": "x" * 81},
    "an author on two lines": {**MAPPING, "author": "a\nb"},
}


@pytest.mark.parametrize("name", MAPPINGS)
def test_an_unusable_mapping_is_one_sentence_and_changes_nothing(
    run: Run, started: Path, tmp_path: Path, name: str
) -> None:
    file, mapping = tmp_path / "other.csv", tmp_path / "other.json"
    file.write_text("Datum;Schmerz\n04.11.2026;4\n", encoding="utf-8")
    mapping.write_text(json.dumps(MAPPINGS[name]), encoding="utf-8")
    before = digest_of(started)

    said = run("import", str(file), "--map", str(mapping), "--yes", code=2)

    assert_short(said.stderr)
    assert digest_of(started) == before


def test_a_mapping_that_is_no_json_is_to_be_corrected(
    run: Run, started: Path, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "other.csv", tmp_path / "other.json"
    file.write_text("Datum;Schmerz\n", encoding="utf-8")
    mapping.write_text("{", encoding="utf-8")

    said = run("import", str(file), "--map", str(mapping), "--yes", code=2).stderr

    assert "Correct it (see docs/import.md), then import again." in said


def test_an_unknown_question_of_a_mapping_leads_to_the_list(
    run: Run, started: Path, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "other.csv", tmp_path / "other.json"
    file.write_text("Datum;Schmerz\n", encoding="utf-8")
    told = {**MAPPING, "columns": {"Schmerz": "zzzzzzzz"}}
    mapping.write_text(json.dumps(told), encoding="utf-8")

    said = run("import", str(file), "--map", str(mapping), "--yes", code=2).stderr

    assert '"zzzzzzzz" is not a question. See: tracker questions' in said


@pytest.mark.parametrize("typed", ["03/04/2026", "3.4.2026", "03-04-26"])
def test_a_date_that_could_be_two_days_stops_the_import(
    run: Run, started: Path, tmp_path: Path, typed: str
) -> None:
    file, mapping = tmp_path / "other.csv", tmp_path / "other.json"
    file.write_text(f"Datum;Schmerz\n2026-11-04;4\n{typed};4\n", encoding="utf-8")
    plain = {key: MAPPING[key] for key in ("date", "columns", "delimiter")}
    mapping.write_text(json.dumps(plain), encoding="utf-8")
    before = digest_of(started)

    said = run("import", str(file), "--map", str(mapping), "--yes", code=2)

    assert "could be two days" in said.stderr
    assert "date-format" in said.stderr
    assert digest_of(started) == before


LINES: dict[str, tuple[str, str]] = {
    "a number as text": (a_line(number="1"), '"number" is no whole number'),
    "no id": (a_line(id="9"), '"id" is no UUID'),
    "an id in brackets": (a_line(id=f"{{{ENTRY['id']}}}"), '"id" is no UUID'),
    "a day that is none": (a_line(day="2026-02-30"), '"day" is no day'),
    "a short day": (a_line(day="20261104"), '"day" is no day'),
    "a year far off": (a_line(day="9999-11-04"), "The year 9999"),
    "no offset": (a_line(at="2026-11-05T00:10:00"), '"at" is no instant'),
    "a far instant": (a_line(at="0001-01-01T00:00:00+23:59"), '"at" is no instant'),
    "a zone that is none": (a_line(zone="../../etc/passwd"), "not a time zone"),
    "a flag as a number": (a_line(time_known=1), "neither true nor false"),
    "an unknown sign": (a_line(signs=["no-such"]), "not a sign of this plan"),
    "a sign twice": (a_line(signs=["calf", "calf"]), "one thing twice"),
    "an unknown question": (
        a_line(answers=[{"question": "mood", "number": 1, "unit": ""}]),
        "not a question of this plan",
    ),
    "out of range": (
        a_line(answers=[{"question": "pain", "number": 11, "unit": ""}]),
        "pain takes",
    ),
    "another unit": (
        a_line(answers=[{"question": "pain", "number": 4, "unit": "mm"}]),
        "pain takes",
    ),
    "a choice that is none": (
        a_line(answers=[{"question": "wound", "number": 9, "unit": ""}]),
        "wound takes",
    ),
    "a question twice": (
        a_line(answers=[{"question": "pain", "number": n, "unit": ""} for n in (1, 2)]),
        "one thing twice",
    ),
    "a NUL in a note": (a_line(note="a\0b"), "NUL"),
    "half a letter": (a_line(note="\ud800"), "half of a letter"),
    "a long note": (a_line(note="x" * 10_001), "A note holds up to"),
    "a long author": (a_line(author="x" * 81), "Its author is no name"),
    "nobody": (a_line(author=" "), '"author" is empty'),
    "the future": (
        a_line(at="2026-11-06T00:10:00Z", day="2026-11-05"),
        "That time has not come yet",
    ),
    "a day and a time apart": (a_line(day="2026-10-04"), "do not belong together"),
    "another procedure": (a_line(procedure="2020-01-02"), "no procedure on"),
    "a number below 1": (a_line(number=0), "no number from 1"),
    "no list": (a_line(answers={}), '"answers" is no list'),
    "a yes that is none": (
        a_line(answers=[{"question": "fell", "number": 2, "unit": ""}]),
        "fell takes",
    ),
    "no kind": ('{"id": 9}', "which kind of fact"),
    "no object": ("[]", "which kind of fact"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_cannot_be_meant_is_refused_with_its_place(
    run: Run, started: Path, tmp_path: Path, name: str
) -> None:
    line, why = LINES[name]
    file = tmp_path / "given.ndjson"
    file.write_bytes(ndjson(line))
    before = digest_of(started)

    said = run("import", str(file), "--yes", code=1)

    words = " ".join(said.stdout.split())
    assert "line 2:" in words
    assert why in words
    assert digest_of(started) == before

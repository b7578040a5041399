"""Exports on the command line: whole or not at all, private, never over a file."""

import csv
import errno
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run
from tracker.cli.show.exported import LONG_EXPORT, hand_on
from tracker.errors import UnusableFile
from tracker.services.hand_over import write_new, write_pieces

ROOT = Path(__file__).parents[2]
FULL = ["--titles", "full"]
FORMS = ("csv", "csv --long", "json", "ndjson", "dictionary", "fhir", "ics")
NOTE = "=cmd, said she\n\x1b[2J"
LIFE = (
    ["log", "walk=20", "fell=yes", "--sign", "calf", "--note", "'C:\\u0041"],
    ["--as", "Dana", "log", "sleep=7.5", "--relayed", "--at", "2026-11-04 09:00"],
    ["log", "--note", "-1"],
    ["warnings", "answer", "1", "--called", "now", "--note", NOTE],
    ["told", "heavy-lifting", "--limit", "5lb", "--by", "Nurse", "--source", "a call"],
    ["visit", "add", "2026-11-20", "--title", "Dr. \u00c9xample"],
    ["bone", "bone-scan", "asked", "--note", "Soon."],
    ["done", "home"],
    ["skip", "check-12m", "--reason", "Moving away."],
)


@pytest.fixture
def kept(started: Path, run: Run) -> Path:
    """Ruth's diary with two entries."""
    run("log", "pain=4", "temperature=101.3F", "--note", NOTE)
    run("log", "pain=6", "--at", "2026-11-02")
    return started


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where an export goes, in a folder of its own."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "diary.out"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# What it writes


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("form", FORMS)
def test_a_file_holds_what_the_screen_shows(run: Run, target: Path, form: str) -> None:
    shown = run("export", *form.split()).stdout

    said = run("export", *form.split(), "-o", str(target)).stdout

    assert shown
    assert target.read_text(encoding="utf-8") == shown
    assert said == f"Written: {target}\n"


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("form", FORMS)
def test_a_dash_is_the_screen(run: Run, form: str) -> None:
    shown = run("export", *form.split())

    assert run("export", *form.split(), "-o", "-", "--yes") == shown


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("form", FORMS)
def test_no_note_steers_the_screen(run: Run, form: str) -> None:
    assert "\x1b" not in run("export", *form.split()).stdout


@pytest.mark.usefixtures("kept")
def test_json_and_lines_are_read_by_any_program(run: Run) -> None:
    document = json.loads(run("export", "json").stdout)
    lines = [json.loads(line) for line in run("export", "ndjson").stdout.splitlines()]

    assert [entry["number"] for entry in document["entries"]] == [2, 1]
    assert [line["number"] for line in lines if line["type"] == "entry"] == [2, 1]
    assert document["entries"][1]["note"] == NOTE


@pytest.mark.usefixtures("kept")
def test_the_dictionary_has_a_row_for_every_column(run: Run) -> None:
    wide = next(csv.reader(io.StringIO(run("export", "csv").stdout)))

    rows = list(csv.DictReader(io.StringIO(run("export", "dictionary").stdout)))

    assert [row["column"] for row in rows] == wide
    assert all(row["text"] and row["kind"] for row in rows)
    (temperature,) = (row for row in rows if row["question"] == "temperature")
    assert (temperature["unit"], temperature["step"]) == ("C", "10")
    assert (temperature["least"], temperature["most"]) == ("34.0", "43.0")
    assert temperature["other_units"] == "F"


@pytest.mark.usefixtures("kept")
def test_a_clinics_bundle_is_of_the_days_that_are_asked_for(run: Run) -> None:
    whole = json.loads(run("export", "fhir").stdout)
    part = json.loads(run("export", "fhir", "--since", "2026-11-04").stdout)

    assert whole["resourceType"] == part["resourceType"] == "Bundle"
    assert len(part["entry"]) < len(whole["entry"])


@pytest.mark.usefixtures("kept")
def test_a_calendar_says_little_unless_asked(run: Run) -> None:
    run("visit", "add", "2026-11-20", "--title", "Dr. Example")

    neutral, full = (run("export", "ics", *more).stdout for more in ([], FULL))

    assert neutral.startswith("BEGIN:VCALENDAR")
    assert "Dr. Example" not in neutral
    assert "Dr. Example" in full


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("form", ["csv", "csv --long", "json", "ndjson", "fhir"])
def test_notes_are_left_out_when_asked(run: Run, form: str) -> None:
    assert "said she" in run("export", *form.split()).stdout

    shown = run("export", *form.split(), "--redact", "notes").stdout

    assert "said she" not in shown


@pytest.mark.usefixtures("kept")
def test_days_are_typed_as_everywhere(run: Run) -> None:
    shown = run("export", "csv", "--since", "yesterday", "--to", "today").stdout

    assert [row["entry"] for row in csv.DictReader(io.StringIO(shown))] == ["1"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "typed", [["visits,entries"], ["visits", "--only", "entries"], [" Entries ,visits"]]
)
def test_kinds_are_chosen_by_name(run: Run, typed: list[str]) -> None:
    told = json.loads(run("export", "json", "--only", *typed).stdout)

    head = ["version", "redacted", "person", "procedures"]
    assert list(told) == [*head, "entries", "visits"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["json", "--only", "pain"], 2, '--only takes some of entries, warnings'),
        (["ndjson", "--only", ""], 2, "--only takes some of"),
        (["csv", "--only", "entries"], 2, "No such option"),
        (["json", "--redact", "names"], 2, "notes"),
        (["csv", "--since", "soon"], 1, "cannot be read"),
        (["csv", "--since", "today", "--to", "yesterday"], 1, "Change the two"),
        (["ics", "--titles", "half"], 2, "neutral"),
        (["ics", "--since", "today"], 2, "No such option"),
        (["json", "-o", ""], 2, "is a folder"),
        (["json", "-o", "/"], 2, "is a folder"),
        (["json", "-o", "/nowhere/at/all"], 2, "cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    run: Run, typed: list[str], code: int, said: str
) -> None:
    refused = run("export", *typed, code=code)

    assert refused.stdout == ""
    assert said in refused.stderr


@pytest.mark.parametrize("form", ["json", "ndjson", "csv --long"])
def test_what_is_read_back_is_written_the_same(
    kept: Path, run: Run, target: Path, template_started: Path, form: str
) -> None:
    copy = kept.with_name("copy.sqlite")
    shutil.copy(template_started, copy)
    for typed in LIFE:
        run(*typed)
    run("export", *form.split(), "-o", str(target))
    written = target.read_bytes()

    run("--db", str(copy), "import", str(target), "--yes")
    run("--db", str(copy), "export", *form.split(), "-o", str(target), "--yes")

    assert target.read_bytes() == written


# Where it writes


@pytest.mark.usefixtures("kept")
def test_a_file_is_for_its_owner_alone(run: Run, target: Path) -> None:
    run("export", "json", "-o", str(target))

    assert mode(target) == 0o600
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.usefixtures("kept")
def test_a_file_that_is_there_is_left_as_it_is(run: Run, target: Path) -> None:
    target.write_text("mine")

    refused = run("export", "json", "-o", str(target), code=2)

    assert target.read_text() == "mine"
    assert refused.stderr == (
        f"{target} is there already and was left as it is. "
        "Name another file, or add --yes to replace it.\n"
    )
    assert list(target.parent.iterdir()) == [target]


def test_what_cannot_be_kept_is_refused_before_anything_is_read(target: Path) -> None:
    target.write_text("mine")

    with pytest.raises(UnusableFile, match="is there already"):
        write_pieces(target, breaking(AssertionError()), replace=False)


@pytest.mark.usefixtures("kept")
def test_with_yes_a_file_is_replaced_and_private(run: Run, target: Path) -> None:
    target.write_text("mine")
    target.chmod(0o644)

    run("export", "json", "-o", str(target), "--yes")

    assert json.loads(target.read_text())["version"] == 1
    assert mode(target) == 0o600
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("more", [[], ["--yes"]])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_never_written_through(
    run: Run, target: Path, more: list[str], there: bool
) -> None:
    elsewhere = target.with_name("elsewhere")
    if there:
        elsewhere.write_text("mine")
    target.symlink_to(elsewhere)

    refused = run("export", "json", "-o", str(target), *more, code=2)

    assert "is a link and was left as it is" in refused.stderr
    assert target.is_symlink()
    assert elsewhere.exists() == there
    assert not there or elsewhere.read_text() == "mine"


@pytest.mark.usefixtures("kept")
def test_a_folder_is_never_replaced(run: Run, target: Path) -> None:
    target.mkdir()

    refused = run("export", "json", "-o", str(target), "--yes", code=2)

    assert "is no file" in refused.stderr
    assert target.is_dir()


def test_no_diary_is_ever_replaced(kept: Path, run: Run) -> None:
    before = kept.read_bytes()

    refused = run("export", "json", "-o", str(kept), "--yes", code=2)

    assert "is a diary" in refused.stderr
    assert kept.read_bytes() == before


@pytest.mark.parametrize("more", [[], ["--yes"]])
def test_an_export_that_breaks_off_leaves_everything_as_it_was(
    kept: Path, run: Run, target: Path, more: list[str]
) -> None:
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute("UPDATE check_in SET zone = 'Mars/Base' WHERE number = 1")
    if more:
        target.write_text("mine")

    refused = run("export", "csv", "-o", str(target), *more, code=2)

    assert "time zone" in refused.stderr
    assert [path.read_text() for path in target.parent.iterdir()] == ["mine"][
        : len(more)
    ]


def breaking(error: BaseException) -> Iterator[bytes]:
    yield b"begun"
    raise error


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(errno.ENOSPC, "full"), UnusableFile),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_nothing_is_left_behind(
    target: Path, error: BaseException, raised: type[BaseException], replace: bool
) -> None:
    if replace:
        target.write_text("mine")

    with pytest.raises(raised):
        write_pieces(target, breaking(error), replace=replace)

    assert [path.read_text() for path in target.parent.iterdir()] == ["mine"] * replace


def _no_links(*_given: object, **_named: object) -> None:
    raise OSError(errno.EPERM, "no links here")


@pytest.fixture(params=["links", "no links"])
def any_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with hard links, and one without, such as a memory stick."""
    if request.param == "no links":
        monkeypatch.setattr(os, "link", _no_links)


@pytest.mark.usefixtures("any_disk")
def test_a_name_taken_meanwhile_is_left_as_it_is(target: Path) -> None:
    def pieces() -> Iterator[bytes]:
        target.write_text("somebody else's")
        yield b"ours"

    with pytest.raises(UnusableFile, match="is there already"):
        write_pieces(target, pieces(), replace=False)

    assert target.read_text() == "somebody else's"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.usefixtures("any_disk")
def test_any_disk_will_do(target: Path) -> None:
    write_new(target, b"ours")

    assert target.read_bytes() == b"ours"
    assert mode(target) == 0o600
    assert list(target.parent.iterdir()) == [target]


# Pipes and bars


def test_a_pipe_that_closes_early_is_no_traceback(kept: Path, run: Run) -> None:
    for _ in range(12):
        run("log", "pain=4", "--note", "a" * 9_000)
    command = f'"{sys.executable}" -m tracker export ndjson | head -c 10'
    env = {**os.environ, "TRACKER_DB": str(kept)}

    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=env, capture_output=True, check=False
    )

    assert done.stdout == b'{"type":"d'
    assert b"Traceback" not in done.stderr


def test_without_a_screen_a_file_is_asked_for(kept: Path) -> None:
    command = f'"{sys.executable}" -m tracker export json >&-'
    env = {**os.environ, "TRACKER_DB": str(kept)}

    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=env, capture_output=True, check=False
    )

    assert done.returncode == 1
    assert b"Name a file: -o FILE" in done.stderr


class Terminal(io.StringIO):
    """What a person would see."""

    def isatty(self) -> bool:
        """Somebody sits behind it."""
        return True


@pytest.mark.parametrize(
    ("entries", "shown"), [(LONG_EXPORT, True), (LONG_EXPORT - 1, False)]
)
def test_a_long_export_shows_how_far_it_is(
    target: Path, monkeypatch: pytest.MonkeyPatch, entries: int, shown: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    hand_on(["a"] * entries, target, replace=False, entries=entries)

    assert ("100%" in terminal.getvalue()) == shown
    assert terminal.getvalue().isascii()
    assert target.stat().st_size == entries


def test_no_bar_is_drawn_where_nobody_sits(
    target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_on(["a"] * LONG_EXPORT, target, replace=False, entries=LONG_EXPORT)

    assert capsys.readouterr().err == ""

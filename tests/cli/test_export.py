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
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from tests.conftest import Run
from tracker.cli.show.exported import LONG_EXPORT, Begun, keep, show_later
from tracker.errors import UnusableFile
from tracker.services.hand_over import write_new, write_pieces
from tracker.store import sqlite_driver

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


MANY = """
WITH RECURSIVE more (n) AS (SELECT 1001 UNION ALL SELECT n + 1 FROM more WHERE n < 2500)
INSERT INTO check_in (person_id, id, number, procedure_id, at, time_known, zone, day,
  recorded_at, author, relayed, signs_asked, note, weekly_asked)
SELECT person_id, printf('00000000-0000-7000-8000-%012d', n), n, procedure_id, at,
  time_known, zone, day, recorded_at, author, relayed, signs_asked,
  printf('%.900c', 'a'), weekly_asked
FROM check_in, more WHERE number = 1
"""


@pytest.fixture
def long(kept: Path) -> Path:
    """The same with 1,500 entries more: too many for one piece, or for memory."""
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute(MANY)
    return kept


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
def test_days_before_the_procedure_are_refused_for_a_clinic(run: Run) -> None:
    refused = run("export", "fhir", "--to", "2026-11-02", code=1)

    assert refused.stdout == ""
    assert "lie before the procedure" in refused.stderr
    assert "tracker export ndjson" in refused.stderr


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_what_is_left_after_redacting_is_read_back(
    kept: Path, run: Run, target: Path, template_started: Path, form: str
) -> None:
    copy = kept.with_name("copy.sqlite")
    shutil.copy(template_started, copy)
    run("visit", "ask", "May I garden?")
    run("export", form, "--redact", "notes", "-o", str(target))

    said = run("--db", str(copy), "import", str(target), "--yes")

    assert "refused" not in said.stdout + said.stderr
    assert "garden" not in target.read_text()


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
        (["csv", "--since", "tomorrow"], 1, "not come yet"),
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
@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm", "-WAL"])
@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_written_under_a_name_that_sqlite_takes_for_its_own(
    kept: Path, run: Run, more: list[str], ending: str, there: bool
) -> None:
    beside = kept.with_name(f"{kept.name}{ending}")
    if there:
        beside.write_bytes(b"")

    refused = run("export", "json", "-o", str(beside), *more, code=2)

    assert "belongs to the diary beside it" in refused.stderr
    assert beside.exists() == there
    assert not there or beside.read_bytes() == b""


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("name", ["notes-wal", "-wal", ".-wal", "diary.sqlite-wall"])
def test_such_a_name_beside_no_diary_is_any_name(
    run: Run, target: Path, name: str
) -> None:
    target.with_name("notes").write_text("mine")
    path = target.with_name(name)

    run("export", "json", "-o", str(path))

    assert json.loads(path.read_text())["version"] == 1


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


def test_a_diary_that_came_meanwhile_is_not_replaced(kept: Path, target: Path) -> None:
    def pieces() -> Iterator[bytes]:
        shutil.copy(kept, target)
        yield b"ours"

    with pytest.raises(UnusableFile, match="is a diary"):
        write_pieces(target, pieces(), replace=True)

    assert target.read_bytes() == kept.read_bytes()
    assert list(target.parent.iterdir()) == [target]


def test_a_link_that_came_meanwhile_is_not_replaced(target: Path) -> None:
    def pieces() -> Iterator[bytes]:
        target.symlink_to("elsewhere")
        yield b"ours"

    with pytest.raises(UnusableFile, match="is a link"):
        write_pieces(target, pieces(), replace=True)

    assert target.is_symlink()
    assert list(target.parent.iterdir()) == [target]


def test_what_is_half_made_is_never_somebody_elses(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    theirs = target.with_name(f".{target.name}.00000000.making")
    theirs.write_text("theirs")

    with pytest.raises(UnusableFile, match="making is there already"):
        write_new(target, b"ours")

    assert theirs.read_text() == "theirs"
    assert list(target.parent.iterdir()) == [theirs]


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


def in_shell(
    diary: Path, typed: str, before: str = ""
) -> subprocess.CompletedProcess[str]:
    """A command as a shell runs it, perhaps with something before it."""
    return subprocess.run(
        f'{before}"{sys.executable}" -m tracker {typed}',
        shell=True,
        cwd=ROOT,
        env={**os.environ, "TRACKER_DB": str(diary)},
        capture_output=True,
        text=True,
        check=False,
    )


STREAMED = ("csv", "csv --long", "json", "ndjson")


@pytest.mark.parametrize("form", STREAMED)
def test_a_pipe_that_closes_early_is_no_traceback(long: Path, form: str) -> None:
    done = in_shell(long, f"export {form} | head -n 1")

    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


@pytest.mark.parametrize("form", [*STREAMED, "ics"])
def test_a_screen_that_is_full_is_told_in_one_sentence(long: Path, form: str) -> None:
    done = in_shell(long, f"export {form} > /dev/full")

    assert done.returncode == 1
    assert done.stderr == (
        "The export could not be written: No space left on device. "
        "Name a file: -o FILE\n"
    )


@pytest.mark.parametrize("form", STREAMED)
@pytest.mark.parametrize("to_file", [False, True])
def test_a_disk_that_is_full_is_told_in_one_sentence(
    long: Path, target: Path, form: str, to_file: bool
) -> None:
    typed = f"export {form} " + (f'-o "{target}"' if to_file else "")

    done = in_shell(long, typed, before="ulimit -f 8; ")

    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "could not be written" in done.stderr or "cannot be written" in done.stderr
    assert list(target.parent.iterdir()) == []


def test_a_long_export_needs_little_memory(capfd: pytest.CaptureFixture[str]) -> None:
    pieces = ("a" * 1_000 for _ in range(20_000))

    tracemalloc.start()
    show_later(nullcontext(Begun(pieces, 20_000)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 5_000_000
    assert len(capfd.readouterr().out) == 20_000_000


def test_what_nobody_reads_keeps_no_entry_waiting(
    long: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [sys.executable, "-m", "tracker", "--db", str(long), "export", "ndjson"]
    monkeypatch.setattr(sqlite_driver, "BUSY_SECONDS", 0)

    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout
        # From now on it waits for a reader: a pipe does not hold so much.
        assert child.stdout.read(1) == b"{"
        said = run("log", "pain=9", "--sign", "chest-breath")
        rest = child.stdout.read()

    assert said.stdout.startswith("Call 911 now.")
    assert rest.count(b'"type":"entry"') == 1_502
    assert b"chest-breath" not in rest


def test_without_a_screen_a_file_is_asked_for(kept: Path) -> None:
    done = in_shell(kept, "export json >&-")

    assert done.returncode == 1
    assert "Name a file: -o FILE" in done.stderr


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

    keep(Begun(["a"] * entries, entries), target, replace=False)

    assert ("100%" in terminal.getvalue()) == shown
    assert terminal.getvalue().isascii()
    assert target.stat().st_size == entries


def test_no_bar_is_drawn_where_nobody_sits(
    target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(Begun(["a"] * LONG_EXPORT, LONG_EXPORT), target, replace=False)

    assert capsys.readouterr().err == ""

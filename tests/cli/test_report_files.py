"""The page as a file: its form follows the name, and nothing is written over."""

import stat
from pathlib import Path

import pytest

from tests.architecture.test_startup import modules_after
from tests.conftest import Run

NOW = "2026-11-17T08:10:00-05:00"
FORMS = {".pdf": b"%PDF-1.7", ".html": b"<!doctype html>", ".txt": b"Recovery diary"}

pytestmark = pytest.mark.usefixtures("started")


def written(run: Run, path: Path, *more: str) -> bytes:
    run("report", "-o", str(path), *more, now=NOW)
    return path.read_bytes()


@pytest.fixture(autouse=True)
def entries(run: Run, started: Path) -> None:
    run("log", "pain=5", "walk=10", "--note", "Slept.", now="2026-11-05T19:00:00-05:00")
    run("log", "pain=3", "walk=20", now="2026-11-12T19:00:00-05:00")


@pytest.mark.parametrize(("ending", "begins"), FORMS.items())
def test_the_form_follows_the_name(
    run: Run, tmp_path: Path, ending: str, begins: bytes
) -> None:
    path = tmp_path / f"page{ending}"

    content = written(run, path)

    assert content.lstrip().lower().startswith(begins.lower())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("ending", [*FORMS, ".PDF"])
def test_the_same_diary_at_the_same_instant_gives_the_same_bytes(
    run: Run, tmp_path: Path, ending: str
) -> None:
    first = written(run, tmp_path / f"one{ending}")

    assert written(run, tmp_path / f"two{ending}") == first


@pytest.mark.parametrize("ending", FORMS)
def test_a_page_that_is_there_is_kept_unless_somebody_says_yes(
    run: Run, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"page{ending}"
    path.write_text("of mine")

    said = run("report", "-o", str(path), now=NOW, code=2)

    assert "there already" in said.stderr
    assert "--yes" in said.stderr
    assert path.read_text() == "of mine"
    assert written(run, path, "--yes") != b"of mine"


def test_no_page_is_written_through_a_link(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "target.pdf"
    target.write_text("of mine")
    (tmp_path / "page.pdf").symlink_to(target)

    said = run("report", "-o", str(tmp_path / "page.pdf"), "--yes", now=NOW, code=2)

    assert "is a link" in said.stderr
    assert target.read_text() == "of mine"


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["-o", "page.doc"], 2, "ends in .pdf, .html or .txt"),
        (["-o", "page"], 2, "ends in .pdf, .html or .txt"),
        (["--large-print"], 2, "Large print is for paper"),
        (["--large-print", "-o", "page.txt"], 2, "Large print is for paper"),
        (["--to", "tomorrow"], 1, "not come yet"),
        (["--since", "tomorrow"], 1, "not come yet"),
        (["--since", "2026-11-12", "--to", "2026-11-11"], 1, "Change the two"),
        (["--since", "last-visit"], 1, "No visit before that day took place"),
    ],
)
def test_what_cannot_be_a_page_is_refused_and_nothing_is_written(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: list[str],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())

    said = run("report", *typed, now=NOW, code=code)

    assert words in said.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_the_page_ends_with_the_day_that_was_asked_for(run: Run) -> None:
    said = run("report", "--to", "2026-11-11", now=NOW).stdout

    assert "Tue 3 to Wed 11 November 2026, day 8. As it stood on that day." in said
    assert "Written down on 1 of 8 days" in " ".join(said.split())
    assert "Pain              5 (day 2)" in said


def test_a_page_up_to_an_earlier_day_says_what_was_known_then(run: Run) -> None:
    nurse = ["--by", "Nurse Example"]
    run("told", "heavy-lifting", "--limit", "5lb", *nurse, now="2026-11-05T20:00-05:00")
    run("visit", "ask", "Before?", now="2026-11-06T09:00:00-05:00")
    run("visit", "add", "2026-11-08", now="2026-11-06T10:00:00-05:00")
    run("visit", "done", "1", "--at", "2026-11-08", now="2026-11-08T18:00:00-05:00")
    run("visit", "ask", "After?", now="2026-11-09T09:00:00-05:00")
    run("told", "driving", "--cleared", *nurse, now="2026-11-10T09:00:00-05:00")
    run("bone", "bone-scan", "booked", now="2026-11-10T09:00:00-05:00")
    run("log", "--sign", "calf", now="2026-11-11T09:00:00-05:00")

    then = run("report", "--to", "2026-11-08", now=NOW).stdout
    today = run("report", "--since", "procedure", now=NOW).stdout

    assert "day 5. As it stood on that day." in then
    assert "up to 5 lb" in then
    assert "1 Before?" in then
    assert "calf" in then
    for words in ("Driving           cleared", "After?", "booked"):
        assert words not in then
        assert words in today
    assert "Still open" not in then
    assert "Still open" in today
    assert "Before?" not in today
    assert "As it stood" not in today


def test_a_page_up_to_an_earlier_day_begins_with_the_visit_before_it(run: Run) -> None:
    run("visit", "add", "2026-11-06", now="2026-11-05T20:00:00-05:00")
    run("visit", "done", "1", "--at", "2026-11-06", now=NOW)
    run("visit", "add", "2026-11-18", now=NOW)
    run("visit", "done", "2", "--at", "2026-11-15", now=NOW)

    said = run("report", "--to", "2026-11-13", now=NOW).stdout

    assert "Fri 6 to Fri 13 November 2026, day 10, since the last visit." in said


def test_a_page_since_the_procedure_does_not_begin_with_the_visit(run: Run) -> None:
    run("visit", "add", "2026-11-06", now="2026-11-05T20:00:00-05:00")
    run("visit", "done", "1", "--at", "2026-11-06", now=NOW)

    assert "\nFri 6 to Tue 17 November" in run("report", now=NOW).stdout
    said = run("report", "--since", "procedure", now=NOW).stdout
    assert "\nTue 3 to Tue 17 November" in said


def test_notes_are_on_the_page_for_those_who_want_them(run: Run) -> None:
    assert "Slept." not in run("report", now=NOW).stdout

    said = run("report", "--notes", now=NOW).stdout

    assert "NOTES\n  Thu 5 Nov, day 2, entry 1, written by Ruth Example: Slept." in said


def test_large_print_is_another_page(run: Run, tmp_path: Path) -> None:
    usual = written(run, tmp_path / "usual.pdf")

    assert written(run, tmp_path / "large.pdf", "--large-print") != usual


def test_a_letter_that_no_font_has_is_said(run: Run, tmp_path: Path) -> None:
    run("visit", "ask", "Is my \U0001f9b4 \ue000 strong?", now=NOW)

    said = run("report", "-o", str(tmp_path / "page.pdf"), now=NOW)

    assert "Some letters could not be shown" in said.stderr
    assert "Written: " in said.stdout


def test_the_page_as_text_loads_nothing_that_sets_type(started: Path) -> None:
    loaded = modules_after(started.parent, "report")

    assert not loaded & {"typst", "jinja2", "rich", "icalendar", "sqlalchemy"}

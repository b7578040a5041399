"""Whom to call is on the screen although the entry could not be saved."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_terminal import session
from tests.conftest import Run
from tracker.store import sqlite_driver


@pytest.fixture
def held(started: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Ruth's diary while another program writes in it."""
    monkeypatch.setattr(sqlite_driver, "HURRIED_SECONDS", 0)
    monkeypatch.setattr(sqlite_driver, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(started, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield started


@pytest.mark.usefixtures("held")
def test_an_emergency_says_whom_to_call_before_it_says_that_nothing_is_saved(
    run: Run,
) -> None:
    said = run("log", "--sign", "chest-breath", code=2).stderr

    assert said.splitlines()[0] == "Call 911 now."
    assert said.index("Chest pain") < said.index("Nothing was saved")


@pytest.mark.usefixtures("held")
def test_an_answer_that_raises_a_sign_does_so_too(run: Run) -> None:
    said = run("log", "temperature=39.5C", code=2).stderr

    assert "Call the care team today: 555 0100" in said
    assert "A temperature of 38.0 C" in said
    assert "Nothing was saved" in said


@pytest.mark.usefixtures("held")
def test_the_gravest_comes_first(run: Run) -> None:
    said = run("log", "--sign", "calf", "--sign", "chest-breath", code=2).stderr

    assert said.index("Call 911 now.") < said.index("Call the care team today")


@pytest.mark.usefixtures("held")
def test_without_a_sign_only_the_reason_is_said(run: Run) -> None:
    said = run("log", "pain=4", code=2).stderr

    assert said.count("\n") == 1
    assert "Nothing was saved" in said


@pytest.mark.usefixtures("held")
def test_for_programs_standard_output_stays_empty(run: Run) -> None:
    said = run("--json", "log", "--sign", "chest-breath", code=2)

    assert said.stdout == ""
    assert said.stderr.startswith("Call 911 now.")


def test_a_sign_that_was_marked_is_not_waited_for(
    held: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_driver, "BUSY_SECONDS", 600)

    assert "Call 911 now." in run("log", "--sign", "chest-breath", code=2).stderr


def test_a_sign_marked_when_asked_is_told_too(started: Path) -> None:
    with closing(sqlite3.connect(started, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said, code = session(started, ["log"], ["1"], 80)

    assert code == 2
    assert said.index("Call 911 now.") < said.index("Nothing was saved")


def test_an_emergency_where_nothing_is_begun_says_to_call(run: Run) -> None:
    said = run("log", "--sign", "chest-breath", "--sign", "calf", code=1).stderr

    assert said.startswith("Call your emergency number (911, 112 or 999")
    assert said.index("Chest pain") < said.index("Call your care team today.")
    assert said.index("swollen") < said.index("No recovery is written down yet.")


def test_an_answer_where_nothing_is_begun_says_only_how_to_begin(run: Run) -> None:
    assert run("log", "pain=4", code=1).stderr.startswith("No recovery is written")


@pytest.fixture
def of_two(started: Path, run: Run) -> Path:
    """A diary of two people, where nobody is chosen."""
    run("person", "add", "Otto Example")
    return started


@pytest.mark.usefixtures("of_two")
@pytest.mark.parametrize(
    ("typed", "code", "why"),
    [
        ((), 2, "Whose diary?"),
        (("--person", "Example"), 2, "can be one of 2 people"),
        (("--person", "Nobody"), 1, 'Nobody in this diary is called "Nobody".'),
        (("--person", ""), 1, 'Nobody in this diary is called "".'),
    ],
)
def test_a_sign_says_to_call_also_where_it_is_not_clear_whose_it_is(
    run: Run, typed: tuple[str, ...], code: int, why: str
) -> None:
    line = ("log", "--sign", "chest-breath", "--sign", "calf")

    for words in ((*typed, *line), (*line, *typed)):
        said = run(*words, code=code).stderr

        assert said.startswith("Call your emergency number (911, 112 or 999")
        assert said.index("Chest pain") < said.index("Call your care team today.")
        assert said.index("swollen") < said.index(why)


@pytest.mark.usefixtures("of_two")
def test_a_sign_of_a_plan_of_their_own_is_answered_too(run: Run) -> None:
    said = run("log", "--sign", "own-sign", "--sign", "calf", code=2).stderr

    assert said.startswith("Call your care team today.")
    assert said.index("You marked a sign that cannot be") < said.index("Whose diary?")


@pytest.mark.usefixtures("of_two")
@pytest.mark.parametrize("line", ["log pain=4", "log pain=4 --sign none"])
def test_without_a_sign_only_whose_it_is_is_asked(run: Run, line: str) -> None:
    assert run(*line.split(), code=2).stderr.startswith("Whose diary?")


@pytest.mark.parametrize(
    "wrong",
    [
        ("pain=99",),
        ("--zone", "Foo/Bar"),
        ("--id", "x"),
        ("--at", "foo"),
        ("--note", " "),
    ],
)
def test_a_sign_beside_any_other_mistake_says_whom_to_call(
    run: Run, started: Path, wrong: tuple[str, ...]
) -> None:
    said = run("log", "--sign", "chest-breath", *wrong, code=1)

    assert said.stderr.startswith("Call your emergency number")

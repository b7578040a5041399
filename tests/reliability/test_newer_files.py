"""A diary of a newer program, or of another one, is refused whole and stays as it is.

Stands for the look at the application id and the revision before anything is written,
and for the version that a file of a newer form says it needs.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.store.test_schema import REBUILD, migrations_with
from tracker import __version__
from tracker.store import schema
from tracker.store.sqlite_driver import version_number

LINES = {
    "read": ["today"],
    "read for programs": ["entries", "--json"],
    "write": ["log", "pain=4"],
    "correct": ["edit", "1", "pain=5"],
    "take back": ["undo"],
    "begin": ["start", "2026-11-03", "--name", "Ruth Example"],
    "hand on": ["export", "csv"],
    "upgrade": ["db", "upgrade"],
    "erase": ["erase", "Ruth Example"],
}
LINE = pytest.mark.parametrize("words", LINES.values(), ids=LINES.keys())
NEWER = "UPDATE alembic_version SET version_num = 'zz99'"


def changed(path: Path, *texts: str) -> bytes:
    with closing(sqlite3.connect(path)) as connection, connection:
        for text in texts:
            connection.execute(text)
    return path.read_bytes()


def needed_by(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@LINE
def test_a_newer_diary_names_the_version_that_it_needs(
    started: Path, run: Run, words: list[str]
) -> None:
    before = changed(started, NEWER, "PRAGMA user_version = 4009012")

    said = run(*words, code=2)

    assert said.stdout == ""
    assert said.stderr == (
        f"{started} was written by a newer tracker (4.9.12 or later). "
        "Update tracker, then try again.\n"
    )
    assert started.read_bytes() == before


@LINE
def test_the_file_of_another_program_is_no_diary(
    started: Path, run: Run, words: list[str]
) -> None:
    before = changed(started, "PRAGMA application_id = 7")

    said = run(*words, code=2)

    assert (said.stdout, said.stderr.count("\n")) == ("", 1)
    assert "is not a tracker diary" in said.stderr
    assert started.read_bytes() == before


@pytest.mark.parametrize("number", [0, -1, 1, version_number(__version__)])
def test_a_number_that_names_no_newer_version_is_not_repeated(
    started: Path, run: Run, number: int
) -> None:
    before = changed(started, NEWER, f"PRAGMA user_version = {number}")

    said = run("today", code=2)

    assert re.search(
        r"\(its format is 'zz99'; this one knows up to \d{4}\)", said.stderr
    )
    assert started.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    ["DELETE FROM alembic_version", "INSERT INTO alembic_version VALUES ('0001')"],
    ids=["none", "two"],
)
def test_a_diary_of_no_one_form_is_damaged(started: Path, run: Run, text: str) -> None:
    before = changed(started, text)

    said = run("log", "pain=4", code=2)

    assert "is damaged" in said.stderr
    assert started.read_bytes() == before


def test_whatever_gives_a_diary_its_form_says_which_version_it_needs(
    started: Path, tmp_path: Path
) -> None:
    assert needed_by(started) == version_number(__version__)
    changed(started, "PRAGMA user_version = 0")

    schema.upgrade(str(started))
    assert needed_by(started) == 0

    schema.upgrade(str(started), migrations_with(REBUILD, tmp_path))
    assert needed_by(started) == version_number(__version__)


@pytest.mark.parametrize(
    ("version", "number"),
    [("0.1.0", 1_000), ("1.2.3", 1_002_003), ("12.0.45.dev1", 12_000_045)],
)
def test_a_version_is_kept_as_one_number(version: str, number: int) -> None:
    assert version_number(version) == number

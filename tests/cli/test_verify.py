"""Verify as typed: a line for each thing, and 1 when one of them is not well."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_terminal import session, too_wide
from tests.conftest import Run

SECRET = "Nobody else may read this"
LINES = (
    "File", "Pages", "References", "Tables", "History", "Protocols", "Numbers",
    "Permissions", "Folder", "Space", "Leftovers", "Backup",
)  # fmt: skip


@pytest.fixture
def copied(started: Path, run: Run) -> Path:
    run("log", "pain=4", "--note", SECRET)
    run("backup")
    return started


def forge(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(text)
        connection.commit()


@pytest.mark.usefixtures("copied")
def test_when_all_is_well_each_line_says_so(run: Run) -> None:
    said = run("verify", "--plain").stdout.splitlines()

    assert [line.partition(": ")[0] for line in said[2:-1]] == list(LINES)
    assert all(": ok" in line for line in said[2:-1])
    assert said[-1] == "12 of 12 are ok. Nothing was changed."


def test_what_is_not_well_is_said_with_its_next_step(copied: Path, run: Run) -> None:
    forge(copied, "UPDATE check_in SET note = note || '!'")

    said = run("verify", code=1).stdout

    assert "NOT WELL" in said
    assert "tracker backup verify" in " ".join(said.split())
    assert SECRET not in said


def test_forty_columns_are_enough(copied: Path) -> None:
    forge(copied, "UPDATE check_in SET note = note || '!'")

    shown, code = session(copied, ["verify"], [])

    assert code == 1
    assert [line for line in too_wide(shown, 40) if str(copied) not in line] == []


def test_for_programs_each_line_has_its_parts(copied: Path, run: Run) -> None:
    copied.chmod(0o644)

    found = json.loads(run("verify", "--json", code=1).stdout)

    assert found["version"] == 1
    assert not found["ok"]
    lines = {line["name"]: line for line in found["lines"]}
    assert [name.capitalize() for name in lines] == list(LINES)
    assert lines["permissions"]["state"] == "not well"
    assert lines["permissions"]["advice"] == f"chmod 600 {copied}"


def test_without_a_diary_there_is_nothing_to_look_at(
    run: Run, diary_path: Path
) -> None:
    run("verify", code=1)

    assert not diary_path.exists()


def test_what_is_no_diary_ends_with_two(run: Run, diary_path: Path) -> None:
    diary_path.write_text("my letters")

    assert "is not a tracker diary" in run("verify", code=2).stderr
    assert diary_path.read_text() == "my letters"


def test_a_damaged_diary_ends_with_one(copied: Path, run: Run) -> None:
    content = bytearray(copied.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    copied.write_bytes(content)

    run("verify", code=1)

    assert copied.read_bytes() == content

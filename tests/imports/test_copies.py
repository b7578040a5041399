"""A copy of before that is not sound stops the import; one that is not needed goes."""

import os
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.conftest import Run
from tests.imports.files import HEAD, a_line
from tracker.errors import UnusableFile
from tracker.services import import_files
from tracker.services.import_files import read_file
from tracker.store.copies import copy_verified

LATER = "2026-11-20T19:10:00-05:00"
Damage = Callable[[sqlite3.Connection], object]


def forgets_a_row(copy: sqlite3.Connection) -> None:
    copy.execute("DELETE FROM contact")
    copy.commit()


def loses_an_index(copy: sqlite3.Connection) -> None:
    copy.execute("PRAGMA writable_schema = ON")
    copy.execute("DELETE FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    copy.commit()
    copy.execute("PRAGMA writable_schema = RESET")


def nothing(copy: sqlite3.Connection) -> None:
    copy.commit()


def broken_by(damage: Damage) -> type[sqlite3.Connection]:
    """A disk that does this to a copy as it is made."""

    class OnABadDisk(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection) -> None:  # type: ignore[override]
            super().backup(target)
            damage(target)

    return OnABadDisk


@pytest.mark.parametrize("damage", [forgets_a_row, loses_an_index])
def test_an_unsound_copy_is_refused_and_taken_away(
    started: Path, monkeypatch: pytest.MonkeyPatch, damage: Damage
) -> None:
    opens = partial(sqlite3.connect, factory=broken_by(damage))
    monkeypatch.setattr(sqlite3, "connect", opens)

    with pytest.raises(UnusableFile, match="could not be copied soundly"):
        copy_verified(str(started), "before-import", NOW)

    assert not list(started.parent.rglob("*before-import*"))


def test_a_sound_copy_stays(started: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opens = partial(sqlite3.connect, factory=broken_by(nothing))
    monkeypatch.setattr(sqlite3, "connect", opens)

    assert copy_verified(str(started), "before-import", NOW).exists()


def test_when_it_cannot_be_written_the_copy_of_before_is_taken_away(
    run: Run, started: Path, tmp_path: Path
) -> None:
    file = tmp_path / "given.ndjson"
    file.write_text(f"{HEAD}\n{a_line()}\n", encoding="utf-8")
    with sqlite3.connect(started) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON check_in "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    connection.close()

    run("import", str(file), "--yes", now=LATER, code=2)

    assert not list(tmp_path.rglob("*before-import*"))


def test_a_file_that_grew_while_it_was_read_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "growing"
    file.write_bytes(b"x" * 11)
    small = os.stat_result((0o100600, 0, 0, 1, 0, 0, 10, 0, 0, 0))
    monkeypatch.setattr(import_files, "LARGEST", 10)
    monkeypatch.setattr(os, "fstat", lambda _handle: small)

    with pytest.raises(UnusableFile, match="larger than"):
        read_file(file)


def test_a_file_as_large_as_may_be_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"x" * 10)
    monkeypatch.setattr(import_files, "LARGEST", 10)

    assert read_file(file) == b"x" * 10

"""An entry that could not be saved is kept aside, taken in once, and then removed."""

import json
import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.builders import an_id
from tests.conftest import Run, Said
from tracker.services import kept_draft
from tracker.services.kept_draft import is_kept_draft
from tracker.store import sqlite_driver


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_driver, "HURRIED_SECONDS", 0)
    monkeypatch.setattr(sqlite_driver, "BUSY_SECONDS", 0)


@contextmanager
def held(diary: Path) -> Iterator[None]:
    """Meanwhile another program writes in the diary."""
    other = sqlite3.connect(diary, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


def refused(run: Run, diary: Path) -> Said:
    with held(diary):
        return run("log", "pain=4", "--id", an_id(7), code=2)


def draft_beside(diary: Path) -> Path:
    return diary.with_name(f"{diary.name}.draft-{an_id(7)}.ndjson")


def test_what_is_kept_is_never_to_be_typed_again(run: Run, started: Path) -> None:
    said = refused(run, started).stderr

    assert "Do not type it again" in said
    assert "Nothing was saved in the diary yet." in said
    assert "try again" not in said


def test_what_could_not_be_kept_either_may_be_tried_again(
    run: Run, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_draft, "MOST", 0)

    said = refused(run, started).stderr

    assert "try again" in said
    assert "Do not type it again" not in said


def test_it_is_taken_in_once_and_then_removed(run: Run, started: Path) -> None:
    said = refused(run, started).stderr
    command = shlex.split(said[said.index("tracker --db") :])
    draft = draft_beside(started)
    assert draft.exists()

    shown = run(*command[command.index("import") :]).stdout

    assert "this file was removed:" in shown
    assert not draft.exists()
    entries = json.loads(run("entries", "--json").stdout)["entries"]
    assert [entry["id"] for entry in entries] == [an_id(7)]


def test_for_programs_the_removal_is_in_the_result(run: Run, started: Path) -> None:
    refused(run, started)
    draft = draft_beside(started)

    looked = json.loads(run("import", str(draft), "--dry-run", "--json").stdout)
    shape = json.loads(run("import", str(draft), "--yes", "--json").stdout)

    assert looked["draft"] is None
    assert shape["draft"] == {"file": str(draft), "removed": True}


def test_a_file_that_cannot_be_removed_is_named(
    run: Run, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(run, started)
    draft = draft_beside(started)

    remove = os.unlink

    def refuse(path: str, **kept: Any) -> None:
        if str(path) == str(draft):
            raise PermissionError
        remove(path, **kept)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", refuse)
        shown = run("import", str(draft), "--yes").stdout

    assert "this file can be removed:" in shown
    assert draft.exists()


NAMES = [
    "letter.draft-2.ndjson",
    f"other.sqlite.draft-{an_id(7)}.ndjson",
    f"diary.sqlite.draft-{an_id(8)}.ndjson",
    f"my diary.sqlite.draft-{an_id(7)}.ndjson",
    f"elsewhere/diary.sqlite.draft-{an_id(7)}.ndjson",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_persons_own_file_is_never_removed(
    run: Run, started: Path, name: str
) -> None:
    refused(run, started)
    own = started.parent / name
    own.parent.mkdir(exist_ok=True)
    draft_beside(started).rename(own)

    run("import", str(own), "--yes")
    run("import", str(own), "--yes", "--json")

    assert own.exists()


def test_a_link_to_a_draft_is_left_alone(run: Run, started: Path) -> None:
    refused(run, started)
    link = started.parent / "elsewhere" / draft_beside(started).name
    link.parent.mkdir()
    link.symlink_to(draft_beside(started))

    run("import", str(link), "--yes", code=2)

    assert not is_kept_draft(str(link), str(started))
    assert link.is_symlink()
    assert draft_beside(started).exists()


def test_a_draft_reached_through_a_linked_folder_is_one(
    run: Run, started: Path, tmp_path: Path
) -> None:
    refused(run, started)
    linked = tmp_path / "linked"
    linked.symlink_to(started.parent, target_is_directory=True)

    assert is_kept_draft(str(linked / draft_beside(started).name), str(started))

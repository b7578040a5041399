"""Verify looks around: at the newest copy, at what is left over, at who can read."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import ANNA, NOW, a_contact, a_person, an_id
from tests.locked import PASSPHRASE, lock, quick
from tests.services.test_verify import backups, copied, looked, not_well
from tracker.services import newest_copy
from tracker.services.backup import back_up
from tracker.services.leftovers import LIVING_SECONDS
from tracker.services.verify import Line, verify
from tracker.store.locked import open_locked
from tracker.store.sqlite_driver import OpenFile, SqliteDriver, open_plain
from tracker.store.store import Store

__all__ = ["copied"]
TEMPORARY = "0123456789abcdef.making"


def copy_of(path: Path, folder: str | None = None, at: datetime = NOW) -> Path:
    made = back_up(str(path), folder or backups(path), at, open_plain, None)
    return Path(made.copy.path)


def write_one(path: Path, open_file: OpenFile = open_plain) -> None:
    with closing(SqliteDriver(str(path), open_file)) as driver:
        store = Store(driver)
        with store.writing():
            person = store.person()
            assert person is not None
            aunt = a_contact(id=an_id(501), name="Aunt")
            store.write(person, (ANNA, NOW, "contact", "added"), after=[aunt])


def backup_line(path: Path, folder: Path) -> Line:
    lines = verify(str(path), str(folder), NOW, open_plain, open_plain)
    return next(line for line in lines if line.name == "backup")


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder of copies that is not the diary's own."""
    folder = tmp_path / "shared"
    folder.mkdir(0o700)
    return folder


@pytest.fixture
def of_another(template: Path, tmp_path: Path) -> Path:
    """A diary of somebody else."""
    path = Path(shutil.copy(template, tmp_path / "another.sqlite"))
    with closing(SqliteDriver(str(path))) as driver:
        store, bob = Store(driver), a_person(id=an_id(502), name="Bob")
        with store.writing():
            store.write(bob, (ANNA, NOW, "start", "began"), after=[bob])
    return path


def test_a_copy_of_somebody_else_is_no_copy_of_ours(
    started: Path, of_another: Path, shared: Path
) -> None:
    copy_of(of_another, str(shared))

    assert backup_line(started, shared).said == "there is none"


def test_behind_newer_copies_of_somebody_else_ours_is_found(
    started: Path, of_another: Path, shared: Path
) -> None:
    copy_of(started, str(shared), NOW - timedelta(days=2))
    copy_of(of_another, str(shared))

    line = backup_line(started, shared)

    assert (line.state, line.said) == ("ok", "2 days old; it holds everything")


def test_a_newest_copy_with_a_broken_page_is_not_well(started: Path) -> None:
    copy_of(started, at=NOW - timedelta(days=1))
    newest = copy_of(started)
    content = bytearray(newest.read_bytes())
    with closing(sqlite3.connect(started)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'milestone'"
        page = connection.execute(query).fetchone()[0] - 1
    size = len(content) // connection_pages(newest)
    content[page * size : (page + 1) * size] = bytes(size)
    newest.write_bytes(content)

    line = looked(started)["backup"]

    assert line.state == "not well"
    assert line.said == f"of today, but not whole: {newest.name}"


def connection_pages(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


def test_a_newest_copy_that_cannot_be_read_is_not_well(started: Path) -> None:
    copy_of(started, at=NOW - timedelta(days=1))
    copy_of(started).write_bytes(b"nothing")

    assert "cannot be read" in looked(started)["backup"].said


def test_in_a_shared_folder_what_cannot_be_read_is_told_and_passed_over(
    started: Path, shared: Path
) -> None:
    copy_of(started, str(shared), NOW - timedelta(days=1))
    copy_of(started, str(shared)).write_bytes(b"nothing")

    line = backup_line(started, shared)

    assert line.state == "ok"
    assert "1 newer cannot be read" in line.said


def test_a_diary_that_was_rolled_back_is_behind_its_newest_copy(
    started: Path, tmp_path: Path
) -> None:
    older = shutil.copy(started, tmp_path / "older.sqlite")
    write_one(started)
    newest = copy_of(started)
    shutil.copy(older, started)

    line = looked(started)["backup"]

    assert line.state == "not well"
    assert "it holds steps that the diary does not" in line.said
    assert f"tracker restore {newest.name} --dry-run" in line.advice


def test_a_copy_that_holds_less_is_well_while_it_is_new(copied: Path) -> None:
    write_one(copied)

    assert looked(copied)["backup"] == Line("backup", "ok", "of today")


def test_of_many_locked_copies_one_is_opened(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    lock(started)
    key, opened = open_locked(PASSPHRASE), list[str]()
    for days in range(5):
        at = NOW - timedelta(days=days)
        back_up(str(started), backups(started), at, key, None)

    def counting(path: str, mode: str) -> sqlite3.Connection:
        opened.append(path)
        return key(path, mode)

    lines = verify(str(started), backups(started), NOW, key, counting)

    assert lines[-1].said == "of today; it holds everything"
    assert len(opened) == 1


def test_only_so_many_locked_copies_of_others_are_tried(
    started: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = list[str]()
    for days in range(9):
        copy_of(started, str(shared), NOW - timedelta(days=days)).write_bytes(
            b"x" * 512
        )

    def counting(path: str, mode: str) -> sqlite3.Connection:
        tried.append(path)
        return open_plain(path, mode)

    lines = verify(str(started), str(shared), NOW, open_plain, counting)

    assert "cannot be read" in lines[-1].said
    assert len(tried) == newest_copy.MOST_UNREAD + 1


# What is left


def left(file: Path, age: float = 2 * LIVING_SECONDS) -> Path:
    file.touch(0o600)
    then = time.time() - age
    os.utime(file, (then, then))
    return file


@pytest.mark.parametrize("ending", ["making", "locking"])
def test_what_a_run_left_behind_is_named(copied: Path, ending: str) -> None:
    made = left(copied.with_name(f".{copied.name}.0123456789abcdef.{ending}"))
    left(copied.with_name(f".another.0123456789abcdef.{ending}"))

    found = looked(copied)["leftovers"]

    assert found.said == f"left over: {made.name}"
    assert found.advice == f"Remove it: rm {made}"


def test_what_is_being_made_now_is_left_by_nobody(copied: Path) -> None:
    left(copied.with_name(f".{copied.name}.{TEMPORARY}"), age=LIVING_SECONDS / 2)

    assert not_well(copied) == []


def test_what_is_left_among_the_copies_is_named(copied: Path) -> None:
    (copy,) = Path(backups(copied)).iterdir()
    made = left(copy.with_name(f".{copy.name}.{TEMPORARY}"))
    left(copy.with_name(f".letter.txt.{TEMPORARY}"))

    assert looked(copied)["leftovers"].said == f"left over: {made.name}"


def test_a_draft_that_waits_is_named_with_the_line_that_takes_it_in(
    copied: Path,
) -> None:
    draft = left(copied.with_name(f"{copied.name}.draft-{an_id(1)}.ndjson"), age=0)

    found = looked(copied)["leftovers"]

    assert found.state == "not well"
    assert f"import {draft} --yes" in found.advice


# Who can read


def lax_folder(folder: Path) -> Path:
    folder.chmod(0o755)
    return folder


def lax_copy(folder: Path) -> Path:
    (copy,) = folder.iterdir()
    copy.chmod(0o666)
    return copy


@pytest.mark.parametrize("lax", [lax_folder, lax_copy])
def test_copies_that_others_can_read_are_not_for_you_alone(
    copied: Path, lax: Callable[[Path], Path]
) -> None:
    place = lax(Path(backups(copied)))

    found = looked(copied)["permissions"]

    assert found.state == "not well"
    assert found.advice.endswith(str(place))


def test_a_stick_that_others_can_look_into_is_well(started: Path, shared: Path) -> None:
    copy_of(started, str(shared))
    shared.chmod(0o755)

    lines = verify(str(started), str(shared), NOW, open_plain, open_plain)

    assert {line.state for line in lines} == {"ok"}


def test_a_copy_that_a_lock_has_not_reached_is_named(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    lock(copied)
    key = open_locked(PASSPHRASE)

    lines = verify(str(copied), str(backups(copied)), NOW, key, open_plain)

    permissions = next(line for line in lines if line.name == "permissions")
    assert permissions.state == "not well"
    assert "can be read by anybody" in permissions.said
    assert "tracker lock" in permissions.advice

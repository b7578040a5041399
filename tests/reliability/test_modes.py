"""Every file that the program makes is its owner's alone.

Stands for the mode given when a file is made, whatever the umask says.
"""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.test_upgrades import FROZEN
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

ROOT = Path(__file__).parents[2]
UMASKS = pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)


def modes_in(folder: Path) -> dict[str, str]:
    """Every file and folder below with its mode."""
    return {
        str(path.relative_to(folder)): oct(stat.S_IMODE(path.lstat().st_mode))
        for path in folder.rglob("*")
    }


def open_to_others(folder: Path) -> dict[str, str]:
    """What others than the owner may read or write, or what has another mode."""
    usual = {True: "0o700", False: "0o600"}
    return {
        name: mode
        for name, mode in modes_in(folder).items()
        if mode != usual[(folder / name).is_dir()]
    }


def tracker(home: Path, umask: int, *words: str) -> None:
    """The program as it is typed, with that umask and in that home."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *words],
        cwd=home,
        env={
            **{k: v for k, v in os.environ.items() if k != "TRACKER_BACKUPS"},
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "own" / "data"),
            "PYTHONPATH": str(ROOT),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        umask=umask,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@UMASKS
def test_every_file_is_its_owners_alone_whatever_the_umask(
    tmp_path: Path, umask: int
) -> None:
    tracker(tmp_path, umask, "start", "2026-11-03", "--name", "Ruth Example")
    tracker(tmp_path, umask, "log", "pain=4", "--note", "Slept badly.")
    tracker(tmp_path, umask, "backup", "--to", str(tmp_path / "stick"))
    tracker(tmp_path, umask, "export", "csv", "-o", "table.csv")
    tracker(tmp_path, umask, "report", "-o", "page.txt")
    tracker(tmp_path, umask, "archive", "diary.zip")
    tracker(tmp_path, umask, "sheet", "-o", "week.pdf")

    made = modes_in(tmp_path)
    assert len([name for name in made if name.endswith(".sqlite")]) == 3
    assert {"table.csv", "page.txt", "diary.zip", "week.pdf"} < made.keys()
    assert open_to_others(tmp_path) == {}


@UMASKS
def test_the_copy_before_an_upgrade_is_its_owners_alone(
    tmp_path: Path, umask: int
) -> None:
    shutil.copy(FROZEN / "0001.sqlite", tmp_path / "old.sqlite")
    (tmp_path / "old.sqlite").chmod(0o600)

    tracker(tmp_path, umask, "--db", "old.sqlite", "db", "upgrade")

    assert len([name for name in modes_in(tmp_path) if "before" in name]) == 1
    assert open_to_others(tmp_path) == {}


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_the_journal_of_a_write_is_its_owners_alone(started: Path) -> None:
    with closing(SqliteDriver(str(started))) as driver, Store(driver).writing():
        driver.run("update_person", _renamed(driver))
        journal = started.with_name(f"{started.name}-journal")

        assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def _renamed(driver: SqliteDriver) -> dict[str, object]:
    (person,) = driver.all("people")
    return {**person, "name": "R", "key_person_id": person["person_id"]}

"""`tracker backup`, `tracker restore` and the copy of the day, as people meet them."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.locked import lock, passphrase_file, quick
from tracker.services import backup as services
from tracker.store import copies
from tracker.store.header import is_locked

ROOT = Path(__file__).parents[2]
DAY_1 = "2026-11-04T19:10:00-05:00"
DAY_2 = "2026-11-05T19:10:00-05:00"
DAY_3 = "2026-11-06T19:10:00-05:00"
NOBODY = 65534


@pytest.fixture
def daily(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy of the day is made."""
    monkeypatch.delenv("TRACKER_BACKUPS")


@pytest.fixture
def folder(diary_path: Path) -> Path:
    return Path(f"{diary_path}.backups")


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder)) if folder.exists() else []


def only(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


# By hand


@pytest.mark.usefixtures("started")
def test_a_copy_says_where_it_is_and_what_it_holds(run: Run, folder: Path) -> None:
    run("log", "pain=4", "--at", "2026-11-04")

    said = run("backup").stdout

    assert names(folder) == ["20261105T001000Z-by-hand.sqlite"]
    assert str(only(folder)) in said
    assert "It holds 1 entry of Ruth Example, the newest of Wed 4 Nov." in said


@pytest.mark.usefixtures("started")
def test_a_copy_goes_where_it_is_said_and_is_listed_there(
    run: Run, tmp_path: Path, folder: Path
) -> None:
    stick = tmp_path / "stick"

    run("backup", "--to", str(stick))

    assert len(names(stick)) == 1
    assert names(folder) == []
    assert "1 copy in" in run("backup", "--to", str(stick), "list").stdout


@pytest.mark.usefixtures("started")
def test_nothing_older_goes_unless_it_is_said_how_many_stay(
    run: Run, folder: Path
) -> None:
    run("backup", now=DAY_1)
    run("backup", now=DAY_2)
    assert len(names(folder)) == 2

    said = run("backup", "--keep", "1d", now=DAY_3).stdout

    assert len(names(folder)) == 1
    assert said.count("Removed: ") == 2


@pytest.mark.usefixtures("started")
def test_nothing_goes_when_an_older_copy_holds_more_entries(
    run: Run, folder: Path
) -> None:
    run("log", "pain=4")
    run("backup", now=DAY_1)
    run("undo", now=DAY_2)

    said = run("backup", "--keep", "1d", now=DAY_2).stdout

    assert len(names(folder)) == 2
    assert "No older copy was removed:" in said


@pytest.mark.usefixtures("started")
def test_how_many_stay_has_to_be_readable(run: Run, folder: Path) -> None:
    assert "7d,4w,12m" in run("backup", "--keep", "a week", code=2).stderr
    assert names(folder) == []


def test_without_a_diary_there_is_nothing_to_copy(run: Run, folder: Path) -> None:
    run("backup", code=1)
    assert names(folder) == []


# The list


@pytest.mark.usefixtures("started")
def test_the_list_has_one_line_each_with_the_newest_first(run: Run) -> None:
    run("backup", now=DAY_1)
    run("log", "pain=4", now=DAY_2)
    run("backup", now=DAY_2)

    lines = run("backup", "list", "--plain").stdout.splitlines()

    assert lines[0].startswith("Thu 5 November 2026 19:10, by hand, 1 entry, ")
    assert lines[1].startswith("Wed 4 November 2026 19:10, by hand, 0 entries, ")
    assert lines[2] == "2 copies in"


def test_the_list_needs_no_diary(run: Run) -> None:
    assert "To make one: tracker backup" in run("backup", "list").stdout


def test_the_list_needs_no_diary_that_can_be_read(run: Run, started: Path) -> None:
    run("backup")
    started.write_bytes(b"nothing of a diary")

    assert "1 copy in" in run("backup", "list").stdout


@pytest.mark.usefixtures("started")
def test_the_list_for_programs(run: Run, folder: Path) -> None:
    run("backup")

    found = json.loads(run("backup", "list", "--json").stdout)

    (copy,) = found["copies"]
    assert copy == {
        "file": str(only(folder)),
        "at": "2026-11-05T00:10:00Z",
        "why": "by-hand",
        "bytes": only(folder).stat().st_size,
        "readable": True,
        "entries": 0,
        "newest": None,
        "person": "Ruth Example",
        "people": ["Ruth Example"],
    }


# Verify


@pytest.mark.usefixtures("started")
def test_every_copy_is_read_whole(run: Run) -> None:
    run("backup", now=DAY_1)
    run("backup", now=DAY_2)

    assert run("backup", "verify").stdout.count(": whole, ") == 2


@pytest.mark.usefixtures("started")
def test_a_copy_that_is_not_sound_is_named_and_ends_with_one(
    run: Run, folder: Path
) -> None:
    run("log", "pain=4")
    run("backup")
    with closing(sqlite3.connect(only(folder))) as connection, connection:
        connection.execute("UPDATE answer SET number = 5")

    said = run("backup", "verify", code=1).stdout

    assert "is damaged" in said
    assert "Make a new copy: tracker backup" in said
    run("backup", "verify", only(folder).name, code=1)


def test_where_there_is_no_copy_there_is_nothing_to_verify(run: Run) -> None:
    assert "Make one: tracker backup" in run("backup", "verify", code=1).stderr


# Restore


@pytest.mark.usefixtures("started")
def test_a_copy_is_restored_by_the_name_in_the_list(run: Run, folder: Path) -> None:
    run("log", "pain=4")
    run("backup", now=DAY_1)
    copy = only(folder).name
    run("log", "pain=6", now=DAY_2)

    said = run("restore", copy, "--yes", now=DAY_3).stdout

    assert "The copy does not have this step of the diary:" in said
    assert "Restored. The diary holds 1 entry." in said
    assert "20261107T001000Z-before-restore.sqlite" in said
    assert "Pain 6" not in run("entries").stdout


@pytest.mark.usefixtures("started")
def test_nothing_is_restored_without_a_yes(run: Run, folder: Path) -> None:
    run("backup", now=DAY_1)
    run("log", "pain=6", now=DAY_2)

    refused = run("restore", only(folder).name, code=2)
    looked = run("restore", only(folder).name, "--dry-run")

    assert "add --yes" in refused.stderr
    assert "Nothing was changed." in looked.stdout
    assert "Pain 6" in run("entries").stdout
    assert len(names(folder)) == 1


@pytest.mark.usefixtures("started")
def test_a_restore_for_programs(run: Run, folder: Path) -> None:
    run("backup", now=DAY_1)
    copy = only(folder)
    run("log", "pain=6", now=DAY_2)

    found = json.loads(run("restore", copy.name, "--yes", "--json", now=DAY_3).stdout)

    assert found["written"]
    assert (found["then"]["entries"], found["now"]["entries"]) == (0, 1)
    assert found["steps_not_in_it"] == 1
    assert found["kept"].endswith("-before-restore.sqlite")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_what_was_restored_is_not_said_to_be_not_when_it_cannot_be_shown(
    run: Run, started: Path, folder: Path
) -> None:
    run("backup", now=DAY_1)
    run("log", "pain=6", now=DAY_2)
    typed = ["--db", str(started), "restore", only(folder).name, "--yes"]

    with open("/dev/full", "w", encoding="utf-8") as full:
        said = subprocess.run(
            [sys.executable, "-m", "tracker", *typed],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert "Pain 6" not in run("entries").stdout
    assert "cannot be restored" not in said.stderr
    assert "The result could not be shown." in said.stderr


@pytest.mark.parametrize(
    ("diary_is", "copy_is", "words"),
    [
        ("locked", "plain", "This copy is not locked. The diary keeps its lock"),
        ("plain", "locked", "This copy is locked. The diary gets its lock"),
        ("locked", "locked", ""),
        ("plain", "plain", ""),
    ],
)
def test_what_becomes_of_the_lock_is_said_before_anything_is_asked(
    run: Run,
    started: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    diary_is: str,
    copy_is: str,
    words: str,
) -> None:
    quick(monkeypatch)
    monkeypatch.setenv("TRACKER_PASSPHRASE_FILE", str(passphrase_file(tmp_path)))
    run("backup", now=DAY_1)
    for file, kind in ((started, diary_is), (only(folder), copy_is)):
        if kind == "locked":
            lock(file)
    copy = only(folder).name

    looked = " ".join(run("restore", copy, "--dry-run").stdout.split())
    found = json.loads(run("restore", copy, "--yes", "--json").stdout)

    assert words in looked
    assert ("The diary keeps" in looked or "The diary gets" in looked) == bool(words)
    either = "locked" in (diary_is, copy_is)
    assert (found["locked_now"], found["locked_then"]) == (diary_is == "locked", either)
    assert is_locked(str(started)) == either


def test_a_diary_that_nobody_can_unlock_is_kept_and_the_way_past_it_is_said(
    run: Run,
    started: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick(monkeypatch)
    run("backup", now=DAY_1)
    lock(started)
    wrong = passphrase_file(tmp_path, "not the passphrase")
    monkeypatch.setenv("TRACKER_PASSPHRASE_FILE", str(wrong))

    before = started.read_bytes()

    refused = run("restore", only(folder).name, "--yes", code=2).stderr

    assert "give" in refused
    assert "another name first" in refused
    assert started.read_bytes() == before


def test_a_file_that_is_not_there_is_told_with_where_the_copies_are(run: Run) -> None:
    assert "tracker backup list" in run("restore", "none.sqlite", code=1).stderr


# Once a day


@pytest.mark.usefixtures("started", "daily")
def test_the_first_entry_of_a_day_makes_the_copy_of_the_day(
    run: Run, folder: Path
) -> None:
    run("log", "pain=4", now=DAY_1)
    run("log", "pain=5", now=DAY_1)
    run("log", "pain=6", now=DAY_2)

    assert names(folder) == [
        "20261105T001000Z-daily.sqlite",
        "20261106T001000Z-daily.sqlite",
    ]
    with closing(sqlite3.connect(folder / names(folder)[0])) as connection:
        (entries,) = connection.execute("SELECT count(*) FROM check_in").fetchone()
    assert entries == 1


@pytest.mark.usefixtures("started", "daily")
@pytest.mark.parametrize(
    "typed",
    [["today"], ["entries"], ["report"], ["backup", "list"], ["log", "pain=99"]],
    ids=" ".join,
)
def test_what_writes_nothing_makes_no_copy(
    run: Run, folder: Path, typed: list[str]
) -> None:
    run(*typed, code=1 if "pain=99" in typed else 0)

    assert names(folder) == []


@pytest.mark.usefixtures("started")
def test_the_copy_of_the_day_can_be_switched_off(run: Run, folder: Path) -> None:
    run("log", "pain=4", env={"TRACKER_BACKUPS": "off"})

    assert names(folder) == []


@pytest.mark.usefixtures("started", "daily")
def test_the_copy_of_the_day_goes_where_it_was_said(
    run: Run, tmp_path: Path, folder: Path
) -> None:
    stick = {"TRACKER_BACKUPS": str(tmp_path / "stick")}
    for _ in range(2):
        run("log", "pain=4", env=stick)

    assert names(tmp_path / "stick") == ["20261105T001000Z-daily.sqlite"]
    assert names(folder) == []


@pytest.mark.usefixtures("started", "daily")
def test_the_copy_of_somebody_else_in_the_same_folder_does_not_count(
    run: Run, tmp_path: Path
) -> None:
    stick = {"TRACKER_BACKUPS": str(tmp_path / "stick")}
    other = str(tmp_path / "other.sqlite")
    run("--db", other, "start", "2026-11-03", "--name", "Otto Example", env=stick)

    run("log", "pain=4", env=stick)

    assert len(names(tmp_path / "stick")) == 2


@pytest.mark.usefixtures("daily")
def test_a_copy_that_cannot_be_made_changes_neither_entry_nor_exit_code(
    run: Run, started: Path, folder: Path
) -> None:
    folder.write_text("no folder", encoding="utf-8")

    said = run("log", "pain=4", "--json")

    assert json.loads(said.stdout)
    assert "is saved. There is no copy of today yet." in said.stderr
    assert "To try again: tracker backup" in said.stderr
    assert "Pain 4" in run("entries").stdout


@pytest.mark.usefixtures("started", "daily")
def test_a_full_disk_changes_neither_entry_nor_exit_code(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "sync", full)

    said = run("log", "pain=4")

    assert "No space left" in said.stderr
    assert names(folder) == []


@pytest.mark.usefixtures("started", "daily")
def test_a_copy_that_is_stopped_changes_neither_entry_nor_exit_code(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_path: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(copies, "sync", stopped)

    said = run("log", "pain=4")

    assert "It was stopped." in said.stderr
    assert "Saved as entry 1." in said.stdout
    assert names(folder) == []


@pytest.mark.usefixtures("daily")
def test_a_copy_that_was_named_on_the_screen_is_there_for_a_week(
    run: Run, folder: Path, started: Path
) -> None:
    run("log", "pain=4", now=DAY_1)
    run("log", "pain=5", now=DAY_1)
    run("backup", now=DAY_1)
    first = next(name for name in names(folder) if "daily" in name)
    kept = json.loads(
        run("restore", first, "--yes", "--json", now=DAY_2).stdout
    )["kept"]  # fmt: skip

    for day in range(7, 14):
        run("log", "pain=3", now=f"2026-11-{day:02}T19:10:00-05:00")
        assert os.path.exists(kept)


@pytest.mark.usefixtures("started", "daily")
@pytest.mark.parametrize("wrong", ["2020-01-01T10:00:00Z", "2030-01-01T10:00:00Z"])
def test_a_wrong_clock_costs_no_copy(run: Run, folder: Path, wrong: str) -> None:
    for now in (DAY_1, wrong, DAY_2, DAY_3):
        run("contact", "add", "caregiver", "555-0301", "--name", now[:10], now=now)

    assert len(names(folder)) == 4


@pytest.mark.usefixtures("started", "daily")
def test_the_copy_is_made_after_the_result_was_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def look(*_: object) -> None:
        seen.append(sys.stdout)
        assert isinstance(sys.stdout.buffer, BytesIO)
        assert b"Saved as entry 1." in sys.stdout.buffer.getvalue()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(services, "make_copy", look)

    run("log", "pain=4")

    assert seen


@pytest.mark.usefixtures("daily")
def test_once_it_is_made_an_entry_imports_nothing_for_it(started: Path) -> None:
    typed = [sys.executable, "-X", "importtime", "-m", "tracker", "--db", str(started)]
    imported = []
    for _ in range(2):
        done = subprocess.run(
            [*typed, "--now", DAY_1, "log", "pain=4"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        imported.append({line.split("|")[-1].strip() for line in
                         done.stderr.splitlines()})  # fmt: skip

    first, second = imported
    assert "tracker.services.backup" in first
    ours = {name for name in first - second if name.startswith("tracker.")}
    assert "tracker.services.backup" in ours
    assert not second & {"pathlib", "hashlib", "sqlalchemy", "tracker.store.copies"}
    assert not first & {"sqlalchemy", "alembic"}


def test_a_restore_names_each_warning_that_waits_and_would_be_gone(
    run: Run, started: Path, folder: Path
) -> None:
    run("backup", now=DAY_1)
    run("log", "--sign", "chest-breath")
    for _ in range(12):
        run("log", "pain=4")

    looked = run("restore", only(folder).name, "--dry-run").stdout

    assert "Nobody has answered these warnings" in looked
    assert "1  Chest pain" in looked
    run("warnings", "answer", "1", "--called", "now")
    answered = run("restore", only(folder).name, "--dry-run").stdout
    assert "Nobody has answered" not in answered


def test_a_restore_says_that_it_brings_back_somebody_who_was_erased(
    run: Run, started: Path, folder: Path
) -> None:
    run("backup", now=DAY_1)
    copy = only(folder).name
    run("erase", "Ruth Example", stdin="Ruth Example\n")

    looked = " ".join(run("restore", copy, "--dry-run").stdout.split())

    assert "Ruth Example was erased from this diary on" in looked


@pytest.mark.usefixtures("started")
def test_a_folder_of_copies_that_depends_on_where_one_stands_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_BACKUPS", "copies")

    assert "needs a whole path" in run("backup", code=2).stderr
    assert "needs a whole path" in run("log", "pain=4").stderr
    assert not (tmp_path / "copies").exists()


def test_off_is_off_however_it_is_spelled(
    run: Run, started: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_BACKUPS", " OFF ")

    run("log", "pain=4")

    assert not folder.exists()

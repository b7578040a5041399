"""The archive as typed: written once, privately, and brought back elsewhere."""

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from tests.cli.test_verify import forge
from tests.conftest import Run
from tests.locked import lock, passphrase_file, quick
from tests.store.test_upgrades import rows_of
from tracker.archive import writing
from tracker.store.header import is_locked

SECRET = "Nobody else may read this"


@pytest.fixture
def lived(started: Path, run: Run) -> Path:
    run("log", "pain=4", "--note", SECRET)
    run("log", "pain=3", "--sign", "calf")
    run("undo")
    return started


@pytest.mark.usefixtures("lived")
def test_it_says_whose_how_much_and_up_to_which_change(
    run: Run, tmp_path: Path
) -> None:
    said = run("archive", str(tmp_path / "a.zip"), "--plain").stdout.splitlines()

    assert said[0] == f"Written: {tmp_path / 'a.zip'}"
    assert said[1:5] == [
        "Diary of: Ruth Example",
        "Entries: 1",
        "Newest entry: Wed 4 November 2026",
        "Changes: 4",
    ]
    assert said[5].startswith("Newest change: ")
    assert "not locked" in said[6]
    assert SECRET not in "\n".join(said)


@pytest.mark.usefixtures("lived")
def test_for_programs_it_says_the_same(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("archive", str(tmp_path / "a.zip"), "--json").stdout)

    assert (found["name"], found["entries"], found["changes"]) == ("Ruth Example", 1, 4)
    assert found["newest"] == "2026-11-04"
    assert len(found["heads"]) == 1


def test_it_comes_back_on_another_computer(
    lived: Path, run: Run, tmp_path: Path
) -> None:
    archive, other = str(tmp_path / "a.zip"), tmp_path / "other.sqlite"
    run("archive", archive)

    run("--db", str(other), "restore", archive, "--yes")

    assert rows_of(other) == rows_of(lived)
    run("--db", str(other), "archive", str(tmp_path / "b.zip"))
    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "a.zip").read_bytes()


@pytest.mark.usefixtures("lived")
def test_the_clock_is_not_in_it(run: Run, tmp_path: Path) -> None:
    run("archive", str(tmp_path / "a.zip"))
    run("archive", str(tmp_path / "b.zip"), now="2027-03-04T05:06:07+00:00")

    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "a.zip").read_bytes()


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_its_owner_can_read_it(run: Run, tmp_path: Path, mask: int) -> None:
    os.umask(mask)

    run("archive", str(tmp_path / "a.zip"))

    assert stat.S_IMODE((tmp_path / "a.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.infolist()[0].external_attr >> 16 == stat.S_IFREG | 0o600


@pytest.mark.usefixtures("lived")
def test_a_file_that_is_there_stays_unless_yes_is_typed(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "a.zip"
    file.write_text("mine")

    assert "--yes" in run("archive", str(file), code=2).stderr
    assert file.read_text() == "mine"
    run("archive", str(file), "--yes")
    assert zipfile.is_zipfile(file)


def test_a_diary_is_never_replaced_by_it(lived: Path, run: Run) -> None:
    before = lived.read_bytes()

    run("archive", str(lived), "--yes", code=2)

    assert lived.read_bytes() == before


@pytest.mark.usefixtures("lived")
def test_a_link_is_never_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "a.zip").symlink_to(tmp_path / "mine")

    run("archive", str(tmp_path / "a.zip"), "--yes", code=2)

    assert (tmp_path / "mine").read_text() == "mine"


def test_without_a_diary_there_is_nothing_to_write(run: Run, tmp_path: Path) -> None:
    run("archive", str(tmp_path / "a.zip"), code=1)

    assert not (tmp_path / "a.zip").exists()


def test_a_diary_that_does_not_hold_together_is_not_written(
    lived: Path, run: Run, tmp_path: Path
) -> None:
    forge(lived, "UPDATE check_in SET note = 'forged'")

    said = run("archive", str(tmp_path / "a.zip"), code=1).stderr

    assert "Nothing was written" in said
    assert "tracker verify" in said
    assert not list(tmp_path.glob("*a.zip*"))


@pytest.mark.usefixtures("lived")
def test_one_that_could_not_be_read_again_is_not_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LARGEST", 1000)

    assert "tracker backup" in run("archive", str(tmp_path / "a.zip"), code=2).stderr
    assert not list(tmp_path.glob("*a.zip*"))


@pytest.mark.usefixtures("lived")
def test_a_folder_that_is_not_there_is_said(run: Run, tmp_path: Path) -> None:
    said = run("archive", str(tmp_path / "no" / "a.zip"), code=2).stderr

    assert "cannot be written" in said


def test_a_locked_diary_comes_back_locked(
    lived: Path,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick(monkeypatch)
    monkeypatch.setenv("TRACKER_PASSPHRASE_FILE", str(passphrase_file(tmp_path)))
    lock(lived)
    run("archive", str(tmp_path / "a.zip"))
    run("undo")

    run("restore", str(tmp_path / "a.zip"), "--yes")

    assert is_locked(str(lived))
    run("archive", str(tmp_path / "b.zip"))
    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "a.zip").read_bytes()

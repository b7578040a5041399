"""A file lands where it was named, and never on another one or through a link.

Stands for names that are taken and not followed, and for names of protocols that are
looked up in a list and never joined to a path.
"""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import NOW, a_check_in
from tests.conftest import Run
from tracker.services.log import log
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

# Every line that writes a file, without the file's name.
WRITES = {
    "page.txt": "report -o",
    "page.html": "report -o",
    "page.pdf": "report -o",
    "page.json": "report --json -o",
    "week.pdf": "sheet -o",
    "table.csv": "export csv -o",
    "long.csv": "export csv --long -o",
    "words.csv": "export dictionary -o",
    "diary.json": "export json -o",
    "diary.ndjson": "export ndjson -o",
    "diary.fhir": "export fhir -o",
    "diary.ics": "export ics -o",
    "diary.zip": "archive",
}
WRITTEN = pytest.mark.parametrize(
    ("name", "line"), WRITES.items(), ids=[*WRITES.keys()]
)


# Where a file may not go


def a_link(path: Path, beside: Path) -> None:
    path.symlink_to(beside)


def a_link_to_nothing(path: Path, _: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def a_second_name(path: Path, beside: Path) -> None:
    path.hardlink_to(beside)


def a_file(path: Path, _: Path) -> None:
    path.write_text("whole", encoding="utf-8")


def a_folder(path: Path, _: Path) -> None:
    path.mkdir()


def a_pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def a_pipe_behind_a_link(path: Path, _: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


def an_endless_device(path: Path, _: Path) -> None:
    path.symlink_to("/dev/zero")


def a_device(path: Path, _: Path) -> None:
    path.symlink_to("/dev/stdout")


def a_diary(path: Path, beside: Path) -> None:
    shutil.copy(beside.with_name("diary.sqlite"), path)


Taken = Callable[[Path, Path], None]
TAKEN: tuple[Taken, ...] = (
    a_link, a_link_to_nothing, a_second_name, a_file, a_folder, a_pipe, a_device,
    a_diary,
)  # fmt: skip
REPLACED = (a_file, a_second_name)


def state(folder: Path) -> dict[str, object]:
    return {
        str(path.relative_to(folder)): os.readlink(path)
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else stat.S_IFMT(path.lstat().st_mode)
        for path in folder.rglob("*")
    }


@pytest.fixture
def place(started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a diary in it that has an entry, and with somebody's letter."""
    monkeypatch.setenv("TRACKER_BACKUPS", "off")
    with closing(SqliteDriver(str(started))) as driver:
        log(Store(driver), a_check_in(), NOW)
    (tmp_path / "letter").write_text("Dear Anna", encoding="utf-8")
    return tmp_path


@WRITTEN
def test_what_is_there_is_never_written_over_or_through(
    place: Path, run: Run, name: str, line: str
) -> None:
    for taken in TAKEN:
        path = place / taken.__name__ / name
        path.parent.mkdir()
        taken(path, place / "letter")
        before = state(place)

        said = run(*line.split(), str(path), code=2)

        assert (said.stdout, said.stderr.count("\n")) == ("", 1), taken
        assert state(place) == before


@WRITTEN
def test_with_a_word_a_file_is_replaced_and_nothing_else(
    place: Path, run: Run, name: str, line: str
) -> None:
    for taken in TAKEN:
        path = place / taken.__name__ / name
        path.parent.mkdir()
        taken(path, place / "letter")
        before, taken_over = state(place), taken in REPLACED

        run(*line.split(), str(path), "--yes", code=0 if taken_over else 2)

        changed = {n for n, what in state(place).items() if before.get(n) != what}
        assert changed == ({f"{taken.__name__}/{name}"} if taken_over else set())
        assert (place / "letter").read_text(encoding="utf-8") == "Dear Anna"


@WRITTEN
def test_a_file_goes_where_it_was_named_and_no_folder_is_made_for_it(
    place: Path,
    run: Run,
    name: str,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (place / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(place / "a" / "b")
    before = state(place)

    run(*line.split(), f"missing/{name}", code=2)
    assert state(place) == before

    run(*line.split(), f"../../{name}")
    assert state(place).keys() - before.keys() == {name}
    assert stat.S_IMODE((place / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
def test_the_diary_and_what_belongs_to_it_are_never_replaced(
    place: Path, run: Run, ending: str
) -> None:
    before = state(place)
    path = place / f"diary.sqlite{ending}"

    for line in ("export json -o", "archive"):
        run(*line.split(), str(path), "--yes", code=2)

    assert state(place) == before


def test_a_copy_goes_into_no_link_and_over_no_file(place: Path, run: Run) -> None:
    stamp = "20261105T001000Z-by-hand"
    folder = place / "stick"
    folder.mkdir()
    (folder / f"{stamp}.sqlite").symlink_to(place / "letter")
    (folder / f"{stamp}-2.sqlite").write_text("whole", encoding="utf-8")
    before = state(place)

    run("backup", "--to", str(folder))

    made = {name: what for name, what in state(place).items() if name not in before}
    assert {**before, **made} == state(place)
    assert set(made) == {f"stick/{stamp}-3.sqlite"}
    for taken in ("letter", "letter/deeper", "stick/none/deeper"):
        run("backup", "--to", str(place / taken), code=2)


@pytest.mark.parametrize(
    "taken", [a_folder, a_pipe, a_pipe_behind_a_link, an_endless_device]
)
@pytest.mark.parametrize(
    "line", ["restore --yes", "restore --dry-run", "backup verify", "import --yes"]
)
def test_what_is_no_file_is_not_waited_for(
    place: Path, run: Run, taken: Taken, line: str
) -> None:
    path = place / "given"
    taken(path, place / "letter")
    before = state(place)

    said = run(*line.split(), str(path), code=2)

    assert (said.stdout, said.stderr.count("\n")) == ("", 1)
    assert state(place) == before


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "..", "a/../b", "a\\b"])
def test_the_name_of_a_protocol_leads_to_no_other_folder(
    place: Path, run: Run, name: str
) -> None:
    assert "There is no protocol" in run("protocol", "show", name, code=1).stderr
    assert "There is no protocol" in (
        run("start", "2026-11-03", "--protocol", name, "--another", code=1).stderr
    )


def test_a_link_in_place_of_a_new_diary_is_not_followed(
    diary_path: Path, run: Run
) -> None:
    diary_path.symlink_to(diary_path.with_name("elsewhere"))

    run("start", "2026-11-03", code=2)

    assert os.listdir(diary_path.parent) == [diary_path.name]


def test_a_diary_behind_a_link_is_written_where_it_lies(
    started: Path, tmp_path: Path, run: Run
) -> None:
    real = tmp_path / "real"
    real.mkdir()
    os.replace(started, real / "mine.sqlite")
    started.symlink_to(real / "mine.sqlite")

    run("log", "pain=4")

    assert started.is_symlink()
    with closing(sqlite3.connect(real / "mine.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM check_in").fetchone() == (1,)
    assert sorted(os.listdir(tmp_path)) == ["diary.sqlite", "real"]

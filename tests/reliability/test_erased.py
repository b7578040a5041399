"""Whoever was erased is gone from the file, and from whatever is written meanwhile.

Stands for one transaction over every table, for content that is overwritten, for
the file written anew, and for temporary files that stay in memory.
"""

import json
import os
import shlex
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.conftest import Run
from tests.reliability.conftest import Figures
from tests.store.test_upgrades import rows_of
from tracker.services.erase import erase, foresee
from tracker.store import sqlite_driver
from tracker.store.sqlite_driver import SqliteDriver, open_plain
from tracker.store.store import Store

MARKER = "Zqx"
NAME = f"{MARKER}ruth Example"
KILLED = 77
# Each line leaves the marker in another place, or takes it from one into the history.
LINES = (
    f'person add "{NAME}" --born 1952 --zone America/New_York',
    "start 2026-11-02",
    "undo",
    "start 2026-11-03 --care-team 555-0100",
    f'contact add caregiver 555-0177 --name "{MARKER}anna"',
    f'log pain=4 walk=20 --sign fever --note "{MARKER} slept badly."',
    f'log pain=7 --note "{MARKER} was typed by mistake."',
    "delete 2",
    f'edit 1 pain=5 --reason "{MARKER} typed it wrong."',
    f'warnings answer 1 --called now --note "{MARKER} was told to come."',
    f'told driving --until 2026-12-01 --by "Dr. {MARKER}" --source "{MARKER}s call"',
    f'visit add 2026-11-17 --title "{MARKER} clinic"',
    f'visit ask "When may {MARKER} swim?"',
    f'bone bone-scan asked --note "{MARKER} scan"',
    f'skip check-12m --reason "{MARKER} moves away."',
)


@pytest.fixture
def home(diary_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the diary is, with a folder for whatever is temporary; no daily copies."""
    folder = diary_path.parent / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("TRACKER_BACKUPS", "off")
    monkeypatch.setattr(tempfile, "tempdir", None)
    return diary_path.parent


@pytest.fixture
def told(home: Path, diary_path: Path, run: Run) -> Path:
    """A diary with the marker in everything that a person can write."""
    for line in LINES:
        run(*shlex.split(line))
    return diary_path


def holding(folder: Path) -> list[str]:
    """The files in which the marker stands, in any encoding that SQLite knows."""
    forms = [MARKER.encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be")]
    forms += [form.lower() for form in forms]
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    )


def left(path: Path) -> dict[str, int]:
    return {table: len(rows) for table, rows in rows_of(path).items() if rows}


def test_nothing_of_the_person_is_left_but_in_the_copies_that_are_named(
    told: Path, home: Path, run: Run
) -> None:
    copies = Path(f"{told}.backups")
    copies.mkdir()
    for name in ("20261104T001000Z-daily.sqlite", "kept.sqlite"):
        shutil.copy(told, copies / name)
    old_copy = shutil.copy(told, f"{told}.before-0003-20261104T001000-abcd")
    Path(copies, "unread.sqlite").write_bytes(b"SQLite format 3\0" + bytes(5000))
    assert "diary.sqlite" in holding(home)

    said = run("erase", NAME, stdin=f"{NAME}\n")

    assert holding(home) == sorted(
        [
            Path(old_copy).name,
            "diary.sqlite.backups/20261104T001000Z-daily.sqlite",
            "diary.sqlite.backups/kept.sqlite",
        ]
    )
    words = " ".join(said.stdout.split())
    for name in (*holding(home), "diary.sqlite.backups/unread.sqlite"):
        assert str(home / name) in words
    assert left(told) == {"tombstone": 1}
    assert not os.listdir(home / "temporary")


def test_a_tombstone_says_when_and_nothing_else(told: Path, run: Run) -> None:
    people = {row["person_id"] for row in rows_of(told)["change"]}

    run("erase", NAME, stdin=f"{NAME}\n")

    graves = rows_of(told)["tombstone"]
    assert {grave["person_id"] for grave in graves} == people
    assert {grave["erased_at"] for grave in graves} == {"2026-11-05T00:10:00.000000Z"}


def test_after_it_nothing_is_recorded_and_a_diary_can_be_begun(
    told: Path, run: Run
) -> None:
    run("erase", NAME, stdin=f"{NAME}\n")

    for words in (["today"], ["undo"], ["redo"], ["changes"]):
        assert "No recovery is written down yet" in run(*words, code=1).stderr
    run("start", "2026-11-03", "--name", "Somebody Else")
    assert "entry 1" in run("log", "pain=4").stdout
    assert len(rows_of(told)["tombstone"]) == 1


@pytest.mark.parametrize(
    "typed", ["Ruth\n", f"{NAME}x\n", "\n", "y\n", f"no\n{NAME}\n", ""]
)
def test_another_word_than_the_name_changes_nothing(
    told: Path, run: Run, typed: str
) -> None:
    before = told.read_bytes()

    said = run("erase", NAME, stdin=typed, code=1)

    assert said.stdout == ""
    assert told.read_bytes() == before


def test_a_program_is_told_what_went_and_where_it_still_is(
    told: Path, run: Run
) -> None:
    copy = Path(f"{told}.before-0003-20261104T001000-abcd")
    shutil.copy(told, copy)

    said = run("erase", NAME, "--json", stdin=f"{NAME}\n")

    shown = json.loads(said.stdout)
    assert (shown["removed"]["check_in"], shown["packed"]) == (1, True)
    assert (shown["copies_holding"], shown["copies_unread"]) == ([str(copy)], [])
    assert MARKER not in said.stdout


def test_there_is_no_flag_that_answers_for_a_person(told: Path, run: Run) -> None:
    before = told.read_bytes()

    run("erase", NAME, "--yes", code=2)

    assert told.read_bytes() == before


# What is killed


def at(path: Path, dies_before: int) -> int:
    """Erase in a child that dies before its n-th statement; how it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _erase(path, dies_before)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _erase(path: Path, dies_before: int) -> None:
    seen = 0

    def count(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == dies_before:
            os._exit(KILLED)

    def watched(name: str, mode: str) -> sqlite3.Connection:
        connection = open_plain(name, mode)
        connection.set_trace_callback(count)
        return connection

    with closing(SqliteDriver(str(path), watched)) as driver:
        store = Store(driver)
        erase(store, foresee(store, NAME), NOW)


def test_killed_anywhere_all_of_it_is_there_or_none_is(
    told: Path, home: Path, figures: Figures
) -> None:
    before, whole = rows_of(told), told.read_bytes()
    statement, gone, kept, torn = 1, 0, 0, 0
    while at(told, statement) == KILLED:
        now = rows_of(told)
        kept += now == before
        if now != before:
            gone += 1
            torn += left(told) != {"tombstone": 1} or holding(home) != []
        told.write_bytes(whole)
        statement += 1

    figures("erasing killed before every statement", rounds=statement - 1, torn=torn)
    assert (torn, left(told)) == (0, {"tombstone": 1})
    assert kept > 20
    assert gone > 0


# What the guards are for


def test_without_the_guards_the_marker_would_be_found(
    told: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = tuple(
        "secure_delete=OFF" if "secure_delete" in pragma else pragma
        for pragma in sqlite_driver.PRAGMAS
    )
    monkeypatch.setattr(sqlite_driver, "PRAGMAS", careless)
    monkeypatch.setattr(SqliteDriver, "pack", lambda _: None)

    assert at(told, 0) == 0

    assert holding(home) == ["diary.sqlite"]


def test_what_another_program_removed_carelessly_goes_too(
    told: Path, home: Path
) -> None:
    with closing(sqlite3.connect(told)) as connection, connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("CREATE TABLE scribble (text)")
        connection.execute(f"INSERT INTO scribble VALUES ('{MARKER * 3000}')")
        connection.execute("DROP TABLE scribble")

    assert at(told, 0) == 0

    assert holding(home) == []


def test_nothing_goes_into_temporary_files(told: Path) -> None:
    with closing(SqliteDriver(str(told))) as driver:
        store = Store(driver)
        erase(store, foresee(store, NAME), NOW)
        ((where,),) = driver.stream("PRAGMA temp_store", {})

    assert where == 2

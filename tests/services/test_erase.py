"""Erasing one person: whom it finds, what it leaves, and where else they are."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOW, RUTH, a_beginning, a_check_in, an_id
from tests.store.test_upgrades import FROZEN, rows_of
from tracker.errors import NotFound, Refused, UsageProblem
from tracker.protocols.library import load
from tracker.services.erase import Doomed, confirm, erase, find_copies, foresee
from tracker.services.log import log
from tracker.services.start import start
from tracker.services.undo import undo
from tracker.store.erasing import erased_before
from tracker.store.sqlite_driver import SqliteDriver, open_plain
from tracker.store.store import Store
from tracker.workspace import STANDARD

ENDINGS = ("making", "locking", "making")


@pytest.fixture
def doomed(store: Store) -> Doomed:
    """What erasing Ruth would remove, after one entry."""
    log(store, a_check_in(), NOW)
    return foresee(store, RUTH)


def begin_again(store: Store, path: Path, name: str) -> None:
    """Take the beginning back, and begin under that name."""
    undo(store, 1, RUTH, NOW)
    protocol = load(STANDARD, path.parent / "none")
    start(store, a_beginning(name=name), protocol, NOW + timedelta(minutes=1))


def test_what_goes_is_counted(doomed: Doomed) -> None:
    assert doomed.name == RUTH
    assert doomed.counts["check_in"] == 1
    assert doomed.counts["contact"] == 2
    assert doomed.counts["change"] == 2
    assert doomed.counts["tombstone"] == 0


@pytest.mark.parametrize("typed", [RUTH, "ruth example", "  RUTH   Example "])
def test_a_name_is_found_and_confirmed_in_capitals_or_not(
    store: Store, typed: str
) -> None:
    confirm(foresee(store, typed), typed)


@pytest.mark.parametrize("typed", ["", "Ruth", "Ruth Examples", "yes"])
def test_another_word_confirms_nothing(doomed: Doomed, typed: str) -> None:
    with pytest.raises(Refused, match="Nothing removed"):
        confirm(doomed, typed)


def test_somebody_else_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match=f'"Bob" is not in this diary.*"{RUTH}"'):
        foresee(store, "Bob")


def test_nothing_is_left_but_a_tombstone(
    store: Store, started: Path, doomed: Doomed
) -> None:
    erased = erase(store, doomed, NOW)

    left = {table for table, rows in rows_of(started).items() if rows}
    assert left == {"tombstone"}
    assert (erased.packed, erased.others) == (True, ())


def test_a_beginning_taken_back_under_the_same_name_is_told_apart(
    store: Store, started: Path
) -> None:
    begin_again(store, started, RUTH)

    with pytest.raises(UsageProblem, match="can be one of 2") as refused:
        foresee(store, RUTH)

    first, second = str(refused.value).splitlines()[1:3]
    doomed = foresee(store, second.removesuffix("(only a history is left)"))
    erase(store, doomed, NOW)
    assert "history" not in first
    assert rows_of(started)["person"] != []
    assert {row["person_id"] for row in rows_of(started)["change"]} == {*doomed.others}


def test_a_beginning_taken_back_is_found_when_nothing_else_is_left(
    store: Store, started: Path
) -> None:
    undo(store, 1, RUTH, NOW)

    erase(store, foresee(store, RUTH), NOW)

    assert rows_of(started)["change"] == []


def test_somebody_elses_history_stays_whole_and_is_named(
    store: Store, started: Path
) -> None:
    begin_again(store, started, "Bob Example")
    before = rows_of(started)

    erased = erase(store, foresee(store, RUTH), NOW)

    after = rows_of(started)
    assert erased.others == ("Bob Example",)
    for table in ("person", "procedure", "milestone", "contact", "protocol"):
        assert after[table] == before[table]
    assert 0 < len(after["change"]) < len(before["change"])


def test_a_protocol_that_a_history_left_here_may_still_need_stays(
    store: Store, started: Path
) -> None:
    begin_again(store, started, "Bob Example")
    undo(store, 1, RUTH, NOW)

    erase(store, foresee(store, RUTH), NOW)

    assert len(rows_of(started)["protocol"]) == 1


def test_whoever_was_erased_can_be_erased_again_after_coming_back(
    store: Store, started: Path, doomed: Doomed
) -> None:
    whole = started.read_bytes()
    erase(store, doomed, NOW)
    grave = rows_of(started)["tombstone"]
    started.write_bytes(whole)
    with closing(sqlite3.connect(started)) as connection, connection:
        connection.execute("INSERT INTO tombstone VALUES (?, 'x')", doomed.ids)

    with closing(SqliteDriver(str(started))) as driver:
        erase(Store(driver), doomed, NOW)

    assert rows_of(started)["tombstone"] == grave


def test_a_file_in_use_is_erased_and_only_stays_as_large(
    store: Store, started: Path, doomed: Doomed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(started, isolation_level=None)) as other:
        pack = SqliteDriver.pack

        def overtaken(driver: SqliteDriver) -> None:
            driver.hurry()
            other.execute("BEGIN")
            other.execute("SELECT * FROM tombstone").fetchall()
            pack(driver)

        monkeypatch.setattr(SqliteDriver, "pack", overtaken)
        erased = erase(store, doomed, NOW)

    assert not erased.packed
    assert rows_of(started)["change"] == []


def test_every_copy_that_holds_the_person_is_named(
    started: Path,
    tmp_path: Path,
    doomed: Doomed,
    template: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere, own = tmp_path / "stick", Path(f"{started}.backups")
    monkeypatch.setenv("TRACKER_BACKUPS", str(elsewhere))
    for folder in (elsewhere, own):
        folder.mkdir()
        shutil.copy(started, folder / "ruth.sqlite")
        shutil.copy(template, folder / "empty.sqlite")
    before = shutil.copy(FROZEN / "0001.sqlite", f"{started}.before-0002-2026")
    with closing(sqlite3.connect(elsewhere / "another.db")) as other, other:
        other.execute("CREATE TABLE note (text)")
    draft = Path(f"{started}.draft-{an_id(1)}.ndjson")
    draft.touch()
    (own / "damaged.sqlite").write_bytes(started.read_bytes()[:6000])

    copies = find_copies(str(started), doomed, open_plain)

    assert copies.holding == tuple(
        map(str, (draft, own / "ruth.sqlite", before, elsewhere / "ruth.sqlite"))
    )
    assert copies.unread == (str(own / "damaged.sqlite"),)


def test_a_copy_of_a_beginning_taken_back_holds_the_person(
    store: Store, started: Path, doomed: Doomed
) -> None:
    undo(store, 2, RUTH, NOW)
    own = Path(f"{started}.backups")
    own.mkdir()
    copy = shutil.copy(started, own / "undone.sqlite")

    assert find_copies(str(started), doomed, open_plain).holding == (str(copy),)


def test_copies_beside_the_file_that_a_link_leads_to_are_found(
    started: Path, tmp_path: Path, doomed: Doomed
) -> None:
    link = tmp_path / "elsewhere" / "link.sqlite"
    link.parent.mkdir()
    link.symlink_to(started)
    copy = shutil.copy(started, f"{started}.before-0003-20261104T001000-abcd")

    assert find_copies(str(link), doomed, open_plain).holding == (str(copy),)


def test_what_was_never_finished_is_looked_at_too(
    started: Path, doomed: Doomed
) -> None:
    made = [f".{started.name}.{n:016x}.{end}" for n, end in enumerate(ENDINGS)]
    files = [started.with_name(name) for name in made]
    for file in files:
        shutil.copy(started, file)
    files[-1].write_bytes(started.read_bytes()[:9000])
    own = Path(f"{started}.backups")
    own.mkdir()
    journal = own / "20261104T001000Z-set-aside.sqlite-journal"
    journal.write_bytes(b"Ruth Example")

    copies = find_copies(str(started), doomed, open_plain)

    assert copies.holding == tuple(map(str, files[:-1]))
    assert copies.unread == (str(files[-1]), str(journal))


def test_a_file_that_can_hold_nobody_is_not_named(
    started: Path, doomed: Doomed
) -> None:
    own = Path(f"{started}.backups")
    own.mkdir()
    (own / "picture.jpg").write_bytes(b"\xff\xd8\xff" + bytes(5000))

    copies = find_copies(str(started), doomed, open_plain)

    assert (copies.holding, copies.unread) == ((), ())


def test_who_was_erased_before_is_known_to_a_restore(
    store: Store, started: Path, doomed: Doomed
) -> None:
    erase(store, doomed, NOW)

    with closing(sqlite3.connect(started)) as diary:
        found = erased_before(diary, [*doomed.ids, "somebody else"])

    assert found == ((doomed.ids[0], "2026-11-05T00:10:00.000000Z"),)


def test_a_diary_of_before_knows_of_nobody_erased() -> None:
    with closing(sqlite3.connect(FROZEN / "0001.sqlite")) as diary:
        assert erased_before(diary, ["anybody"]) == ()

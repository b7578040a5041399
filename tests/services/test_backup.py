"""A copy takes the place of the diary: proven first, and nothing of before is lost."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOW, a_beginning, a_check_in
from tests.locked import PASSPHRASE, lock, quick
from tracker.domain.backups import Kept
from tracker.errors import TrackerError, UnusableFile, UsageProblem
from tracker.protocols.library import load
from tracker.services.archiving import archive
from tracker.services.backup import AT_ONCE, back_up, back_up_daily, copies_in
from tracker.services.log import log
from tracker.services.restore import Ready, ready, restore
from tracker.services.start import start
from tracker.services.verify_copies import all_sound, verify_copies
from tracker.store import sqlite_driver
from tracker.store.compiled import HEAD
from tracker.store.converting import convert
from tracker.store.header import EitherFile, is_locked
from tracker.store.history import digest_of
from tracker.store.locked import open_locked
from tracker.store.proof import require_whole
from tracker.store.sqlite_driver import OpenFile, SqliteDriver, open_plain
from tracker.store.store import Store
from tracker.workspace import STANDARD, Workspace

FROZEN = Path(__file__).parents[1] / "store" / "databases"
LATER = NOW + timedelta(hours=1)


def an_entry(path: Path, number: int) -> None:
    with Workspace(str(path)).store() as store:
        log(store, a_check_in(number), NOW)


def entries_in(path: Path | str) -> int:
    return require_whole(str(path)).entries


def a_copy_of(path: Path) -> str:
    """A copy made by hand of what is there now."""
    folder = f"{path}.backups"
    return back_up(str(path), folder, NOW, open_plain, None).copy.path


def put_back(
    path: Path, file: str, meanwhile: Callable[[Ready], object] | None = None
) -> Kept | None:
    with ready(str(path), file, open_plain) as copy:
        if meanwhile:
            meanwhile(copy)
        return restore(copy, LATER, open_plain)


def left_beside(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir()}


# Going back


def test_the_copy_takes_the_place_and_the_diary_of_before_is_a_copy(
    started: Path,
) -> None:
    copy = a_copy_of(started)
    an_entry(started, 1)

    kept = put_back(started, copy)

    assert kept is not None
    assert (entries_in(started), entries_in(kept.path)) == (0, 1)
    assert "before-restore" in kept.path
    assert left_beside(started) == {started.name, f"{started.name}.backups"}


def test_restoring_what_was_kept_goes_back_exactly(started: Path) -> None:
    copy = a_copy_of(started)
    an_entry(started, 1)
    before = require_whole(str(started))

    kept = put_back(started, copy)
    assert kept is not None
    put_back(started, kept.path)

    assert require_whole(str(started)) == before


def test_the_steps_that_the_copy_does_not_have_are_named(started: Path) -> None:
    an_entry(started, 1)
    copy = a_copy_of(started)
    an_entry(started, 2)
    an_entry(started, 3)

    with ready(str(started), copy, open_plain) as found:
        steps = [change.text for change in found.since]

    assert [text[:13] for text in steps] == ["wrote entry 3", "wrote entry 2"]


def test_looking_changes_nothing(started: Path) -> None:
    copy = a_copy_of(started)
    an_entry(started, 1)
    before = started.read_bytes()

    with ready(str(started), copy, open_plain):
        pass

    assert started.read_bytes() == before
    assert left_beside(started) == {started.name, f"{started.name}.backups"}


def test_a_new_computer_gets_its_diary(started: Path, tmp_path: Path) -> None:
    an_entry(started, 1)
    copy = a_copy_of(started)
    new = tmp_path / "new" / "computer" / "diary.sqlite"

    assert put_back(new, copy) is None

    assert require_whole(str(new)) == require_whole(str(started))
    assert new.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("old", sorted(FROZEN.iterdir()), ids=lambda path: path.stem)
def test_a_copy_of_an_earlier_program_comes_up_to_date(
    diary_path: Path, tmp_path: Path, old: Path
) -> None:
    file = tmp_path / "old.sqlite"
    shutil.copy(old, file)
    before = file.read_bytes()

    put_back(diary_path, str(file))

    assert require_whole(str(diary_path)).revision == HEAD
    assert file.read_bytes() == before


def test_an_archive_fills_an_empty_place(started: Path, tmp_path: Path) -> None:
    an_entry(started, 1)
    file, new = tmp_path / "archive.zip", tmp_path / "new.sqlite"
    with Workspace(str(started)).store() as store:
        archive(store, file, replace=False)

    put_back(new, str(file))

    assert require_whole(str(new)) == require_whole(str(started))


def test_looking_makes_no_folders(started: Path, tmp_path: Path) -> None:
    copy = a_copy_of(started)
    new = tmp_path / "new" / "computer" / "diary.sqlite"

    with ready(str(new), copy, open_plain) as found:
        assert found.made.exists()
        assert not new.parent.exists()

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("old", sorted(FROZEN.iterdir()), ids=lambda path: path.stem)
def test_a_diary_of_an_earlier_program_with_a_newer_step_is_replaced(
    diary_path: Path, tmp_path: Path, old: Path
) -> None:
    file = tmp_path / "old.sqlite"
    shutil.copy(old, file)
    shutil.copy(old, diary_path)
    a_step_more(diary_path)

    with ready(str(diary_path), str(file), open_plain) as copy:
        assert [change.text for change in copy.since] == ["one step more"]
        kept = restore(copy, LATER, open_plain)

    assert kept is not None
    assert not kept.damaged
    assert require_whole(str(diary_path)).revision == HEAD


def a_step_more(path: Path) -> None:
    """What a program of before may have written; it knows none of our statements."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.row_factory = sqlite3.Row
        newest = "SELECT * FROM change ORDER BY seq DESC LIMIT 1"
        row = dict(connection.execute(newest).fetchone())
        row.update(seq=row["seq"] + 1, text="one step more", before="[]", after="[]")
        row.update(undoes=None, previous=row["digest"])
        row["digest"] = digest_of(row)
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT INTO change VALUES ({marks})", row)


# The lock of the diary, and that of the copy


def opened_by(*typed: str) -> tuple[EitherFile, list[str]]:
    """How files are opened when these are typed one after the other; who was asked."""
    asked: list[str] = []

    def unlock(path: str, mode: str) -> tuple[OpenFile, sqlite3.Connection]:
        asked.append(path)
        known = open_locked(typed[len(asked) - 1])
        return known, known(path, mode)

    return EitherFile(unlock), asked


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
@pytest.mark.parametrize("copy_is", ["plain", "locked"])
@pytest.mark.parametrize("diary_is", ["plain", "locked"])
def test_the_diary_is_locked_afterwards_if_one_of_the_two_was(
    started: Path,
    monkeypatch: pytest.MonkeyPatch,
    diary_is: str,
    copy_is: str,
    links: bool,
) -> None:
    quick(monkeypatch)
    if not links:
        monkeypatch.setattr(os, "link", refuse_links)
    copy = a_copy_of(started)
    an_entry(started, 1)
    for file, kind in ((copy, copy_is), (str(started), diary_is)):
        if kind == "locked":
            lock(Path(file))
    opened, asked = opened_by(PASSPHRASE)

    with ready(str(started), copy, opened) as found:
        kept = restore(found, LATER, opened)

    either = "locked" in (diary_is, copy_is)
    assert (found.was_locked, found.locked) == (diary_is == "locked", either)
    assert is_locked(str(started)) == either
    assert kept is not None
    assert not kept.damaged
    assert is_locked(kept.path) == (diary_is == "locked")
    assert require_whole(str(started), opened).entries == 0
    assert require_whole(kept.path, opened).entries == 1
    assert len(asked) == either


def test_a_locked_diary_that_nobody_opened_is_not_replaced(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    copy = a_copy_of(started)
    lock(started)
    before = started.read_bytes()
    opened, _ = opened_by("another passphrase")

    with (
        pytest.raises(UnusableFile, match="another name first"),
        ready(str(started), copy, opened),
    ):
        pass

    assert started.read_bytes() == before


def test_a_copy_with_an_earlier_passphrase_is_told_with_the_way_to_open_it(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    copy = a_copy_of(started)
    earlier = open_locked("the passphrase of before")
    convert(copy, earlier, earlier)
    lock(started)
    before = started.read_bytes()
    opened, _ = opened_by(PASSPHRASE)

    with (
        pytest.raises(UnusableFile, match="--db OTHER restore FILE"),
        ready(str(started), copy, opened),
    ):
        pass

    assert started.read_bytes() == before


# What is refused, with the diary as it was


def harmed(path: str, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE check_in SET note = 'other'", "is damaged"),
        ("UPDATE alembic_version SET version_num = 'zz99'", "newer tracker"),
        ("PRAGMA application_id = 7", "not a copy of a tracker diary"),
    ],
)
def test_a_copy_that_cannot_be_trusted_is_refused(
    started: Path, harm: str, said: str
) -> None:
    an_entry(started, 1)
    copy = a_copy_of(started)
    harmed(copy, harm)
    before = started.read_bytes()

    with pytest.raises(UnusableFile, match=said):
        put_back(started, copy)

    assert started.read_bytes() == before
    assert left_beside(started) == {started.name, f"{started.name}.backups"}


def test_a_newer_programs_copy_says_which_program_it_needs(started: Path) -> None:
    copy = a_copy_of(started)
    harmed(copy, "UPDATE alembic_version SET version_num = 'zz99'")
    harmed(copy, "PRAGMA user_version = 9008007")

    with pytest.raises(UnusableFile, match=r"9\.8\.7 or later"):
        put_back(started, copy)


def test_a_copy_of_somebody_else_is_refused_with_a_way_to_keep_both(
    started: Path, tmp_path: Path
) -> None:
    others = tmp_path / "other.sqlite"
    with Workspace(str(others)).new_store() as store:
        told = a_beginning(name="Otto Example", author="Otto Example")
        start(store, told, load(STANDARD, tmp_path / "none"), NOW)
    before = started.read_bytes()

    with pytest.raises(UnusableFile, match="--db OTHER restore") as refused:
        put_back(started, str(others))

    assert "Otto Example" in str(refused.value)
    assert started.read_bytes() == before


def test_the_diary_itself_is_no_copy_of_it(started: Path) -> None:
    with pytest.raises(UsageProblem, match="the diary itself"):
        put_back(started, str(started))


def test_what_is_written_after_the_look_stops_the_swap(started: Path) -> None:
    copy = a_copy_of(started)

    with pytest.raises(UnusableFile, match="was written to since"):
        put_back(started, copy, lambda _: an_entry(started, 1))

    assert entries_in(started) == 1


@pytest.mark.parametrize("there", ["a diary", "a damaged diary"])
def test_what_another_restore_put_there_before_the_lock_stays(
    started: Path, tmp_path: Path, there: str
) -> None:
    """Between the opening of the file and its lock, and where no lock is possible."""
    copy = a_copy_of(started)
    newer = tmp_path / "newer.sqlite"
    shutil.copy(started, newer)
    an_entry(newer, 1)
    if there == "a damaged diary":
        os.truncate(started, started.stat().st_size // 2)

    def overtaken(path: str, mode: str) -> sqlite3.Connection:
        connection = open_plain(path, mode)
        if path == str(started) and newer.exists():
            with suppress(sqlite3.Error):
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            os.replace(newer, started)
        return connection

    with (
        ready(str(started), copy, open_plain) as found,
        pytest.raises(UnusableFile, match="was replaced by another program"),
    ):
        restore(found, LATER, overtaken)

    assert entries_in(started) == 1


def test_what_took_the_place_just_before_the_swap_stays(
    started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a program asks for no lock, as `mv` does."""
    copy = a_copy_of(started)
    newer = tmp_path / "newer.sqlite"
    shutil.copy(started, newer)
    an_entry(newer, 1)
    link = os.link

    def overtaken(made: Path, path: Path, **named: bool) -> None:
        link(made, path, **named)
        os.rename(newer, started)

    with ready(str(started), copy, open_plain) as found:
        monkeypatch.setattr(os, "link", overtaken)
        with pytest.raises(UnusableFile, match="was replaced by another program"):
            restore(found, LATER, open_plain)

    assert entries_in(started) == 1


def test_a_sound_diary_that_came_after_the_look_is_not_replaced(
    started: Path, tmp_path: Path
) -> None:
    copy = a_copy_of(started)
    sound = tmp_path / "sound.sqlite"
    shutil.copy(started, sound)
    os.truncate(started, 0)

    with pytest.raises(UnusableFile, match="was written to since"):
        put_back(started, copy, lambda _: os.replace(sound, started))

    assert entries_in(started) == 0


def test_while_another_program_writes_nothing_is_swapped(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = a_copy_of(started)
    monkeypatch.setattr(sqlite_driver, "BUSY_SECONDS", 0.05)
    with (
        closing(SqliteDriver(str(started))) as other,
        Store(other).writing(),
        pytest.raises(UnusableFile, match="in use"),
    ):
        put_back(started, copy)

    assert entries_in(started) == 0


def test_a_link_to_nothing_is_refused(started: Path, tmp_path: Path) -> None:
    copy = a_copy_of(started)
    link = tmp_path / "link.sqlite"
    link.symlink_to(tmp_path / "gone.sqlite")

    with pytest.raises(UnusableFile, match="link to a file that is not there"):
        put_back(link, copy)


def test_behind_a_link_the_file_is_replaced_and_the_link_stays(
    started: Path, tmp_path: Path
) -> None:
    copy = a_copy_of(started)
    an_entry(started, 1)
    link = tmp_path / "link.sqlite"
    link.symlink_to(started)

    kept = put_back(link, copy)

    assert kept is not None
    assert link.is_symlink()
    assert entries_in(started) == 0
    assert Path(kept.path).parent == Path(f"{started}.backups")


# Journals


def test_who_waits_to_write_on_the_old_file_is_refused(started: Path) -> None:
    copy = a_copy_of(started)
    an_entry(started, 1)

    with closing(SqliteDriver(str(started))) as waiting:
        put_back(started, copy)
        with pytest.raises(UnusableFile, match="was replaced by another program"):
            log(Store(waiting), a_check_in(2), NOW)

    assert entries_in(started) == 0
    assert not Path(f"{started}-journal").exists()


def a_hot_journal(path: Path) -> None:
    """The file and its journal as a kill in the middle of a commit leaves them."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(200):
            connection.execute(
                "INSERT INTO counter SELECT person_id, hex(randomblob(8)), 1 "
                "FROM person"
            )
        os.write(writing, b"x")
        os._exit(9)
    os.read(reading, 1)
    os.waitpid(child, 0)
    assert Path(f"{path}-journal").stat().st_size > 0
    assert Path(f"{path}-journal").read_bytes()[:1] != b"\0"


def test_an_unfinished_write_is_finished_before_the_copy_of_before(
    started: Path,
) -> None:
    an_entry(started, 1)
    copy = a_copy_of(started)
    an_entry(started, 2)
    a_hot_journal(started)

    kept = put_back(started, copy)

    assert kept is not None
    assert not kept.damaged
    assert (entries_in(started), entries_in(kept.path)) == (1, 2)


def test_a_journal_whose_file_is_gone_is_kept_but_not_taken_for_the_new_ones(
    started: Path,
) -> None:
    an_entry(started, 1)
    copy = a_copy_of(started)
    a_hot_journal(started)
    journal = Path(f"{started}-journal")
    before = journal.read_bytes()
    started.unlink()

    put_back(started, copy)

    assert entries_in(started) == 1
    assert not journal.exists()
    (aside,) = Path(f"{started}.backups").glob("*set-aside.sqlite-journal")
    assert aside.read_bytes() == before


DAMAGED: dict[str, Callable[[Path], object]] = {
    "text": lambda p: p.write_bytes(b"Dear diary, pain 4\n" * 400),
    "zero bytes": lambda p: p.write_bytes(b""),
    "half": lambda p: os.truncate(p, p.stat().st_size // 2),
    "no revision": lambda p: harmed(str(p), "DELETE FROM alembic_version"),
    "no revisions": lambda p: harmed(str(p), "DROP TABLE alembic_version"),
    "no history": lambda p: harmed(str(p), "DROP TABLE change"),
    "a history that was altered": lambda p: harmed(
        str(p), "UPDATE change SET text = 'other'"
    ),
}


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
@pytest.mark.parametrize("harm", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_diary_is_set_aside_as_it_is(
    started: Path,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path], object],
    links: bool,
) -> None:
    an_entry(started, 1)
    copy = a_copy_of(started)
    harm(started)
    before = started.read_bytes()
    if not links:
        monkeypatch.setattr(os, "link", refuse_links)

    kept = put_back(started, copy)

    assert kept is not None
    assert kept.damaged
    assert Path(kept.path).read_bytes() == before
    assert entries_in(started) == 1


def refuse_links(*_: object, **__: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_an_empty_file_keeps_its_journal_when_it_is_set_aside(started: Path) -> None:
    """SQLite removes the journal of an empty file; it may hold all that is left."""
    an_entry(started, 1)
    copy = a_copy_of(started)
    a_hot_journal(started)
    journal = Path(f"{started}-journal").read_bytes()
    os.truncate(started, 0)

    kept = put_back(started, copy)

    assert kept is not None
    assert Path(f"{kept.path}-journal").read_bytes() == journal
    assert not Path(f"{started}-journal").exists()
    assert entries_in(started) == 1


def test_another_programs_database_is_never_replaced(
    started: Path, tmp_path: Path
) -> None:
    copy = a_copy_of(started)
    other = tmp_path / "other.sqlite"
    harmed(str(other), "CREATE TABLE note (text)")
    before = other.read_bytes()

    with pytest.raises(TrackerError, match="is not a tracker diary"):
        put_back(other, copy)

    assert other.read_bytes() == before


# Once a day


def test_the_daily_copy_removes_what_need_not_stay(started: Path) -> None:
    folder = f"{started}.backups"
    held = []
    for day in range(40, -1, -1):
        back_up_daily(str(started), folder, NOW - timedelta(days=day), open_plain)
        held.append(len(os.listdir(folder)))

    days = {copy.named.at.date() for copy in copies_in(folder, open_plain)}

    assert {NOW.date() - timedelta(days=day) for day in range(1, 7)} <= days
    assert max(held) < 7 + 4 + 12 + AT_ONCE
    assert len(days) < 7 + 4 + 2 + AT_ONCE
    assert all_sound(verify_copies(folder, open_plain))


def test_few_copies_are_not_opened(started: Path, no_opening_of: set[str]) -> None:
    """Each of a locked diary costs the time that makes guessing slow."""
    folder = f"{started}.backups"
    for day in range(7 + AT_ONCE - 1, 0, -1):
        made = back_up_daily(
            str(started), folder, NOW - timedelta(days=day), open_plain
        )
        no_opening_of.add(made.copy.path)


@pytest.fixture
def no_opening_of(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Paths that nobody opens from now on."""
    paths: set[str] = set()
    connect = sqlite3.connect

    def watched(database: str, **named: Any) -> sqlite3.Connection:
        assert not any(path in database for path in paths)
        opened: sqlite3.Connection = connect(database, **named)
        return opened

    monkeypatch.setattr(sqlite3, "connect", watched)
    return paths


def test_the_copy_of_before_a_restore_outlives_the_copies_of_later_days(
    started: Path,
) -> None:
    folder = f"{started}.backups"
    copy = a_copy_of(started)
    an_entry(started, 1)
    kept = put_back(started, copy)
    an_entry(started, 2)

    for day in range(1, 60):
        back_up_daily(str(started), folder, NOW + timedelta(days=day), open_plain)

    assert kept is not None
    assert entries_in(kept.path) == 1

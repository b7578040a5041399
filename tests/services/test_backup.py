"""A copy takes the place of the diary: proven first, and nothing of before is lost."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOW, a_beginning, a_check_in
from tracker.domain.backups import Kept
from tracker.errors import TrackerError, UnusableFile, UsageProblem
from tracker.protocols.library import load
from tracker.services.backup import back_up, back_up_daily, copies_in
from tracker.services.log import log
from tracker.services.restore import Ready, ready, restore
from tracker.services.start import start
from tracker.services.verify_copies import all_sound, verify_copies
from tracker.store import sqlite_driver
from tracker.store.compiled import HEAD
from tracker.store.proof import require_whole
from tracker.store.sqlite_driver import SqliteDriver, open_plain
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


def no_archive(path: str, file: str, open_file: object) -> None:
    raise AssertionError("it is no archive")


def put_back(
    path: Path, file: str, meanwhile: Callable[[Ready], object] | None = None
) -> Kept | None:
    with ready(str(path), file, open_plain, no_archive) as copy:
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

    with ready(str(started), copy, open_plain, no_archive) as found:
        steps = [change.text for change in found.since]

    assert [text[:13] for text in steps] == ["wrote entry 3", "wrote entry 2"]


def test_looking_changes_nothing(started: Path) -> None:
    copy = a_copy_of(started)
    an_entry(started, 1)
    before = started.read_bytes()

    with ready(str(started), copy, open_plain, no_archive):
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


def test_an_archive_fills_an_empty_place(diary_path: Path, started: Path) -> None:
    archive = started.with_name("archive.zip")
    archive.write_bytes(b"PK\5\6" + bytes(18))
    whole = started.with_name("whole.sqlite")
    shutil.move(started, whole)

    def fill(path: str, file: str, open_file: object) -> None:
        assert file == str(archive)
        shutil.copy(whole, path)

    with ready(str(diary_path), str(archive), open_plain, fill) as copy:
        restore(copy, LATER, open_plain)

    assert require_whole(str(diary_path)) == require_whole(str(whole))


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
    for day in range(20, -1, -1):
        back_up_daily(str(started), folder, NOW - timedelta(days=day), open_plain)

    days = {copy.named.at.date() for copy in copies_in(folder, open_plain)}

    assert len(days) == 9
    assert all_sound(verify_copies(folder, open_plain))

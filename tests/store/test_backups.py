"""Copies: their names, which may go, and a folder in which nothing else is touched."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, a_check_in
from tracker.domain.backups import (
    BY_HAND,
    DAILY,
    SET_ASIDE,
    Contents,
    Copy,
    Keep,
    Named,
    copy_name,
    newest_first,
    read_copy_name,
    read_keep,
    rotate,
)
from tracker.errors import UnusableFile, UsageProblem
from tracker.services.log import log
from tracker.store import backups, copies
from tracker.store.backups import list_copies, look_into, make_copy, remove_old
from tracker.store.contents import Unsound
from tracker.store.copies import copy_verified
from tracker.store.proof import require_whole
from tracker.store.sqlite_driver import open_plain
from tracker.workspace import Workspace

MINE, OTHER = ("me",), ("somebody else",)
LAST = datetime(2026, 11, 4, 12, tzinfo=UTC)


def a_copy(
    at: datetime,
    why: str = DAILY,
    entries: int = 5,
    people: tuple[str, ...] | None = MINE,
    number: int = 1,
) -> Copy:
    """A copy in a folder; without people it cannot be read."""
    name = copy_name(at, why, number)
    held = (
        None
        if people is None
        else Contents(people, "Ruth Example", "UTC", "0004", entries, None, ())
    )
    return Copy(f"/copies/{name}", name, Named(at, why, number), 1, held)


def days_before(*days: int) -> list[Copy]:
    return [a_copy(LAST - timedelta(days=day)) for day in days]


# Names


@given(
    at=st.integers(-25_000_000, 25_000_000).map(
        lambda minutes: LAST + timedelta(minutes=minutes)
    ),
    why=st.sampled_from([DAILY, BY_HAND, SET_ASIDE, "before-import", "before-0004"]),
    number=st.integers(1, 100),
)
def test_the_name_of_a_copy_is_read_as_it_was_written(
    at: datetime, why: str, number: int
) -> None:
    assert read_copy_name(copy_name(at, why, number)) == Named(at, why, number)


@pytest.mark.parametrize(
    "name",
    [
        "diary.sqlite",
        "20261104T001000Z-daily.sqlite-journal",
        "20261104T001000Z-mine.sqlite",
        "20261399T001000Z-daily.sqlite",
        ".20261104T001000Z-daily.sqlite.ab12.making",
        "20261104T001000Z-before-.sqlite",
        "x20261104T001000Z-daily.sqlite",
    ],
)
def test_no_other_name_is_a_copys(name: str) -> None:
    assert read_copy_name(name) is None


@pytest.mark.parametrize("typed", ["", "7", "7d,", "7x", "0d", "0d,0w", "7d,7d", "-1d"])
def test_what_does_not_say_how_many_stay_is_refused(typed: str) -> None:
    with pytest.raises(UsageProblem, match="7d,4w,12m"):
        read_keep(typed)


def test_days_weeks_and_months_come_in_any_order_and_may_be_left_out() -> None:
    assert read_keep("12m, 7d,4w") == Keep(7, 4, 12)
    assert read_keep("3d") == Keep(3, 0, 0)


# Which may go


def test_seven_days_four_weeks_and_twelve_months_keep_their_newest() -> None:
    made, *older = days_before(*range(800))

    gone = rotate(older, made, Keep(), also_by_hand=False).gone

    kept = [copy for copy in (made, *older) if copy not in gone]
    ages = [(LAST - copy.named.at).days for copy in kept]
    assert ages[:7] == list(range(7))
    assert [copy.named.at.date().isoformat() for copy in kept[7:]] == [
        "2026-10-25", "2026-10-18", "2026-09-30", "2026-08-31", "2026-07-31",
        "2026-06-30", "2026-05-31", "2026-04-30", "2026-03-31", "2026-02-28",
        "2026-01-31", "2025-12-31",
    ]  # fmt: skip


def test_of_one_day_the_newest_stays() -> None:
    made = a_copy(LAST)
    earlier = a_copy(LAST - timedelta(hours=2))

    assert rotate([earlier], made, Keep(), also_by_hand=False).gone == (earlier,)


def test_days_without_a_copy_do_not_count() -> None:
    made, *older = days_before(0, 40, 80, 120, 160, 200, 240)

    assert rotate(older, made, Keep(7, 0, 0), also_by_hand=False).gone == ()


def test_nothing_goes_while_another_copy_holds_more_entries() -> None:
    made, fuller = a_copy(LAST, entries=3), a_copy(LAST - timedelta(days=1), entries=4)
    oldest = a_copy(LAST - timedelta(days=900))

    rotation = rotate([fuller, oldest], made, Keep(1, 0, 0), also_by_hand=True)

    assert rotation.gone == ()
    assert rotation.fuller is not None


def test_a_copy_made_by_hand_goes_only_by_hand() -> None:
    made, by_hand = a_copy(LAST), a_copy(LAST - timedelta(hours=1), BY_HAND)

    assert rotate([by_hand], made, Keep(), also_by_hand=False).gone == ()
    assert rotate([by_hand], made, Keep(), also_by_hand=True).gone == (by_hand,)


COPIES = st.lists(
    st.builds(
        lambda hours, why, entries, people, number: a_copy(
            LAST + timedelta(hours=hours), why, entries, people, number
        ),
        st.integers(-24 * 500, 24 * 3),
        st.sampled_from([DAILY, BY_HAND, SET_ASIDE, "before-import"]),
        st.integers(0, 3),
        st.sampled_from([MINE, MINE, MINE, OTHER, None]),
        st.integers(1, 2),
    ),
    max_size=30,
    unique_by=lambda copy: copy.path,
)
KEEPS = st.builds(Keep, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
MADE = st.builds(lambda entries: a_copy(LAST, "before-restore", entries), st.just(3))


@given(others=COPIES, made=MADE, keep=KEEPS, by_hand=st.booleans())
def test_what_was_just_made_what_is_anothers_and_what_is_unreadable_stays(
    others: list[Copy], made: Copy, keep: Keep, by_hand: bool
) -> None:
    gone = rotate(others, made, keep, also_by_hand=by_hand).gone

    assert made not in gone
    for copy in gone:
        assert copy.contents is not None
        assert copy.contents.people == MINE
        assert copy.named.why != SET_ASIDE


@given(others=COPIES, made=MADE, keep=KEEPS, by_hand=st.booleans())
def test_a_second_look_removes_nothing_more(
    others: list[Copy], made: Copy, keep: Keep, by_hand: bool
) -> None:
    gone = rotate(others, made, keep, also_by_hand=by_hand).gone
    left = [copy for copy in others if copy not in gone]

    assert rotate(left, made, keep, also_by_hand=by_hand).gone == ()


@given(others=COPIES, entries=st.integers(0, 2), keep=KEEPS)
def test_nothing_goes_when_fewer_entries_are_in_the_newest(
    others: list[Copy], entries: int, keep: Keep
) -> None:
    made = a_copy(LAST, entries=entries)
    counted = [
        copy.contents.entries
        for copy in others
        if copy.contents
        and copy.contents.people == MINE
        and copy.named.why != SET_ASIDE
    ]

    rotation = rotate(others, made, keep, also_by_hand=True)

    if any(count > entries for count in counted):
        assert rotation.gone == ()


@given(others=COPIES, made=MADE)
def test_each_of_the_newest_days_keeps_its_newest_whatever_the_clock_did(
    others: list[Copy], made: Copy
) -> None:
    gone = rotate(others, made, Keep(3, 0, 0), also_by_hand=True).gone

    mine = [
        copy
        for copy in (made, *others)
        if copy.contents
        and copy.contents.people == MINE
        and copy.named.why != SET_ASIDE
    ]
    days: dict[object, Copy] = {}
    for copy in newest_first(mine):
        days.setdefault(copy.named.at.date(), copy)
    assert not set(list(days.values())[:3]) & set(gone)


# Files


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "copies")


def a_backup(path: Path, folder: str, at: datetime = NOW, why: str = DAILY) -> Copy:
    return make_copy(str(path), folder, why, at)


def an_entry(path: Path, number: int) -> None:
    with Workspace(str(path)).store() as store:
        log(store, a_check_in(number), NOW)


@pytest.fixture
def with_umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o077)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_copy_and_its_folder_are_their_owners_alone(
    started: Path, folder: str, umask: int, with_umask: Callable[[int], int]
) -> None:
    with_umask(umask)

    copy = a_backup(started, folder)

    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    assert [path.name for path in Path(folder).iterdir()] == [copy.name]
    assert stat.S_IMODE(os.stat(copy.path).st_mode) == 0o600


def test_a_copy_never_takes_the_place_of_another_file(
    started: Path, folder: str
) -> None:
    os.mkdir(folder)
    there = Path(folder, copy_name(NOW, DAILY))
    there.write_text("mine", encoding="utf-8")

    copy = a_backup(started, folder)

    assert there.read_text(encoding="utf-8") == "mine"
    assert copy.name == copy_name(NOW, DAILY, 2)


def test_a_disk_without_links_gets_its_copies_too(
    started: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    first, second = a_backup(started, folder), a_backup(started, folder)

    assert first.path != second.path
    assert require_whole(first.path) == require_whole(second.path)


def test_what_a_copy_holds_is_what_the_diary_held(started: Path, folder: str) -> None:
    an_entry(started, 1)

    copy = a_backup(started, folder)
    an_entry(started, 2)

    assert copy.contents == look_into(copy.path)
    assert copy.contents is not None
    assert (copy.contents.entries, copy.contents.name) == (1, "Ruth Example")


def test_a_history_that_was_altered_is_not_taken_for_sound(
    started: Path, folder: str
) -> None:
    """The pages, the references and the numbers of rows are all as they should be."""
    with closing(sqlite3.connect(started)) as connection, connection:
        connection.execute("UPDATE change SET text = 'something else'")

    with pytest.raises(Unsound, match="could not be copied soundly"):
        a_backup(started, folder)

    assert os.listdir(folder) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE check_in SET note = 'not mine'",
        "UPDATE person SET name = 'Somebody'",
        "DELETE FROM change",
        "UPDATE alembic_version SET version_num = 'zz99'",
        "PRAGMA application_id = 7",
        "CREATE TRIGGER t AFTER INSERT ON mark BEGIN DELETE FROM change; END",
    ],
)
def test_a_copy_that_was_altered_later_is_found(
    started: Path, folder: str, harm: str
) -> None:
    an_entry(started, 1)
    copy = a_backup(started, folder)
    with closing(sqlite3.connect(copy.path)) as connection, connection:
        connection.execute(harm)

    with pytest.raises(UnusableFile):
        require_whole(copy.path)


def test_a_copy_beside_which_a_journal_waits_is_left_alone(
    started: Path, folder: str
) -> None:
    copy = a_backup(started, folder)
    journal = Path(f"{copy.path}-journal")
    journal.write_bytes(b"something")

    with pytest.raises(UnusableFile, match="was not finished"):
        require_whole(copy.path)

    assert journal.read_bytes() == b"something"


def test_the_list_holds_copies_only(started: Path, folder: str) -> None:
    copy = a_backup(started, folder)
    for name in ("notes.txt", ".20261105T001000Z-daily.sqlite.ab.making"):
        Path(folder, name).touch()
    Path(folder, copy_name(NOW, BY_HAND)).symlink_to(copy.path)
    Path(folder, copy_name(NOW, BY_HAND, 2)).mkdir()

    assert [each.name for each in list_copies(folder)] == [copy.name]
    assert list_copies(f"{folder}-none") == []


def test_what_cannot_be_read_is_listed_and_stays(started: Path, folder: str) -> None:
    os.mkdir(folder)
    broken = Path(folder, copy_name(NOW - timedelta(days=900), DAILY))
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 5000)

    copy = a_backup(started, folder)
    remove_old(folder, copy, Keep(1, 0, 0), also_by_hand=True)

    listed = {each.name: each.contents for each in list_copies(folder)}
    assert listed[broken.name] is None
    assert copy.name in listed


def test_what_a_killed_process_left_goes_after_a_day(
    started: Path, folder: str
) -> None:
    os.mkdir(folder)
    old, young = Path(folder, ".a.sqlite.1.making"), Path(folder, ".b.sqlite.2.making")
    for path in (old, young):
        path.touch()
    day = backups.STALE_SECONDS
    before = old.stat().st_mtime - day - 60
    os.utime(old, (before, before))

    a_backup(started, folder)

    assert not old.exists()
    assert young.exists()


def test_old_copies_are_removed_and_other_files_stay(
    started: Path, folder: str
) -> None:
    older = a_backup(started, folder, NOW - timedelta(days=1))
    mine = Path(folder, "20261104T001000Z-mine.sqlite")
    mine.touch()

    newest = a_backup(started, folder)
    remove_old(folder, newest, Keep(1, 0, 0), also_by_hand=False)

    assert not os.path.exists(older.path)
    assert mine.exists()
    assert os.path.exists(newest.path)


def test_copies_of_somebody_else_stay(
    started: Path, folder: str, tmp_path: Path
) -> None:
    others = tmp_path / "other.sqlite"
    with Workspace(str(others)).new_store():
        pass
    theirs = a_backup(others, folder, NOW - timedelta(days=900))

    copy = a_backup(started, folder)
    remove_old(folder, copy, Keep(1, 0, 0), also_by_hand=True)

    assert os.path.exists(theirs.path)


def test_a_folder_that_is_a_file_is_told(started: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UnusableFile, match="could not be copied"):
        a_backup(started, str(tmp_path / "file"))


def test_a_copy_that_has_to_be_made_goes_beside_the_diary_when_it_must(
    started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_BACKUPS", str(tmp_path / "no stick" / "here"))

    copy = copy_verified(str(started), "before-import", NOW, open_plain)

    assert copy.parent == Path(f"{started}.backups")


def test_a_copy_that_has_to_be_made_goes_where_it_was_said(
    started: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_BACKUPS", folder)

    assert copy_verified(str(started), "before-import", NOW).parent == Path(folder)


def test_a_killed_process_leaves_nothing_that_is_taken_for_a_copy(
    started: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkdir(folder)
    monkeypatch.setattr(copies, "sync", lambda _: os._exit(9))
    child = os.fork()
    if child == 0:
        a_backup(started, folder)
        os._exit(0)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert len(os.listdir(folder)) == 1
    assert list_copies(folder) == []

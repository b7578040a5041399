"""Copies: their names, which may go, and a folder in which nothing else is touched."""

import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, a_check_in
from tracker.domain.backups import (
    BY_HAND,
    DAILY,
    MOST_BEFORE,
    SET_ASIDE,
    Contents,
    Copy,
    Keep,
    Named,
    Rotation,
    copy_name,
    may_go,
    newest_first,
    read_copy_name,
    read_keep,
)
from tracker.domain.backups import rotate as rotate_with
from tracker.errors import UnusableFile, UsageProblem
from tracker.services.log import log
from tracker.store import backups, copies
from tracker.store.backups import list_copies, look_into, make_copy, remove_old
from tracker.store.contents import Unsound
from tracker.store.copies import NoRoom, copy_verified
from tracker.store.daily import copy_is_due
from tracker.store.disk import temporary
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
    head: str = "",
) -> Copy:
    """A copy in a folder; without people it cannot be read.

    Without a head its steps are in every other one.
    """
    name = copy_name(at, why, number)
    heads = (("me", head),) if head else ()
    held = (
        None
        if people is None
        else Contents(people, "Ruth Example", "UTC", "0004", entries, None, heads)
    )
    return Copy(f"/copies/{name}", name, Named(at, why, number), 1, held)


def rotate(
    copies: list[Copy], made: Copy, keep: Keep, *, also_by_hand: bool
) -> Rotation:
    """The steps of the copies with a head are in no other one."""
    return rotate_with(copies, made, frozenset(), keep, also_by_hand=also_by_hand)


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


def test_what_was_made_before_something_large_stays_as_long_as_its_day() -> None:
    before = [
        a_copy(LAST - timedelta(hours=1), why)
        for why in ("before-import", "before-0004", "before-restore")
    ]
    made, *later = days_before(*range(-6, 0), 0)

    assert rotate(before, later[-1], Keep(), also_by_hand=False).gone == ()
    assert rotate([*before, *later], made, Keep(), also_by_hand=False).gone == ()
    next_day = a_copy(LAST + timedelta(days=7))
    rotation = rotate([*before, made, *later], next_day, Keep(), also_by_hand=False)
    assert set(before) <= {*rotation.gone}


def test_of_many_before_something_large_the_newest_stay() -> None:
    imports = [
        a_copy(LAST - timedelta(minutes=minutes), "before-import")
        for minutes in range(1, MOST_BEFORE + 3)
    ]

    gone = rotate(imports, a_copy(LAST), Keep(), also_by_hand=False).gone

    assert gone == tuple(imports[MOST_BEFORE:])


@pytest.mark.parametrize("why", [DAILY, BY_HAND, "before-restore"])
def test_a_copy_with_steps_that_the_newest_does_not_have_never_goes(why: str) -> None:
    made = a_copy(LAST)
    other = a_copy(LAST - timedelta(days=900), why, head="a step more")

    assert rotate([other], made, Keep(1, 0, 0), also_by_hand=True).gone == ()
    seals = frozenset({("me", "a step more")})
    gone = rotate_with([other], made, seals, Keep(1, 0, 0), also_by_hand=True).gone
    assert gone == (other,)


COPIES = st.lists(
    st.builds(
        lambda hours, why, entries, people, number, head: a_copy(
            LAST + timedelta(hours=hours), why, entries, people, number, head
        ),
        st.integers(-24 * 500, 24 * 3),
        st.sampled_from([DAILY, BY_HAND, SET_ASIDE, "before-import", "before-0004"]),
        st.integers(0, 3),
        st.sampled_from([MINE, MINE, MINE, OTHER, None]),
        st.integers(1, 2),
        st.sampled_from(["", "", "", "a step more"]),
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


@given(others=COPIES, made=MADE, keep=KEEPS, by_hand=st.booleans())
def test_no_step_goes_that_the_newest_does_not_hold(
    others: list[Copy], made: Copy, keep: Keep, by_hand: bool
) -> None:
    gone = rotate(others, made, keep, also_by_hand=by_hand).gone

    assert not any(copy.contents and copy.contents.heads for copy in gone)


@given(others=COPIES, made=MADE, keep=KEEPS, by_hand=st.booleans())
def test_what_goes_could_go_by_its_name(
    others: list[Copy], made: Copy, keep: Keep, by_hand: bool
) -> None:
    """So no copy has to be opened where the names say that none goes."""
    gone = rotate(others, made, keep, also_by_hand=by_hand).gone
    unread = [copy._replace(contents=None) for copy in others]
    named = may_go(unread, made, keep, also_by_hand=by_hand)

    assert {copy.path for copy in gone} <= {copy.path for copy in named}


@given(others=COPIES, made=MADE, keep=KEEPS, by_hand=st.booleans())
def test_the_days_that_stay_keep_what_was_made_before_something_large(
    others: list[Copy], made: Copy, keep: Keep, by_hand: bool
) -> None:
    gone = rotate(others, made, keep, also_by_hand=by_hand).gone

    mine = [copy for copy in (made, *others) if is_mine(copy)]
    ordered = newest_first(mine)
    days = list(dict.fromkeys(copy.named.at.date() for copy in ordered))[: keep.days]
    large = [
        copy
        for copy in ordered
        if copy.named.why.startswith("before-") and copy.named.at.date() in days
    ]
    assert not set(large[:MOST_BEFORE]) & set(gone)


def is_mine(copy: Copy) -> bool:
    held = copy.contents
    return bool(held and held.people == MINE and copy.named.why != SET_ASIDE)


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
    name = copy_name(NOW, BY_HAND)
    old, young = (temporary(Path(folder, name)) for _ in range(2))
    before = Path(f"{old}-journal"), temporary(Path(folder, name), ".locking")
    for path in (old, young, *before):
        path.touch()
    day = backups.STALE_SECONDS
    ago = old.stat().st_mtime - day - 60
    for path in (old, *before):
        os.utime(path, (ago, ago))

    a_backup(started, folder)

    assert young.exists()
    assert not any(path.exists() for path in (old, *before))


@pytest.mark.parametrize(
    "name",
    [
        ".trip.making-of.mp4",
        ".trip.0123abcd.making",
        f".{copy_name(NOW, DAILY)}.making",
        f".{copy_name(NOW, DAILY)}.0123abcd.making-of",
        f"{copy_name(NOW, DAILY)}.0123abcd.making",
        f".{copy_name(NOW, DAILY)}.0123abcx.making",
    ],
)
def test_a_hidden_file_of_somebody_else_stays(
    started: Path, folder: str, name: str
) -> None:
    os.mkdir(folder)
    mine = Path(folder, name)
    mine.touch()
    os.utime(mine, (0, 0))

    a_backup(started, folder)

    assert mine.exists()


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


def full(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA max_page_count = 3")


def faulty(connection: sqlite3.Connection) -> None:
    connection.set_progress_handler(lambda: 1, 1)


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A disk of its own for the copies."""
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setenv("TRACKER_BACKUPS", str(stick))
    return stick


@pytest.mark.parametrize("harm", [full, faulty])
def test_a_stick_that_takes_no_copy_does_not_stop_what_has_to_be_made(
    started: Path,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[sqlite3.Connection], None],
) -> None:
    plain = sqlite3.connect

    def connect(database: str, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = plain(database, **named)
        if str(stick) in str(database):
            harm(connection)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect)

    with pytest.raises(NoRoom, match=r"could not be copied into .*stick: "):
        a_backup(started, str(stick))
    copy = copy_verified(str(started), "before-import", NOW)

    assert copy.parent == Path(f"{started}.backups")
    assert os.listdir(stick) == []


def test_damage_of_the_diary_is_not_put_down_to_the_stick(
    started: Path, stick: Path
) -> None:
    with started.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"x" * 4096)

    with pytest.raises(UnusableFile) as refused:
        a_backup(started, str(stick))

    assert not isinstance(refused.value, NoRoom)
    assert os.listdir(stick) == []


def test_the_own_folder_by_another_name_is_the_own_folder(
    started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the diary is opened to see whose copies are in it."""
    a_backup(started, f"{started}.backups")
    (tmp_path / "link").symlink_to(f"{started}.backups")
    monkeypatch.setenv("TRACKER_BACKUPS", str(tmp_path / "link"))

    def nothing(path: str, mode: str) -> sqlite3.Connection:
        raise AssertionError(path)

    assert not copy_is_due(str(started), NOW, nothing)


def test_the_folder_of_copies_may_be_named_from_home(
    started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TRACKER_BACKUPS", "~/copies")

    copy = copy_verified(str(started), "before-import", NOW)

    assert copy.parent == tmp_path / "copies"


# A name that was only taken


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"rubbish" * 9])
def test_what_is_no_copy_does_not_count_as_that_of_the_day(
    started: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.delenv("TRACKER_BACKUPS")
    folder = Path(f"{started}.backups")
    folder.mkdir()
    (folder / copy_name(NOW, DAILY)).write_bytes(content)
    assert copy_is_due(str(started), NOW, open_plain)

    a_backup(started, str(folder))

    assert not copy_is_due(str(started), NOW, open_plain)


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EACCES])
def test_a_disk_that_has_links_is_not_taken_for_one_without(
    started: Path, folder: str, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "link", refuse_with(number))

    with pytest.raises(NoRoom):
        a_backup(started, folder)

    assert os.listdir(folder) == []


def test_a_name_that_was_taken_is_given_back_when_the_copy_does_not_come(
    started: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse_with(errno.EPERM))
    monkeypatch.setattr(os, "replace", refuse_with(errno.EIO))

    with pytest.raises(NoRoom):
        a_backup(started, folder)

    assert os.listdir(folder) == []


def refuse_with(number: int) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


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

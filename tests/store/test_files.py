"""A diary's file is private, made whole or not at all, and never harmed."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import NOW, a_check_in
from tests.conftest import Run
from tracker import workspace
from tracker.errors import TrackerError, UnusableFile
from tracker.services.log import log
from tracker.store import copies, files, locked, schema, sqlite_driver
from tracker.store.compiled import REVISIONS
from tracker.store.files import create
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import Workspace

NOBODY = 65534
NEXT = '''
"""One more column."""
import sqlalchemy as sa
from alembic import op
revision = "0006"
down_revision = "0005"
def upgrade():
    op.add_column("person", sa.Column("nickname", sa.Text()))
'''


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def save(path: Path, number: int = 1) -> None:
    """Log one entry as `tracker log` does."""
    with Workspace(str(path)).store() as store:
        log(store, a_check_in(number), NOW)


def entries_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute("SELECT count(*) FROM check_in").fetchone()
        return int(found[0])


# Making


@pytest.fixture
def with_umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o077)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_new_diary_is_its_owners_alone(
    tmp_path: Path, umask: int, with_umask: Callable[[int], int]
) -> None:
    with_umask(umask)
    path = tmp_path / "new" / "diary.sqlite"

    create(str(path))

    assert mode_of(path) == 0o600
    assert mode_of(path.parent) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_link_to_nothing_is_not_followed(diary_path: Path, tmp_path: Path) -> None:
    diary_path.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UnusableFile, match="link to a file that is not there"):
        create(str(diary_path))

    assert list(tmp_path.iterdir()) == [diary_path]


def test_a_private_file_is_never_made_over_another(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("whole", encoding="utf-8")
    link.symlink_to(target)

    for path in (target, link):
        with pytest.raises(FileExistsError):
            copies.make_private(path)

    assert target.read_text(encoding="utf-8") == "whole"


def test_a_diary_that_is_there_stays(started: Path) -> None:
    before = started.read_bytes()

    create(str(started))

    assert started.read_bytes() == before


@pytest.mark.parametrize("links", [True, False])
def test_whoever_was_first_keeps_the_place(
    diary_path: Path,
    template_started: Path,
    monkeypatch: pytest.MonkeyPatch,
    links: bool,
) -> None:
    def overtaken(making: str, *_: object) -> None:
        schema.upgrade(making)
        shutil.copy(template_started, diary_path)

    monkeypatch.setattr(files, "upgrade", overtaken)
    if not links:
        monkeypatch.setattr(os, "link", refuse_links)
    create(str(diary_path))

    assert diary_path.read_bytes() == template_started.read_bytes()
    assert os.listdir(diary_path.parent) == [diary_path.name]


def refuse_links(*_: object, **__: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_disk_without_links_gets_its_diary_too(
    diary_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse_links)
    create(str(diary_path))
    before = diary_path.read_bytes()
    create(str(diary_path))

    assert mode_of(diary_path) == 0o600
    assert entries_in(diary_path) == 0
    assert diary_path.read_bytes() == before


def test_a_place_that_cannot_be_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UnusableFile, match="cannot be made"):
        create(str(tmp_path / "file" / "diary.sqlite"))


# Upgrading


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Migrations with one more step, and a program that knows it."""
    location = tmp_path / "more" / "migrations"
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(schema.script_location(), location, ignore=skip)
    (location / "versions" / "0006_more.py").write_text(NEXT, encoding="utf-8")
    for module in (files, sqlite_driver, workspace):
        monkeypatch.setattr(module, "HEAD", "0006")
    monkeypatch.setattr(sqlite_driver, "REVISIONS", (*REVISIONS, "0006"))
    monkeypatch.setattr(schema, "script_location", lambda: str(location))
    return str(location)


@pytest.mark.usefixtures("newer")
def test_an_older_diary_is_copied_then_upgraded(started: Path) -> None:
    save_before = started.read_bytes()

    copy = Workspace(str(started)).upgrade()

    assert copy is not None
    assert mode_of(Path(copy)) == 0o600
    with (
        closing(sqlite3.connect(started)) as new,
        closing(sqlite3.connect(copy)) as old,
    ):
        assert new.execute("SELECT nickname FROM person").fetchall() == [(None,)]
        for table in ("procedure", "milestone", "change"):
            query = f"SELECT * FROM {table}"
            assert old.execute(query).fetchall() == new.execute(query).fetchall()
        assert old.execute("SELECT * FROM alembic_version").fetchall() == [("0005",)]
    assert len(Path(copy).read_bytes()) == len(save_before)


@pytest.mark.usefixtures("newer")
def test_an_older_diary_is_upgraded_by_whatever_opens_it(started: Path) -> None:
    save(started)

    assert Workspace(str(started)).upgrade() is None
    assert entries_in(started) == 1


@pytest.mark.usefixtures("newer")
def test_an_unsound_copy_stops_the_upgrade(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = started.read_bytes()
    counts = iter([{"person": 1}, {"person": 0}])
    monkeypatch.setattr(copies, "count_rows", lambda _: next(counts))

    with pytest.raises(UnusableFile, match="could not be copied soundly"):
        Workspace(str(started)).upgrade()

    assert started.read_bytes() == before
    assert not list(started.parent.rglob("*before-*"))


# Files that cannot be used


def revised(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


def of_another(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE note (text)")


def cut(path: Path, left: float) -> None:
    os.truncate(path, int(path.stat().st_size * left))


BAD: dict[str, Callable[[Path], object]] = {
    "newer": lambda p: revised(p, "UPDATE alembic_version SET version_num = 'zz99'"),
    "no revision": lambda p: revised(p, "DELETE FROM alembic_version"),
    "no revisions": lambda p: revised(p, "DROP TABLE alembic_version"),
    "another program's": of_another,
    "foreign id": lambda p: revised(p, "PRAGMA application_id = 7"),
    "text": lambda p: p.write_bytes(b"Dear diary, pain 4\n" * 400),
    "random": lambda p: p.write_bytes(random.Random(1).randbytes(9000)),
    "zero bytes": lambda p: p.write_bytes(b""),
    "one byte": lambda p: p.write_bytes(b"S"),
    "header only": lambda p: cut(p, 100 / p.stat().st_size),
    "half": lambda p: cut(p, 0.5),
    "a zeroed page": lambda p: p.write_bytes(bytes(4096) + p.read_bytes()[4096:]),
    "a blob": lambda p: revised(p, "UPDATE person SET name = x'00ff'"),
    "not UTF-8": lambda p: revised(p, "UPDATE person SET name = CAST(x'ff' AS TEXT)"),
    "no day": lambda p: revised(p, "UPDATE procedure SET happened_on = 'soon'"),
    "no instant": lambda p: revised(p, "UPDATE procedure SET recorded_at = '2026'"),
    "naive": lambda p: revised(p, "UPDATE milestone SET opens = '2026-11-03T10:00'"),
    "no zone": lambda p: revised(p, "UPDATE person SET zone = 'America/New_Xork'"),
    "a wild zone": lambda p: revised(p, "UPDATE person SET zone = '../etc/passwd'"),
    "no number": lambda p: revised(p, "UPDATE procedure SET baseline_pain = 'x'"),
    "no protocol": lambda p: revised(p, "UPDATE protocol SET json = '{'"),
}


@pytest.mark.parametrize("harm", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize(
    "words", [("today",), ("log", "pain=4")], ids=["read", "write"]
)
def test_a_bad_file_is_told_in_one_sentence_and_left_as_it_is(
    started: Path, run: Run, harm: Callable[[Path], object], words: tuple[str, ...]
) -> None:
    harm(started)
    before = started.read_bytes()

    said = run(*words, code=2)

    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert started.read_bytes() == before


def test_a_folder_is_no_diary(diary_path: Path, run: Run) -> None:
    diary_path.mkdir()

    assert "cannot be opened" in run("log", "pain=4", code=2).stderr


def test_an_integrity_error_is_never_put_down_to_the_file(started: Path) -> None:
    """A mistake of ours keeps its traceback."""
    with (
        closing(SqliteDriver(str(started))) as driver,
        pytest.raises(sqlite3.ProgrammingError),
    ):
        driver.one("check_in_by_id")


def test_flipped_bits_never_end_in_a_traceback(started: Path, run: Run) -> None:
    for number in range(1, 8):
        save(started, number)
    sound, chance = started.read_bytes(), random.Random(20261103)
    refused = 0
    for _ in range(100):
        bad = bytearray(sound)
        for _ in range(chance.randint(1, 32)):
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        started.write_bytes(bad)
        try:
            with Workspace(str(started), now=NOW.isoformat()).store() as store:
                Workspace(str(started), now=NOW.isoformat()).review(store)
        except TrackerError:
            refused += 1
    assert refused > 5


# As somebody who may not write, and on a full disk


def in_child(act: Callable[[], None]) -> tuple[int, str]:
    """Run in a child process: the exit code a command would end with, and its words."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 99
        try:
            act()
            code = 0
        except TrackerError as error:
            os.write(writing, str(error).encode())
            code = error.exit_code
        finally:
            os._exit(code)
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        words = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), words


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own are private."""
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody")
    folder = Path(os.path.realpath("/tmp")) / f"tracker-test-{os.getpid()}"
    folder.mkdir()
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o666, 0o555)])
def test_what_may_only_be_read_is_read_and_never_written(
    open_to_all: Path, started: Path, file: int, folder: int
) -> None:
    path = open_to_all / "diary.sqlite"
    shutil.copy(started, path)
    path.chmod(file)
    open_to_all.chmod(folder)
    before = path.read_bytes()

    def read() -> None:
        os.setuid(NOBODY)
        assert Workspace(str(path)).report() is not None

    def write() -> None:
        os.setuid(NOBODY)
        save(path)

    assert in_child(read) == (0, "")
    code, words = in_child(write)
    assert (code, "read-only" in words) == (2, True)
    assert path.read_bytes() == before


def test_a_folder_that_may_not_be_written_gets_no_diary(open_to_all: Path) -> None:
    open_to_all.chmod(0o555)

    def begin() -> None:
        os.setuid(NOBODY)
        create(str(open_to_all / "diary.sqlite"))

    code, words = in_child(begin)
    assert (code, "cannot be made" in words) == (2, True)


def with_little_room(most: int, act: Callable[[], None]) -> Callable[[], None]:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        act()

    return limited


def test_a_full_disk_refuses_and_loses_nothing(started: Path) -> None:
    size = started.stat().st_size
    refused = 0
    for step in range(20):
        act = with_little_room(size + step * 1024 - 8192, lambda: save_many(started))
        before = entries_in(started)
        code, words = in_child(act)
        assert (code, words.count("\n")) in ((0, 0), (2, 0)), words
        refused += code == 2
        assert entries_in(started) >= before
        assert not Path(f"{started}-journal").exists()
    assert refused > 5
    entries = entries_in(started)
    save(started, 9999)
    assert entries_in(started) == entries + 1


def save_many(path: Path) -> None:
    first = entries_in(path) + 1
    for number in range(first, first + 15):
        save(path, number)


def test_a_full_disk_refuses_a_new_diary_and_leaves_nothing(diary_path: Path) -> None:
    act = with_little_room(20_000, lambda: create(str(diary_path)))

    code, words = in_child(act)

    assert (code, words.count("\n")) == (2, 0)
    assert os.listdir(diary_path.parent) == []


# Two at once on one file


def test_a_refused_save_never_appears_later(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for opener in (sqlite_driver, locked):
        monkeypatch.setattr(opener, "BUSY_SECONDS", 0.05)
    with (
        closing(SqliteDriver(str(started))) as writing,
        closing(SqliteDriver(str(started))) as holding,
    ):
        store, reader = Store(writing), Store(holding)
        with reader.reading():
            assert reader.person()
            with pytest.raises(UnusableFile, match="in use"):
                log(store, a_check_in(1), NOW)
        kept = log(store, a_check_in(2), NOW)

    assert kept.check_in.number == 1
    assert entries_in(started) == 1

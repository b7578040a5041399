"""A locked file opens with its passphrase alone, and is never taken for a plain one."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import NOW, a_check_in
from tests.locked import lock, opener, quick
from tracker.errors import UnusableFile
from tracker.services.log import log
from tracker.store import converting, header, locked
from tracker.store.compiled import HEAD
from tracker.store.converting import convert
from tracker.store.files import create
from tracker.store.header import EitherFile, is_locked
from tracker.store.locked import NotUnlocked, open_locked, open_unlocked
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

FROZEN = Path(__file__).parent / "databases"
ROOT = Path(__file__).parents[2]
MARKER = "Unmistakable-marker-Ünïque"


@pytest.fixture(autouse=True)
def kind() -> str:
    """These tests say themselves what is locked."""
    return "plain"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


def nobody(path: str, mode: str) -> tuple[object, object]:
    raise AssertionError("nobody was to be asked")


def write(path: Path, number: int = 1, note: str = MARKER) -> None:
    """One entry with a note, in a plain diary."""
    with closing(SqliteDriver(str(path))) as driver:
        log(Store(driver), a_check_in(number, note=note), NOW)


def rows(path: Path, opened: object = open_unlocked) -> dict[str, list[object]]:
    """Every row of every table, and what its file says of itself."""
    assert callable(opened)
    with closing(opened(str(path), "ro")) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        found = {
            name: connection.execute(f'SELECT rowid, * FROM "{name}"').fetchall()
            for (name,) in tables
        }
        for pragma in ("application_id", "user_version"):
            found[pragma] = connection.execute(f"PRAGMA {pragma}").fetchall()
        return found


# What a locked file is


def test_a_locked_diary_shows_nothing_of_what_is_in_it(started: Path) -> None:
    write(started)

    lock(started)

    content = started.read_bytes()
    assert content[:16] != header.PLAIN
    assert MARKER.encode() not in content
    assert b"check_in" not in content


def test_plain_sqlite_cannot_read_it(started: Path) -> None:
    lock(started)

    with (
        closing(sqlite3.connect(started)) as connection,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        connection.execute("SELECT * FROM person")


def test_a_new_diary_can_be_made_locked(diary_path: Path) -> None:
    create(str(diary_path), open_file=opener())

    assert is_locked(str(diary_path))
    with closing(SqliteDriver(str(diary_path), opener())) as driver:
        assert driver.revision() == HEAD


def test_another_passphrase_and_damage_are_told_alike(started: Path) -> None:
    lock(started)
    before = started.read_bytes()

    with pytest.raises(NotUnlocked, match="is another one, or the file is damaged"):
        open_locked("another one")(str(started), "rw")
    assert started.read_bytes() == before

    started.write_bytes(b"x" * 4096 + before[4096:])
    with pytest.raises(NotUnlocked, match="is another one, or the file is damaged"):
        opener()(str(started), "rw")


def test_nothing_is_printed_beside_the_sentence(
    started: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lock(started)

    with pytest.raises(NotUnlocked):
        open_locked("another one")(str(started), "rw")

    assert capfd.readouterr() == ("", "")


def test_flipped_bits_never_read_as_something_else(started: Path) -> None:
    write(started)
    lock(started)
    sound = rows(started, opener())
    whole = started.read_bytes()
    unharmed = 0
    for place in range(17, len(whole), len(whole) // 60):
        bad = bytearray(whole)
        bad[place] ^= 1
        started.write_bytes(bad)
        try:
            unharmed += rows(started, opener()) == sound
        except (UnusableFile, locked.cipher.Error):
            continue
        assert rows(started, opener()) == sound
    assert unharmed < 30


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40
    ).filter(lambda text: text.strip())
)
def test_every_passphrase_opens_what_it_locked(
    template_started: Path, tmp_path: Path, passphrase: str
) -> None:
    path = tmp_path / "diary.sqlite"
    shutil.copy(template_started, path)

    convert(str(path), open_unlocked, open_locked(passphrase))

    assert rows(path, open_locked(passphrase)) == rows(template_started)
    with pytest.raises(NotUnlocked):
        open_locked(passphrase + "'")(str(path), "ro")


def test_a_library_that_locks_nothing_is_noticed(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a system replaces the library by one that takes keys and ignores them."""
    monkeypatch.setattr(locked, "cipher", sqlite3)

    with pytest.raises(UnusableFile, match="one more part"):
        opener()(str(started), "rw")


def test_a_plain_file_is_never_opened_as_a_locked_one(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even should the library read it without a word."""
    monkeypatch.setattr(locked.LockedFile, "set_on", lambda *_: None)
    before = started.read_bytes()

    with pytest.raises(UnusableFile, match="is not locked"):
        opener()(str(started), "rw")

    assert started.read_bytes() == before


def test_without_the_part_it_says_how_to_get_it() -> None:
    script = (
        "import sys; sys.modules['sqlcipher3'] = None\n"
        "from tracker.store.locked import require_library\n"
        "try: require_library()\n"
        "except Exception as error: print(error)"
    )
    command = [sys.executable, "-c", script]

    said = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert "-m pip install sqlcipher3" in said


# Which files are locked ones


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"S",
        b"Dear diary, pain 4\n" * 400,
        bytes(8192),
        header.PLAIN + bytes(4080),
        os.urandom(9000),
    ],
    ids=["empty", "a byte", "text", "zeros", "plain header", "no whole sectors"],
)
def test_what_can_be_no_locked_diary_asks_for_no_passphrase(
    diary_path: Path, content: bytes
) -> None:
    diary_path.write_bytes(content)

    assert not is_locked(str(diary_path))


@pytest.mark.parametrize("name", ["none", "\0", "folder"])
def test_what_is_no_file_is_not_locked(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()

    assert not is_locked(str(tmp_path / name))


def test_looking_at_a_plain_diary_lets_go_of_no_lock(started: Path) -> None:
    """A file that is opened and closed beside SQLite drops the locks of the process."""
    with closing(sqlite3.connect(started, isolation_level=None)) as pen:
        pen.execute("BEGIN IMMEDIATE")

        assert not is_locked(str(started))

        assert written_by_another(started) == "database is locked"


def test_opening_a_locked_diary_twice_lets_go_of_no_lock(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locked, "BUSY_SECONDS", 0)
    lock(started)
    either = EitherFile(lambda path, mode: (opener(), opener()(path, mode)))
    with closing(either(str(started), "rw")) as pen:
        pen.execute("BEGIN EXCLUSIVE")
        with pytest.raises(locked.cipher.OperationalError):
            either(str(started), "ro")

        assert read_by_another(started) == "database is locked"


def another(code: str, path: Path) -> str:
    """What a process of its own says to that code, with the diary as `path`."""
    script = f"import sys\npath = sys.argv[1]\n{code}"
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def written_by_another(path: Path) -> str:
    return another(
        "import sqlite3\n"
        "db = sqlite3.connect(path, timeout=0, isolation_level=None)\n"
        "try: db.execute('BEGIN IMMEDIATE')\n"
        "except sqlite3.Error as error: print(error)",
        path,
    )


def read_by_another(path: Path) -> str:
    return another(
        "from tests.locked import opener\n"
        "from tracker.store import locked\n"
        "locked.WORK, locked.BUSY_SECONDS = 1000, 0\n"
        "try: opener()(path, 'ro')\n"
        "except locked.cipher.Error as error: print(error)",
        path,
    )


def test_nobody_is_asked_for_a_plain_diary(started: Path) -> None:
    either = EitherFile(nobody)  # type: ignore[arg-type]

    with closing(either(str(started), "rw")) as connection:
        assert isinstance(connection, sqlite3.Connection)


def test_a_new_file_beside_a_locked_diary_is_locked(
    started: Path, tmp_path: Path
) -> None:
    lock(started)
    either = EitherFile(lambda path, mode: (opener(), opener()(path, mode)))
    copy = tmp_path / "copy.sqlite"
    copy.touch()

    with (
        closing(either(str(started), "ro")) as source,
        closing(either(str(copy), "rw")) as target,
    ):
        source.backup(target)

    assert is_locked(str(copy))
    assert rows(copy, opener()) == rows(started, opener())


def test_copies_are_looked_through_without_asking(started: Path) -> None:
    lock(started)
    either = EitherFile(nobody)  # type: ignore[arg-type]

    with pytest.raises(UnusableFile, match="no passphrase was typed"):
        either.unasked(str(started), "ro")


def test_a_file_that_gets_the_number_of_a_temporary_is_looked_at_anew(
    started: Path, tmp_path: Path
) -> None:
    """Systems give the number of a removed file to the next one that is made."""
    lock(started)
    either = EitherFile(lambda path, mode: (opener(), opener()(path, mode)))
    gone, plain = tmp_path / "gone", tmp_path / "plain"
    shutil.copy(started, gone)
    assert either.locked(str(gone))
    number = gone.stat().st_ino
    gone.rename(plain)
    plain.write_bytes(header.PLAIN + bytes(4080))

    assert plain.stat().st_ino == number
    assert not either.locked(str(plain))


@pytest.mark.parametrize("place", [0, 7, 15])
def test_a_damaged_first_page_is_told_as_either(started: Path, place: int) -> None:
    content = bytearray(started.read_bytes())
    content[place] ^= 1
    started.write_bytes(content)

    with pytest.raises(NotUnlocked, match="never was locked: tracker backup list"):
        opener()(str(started), "ro")


# Making anew


@pytest.fixture
def full(started: Path) -> Path:
    """Ruth's diary with entries that carry a marker."""
    for number in range(1, 6):
        write(started, number)
    return started


def test_locking_changing_and_unlocking_keep_every_row(full: Path) -> None:
    before = rows(full)
    other = open_locked("quite another one")

    assert convert(str(full), opener(), opener())
    assert rows(full, opener()) == before
    assert convert(str(full), opener(), other)
    assert rows(full, other) == before
    assert convert(str(full), other, None)
    assert rows(full) == before
    assert os.listdir(full.parent) == [full.name]


def test_what_is_made_anew_is_its_owners_alone(full: Path) -> None:
    full.chmod(0o644)
    before = os.umask(0)
    try:
        lock(full)
    finally:
        os.umask(before)

    assert stat.S_IMODE(full.stat().st_mode) == 0o600


def test_the_bytes_of_before_are_overwritten(full: Path) -> None:
    with full.open("rb") as before:
        assert MARKER.encode() in before.read()
        lock(full)
        before.seek(0)
        assert MARKER.encode() not in before.read()


def test_another_name_of_the_file_stays_whole_and_is_told(
    full: Path, tmp_path: Path
) -> None:
    """A hard link can be somebody's backup."""
    link = tmp_path / "link.sqlite"
    os.link(full, link)
    before = link.read_bytes()

    assert not convert(str(full), opener(), opener())

    assert link.read_bytes() == before
    assert is_locked(str(full))


def test_a_link_leads_to_the_diary_that_is_locked(full: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(full)

    lock(link)

    assert link.is_symlink()
    assert is_locked(str(full))


def test_a_journal_of_before_is_gone(full: Path) -> None:
    journal = full.with_name(f"{full.name}-journal")
    journal.write_bytes(bytes(512) + MARKER.encode())

    lock(full)

    assert os.listdir(full.parent) == [full.name]
    assert rows(full, opener())


@pytest.mark.parametrize("revision", sorted(p.stem for p in FROZEN.glob("*.sqlite")))
def test_a_locked_diary_of_before_keeps_its_revision(
    diary_path: Path, revision: str
) -> None:
    frozen = FROZEN / f"{revision}.sqlite"
    shutil.copy(frozen, diary_path)

    lock(diary_path)

    assert rows(diary_path, opener()) == rows(frozen)


def test_another_programs_file_is_left_as_it_is(diary_path: Path) -> None:
    with closing(sqlite3.connect(diary_path)) as connection, connection:
        connection.execute("CREATE TABLE note (text)")
    before = diary_path.read_bytes()

    with pytest.raises(UnusableFile, match="is not a tracker diary"):
        lock(diary_path)

    assert diary_path.read_bytes() == before
    assert os.listdir(diary_path.parent) == [diary_path.name]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE check_in SET note = 'another' WHERE rowid = 1",
        "DELETE FROM contact",
        "UPDATE check_in SET time_known = CAST(time_known AS TEXT) || 'x'",
        "DELETE FROM check_in WHERE rowid = (SELECT max(rowid) FROM check_in)",
    ],
    ids=["a word", "a table", "a type", "a row"],
)
def test_what_differs_is_never_put_in_place(
    full: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    """As when the disk gives back something else than was written."""
    before, overtaken = full.read_bytes(), converting._require_same_contents

    def harmed(source: sqlite3.Connection, made: Path, wanted: object) -> None:
        with closing(opener()(str(made), "rw")) as connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            connection.execute(harm)
        overtaken(source, made, wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(converting, "_require_same_contents", harmed)
    with pytest.raises(UnusableFile, match="could not be written anew soundly"):
        lock(full)

    assert full.read_bytes() == before
    assert os.listdir(full.parent) == [full.name]


def test_a_passphrase_that_does_not_open_the_new_file_locks_nothing(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = full.read_bytes()
    attach = locked.LockedFile.attach
    monkeypatch.setattr(
        locked.LockedFile,
        "attach",
        lambda _, *given: attach(open_locked("something else"), *given),
    )

    with pytest.raises(NotUnlocked):
        lock(full)

    assert full.read_bytes() == before
    assert os.listdir(full.parent) == [full.name]


def test_a_full_disk_leaves_the_diary_as_it_was(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = full.read_bytes()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(UnusableFile, match="could not be written anew: No space left"):
        lock(full)

    assert full.read_bytes() == before
    assert os.listdir(full.parent) == [full.name]


def test_a_diary_that_is_written_in_is_waited_for(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locked, "BUSY_SECONDS", 0)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys\n"
            "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "db.execute('BEGIN IMMEDIATE')\n"
            "print('held', flush=True)\nsys.stdin.read()",
            str(full),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    try:
        with pytest.raises(UnusableFile, match="is in use by another program"):
            lock(full)
    finally:
        holder.communicate()

    assert not is_locked(str(full))


def test_nobody_can_write_in_the_old_file_until_the_new_one_is_there(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, replace = [], os.replace

    def watched(made: Path, path: Path) -> None:
        said.append(written_by_another(path))
        replace(made, path)

    monkeypatch.setattr(os, "replace", watched)
    lock(full)

    assert said == ["database is locked"]

"""Locking that is ended at any step leaves a whole diary: as before, or as after.

Stands for the file made whole under another name and synced, for the one step that
puts it in place, and for the lock on the old one that outlives that step. With the
new one put in place before it is whole, a step is found that leaves no diary; without
the lock a waiting entry goes into the file that is thrown away.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.builders import NOW, a_check_in, an_id
from tests.locked import PASSPHRASE, lock, opener, passphrase_file, quick
from tests.reliability.conftest import often
from tracker.errors import UnusableFile
from tracker.services import locking
from tracker.services.log import log
from tracker.store import copies
from tracker.store.converting import convert
from tracker.store.header import EitherFile, is_locked
from tracker.store.locked import LockedFile, NotUnlocked, open_locked, open_unlocked
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

ROOT = Path(__file__).parents[2]
KILLED, DONE = 77, 0
MARKER = "Unmistakable-marker"
OTHER = "quite another passphrase"
# Whatever these modules call that is not theirs is a step: SQL, files, the disk.
STEPS_OF = ("tracker.store.converting", "tracker.store.locked", "tracker.store.copies")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


def killed_before(step: int, act: Callable[[], object]) -> bool:
    """Run in a child that dies before its n-th step; whether it got that far."""
    child = os.fork()
    if child == 0:
        taken = 0

        def count(frame: FrameType, what: str, _called: Any) -> None:
            nonlocal taken
            if what == "c_call" and frame.f_globals.get("__name__") in STEPS_OF:
                taken += 1
                if taken == step:
                    os._exit(KILLED)

        try:
            sys.setprofile(count)
            act()
            os._exit(DONE)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (DONE, KILLED)
    return code == KILLED


def notes(path: Path, opened: Callable[[str, str], Any]) -> list[Any]:
    with closing(opened(str(path), "rw")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        query = "SELECT id, note FROM check_in ORDER BY id"
        found: list[Any] = connection.execute(query).fetchall()
        return found


def write(path: Path, opened: Callable[[str, str], Any] = open_unlocked) -> None:
    with closing(SqliteDriver(str(path), opened)) as driver:
        for number in range(1, 4):
            log(Store(driver), a_check_in(number, note=MARKER), NOW)


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, PASSPHRASE), (PASSPHRASE, OTHER), (PASSPHRASE, None)],
    ids=["lock", "change", "remove"],
)
def test_a_diary_is_as_before_or_as_after(
    started: Path, tmp_path: Path, before: str | None, after: str | None
) -> None:
    write(started)
    old = open_unlocked if before is None else open_locked(before)
    if before is not None:
        lock(started)
    new = open_unlocked if after is None else open_locked(after)
    wanted, sound = None if after is None else open_locked(after), notes(started, old)
    path, step, outcomes = tmp_path / "killed" / "diary.sqlite", 1, set()
    stride = 1 if before is None else often(3, 1)
    path.parent.mkdir()
    shutil.copy(started, path)

    while killed_before(step, lambda: convert(str(path), old, wanted)):
        opens = opens_with(path, old, new)
        assert opens is not None, f"no diary after step {step}"
        assert notes(path, opens) == sound
        outcomes.add(opens is new)
        # The same again finishes it, and what was left half-made is gone.
        convert(str(path), opens, wanted)
        assert notes(path, new) == sound
        assert os.listdir(path.parent) == [path.name]
        shutil.copy(started, path)
        step += stride

    assert outcomes == {True, False}
    assert step > 60


def opens_with(
    path: Path, old: Callable[[str, str], Any], new: Callable[[str, str], Any]
) -> Callable[[str, str], Any] | None:
    """The one of the two that reads it."""
    for opened in (new, old):
        try:
            with closing(opened(str(path), "ro")) as connection:
                connection.execute("SELECT count(*) FROM check_in").fetchone()
        except Exception:  # noqa: BLE001
            continue
        return opened
    return None


def spellings() -> list[bytes]:
    return [MARKER.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]


def holding(folder: Path) -> list[Path]:
    """The files below a folder in which the marker can be read."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(each in path.read_bytes() for each in spellings())
    ]


@pytest.fixture
def with_copies(started: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary with copies of every kind, where temporary files are looked for too."""
    folder = started.parent / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TRACKER_BACKUPS", str(started.parent / "elsewhere"))
    (started.parent / "elsewhere").mkdir()
    write(started)
    own = started.parent / f"{started.name}.backups"
    copies.copy_verified(str(started), "by-hand", NOW, folder=str(own))
    copies.copy_verified(str(started), "daily", NOW)
    shutil.copy(started, started.with_name(f"{started.name}.before-0003-old"))
    (own / ".20261104T001000Z-daily.sqlite.0123abcd.making").write_bytes(
        started.read_bytes()
    )
    return started


def test_locking_leaves_no_plain_copy_behind(with_copies: Path) -> None:
    assert len(holding(with_copies.parent)) == 5

    outcome = locking.lock(str(with_copies), PASSPHRASE)

    assert (outcome.copies, outcome.left, outcome.remains) == (3, (), ())
    assert holding(with_copies.parent) == []


Act = Callable[[Path], object]


def begun(path: Path, before: str | None, after: str | None) -> bool:
    """Whether the diary itself is done already."""
    if before is None or after is None:
        return is_locked(str(path)) == (after is not None)
    return opens(path, after)


def unlocked(path: Path, passphrase: str) -> EitherFile:
    key = open_locked(passphrase)
    either = EitherFile(lambda file, mode: (key, key(file, mode)))
    either(str(path), "ro").close()
    return either


def lock_all(path: Path) -> object:
    """What `tracker lock` does to a diary in either state."""
    if not is_locked(str(path)):
        return locking.lock(str(path), PASSPHRASE)
    return locking.lock_copies(str(path), unlocked(path, PASSPHRASE))


def change_all(path: Path) -> object:
    """What `tracker lock --change` does, with both passphrases in files."""
    if opens(path, OTHER):
        return locking.change(str(path), unlocked(path, OTHER), OTHER, [PASSPHRASE])
    return locking.change(str(path), unlocked(path, PASSPHRASE), OTHER)


def opens(path: Path, passphrase: str) -> bool:
    """Whether that passphrase opens the diary."""
    try:
        open_locked(passphrase)(str(path), "ro").close()
    except NotUnlocked:
        return False
    return True


def remove_all(path: Path) -> object:
    """What `tracker lock --remove` does."""
    if is_locked(str(path)):
        return locking.remove(str(path), unlocked(path, PASSPHRASE))
    return locking.remove_from_copies(str(path), opener())


def as_wanted(path: Path, wanted: Callable[[str, str], Any] | None) -> bool:
    """Whether the diary and every copy are locked that way, and nothing else is left.

    A half-made copy from before is no copy, and goes when it is a day old.
    """
    files = [
        each
        for each in path.parent.rglob("*")
        if each.is_file() and not each.name.endswith(".making")
    ]
    assert len(files) == 4
    assert all(is_locked(str(each)) == (wanted is not None) for each in files)
    return all(notes(each, wanted or open_unlocked) for each in files)


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        (None, lock_all, PASSPHRASE),
        (PASSPHRASE, change_all, OTHER),
        (PASSPHRASE, remove_all, None),
    ],
    ids=["lock", "change", "remove"],
)
def test_killed_between_the_copies_it_is_finished_by_the_same_again(
    with_copies: Path,
    tmp_path_factory: pytest.TempPathFactory,
    before: str | None,
    act: Act,
    after: str | None,
) -> None:
    if before is not None:
        locking.lock(str(with_copies), before)
    wanted = None if after is None else open_locked(after)
    kept, step, halfway = tmp_path_factory.mktemp("kept") / "all", 1, 0
    shutil.copytree(with_copies.parent, kept)

    while killed_before(step, lambda: act(with_copies)):
        halfway += begun(with_copies, before, after)
        act(with_copies)
        assert as_wanted(with_copies, wanted), step
        if wanted:
            assert holding(with_copies.parent) == [], step
        shutil.rmtree(with_copies.parent)
        shutil.copytree(kept, with_copies.parent)
        step += often(23, 12)

    assert step > 100
    assert halfway > 3


WRITER = """
import sys
from datetime import datetime
from tests.builders import a_check_in
from tracker.errors import TrackerError
from tracker.services.log import log
from tracker.workspace import Workspace
path, now = sys.argv[1:]
with Workspace(path).store() as store:
    print("open", flush=True)
    sys.stdin.readline()
    try:
        log(store, a_check_in(9), datetime.fromisoformat(now))
        print("saved")
    except TrackerError as error:
        print("refused", error.exit_code)
"""


def test_an_entry_that_waited_is_refused_and_never_lost(started: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(started), NOW.isoformat()]
    writer = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout
    assert writer.stdout.readline() == "open\n"
    lock(started)

    said, _ = writer.communicate("go\n")

    assert said == "refused 2\n"
    assert notes(started, opener()) == []


LOCKING = """
import sys
from tests.locked import PASSPHRASE
from tracker.store.converting import convert
from tracker.store.locked import open_locked
sys.stdin.readline()
locked = open_locked(PASSPHRASE)
convert(sys.argv[1], locked, locked)
"""


def test_entries_written_meanwhile_are_kept_or_refused(
    started: Path, tmp_path: Path
) -> None:
    """Eight writers while the diary is locked: what was told as saved is there."""
    file = passphrase_file(tmp_path)
    own = {**os.environ, "PYTHONPATH": str(ROOT), "TRACKER_PASSPHRASE_FILE": str(file)}

    def process(*words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    locker = process("-c", LOCKING, str(started))
    words = ("-m", "tracker", "--db", str(started), "log", "pain=4", "--id")
    writers = {an_id(n): process(*words, an_id(n)) for n in range(1, 9)}
    _, errors = locker.communicate("go\n")
    said = {each: writer.communicate() for each, writer in writers.items()}

    assert (locker.returncode, errors) == (0, "")
    assert not any("Traceback" in err for _, err in said.values())
    saved = {each for each, (out, _) in said.items() if out.startswith("Saved")}
    refused = {each for each, writer in writers.items() if writer.returncode == 2}
    assert saved | refused == writers.keys()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.store.locked.WORK", 256_000)
        assert {each for each, _ in notes(started, LockedFile(PASSPHRASE))} == saved


def test_a_file_that_was_replaced_meanwhile_is_not_thrown_away(
    started: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody restores between the first look and the lock on the file."""
    write(started)
    fresh = started.with_name("fresh.sqlite")
    shutil.copy(template, fresh)

    def replaced(path: str, mode: str) -> Any:
        connection = open_unlocked(path, mode)
        os.replace(fresh, path)
        return connection

    monkeypatch.setattr("tracker.store.converting.open_unlocked", replaced)
    with pytest.raises(UnusableFile, match="was replaced by another program"):
        lock(started)

    assert started.read_bytes() == template.read_bytes()

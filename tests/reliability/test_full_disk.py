"""A full disk and a read-only place refuse what is new and keep what is there."""

import os
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import NOW, an_id
from tests.conftest import Said
from tests.reliability.children import begin
from tests.reliability.conftest import Figures
from tests.reliability.diaries import Diary

NOBODY = 65534
SIZES = 20


def tracker(
    diary: Diary, *words: str, first: Callable[[], object] = lambda: None
) -> Said:
    path, now = str(diary.path), NOW.isoformat()
    return begin("--db", path, "--now", now, *words, env=diary.env, first=first).said()


def little_room(most: int) -> Callable[[], None]:
    """No file may grow beyond that many bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


def saved(diary: Diary, number: int, first: Callable[[], object]) -> bool:
    """Log an entry where there may be no room; refused in one sentence if not."""
    before = diary.entries()
    words = ("log", "pain=4", "--note", "x" * 2000, "--id", an_id(number))

    said = tracker(diary, *words, first=first)

    if said.code == 0:
        assert diary.entries().keys() == {*before, an_id(number)}
        return True
    assert (said.code, said.stdout, said.stderr.count("\n")) == (2, "", 1), said
    assert diary.entries() == before
    return False


def test_a_save_that_does_not_fit_is_refused_and_nothing_is_lost(
    diary: Diary, figures: Figures
) -> None:
    size, refused = diary.path.stat().st_size, 0
    for step in range(1, SIZES + 1):
        room = little_room(step * (size + 20_000) // SIZES)
        refused += not saved(diary, step, room)
        assert tracker(diary, "today", first=room).code == 0

    figures(
        f"no room for a save{diary.kind()}", rounds=SIZES, note=f"{refused} refused"
    )
    assert 0 < refused < SIZES
    assert len(diary.entries()) == SIZES - refused
    assert saved(diary, SIZES + 1, lambda: None)


def test_a_beginning_that_does_not_fit_leaves_nothing(diary_path: Path) -> None:
    for step in range(1, 10):
        room = little_room(step * 20_000)

        said = tracker(Diary(diary_path), "start", "2026-11-03", first=room)

        assert (said.code, said.stderr.count("\n")) == (2, 1)
        assert os.listdir(diary_path.parent) == []


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own are private."""
    folder = Path(os.path.realpath("/tmp")) / f"tracker-read-only-{os.getpid()}"
    folder.mkdir()
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def as_nobody() -> None:
    """Root may write everywhere."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)


@pytest.mark.parametrize(
    ("file", "folder"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)]
)
@pytest.mark.parametrize("words", [("log", "pain=4"), ("undo",), ("done", "home")])
def test_what_may_only_be_read_is_read_and_never_written(
    started: Path, shared_folder: Path, file: int, folder: int, words: tuple[str, ...]
) -> None:
    there = Diary(shared_folder / "diary.sqlite")
    shutil.copy(started, there.path)
    there.path.chmod(file)
    shared_folder.chmod(folder)
    before = there.path.read_bytes()

    said = tracker(there, *words, first=as_nobody)

    assert (said.code, said.stdout, said.stderr.count("\n")) == (2, "", 1), said
    assert "read-only" in said.stderr
    assert tracker(there, "today", first=as_nobody).code == 0
    assert there.path.read_bytes() == before
    assert not Path(f"{there.path}-journal").exists()

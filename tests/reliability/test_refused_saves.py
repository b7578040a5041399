"""An entry that was told as refused is not there later, and a retry gives exactly one.

Stands for the rollback after a COMMIT that was refused: without it the transaction
stays open, and what was refused would come with the next save, or no save would.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.builders import NOW, a_check_in, an_id
from tests.conftest import Run
from tests.reliability.conftest import Figures, often
from tests.reliability.diaries import Diary
from tracker.errors import UnusableFile
from tracker.services.log import log
from tracker.store import locked, sqlite_driver
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

HELD = {
    "by a reader": ("BEGIN", "SELECT * FROM person"),
    "by a writer": ("BEGIN IMMEDIATE",),
    "by one alone": ("BEGIN EXCLUSIVE",),
}


@pytest.fixture(params=list(HELD.values()), ids=list(HELD))
def statements(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, ...]:
    """How another program holds the file; nobody waits long for it."""
    for module in (sqlite_driver, locked):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(sqlite_driver, "HURRIED_SECONDS", 0)
    held: tuple[str, ...] = request.param
    return held


@contextmanager
def held(diary: Diary, statements: tuple[str, ...]) -> Iterator[None]:
    """Meanwhile another program has begun something on the file."""
    with diary.open() as other:
        for statement in statements:
            other.execute(statement).fetchall()
        yield
        other.execute("ROLLBACK")


def test_a_refused_save_never_appears_and_a_retry_gives_exactly_one(
    diary: Diary, statements: tuple[str, ...], figures: Figures
) -> None:
    times, refused = often(1 if diary.locked else 5, 100), 0
    with closing(SqliteDriver(str(diary.path), diary.open_file)) as driver:
        store = Store(driver)
        for number in range(1, 2 * times, 2):
            with held(diary, statements), pytest.raises(UnusableFile, match="in use"):
                log(store, a_check_in(number), NOW)
            log(store, a_check_in(number + 1), NOW)
            refused += a_check_in(number).id in diary.entries()
            assert not log(store, a_check_in(number), NOW).already

    kept = diary.entries()
    doubled = len(kept) - 2 * times
    figures(
        f"refused saves{diary.kind()}", rounds=times, wrong=refused, doubled=doubled
    )
    assert (refused, doubled, set(kept.values())) == (0, 0, {2})


def test_a_refused_command_says_so_and_a_retry_gives_exactly_one(
    diary: Diary, statements: tuple[str, ...], run: Run
) -> None:
    words = ("log", "pain=4", "--sign", "fever", "--id", an_id(7))
    env = dict(diary.env)
    with held(diary, statements):
        said = run(*words, code=2, env=env)

    assert "in use by another program. Nothing was saved" in said.stderr
    assert "Saved" not in said.stdout
    assert diary.entries() == {}
    assert "Saved as entry 1." in run(*words, env=env).stdout
    assert "Already saved" in run(*words, env=env).stdout
    assert list(diary.entries()) == [an_id(7)]

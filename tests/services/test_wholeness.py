"""One answer to whether a diary is whole, whoever asks: each damage, each asker."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.locked import PASSPHRASE, lock, opener, quick
from tests.services.test_verify import DAMAGES, backups, copied, looked, written
from tests.store.test_upgrades import FROZEN
from tracker.errors import TrackerError
from tracker.services.archiving import archive
from tracker.services.damage import refuse_damaged
from tracker.services.restore import ready
from tracker.services.verify import INSIDE
from tracker.services.verify_copies import verify_copy
from tracker.services.wholeness import require_whole
from tracker.store.locked import open_locked
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import SqliteDriver, open_plain
from tracker.store.store import Store

__all__ = ["copied"]
Asks = Callable[[Path], object]


def by_verify(path: Path) -> None:
    found = looked(path)
    if any(found[name].state != "ok" for name in ("file", *INSIDE)):
        raise TrackerError("not well")


def by_the_copy(path: Path) -> None:
    found = verify_copy(str(path), open_plain)
    if found.contents is None:
        raise TrackerError(found.problem)


def by_restore(path: Path) -> None:
    elsewhere = path.with_name("elsewhere.sqlite")
    with ready(str(elsewhere), str(path), open_plain):
        pass


def by_archive(path: Path) -> None:
    with closing(SqliteDriver(str(path))) as driver:
        archive(Store(driver), path.with_name("a.zip"), replace=True)


ASKERS: dict[str, Asks] = {
    "verify": by_verify,
    "a look after a mistake": lambda path: refuse_damaged(str(path), open_plain),
    "backup verify": by_the_copy,
    "restore": by_restore,
    "archive": by_archive,
}


# A diary of another form is not opened at all, so nobody asks for its archive.
PAIRS = [
    (asker, damage)
    for asker in ASKERS
    for damage in DAMAGES
    if asker != "archive" or damage not in ("no form", "a form of nobody's")
]


@pytest.mark.parametrize(("asker", "damage"), PAIRS)
def test_what_is_not_whole_is_not_whole_for_anybody(
    started: Path, asker: str, damage: str
) -> None:
    written(started, *DAMAGES[damage][0])

    with pytest.raises(TrackerError):
        ASKERS[asker](started)


@pytest.mark.parametrize("asker", ASKERS)
def test_what_is_whole_is_whole_for_everybody(started: Path, asker: str) -> None:
    ASKERS[asker](started)


@pytest.mark.parametrize("frozen", sorted(FROZEN.iterdir()), ids=lambda path: path.stem)
def test_a_diary_of_before_is_whole_before_and_after_an_upgrade(
    frozen: Path, tmp_path: Path
) -> None:
    old = str(shutil.copy(frozen, tmp_path / "old.sqlite"))

    before = require_whole(old)
    upgrade(old)

    assert require_whole(old).heads == before.heads


def test_a_diary_is_whole_after_a_lock_and_as_one_that_began_locked(
    started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    before = require_whole(str(started))
    new = tmp_path / "new.sqlite"
    new.touch(0o600)
    upgrade(str(new), open_file=open_locked(PASSPHRASE))

    lock(started)

    assert require_whole(str(started), opener()) == before
    assert require_whole(str(new), opener()).entries == 0


def test_what_a_check_says_is_blanks_apart_the_same(started: Path) -> None:
    written(
        started,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = replace(sql, ' CHECK', '\n   CHECK')",
    )

    assert require_whole(str(started))


def test_a_copy_that_is_not_whole_does_not_take_the_place_of_the_diary(
    copied: Path,
) -> None:
    (copy,) = Path(backups(copied)).iterdir()
    before = copied.read_bytes()
    written(
        copy,
        "UPDATE protocol SET json = replace(json, 'emergency', 'next-visit')",
        "UPDATE counter SET newest = 0",
    )

    with (
        pytest.raises(TrackerError, match="is damaged, so it was not used"),
        ready(str(copied), str(copy), open_plain),
    ):
        pass

    assert copied.read_bytes() == before

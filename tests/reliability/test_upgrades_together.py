"""Several programs that open one older diary at once: each ends well.

Stands for BEGIN IMMEDIATE before the first statement of a migration: whoever comes
second finds the new form, and has nothing to do. And for the snapshot in which a copy
is made and compared.
"""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.conftest import Figures, often
from tests.reliability.test_together import finish, process
from tests.store.test_upgrades import FROZEN, columns_of, revision_of, rows_of
from tracker.settings import own_folder
from tracker.store.compiled import HEAD
from tracker.store.copies import fill_verified, make_private

AT_ONCE = 4
ROUNDS = often(1, 5)


@pytest.mark.parametrize("source", sorted(FROZEN.iterdir()), ids=lambda p: p.stem)
def test_four_upgrades_at_once_all_end_well(
    source: Path, tmp_path: Path, figures: Figures
) -> None:
    columns, before = columns_of(source), rows_of(source)
    del columns["alembic_version"]
    ended: list[tuple[int, str]] = []
    for number in range(ROUNDS):
        path = tmp_path / f"{number}" / "diary.sqlite"
        path.parent.mkdir(mode=0o700)
        shutil.copy(source, path)
        command = ("-m", "tracker", "--db", str(path), "db", "upgrade")

        done = finish([process(*command) for _ in range(AT_ONCE)])

        ended += [(code, errors) for code, _, errors in done]
        assert revision_of(path) == HEAD
        assert rows_of(path, columns) == before
        check_copies(path, before)

    figures(
        f"{AT_ONCE} upgrades from {source.stem} at once",
        rounds=ROUNDS * AT_ONCE,
        tracebacks=sum("Traceback" in errors for _, errors in ended),
    )
    assert ended == [(0, "")] * (ROUNDS * AT_ONCE)


def check_copies(path: Path, before: object) -> None:
    """At least one copy of before is there; every copy is whole."""
    copies = sorted(Path(own_folder(str(path))).iterdir())
    assert 1 <= len(copies) <= AT_ONCE
    for copy in copies:
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert any(rows_of(copy) == before for copy in copies)


class Overtaken(sqlite3.Connection):
    """A diary into which somebody else would write as soon as it is copied."""

    def backup(self, *target: Any, **how: Any) -> None:
        super().backup(*target, **how)
        (_, _, path) = self.execute("PRAGMA database_list").fetchone()
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            suppress(sqlite3.OperationalError),
            other,
        ):
            other.execute("DELETE FROM restriction")


def test_a_copy_is_compared_with_what_it_was_made_of(
    started: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    make_private(copy)

    with closing(
        sqlite3.connect(started, isolation_level=None, factory=Overtaken)
    ) as source:
        fill_verified(source, str(started), copy)

    assert rows_of(copy) == rows_of(started)

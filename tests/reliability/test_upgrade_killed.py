"""A migration killed before any of its statements leaves the old form or the new.

Stands for our own BEGIN before the first statement of a migration, for one transaction
around all steps, for foreign keys that are off meanwhile, and for making a new diary
under another name.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from tests.reliability.conftest import Figures
from tests.store.test_schema import REBUILD, STEP_REVISION, migrations_with
from tests.store.test_upgrades import FIRST, FROZEN, columns_of, revision_of, rows_of
from tracker.store import schema
from tracker.store.compiled import HEAD
from tracker.store.files import create

KILLED = 77
FAILED = 78


def killed_before(statement: int, act: Any) -> bool:
    """Run in a child that dies before its n-th statement; whether it got that far."""
    child = os.fork()
    if child == 0:
        seen = 0

        def count(*_: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == statement:
                os._exit(KILLED)

        code = 1
        try:
            event.listen(Engine, "before_cursor_execute", count)
            event.listen(Engine, "commit", count)
            act()
            code = 0
        except (RuntimeError, SQLAlchemyError):
            code = FAILED
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED, FAILED)
    return code == KILLED


def checked(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


class Diary:
    """A diary of some revision, to be upgraded again and again in a copy."""

    def __init__(self, source: Path, copy: Path, location: str | None = None) -> None:
        self.source, self.path = source, copy
        self._location = location
        self.kills = 0
        self._new = HEAD if location is None else STEP_REVISION
        self._old = revision_of(source)
        self._columns = columns_of(source)
        self._rows = rows_of(source)

    def harms(self) -> Iterator[str]:
        """What is wrong after each place where the upgrade can be killed."""
        statement, reached = 1, True
        while reached:
            shutil.copy(self.source, self.path)
            reached = killed_before(statement, self._upgrade)
            yield from self._harm(statement)
            self.kills += reached
            statement += 1
        assert self.kills > 5

    def _upgrade(self) -> None:
        schema.upgrade(str(self.path), self._location)

    def _harm(self, statement: int) -> Iterator[str]:
        """Old or new with all of its rows; and new with all of them in the end."""
        found = self._form()
        if found not in ((self._old, False), (self._new, True)):
            yield f"{statement}: half-way, {found}"
        try:
            self._upgrade()
        except (RuntimeError, SQLAlchemyError):
            yield f"{statement}: cannot be finished"
        if self._form() != (self._new, True):
            yield f"{statement}: not finished"
        checked(self.path)
        if self._kept() != self._rows:
            yield f"{statement}: rows are gone"

    def _form(self) -> tuple[str, bool]:
        """The revision, and whether the file has any other form than the old one."""
        columns = {
            t: c for t, c in columns_of(self.path).items() if "_alembic" not in t
        }
        return revision_of(self.path), columns != self._columns

    def _kept(self) -> dict[str, Any]:
        """The rows of now, in the columns of before."""
        columns = {t: c for t, c in self._columns.items() if t != "alembic_version"}
        return rows_of(self.path, columns)


@pytest.mark.parametrize("source", sorted(FROZEN.iterdir()), ids=lambda p: p.stem)
def test_an_upgrade_of_every_earlier_diary_killed_anywhere_can_be_finished(
    source: Path, diary_path: Path, figures: Figures
) -> None:
    diary = Diary(source, diary_path)

    harms = list(diary.harms())

    figures(
        f"an upgrade from {source.stem} killed before every statement",
        rounds=diary.kills,
        torn=len(harms),
    )
    assert harms == []


def test_a_rebuilt_parent_killed_anywhere_keeps_its_children(
    started: Path, tmp_path: Path
) -> None:
    location = migrations_with(REBUILD, tmp_path)

    harms = list(Diary(started, tmp_path / "killed.sqlite", location).harms())

    assert harms == []


RECIPE = {
    "foreign keys stay on": ('raw.execute("PRAGMA foreign_keys=OFF")', "pass"),
    "no transactional DDL": ("transactional_ddl=True", "transactional_ddl=False"),
    "the library's own BEGIN": (
        "from tracker.store.engine import sqlite_engine",
        "from sqlalchemy import create_engine\n"
        "def sqlite_engine(path, _): return create_engine(f'sqlite:///{path}')",
    ),
}


@pytest.mark.parametrize("part", RECIPE)
def test_without_any_part_of_the_recipe_something_is_lost(
    tmp_path: Path, part: str
) -> None:
    location = migrations_with(REBUILD, tmp_path)
    recipe = Path(location, "env.py")
    old, new = RECIPE[part]
    text = recipe.read_text(encoding="utf-8")
    assert old in text
    recipe.write_text(text.replace(old, new), encoding="utf-8")

    harms = Diary(FIRST, tmp_path / "killed.sqlite", location).harms()

    assert next(harms, "") != ""


@pytest.mark.parametrize("statement", [1, 5, 12, 20])
def test_a_new_diary_killed_half_way_is_no_diary(
    diary_path: Path, statement: int
) -> None:
    assert killed_before(statement, lambda: create(str(diary_path)))
    assert not diary_path.exists()

    create(str(diary_path))

    checked(diary_path)
    assert not any(rows_of(diary_path).values())

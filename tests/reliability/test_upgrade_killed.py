"""A migration killed before any of its statements leaves the old form or the new.

Stands for our own BEGIN before the first statement of a migration, and for making a
new diary under another name.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.store.test_schema import REBUILD, migrations_with
from tracker.store import schema
from tracker.store.files import create

KILLED = 77


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

        try:
            event.listen(Engine, "before_cursor_execute", count)
            event.listen(Engine, "commit", count)
            act()
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED)
    return code == KILLED


def rows(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        query = "SELECT * FROM milestone ORDER BY id"
        return connection.execute(query).fetchall()


def revision(path: Path) -> tuple[str, bool]:
    """The revision, and whether the column that its next step adds is there."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        columns = connection.execute("PRAGMA table_info(person)").fetchall()
        return found[0], any(column[1] == "nickname" for column in columns)


def test_an_upgrade_killed_anywhere_can_be_finished(
    started: Path, tmp_path: Path
) -> None:
    location = migrations_with(REBUILD, tmp_path)
    path, before, statement = tmp_path / "killed.sqlite", rows(started), 1
    shutil.copy(started, path)
    while killed_before(statement, lambda: schema.upgrade(str(path), location)):
        assert revision(path) in (("0004", False), ("0005", True))
        assert rows(path) == before
        schema.upgrade(str(path), location)
        assert revision(path) == ("0005", True)
        assert rows(path) == before
        shutil.copy(started, path)
        statement += 1
    assert statement > 5


@pytest.mark.parametrize("statement", [1, 5, 12, 20])
def test_a_new_diary_killed_half_way_is_no_diary(
    diary_path: Path, statement: int
) -> None:
    assert killed_before(statement, lambda: create(str(diary_path)))
    assert not diary_path.exists()

    create(str(diary_path))

    assert rows(diary_path) == []

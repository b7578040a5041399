"""A diary of an earlier revision becomes today's, and nothing in it is lost.

Each frozen database was made by the program of its revision; it is always copied.
"""

import json
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Inspector, inspect

from tests.conftest import Run
from tracker.services.diary import open_diary
from tracker.services.undo import undo
from tracker.store.compiled import HEAD, KEYS, REVISIONS
from tracker.store.engine import sqlite_engine
from tracker.store.rows import ADDED
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.store.tables import metadata
from tracker.workspace import Workspace

FROZEN = Path(__file__).parent / "databases"
FIRST = FROZEN / "0001.sqlite"
NOW = "2026-11-07T10:00:00-05:00"
WARNINGS = 3
STEPS = 12

Rows = dict[str, list[dict[str, Any]]]


def rows_of(path: Path, columns: dict[str, list[str]] | None = None) -> Rows:
    """Every row of every table but the revision's, by column, in a fixed order."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        known = columns or columns_of(path)
        return {
            table: sorted(
                (
                    {name: row[name] for name in known[table]}
                    for row in connection.execute(f'SELECT * FROM "{table}"')
                ),
                key=repr,
            )
            for table in known
            if table != "alembic_version"
        }


def columns_of(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        return {
            table: [
                column[1]
                for column in connection.execute(f'PRAGMA table_info("{table}")')
            ]
            for (table,) in tables.fetchall()
        }


def revision_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0])


def copies_beside(path: Path) -> list[Path]:
    return sorted(path.with_name(f"{path.name}.backups").glob("*-before-*"))


@pytest.fixture
def old(diary_path: Path) -> Path:
    """A copy of the frozen diary of revision 0001."""
    shutil.copy(FIRST, diary_path)
    diary_path.chmod(0o600)
    return diary_path


@pytest.fixture
def upgraded(old: Path) -> Path:
    Workspace(str(old), NOW).upgrade()
    return old


def test_the_frozen_diary_is_of_its_revision_and_holds_what_is_tested() -> None:
    before = rows_of(FIRST)

    assert revision_of(FIRST) == "0001"
    assert "name" not in before["contact"][0]
    assert "weekly_asked" not in before["check_in"][0]
    assert "settles" not in before["instruction"][0]
    assert len(before["shown_warning"]) == WARNINGS
    changed = [row for row in before["change"] if '"contact",{' in row["before"]]
    assert len(changed) == 1
    assert before["mark"]
    assert before["visit"]
    assert before["completion"]


@pytest.fixture(params=sorted(FROZEN.iterdir()), ids=lambda path: path.stem)
def frozen(request: pytest.FixtureRequest, diary_path: Path) -> Path:
    """A copy of the frozen diary of each earlier revision."""
    shutil.copy(request.param, diary_path)
    diary_path.chmod(0o600)
    return diary_path


def test_a_diary_of_every_earlier_revision_is_kept_frozen() -> None:
    kept = [path.stem for path in sorted(FROZEN.iterdir())]

    assert kept == [revision for revision in REVISIONS if revision != HEAD]


def test_every_fact_of_before_is_there_after_the_upgrade(frozen: Path) -> None:
    columns, before = columns_of(frozen), rows_of(frozen)
    assert revision_of(frozen) != HEAD

    Workspace(str(frozen), NOW).upgrade()

    del columns["alembic_version"]
    assert rows_of(frozen, columns) == before
    assert revision_of(frozen) == HEAD


def test_the_whole_history_of_before_can_be_taken_back(frozen: Path) -> None:
    workspace = Workspace(str(frozen), NOW)
    workspace.upgrade()
    before = rows_of(frozen)["shown_warning"]
    driver = SqliteDriver(str(frozen))
    store = Store(driver)

    with store.writing():
        person = store.person()
        assert person is not None
        while store.undo(person, "Ruth Example", workspace.now()) is not None:
            pass
    driver.close()

    assert not any(rows_of(frozen)[table] for table in KEYS)
    assert rows_of(frozen)["shown_warning"] == before


def test_what_is_new_holds_what_a_row_of_before_would_say(upgraded: Path) -> None:
    after = rows_of(upgraded)

    for table, added in ADDED.items():
        assert after[table]
        for row in after[table]:
            assert {name: row[name] for name in added} == added


def test_every_column_that_came_later_is_known_to_the_history(upgraded: Path) -> None:
    before, after = columns_of(FIRST), columns_of(upgraded)

    later = {
        table: set(after[table]) - set(before[table])
        for table in KEYS
        if table in before
    }

    assert {t: names for t, names in later.items() if names} == {
        table: set(added) for table, added in ADDED.items()
    }


def test_the_upgraded_file_is_sound_and_every_reference_holds(upgraded: Path) -> None:
    with closing(sqlite3.connect(upgraded)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_private_copy_of_before_is_kept_beside_it(old: Path) -> None:
    before = rows_of(old)

    said = Workspace(str(old), NOW).upgrade()

    (copy,) = copies_beside(old)
    assert said == str(copy)
    assert revision_of(copy) == "0001"
    assert rows_of(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_second_upgrade_does_nothing(upgraded: Path) -> None:
    before = upgraded.read_bytes()

    assert Workspace(str(upgraded), NOW).upgrade() is None

    assert upgraded.read_bytes() == before
    assert len(copies_beside(upgraded)) == 1


Schema = dict[str, dict[str, Any]]


def schema_of(path: Path) -> Schema:
    """Tables with their columns, keys, indexes and checks, by name."""
    engine = sqlite_engine(str(path))
    found = inspect(engine)
    names = [name for name in found.get_table_names() if name != "alembic_version"]
    schema = {name: table_of(found, name) for name in names}
    engine.dispose()
    return schema


def table_of(found: Inspector, name: str) -> dict[str, Any]:
    columns = found.get_columns(name)
    return {
        "columns": {
            each["name"]: (str(each["type"]), each["nullable"]) for each in columns
        },
        "key": found.get_pk_constraint(name)["constrained_columns"],
        "indexes": {
            each["name"]: (each["column_names"], each["unique"])
            for each in found.get_indexes(name)
        },
        "uniques": {
            each["name"]: each["column_names"]
            for each in found.get_unique_constraints(name)
        },
        "references": {
            each["name"]: (each["constrained_columns"], each["referred_table"])
            for each in found.get_foreign_keys(name)
        },
        "checks": {
            each["name"]: each["sqltext"] for each in found.get_check_constraints(name)
        },
    }


def test_the_upgraded_schema_is_that_of_a_new_diary(
    upgraded: Path, template: Path
) -> None:
    assert schema_of(upgraded) == schema_of(template)


def test_every_check_of_the_tables_is_in_the_upgraded_file(upgraded: Path) -> None:
    written = schema_of(upgraded)

    for table in metadata.sorted_tables:
        checks = {
            str(each.name): str(each.sqltext)
            for each in table.constraints
            if isinstance(each, CheckConstraint)
        }
        assert written[table.name]["checks"] == checks


@pytest.mark.parametrize(
    ("table", "change"),
    [("contact", "kind = 'stranger'"), ("contact", "name = NULL"),
     ("check_in", "weekly_asked = 2"), ("instruction", "settles = -1"),
     ("instruction", "amount = 0")],
)  # fmt: skip
def test_the_upgraded_file_refuses_what_a_new_one_does(
    upgraded: Path, table: str, change: str
) -> None:
    with (
        closing(sqlite3.connect(upgraded)) as connection,
        pytest.raises(sqlite3.IntegrityError),
    ):
        connection.execute(f"UPDATE {table} SET {change}")


COMMANDS = [
    ["today"], ["today", "--brief"], ["timeline", "--all"], ["entries"], ["report"],
    ["report", "--json"], ["warnings"], ["changes"], ["visit", "list"], ["signs"],
    ["questions"], ["contact", "list"], ["bone"], ["explain", "heavy-lifting"],
    ["export", "csv"], ["db", "upgrade"], ["log", "pain=4", "--sign", "calf"],
    ["edit", "1", "pain=3"], ["delete", "1"], ["done", "first-walk"],
    ["skip", "first-walk"], ["told", "driving", "--until", "+6w", "--by", "Nurse"],
    ["told", "heavy-lifting", "--which", "2"], ["visit", "add", "2026-11-20"],
    ["visit", "done", "1"], ["contact", "add", "caregiver", "555-0301", "--name", "E"],
    ["contact", "add", "care-team", "555-0301"], ["db", "path"],
    ["warnings", "answer", "1", "--called", "now"], ["reopen", "home"], ["undo"],
]  # fmt: skip


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("typed", COMMANDS, ids=" ".join)
def test_every_command_works_on_a_diary_of_before(run: Run, typed: list[str]) -> None:
    run(*typed, now=NOW)

    assert "Ruth Example" in run("today", now=NOW).stdout


@pytest.mark.usefixtures("old")
def test_a_plan_of_before_lists_no_bone_items_and_says_so(run: Run) -> None:
    said = run("bone", "bone-scan", "asked", now=NOW, code=1)

    assert "This plan lists none." in said.stderr


@pytest.mark.parametrize("command", [["log", "pain=4"], ["edit", "1", "pain=3"]])
def test_a_step_on_a_diary_of_before_can_be_taken_back(
    old: Path, run: Run, command: list[str]
) -> None:
    run("today", now=NOW)
    before = {table: rows_of(old)[table] for table in KEYS}

    run(*command, now=NOW)
    run("undo", now=NOW)

    assert {table: rows_of(old)[table] for table in KEYS} == before


@pytest.mark.usefixtures("old")
def test_warnings_of_before_wait_for_their_answer_and_can_be_answered(run: Run) -> None:
    run("today", "--alarm", now=NOW, code=10)

    for number in ("1", "2", "3"):
        run("warnings", "answer", number, "--mistake", now=NOW)

    run("today", "--alarm", now=NOW)


@pytest.mark.usefixtures("old")
def test_words_of_before_that_differ_are_shown_as_such(run: Run) -> None:
    run("can", "lift", "6lb", now=NOW, code=3)

    found = json.loads(run("can", "lift", "5lb", "--json", now=NOW).stdout)

    assert [word["number"] for word in found["differing"]] == [1, 2]


@pytest.fixture
def store(upgraded: Path) -> Iterator[Store]:
    driver = SqliteDriver(str(upgraded))
    yield Store(driver)
    driver.close()


def at_that_time(image: str) -> list[tuple[str, dict[str, Any] | None]]:
    """The rows of a history image, as today's program would write them."""
    return [
        (table, {**ADDED.get(table, {}), **row} if row is not None else None)
        for table, row in json.loads(image)
    ]


def test_each_undo_puts_back_the_rows_that_were_there_before(
    upgraded: Path, store: Store
) -> None:
    history = rows_of(upgraded)["change"]
    taken_back = {row["undoes"] for row in history if row["undoes"]}
    steps = [
        row
        for row in sorted(history, key=lambda row: -int(row["seq"]))
        if row["undoes"] is None and row["seq"] not in taken_back
    ]
    now = Workspace(now=NOW).now()

    for step in steps:
        with store.writing():
            person = store.person()
            assert person is not None
            store.undo(person, "Ruth Example", now)

        found = rows_of(upgraded)
        images = zip(
            at_that_time(step["before"]), at_that_time(step["after"]), strict=True
        )
        for (table, before), (_, after) in images:
            if table == "shown_warning":
                continue
            assert before is None or before in found[table]
            assert after is None or after not in found[table]
    assert len(steps) == STEPS
    assert not any(rows_of(upgraded)[table] for table in KEYS)


def test_undo_to_the_beginning_keeps_what_was_shown(
    upgraded: Path, store: Store
) -> None:
    before = rows_of(upgraded)["shown_warning"]

    undo(store, STEPS - 1, "Ruth Example", Workspace(now=NOW).now())

    assert rows_of(upgraded)["shown_warning"] == before
    with closing(sqlite3.connect(upgraded)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_number_that_start_replaced_comes_back(store: Store) -> None:
    numbers = []
    for _ in range(STEPS - 1):
        with store.reading():
            diary = open_diary(store)
        numbers.append((diary.number("care-team"), diary.number("emergency")))
        undo(store, 1, "Ruth Example", Workspace(now=NOW).now())
    with store.reading():
        diary = open_diary(store)
    numbers.append((diary.number("care-team"), diary.number("emergency")))

    assert list(dict.fromkeys(numbers)) == [
        ("555 0199", "911"), ("555 0199", None), ("555 0100", None),
    ]  # fmt: skip


@pytest.mark.usefixtures("old")
def test_a_diary_of_before_can_be_undone_by_hand_up_to_its_beginning(run: Run) -> None:
    refused = run("undo", "--steps", str(STEPS), now=NOW, code=1).stderr
    run("undo", "--steps", str(STEPS - 1), now=NOW)

    assert "nobody would see warning" in refused
    assert "Ruth Example" in run("today", now=NOW).stdout

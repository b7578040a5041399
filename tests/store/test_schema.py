"""Alembic alone makes the schema, and it makes the one that the tables describe."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from tests.builders import a_check_in, a_person, an_id
from tracker.store import rows, schema
from tracker.store.compiled import HEAD, SQL
from tracker.store.engine import sqlite_engine
from tracker.store.sqlite_driver import APPLICATION_ID, open_connection
from tracker.store.tables import metadata

SOURCES = Path(schema.__file__).parents[1]


def config(**attributes: object) -> Config:
    made = Config()
    made.set_main_option("script_location", schema.script_location())
    made.attributes.update(attributes)
    return made


def tables_of(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        return {name for (name,) in found}


def test_the_migrated_file_is_what_the_tables_say(template: Path) -> None:
    with sqlite_engine(str(template)).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_the_comparison_sees_a_missing_column(empty: Path) -> None:
    with closing(sqlite3.connect(empty)) as connection:
        connection.execute("ALTER TABLE visit DROP COLUMN title")

    with sqlite_engine(str(empty)).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert len(compare_metadata(context, metadata)) == 1


def test_nothing_but_alembic_makes_the_schema() -> None:
    making = ("create_all", "CREATE TABLE", "ALTER TABLE", "CREATE INDEX")
    for path in SOURCES.rglob("*.py"):
        if "_migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not any(word in text for word in making), path


def test_a_new_file_says_whose_and_which_it_is(template: Path) -> None:
    with closing(sqlite3.connect(template)) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        revision = connection.execute("SELECT * FROM alembic_version").fetchall()

    assert application == APPLICATION_ID
    assert revision == [(HEAD,)]


@pytest.fixture
def blank(diary_path: Path) -> Path:
    diary_path.touch()
    return diary_path


def test_the_migrations_run_on_an_engine(blank: Path) -> None:
    command.upgrade(config(connection=sqlite_engine(str(blank))), "head")

    assert tables_of(blank) == {*metadata.tables, "alembic_version"}


def test_the_migrations_run_on_a_connection_and_leave_its_keys_guarded(
    blank: Path,
) -> None:
    with sqlite_engine(str(blank)).connect() as connection:
        command.upgrade(config(connection=connection), "head")
        guarded = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()

    assert guarded == 1
    assert tables_of(blank) == {*metadata.tables, "alembic_version"}


def test_the_migrations_run_on_a_path_with_odd_letters(tmp_path: Path) -> None:
    path = tmp_path / "a b?#%41ä.sqlite"
    path.touch()

    schema.upgrade(str(path))

    assert tables_of(path) == {*metadata.tables, "alembic_version"}


def test_a_second_upgrade_changes_nothing(empty: Path) -> None:
    before = empty.read_bytes()

    schema.upgrade(str(empty))

    assert empty.read_bytes() == before


def insert(connection: sqlite3.Connection, found: list[rows.TableRow]) -> None:
    for table, row in found:
        connection.execute(SQL[f"insert_{table}"], row)


def test_an_answer_cannot_point_at_another_persons_entry(started: Path) -> None:
    other = a_person(id=an_id(77))
    with closing(open_connection(str(started))) as connection:
        owner = connection.execute("SELECT person_id, id FROM procedure").fetchone()
        entry, answer = rows.rows_of(owner[0], a_check_in(procedure_id=owner[1]))
        insert(connection, [*rows.rows_of(other.id, other), entry])
        answer[1]["person_id"] = other.id

        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            insert(connection, [answer])


def test_every_connection_is_guarded(started: Path) -> None:
    with closing(open_connection(str(started))) as connection:
        read = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "trusted_schema",
                "cell_size_check",
            )
        }

    assert read == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }


STEP_REVISION = "0006"
STEP = '''
"""A step that breaks a reference."""
from alembic import op
revision = "0006"
down_revision = "0005"
def upgrade():
    op.execute("DELETE FROM person")
'''
REBUILD = '''
"""A step that rebuilds a parent."""
import sqlalchemy as sa
from alembic import op
revision = "0006"
down_revision = "0005"
def upgrade():
    with op.batch_alter_table("person", recreate="always") as batch:
        batch.add_column(sa.Column("nickname", sa.Text()))
'''


def migrations_with(step: str, folder: Path) -> str:
    """A copy of the migrations with one more step."""
    location = folder / "migrations"
    shutil.copytree(
        schema.script_location(), location, ignore=shutil.ignore_patterns("__pyc*")
    )
    (location / "versions" / "0006_more.py").write_text(step, encoding="utf-8")
    return str(location)


def test_a_step_that_breaks_a_reference_is_taken_back(
    started: Path, tmp_path: Path
) -> None:
    before = started.read_bytes()

    with pytest.raises(RuntimeError, match="point at nothing"):
        schema.upgrade(str(started), migrations_with(STEP, tmp_path))

    assert started.read_bytes() == before


def test_rebuilding_a_parent_keeps_its_children(started: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(started)) as connection:
        before = connection.execute("SELECT * FROM milestone").fetchall()

    schema.upgrade(str(started), migrations_with(REBUILD, tmp_path))

    with closing(sqlite3.connect(started)) as connection:
        assert connection.execute("SELECT * FROM milestone").fetchall() == before
        assert connection.execute("SELECT nickname FROM person").fetchall() == [(None,)]

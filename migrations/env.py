"""Runs the migrations: one transaction, foreign keys off outside it, checked inside."""

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, Engine

from tracker import __version__
from tracker.store.engine import sqlite_engine
from tracker.store.sqlite_driver import open_plain, version_number
from tracker.store.tables import metadata


def _engine() -> Engine | Connection:
    given: Engine | Connection | None = context.config.attributes.get("connection")
    if given is not None:
        return given
    path = context.config.attributes.get("path")
    if path is None:
        path = context.get_x_argument(as_dictionary=True)["db"]
    return sqlite_engine(path, context.config.attributes.get("open_file", open_plain))


def _migrate(connection: Connection) -> None:
    """Rebuilding a table with foreign keys on would delete its children silently."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        _run_migrations(connection)
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _run_migrations(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
        transaction_per_migration=False,
        compare_type=True,
        on_version_apply=_say_what_is_needed,
    )
    with context.begin_transaction():
        context.run_migrations()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"{len(broken)} rows would point at nothing")


def _say_what_is_needed(
    ctx: MigrationContext,
    step: MigrationInfo,
    heads: Collection[Any],
    run_args: Mapping[str, Any],
) -> None:
    """An older program can then name the version that reads the file."""
    assert ctx.connection is not None
    number = version_number(__version__)
    ctx.connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def _run() -> None:
    engine = _engine()
    if isinstance(engine, Connection):
        _migrate(engine)
        return
    with engine.connect() as connection:
        _migrate(connection)


_run()

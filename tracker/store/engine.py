"""The SQLAlchemy engine for one SQLite file, with every BEGIN our own."""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from tracker.store.sqlite_driver import PRAGMAS, OpenFile, open_plain


def sqlite_engine(path: str, open_file: OpenFile = open_plain) -> Engine:
    """An engine that refuses a missing file and hides parameters in its errors."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: open_file(path, "rw"),
        hide_parameters=True,
        poolclass=NullPool,
    )
    event.listen(engine, "connect", _own_every_begin)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _own_every_begin(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")

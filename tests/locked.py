"""Diaries that are locked, for tests of what is kept in them."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tracker.store import locked
from tracker.store.converting import convert
from tracker.store.header import is_locked
from tracker.store.locked import LockedFile, open_locked

PASSPHRASE = "Ruth's drei Wörter"
# How long somebody has to guess is no part of most tests; a process of its own takes
# the usual work, so these files open only where this is set.
QUICK = 1_000
PLAIN_ROW: Any = sqlite3.Row


def quick(patch: pytest.MonkeyPatch) -> None:
    """Lock and open with little work."""
    patch.setattr(locked, "WORK", QUICK)


def opener() -> LockedFile:
    """How the locked diaries of the tests are opened."""
    return open_locked(PASSPHRASE)


def lock(path: Path) -> Path:
    """Lock a plain diary."""
    convert(str(path), opener(), opener())
    return path


def passphrase_file(folder: Path, passphrase: str = PASSPHRASE) -> Path:
    """A private file that holds the passphrase, for TRACKER_PASSPHRASE_FILE."""
    file = folder / "passphrase"
    file.touch(mode=0o600)
    file.write_text(f"{passphrase}\n", encoding="utf-8")
    return file


def every_connection_locked(patch: pytest.MonkeyPatch) -> None:
    """Whatever opens a locked file, or begins an empty one, does so locked."""
    patch.setattr(sqlite3, "connect", _connecting(sqlite3.connect))
    patch.setattr(sqlite3, "Row", _row)
    for name in ("IntegrityError", "ProgrammingError"):
        either = (getattr(sqlite3, name), getattr(locked.cipher, name))
        patch.setattr(sqlite3, name, either)


def _row(cursor: Any, values: Any) -> Any:
    kind = locked.cipher.Row if isinstance(cursor, locked.cipher.Cursor) else PLAIN_ROW
    return kind(cursor, values)


def _connecting(plain: Callable[..., Any]) -> Callable[..., Any]:
    def connect(database: str | Path, *given: Any, **named: Any) -> Any:
        address, _, query = str(database).removeprefix("file:").partition("?")
        path = unquote(address)
        if "immutable" in query or not _to_be_locked(path):
            return plain(database, *given, **named)
        mode = query.removeprefix("mode=") or "rwc"
        connection = opener()(path, mode)
        if "isolation_level" not in named:
            connection.isolation_level = "DEFERRED"
        return connection

    return connect


def _to_be_locked(path: str) -> bool:
    file = Path(path)
    return not file.exists() or file.stat().st_size == 0 or is_locked(path)

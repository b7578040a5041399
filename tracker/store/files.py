"""The diary's file: made whole or not at all, private, and copied before a change."""

import os
import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from tracker.errors import UnusableFile
from tracker.store.compiled import HEAD, KEYS
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import file_uri, plain_errors

OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700


def create(file: str, location: str | None = None) -> None:
    """Make an empty diary at a path; one that somebody else just made stays."""
    path = Path(file)
    try:
        path.parent.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
        making = path.with_name(f".{path.name}.{os.getpid()}.making")
        _make_private(making)
    except OSError as error:
        raise UnusableFile(
            f"{path} cannot be made: {os.strerror(error.errno or 0)}. "
            "Name another place: tracker --db PATH start"
        ) from None
    try:
        upgrade(str(making), location)
        with suppress(FileExistsError):
            os.link(making, path, follow_symlinks=False)
        _sync_folder(path.parent)
    finally:
        making.unlink(missing_ok=True)


def bring_up(file: str, now: datetime, location: str | None = None) -> str:
    """Upgrade an older diary; the verified copy that was kept beside it."""
    path = Path(file)
    copy = path.with_name(f"{path.name}.before-{HEAD}-{now:%Y%m%dT%H%M%S%f}")
    with plain_errors(file):
        _copy_verified(path, copy)
    upgrade(file, location)
    return str(copy)


def _make_private(path: Path) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, OWNER_ONLY))


def _copy_verified(path: Path, copy: Path) -> None:
    _make_private(copy)
    source = sqlite3.connect(f"{file_uri(str(path))}?mode=ro", uri=True)
    target = sqlite3.connect(copy)
    try:
        source.backup(target)
        sound = target.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if not sound or _counts(source) != _counts(target):
            raise UnusableFile(
                f"{path} could not be copied soundly, so it was not upgraded. "
                "It was left as it is; restore a backup."
            )
    finally:
        source.close()
        target.close()
    _sync_file(copy)
    _sync_folder(copy.parent)


def _counts(connection: sqlite3.Connection) -> list[int]:
    return [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in (*KEYS, "change")
    ]


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        _sync_file(folder)

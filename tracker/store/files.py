"""The diary's file: made whole or not at all, private, and copied before a change."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tracker.errors import UnusableFile
from tracker.store.compiled import HEAD
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import file_uri, plain_errors

OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700


def create(file: str, location: str | None = None) -> None:
    """Make an empty diary at a path; one that somebody else just made stays."""
    path = Path(file)
    making = path.with_name(f".{path.name}.{os.urandom(8).hex()}.making")
    with _plain_errors(path, f"{path} cannot be made"):
        path.parent.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
        _make_private(making)
        try:
            upgrade(str(making), location)
            _put_in_place(making, path)
            _sync_folder(path.parent)
        finally:
            making.unlink(missing_ok=True)


def bring_up(file: str, now: datetime, location: str | None = None) -> str:
    """Upgrade an older diary; the verified copy that was kept beside it."""
    path = Path(file)
    stamp = f"{now:%Y%m%dT%H%M%S}-{os.urandom(4).hex()}"
    copy = path.with_name(f"{path.name}.before-{HEAD}-{stamp}")
    with _plain_errors(path, f"{path} needs an upgrade and cannot be copied first"):
        _copy_verified(path, copy)
        upgrade(file, location)
    return str(copy)


@contextmanager
def _plain_errors(path: Path, failed: str) -> Iterator[None]:
    """Also the system's own errors, and those that SQLAlchemy wrapped."""
    try:
        with plain_errors(str(path)):
            try:
                yield
            except DBAPIError as error:
                raise (error.orig or error) from None
    except OSError as error:
        raise UnusableFile(
            f"{failed}: {os.strerror(error.errno or 0)}. "
            "Name another place: tracker --db PATH"
        ) from None


def _make_private(path: Path) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, OWNER_ONLY))


def _put_in_place(made: Path, path: Path) -> None:
    """Under its name at once and never over another; some disks know no links."""
    try:
        os.link(made, path, follow_symlinks=False)
    except FileExistsError:
        _refuse_link_to_nothing(path)
    except OSError:
        with suppress(FileExistsError):
            _make_private(path)
            os.replace(made, path)


def _refuse_link_to_nothing(path: Path) -> None:
    if path.is_symlink() and not path.exists():
        raise UnusableFile(
            f"{path} is a link to a file that is not there. "
            "Name another place: tracker --db PATH"
        )


def _copy_verified(path: Path, copy: Path) -> None:
    _make_private(copy)
    try:
        _fill(path, copy)
    except BaseException:
        copy.unlink()
        raise
    _sync_file(copy)
    _sync_folder(copy.parent)


def _fill(path: Path, copy: Path) -> None:
    uri = f"{file_uri(str(path))}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        sound = target.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if not sound or _counts(source) != _counts(target):
            raise UnusableFile(
                f"{path} could not be copied soundly, so it was not upgraded. "
                "It was left as it is; restore a backup."
            )


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; an older diary may have fewer tables than ours."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables.fetchall()
    }


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        _sync_file(folder)

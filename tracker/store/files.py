"""The diary's file: made whole or not at all, private, and copied before a change."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tracker.errors import UnusableFile
from tracker.store.compiled import HEAD
from tracker.store.copies import copy_verified
from tracker.store.disk import (
    make_folders,
    make_private,
    put_in_place,
    sync_folder,
    temporary,
)
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import OpenFile, open_plain, plain_errors


def create(
    file: str, location: str | None = None, open_file: OpenFile = open_plain
) -> None:
    """Make an empty diary at a path; one that somebody else just made stays."""
    path = Path(file)
    making = temporary(path)
    with plain_file_errors(path, f"{path} cannot be made"):
        make_folders(path.parent)
        make_private(making)
        try:
            upgrade(str(making), location, open_file)
            _put_first(making, path)
            sync_folder(path.parent)
        finally:
            making.unlink(missing_ok=True)


def bring_up(
    file: str,
    now: datetime,
    location: str | None = None,
    open_file: OpenFile = open_plain,
) -> str:
    """Upgrade an older diary; the verified copy that was kept of it."""
    copy = copy_verified(file, f"before-{HEAD}", now, open_file)
    with plain_file_errors(Path(file), f"{file} could not be upgraded"):
        upgrade(file, location, open_file)
    return str(copy)


@contextmanager
def plain_file_errors(path: Path, failed: str) -> Iterator[None]:
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


def _put_first(made: Path, path: Path) -> None:
    """Put a new diary in its place, unless somebody else just made one there."""
    try:
        put_in_place(made, path)
    except FileExistsError:
        refuse_link_to_nothing(path)


def refuse_link_to_nothing(path: Path) -> None:
    """Whoever made such a link may want the file to be somewhere else."""
    if path.is_symlink() and not path.exists():
        raise UnusableFile(
            f"{path} is a link to a file that is not there. "
            "Name another place: tracker --db PATH"
        )

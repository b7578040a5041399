"""The diary's file: made whole or not at all, private, and copied before a change."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tracker.errors import UnusableFile
from tracker.store.compiled import HEAD
from tracker.store.copies import fill_verified, make_private, sync_folder
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import OpenFile, open_plain, plain_errors

OWNER_FOLDER = 0o700
UNSOUND = (
    "could not be copied soundly, so it was not upgraded. It was left as it is; "
    "restore a backup."
)


def create(
    file: str, location: str | None = None, open_file: OpenFile = open_plain
) -> None:
    """Make an empty diary at a path; one that somebody else just made stays."""
    path = Path(file)
    making = path.with_name(f".{path.name}.{os.urandom(8).hex()}.making")
    with _plain_errors(path, f"{path} cannot be made"):
        path.parent.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
        make_private(making)
        try:
            upgrade(str(making), location, open_file)
            _put_in_place(making, path)
            sync_folder(path.parent)
        finally:
            making.unlink(missing_ok=True)


def bring_up(
    file: str,
    now: datetime,
    location: str | None = None,
    open_file: OpenFile = open_plain,
) -> str:
    """Upgrade an older diary; the verified copy that was kept beside it."""
    path = Path(file)
    stamp = f"{now:%Y%m%dT%H%M%S}-{os.urandom(4).hex()}"
    copy = path.with_name(f"{path.name}.before-{HEAD}-{stamp}")
    with _plain_errors(path, f"{path} needs an upgrade and cannot be copied first"):
        make_private(copy)
        fill_verified(path, copy, UNSOUND, open_file)
        upgrade(file, location, open_file)
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


def _put_in_place(made: Path, path: Path) -> None:
    """Under its name at once and never over another; some disks know no links."""
    try:
        os.link(made, path, follow_symlinks=False)
    except FileExistsError:
        _refuse_link_to_nothing(path)
    except OSError:
        with suppress(FileExistsError):
            make_private(path)
            os.replace(made, path)


def _refuse_link_to_nothing(path: Path) -> None:
    if path.is_symlink() and not path.exists():
        raise UnusableFile(
            f"{path} is a link to a file that is not there. "
            "Name another place: tracker --db PATH"
        )

"""Writing a finished export: whole or not at all, private, never over a file."""

import os
from contextlib import suppress
from pathlib import Path

from tracker.errors import UnusableFile

OWNER_ONLY = 0o600


def write_new(path: Path, content: bytes) -> None:
    """Keep ``content`` at ``path``; UnusableFile when something is there already."""
    if not path.name:
        raise UnusableFile(f"{path} is a folder. Name a file.")
    making = path.with_name(f".{path.name}.{os.getpid()}.making")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(making, flags, OWNER_ONLY)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.link(making, path, follow_symlinks=False)
        finally:
            with suppress(FileNotFoundError):
                making.unlink()
    except FileExistsError:
        raise UnusableFile(
            f"{path} is there already and was left as it is. Name another file."
        ) from None
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise UnusableFile(
            f"{path} cannot be written: {reason}. Name another file."
        ) from None

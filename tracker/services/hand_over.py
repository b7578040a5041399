"""Writing a finished export: whole or not at all, private, never over a file."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tracker.errors import UnusableFile
from tracker.store.disk import COMPANIONS, OWNER_ONLY, put_in_place
from tracker.store.header import is_locked

ANOTHER = "Name another file."
_DIARY = b"SQLite format 3\0"


def write_new(
    path: Path, content: bytes, *, replace: bool = False, instead: str = ANOTHER
) -> None:
    """Keep ``content`` at ``path``; UnusableFile when something is there already."""
    write_pieces(path, [content], replace=replace, instead=instead)


def write_pieces(
    path: Path, pieces: Iterable[bytes], *, replace: bool, instead: str = ANOTHER
) -> None:
    """Keep all pieces at ``path``, or leave everything as it was.

    ``replace`` lets a file that is there be replaced in one step; never a diary, a
    folder or a link. ``instead`` says what to do when something is there.
    """
    try:
        _check(path, replace=replace, instead=instead)
        making = path.with_name(f".{path.name}.{os.urandom(4).hex()}.making")
        handle = _begin(making)
        try:
            _fill(handle, pieces)
            if replace:
                # What was there at first may be something else by now.
                _check(path, replace=replace, instead=instead)
            _place(making, path, replace=replace)
        finally:
            with suppress(FileNotFoundError):
                making.unlink()
    except FileExistsError:
        raise _there(path, instead) from None
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise UnusableFile(f"{path} cannot be written: {reason}. {ANOTHER}") from None


def _check(path: Path, *, replace: bool, instead: str) -> None:
    """Refuse early what could not be written in the end."""
    if not path.name:
        raise UnusableFile(f"{path} is a folder. Name a file.")
    if _beside_diary(path):
        raise UnusableFile(f"{path} belongs to the diary beside it. {ANOTHER}")
    with suppress(FileNotFoundError):
        _check_there(path, os.lstat(path).st_mode)
        if not replace:
            raise _there(path, instead)


def _check_there(path: Path, mode: int) -> None:
    """Refuse what is never replaced."""
    if stat.S_ISLNK(mode):
        raise UnusableFile(f"{path} is a link and was left as it is. {ANOTHER}")
    if not stat.S_ISREG(mode):
        raise UnusableFile(f"{path} is no file and was left as it is. {ANOTHER}")
    if _is_diary(path):
        raise UnusableFile(f"{path} is a diary and was left as it is. {ANOTHER}")


def _there(path: Path, instead: str) -> UnusableFile:
    return UnusableFile(f"{path} is there already and was left as it is. {instead}")


def _is_diary(path: Path) -> bool:
    """Whether what would be lost is a diary, or a copy of one."""
    # Closing it drops every lock that this process has on it: none while it is read.
    with path.open("rb") as file:
        plain = file.read(len(_DIARY)) == _DIARY
    return plain or is_locked(str(path))


def _beside_diary(path: Path) -> bool:
    """Whether a diary beside it would take it for a part of itself."""
    stem, dash, ending = path.name.rpartition("-")
    diary = path.parent / stem
    named = f"{dash}{ending}".lower() in COMPANIONS
    return named and diary.is_file() and _is_diary(diary)


def _begin(making: Path) -> int:
    """A new private file, open for writing; never one that is there."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(making, flags, OWNER_ONLY)
    except FileExistsError:
        raise _there(making, "Try again.") from None


def _fill(handle: int, pieces: Iterable[bytes]) -> None:
    with os.fdopen(handle, "wb") as out:
        out.writelines(pieces)
        out.flush()
        os.fsync(out.fileno())


def _place(making: Path, path: Path, *, replace: bool) -> None:
    """Give the finished file its name; FileExistsError when somebody took it."""
    if replace:
        making.replace(path)
    else:
        put_in_place(making, path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

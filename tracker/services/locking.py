"""Locking a diary and its copies, with another passphrase, or no longer."""

from collections.abc import Iterable

from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.settings import backups_folder, own_folder
from tracker.store.converting import clear_half_made, convert, copies_of
from tracker.store.header import EitherFile, is_locked
from tracker.store.locked import LockedFile, open_locked, require_library


class Left(NamedTuple):
    """A copy that stays as it was, and why."""

    path: str
    why: str


class Outcome(NamedTuple):
    """How many copies were made anew, which stay as they were.

    ``remains`` are files whose bytes of before could not be overwritten.
    """

    copies: int
    left: tuple[Left, ...]
    remains: tuple[str, ...]


def require_parts() -> None:
    """UnusableFile, with the line that installs it, where the part is missing."""
    require_library()


def lock(path: str, passphrase: str) -> Outcome:
    """Lock a plain diary and its copies."""
    locked = open_locked(passphrase)
    return _made_anew(path, _copies(path), locked, locked)


def lock_copies(path: str, opened: EitherFile) -> Outcome:
    """Lock the copies of a diary that is locked and open: those still plain."""
    locked = _key(opened)
    return _made_anew(None, _copies(path), locked, locked)


def change(path: str, opened: EitherFile, passphrase: str) -> Outcome:
    """Give an open locked diary and its copies another passphrase."""
    return _made_anew(path, _copies(path), _key(opened), open_locked(passphrase))


def remove(path: str, opened: EitherFile) -> Outcome:
    """Make an open locked diary and its copies plain again."""
    return _made_anew(path, _copies(path), _key(opened), None)


def _key(opened: EitherFile) -> LockedFile:
    opener = opened.opener
    assert isinstance(opener, LockedFile)
    return opener


def _copies(path: str) -> list[str]:
    """Every copy of a diary, wherever copies of it go; what is half-made is removed."""
    folders = {own_folder(path), backups_folder(path)}
    for folder in folders:
        clear_half_made(folder)
    return copies_of(path, folders)


def _made_anew(
    diary: str | None,
    copies: Iterable[str],
    opened: LockedFile,
    locked: LockedFile | None,
) -> Outcome:
    """The diary first: once it is done, the same command does what is left.

    A copy that cannot be done stays as it is and is named.
    """
    remains: list[str] = []
    left: list[Left] = []
    done = 0
    if diary is not None and not convert(diary, opened, locked):
        remains.append(diary)
    for copy in copies:
        if _is_done(copy, locked):
            continue
        try:
            if not convert(copy, opened, locked):
                remains.append(copy)
            done += 1
        except UnusableFile as problem:
            left.append(Left(copy, str(problem)))
    return Outcome(done, tuple(left), tuple(remains))


def _is_done(copy: str, locked: LockedFile | None) -> bool:
    """Whether a copy is as it should be already."""
    if locked is None or not is_locked(copy):
        return locked is None and not is_locked(copy)
    try:
        locked(copy, "ro").close()
    except UnusableFile:
        return False
    return True

"""A copy put in the place of the diary: proven, shown, and the diary kept aside."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from tracker.domain.backups import Contents, Kept
from tracker.domain.facts import Change
from tracker.domain.values import NamedTuple
from tracker.errors import TrackerError, UnusableFile, UsageProblem
from tracker.services.archiving import fill, is_archive
from tracker.services.wholeness import require_whole
from tracker.store.header import EitherFile, is_locked
from tracker.store.locked import LockedFile, NotUnlocked
from tracker.store.present import (
    buried,
    present_contents,
    unasked,
    waiting_only_here,
    written_since,
)
from tracker.store.sqlite_driver import OpenFile, plain_errors
from tracker.store.successor import fill_from_copy, finish, lock_as, making_beside
from tracker.store.swap import put_back, target_of


class Ready(NamedTuple):
    """A copy that was proven, and what would change with it.

    ``held`` is what the copy holds, ``present`` what the diary does; None when it
    cannot be read or is not there. ``since`` are the steps that are not in the copy,
    the newest first; ``made`` is what waits beside the diary to take its place.
    ``waiting`` are the warnings that nobody answered and the copy does not have, by
    number and text; ``erased`` are people of the copy who were
    erased from the diary, and when.
    ``copy_locked``, ``was_locked`` and ``locked`` say so of the copy, of the diary as
    it is, and of what takes its place.
    """

    file: str
    target: Path
    made: Path
    held: Contents
    there: bool
    present: Contents | None
    since: tuple[Change, ...]
    waiting: tuple[tuple[int, str], ...]
    erased: tuple[tuple[str, datetime], ...]
    copy_locked: bool
    was_locked: bool
    locked: bool


@contextmanager
def ready(path: str, file: str, open_file: OpenFile) -> Iterator[Ready]:
    """Prove a copy or an archive; nothing of the diary is changed."""
    target = target_of(path)
    there = os.path.lexists(target)
    if there and os.path.samefile(file, target):
        raise UsageProblem(
            f"{file} is the diary itself. The copies: tracker backup list"
        )
    with making_beside(target) as made:
        with plain_errors(path):
            copy = _prepare(path, target, made, file, open_file)
        yield copy


def _prepare(
    path: str, target: Path, made: Path, file: str, open_file: OpenFile
) -> Ready:
    there = os.path.lexists(target)
    present = _present(path, target, open_file) if there else None
    was_locked = there and is_locked(str(target))
    key = _key(open_file) if was_locked else None
    held = _make(made, file, open_file, key)
    _require_same_people(path, file, held, present)
    since = written_since(target, made, open_file) if present else ()
    waiting = waiting_only_here(target, made, open_file) if present else ()
    graves = buried(target, held.people, open_file) if present else ()
    named = dict(held.named)
    erased = tuple(
        (named.get(who, "Somebody"), datetime.fromisoformat(at)) for who, at in graves
    )
    kinds = is_locked(file), was_locked, is_locked(str(made))
    going = since, waiting, erased
    return Ready(file, target, made, held, there, present, *going, *kinds)


def _present(path: str, target: Path, open_file: OpenFile) -> Contents | None:
    """What the diary holds, None if damaged; UnusableFile if locked and not opened.

    A wrong passphrase is no damage, and whose diary it is could not be compared.
    """
    if not is_locked(str(target)):
        return present_contents(target, open_file)
    with suppress(TrackerError):
        if (found := present_contents(target, open_file)) is not None:
            return found
    raise UnusableFile(
        f"{path} is locked, or damaged, and was not opened. Nothing was changed. Type "
        "its passphrase, or name a file that holds it: TRACKER_PASSPHRASE_FILE=FILE. "
        f"To restore without it, give {path} another name first, then type this again."
    )


def _key(open_file: OpenFile) -> LockedFile | None:
    """How the diary was unlocked, if it was."""
    opener = open_file.opener if isinstance(open_file, EitherFile) else None
    return opener if isinstance(opener, LockedFile) else None


def _make(
    made: Path, file: str, open_file: OpenFile, key: LockedFile | None
) -> Contents:
    """What takes the place of the diary; locked with its key, if there is one."""
    if is_archive(file):
        fill(str(made), file, open_file)
        return finish(made, open_file)
    try:
        require_whole(file, open_file)
        held = fill_from_copy(made, file, open_file)
    except NotUnlocked:
        if key is None:
            raise
        raise UnusableFile(
            f"{file} was not opened with the passphrase of the diary: it has another "
            "one, or it is damaged. Nothing was changed. To open it with its own, "
            "name another place: tracker --db OTHER restore FILE"
        ) from None
    if key is not None and not is_locked(str(made)):
        lock_as(made, key)
    return held


def _require_same_people(
    path: str, file: str, held: Contents, present: Contents | None
) -> None:
    """One person's diary never takes the place of another's."""
    if present is None or not (held.people and present.people):
        return
    if set(held.people).isdisjoint(present.people):
        raise UnusableFile(
            f"{file} holds the diary of {held.name}, and {path} that of "
            f"{present.name}. Nothing was changed. "
            "To keep both, name another place: tracker --db OTHER restore FILE"
        )


def restore(copy: Ready, now: datetime, open_file: OpenFile) -> Kept | None:
    """Put it in the place of the diary; where the diary of before is, if any."""
    opener = open_file if copy.present else unasked(open_file)
    return put_back(copy.made, copy.target, copy.present, now, opener)

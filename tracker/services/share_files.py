"""Shared files on the disk: written private and whole, read as a stranger's."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from stat import S_ISREG

from tracker.domain.diary import Diary
from tracker.domain.sharing import Share, Shared
from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.services.archiving import OR_REPLACE
from tracker.services.diary import last_author, open_diary
from tracker.services.hand_over import ANOTHER, write_pieces
from tracker.services.import_files import FLAGS
from tracker.services.joining import Taken, merge_share, open_share
from tracker.services.share_rights import Asked, allowed, right_of, today_of
from tracker.services.sharing import make_share
from tracker.shares.parts import LARGEST, LARGEST_MB
from tracker.shares.reading import unpack
from tracker.shares.sealing import needs_passphrase
from tracker.shares.writing import pack
from tracker.store.compiled import REVISIONS
from tracker.store.copies import copy_verified
from tracker.store.sqlite_driver import OpenFile, open_plain
from tracker.store.store import Store

BEFORE = "before-merge"
# How the history calls the step that writes a right down.
STEP = "share"


class Sealed(NamedTuple):
    """A file as it is found; ``by_passphrase`` says what opens it."""

    name: str
    content: bytes
    by_passphrase: bool


class Made(NamedTuple):
    """A file that was handed out: under which right, and of whom.

    ``goes_back`` when it was made in a copy that somebody else shared.
    """

    path: Path
    share: Share
    diary: Diary
    goes_back: bool


class Merged(NamedTuple):
    """What a merge did, and who made the file.

    ``copy`` is the diary as it was before, if it wrote.
    """

    taken: Taken
    made_by: str
    copy: Path | None


def check_first(
    store: Store, asked: Asked, path: Path, now: datetime, *, replace: bool
) -> None:
    """What would be refused in the end, before anybody types a passphrase."""
    with store.reading():
        person = open_diary(store).person
        allowed(asked, right_of(store, person), today_of(person, now))
    if not replace and os.path.lexists(path):
        raise UnusableFile(
            f"{path} is there already and was left as it is. {OR_REPLACE}"
        )


def hand_out(
    store: Store,
    asked: Asked,
    path: Path,
    seal: Callable[[bytes], bytes],
    author: str,
    now: datetime,
    *,
    replace: bool,
) -> Made:
    """Write the right down and the file; neither where the file cannot be written."""
    shared, share, diary = make_share(store, asked, author, now)
    try:
        pieces = [seal(pack(shared))]
        write_pieces(path, pieces, replace=replace, instead=OR_REPLACE)
    except BaseException:
        _take_back(store, share, diary)
        raise
    return Made(path, share, diary, bool(shared.made_under))


def _take_back(store: Store, share: Share, diary: Diary) -> None:
    """The right that no file goes with, unless something was written since."""
    with store.writing():
        newest = store.changes(diary.person, 1)
        if newest and (newest[0].action, newest[0].at) == (STEP, share.recorded_at):
            store.undo(diary.person, share.author, share.recorded_at)


def read_sealed(path: Path) -> Sealed:
    """A sealed file; UnusableFile for anything else."""
    content = _content(path)
    return Sealed(path.name, content, needs_passphrase(content, path.name))


def read_shared(sealed: Sealed, packed: bytes) -> Shared:
    """What is shared in it; UnusableFile when anything is odd."""
    return unpack(packed, sealed.name, REVISIONS)


def merge(
    store: Store,
    shared: Shared,
    path: str,
    author: str | None,
    now: datetime,
    open_file: OpenFile = open_plain,
) -> Merged:
    """Take in what is new; ``path`` is the diary, copied before that.

    Where nobody is meant yet it is whose diary the file is of; without an author it is
    who typed last.
    """
    typist = author or _typist(store, shared)
    copy = copy_verified(path, BEFORE, now, open_file)
    try:
        taken = merge_share(store, shared, typist, now)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    if not taken.already:
        return Merged(taken, shared.made_by, copy)
    with suppress(OSError):
        copy.unlink()
    return Merged(taken, shared.made_by, None)


def _typist(store: Store, shared: Shared) -> str:
    """Who typed last for the one whose file it is; nobody else gets it."""
    with store.reading():
        known = any(person.id == shared.person_id for person in store.people())
        if store.whose is None and known:
            store.whose = shared.person_id
        if not known or store.whose != shared.person_id:
            return shared.made_by
        return last_author(store, open_diary(store))


def open_in_new(
    store: Store, path: str, shared: Shared, author: str, now: datetime
) -> Taken:
    """Open it in the diary that was just made for it; refused, that goes again."""
    try:
        return open_share(store, shared, author, now)
    except BaseException:
        with suppress(OSError), store.writing():
            # Whoever waits to write in it finds that it was replaced.
            if store.newest_chain() is None:
                os.unlink(path)
        raise


def _content(path: Path) -> bytes:
    """The bytes of an ordinary file of a sensible size."""
    try:
        handle = os.open(path, FLAGS)
        with os.fdopen(handle, "rb") as opened:
            ordinary = S_ISREG(os.fstat(handle).st_mode)
            content = opened.read(LARGEST + 1) if ordinary else b""
    except ValueError:
        raise _unreadable(path, "that is no file name") from None
    except OSError as error:
        raise _unreadable(path, os.strerror(error.errno or 0)) from None
    if not ordinary:
        raise _unreadable(path, "it is no ordinary file")
    if len(content) > LARGEST:
        raise _unreadable(path, f"it is larger than {LARGEST_MB} MB")
    return content


def _unreadable(path: Path, why: str) -> UnusableFile:
    return UnusableFile(f"{path} cannot be read: {why}. {ANOTHER}")

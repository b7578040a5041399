"""Locking a diary and its copies, with another passphrase, or no longer."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from tracker.domain.values import NamedTuple
from tracker.errors import Refused, UnusableFile
from tracker.services.kept_draft import drafts_of
from tracker.services.passphrases import TRIES, read_passphrase
from tracker.settings import backups_folder, own_folder
from tracker.store.backups import STALE_SECONDS
from tracker.store.belonging import Around, files_around, people_of
from tracker.store.converting import convert, throw_away
from tracker.store.header import EitherFile, begins_plain, is_locked
from tracker.store.locked import LockedFile, NotUnlocked, open_locked, require_library
from tracker.store.sqlite_driver import OpenFile, open_plain

# Asks for the passphrase that so many copies had; told whether the one before did not
# open them. An empty one when nobody knows it.
Earlier = Callable[[int, bool], str]
UNNAMED = (
    "{path} holds the same person and is not named like a copy. It stays as it is; "
    "to do the same to it: tracker --db {path} lock{option}"
)
READABLE = (
    "{path} was never finished and can be read. If no other tracker is at work, remove "
    "it."
)
DRAFT = (
    "{path} is an entry that could not be saved, and can be read. Take it in with "
    "tracker import, or remove it."
)


class Left(NamedTuple):
    """A file that stays as it was, and why."""

    path: str
    why: str


class Outcome(NamedTuple):
    """How many copies were made anew, and what stays as it was.

    ``remains`` are files whose bytes of before could not be overwritten; ``others``
    are diaries and copies of other people, and of nobody, in the same folder.
    """

    copies: int
    left: tuple[Left, ...]
    remains: tuple[str, ...]
    others: tuple[str, ...]


def require_parts() -> None:
    """UnusableFile, with the line that installs it, where the part is missing."""
    require_library()


def lock(path: str, passphrase: str) -> Outcome:
    """Lock a plain diary and its copies."""
    locked = open_locked(passphrase)
    work = _Work(people_of(path, open_plain), [locked], locked, "")
    return work.all(path, diary=True)


def lock_copies(path: str, opened: EitherFile) -> Outcome:
    """Lock the copies of a diary that is locked and open: those still plain."""
    locked = _key(opened)
    return _Work(people_of(path, locked), [locked], locked, "").all(path, diary=False)


def change(
    path: str,
    opened: EitherFile,
    passphrase: str,
    earlier: Iterable[str] = (),
    ask: Earlier | None = None,
) -> Outcome:
    """Give an open locked diary and its copies another passphrase.

    A copy that the present one does not open is opened with an earlier one, as after a
    change that was interrupted; with none of them, somebody is asked.
    """
    present = _key(opened)
    keys = [present, *map(open_locked, earlier)]
    people = people_of(path, present)
    work = _Work(people, keys, open_locked(passphrase), " --change", ask)
    return work.all(path, diary=True)


def remove(path: str, opened: EitherFile) -> Outcome:
    """Make an open locked diary and its copies plain again."""
    key = _key(opened)
    return _Work(people_of(path, key), [key], None, " --remove").all(path, diary=True)


def remove_from_copies(path: str, key: OpenFile) -> Outcome:
    """Finish that: the diary is plain already, and copies of it are still locked."""
    assert isinstance(key, LockedFile)
    people = people_of(path, open_plain)
    return _Work(people, [key], None, " --remove").all(path, diary=False)


def locked_copies(path: str) -> list[str]:
    """The copies that are locked, the newest first as far as names say it."""
    return [each for each in reversed(_around(path).copies) if is_locked(each)]


def _key(opened: EitherFile) -> LockedFile:
    opener = opened.opener
    assert isinstance(opener, LockedFile)
    return opener


def _around(path: str) -> Around:
    """Every file of a diary, wherever copies of it go."""
    return files_around(path, {own_folder(path), backups_folder(path)})


class _Work:
    """One command's work on a diary and then on its copies, and what comes of it.

    ``keys`` open what is locked now, the likeliest first; ``wanted`` is how all of it
    is to be locked, None for not at all.
    """

    def __init__(
        self,
        people: frozenset[str],
        keys: list[LockedFile],
        wanted: LockedFile | None,
        option: str,
        ask: Earlier | None = None,
    ) -> None:
        self._people = people
        self._keys = keys
        self._wanted = wanted
        self._option = option
        self._ask = ask
        self._copies = 0
        self._left: list[Left] = []
        self._remains: list[str] = []
        self._others: list[str] = []

    def all(self, path: str, *, diary: bool) -> Outcome:
        """The diary first: once it is done, the same command does what is left.

        Copies are looked for after that, so that none made meanwhile is missed.
        """
        if diary:
            self._make_anew(path, self._keys[0])
        around = _around(path)
        self._left += self._with_earlier(self._each(around.copies))
        for other in around.others:
            self._look_at(other, own_folder(path))
        readable = self._readable(path, around) if self._wanted else ()
        left = sorted({*self._left, *readable})
        return Outcome(
            self._copies, tuple(left), tuple(self._remains), tuple(self._others)
        )

    def _make_anew(self, path: str, key: OpenFile) -> None:
        if not convert(path, key, self._wanted):
            self._remains.append(path)

    def _each(self, copies: Iterable[str]) -> list[Left]:
        """Make them anew; those that no passphrase opened, and why."""
        unopened = []
        for copy in copies:
            try:
                self._copy(copy)
            except NotUnlocked as problem:
                unopened.append(Left(copy, str(problem)))
            except UnusableFile as problem:
                self._left.append(Left(copy, str(problem)))
        return unopened

    def _copy(self, copy: str) -> None:
        if self._is_done(copy):
            return
        key, people = self._opened(copy)
        if people.isdisjoint(self._people):
            self._others.append(copy)
            return
        self._make_anew(copy, key)
        self._copies += 1

    def _look_at(self, other: str, own: str) -> None:
        """A file that is not named like a copy is never written anew, only named."""
        try:
            if self._is_done(other):
                return
            _, people = self._opened(other)
        except UnusableFile as problem:
            if os.path.dirname(other) == own and begins_plain(other):
                self._left.append(Left(other, str(problem)))
            return
        if people.isdisjoint(self._people):
            self._others.append(other)
            return
        said = UNNAMED.format(path=other, option=self._option)
        self._left.append(Left(other, said))

    def _is_done(self, copy: str) -> bool:
        """Whether a copy is as it should be already."""
        locked = is_locked(copy)
        if self._wanted is None or not locked:
            return self._wanted is None and not locked
        return _opens(self._wanted, copy)

    def _opened(self, copy: str) -> tuple[OpenFile, frozenset[str]]:
        """What opens a file, and whose it is; NotUnlocked when no passphrase does."""
        if not is_locked(copy):
            return open_plain, people_of(copy, open_plain)
        for key in self._keys:
            with suppress(NotUnlocked):
                return key, people_of(copy, key)
        raise NotUnlocked(copy)

    def _with_earlier(self, unopened: list[Left]) -> list[Left]:
        """Ask for the passphrase that they had; what stays unopened, and why."""
        for tried in range(TRIES):
            typed = (
                self._ask(len(unopened), tried > 0) if self._ask and unopened else ""
            )
            if not typed:
                break
            with suppress(Refused):
                self._keys = [open_locked(read_passphrase(typed))]
                unopened = self._each([left.path for left in unopened])
        return unopened

    def _readable(self, path: str, around: Around) -> Iterator[Left]:
        """Remove what was never finished; name what can be read all the same."""
        own, now = own_folder(path), time.time()
        for file in around.half_made:
            # Nobody makes a plain copy of a locked diary: whoever began it is gone.
            gone = os.path.dirname(file) == own and begins_plain(file)
            if gone or now - _changed(file) > STALE_SECONDS:
                throw_away(file)
        for file in (*around.half_made, *around.companions):
            if os.path.exists(file) and os.path.getsize(file) and not is_locked(file):
                yield Left(file, READABLE.format(path=file))
        for draft in drafts_of(path):
            yield Left(draft, DRAFT.format(path=draft))


def _opens(key: LockedFile, path: str) -> bool:
    try:
        key(path, "ro").close()
    except UnusableFile:
        return False
    return True


def _changed(file: str) -> float:
    """When it was written to last; never for one that is gone meanwhile."""
    try:
        return os.stat(file).st_mtime
    except FileNotFoundError:
        return float("inf")

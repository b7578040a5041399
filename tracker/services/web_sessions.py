"""Who is let in to the page: each session a private file that nobody can guess.

The file is named after the hash of the session's secret; its time of change is when the
session was last seen. To revoke one, from any process, is to remove its file.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.domain.values import NamedTuple
from tracker.errors import NotFound, UnusableFile
from tracker.services.hand_over import write_new
from tracker.settings import data_folder
from tracker.store.disk import make_folders

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
SECRET_BYTES = 32
NAMED_BYTES = 16
LARGEST = 10_000
ENDING = ".session"
FOLDER = "page"
SESSIONS = "sessions-"


class Session(NamedTuple):
    """One browser that was paired; ``file`` is where it is kept.

    ``role`` and ``name`` are whose browser it is; ``seen`` is its last request.
    """

    number: int
    role: str
    name: str
    since: datetime
    seen: datetime
    file: str


def page_folder() -> str:
    """The private folder of everything that the page keeps on this computer."""
    return os.path.join(data_folder(), FOLDER)


def make_folder(folder: str) -> None:
    """Make a private folder, where there is none; UnusableFile where it cannot be."""
    try:
        make_folders(Path(folder))
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise UnusableFile(f"{folder} cannot be made: {why}.") from None


def remove_ended(now: datetime) -> None:
    """Remove what a page that was killed left of sessions, whosever they were."""
    for folder in Path(page_folder()).glob(f"{SESSIONS}*"):
        for path in map(str, folder.iterdir()):
            found = _read(path)
            if found is None or _is_over(found, now):
                _remove(path)
        with suppress(OSError):
            folder.rmdir()


class Sessions:
    """The sessions of one person in one diary."""

    def __init__(self, diary: str, person_id: str) -> None:
        place = f"{os.path.realpath(diary)}\0{person_id}".encode(errors="surrogatepass")
        name = hashlib.sha256(place).hexdigest()[: 2 * NAMED_BYTES]
        self._folder = os.path.join(page_folder(), SESSIONS + name)
        self._begun: set[str] = set()

    def begin(self, role: str, name: str, now: datetime) -> str:
        """Let somebody in; the secret that their browser keeps."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        path = self._file(secret)
        number = 1 + max((each.number for each in self.going_on(now)), default=0)
        kept = {"number": number, "role": role, "name": name, "since": now.isoformat()}
        make_folder(self._folder)
        write_new(Path(path), json.dumps(kept).encode())
        _touch(path, now)
        self._begun.add(path)
        return secret

    def find(self, secret: str, now: datetime) -> Session | None:
        """The session of a secret, seen now; None when it ended, or never began."""
        path = self._file(secret)
        found = _read(path)
        if found is None:
            return None
        if _is_over(found, now):
            _remove(path)
            return None
        return found if _touch(path, now) else None

    def going_on(self, now: datetime) -> list[Session]:
        """Those that go on, in the order of their numbers; the others are removed."""
        found_here = []
        for path in self._files():
            found = _read(path)
            if found is not None and not _is_over(found, now):
                found_here.append(found)
            else:
                _remove(path)
        return sorted(found_here)

    def end(self, number: int, now: datetime) -> Session:
        """Let nobody in with it any more; NotFound when there is none."""
        ended = [each for each in self.going_on(now) if each.number == number]
        for each in ended:
            _remove(each.file)
        if not ended:
            raise NotFound(
                f"There is no session {number}. Those there are: "
                "tracker serve --sessions"
            )
        return ended[0]

    def end_all(self, now: datetime) -> list[Session]:
        """Let nobody in any more; those that were ended."""
        ended = self.going_on(now)
        for each in ended:
            _remove(each.file)
        return ended

    def leave(self, secret: str) -> None:
        """End the session of that secret, if there is one."""
        _remove(self._file(secret))

    def close(self) -> None:
        """End those that began here: the server they were for stops."""
        for path in self._begun:
            _remove(path)
        with suppress(OSError):
            os.rmdir(self._folder)

    def _file(self, secret: str) -> str:
        name = hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
        return os.path.join(self._folder, name + ENDING)

    def _files(self) -> Iterator[str]:
        with suppress(FileNotFoundError):
            for name in os.listdir(self._folder):
                if name.endswith(ENDING):
                    yield os.path.join(self._folder, name)


def _is_over(session: Session, now: datetime) -> bool:
    """Whether it was unused too long, or is too old; a clock set far back ends it."""
    unused, age = now - session.seen, now - session.since
    return not (-IDLE < unused < IDLE and -IDLE < age < LONGEST)


def _read(path: str) -> Session | None:
    """The session in a file; None where there is none to be read."""
    try:
        with open(path, encoding="ascii") as opened:
            kept: dict[str, Any] = json.loads(opened.read(LARGEST))
            seen = os.fstat(opened.fileno()).st_mtime
        since = datetime.fromisoformat(kept["since"]).astimezone(UTC)
        seen_at = datetime.fromtimestamp(seen, UTC)
        number, role, name = int(kept["number"]), str(kept["role"]), str(kept["name"])
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return None
    return Session(number, role, name, since, seen_at, path)


def _touch(path: str, now: datetime) -> bool:
    """Whether it could be marked as seen: one that was revoked meanwhile cannot."""
    instant = now.timestamp()
    try:
        os.utime(path, (instant, instant))
    except OSError:
        return False
    return True


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)

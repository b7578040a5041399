"""What this computer remembers of each diary: who types, and whose recovery it is.

A private file beside the diaries, read on every command. One that cannot be read is
none: then who typed last counts, and with several people somebody has to say who.
"""

import json
import os
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from tracker.domain.values import NamedTuple
from tracker.services.people import folded
from tracker.settings import data_folder

FILE_NAME = "remembered.json"
LARGEST = 1_000_000
OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700
FLAGS = os.O_CREAT | os.O_EXCL | os.O_WRONLY


class Remembered(NamedTuple):
    """The author named last, and the id of the person in use; None where neither is."""

    author: str | None = None
    person: str | None = None


NOTHING = Remembered()


def remembered_path() -> str:
    """The file of this computer."""
    return os.path.join(data_folder(), FILE_NAME)


def recall(diary: str) -> Remembered:
    """What is remembered of the diary at a path."""
    found = read_all().get(os.path.realpath(diary))
    if not isinstance(found, dict):
        return NOTHING
    return Remembered(*(_text(found.get(name)) for name in Remembered._fields))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def keep_author(diary: str, author: str) -> None:
    """Who types from now on; where it cannot be kept, who typed last counts."""
    known = recall(diary)
    if known.author != author:
        with suppress(OSError):
            remember(diary, known._replace(author=author))


def forget(diary: str, ids: Collection[str], name: str) -> None:
    """Nothing of somebody who was erased stays here, where that can be helped."""
    known = recall(diary)
    author = (
        None if known.author and folded(known.author) == folded(name) else known.author
    )
    person = None if known.person in ids else known.person
    if Remembered(author, person) != known:
        with suppress(OSError):
            remember(diary, Remembered(author, person))


def read_all() -> dict[str, Any]:
    """Everything that is remembered, by the whole path of the diary."""
    try:
        with open(remembered_path(), encoding="utf-8") as opened:
            found = json.loads(opened.read(LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(diary: str, remembered: Remembered) -> None:
    """Keep it for the diary at a path, whole or not at all; OSError where it cannot."""
    everything = read_all()
    everything[os.path.realpath(diary)] = remembered._asdict()
    path = remembered_path()
    os.makedirs(os.path.dirname(path), mode=OWNER_FOLDER, exist_ok=True)
    making = f"{path}.{os.urandom(8).hex()}.making"
    try:
        with open(os.open(making, FLAGS, OWNER_ONLY), "w", encoding="utf-8") as opened:
            json.dump(everything, opened, indent=2, sort_keys=True)
        os.replace(making, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(making)

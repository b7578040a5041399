"""Which passphrase is taken, where it comes from, and how it opens a diary."""

import os
import stat
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from tracker.errors import Refused, UnusableFile, UsageProblem
from tracker.store.header import EitherFile
from tracker.store.locked import EITHER, NotUnlocked, open_locked, require_library
from tracker.store.sqlite_driver import OpenFile

PRESENT = "TRACKER_PASSPHRASE_FILE"
NEW = "TRACKER_NEW_PASSPHRASE_FILE"
TRIES = 3
SHORTEST = 8
LONGEST = 1000
LARGEST_FILE = 8192
OTHERS = 0o077
FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"):
    FLAGS |= getattr(os, _name, 0)

# Asks for the passphrase of a diary; told whether the one before did not open it.
Ask = Callable[[str, bool], str]


def read_passphrase(typed: str) -> str:
    """The same characters from every keyboard; Refused when it cannot be meant."""
    text = unicodedata.normalize("NFC", typed)
    if not text:
        raise Refused("The passphrase is empty. Type it again.")
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in text):
        raise Refused(
            "The passphrase holds a character that is no letter, figure, sign or "
            "blank. Type it again."
        )
    if len(text) > LONGEST:
        raise Refused(f"A passphrase has at most {LONGEST} characters.")
    return text


def read_new_passphrase(typed: str) -> str:
    """One to lock with; Refused when it is too short."""
    text = read_passphrase(typed)
    if len(text.strip()) < SHORTEST:
        raise Refused(
            f"That is too short. Take at least {SHORTEST} characters, like three or "
            "four words that nobody would guess."
        )
    return text


def passphrase_in_file(
    variable: str, environment: Mapping[str, str] = os.environ
) -> str | None:
    """The first line of the file that the environment names; None if it names none."""
    named = environment.get(variable)
    if not named:
        return None
    try:
        content = private_bytes(named, variable).decode("utf-8-sig")
        line = content.split("\n")[0].removesuffix("\r")
    except UnicodeDecodeError:
        why = "is not readable text (UTF-8). Write the passphrase in it again."
    except (OSError, ValueError):
        why = "cannot be read. Name a file that only you can read."
    else:
        if line:
            return line
        why = "has nothing in its first line. Write the passphrase there."
    raise UnusableFile(f"The file of {variable} {why}")


def private_bytes(path: str, variable: str) -> bytes:
    """What an ordinary small file holds that is its owner's alone."""
    handle = os.open(path, FLAGS)
    with os.fdopen(handle, "rb") as opened:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise UnusableFile(f"The file of {variable} is no ordinary file.")
        own = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
        if not own or (os.name == "posix" and found.st_mode & OTHERS):
            raise UnusableFile(
                f"The file of {variable} can be read by others. Make it yours alone: "
                "chmod 600 FILE"
            )
        content = opened.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise UnusableFile(f"The file of {variable} is too large.")
    return content


def unlock(path: str, mode: str, ask: Ask | None) -> tuple[OpenFile, Any]:
    """How files locked like this one are opened, and this one, open."""
    return unlock_one([path], mode, ask)


def unlock_one(
    paths: Sequence[str], mode: str, ask: Ask | None
) -> tuple[OpenFile, Any]:
    """How one of several locked files is opened, and that one, open."""
    require_library(paths[0])
    given = passphrase_in_file(PRESENT)
    if given is not None:
        return _first(paths, mode, given)
    if ask is None:
        raise UsageProblem(
            f"{paths[0]} {EITHER}. If it is, type the passphrase on a terminal, or "
            f"name a private file that holds it: {PRESENT}=FILE"
        )
    for tried in range(TRIES):
        with suppress(NotUnlocked, Refused):
            return _first(paths, mode, ask(paths[0], tried > 0))
    raise NotUnlocked(paths[0])


def _first(paths: Sequence[str], mode: str, typed: str) -> tuple[OpenFile, Any]:
    opener = open_locked(read_passphrase(typed))
    for path in paths[:-1]:
        with suppress(NotUnlocked):
            return opener, opener(path, mode)
    return opener, opener(paths[-1], mode)


def before_change(path: str, opened: EitherFile) -> tuple[str, ...]:
    """The passphrase of before, where a change was interrupted and files hold both.

    Then the new one opens the diary already, and it is opened with that from now on.
    """
    present, new = passphrase_in_file(PRESENT), passphrase_in_file(NEW)
    if present is None or new is None or opened.opener is not None:
        return ()
    for typed in (present, new):
        opener = open_locked(read_passphrase(typed))
        with suppress(NotUnlocked):
            opener(path, "ro").close()
            opened.opener = opener
            return () if typed == present else (read_passphrase(present),)
    return ()

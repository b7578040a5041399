"""Where things stand by default: flags, then environment, then the platform.

Paths are plain text here: this is on the daily path, and pathlib costs a tenth of it.
"""

import os
import sys
from collections.abc import Mapping

from tracker.errors import UsageProblem

FILE_NAME = "diary.sqlite"
FOLDER_NAME = "recovery-tracker"
BACKUPS = ".backups"
OFF = "off"


def data_folder(environment: Mapping[str, str] = os.environ) -> str:
    """The platform's folder for a person's own data."""
    home = environment.get("HOME") or os.path.expanduser("~")
    if sys.platform == "win32":
        usual = os.path.join(home, "AppData", "Local")
        return os.path.join(environment.get("LOCALAPPDATA") or usual, FOLDER_NAME)
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", FOLDER_NAME)
    usual = os.path.join(home, ".local", "share")
    return os.path.join(environment.get("XDG_DATA_HOME") or usual, FOLDER_NAME)


def store_path(flag: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The diary's file: `--db`, else TRACKER_DB, else the data folder."""
    named = flag or environment.get("TRACKER_DB")
    return named or os.path.join(data_folder(environment), FILE_NAME)


def protocols_folder(environment: Mapping[str, str] = os.environ) -> str:
    """Where a person's own protocol files are looked for."""
    return os.path.join(data_folder(environment), "protocols")


def backups_folder(path: str, environment: Mapping[str, str] = os.environ) -> str:
    """Where copies of a diary go: the folder TRACKER_BACKUPS names, else its own."""
    named = os.path.expanduser(environment.get("TRACKER_BACKUPS", "").strip())
    if named.lower() in ("", OFF):
        return own_folder(path)
    if not os.path.isabs(named):
        raise UsageProblem(
            "TRACKER_BACKUPS needs a whole path, like /media/stick/copies, or off. "
            "Nothing was copied."
        )
    return named


def own_folder(path: str) -> str:
    """The folder of copies beside a diary, whatever link leads to it."""
    return os.path.realpath(path) + BACKUPS


def daily_copies(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a copy is made once a day."""
    return environment.get("TRACKER_BACKUPS", "").strip().lower() != OFF


def passphrase_file(environment: Mapping[str, str] = os.environ) -> str | None:
    """The private file that holds the passphrase; None when none is named."""
    return environment.get("TRACKER_PASSPHRASE_FILE") or None

"""Whether today's copy was made: one look at a folder, after each command that wrote.

Only what the daily commands have imported anyway is imported here.
"""

import os
from contextlib import closing
from datetime import datetime

from tracker.errors import UnusableFile
from tracker.settings import backups_folder, daily_copies, own_folder
from tracker.store.header import is_locked
from tracker.store.sqlite_driver import OpenFile, database_errors, open_plain

DAILY = "-daily"
# The days that names begin with, as in 20261104T001000Z.
DAY = "%Y%m%d"
PEOPLE = "SELECT person_id FROM person ORDER BY person_id"


def copy_is_due(path: str, now: datetime, open_file: OpenFile) -> bool:
    """Whether a copy is wanted each day, and none of this day in UTC is there.

    In a folder that is not the diary's own, one counts when it is of the same people:
    others may keep their copies there too.
    """
    if not daily_copies():
        return False
    folder, today = backups_folder(path), now.strftime(DAY)
    try:
        names = os.listdir(folder)
    except OSError:
        return True
    found = (os.path.join(folder, name) for name in names if _is_of(name, today))
    made = [copy for copy in found if _can_be_read(copy)]
    if not made or os.path.realpath(folder) == own_folder(path):
        return not made
    people = _people(path, open_file)
    return people not in (_people(each, open_file) for each in made)


def _is_of(name: str, today: str) -> bool:
    return name.startswith(today) and DAILY in name and name.endswith(".sqlite")


def _can_be_read(path: str) -> bool:
    """Not a name that was only taken, and no rubbish; nobody waits for a key here."""
    return is_locked(path) or _people(path, open_plain) is not None


def _people(path: str, open_file: OpenFile) -> list[tuple[str]] | None:
    try:
        with closing(open_file(path, "ro")) as connection:
            return connection.execute(PEOPLE).fetchall()
    except UnusableFile:
        return None
    except database_errors():
        return None

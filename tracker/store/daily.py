"""Whether today's copy was made: one look at a folder, after each command that wrote.

Only what the daily commands have imported anyway is imported here.
"""

import os
from contextlib import closing
from datetime import datetime

from tracker.errors import UnusableFile
from tracker.settings import backups_folder, daily_copies, own_folder
from tracker.store.sqlite_driver import OpenFile, database_errors

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
    made = [name for name in names if name.startswith(today) and DAILY in name]
    if not made or folder == own_folder(path):
        return not made
    people = _people(path, open_file)
    there = (_people(os.path.join(folder, name), open_file) for name in made)
    return people not in there


def _people(path: str, open_file: OpenFile) -> list[tuple[str]] | None:
    try:
        with closing(open_file(path, "ro")) as connection:
            return connection.execute(PEOPLE).fetchall()
    except UnusableFile:
        return None
    except database_errors():
        return None

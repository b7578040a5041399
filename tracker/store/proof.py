"""Whether a whole file can be trusted: pages, references, history, and every row."""

from tracker.domain.backups import Contents
from tracker.store.backups import opened
from tracker.store.contents import (
    Unsound,
    contents_of,
    require_ours,
    require_sound,
)
from tracker.store.replay import Broken, replay_file
from tracker.store.sqlite_driver import OpenFile, open_plain

# We make no triggers and no views: one would act when the file is written to.
FOREIGN = "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')"
DAMAGED = (
    "is damaged, so it was not used. It was left as it is; "
    "take another one: tracker backup list"
)


def require_whole(path: str, open_file: OpenFile = open_plain) -> Contents:
    """What a file holds, once every row is what its history says; else UnusableFile."""
    with opened(path, open_file) as connection:
        require_ours(connection, path)
        require_sound(connection, f"{path} {DAMAGED}")
        foreign = connection.execute(FOREIGN).fetchone()[0]
        if foreign or isinstance(replay_file(connection), Broken):
            raise Unsound(f"{path} {DAMAGED}")
        return contents_of(connection, path)

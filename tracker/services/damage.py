"""Whether the diary explains a mistake: looked at only after a command ended in one."""

from tracker.errors import UnusableFile
from tracker.services.wholeness import problem_in
from tracker.store.soundness import opened
from tracker.store.sqlite_driver import OpenFile

DAMAGED = (
    "is damaged: what is in it does not fit together. What was saved before stays. "
    "To look it over: tracker verify"
)


def refuse_damaged(path: str, open_file: OpenFile) -> None:
    """UnusableFile when the diary itself is at fault; then no program is."""
    try:
        with opened(path, open_file) as connection:
            sound = not problem_in(path, connection)
    except UnusableFile:
        sound = False
    if not sound:
        raise UnusableFile(f"{path} {DAMAGED}") from None

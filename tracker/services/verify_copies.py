"""Copies read whole: whether each of them can be restored."""

from collections.abc import Sequence

from tracker.domain.backups import SET_ASIDE, Contents
from tracker.domain.values import NamedTuple
from tracker.errors import NotFound, TrackerError
from tracker.services.wholeness import require_whole
from tracker.store.backups import list_copies
from tracker.store.sqlite_driver import OpenFile


class Verified(NamedTuple):
    """A file that was looked at: what it holds, or the one problem with it."""

    path: str
    contents: Contents | None
    problem: str


def verify_copies(folder: str, open_file: OpenFile) -> list[Verified]:
    """Every copy in a folder, the newest first; NotFound when there is none."""
    copies = list_copies(folder, open_file)
    checked = [copy for copy in copies if copy.named.why != SET_ASIDE]
    if not checked:
        raise NotFound(f"There is no copy in {folder}. Make one: tracker backup")
    return [verify_copy(copy.path, open_file) for copy in checked]


def verify_copy(path: str, open_file: OpenFile) -> Verified:
    """One file, read whole."""
    try:
        return Verified(path, require_whole(path, open_file), "")
    except TrackerError as problem:
        return Verified(path, None, str(problem))


def all_sound(verified: Sequence[Verified]) -> bool:
    """Whether every one of them can be restored."""
    return all(each.contents is not None for each in verified)

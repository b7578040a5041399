"""Two or three copies of Ruth's diary, written in apart and joined again."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.builders import NOW, RUTH
from tracker.domain.sharing import FactState, Key
from tracker.services.ids import new_id
from tracker.services.joining import Taken, merge_share, open_share
from tracker.services.share_rights import Asked
from tracker.services.sharing import make_share
from tracker.services.wholeness import first_problem
from tracker.store.compiled import HEAD
from tracker.store.fact_texts import text_of
from tracker.store.files import create
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.store.taking_in import Origin, Taker, to_take
from tracker.store.versions import Known, known
from tracker.store.whole import today_forms

EVERYTHING = Asked("somebody", "all", None, True, None)
# Later than all that is written in a test.
THEN = NOW + timedelta(days=60)

# What a fact says, and what copies wrote differently about it.
Facts = dict[Key, tuple[str, ...]]


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """One command on a copy."""
    driver = SqliteDriver(str(path))
    try:
        yield Store(driver, one_step=True)
    finally:
        driver.close()


def known_in(path: Path) -> Known:
    with opened(path) as store, store.reading():
        person = store.person()
        assert person is not None
        return known(store.stream, today_forms(), person.id)


def facts_in(path: Path) -> Facts:
    """Every fact with all that is said of it; two copies that agree have the same."""
    found = known_in(path)
    return {
        key: tuple(sorted({str(head.content) for head in state.heads.values()}))
        for key, state in found.states.items()
        if any(head.content is not None for head in state.heads.values())
    }


def shown_in(path: Path) -> dict[Key, str]:
    """What the lists show of each fact."""
    return {key: text_of(rows) for key, rows in known_in(path).rows.items()}


def a_copy_of(path: Path, at: Path, asked: Asked = EVERYTHING) -> Path:
    """A copy as somebody else opens it."""
    with opened(path) as store:
        shared, _, _ = make_share(store, asked, RUTH, THEN)
    create(str(at))
    with opened(at) as store:
        open_share(store, shared, asked.name, THEN)
    return at


def shared_by(path: Path, asked: Asked = EVERYTHING, by: str = RUTH) -> Any:
    """What a file of that copy holds."""
    with opened(path) as store:
        return make_share(store, asked, by, THEN)[0]


def merge(path: Path, shared: Any, by: str = RUTH) -> Taken:
    """Take a file into a copy."""
    with opened(path) as store:
        return merge_share(store, shared, by, THEN)


def join_into(path: Path, other: Path) -> bool:
    """Take in all that another copy knows, whatever the rights; whether it was news."""
    theirs: Mapping[Key, FactState] = known_in(other).states
    with opened(path) as store, store.writing():
        person = store.person()
        assert person is not None
        mine = known(store.stream, today_forms(), person.id)
        states = to_take(mine, theirs)
        if states:
            step = (RUTH, THEN, "merge", "took in another copy")
            taker = Taker(store, today_forms(), person, mine)
            taker.take(states, step, Origin(str(other), new_id(THEN)))
        return bool(states)


def join_all(paths: list[Path], order: list[tuple[int, int]]) -> None:
    """Join copies in that order, then until nobody knows more than the others."""
    for to, other in order:
        join_into(paths[to], paths[other])
    pairs = [(to, o) for to in paths for o in paths if to != o]
    while any([join_into(to, other) for to, other in pairs]):
        pass


def as_they_are(paths: list[Path], folder: Path) -> list[Path]:
    """The same files once more, in another folder."""
    folder.mkdir()
    return [Path(shutil.copy(path, folder / path.name)) for path in paths]


def problem_of(path: Path) -> str:
    """The first thing of a copy that is not whole; nothing when all is well."""
    with opened(path) as store, store.reading():
        return first_problem(store.stream, HEAD)

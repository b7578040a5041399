"""Copies while somebody writes, and a kill at any step of a copy or of a restore.

Stands for one pass over one snapshot, a name only for what was verified, and a swap by
one rename. With a copy of the bytes the writer's rows are torn; with the name before
the check a half copy is listed; with a removal before the rename there is no diary.
"""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOW, a_check_in
from tests.reliability.conftest import Figures, often
from tracker.domain.backups import DAILY, Contents
from tracker.services.backup import back_up_daily
from tracker.services.log import log
from tracker.services.restore import ready, restore
from tracker.store.backups import list_copies, make_copy
from tracker.store.proof import require_whole
from tracker.store.sqlite_driver import open_plain
from tracker.workspace import Workspace

COPIES = often(5, 100)
# Of the statements only every so manieth is tried on each change.
EACH = often(5, 1)
CALLS = ("link", "replace", "unlink", "mkdir", "fsync")
CONNECT = sqlite3.connect
KILLED = 9
LATER = NOW + timedelta(hours=1)


def an_entry(path: Path, number: int) -> None:
    with Workspace(str(path)).store() as store:
        log(store, a_check_in(number), NOW)


def whole(path: Path | str) -> Contents:
    return require_whole(str(path))


# Somebody writes all the time


@pytest.fixture
def acknowledged(started: Path) -> Iterator[Callable[[], int]]:
    """How many entries another process was told are saved, and it goes on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            for number in count(1):
                an_entry(started, number)
                os.write(writing, b"x")
        finally:
            os._exit(1)
    os.close(writing)
    os.set_blocking(reading, False)
    told = 0

    def told_of() -> int:
        nonlocal told
        with suppress(BlockingIOError):
            more = os.read(reading, 1 << 16)
            assert more, "who writes is gone"
            told += len(more)
        return told

    yield told_of
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)


def test_every_copy_under_a_writer_is_whole_and_misses_nothing(
    started: Path, acknowledged: Callable[[], int], tmp_path: Path, figures: Figures
) -> None:
    folder, held, lost = str(tmp_path / "copies"), [], 0
    while acknowledged() < 3:
        pass
    for number in range(COPIES):
        before = acknowledged()
        copy = make_copy(
            str(started), folder, DAILY, NOW + timedelta(seconds=number), open_plain
        )
        held.append(whole(copy.path).entries)
        lost += max(0, before - held[-1])
    while acknowledged() <= held[-1]:
        pass

    figures("a copy while another process saves", rounds=COPIES, lost=lost)
    assert lost == 0
    assert held == sorted(held)


# Killed at each step


class Dying:
    """Ends the process at the n-th call of the system, or at the n-th statement."""

    def __init__(self, calls: int = 0, statements: int = 0) -> None:
        self.calls = calls
        self.statements = statements

    def call(self, act: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            self.calls -= 1
            if self.calls == 0:
                os._exit(KILLED)
            return act(*given, **named)

        return counted

    def statement(self, _text: str) -> None:
        self.statements -= 1
        if self.statements == 0:
            os._exit(KILLED)

    def connect(self, *given: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = CONNECT(*given, **named)
        connection.set_trace_callback(self.statement)
        return connection


def killed(act: Callable[[], object], dying: Dying) -> bool:
    """Whether it was ended on the way, in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for name in CALLS:
                setattr(os, name, dying.call(getattr(os, name)))
            setattr(sqlite3, "connect", dying.connect)  # noqa: B010
            act()
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED)
    return code == KILLED


def deaths(kind: str) -> Iterator[Dying]:
    """One after the other, each a step later."""
    number = 1
    while True:
        yield Dying(**{kind: number})
        number += 1 if kind == "calls" else EACH


def until_it_ends(
    begin: Callable[[], object],
    act: Callable[[], object],
    kind: str,
    check: Callable[[], None],
) -> int:
    """Kill it a step later each time until it is through; how often it was killed."""
    for number, dying in enumerate(deaths(kind)):
        begin()
        ended = not killed(act, dying)
        check()
        if ended:
            return number
    raise AssertionError


@pytest.mark.parametrize("kind", ["calls", "statements"])
def test_a_kill_during_a_copy_leaves_whole_copies_and_the_diary(
    started: Path, tmp_path: Path, kind: str, figures: Figures
) -> None:
    an_entry(started, 1)
    folder, before = str(tmp_path / "copies"), started.read_bytes()
    first = make_copy(str(started), folder, DAILY, NOW - timedelta(days=1), open_plain)

    def check() -> None:
        copies = list_copies(folder)
        assert first.path in [copy.path for copy in copies]
        for copy in copies:
            assert whole(copy.path).entries == 1
        assert started.read_bytes() == before

    def begin() -> None:
        for copy in list_copies(folder):
            if copy.path != first.path:
                os.unlink(copy.path)

    def act() -> None:
        back_up_daily(str(started), folder, NOW, open_plain)

    times = until_it_ends(begin, act, kind, check)

    figures(f"a kill during a copy, {kind}", rounds=times)
    assert times > 3
    assert len(list_copies(folder)) > 1


DAMAGED = b"SQLite format 3\0" + b"x" * 5000


class Place:
    """Where a diary is, or a damaged one, or none, each time before it is tried."""

    def __init__(self, path: Path, copy: str, there: str) -> None:
        self.path = path
        self.there = there
        self.copy = copy
        self.sound = path.read_bytes()
        self.before, self.held = whole(path), whole(copy)

    def begin(self) -> None:
        shutil.rmtree(f"{self.path}.backups", ignore_errors=True)
        self.path.unlink(missing_ok=True)
        if self.there != "none":
            self.path.write_bytes(self.sound if self.there == "a diary" else DAMAGED)

    def act(self) -> None:
        with ready(str(self.path), self.copy, open_plain) as found:
            restore(found, LATER, open_plain)

    def check(self) -> None:
        """The old one, or the new one and what was there before."""
        assert whole(self.copy) == self.held
        if self._is_old():
            return
        assert whole(self.path) == self.held
        kept = [Path(each.path) for each in list_copies(f"{self.path}.backups")]
        if self.there == "a diary":
            assert [whole(path) for path in kept] == [self.before]
        elif self.there == "a damaged diary":
            assert [path.read_bytes() for path in kept] == [DAMAGED]

    def _is_old(self) -> bool:
        if self.there == "none" or not self.path.exists():
            return self.there == "none" and not self.path.exists()
        if self.there == "a damaged diary":
            return self.path.read_bytes() == DAMAGED
        return whole(self.path) == self.before


@pytest.mark.parametrize("kind", ["calls", "statements"])
@pytest.mark.parametrize("there", ["a diary", "a damaged diary", "none"])
def test_a_kill_during_a_restore_leaves_the_diary_of_before_or_the_new_one(
    started: Path, tmp_path: Path, kind: str, there: str, figures: Figures
) -> None:
    an_entry(started, 1)
    copy = make_copy(str(started), str(tmp_path / "copies"), DAILY, NOW, open_plain)
    an_entry(started, 2)
    place = Place(started, copy.path, there)

    times = until_it_ends(place.begin, place.act, kind, place.check)

    figures(f"a kill during a restore over {there}, {kind}", rounds=times)
    assert times > 3
    assert whole(started) == place.held
    assert not list(started.parent.glob(f"{started.name}-*"))


def test_a_kill_in_the_middle_of_a_commit_does_not_reach_the_restored_diary(
    started: Path, tmp_path: Path
) -> None:
    """A journal beside the new file would be rolled back into it."""
    an_entry(started, 1)
    copy = make_copy(str(started), str(tmp_path / "copies"), DAILY, NOW, open_plain)
    an_entry(started, 2)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with closing(sqlite3.connect(started, isolation_level=None)) as connection:
            connection.execute("PRAGMA cache_size = 1")
            connection.execute("BEGIN IMMEDIATE")
            for _ in range(200):
                connection.execute(
                    "INSERT INTO counter SELECT "
                    "person_id, hex(randomblob(9)), 1 FROM person"
                )
            os.write(writing, b"x")
            os._exit(KILLED)
    os.read(reading, 1)
    os.waitpid(child, 0)
    assert Path(f"{started}-journal").exists()

    with ready(str(started), copy.path, open_plain) as found:
        kept = restore(found, LATER, open_plain)

    assert kept is not None
    assert whole(started) == whole(copy.path)
    assert whole(kept.path).entries == 2

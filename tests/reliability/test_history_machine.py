"""Commands, undos, redos, restarts and kills in any order keep one straight history.

Stands for: as many undos give the facts of before, as many redos those of after, one
command is one step, and a machine that stops leaves the facts before or after a step.
"""

import os
import shutil
import signal
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.builders import ANNA, NOW, RUTH, a_check_in, an_answer
from tests.reliability.conftest import SEED, Figures, often
from tests.reliability.test_undo_everything import COMMANDS, Step, dump
from tracker.errors import TrackerError
from tracker.services.log import extend, log
from tracker.services.undo import redo, undo
from tracker.store import history
from tracker.store.compiled import KEYS
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

# In parts, which can run side by side.
PARTS = often(1, 4)
EXAMPLES, LONGEST = often(12, 100), often(25, 50)
WHAT = ("undos", "redos", "kills that hit")
MANY = st.integers(1, 4)
# Most writes take fewer statements than this.
STATEMENTS = st.integers(1, 25)
GROWING = ("change", "shown_warning", "protocol", "counter")

Act = Callable[[Store], Any]


def forked(path: Path, act: Act, dies_before: int) -> bool:
    """Do something in a process of its own, killed before its n-th statement.

    Whether it was: a step may be at its end before that.
    """
    child = os.fork()
    if child == 0:
        left = dies_before

        def count(_statement: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        code = 70
        try:
            with suppress(TrackerError):
                driver = SqliteDriver(str(path))
                driver._connection.set_trace_callback(count)
                act(Store(driver, one_step=True))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


class HistoryMachine(RuleBasedStateMachine):
    """Knows the facts before each step in force, and after each one taken back."""

    def __init__(self, template: Path, counted: Counter[str]) -> None:
        super().__init__()
        self.counted = counted
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "diary.sqlite"
        shutil.copy(template.with_name("empty.sqlite"), self.path)
        nothing = self.facts()
        shutil.copy(template, self.path)
        self.driver = SqliteDriver(str(self.path))
        self.tick = 0
        self.past, self.now, self.future = [nothing], self.facts(), list[str]()
        self.rows: set[tuple[Any, ...]] = set()

    def facts(self) -> str:
        return history.canonical(dump(self.path, tuple(KEYS)))

    def shown(self) -> list[tuple[Any, ...]]:
        return dump(self.path, ("shown_warning",))["shown_warning"]

    def steps(self) -> int:
        return len(dump(self.path, ("change",))["change"])

    def run(self, act: Act) -> bool:
        """One command of one process; whether it wrote."""
        before = self.steps()
        with suppress(TrackerError):
            act(Store(self.driver, one_step=True))
        return self.steps() > before

    def wrote(self) -> None:
        """A step lies on top, and nothing can be done again any more."""
        self.past.append(self.now)
        self.now = self.facts()
        self.future = []

    def turned_back(self, steps: int) -> None:
        for _ in range(min(steps, len(self.past))):
            self.future.append(self.now)
            self.now = self.past.pop()

    def turned_on(self, steps: int) -> None:
        for _ in range(min(steps, len(self.future))):
            self.past.append(self.now)
            self.now = self.future.pop()

    @rule(command=COMMANDS)
    def write(self, command: Step) -> None:
        self.tick += 1
        if self.run(lambda store: command(store, self.tick)):
            self.wrote()

    @precondition(lambda self: len(self.past) > 0)
    @rule(between=st.booleans(), rests=st.integers(0, 3))
    def sit_and_answer(self, between: bool, rests: int) -> None:
        """A sign is kept at once; the rest of the entry comes later, perhaps after
        a step of somebody else."""
        self.tick += 1
        draft = a_check_in(self.tick, answers=(), signs=("fever",))
        sitting = Store(self.driver, one_step=True)
        log(sitting, draft, NOW)
        self.wrote()
        if between:
            other = a_check_in(self.tick, id=draft.id[:-6] + f"9{self.tick:05}")
            log(Store(self.driver, one_step=True), other._replace(author=ANNA), NOW)
            self.wrote()
        for place in range(rests):
            answers = (an_answer("pain", place),)
            extend(sitting, draft._replace(answers=answers, note=f"{place}"), NOW)
            if place or not between:
                self.now = self.facts()
            else:
                self.wrote()

    @rule(steps=MANY)
    def undo(self, steps: int) -> None:
        before = self.shown()
        if self.run(lambda store: undo(store, steps, RUTH, NOW)):
            self.counted["undos"] += 1
            self.turned_back(steps)
        assert self.shown() == before

    @rule(steps=MANY)
    def redo(self, steps: int) -> None:
        before = self.shown()
        wrote = self.run(lambda store: redo(store, steps, ANNA, NOW))
        assert wrote == bool(self.future)
        self.counted["redos"] += wrote
        self.turned_on(steps)
        assert self.shown() == before

    @rule()
    def restart(self) -> None:
        self.driver.close()
        self.driver = SqliteDriver(str(self.path))

    @rule(command=COMMANDS, dies=STATEMENTS)
    def kill_while_writing(self, command: Step, dies: int) -> None:
        self.tick += 1
        if self.killed(lambda store: command(store, self.tick), dies):
            self.wrote()

    @rule(steps=MANY, dies=STATEMENTS)
    def kill_while_undoing(self, steps: int, dies: int) -> None:
        if self.killed(lambda store: undo(store, steps, RUTH, NOW), dies):
            self.turned_back(steps)

    @rule(steps=MANY, dies=STATEMENTS)
    def kill_while_redoing(self, steps: int, dies: int) -> None:
        if self.killed(lambda store: redo(store, steps, RUTH, NOW), dies):
            self.turned_on(steps)

    def killed(self, act: Act, dies: int) -> bool:
        """Whether the process that was killed had written before that."""
        self.driver.close()
        before = self.steps()
        self.counted["kills that hit"] += forked(self.path, act, dies)
        self.driver = SqliteDriver(str(self.path))
        return self.steps() > before

    @invariant()
    def the_facts_are_those_expected(self) -> None:
        assert self.facts() == self.now

    @invariant()
    def what_was_written_once_stays(self) -> None:
        found = dump(self.path, ("change", "shown_warning", "protocol"))
        rows = {row for kept in found.values() for row in kept}
        assert self.rows <= rows
        self.rows = rows

    @invariant()
    def each_step_is_chained_to_the_one_before(self) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            ordered = "SELECT * FROM change ORDER BY person_id, seq"
            found = connection.execute(ordered).fetchall()
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        previous = history.FIRST
        for row in map(dict, found):
            # A beginning after one that was taken back has a chain of its own.
            previous = history.FIRST if row["seq"] == 1 else previous
            assert row["previous"] == previous
            assert history.digest_of(row) == row["digest"]
            previous = row["digest"]

    def teardown(self) -> None:
        """In the end everything goes back and forth again, step by step."""
        steps, last = 0, self.now
        while self.past and self.run(lambda store: undo(store, 1, RUTH, NOW)):
            steps += 1
            self.turned_back(1)
            self.the_facts_are_those_expected()
        for _ in range(steps):
            assert self.run(lambda store: redo(store, 1, RUTH, NOW))
            self.turned_on(1)
            self.the_facts_are_those_expected()
        assert self.facts() == last
        self.driver.close()
        self.folder.cleanup()


@pytest.mark.parametrize("part", range(PARTS))
def test_any_sequence_of_commands_can_be_taken_back_and_done_again(
    template_started: Path, figures: Figures, part: int
) -> None:
    counted = Counter[str]()

    @seed(f"{SEED} {part}")
    class Machine(HistoryMachine):
        def __init__(self) -> None:
            super().__init__(template_started, counted)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=LONGEST,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    did = ", ".join(f"{counted[name]} {name}" for name in WHAT)
    figures(f"histories of {LONGEST} random steps", rounds=EXAMPLES, note=did)
    assert all(counted[name] for name in WHAT)

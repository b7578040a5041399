"""Whatever was done, as many undos give the facts back exactly.

Stands for the row images in the history and the order in which they are put back.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import (
    ANNA,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_moment,
    a_visit,
    an_answer,
    an_id,
)
from tracker.domain.facts import Answer
from tracker.errors import NothingRecorded, TrackerError
from tracker.protocols.library import load
from tracker.services.bone import keep_bone_step
from tracker.services.complete import complete
from tracker.services.contacts import keep_contact
from tracker.services.diary import open_diary
from tracker.services.log import Edit, delete, edit, log
from tracker.services.move import Target, move, weigh_move
from tracker.services.sheet import keep_days
from tracker.services.start import start
from tracker.services.told import Heard, Word, keep_words, settle
from tracker.services.undo import undo
from tracker.services.visit_questions import add_question, remove_question
from tracker.services.visits import add_visit, finish_visit
from tracker.services.warnings import Done, answer
from tracker.store.bulk import batch_of
from tracker.store.compiled import KEYS
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD

Step = Callable[[Store, int], Any]
Dump = dict[str, list[tuple[Any, ...]]]

NUMBERS = st.integers(1, 6)
AUTHORS = st.sampled_from([RUTH, ANNA])
NOTES = st.sampled_from(["", "worse", "a\nb", "=1", "\u05d0\u202e", '"}'])
SIGNS = st.lists(st.sampled_from(["chest-breath", "fever"]), unique=True, max_size=2)
ANSWERS = st.dictionaries(
    st.sampled_from(["pain", "walk"]),
    st.integers(0, 10),
    max_size=2,
)


def _answers(found: dict[str, int]) -> tuple[Answer, ...]:
    units = {"pain": "0-10", "walk": "min"}
    return tuple(an_answer(q, n, units[q]) for q, n in sorted(found.items()))


def _log(answers: dict[str, int], signs: list[str], note: str, who: str) -> Step:
    def act(store: Store, tick: int) -> None:
        entry = a_check_in(
            tick, answers=_answers(answers), signs=tuple(signs), note=note, author=who
        )
        log(store, entry, NOW + timedelta(minutes=tick))

    return act


def _edit(number: int, answers: dict[str, int], note: str, *, moved: bool) -> Step:
    def act(store: Store, tick: int) -> None:
        given: dict[str, Answer | None] = {a.question: a for a in _answers(answers)}
        given.setdefault("walk", None)
        moment = a_moment(NOW + timedelta(days=1), time_known=False) if moved else None
        edit(store, number, Edit(given, moment, note, "typo"), ANNA, NOW)

    return act


def _delete(number: int) -> Step:
    return lambda store, tick: delete(store, number, RUTH, NOW)


def _mark(milestone: str, kind: str) -> Step:
    return lambda store, tick: complete(
        store, milestone, kind, a_moment(), "why", RUTH, NOW + timedelta(minutes=tick)
    )


def _told(amount: int | None, *, cleared: bool) -> Step:
    words = (
        Word("heavy-lifting", amount, "lb" if amount else "", None, cleared),
        Word("strenuous", None, "", date(2026, 12, 15), False),
    )
    heard = Heard(words, "Nurse Example", "", date(2026, 11, 4))
    return lambda store, tick: keep_words(store, heard, ANNA, NOW)


def _settle(number: int) -> Step:
    return lambda store, tick: settle(store, "heavy-lifting", number, RUTH, NOW)


def _answer(number: int, kind: str, note: str) -> Step:
    done = Done(kind, a_moment(), note)
    return lambda store, tick: answer(store, number, done, ANNA, NOW)


def _contact(kind: str, number: str) -> Step:
    name = "Dana Example" if kind == "caregiver" else ""
    return lambda store, tick: keep_contact(store, kind, number, name, RUTH, NOW)


def _bone(item: str, kind: str) -> Step:
    day = date(2026, 11, 4)
    return lambda store, tick: keep_bone_step(store, item, kind, day, "", ANNA, NOW)


def _visit(number: int, *, done: bool) -> Step:
    def act(store: Store, tick: int) -> None:
        if done:
            finish_visit(store, number, a_moment(), RUTH, NOW)
        else:
            add_visit(store, date(2026, 11, 17), None, "Dr Example", RUTH, NOW)

    return act


def _import(count: int, signs: list[str]) -> Step:
    """Entries and a visit, as a file brings them: one step."""

    def act(store: Store, tick: int) -> None:
        with store.writing():
            diary = open_diary(store)
            person, owner = diary.person, diary.procedure.id
            entries = [
                a_check_in(
                    store.next_number(person, "entry"),
                    id=an_id(10_000 + 10 * tick + place),
                    procedure_id=owner,
                    signs=tuple(sorted(signs)),
                )
                for place in range(count)
            ]
            number = store.next_number(person, "visit")
            visit = a_visit(number, id=an_id(20_000 + tick), procedure_id=owner)
            step = (ANNA, NOW, "import", "imported")
            store.add_import(person, step, batch_of(person.id, entries), [visit])

    return act


def _ask(text: str) -> Step:
    day = date(2026, 11, 4)
    return lambda store, tick: add_question(store, text, day, RUTH, NOW)


def _take_off(number: int) -> Step:
    return lambda store, tick: remove_question(store, number, ANNA, NOW)


def _sheet(days: list[int], signs: list[str]) -> Step:
    """Days of a week on paper, typed in at once."""

    def act(store: Store, tick: int) -> None:
        drafts = [
            a_check_in(
                0,
                id=an_id(30_000 + 10 * tick + day),
                at=NOW + timedelta(day),
                day=date(2026, 11, 4) + timedelta(day),
                signs=tuple(sorted(signs)),
            )
            for day in days
        ]
        keep_days(store, drafts, set(), NOW + timedelta(days=9))

    return act


def _move(days: int, clock: time | None) -> Step:
    target = Target(date(2026, 11, 3) + timedelta(days), clock, "typed wrong")
    later = NOW + timedelta(days=9)

    def act(store: Store, tick: int) -> None:
        move(store, weigh_move(store, target, later), target, ANNA, later)

    return act


def _another(days: int) -> Step:
    on = date(2026, 11, 3) + timedelta(days)
    told = a_beginning(on=on, another=True, care_team="", emergency="")
    later = NOW + timedelta(days=9)
    return lambda store, tick: start(store, told, load(STANDARD, Path("none")), later)


def _undo(store: Store, _tick: int) -> None:
    undo(store, 1, RUTH, NOW)


UNDO: Step = _undo


COMMANDS = st.one_of(
    st.builds(_log, ANSWERS, SIGNS, NOTES, AUTHORS),
    st.builds(_edit, NUMBERS, ANSWERS, NOTES, moved=st.booleans()),
    st.builds(_delete, NUMBERS),
    st.builds(
        _mark,
        st.sampled_from(["home", "first-walk"]),
        st.sampled_from(["done", "skipped", "reopened"]),
    ),
    st.builds(_told, st.sampled_from([None, 50, 100]), cleared=st.booleans()),
    st.builds(_settle, NUMBERS),
    st.builds(_answer, NUMBERS, st.sampled_from(["called", "mistake"]), NOTES),
    st.builds(
        _contact,
        st.sampled_from(["emergency", "care-team", "caregiver"]),
        st.sampled_from(["112", "555-0100"]),
    ),
    st.builds(
        _bone,
        st.sampled_from(["bone-scan", "vitamin-d"]),
        st.sampled_from(["asked", "booked", "done"]),
    ),
    st.builds(_import, st.integers(1, 3), SIGNS),
    st.builds(_visit, st.integers(1, 3), done=st.booleans()),
    st.builds(_ask, st.sampled_from(["May I swim?", "How long?"])),
    st.builds(_take_off, NUMBERS),
    st.builds(
        _sheet, st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True), SIGNS
    ),
    st.builds(
        _move, st.integers(-3, 5), st.sampled_from([None, time(0), time(15, 45)])
    ),
    st.builds(_another, st.integers(1, 5)),
)
# Steps that change what is there, so that two copies come to differ.
CHANGING = st.one_of(
    st.builds(_edit, NUMBERS, ANSWERS, NOTES, moved=st.booleans()),
    st.builds(_delete, NUMBERS),
    st.builds(
        _contact, st.sampled_from(["emergency", "care-team"]), st.sampled_from("123")
    ),
    st.builds(_take_off, NUMBERS),
    st.builds(_move, st.integers(-3, 5), st.just(None)),
    st.builds(_visit, st.integers(1, 3), done=st.just(True)),
)
STEPS = st.one_of(COMMANDS, st.just(UNDO))


def dump(path: Path, tables: tuple[str, ...]) -> Dump:
    """Every row of those tables, in the order of the keys."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)
            for table in tables
        }


def live_steps(path: Path) -> int:
    """The steps not yet taken back, where nothing was done again."""
    query = "SELECT sum(CASE WHEN undoes IS NULL THEN 1 ELSE -1 END) FROM change"
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(query).fetchone()[0])


class Witness:
    """Remembers the facts before each live step, and checks that they come back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.began = live_steps(path)
        self.facts = [self._facts()]
        self.kept: set[tuple[Any, ...]] = set()

    def _facts(self) -> Dump:
        return dump(self.path, tuple(KEYS))

    def look(self) -> None:
        """After a step, an undo or a refusal: facts as expected, history grown."""
        live = live_steps(self.path) - self.began
        if live == len(self.facts):
            self.facts.append(self._facts())
        del self.facts[live + 1 :]
        assert self._facts() == self.facts[-1]
        found = dump(self.path, ("change", "shown_warning"))
        kept = {row for rows in found.values() for row in rows}
        assert self.kept <= kept
        self.kept = kept


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=1, max_size=25))
def test_as_many_undos_give_the_facts_back(
    template_started: Path, steps: list[Step]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.sqlite"
        path.write_bytes(template_started.read_bytes())
        witness = Witness(path)
        driver = SqliteDriver(str(path))
        with closing(driver):
            store = Store(driver)
            for tick, act in enumerate(steps, start=1):
                if act is not UNDO or len(witness.facts) > 1:
                    with suppress(TrackerError):
                        act(store, tick)
                witness.look()
            while len(witness.facts) > 1:
                undo(store, 1, RUTH, NOW)
                witness.look()


def test_the_beginning_itself_can_be_taken_back(started: Path, store: Store) -> None:
    undo(store, 1, RUTH, NOW)

    assert not any(dump(started, tuple(KEYS)).values())
    with pytest.raises(NothingRecorded):
        undo(store, 1, RUTH, NOW)

"""What a diary puts in a calendar, and what it takes out of it again."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import (
    BEGAN,
    NEW_YORK,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_moment,
    an_answer,
)
from tracker.domain.calendar import CalendarPlan, Occasion
from tracker.domain.facts import Answer
from tracker.errors import NotFound, NothingRecorded, Refused, UnusableFile
from tracker.exports.to_ics import render
from tracker.protocols.library import load
from tracker.services.calendar import plan_calendar
from tracker.services.complete import complete
from tracker.services.diary import open_diary
from tracker.services.log import Edit, delete, edit, log
from tracker.services.start import start
from tracker.services.told import Heard, Word, keep_words
from tracker.services.undo import undo
from tracker.services.visits import add_visit, finish_visit
from tracker.store.bulk import batch_of
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD

VISIT_ON = date(2026, 11, 17)
UNTIL = date(2026, 12, 15)
LIFTING = Word("heavy-lifting", 50, "lb", UNTIL, cleared=False)
DRIVING = Word("driving", None, "", UNTIL, cleared=False)


def plan(store: Store, now: datetime = NOW) -> CalendarPlan:
    with store.reading():
        diary = open_diary(store)
    return plan_calendar(store, diary, now)


def of_kind(store: Store, kind: str, now: datetime = NOW) -> list[Occasion]:
    return [each for each in plan(store, now).occasions if each.kind == kind]


def titled(store: Store, title: str, now: datetime = NOW) -> Occasion:
    found = [o for o in plan(store, now).occasions if o.title == title]
    assert len(found) == 1
    return found[0]


def named(store: Store, uid: str) -> Occasion:
    return next(o for o in plan(store).occasions if o.uid == uid)


def told(store: Store, *words: Word, by: str = "Nurse Example") -> None:
    keep_words(store, Heard(words, by, "", date(2026, 11, 4)), RUTH, NOW)


def a_visit_added(store: Store) -> Occasion:
    add_visit(store, VISIT_ON, None, "Dr. Example", RUTH, NOW)
    return titled(store, "Dr. Example")


def a_mark(store: Store, milestone: str, kind: str) -> None:
    complete(store, milestone, kind, a_moment(), "", RUTH, NOW)


def begin_again(store: Store, on: date, *, another: bool) -> None:
    told = a_beginning(on=on, another=another)
    now = datetime(2026, 11, 20, 12, tzinfo=NEW_YORK)
    start(store, told, load(STANDARD, Path("none")), now)


def test_a_new_diary_has_its_reminders_and_every_milestone_with_a_window(
    store: Store,
) -> None:
    found = plan(store, BEGAN).occasions

    kinds = [each.kind for each in found]
    assert (kinds.count("check-in"), kinds.count("look")) == (24, 11)
    assert len(found) == 35
    assert not any(each.cancelled for each in found)
    assert {each.sequence for each in found} == {1}


def test_every_uid_is_there_once(store: Store) -> None:
    told(store, LIFTING, DRIVING)
    a_visit_added(store)

    uids = [each.uid for each in plan(store).occasions]

    assert len(set(uids)) == len(uids)


def test_a_visit_that_was_taken_back_is_cancelled_with_a_higher_sequence(
    store: Store,
) -> None:
    before = a_visit_added(store)

    undo(store, 1, RUTH, NOW)

    after = named(store, before.uid)
    assert after.cancelled
    assert after.sequence > before.sequence
    assert (after.begins, after.title) == (before.begins, before.title)


def test_a_visit_that_took_place_stands_and_is_silent(store: Store) -> None:
    before = a_visit_added(store)

    finish_visit(store, 1, a_moment(), RUTH, NOW)

    after = named(store, before.uid)
    assert (after.cancelled, after.alarms) == (False, ())
    assert after.sequence > before.sequence


def test_taking_back_that_it_took_place_lets_the_visit_ring_again(
    store: Store,
) -> None:
    before = a_visit_added(store)
    finish_visit(store, 1, a_moment(), RUTH, NOW)
    done = named(store, before.uid)

    undo(store, 1, RUTH, NOW)

    after = named(store, before.uid)
    assert after == before._replace(sequence=after.sequence)
    assert after.sequence > done.sequence


def test_another_change_leaves_a_visit_as_it_is(store: Store) -> None:
    before = a_visit_added(store)

    a_mark(store, "home", "done")
    told(store, LIFTING)

    assert named(store, before.uid) == before


def test_an_entry_that_reaches_a_milestone_silences_it(store: Store) -> None:
    before = titled(store, "First short walk", BEGAN)
    entry = a_check_in(answers=(an_answer("walk", 5, "min"),))

    log(store, entry, NOW)

    after = titled(store, "First short walk")
    assert (after.cancelled, after.alarms) == (False, ())
    assert after.sequence > before.sequence


@pytest.mark.parametrize("how", ["delete", "undo", "move"])
def test_a_milestone_that_is_no_longer_reached_has_changed_once_more(
    store: Store, how: str
) -> None:
    now = NOW + timedelta(days=2)
    log(store, a_check_in(answers=(an_answer(),)), NOW)
    reached = titled(store, "Pain check", now)
    far = Edit({}, a_moment(BEGAN - timedelta(days=9)), None, "typo")
    acts: dict[str, Callable[[], object]] = {
        "delete": lambda: delete(store, 1, RUTH, now),
        "undo": lambda: undo(store, 1, RUTH, now),
        "move": lambda: edit(store, 1, far, RUTH, now),
    }

    acts[how]()

    assert titled(store, "Pain check", now).sequence > reached.sequence


def test_an_import_that_reaches_a_milestone_is_a_change_and_so_is_its_undo(
    store: Store,
) -> None:
    before = titled(store, "First short walk", BEGAN)
    with store.writing():
        diary = open_diary(store)
        entry = a_check_in(
            procedure_id=diary.procedure.id, answers=(an_answer("walk", 5, "min"),)
        )
        step = (RUTH, NOW, "import", "brought in 1 entry")
        store.add_import(diary.person, step, batch_of(diary.person.id, [entry]), [])
    reached = titled(store, "First short walk")

    undo(store, 1, RUTH, NOW)

    after = titled(store, "First short walk", BEGAN)
    assert reached.alarms == ()
    assert after == before._replace(sequence=after.sequence)
    assert before.sequence < reached.sequence < after.sequence


@pytest.mark.parametrize(
    ("title", "answer"),
    [("One-year check", an_answer()), ("Pain check", an_answer("walk", 5, "min"))],
)
def test_an_entry_leaves_a_milestone_alone_that_it_cannot_reach(
    store: Store, title: str, answer: Answer
) -> None:
    before = titled(store, title)

    log(store, a_check_in(answers=(answer,)), NOW)

    assert titled(store, title) == before


def test_a_step_that_is_reached_after_its_window_has_changed(store: Store) -> None:
    before = titled(store, "First short walk")
    late = NOW + timedelta(days=30)
    answers = (an_answer("walk", 5, "min"),)

    log(store, a_check_in(at=late, day=late.date(), answers=answers), late)

    assert titled(store, "First short walk", late).sequence > before.sequence


def test_a_check_whose_window_has_passed_is_no_longer_changed(store: Store) -> None:
    before = titled(store, "Pain check")
    late = NOW + timedelta(days=30)

    log(store, a_check_in(at=late, day=late.date(), recorded_at=late), late)

    assert titled(store, "Pain check").sequence == before.sequence


def test_a_skipped_milestone_is_cancelled_and_comes_back_when_reopened(
    store: Store,
) -> None:
    before = titled(store, "First visit")
    a_mark(store, "first-visit", "skipped")
    skipped = titled(store, "First visit")

    a_mark(store, "first-visit", "reopened")

    after = titled(store, "First visit")
    assert [before.cancelled, skipped.cancelled, after.cancelled] == [
        False, True, False,
    ]  # fmt: skip
    assert before.sequence < skipped.sequence < after.sequence


def test_the_limits_that_end_on_a_day_are_asked_about_once(store: Store) -> None:
    told(store, LIFTING, DRIVING)

    (found,) = of_kind(store, "ask")

    assert found.begins == UNTIL
    assert found.title == (
        "Heavy lifting (said by Nurse Example), Driving (said by Nurse Example)"
    )
    assert not found.cancelled


def test_a_limit_on_which_two_people_agree_is_asked_about_once(store: Store) -> None:
    told(store, LIFTING)

    told(store, LIFTING, by="Doctor Example")

    assert [each.title for each in of_kind(store, "ask")] == [
        "Heavy lifting (said by Nurse Example and Doctor Example)"
    ]


def test_a_limit_without_a_told_end_is_never_in_the_calendar(store: Store) -> None:
    told(store, LIFTING._replace(until=None))

    assert of_kind(store, "ask") == []


@pytest.mark.parametrize(
    ("word", "cancelled"),
    [
        (LIFTING._replace(until=date(2026, 12, 20)), True),
        (LIFTING._replace(amount=None, unit="", until=None, cleared=True), True),
        (DRIVING._replace(until=date(2026, 12, 20)), False),
    ],
)
def test_a_day_that_nobody_names_any_more_is_cancelled(
    store: Store, word: Word, *, cancelled: bool
) -> None:
    told(store, LIFTING)
    (before,) = of_kind(store, "ask")

    told(store, word)

    after = named(store, before.uid)
    assert after.cancelled is cancelled
    assert after.sequence > before.sequence


def test_a_word_that_was_taken_back_is_no_longer_asked_about(store: Store) -> None:
    told(store, LIFTING)
    (before,) = of_kind(store, "ask")

    undo(store, 1, RUTH, NOW)

    (after,) = of_kind(store, "ask")
    assert (after.uid, after.cancelled) == (before.uid, True)
    assert after.sequence > before.sequence


def test_a_limit_that_waits_to_be_cleared_stands_after_its_day(store: Store) -> None:
    told(store, LIFTING)

    (found,) = of_kind(store, "ask", datetime(2026, 12, 20, tzinfo=NEW_YORK))

    assert not found.cancelled


def test_a_word_that_ended_is_not_asked_about_again_after_another_one(
    store: Store,
) -> None:
    told(store, LIFTING)
    (before,) = of_kind(store, "ask")
    later, until = date(2026, 12, 20), date(2027, 1, 15)
    answered = Heard((LIFTING._replace(until=until),), "Doctor Example", "", later)
    at = datetime.combine(later, time(12), NEW_YORK)

    keep_words(store, answered, RUTH, at)

    ended, open_ = of_kind(store, "ask", at)
    assert (ended.uid, ended.begins, ended.cancelled) == (before.uid, UNTIL, True)
    assert (open_.begins, open_.cancelled) == (until, False)


def test_a_further_procedure_ends_the_reminders_of_the_one_before(
    store: Store,
) -> None:
    told(store, LIFTING)
    visit = a_visit_added(store)
    before = {o.uid: o for o in plan(store).occasions}

    begin_again(store, date(2026, 11, 20), another=True)

    after = {o.uid: o for o in plan(store).occasions}
    old = [after[uid] for uid in before if uid != visit.uid]
    assert all(o.cancelled and o.sequence > before[o.uid].sequence for o in old)
    assert after[visit.uid] == visit
    assert sum(not o.cancelled for o in after.values()) == 35 + 1


def test_taking_the_further_procedure_back_brings_the_one_before_back(
    store: Store,
) -> None:
    before = {o.uid: o for o in plan(store).occasions}
    begin_again(store, date(2026, 11, 20), another=True)
    between = {o.uid: o for o in plan(store).occasions}

    undo(store, 1, RUTH, NOW)

    after = {o.uid: o for o in plan(store).occasions}
    assert all(not after[uid].cancelled for uid in before)
    assert all(o.sequence > between[uid].sequence for uid, o in after.items())
    assert all(after[uid].cancelled for uid in after.keys() - before.keys())


def test_a_beginning_that_was_typed_wrong_is_cancelled_by_the_next_one(
    store: Store,
) -> None:
    visit = a_visit_added(store)
    before = {o.uid: o for o in plan(store).occasions}
    undo(store, 2, RUTH, NOW)

    begin_again(store, date(2026, 11, 4), another=False)

    after = {o.uid: o for o in plan(store).occasions}
    assert all(after[uid].cancelled for uid in before)
    assert all(after[uid].sequence > before[uid].sequence for uid in before)
    assert visit.uid in before
    assert sum(not o.cancelled for o in after.values()) == 35


Act = Callable[[Store], object]
ACTS: list[Act] = [
    lambda store: add_visit(store, VISIT_ON, None, "A", RUTH, NOW),
    lambda store: add_visit(store, VISIT_ON, NOW, "B", RUTH, NOW),
    lambda store: finish_visit(store, 1, a_moment(), RUTH, NOW),
    lambda store: finish_visit(store, 2, a_moment(), RUTH, NOW),
    lambda store: undo(store, 1, RUTH, NOW),
    lambda store: a_mark(store, "first-visit", "skipped"),
    lambda store: told(store, LIFTING),
    lambda store: log(store, a_check_in(), NOW),
]


@contextmanager
def a_copy(template: Path) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        driver = SqliteDriver(str(shutil.copy(template, Path(folder) / "copy.sqlite")))
        try:
            yield Store(driver)
        finally:
            driver.close()


def by_uid(store: Store) -> dict[str, Occasion]:
    return {each.uid: each for each in plan(store).occasions}


def after_each(store: Store, acts: list[Act]) -> Iterator[dict[str, Occasion]]:
    """The calendar before and after every act, until the beginning is taken back."""
    yield by_uid(store)
    for act in acts:
        with suppress(Refused, NotFound):
            act(store)
        try:
            yield by_uid(store)
        except NothingRecorded:
            return


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=8))
def test_whatever_is_done_what_changed_is_newer_and_nothing_is_forgotten(
    template_started: Path, acts: list[Act]
) -> None:
    with a_copy(template_started) as store:
        for before, after in pairwise(after_each(store, acts)):
            for uid, old in before.items():
                new = after[uid]
                same = new._replace(sequence=old.sequence) == old
                assert new.sequence >= old.sequence
                assert same or new.sequence > old.sequence


def test_the_same_diary_at_the_same_instant_is_the_same_bytes(store: Store) -> None:
    a_visit_added(store)
    told(store, LIFTING, DRIVING)
    undo(store, 1, RUTH, NOW)

    first, second = (render(plan(store), full_titles=True) for _ in range(2))

    assert first == second


def test_a_history_that_was_tampered_with_is_not_trusted(
    store: Store, started: Path
) -> None:
    a_visit_added(store)
    with closing(sqlite3.connect(started)) as connection, connection:
        connection.execute("UPDATE change SET author = 'x' WHERE seq = 2")

    with pytest.raises(UnusableFile, match="could not be read"):
        plan(store)

"""One command is one step: taken back and done again whole, and nothing of others."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import (
    ANNA,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_moment,
    an_answer,
    an_id,
)
from tracker.domain.facts import CheckIn
from tracker.errors import Refused
from tracker.protocols.library import load
from tracker.services.complete import complete
from tracker.services.diary import open_diary
from tracker.services.history import list_changes
from tracker.services.log import delete, extend, log
from tracker.services.sheet import keep_days
from tracker.services.start import start
from tracker.services.undo import redo, undo
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD


@pytest.fixture
def sitting(store: Store) -> Store:
    """The same diary, opened by one command that writes more than once."""
    return Store(store._driver, one_step=True)


def entries(store: Store) -> dict[int, CheckIn]:
    with store.reading():
        person = open_diary(store).person
        found = [store.check_in_numbered(person, number) for number in range(1, 9)]
    return {entry.number: entry for entry in found if entry}


MARKED = a_check_in(1, answers=(), signs=("fever",))
WHOLE = MARKED._replace(answers=(an_answer("pain", 5),), note="Slept badly.")


def test_an_entry_with_what_was_added_to_it_is_one_step(
    store: Store, sitting: Store
) -> None:
    log(sitting, MARKED, NOW)
    extend(sitting, WHOLE, NOW)

    undo(store, 1, RUTH, NOW)

    assert entries(store) == {}
    redo(store, 1, RUTH, NOW)
    assert entries(store)[1].note == "Slept badly."


def test_a_step_of_somebody_else_between_is_left_alone(
    store: Store, sitting: Store
) -> None:
    log(sitting, MARKED, NOW)
    complete(store, "home", "done", a_moment(), "", ANNA, NOW)
    extend(sitting, WHOLE, NOW)

    told = undo(store, 1, RUTH, NOW).told

    assert told == ['added pain 5 0-10 and note "Slept badly." to entry 1']
    assert entries(store)[1] == MARKED._replace(procedure_id=entries(store)[1][2])
    redo(store, 1, RUTH, NOW)
    assert entries(store)[1].note == "Slept badly."


def test_what_was_added_in_another_run_is_a_step_of_its_own(store: Store) -> None:
    log(Store(store._driver, one_step=True), MARKED, NOW)
    extend(Store(store._driver, one_step=True), WHOLE, NOW)

    undo(store, 1, RUTH, NOW)

    assert entries(store)[1].note == ""


def test_a_week_on_paper_with_what_it_raised_on_the_way_is_one_step(
    store: Store, sitting: Store
) -> None:
    first, second, third = (a_check_in(0, id=an_id(n)) for n in range(1, 4))
    hot = an_answer("temperature", 390, "C")
    keep_days(sitting, [first._replace(answers=(hot,))], set(), NOW)
    keep_days(sitting, [second._replace(answers=(hot,))], {first.id}, NOW)
    keep_days(sitting, [first, second, third], {first.id, second.id}, NOW)
    before = entries(store)

    undo(store, 1, RUTH, NOW)

    assert entries(store) == {}
    redo(store, 1, RUTH, NOW)
    assert entries(store) == before


def write_and_fail(store: Store) -> None:
    with store.writing():
        person = open_diary(store).person
        store.write(person, (RUTH, NOW, "log", "wrote nothing"))
        raise RuntimeError


def test_a_number_that_was_refused_belongs_to_no_command(
    store: Store, sitting: Store
) -> None:
    with pytest.raises(RuntimeError):
        write_and_fail(sitting)
    log(store, a_check_in(2), NOW)
    log(sitting, a_check_in(3), NOW)

    undo(store, 1, RUTH, NOW)

    assert sorted(entry.id for entry in entries(store).values()) == [an_id(1002)]


def test_undo_and_redo_alternate_for_ever(store: Store) -> None:
    log(store, a_check_in(1), NOW)
    log(store, a_check_in(2), NOW)

    for _ in range(3):
        undo(store, 2, RUTH, NOW)
        assert entries(store) == {}
        redo(store, 1, RUTH, NOW)
        assert list(entries(store)) == [1]
        redo(store, 1, RUTH, NOW)
        assert list(entries(store)) == [1, 2]

    changes = list_changes(store, 99)[1]
    written = [change for change in changes if change.undoes is None]
    assert not any(change.undone for change in written)


def test_only_what_was_taken_back_since_the_newest_step_comes_back(
    store: Store,
) -> None:
    log(store, a_check_in(1), NOW)
    log(store, a_check_in(2), NOW)
    undo(store, 1, RUTH, NOW)
    delete(store, 1, RUTH, NOW)
    undo(store, 1, RUTH, NOW)

    redo(store, 5, RUTH, NOW)

    assert entries(store) == {}


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ("chest-breath", "an emergency"),
        ("fever", "a sign to call about today"),
        ("low-mood", "a sign for the next visit"),
    ],
)
def test_a_warning_is_not_hidden_by_taking_back_the_beginning(
    store: Store, sign: str, said: str
) -> None:
    log(store, a_check_in(1, signs=(sign,)), NOW)

    with pytest.raises(Refused, match=f"warning 1 any more, {said}"):
        undo(store, 2, RUTH, NOW)

    assert list(entries(store)) == [1]


def test_of_two_beginnings_the_one_taken_back_last_comes_back_whatever_the_clock(
    store: Store,
) -> None:
    undo(store, 1, RUTH, NOW)
    other = a_beginning(name="Ada Example", author=ANNA)
    start(store, other, load(STANDARD, Path("none")), NOW - timedelta(hours=8))
    undo(store, 1, ANNA, NOW - timedelta(hours=7))

    again = redo(store, 1, None, NOW)

    assert (again.person.name, again.author) == ("Ada Example", ANNA)


def test_a_beginning_comes_back_with_who_typed_it(store: Store) -> None:
    undo(store, 1, ANNA, NOW)

    again = redo(store, 1, None, NOW)

    assert (again.person.name, again.author) == (RUTH, ANNA)
    assert again.told == [
        "wrote down Ruth Example's procedure on Tuesday 3 November 2026"
    ]


def test_a_history_without_marks_of_one_command_is_read_step_by_step(
    started: Path,
) -> None:
    driver = SqliteDriver(str(started))
    store = Store(driver)
    log(store, MARKED, NOW)
    extend(store, WHOLE, NOW)

    undo(store, 1, RUTH, NOW)

    assert entries(store)[1].answers == ()
    driver.close()

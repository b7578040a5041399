"""What a person wants to ask waits for the next visit, as many as a page holds."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import ANNA, NOW, RUTH, a_moment
from tests.conftest import Run
from tracker.domain.facts import VisitQuestion
from tracker.errors import NotFound, Refused
from tracker.services.undo import undo
from tracker.services.visit_questions import (
    LONGEST,
    add_question,
    list_questions,
    remove_question,
)
from tracker.services.visits import add_visit, finish_visit
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

TODAY = date(2026, 11, 4)


@pytest.fixture
def store(started: Path) -> Iterator[Store]:
    driver = SqliteDriver(str(started))
    yield Store(driver)
    driver.close()


def ask(
    store: Store, text: str = "When may I swim?", day: date = TODAY
) -> VisitQuestion:
    return add_question(store, text, day, ANNA, NOW)


def waiting(store: Store) -> list[str]:
    return [question.text for question in list_questions(store)[1]]


def finish(store: Store, day: date) -> None:
    visit = add_visit(store, day, None, "", RUTH, NOW)[1]
    at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    finish_visit(store, visit.number, a_moment(at), RUTH, NOW)


def test_a_question_waits_in_its_own_words_on_one_line(store: Store) -> None:
    ask(store, "  When may\nI swim?  ")
    ask(store, "And drive?")

    assert waiting(store) == ["When may I swim?", "And drive?"]


def test_a_sixth_question_is_refused_until_one_is_taken_off(store: Store) -> None:
    for number in range(5):
        ask(store, f"Question {number}?")

    with pytest.raises(Refused, match="tracker visit ask --remove 1"):
        ask(store, "One more?")
    assert len(waiting(store)) == 5

    remove_question(store, 1, RUTH, NOW)
    ask(store, "One more?")

    assert waiting(store)[-1] == "One more?"
    assert len(waiting(store)) == 5


def test_a_visit_takes_up_the_questions_of_the_days_before_it(store: Store) -> None:
    ask(store, "Before?")
    ask(store, "On the day?", TODAY + timedelta(days=1))
    ask(store, "After?", TODAY + timedelta(days=2))

    finish(store, TODAY + timedelta(days=1))

    assert waiting(store) == ["On the day?", "After?"]


def test_a_question_on_paper_before_waits_no_more_and_can_not_be_taken_off(
    store: Store,
) -> None:
    ask(store)
    finish(store, TODAY + timedelta(days=1))

    with pytest.raises(NotFound, match="No question 1 waits"):
        remove_question(store, 1, RUTH, NOW)


@pytest.mark.usefixtures("started")
def test_a_question_outlives_the_recovery_in_which_it_was_written(run: Run) -> None:
    run("visit", "ask", "Who looks after my bones?")
    later = "2027-03-02T19:00:00-05:00"

    run("start", "2027-03-02", "--another", now=later)

    assert "Who looks after my bones?" in run("visit", "ask", now=later).stdout
    assert "Who looks after my bones?" in run("report", now=later).stdout


def test_a_number_is_never_given_twice(store: Store) -> None:
    ask(store)
    remove_question(store, 1, RUTH, NOW)

    assert ask(store).number == 2


def test_both_steps_can_be_taken_back(store: Store) -> None:
    ask(store)
    remove_question(store, 1, RUTH, NOW)

    undo(store, 1, RUTH, NOW)
    assert waiting(store) == ["When may I swim?"]

    undo(store, 1, RUTH, NOW)
    assert waiting(store) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type the question"),
        (" \n ", "Type the question"),
        ("x" * (LONGEST + 1), "up to 100 characters; this one has 101"),
        ("When\0?", "NUL"),
    ],
)
def test_what_is_no_question_is_refused_and_nothing_kept(
    store: Store, text: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        ask(store, text)

    assert waiting(store) == []


def test_the_longest_question_is_kept(store: Store) -> None:
    assert ask(store, "x" * LONGEST).text == "x" * LONGEST


@pytest.mark.usefixtures("started")
def test_a_question_typed_without_quotes_stands_on_the_page(run: Run) -> None:
    said = run("visit", "ask", "When", "may", "I", "swim?")

    assert "Saved: question 1, When may I swim?" in said.stdout
    assert "RUTH EXAMPLE ASKS\n  1 When may I swim?\n" in run("report").stdout
    asked = json.loads(run("report", "--json").stdout)["own_questions"]
    assert [question["text"] for question in asked] == ["When may I swim?"]
    assert "1  When may I swim?" in run("visit", "ask").stdout
    assert "question 1 for the visit" in run("changes").stdout


@pytest.mark.usefixtures("started")
def test_a_question_taken_off_is_on_the_page_no_more(run: Run) -> None:
    run("visit", "ask", "When may I swim?")

    said = run("visit", "ask", "--remove", "1")

    assert "Taken off: question 1, When may I swim?" in said.stdout
    assert "swim" not in run("report").stdout
    assert "No question of your own waits" in run("visit", "ask").stdout


@pytest.mark.usefixtures("started")
def test_adding_and_taking_off_at_once_is_refused(run: Run) -> None:
    said = run("visit", "ask", "When?", "--remove", "1", code=2)

    assert "not both" in said.stderr
    assert "No question" in run("visit", "ask").stdout


@pytest.mark.usefixtures("started")
def test_questions_are_shown_to_programs(run: Run) -> None:
    asked = run("visit", "ask", "When may I swim?", "--json").stdout
    listed = run("visit", "ask", "--json").stdout
    gone = run("visit", "ask", "--remove", "1", "--json").stdout

    assert '"number": 1' in asked
    assert '"questions": [' in listed
    assert '"removed": {' in gone

"""What can be explained is found by every name it has, with the facts behind it."""

from datetime import timedelta

import pytest

from tests.builders import (
    NOW,
    RUTH,
    a_check_in,
    a_completion,
    a_moment,
    an_answer,
    an_instruction,
)
from tests.pages import SACROPLASTY
from tracker.domain.explanation import Behind
from tracker.domain.facts import CheckIn
from tracker.domain.protocol import Line, WarningSign, lines_of
from tracker.errors import NotFound
from tracker.services.diary import open_diary
from tracker.services.explain import (
    find_line,
    read_behind,
    read_warning,
    warning_number,
)
from tracker.services.log import delete, log
from tracker.services.review import review_lately
from tracker.store.store import Store

LATER = NOW + timedelta(days=5)


def behind(store: Store, name: str) -> Behind:
    with store.reading():
        report = review_lately(store, LATER)
    return read_behind(store, report, find_line(SACROPLASTY, name))


def walked(days: int, minutes: int, number: int) -> CheckIn:
    at = NOW + timedelta(days=days, minutes=number)
    moment = a_moment(at)
    answers = (an_answer("walk", minutes, "min"),)
    return a_check_in(number, at=at, day=moment.day, recorded_at=at, answers=answers)


@pytest.mark.parametrize("line", lines_of(SACROPLASTY), ids=lambda line: str(line.id))
def test_every_line_is_found_by_its_id_and_by_its_title(line: Line) -> None:
    title = line.text if isinstance(line, WarningSign) else line.title

    assert find_line(SACROPLASTY, line.id) == line
    assert find_line(SACROPLASTY, f" {title.upper()} ") == line


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lift", "heavy-lifting"),
        ("heavy-lifting", "heavy-lifting"),
        ("change words", "change-words"),
        ("How heavy may I lift, and until when?", "heavy-lifting"),
        ("any fall, also one without harm.", "fall"),
        ("Should I have a bone density scan, and who orders it?", "bone-scan"),
    ],
)
def test_a_line_is_found_by_the_words_on_a_screen(typed: str, found: str) -> None:
    assert find_line(SACROPLASTY, typed).id == found


@pytest.mark.parametrize("missing", ["change-words", "reference", "pain-up"])
def test_what_an_older_protocol_lacks_is_not_found_and_the_rest_is_named(
    missing: str,
) -> None:
    older = SACROPLASTY._replace(change_words=None, reference=None, setbacks=())

    with pytest.raises(NotFound, match="Topics: sacroplasty"):
        find_line(older, missing)


def test_a_slip_of_the_keyboard_gets_the_nearest_names() -> None:
    with pytest.raises(NotFound, match="Did you mean heavy-lifting"):
        find_line(SACROPLASTY, "heavy-liftin")


def test_a_warning_without_a_number_is_told_how_to_name_it() -> None:
    with pytest.raises(NotFound, match="tracker explain warning 1"):
        find_line(SACROPLASTY, "warning")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("warning 3", 3),
        ("Warning #12", 12),
        ("#3", 3),
        ("home", None),
        ("warning", None),
        ("-3", None),
        ("\u0663", None),
        ("9" * 10, None),
    ],
)
def test_a_warning_number_is_read(typed: str, number: int | None) -> None:
    assert warning_number(typed) == number


def test_the_entries_of_each_day_that_a_milestone_needed_are_found(
    store: Store,
) -> None:
    for number, (days, minutes) in enumerate(
        [(1, 20), (1, 2), (2, 2), (2, 10), (3, 5), (4, 30)], 1
    ):
        log(store, walked(days, minutes, number), LATER)

    assert [e.number for e in behind(store, "walk-daily").entries] == [1, 4, 5]


def test_a_milestone_marked_by_hand_has_no_entries_but_its_marks(store: Store) -> None:
    with store.writing():
        diary = open_diary(store)
        done = a_completion(procedure_id=diary.procedure.id)
        store.write(diary.person, (RUTH, NOW, "done", "done"), after=[done])

    found = behind(store, "home")

    assert found.entries == ()
    assert found.completions == (done,)


def test_the_words_on_one_limit_are_read_and_no_other(store: Store) -> None:
    with store.writing():
        diary = open_diary(store)
        mine = an_instruction(procedure_id=diary.procedure.id)
        other = mine._replace(id=mine.id[:-1] + "9", number=2, restriction="strenuous")
        step = (RUTH, NOW, "told", "told")
        store.write(diary.person, step, after=[mine, other])

    assert behind(store, "heavy-lifting").words == (mine,)


def test_the_newest_answer_keeps_its_unit(store: Store) -> None:
    taken = (an_answer("temperature", 1004, "F"),)
    log(store, a_check_in(answers=taken), NOW)

    newest = behind(store, "temperature").newest

    assert newest is not None
    assert newest[1] == taken[0]


def test_a_sign_counts_every_time_it_was_shown_also_long_ago(store: Store) -> None:
    for number in (1, 2):
        log(store, a_check_in(number, signs=("leg-new",)), NOW)
    with store.reading():
        report = review_lately(store, NOW + timedelta(days=90))

    sign = find_line(SACROPLASTY, "leg-new")

    assert [w.number for w in read_behind(store, report, sign).shown] == [2, 1]


def test_a_warning_is_read_with_its_entry_until_that_is_deleted(store: Store) -> None:
    logged = log(store, a_check_in(signs=("leg-new",)), NOW)
    with store.reading():
        report = review_lately(store, NOW)
    assert read_warning(store, report, 1).entry == logged.check_in

    delete(store, logged.check_in.number, RUTH, NOW)

    assert read_warning(store, report, 1).entry is None
    assert read_warning(store, report, 1).shown.text == logged.warnings[0].text


def test_a_warning_that_was_never_shown_is_not_found(store: Store) -> None:
    with store.reading():
        report = review_lately(store, NOW)

    with pytest.raises(NotFound, match="tracker warnings"):
        read_warning(store, report, 7)

"""Several people in one diary: who is meant, who is added, and where each stands."""

import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
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
    an_id,
)
from tracker.domain.facts import Person
from tracker.domain.status import Status
from tracker.errors import NotFound, Refused, TrackerError, UsageProblem
from tracker.protocols.library import load
from tracker.services.complete import complete
from tracker.services.diary import open_diary
from tracker.services.log import log
from tracker.services.people import MOST_SHOWN, choose, find, label
from tracker.services.persons import add_person, correct_person, read_born, read_known
from tracker.services.review import review_lately
from tracker.services.standings import Standing, list_people
from tracker.services.start import start
from tracker.services.told import Heard, Word, keep_words
from tracker.services.undo import redo, undo, whose_history
from tracker.services.warnings import Done, answer
from tracker.store.everybody import taken_back
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD

DANA = "Dana Example"
WALTER = "Walter Example"
ZONE = NEW_YORK.key


def somebody(number: int, name: str, born: int | None = None) -> Person:
    return Person(an_id(number), name, ZONE, 0, born)


RUTHS = (somebody(1, RUTH, 1952), somebody(2, RUTH, 1980), somebody(3, WALTER))


@pytest.fixture
def nobody(empty: Path) -> Iterator[Store]:
    """A diary without anybody."""
    driver = SqliteDriver(str(empty))
    yield Store(driver)
    driver.close()


def add(store: Store, name: str, born: int | None = None) -> Person:
    return add_person(store, name, born, ZONE, DANA, NOW).person


def begin(store: Store, person: Person, **told: object) -> None:
    """Their procedure, as a_beginning tells it."""
    store.whose = person.id
    beginning = a_beginning(**{"name": "", "author": DANA, **told})
    start(store, beginning, load(STANDARD, Path("none")), NOW)


def standings(store: Store, now: datetime = NOW) -> tuple[Standing, ...]:
    return list_people(store, None, now)


# Who is meant


def test_the_only_one_is_meant() -> None:
    assert choose(RUTHS[:1], None, None) == RUTHS[0]


def test_of_several_the_one_in_use_is_meant() -> None:
    assert choose(RUTHS, None, RUTHS[2].id) == RUTHS[2]


def test_who_is_named_goes_before_who_is_in_use() -> None:
    assert choose(RUTHS, "walter", RUTHS[0].id) == RUTHS[2]


def test_of_several_nobody_is_guessed() -> None:
    with pytest.raises(UsageProblem, match=r"born 1952\n.*born 1980\n.*Walter"):
        choose(RUTHS, None, "somebody who is gone")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ruth Example, born 1980", 1),
        ("ruth  example, BORN 1952", 0),
        ("walt", 2),
        ("WALTER EXAMPLE", 2),
        (RUTHS[2].id, 2),
    ],
)
def test_a_person_is_found_by_label_name_or_first_letters(
    typed: str, found: int
) -> None:
    assert find(RUTHS, typed) == RUTHS[found]


@pytest.mark.parametrize("typed", [RUTH, "Ru", "Exam"])
def test_a_name_of_several_is_refused_with_the_choice(typed: str) -> None:
    with pytest.raises(UsageProblem, match="Ruth Example, born 1952"):
        find(RUTHS, typed)


@pytest.mark.parametrize("typed", ["", "alter", "Ruth Example, born 1999", "%", "\0"])
def test_nobody_is_found_by_anything_else(typed: str) -> None:
    with pytest.raises(NotFound, match="tracker person add NAME"):
        find(RUTHS, typed)


def test_of_very_many_people_the_first_are_listed() -> None:
    many = [somebody(number, f"Person {number:02}") for number in range(50)]

    with pytest.raises(UsageProblem, match=f"and {50 - MOST_SHOWN} more"):
        choose(many, None, None)


YEARS = st.none() | st.integers(1950, 1952)


@given(st.lists(st.tuples(st.sampled_from([RUTH, WALTER]), YEARS)))
def test_no_two_people_have_one_label(known: list[tuple[str, int | None]]) -> None:
    people = [somebody(number, *each) for number, each in enumerate(known)]

    assert len({label(each, people) for each in people}) == len(people)


# Adding and correcting


def test_somebody_is_added_in_one_step_of_their_own_history(store: Store) -> None:
    walter = add(store, WALTER, 1948)

    with store.reading():
        (change,) = store.changes(walter, 10)
    assert (change.action, change.author) == ("add", DANA)
    assert change.text == "added Walter Example, born 1948"


def test_without_an_author_whoever_typed_last_adds(store: Store) -> None:
    assert add_person(store, WALTER, None, ZONE, None, NOW).author == RUTH


def test_the_first_one_adds_themself(nobody: Store) -> None:
    assert add_person(nobody, WALTER, None, ZONE, None, NOW).author == WALTER


@pytest.mark.parametrize("name", [RUTH, "ruth example", "RUTH  EXAMPLE"])
@pytest.mark.parametrize("born", [None, 1952])
def test_the_same_name_twice_is_refused(
    nobody: Store, name: str, born: int | None
) -> None:
    add(nobody, RUTH, 1952)

    with pytest.raises(Refused, match="in this diary already"):
        add(nobody, name, born)


def test_one_name_is_two_people_when_both_years_say_so(nobody: Store) -> None:
    add(nobody, RUTH, 1952)
    add(nobody, RUTH, 1980)

    labels = [standing.label for standing in standings(nobody)]
    assert labels == ["Ruth Example, born 1952", "Ruth Example, born 1980"]


def test_nobody_takes_a_name_that_is_anothers_label(nobody: Store) -> None:
    add(nobody, RUTH, 1952)
    add(nobody, RUTH, 1980)

    with pytest.raises(Refused, match="listed under that name"):
        add(nobody, "Ruth Example, born 1952")


def test_a_year_that_is_missing_may_be_said_later(nobody: Store) -> None:
    ruth = add(nobody, RUTH)
    nobody.whose = ruth.id

    correct_person(nobody, None, 1952, DANA, NOW)

    assert add(nobody, RUTH, 1980).born == 1980


def test_a_correction_is_taken_back_and_done_again(store: Store) -> None:
    correct_person(store, "Ruth A. Example", 1952, DANA, NOW)
    undo(store, 1, DANA, NOW)
    with store.reading():
        assert store.person() == store.people()[0]._replace(name=RUTH, born=None)

    again = redo(store, 1, DANA, NOW)

    assert (again.person.name, again.person.born) == ("Ruth A. Example", 1952)


def test_a_correction_that_changes_nothing_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="already"):
        correct_person(store, RUTH, None, DANA, NOW)


def test_nobody_is_renamed_to_another_one_of_the_diary(store: Store) -> None:
    store.whose = add(store, WALTER).id

    with pytest.raises(Refused, match="in this diary already"):
        correct_person(store, RUTH, None, DANA, NOW)


def test_who_wrote_for_themself_does_so_under_the_new_name(store: Store) -> None:
    kept = correct_person(store, "Ruth A. Example", None, None, NOW)

    assert kept.author == "Ruth A. Example"
    assert kept.renamed


@pytest.mark.parametrize("typed", ["1880", "2026", " 1952 "])
def test_a_year_of_birth_is_read(typed: str) -> None:
    assert read_born(typed, NOW, ZONE) == int(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "52", "1879", "2027", "1952.0", "-1952", "01952", "195২", "1952-03-04"],
)
def test_what_is_no_year_of_birth_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="year of birth"):
        read_born(typed, NOW, ZONE)


def test_this_year_is_the_year_where_they_live() -> None:
    new_year = datetime.fromisoformat("2026-12-31T23:30:00+00:00")

    assert read_born("2027", new_year, "Pacific/Auckland") == 2027


# Beginning, and going back


def test_an_added_person_begins_where_they_live(store: Store) -> None:
    walter = add(store, WALTER)

    begin(store, walter, zone=NEW_YORK, day_start=180)

    with store.reading():
        diary = open_diary(store)
    assert diary.person == walter._replace(day_start=180)
    assert diary.procedure.zone == ZONE


def test_the_author_of_an_added_beginning_is_who_added(store: Store) -> None:
    walter = add(store, WALTER)

    begin(store, walter, author="")

    with store.reading():
        assert open_diary(store).procedure.author == DANA


def test_a_beginning_under_another_name_is_refused(store: Store) -> None:
    walter = add(store, WALTER)

    with pytest.raises(Refused, match="would be Walter Example's"):
        begin(store, walter, name=RUTH)


def test_adding_is_taken_back_and_done_again(store: Store) -> None:
    walter = add(store, WALTER)
    store.whose = walter.id

    gone = undo(store, 1, DANA, NOW)

    with store.reading():
        assert [each.name for each in store.people()] == [RUTH]
        assert taken_back(store) == [walter]
    assert (gone.person, gone.diary) == (walter, None)
    assert redo(store, 1, DANA, NOW).person == walter


def test_one_persons_undo_never_touches_another(store: Store) -> None:
    walter = add(store, WALTER)
    begin(store, walter)
    with store.reading():
        before = store.changes(store.people()[0], 10)

    undo(store, 1000, DANA, NOW)

    with store.reading():
        (ruth,) = store.people()
        assert (ruth.name, store.changes(ruth, 10)) == (RUTH, before)


def test_who_is_in_use_is_done_again_before_who_was_just_taken_back(
    store: Store,
) -> None:
    store.whose = add(store, WALTER).id
    undo(store, 1, DANA, NOW)
    with store.reading():
        (ruth,) = store.people()

    assert whose_history(store, None, ruth.id) == ruth.id


def test_without_anybody_in_use_who_was_just_taken_back_comes_back(
    store: Store,
) -> None:
    walter = add(store, WALTER)
    store.whose = walter.id
    undo(store, 1, DANA, NOW)

    assert whose_history(store, None, None) == walter.id
    assert whose_history(store, "walter", None) == walter.id


def test_of_several_nobody_is_done_again_unasked(store: Store) -> None:
    add(store, WALTER)

    with pytest.raises(UsageProblem, match="Whose diary"):
        whose_history(store, None, None)
    with pytest.raises(NotFound):
        whose_history(store, "Bob", None)


def test_what_is_known_of_one_of_them(store: Store) -> None:
    walter = add(store, WALTER, 1948)
    store.whose = walter.id

    known = read_known(store)

    assert (known.person, known.label, known.procedures) == (walter, WALTER, ())
    assert known.newest is not None
    assert known.newest.author == DANA


# Where everybody stands


def test_whoever_was_not_written_about_for_longest_comes_first(store: Store) -> None:
    walter, ada = add(store, WALTER), add(store, "Ada Example")
    with store.reading():
        ruth = store.people()[0]
    begin(store, walter)
    store.whose = ruth.id
    log(store, a_check_in(1, at=NOW - timedelta(hours=1)), NOW)
    store.whose = walter.id
    log(store, a_check_in(2, at=NOW - timedelta(hours=2)), NOW)

    listed = standings(store)

    assert [each.person.name for each in listed] == ["Ada Example", WALTER, RUTH]
    assert [each.day for each in listed] == [None, 1, 1]
    assert listed[0].person == ada


def test_only_the_one_in_use_is_marked(store: Store) -> None:
    walter = add(store, WALTER)

    listed = list_people(store, walter.id, NOW)

    assert {each.person.name for each in listed if each.in_use} == {WALTER}


HOURS = st.integers(0, 30 * 24).map(lambda hours: timedelta(hours=hours))
ENTRY = st.tuples(
    HOURS, st.sampled_from(["pain", "walk", "routine"]), st.integers(0, 4)
)
SIGN = st.sampled_from(["calf", "fever", "low-mood", "bladder-bowel"])
REVIEW = "restrictions-review"
MARK = st.tuples(
    st.sampled_from(["done", "skipped", "reopened"]),
    st.sampled_from(["first-visit", "walk-daily", "normal-routine", REVIEW]),
)
SAID = st.tuples(st.integers(0, 20), st.none() | st.integers(0, 40), st.booleans())


class Life(NamedTuple):
    """What is written for one person from the procedure on."""

    begun: bool
    day_start: int
    entries: list[tuple[timedelta, str, int]]
    signs: list[str]
    answered: bool
    marks: list[tuple[str, str]]
    said: list[tuple[int, int | None, bool]]


LIVES = st.builds(
    Life,
    st.integers(0, 4).map(bool),
    st.sampled_from([0, 240]),
    st.lists(ENTRY, max_size=4),
    st.lists(SIGN, max_size=2, unique=True),
    st.booleans(),
    st.lists(MARK, max_size=3),
    st.lists(SAID, max_size=2),
)


def live(store: Store, number: int, life: Life) -> None:
    """Write a life; what the program refuses is not written."""
    person = add(store, f"Person {number} Example")
    if not life.begun:
        return
    begin(store, person, day_start=life.day_start)
    written = [
        (wait, (an_answer(name, value, ""),), ()) for wait, name, value in life.entries
    ]
    signs = [(timedelta(hours=30), (), (sign,)) for sign in life.signs]
    for place, (wait, answers, marked) in enumerate([*written, *signs]):
        at = a_moment(BEGAN + wait)
        entry = a_check_in(
            1, id=an_id(9000 + 100 * number + place), at=at.at, day=at.day,
            answers=answers, signs=marked, recorded_at=at.at,
        )  # fmt: skip
        log(store, entry, at.at)
    later = BEGAN + timedelta(hours=30)
    if life.answered:
        with suppress(TrackerError):
            answer(store, 1, Done("called", a_moment(later), ""), DANA, later)
    for kind, milestone in life.marks:
        with suppress(TrackerError):
            complete(store, milestone, kind, a_moment(later), "", DANA, later)
    for told, until, cleared in life.said:
        on = BEGAN.date() + timedelta(days=told)
        end = None if until is None or cleared else on + timedelta(days=until)
        word = Word("heavy-lifting", None if cleared else 50, "lb", end, cleared)
        with suppress(TrackerError):
            heard = Heard((word,), "Nurse Example", "", on)
            keep_words(store, heard, DANA, BEGAN + timedelta(days=told))


READ_ON = st.sampled_from([1, 3, 5, 8, 20, 60]).map(lambda days: timedelta(days=days))


@given(lives=st.lists(LIVES, min_size=2, max_size=3), wait=READ_ON)
@settings(max_examples=40, deadline=None)
def test_the_list_says_of_everybody_what_their_own_screen_says(
    template: Path, lives: list[Life], wait: timedelta
) -> None:
    now = BEGAN + wait
    with TemporaryDirectory() as folder:
        path = shutil.copy(template, Path(folder) / "diary.sqlite")
        with closing(SqliteDriver(str(path))) as driver:
            store = Store(driver)
            for number, life in enumerate(lives):
                live(store, number, life)
            for standing in standings(store, now):
                assert_as_alone(store, standing, now)


def assert_as_alone(store: Store, standing: Standing, now: datetime) -> None:
    """A line of the list says what is read of that person alone."""
    if standing.day is None:
        assert (standing.open_milestones, standing.open_warnings) == (0, 0)
        return
    store.whose = standing.person.id
    with store.reading():
        report = review_lately(store, now)
    opened = [m for m in report.milestones if m.status is Status.OPEN]
    newest = report.newest
    assert standing[3:] == (
        report.diary.day_number(report.today),
        newest.day if newest else None,
        newest.at if newest else None,
        len(opened),
        len(report.unanswered),
    )

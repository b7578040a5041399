"""Beginning a recovery, and whom to call."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOW, a_beginning, a_check_in, a_moment
from tracker.errors import Refused
from tracker.protocols.library import Loaded, load
from tracker.services.diary import open_diary
from tracker.services.log import log
from tracker.services.start import UNNAMED, existing, start
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(STANDARD, tmp_path_factory.mktemp("none"))


@pytest.fixture
def unstarted(empty: Path) -> Iterator[Store]:
    driver = SqliteDriver(str(empty))
    yield Store(driver)
    driver.close()


def test_who_is_not_named_is_still_somebody(unstarted: Store, standard: Loaded) -> None:
    diary = start(unstarted, a_beginning(name="", author=""), standard, NOW)

    assert diary.person.name == UNNAMED
    assert diary.procedure.author == UNNAMED


def test_a_day_more_than_a_year_ahead_is_refused(
    unstarted: Store, standard: Loaded
) -> None:
    far = a_beginning(on=NOW.date() + timedelta(days=400))

    with pytest.raises(Refused, match="more than a year ahead"):
        start(unstarted, far, standard, NOW)

    with unstarted.reading():
        assert existing(unstarted) is None


def test_a_second_start_changes_nothing(store: Store, standard: Loaded) -> None:
    with store.reading():
        before = open_diary(store)

    with pytest.raises(Refused, match="diary has begun"):
        start(store, a_beginning(), standard, NOW)

    with store.reading():
        assert open_diary(store) == before


def test_another_procedure_is_the_same_persons(store: Store, standard: Loaded) -> None:
    day = a_moment(NOW).day
    again = a_beginning(on=day, clock=None, another=True, name="")

    diary = start(store, again, standard, NOW)

    assert diary.procedure.on == day
    assert diary.person.name == "Ruth Example"
    assert [procedure.number for procedure in diary.earlier] == [1]
    with pytest.raises(Refused, match="would be Ruth Example's"):
        start(store, again._replace(name="Bob"), standard, NOW)


def test_another_procedure_waits_for_its_day(store: Store, standard: Loaded) -> None:
    tomorrow = a_moment(NOW).day + timedelta(days=1)

    with pytest.raises(Refused, match="has not come yet"):
        start(store, a_beginning(on=tomorrow, another=True), standard, NOW)


def test_who_typed_last_types_the_next_procedure_too(
    store: Store, standard: Loaded
) -> None:
    log(store, a_check_in(1, author="Dana Example"), NOW)
    again = a_beginning(on=a_moment(NOW).day, another=True, name="", author="")

    assert start(store, again, standard, NOW).procedure.author == "Dana Example"


def test_a_further_procedure_refuses_another_number_and_takes_the_same(
    store: Store, standard: Loaded
) -> None:
    again = a_beginning(on=a_moment(NOW).day, another=True, emergency="112")

    with pytest.raises(Refused, match="Another number is written down: 911"):
        start(store, again, standard, NOW)

    diary = start(store, again._replace(emergency="911"), standard, NOW)
    assert diary.number("emergency") == "911"

"""Beginning a recovery, and whom to call."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOW, a_beginning
from tracker.errors import NothingRecorded, Refused
from tracker.protocols.library import Loaded, load
from tracker.services.diary import open_diary
from tracker.services.start import UNNAMED, existing, keep_numbers, start
from tracker.services.undo import undo
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(STANDARD, tmp_path_factory.mktemp("none"))


@pytest.fixture
def unstarted(empty: Path) -> Store:
    return Store(SqliteDriver(str(empty)))


def test_who_is_not_named_is_still_somebody(unstarted: Store, standard: Loaded) -> None:
    diary = start(unstarted, a_beginning(name="", author=""), standard, NOW)

    assert diary.person.name == UNNAMED
    assert diary.procedure.author == UNNAMED
    unstarted.close()


def test_a_day_more_than_a_year_ahead_is_refused(
    unstarted: Store, standard: Loaded
) -> None:
    far = a_beginning(on=NOW.date() + timedelta(days=400))

    with pytest.raises(Refused, match="more than a year ahead"):
        start(unstarted, far, standard, NOW)

    with unstarted.reading():
        assert existing(unstarted) is None
    unstarted.close()


def test_a_second_start_changes_nothing(store: Store, standard: Loaded) -> None:
    with store.reading():
        before = open_diary(store)

    with pytest.raises(Refused, match="already written down"):
        start(store, a_beginning(), standard, NOW)

    with store.reading():
        assert open_diary(store) == before


def test_another_procedure_is_the_same_persons(store: Store, standard: Loaded) -> None:
    again = a_beginning(on=NOW.date(), clock=None, another=True, name="")

    diary = start(store, again, standard, NOW)

    assert diary.procedure.on == NOW.date()
    assert diary.person.name == "Ruth Example"
    with pytest.raises(Refused, match="This diary is"):
        start(store, again._replace(name="Bob"), standard, NOW)


def test_a_number_is_corrected_and_the_correction_taken_back(store: Store) -> None:
    diary, author = keep_numbers(store, "", "555-0199", None, NOW)

    assert author == "Ruth Example"
    assert diary.number("care-team") == "555-0199"
    assert diary.number("emergency") == "911"
    undo(store, 1, "Dana", NOW)
    with store.reading():
        assert open_diary(store).number("care-team") == "555 0100"


def test_numbers_need_a_recovery(unstarted: Store) -> None:
    with pytest.raises(NothingRecorded):
        keep_numbers(unstarted, "112", "", None, NOW)
    unstarted.close()

"""Finding the limit that somebody spoke about."""

import pytest

from tracker.errors import NotFound
from tracker.services.diary import open_diary
from tracker.services.told import find_restriction
from tracker.store.store import Store


@pytest.mark.parametrize("typed", ["heavy-lifting", "Heavy lifting", "lift"])
def test_a_limit_is_found_by_its_id_its_title_and_its_action(
    store: Store, typed: str
) -> None:
    with store.reading():
        diary = open_diary(store)

    assert find_restriction(diary, typed).id == "heavy-lifting"


def test_a_part_of_a_name_is_enough_to_be_offered_it(store: Store) -> None:
    with store.reading():
        diary = open_diary(store)

    with pytest.raises(NotFound, match="Did you mean heavy-lifting"):
        find_restriction(diary, "lifting")

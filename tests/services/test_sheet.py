"""Keeping what was written on a sheet: added to what is there, never over it."""

from datetime import timedelta

import pytest

from tests.builders import NOW, RUTH, a_check_in, an_answer, an_id
from tracker.domain.facts import CheckIn
from tracker.errors import Refused
from tracker.services.log import Edit, edit
from tracker.services.sheet import keep_days
from tracker.store.store import Store

DRAFT = a_check_in(id=an_id(77), answers=(), signs=("fever",), signs_asked="yes")
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def kept(store: Store) -> CheckIn:
    """The entry of a day that was kept at once for its sign."""
    return keep_days(store, [DRAFT], set(), NOW)[0].check_in


def added(store: Store, **changed: object) -> CheckIn:
    """The entry after the rest of its day was kept."""
    draft = DRAFT._replace(**changed)  # type: ignore[arg-type]
    return keep_days(store, [draft], {DRAFT.id}, LATER)[0].check_in


def test_what_somebody_else_wrote_meanwhile_stays(store: Store, kept: CheckIn) -> None:
    walked = an_answer("walk", 20, "min")
    edit(store, kept.number, Edit({"walk": walked}, None, None, ""), RUTH, NOW)

    whole = added(store, answers=(an_answer(),))

    assert whole.answers == (an_answer(), walked)


def test_a_sign_that_was_kept_never_vanishes(store: Store, kept: CheckIn) -> None:
    whole = added(store, signs=("low-mood",))

    assert whole.signs == ("fever", "low-mood")


def test_a_note_that_was_kept_stays_where_none_is_typed(
    store: Store, kept: CheckIn
) -> None:
    edit(store, kept.number, Edit({}, None, "Called the nurse.", ""), RUTH, NOW)

    assert added(store).note == "Called the nurse."


def test_an_entry_that_is_added_to_stays_the_one_it_was(
    store: Store, kept: CheckIn
) -> None:
    whole = added(store, recorded_at=LATER, number=9, procedure_id=an_id(8))

    assert (whole.number, whole.procedure_id, whole.recorded_at) == (
        kept.number,
        kept.procedure_id,
        kept.recorded_at,
    )
    assert kept.recorded_at == NOW


def test_an_entry_taken_back_meanwhile_is_not_added_to(store: Store) -> None:
    with pytest.raises(Refused, match="taken back meanwhile"):
        added(store)

"""Limits: in force until somebody clears them, and amounts as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import an_instruction
from tests.pages import SACROPLASTY
from tracker.domain.facts import Instruction
from tracker.domain.restrictions import Limit, Told, read_amount, say_amount, stand

UNTIL = date(2026, 12, 15)


def standing(*words: Instruction, today: date = UNTIL) -> Limit:
    plan = SACROPLASTY.restriction("heavy-lifting")
    assert plan is not None
    return stand(plan, words, date(2026, 12, 1), today)


def test_without_a_word_a_limit_is_untold_however_late_it_is() -> None:
    assert standing(today=date(2190, 1, 1)).told is Told.UNTOLD


@pytest.mark.parametrize(
    ("today", "told"), [(UNTIL, Told.TOLD), (date(2026, 12, 16), Told.ASK)]
)
def test_the_named_end_day_still_belongs_to_a_limit(today: date, told: Told) -> None:
    assert standing(an_instruction(until=UNTIL), today=today).told is told


def test_the_newest_word_counts_and_others_are_left_alone() -> None:
    cleared = an_instruction(cleared=True, until=None, amount=None, unit="")
    other = an_instruction(restriction="strenuous")

    assert standing(an_instruction(), cleared, other).told is Told.CLEARED


@given(st.integers(1, 9999), st.sampled_from(["lb", "kg"]))
def test_an_amount_reads_back_as_it_is_said(tenths: int, unit: str) -> None:
    assert read_amount(say_amount(tenths, unit)) == (tenths, unit)


@pytest.mark.parametrize("typed", ["5lb", "5 lb", "5 LBS", "5.0 lb", "5,0lb"])
def test_five_pounds_are_typed_in_several_ways(typed: str) -> None:
    assert read_amount(typed) == (50, "lb")


@pytest.mark.parametrize(
    "typed", ["", "5", "lb", "0lb", "-5lb", "5.55lb", "\u0665lb", "nan lb", "5. lb"]
)
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert read_amount(typed) is None

"""Questions over days: what counts, what does not, and for how long."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages import SACROPLASTY
from tracker.domain.protocol import Setback
from tracker.domain.setbacks import (
    SetbackReading,
    by_day,
    find_rise,
    find_shown,
    twice_median,
)
from tracker.domain.trends import Reading

ON = date(2026, 11, 3)
RISE = SACROPLASTY.setbacks[0]._replace(by=2, of=7, least=4, times=3, within=7)
FELL = SACROPLASTY.setbacks[2]._replace(signs=("fall",), within=14)


def taken(*steps: int | None) -> list[Reading]:
    """One answer a day from day 1 on; None for a day without one."""
    days = enumerate(steps, 1)
    return [Reading(ON + timedelta(days=n), s) for n, s in days if s is not None]


def asked(
    steps: Sequence[int | None], rule: Setback = RISE, after: int = 0
) -> SetbackReading | None:
    """What is found on the evening of the last day, or some days ``after``."""
    today = ON + timedelta(days=len(steps) + after)
    return find_rise(rule, taken(*steps), today)


def test_three_days_in_a_row_two_above_the_median_are_asked_about() -> None:
    found = asked([3, 3, 4, 3, 5, 5, 6])

    assert found is not None
    assert (found.steps, found.twice_median) == ((5, 5, 6), 6)
    assert found.days == tuple(ON + timedelta(days=n) for n in (5, 6, 7))


@pytest.mark.parametrize(
    "steps",
    [
        [3, 3, 4, 3, 5, 4, 6],
        [3, 3, 4, 3, 4, 5, 6],
        [3, 3, 4, 3, 5, 5],
        [3, 3, 4, 5, 5, 6],
    ],
    ids=["a day too low", "the first too low", "two days", "three days before"],
)
def test_less_than_that_is_not(steps: list[int | None]) -> None:
    assert asked(steps) is None


def test_a_day_without_an_answer_neither_breaks_a_row_nor_makes_one() -> None:
    assert asked([3, 3, None, 4, 3, 5, None, 5, 6]) is not None
    assert asked([3, 3, None, 4, 3, 5, None, 5]) is None


def test_the_median_of_an_even_count_lies_between_the_two_middles() -> None:
    assert asked([3, 3, 4, 4, 6, 6, 6]) is not None
    assert asked([3, 3, 4, 4, 5, 5, 5]) is None
    assert twice_median([4, 3, 4, 3]) == 7
    assert twice_median([9, 1, 5]) == 10


def test_only_the_newest_days_before_the_row_count() -> None:
    assert asked([0] * 9 + [3] * 7 + [4, 4, 4]) is None


@pytest.mark.parametrize(("after", "stands"), [(0, True), (4, True), (5, False)])
def test_a_row_that_began_too_long_ago_is_not_asked_about(
    after: int, stands: bool
) -> None:
    found = asked([3, 3, 3, 3, 5, 5, 5], after=after)

    assert (found is not None) is stands


@given(st.lists(st.integers(0, 10), min_size=7, max_size=14), st.integers(1, 5))
def test_more_pain_in_the_row_never_removes_the_question(
    steps: list[int], more: int
) -> None:
    higher = [*steps[:-3], *(min(step + more, 10) for step in steps[-3:])]

    assert asked(steps) is None or asked(higher) is not None


@given(st.lists(st.none() | st.integers(0, 10), min_size=3, max_size=25))
def test_what_is_asked_about_is_always_as_high_as_the_rule_says(
    steps: list[int | None],
) -> None:
    found = asked(steps)

    if found is not None:
        assert found.twice_median is not None
        assert len(found.days) == RISE.times
        assert all(2 * s >= found.twice_median + 2 * RISE.by for s in found.steps)


@given(st.lists(st.integers(0, 10), min_size=3, max_size=20), st.integers(0, 20))
def test_gaps_change_nothing_but_how_long_ago_it_was(
    steps: list[int], place: int
) -> None:
    wide = RISE._replace(within=99)
    gapped = [*steps[:place], None, *steps[place:]]

    assert (asked(steps, wide) is None) == (asked(gapped, wide) is None)


def test_of_several_answers_on_a_day_the_last_counts() -> None:
    first, last = Reading(ON, 7), Reading(ON, 3)
    before = Reading(ON - timedelta(days=1), 5)

    assert by_day([first, before, last]) == [before, last]


def shown(*days: int, sign: str = "fall") -> list[tuple[str, date]]:
    return [(sign, ON + timedelta(days=day)) for day in days]


def test_a_sign_is_asked_about_for_some_days() -> None:
    assert find_shown(FELL, shown(1), ON + timedelta(days=14)) is not None
    assert find_shown(FELL, shown(1), ON + timedelta(days=15)) is None
    assert find_shown(FELL, shown(1, sign="rash"), ON) is None


def test_the_days_of_a_sign_are_told_once_and_in_order() -> None:
    found = find_shown(FELL, shown(5, 2, 9, 7, 3, 5, 8), ON + timedelta(days=9))

    assert found is not None
    assert found.days == tuple(ON + timedelta(days=n) for n in (2, 3, 5, 7, 8, 9))
    assert (found.steps, found.twice_median) == ((), None)

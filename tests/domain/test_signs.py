"""Warnings of an entry: they only ever grow with what is marked or answered."""

from hypothesis import given
from hypothesis import strategies as st

from tests.pages import SACROPLASTY
from tracker.domain.facts import Answer
from tracker.domain.protocol import TIERS
from tracker.domain.signs import find_warnings

IDS = [sign.id for sign in SACROPLASTY.signs]
PAIN = st.integers(0, 10)


def pain(number: int) -> list[Answer]:
    return [Answer("pain", number, "")]


def found(answers: list[Answer], marked: set[str], before: int | None) -> set[str]:
    warnings = find_warnings(SACROPLASTY, answers, marked, before)
    return {warning.sign.id for warning in warnings}


@given(PAIN, st.sets(st.sampled_from(IDS)))
def test_more_pain_never_removes_a_warning(before: int, marked: set[str]) -> None:
    for less in range(10):
        milder = found(pain(less), marked, before)

        assert milder <= found(pain(less + 1), marked, before)


@given(st.sets(st.sampled_from(IDS)), st.sampled_from(IDS))
def test_adding_a_sign_never_lowers_the_highest_tier(
    marked: set[str], another: str
) -> None:
    def highest(signs: set[str]) -> int:
        warnings = find_warnings(SACROPLASTY, [], signs, None)
        return TIERS.index(warnings[0].sign.tier) if warnings else len(TIERS)

    assert highest(marked | {another}) <= highest(marked)


@given(st.sets(st.sampled_from(IDS)))
def test_every_marked_sign_is_a_warning_and_the_gravest_comes_first(
    marked: set[str],
) -> None:
    warnings = find_warnings(SACROPLASTY, [], marked, None)

    assert {warning.sign.id for warning in warnings} == marked
    order = [TIERS.index(warning.sign.tier) for warning in warnings]
    assert order == sorted(order)


def test_pain_as_before_the_procedure_raises_nothing() -> None:
    assert found(pain(8), set(), 8) == set()
    assert found(pain(9), set(), 8) == {"pain-worse"}
    assert found(pain(10), set(), None) == set()


def test_fever_is_raised_from_its_threshold_on() -> None:
    assert found([Answer("temperature", 379, "C")], set(), None) == set()
    assert found([Answer("temperature", 380, "C")], set(), None) == {"fever"}
    assert found([Answer("temperature", 1003, "F")], set(), None) == set()

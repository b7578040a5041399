"""Joining what two copies know: neither the order nor the number of joins matters."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.sharing import (
    NOTHING_KNOWN,
    FactState,
    Head,
    differs,
    join,
    join_all,
    standing,
)

VERSIONS = st.sampled_from("abcdef")
# A version says the same wherever it is met.
HEADS = {name: Head(f"2026-11-0{n}", name, name) for n, name in enumerate("abcdef", 1)}
HEADS["f"] = Head("2026-11-09", "f", None)


@st.composite
def states(draw: st.DrawFn) -> FactState:
    dead = draw(st.frozensets(VERSIONS))
    alive = draw(st.frozensets(VERSIONS)) - dead
    return FactState({name: HEADS[name] for name in sorted(alive)}, dead)


@given(states(), states())
def test_whoever_joins_knows_the_same(one: FactState, other: FactState) -> None:
    assert join(one, other) == join(other, one)


@given(states(), states(), states())
def test_in_which_order_three_join_makes_no_difference(
    one: FactState, two: FactState, three: FactState
) -> None:
    assert join(join(one, two), three) == join(one, join(two, three))


@given(states(), states())
def test_joining_again_adds_nothing(one: FactState, other: FactState) -> None:
    joined = join(one, other)

    assert join(joined, other) == joined
    assert join(joined, one) == joined


@given(states())
def test_knowing_nothing_changes_nothing(one: FactState) -> None:
    assert join(one, NOTHING_KNOWN) == join(NOTHING_KNOWN, one) == one


@given(st.lists(states(), min_size=1, max_size=5))
def test_what_was_replaced_anywhere_stands_nowhere(found: list[FactState]) -> None:
    joined = reduce(join, found)

    for state in found:
        assert not joined.heads.keys() & state.dead


@given(st.lists(states(), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_what_is_shown_meanwhile_does_not_hang_on_the_order(
    found: list[FactState], chance: object
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert standing(reduce(join, found)) == standing(reduce(join, shuffled))


def test_what_is_there_is_shown_before_what_was_taken_away() -> None:
    both = FactState({"a": HEADS["a"], "f": HEADS["f"]}, frozenset())

    assert HEADS["f"].at > HEADS["a"].at
    assert standing(both) == "a"


def test_of_two_that_are_there_the_newest_is_shown() -> None:
    assert standing(FactState({n: HEADS[n] for n in "ab"}, frozenset())) == "b"


def test_two_versions_that_say_the_same_need_no_word() -> None:
    assert not differs([HEADS["a"], HEADS["a"]._replace(author="b")])
    assert differs([HEADS["a"], HEADS["f"]])


def test_a_fact_that_only_one_knows_is_known_by_both_then() -> None:
    one = {("visit", "1"): FactState({"a": HEADS["a"]}, frozenset())}
    other = {("check_in", "2"): FactState({"b": HEADS["b"]}, frozenset())}

    joined = join_all(one, other)

    assert joined == one | other
    assert [*joined] == [("check_in", "2"), ("visit", "1")]

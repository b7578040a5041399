"""Copies that were written in apart say the same once they are joined.

Stands for: the order and the number of joins make no difference, nothing is guessed,
and every copy holds together afterwards.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import ANNA, NOW, RUTH, a_check_in
from tests.copies import (
    a_copy_of,
    as_they_are,
    facts_in,
    join_all,
    join_into,
    opened,
    problem_of,
    shown_in,
)
from tests.reliability.conftest import often
from tests.reliability.test_undo_everything import CHANGING, COMMANDS, Step
from tracker.domain.values import NamedTuple
from tracker.errors import TrackerError
from tracker.services.conflicts import answer_conflict, list_conflicts
from tracker.services.log import log
from tracker.services.undo import redo, undo
from tracker.services.visit_questions import add_question
from tracker.services.visits import add_visit

COPIES = 3
APART = 1000
ENTRIES = 3
PLACES = st.integers(0, COPIES - 1)


class Deed(NamedTuple):
    """One thing that happens to one copy; ``other`` is the copy it is joined with."""

    copy: int
    kind: str
    step: Step
    other: int


DEEDS = st.builds(
    Deed,
    PLACES,
    st.sampled_from(["write"] * 8 + ["undo", "redo", "join", "answer"]),
    st.one_of(COMMANDS, CHANGING),
    PLACES,
)
ORDERS = st.lists(st.tuples(PLACES, PLACES), max_size=6)


def do(paths: list[Path], deed: Deed, tick: int) -> None:
    """A deed, refused or not."""
    path = paths[deed.copy]
    if deed.kind == "join":
        if deed.copy != deed.other:
            join_into(path, paths[deed.other])
        return
    with suppress(TrackerError), opened(path) as store:
        if deed.kind == "write":
            deed.step(store, deed.copy * APART + tick)
        elif deed.kind == "undo":
            undo(store, 1, RUTH, NOW)
        elif deed.kind == "redo":
            redo(store, 1, ANNA, NOW)
        else:
            waiting = list_conflicts(store)[1]
            if waiting:
                answer_conflict(store, waiting[0].number, 1 + tick % 2, ANNA, NOW)


@pytest.fixture(scope="session")
def three(
    template_started: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """Ruth's diary, and two copies that others opened."""
    folder = tmp_path_factory.mktemp("copies")
    (own,) = as_they_are([template_started], folder / "own")
    for number in range(1, ENTRIES + 1):
        with opened(own) as store:
            log(store, a_check_in(APART * COPIES + number), NOW)
    with opened(own) as store:
        add_visit(store, NOW.date(), None, "", RUTH, NOW)
        add_question(store, "May I swim?", NOW.date(), RUTH, NOW)
    others = [a_copy_of(own, folder / f"{n}.sqlite") for n in range(1, COPIES)]
    return [own, *others]


@given(deeds=st.lists(DEEDS, min_size=10, max_size=40), order=ORDERS, another=ORDERS)
@settings(
    max_examples=often(25, 400),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_copies_joined_in_any_order_say_the_same(
    three: list[Path],
    deeds: list[Deed],
    order: list[tuple[int, int]],
    another: list[tuple[int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        paths = as_they_are(three, folder / "one")
        for tick, deed in enumerate(deeds, 1):
            do(paths, deed, tick)
        again = as_they_are(paths, folder / "two")
        joined = [pair for pair in order if pair[0] != pair[1]]
        join_all(paths, joined)
        join_all(again, [pair for pair in another if pair[0] != pair[1]])

        assert len({repr(sorted(facts_in(path).items())) for path in paths}) == 1
        assert len({repr(sorted(shown_in(path).items())) for path in paths}) == 1
        assert facts_in(paths[0]) == facts_in(again[0])
        assert [problem_of(path) for path in [*paths, *again]] == [""] * 2 * COPIES

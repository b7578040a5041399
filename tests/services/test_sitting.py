"""One round of questions: the order, what is kept at once, and what the rest adds."""

import pytest

from tests.builders import ANNA, NOW, RUTH, a_moment, an_answer, an_id
from tests.conftest import Run
from tracker.domain.facts import CheckIn
from tracker.errors import Refused
from tracker.services.diary import open_diary
from tracker.services.drafting import blank_draft
from tracker.services.sitting import (
    NOTE,
    WHOSE,
    Sitting,
    add_note,
    begin,
    finish,
    give,
    keep,
    mark,
    say_whose,
    skip,
    take_away,
    worth_keeping,
)
from tracker.store.store import Store

FIRST, SECOND = "_emergency", "_same-day"


def a_sitting(store: Store, author: str = RUTH) -> Sitting:
    with store.reading():
        diary = open_diary(store)
    zone = diary.person.zone
    draft = blank_draft(diary, an_id(7), a_moment(), zone, author, NOW)
    return begin(store, diary, draft, NOW)


def stored(store: Store) -> CheckIn | None:
    with store.reading():
        return store.check_in(open_diary(store).person, an_id(7))


def given(store: Store, sitting: Sitting, number: int) -> tuple[Sitting, bool]:
    with store.reading():
        diary = open_diary(store)
    return give(diary, sitting, an_answer("pain", number, ""))


def test_signs_are_asked_first_then_the_day_then_the_note(store: Store) -> None:
    steps = a_sitting(store).steps

    assert steps[:3] == (FIRST, SECOND, "pain")
    assert steps[-1] == NOTE


def test_a_helper_is_asked_last_if_it_was_told_or_seen(store: Store) -> None:
    assert a_sitting(store, ANNA).steps[-2:] == (NOTE, WHOSE)


def test_it_goes_on_with_the_first_step_that_is_open(store: Store) -> None:
    sitting = skip(mark(a_sitting(store), FIRST, ()), "pain")

    assert sitting.next() == SECOND
    assert sitting.after("pain") == "pain-moving"
    assert sitting.after(NOTE) is None


def test_a_list_that_is_skipped_is_not_asked(store: Store) -> None:
    skipped = skip(a_sitting(store), FIRST)
    half = mark(skipped, SECOND, ())
    both = mark(half, FIRST, ())

    said = [each.draft.signs_asked for each in (skipped, half, both)]
    assert said == ["no", "partly", "yes"]


def test_what_was_marked_stays_marked(store: Store) -> None:
    sitting = mark(a_sitting(store), FIRST, ("chest-breath",))

    again = mark(sitting, FIRST, ("faint-blood",))

    assert again.draft.signs == ("chest-breath", "faint-blood")


def test_only_an_answer_that_raises_a_sign_is_to_be_kept_at_once(store: Store) -> None:
    sitting = a_sitting(store)

    assert [given(store, sitting, number)[1] for number in (8, 9)] == [False, True]


def test_an_answer_replaces_the_one_before_and_leaves_the_others(store: Store) -> None:
    with store.reading():
        diary = open_diary(store)
    sitting, _ = give(diary, a_sitting(store), an_answer("walk", 10, "min"))
    sitting, _ = given(store, sitting, 4)

    sitting, _ = given(store, sitting, 5)

    answers = {each.question: each.number for each in sitting.draft.answers}
    assert answers == {"walk": 10, "pain": 5}
    assert take_away(sitting, "walk").draft.answer("walk") is None


def test_what_is_kept_at_once_and_the_rest_are_one_entry(store: Store) -> None:
    sitting = keep(store, mark(a_sitting(store), FIRST, ("chest-breath",)), NOW)
    sitting, _ = given(store, add_note(sitting, "At noon."), 4)

    finished = finish(store, sitting, NOW)

    entry = stored(store)
    assert entry is not None
    assert (entry.number, entry.signs, entry.note) == (1, ("chest-breath",), "At noon.")
    assert entry.answer("pain") is not None
    assert finished.finished
    assert finish(store, finished, NOW) == finished


def test_nothing_answered_is_not_kept(store: Store) -> None:
    sitting = skip(a_sitting(store), FIRST)

    with pytest.raises(Refused, match="Nothing was answered"):
        finish(store, sitting, NOW)

    assert not worth_keeping(sitting)
    assert stored(store) is None


def test_that_nothing_was_marked_is_worth_keeping(store: Store, run: Run) -> None:
    finish(store, mark(a_sitting(store), FIRST, ()), NOW)

    assert stored(store) is not None


def test_a_helper_has_to_say_if_it_was_told_or_seen(store: Store) -> None:
    sitting, _ = given(store, a_sitting(store, ANNA), 4)

    with pytest.raises(Refused, match="told or seen"):
        finish(store, sitting, NOW)

    finish(store, say_whose(sitting, relayed=True), NOW)
    entry = stored(store)
    assert entry is not None
    assert entry.relayed is True

"""The care team's words, milestones by hand, and visits."""

from datetime import date

import pytest

from tests.builders import NOW, RUTH, a_moment
from tracker.errors import NotFound, Refused
from tracker.services.complete import complete
from tracker.services.diary import open_diary
from tracker.services.told import Heard, Word, find_restriction, keep_words
from tracker.services.visits import add_visit, finish_visit
from tracker.store.store import Store

TODAY = date(2026, 11, 4)
LIFTING = Word("heavy-lifting", 50, "lb", date(2026, 12, 15), cleared=False)


def heard(*words: Word, by: str = "Nurse Example") -> Heard:
    return Heard(words, by, "", TODAY)


def test_a_word_keeps_whose_it_is_and_who_typed_it(store: Store) -> None:
    _, (told,) = keep_words(store, heard(LIFTING), "Dana", NOW)

    assert (told.by, told.author, told.amount) == ("Nurse Example", "Dana", 50)


def test_a_word_of_nobody_is_refused(store: Store) -> None:
    with pytest.raises(Refused):
        keep_words(store, heard(LIFTING, by="  "), "Dana", NOW)


def test_a_weight_for_a_limit_without_one_refuses_all_words(store: Store) -> None:
    wrong = LIFTING._replace(restriction="driving")

    with pytest.raises(Refused, match="has no weight"):
        keep_words(store, heard(LIFTING, wrong), "Dana", NOW)

    with pytest.raises(NotFound):
        keep_words(store, heard(LIFTING._replace(restriction="lifting")), "Dana", NOW)
    with store.reading():
        diary = open_diary(store)
        assert store.instructions(diary.person, diary.procedure) == []


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


def test_a_milestone_is_marked_as_somebody_said(store: Store) -> None:
    _, plan, done = complete(store, "HOME", "done", a_moment(), "", "Dana", NOW)

    assert (plan.id, done.kind, done.author) == ("home", "done", "Dana")


def test_only_what_was_marked_by_hand_is_opened_again(store: Store) -> None:
    with pytest.raises(Refused, match="nobody marked"):
        complete(store, "home", "reopened", a_moment(), "", RUTH, NOW)


def test_an_unknown_milestone_names_the_closest(store: Store) -> None:
    with pytest.raises(NotFound, match="Did you mean pain-check"):
        complete(store, "pain-chek", "done", a_moment(), "", RUTH, NOW)


def test_a_visit_that_took_place_marks_the_milestone_that_is_a_visit(
    store: Store,
) -> None:
    _, visit = add_visit(store, TODAY, None, "", RUTH, NOW)

    diary, done = finish_visit(store, visit.number, a_moment(), RUTH, NOW)

    assert done.done_on == TODAY
    with store.reading():
        marked = store.completions(diary.person, diary.procedure)
    assert [completion.milestone for completion in marked] == ["first-visit"]
    with pytest.raises(NotFound):
        finish_visit(store, 9, a_moment(), RUTH, NOW)

"""The care team's words, milestones by hand, and visits."""

from datetime import date, datetime

import pytest

from tests.builders import NEW_YORK, NOW, RUTH, a_moment
from tracker.domain.facts import Instruction
from tracker.domain.report import MilestoneReading
from tracker.domain.restrictions import Limit, Told
from tracker.domain.status import Status
from tracker.errors import NotFound, Refused
from tracker.services.can import limit_on
from tracker.services.complete import complete
from tracker.services.diary import open_diary
from tracker.services.review import review_lately
from tracker.services.told import Heard, Word, find_restriction, keep_words, settle
from tracker.services.undo import undo
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


def words_in(store: Store) -> list[Instruction]:
    with store.reading():
        diary = open_diary(store)
        return store.instructions(diary.person, diary.procedure)


def lifting(store: Store, on: date = TODAY) -> Limit:
    with store.reading():
        diary = open_diary(store)
    return limit_on(store, diary, find_restriction(diary, "lift"), on)


EIGHT = LIFTING._replace(amount=80)


def test_a_later_word_removes_no_earlier_one(store: Store) -> None:
    keep_words(store, heard(LIFTING), "Dana", NOW)

    keep_words(store, heard(EIGHT), "Dana", NOW)

    assert [word.amount for word in words_in(store)] == [50, 80]
    assert [word.amount for word in lifting(store).standing] == [80]


def test_words_of_two_speakers_are_both_shown_until_one_counts(store: Store) -> None:
    keep_words(store, heard(LIFTING), "Dana", NOW)
    keep_words(store, heard(EIGHT, by="Doctor Example"), "Dana", NOW)
    contradicted = lifting(store)

    _, (counts,) = settle(store, "heavy-lifting", 2, "Dana", NOW)

    assert [word.number for word in contradicted.differing] == [1, 2]
    assert contradicted.word is not None
    assert contradicted.word.amount == 50
    assert (counts.number, counts.amount, counts.by) == (3, 80, "Doctor Example")
    assert (counts.settles, counts.author) == (True, "Dana")
    assert len(words_in(store)) == 3
    assert (lifting(store).word, lifting(store).differing) == (counts, ())


def test_what_was_settled_can_be_taken_back(store: Store) -> None:
    keep_words(store, heard(LIFTING), "Dana", NOW)
    keep_words(store, heard(EIGHT, by="Doctor Example"), "Dana", NOW)
    before = words_in(store)
    settle(store, "heavy-lifting", 2, "Dana", NOW)

    undo(store, 1, RUTH, NOW)

    assert words_in(store) == before
    assert len(lifting(store).differing) == 2


@pytest.mark.parametrize(
    ("limit", "number"), [("heavy-lifting", 9), ("heavy-lifting", 0), ("driving", 1)]
)
def test_only_a_word_on_that_limit_can_count(
    store: Store, limit: str, number: int
) -> None:
    keep_words(store, heard(LIFTING), "Dana", NOW)

    with pytest.raises(NotFound, match="no word that stands"):
        settle(store, limit, number, "Dana", NOW)

    assert len(words_in(store)) == 1


def test_several_words_of_one_visit_are_taken_back_together(store: Store) -> None:
    driving = Word("driving", None, "", date(2026, 11, 10), cleared=False)
    keep_words(store, heard(LIFTING, driving), "Dana", NOW)

    undo(store, 1, RUTH, NOW)

    assert words_in(store) == []


def test_a_day_to_come_is_judged_by_what_was_said_up_to_now(store: Store) -> None:
    keep_words(store, heard(LIFTING), "Dana", NOW)

    assert lifting(store, date(2026, 12, 15)).told is Told.TOLD
    assert lifting(store, date(2026, 12, 16)).told is Told.ASK


def review_milestone(store: Store, now: datetime) -> MilestoneReading:
    with store.reading():
        report = review_lately(store, now)
    return next(m for m in report.milestones if m.plan.id == "restrictions-review")


def test_the_review_waits_while_somebody_gives_no_end(store: Store) -> None:
    keep_words(store, heard(LIFTING), "Dana", NOW)
    endless = EIGHT._replace(until=None)

    keep_words(store, heard(endless, by="Doctor Example"), "Dana", NOW)

    assert review_milestone(store, NOW).window is None


def test_the_review_opens_after_the_last_of_several_ends(store: Store) -> None:
    later = EIGHT._replace(until=date(2026, 12, 20))
    keep_words(store, heard(LIFTING), "Dana", NOW)

    keep_words(store, heard(later, by="Doctor Example"), "Dana", NOW)

    window = review_milestone(store, NOW).window
    assert window is not None
    assert window.opens == datetime(2026, 12, 21, tzinfo=NEW_YORK)


def test_the_review_is_open_while_an_ended_word_waits_beside_another(
    store: Store,
) -> None:
    endless = EIGHT._replace(until=None)
    keep_words(store, heard(LIFTING), "Dana", NOW)
    keep_words(store, heard(endless, by="Doctor Example"), "Dana", NOW)

    reading = review_milestone(store, datetime(2026, 12, 16, 9, tzinfo=NEW_YORK))

    assert reading.status is Status.OPEN


def test_a_word_that_its_own_speaker_replaced_cannot_be_said_to_count(
    store: Store,
) -> None:
    keep_words(store, heard(LIFTING), "Dana", NOW)
    keep_words(store, heard(EIGHT), "Dana", NOW)

    with pytest.raises(NotFound, match="no word that stands"):
        settle(store, "heavy-lifting", 1, RUTH, NOW)

"""What is due to be asked on a day."""

import pytest

from tests.pages import SACROPLASTY, an_entry, day
from tracker.domain.asking import questions_due, signs_due, weekly_signs_due
from tracker.domain.facts import CheckIn
from tracker.domain.protocol import TIERS
from tracker.domain.status import Status


def due(number: int, *recent: CheckIn, **standing: Status) -> set[str]:
    stands = {name.replace("_", "-"): status for name, status in standing.items()}
    found = questions_due(SACROPLASTY, day(number), number, recent, stands)
    return {question.id for question in found}


def test_the_daily_minute_is_asked_every_day() -> None:
    minute = {"pain", "pain-moving", "walk", "medicine", "temperature", "wound"}

    assert minute <= due(1)
    assert minute <= due(1, an_entry(1, "pain=4", protocol=SACROPLASTY))


def test_the_wound_is_asked_for_three_weeks() -> None:
    assert "wound" in due(21)
    assert "wound" not in due(22)


def test_routine_is_asked_daily_while_its_milestone_is_open() -> None:
    written = an_entry(3, "routine=1", protocol=SACROPLASTY)

    assert "routine" in due(3, written, normal_routine=Status.OPEN)
    assert "routine" not in due(3, written, normal_routine=Status.REACHED)


def test_a_weekly_question_rests_for_seven_days() -> None:
    written = an_entry(3, "aid=cane", protocol=SACROPLASTY)

    assert "aid" not in due(9, written)
    assert "aid" in due(10, written)


def test_signs_that_an_answer_asks_for_are_not_asked_twice() -> None:
    ids = {sign.id for sign in signs_due(SACROPLASTY, "same-day", 3)}

    assert {"fever", "wound-change"}.isdisjoint(ids)
    assert "leg-new" in ids
    assert {s.tier for s in signs_due(SACROPLASTY, "emergency", 3)} == {"emergency"}


WEEKLY = {"no-better", "constipation", "low-mood", "medicine-questions"}


def weekly_due(number: int, *recent: CheckIn) -> set[str]:
    found = weekly_signs_due(SACROPLASTY, day(number), number, recent)
    return {sign.id for sign in found}


@pytest.mark.parametrize(
    ("number", "expected"),
    [(-30, set()), (-1, set()), (0, set()), (2, set()), (3, {"constipation"}),
     (6, {"constipation"}), (7, WEEKLY), (84, WEEKLY), (85, set()), (400, set())],
)  # fmt: skip
def test_weekly_signs_are_asked_from_their_first_day_to_their_last(
    number: int, expected: set[str]
) -> None:
    assert weekly_due(number) == expected


def test_a_weekly_sign_without_a_first_day_waits_for_the_procedure() -> None:
    signs = tuple(sign._replace(asked_from=None) for sign in SACROPLASTY.signs)
    plan = SACROPLASTY._replace(signs=signs)

    assert weekly_signs_due(plan, day(-1), -1, ()) == []
    assert {sign.id for sign in weekly_signs_due(plan, day(0), 0, ())} == WEEKLY


def test_an_answered_weekly_list_rests_for_seven_days() -> None:
    answered = an_entry(8)._replace(weekly_asked=True)

    assert weekly_due(8, answered) == set()
    assert weekly_due(14, answered) == set()
    assert weekly_due(15, answered) == WEEKLY


def test_a_weekly_list_that_was_left_open_is_asked_again() -> None:
    left_open = an_entry(8, signs_asked="yes")

    assert weekly_due(9, left_open) == WEEKLY


def test_a_later_entry_does_not_answer_for_a_day_before_it() -> None:
    later = an_entry(12)._replace(weekly_asked=True)

    assert weekly_due(9, later) == WEEKLY


def test_no_daily_list_holds_a_weekly_sign() -> None:
    for tier in TIERS:
        ids = {sign.id for sign in signs_due(SACROPLASTY, tier, 7)}

        assert ids.isdisjoint(WEEKLY)


@pytest.mark.parametrize(("number", "listed"), [(21, False), (22, True)])
def test_a_changed_wound_is_listed_once_its_own_question_has_ended(
    number: int, listed: bool
) -> None:
    signs = {sign.id for sign in signs_due(SACROPLASTY, "same-day", number)}

    assert ("wound-change" in signs) is listed
    assert "fever" not in signs

"""What is due to be asked on a day."""

from tests.pages import SACROPLASTY, an_entry, day
from tracker.domain.asking import questions_due, signs_due
from tracker.domain.facts import CheckIn
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

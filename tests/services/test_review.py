"""Where milestones and limits stand, from what was written."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import NEW_YORK, RUTH, a_check_in, a_moment, an_answer, an_id
from tracker.domain.facts import CheckIn, Moment
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Told
from tracker.domain.status import Status
from tracker.services.complete import complete
from tracker.services.log import Edit, edit, log
from tracker.services.review import DAILY_DAYS, review_lately
from tracker.services.told import Heard, Word, keep_words
from tracker.services.undo import undo
from tracker.store.store import Store

DAY_ONE = date(2026, 11, 4)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in New York in November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def write(store: Store, when: datetime, number: int, **answers: int) -> CheckIn:
    """An entry at an instant."""
    given = tuple(an_answer(name, value, "") for name, value in answers.items())
    draft = a_check_in(number, answers=given)
    moment = a_moment(when)
    draft = draft._replace(at=moment.at, day=moment.day, id=an_id(5000 + number))
    return log(store, draft, when).check_in


def look(store: Store, now: datetime) -> Report:
    with store.reading():
        return review_lately(store, now)


def milestone(report: Report, milestone_id: str) -> MilestoneReading:
    return next(m for m in report.milestones if m.plan.id == milestone_id)


def test_an_entry_inside_its_window_reaches_a_check(store: Store) -> None:
    write(store, at(4, 19, 10), 1, pain=4)

    reading = milestone(look(store, at(4, 20)), "pain-check")

    assert reading.status is Status.REACHED
    assert reading.evidence is not None
    assert reading.evidence.at == at(4, 19, 10)


@pytest.mark.parametrize(
    ("when", "status"),
    [
        (at(4, 10, 29), Status.CLOSED),
        (at(4, 10, 30), Status.REACHED),
        (at(5, 10, 29), Status.REACHED),
        (at(5, 10, 30), Status.CLOSED),
    ],
)
def test_a_check_counts_from_its_opening_up_to_but_not_at_its_end(
    store: Store, when: datetime, status: Status
) -> None:
    write(store, when, 1, pain=4)

    assert milestone(look(store, at(6, 9)), "pain-check").status is status


def test_a_day_without_a_time_counts_when_it_touches_the_window(store: Store) -> None:
    draft = a_check_in(1, answers=(an_answer("pain", 4, ""),))
    noon = Moment(at(5, 12), date(2026, 11, 5), time_known=False)
    draft = draft._replace(at=noon.at, day=noon.day, time_known=False)

    log(store, draft, at(7, 9))

    reading = milestone(look(store, at(7, 9)), "pain-check")
    assert reading.status is Status.REACHED


def test_a_window_that_passed_without_an_answer_is_closed(store: Store) -> None:
    write(store, at(7, 9), 1, pain=4)

    reading = milestone(look(store, at(7, 9)), "pain-check")

    assert reading.status is Status.CLOSED


def test_by_one_week_includes_the_evening_of_day_seven(store: Store) -> None:
    before_midnight = look(store, at(10, 23, 59))
    after_midnight = look(store, at(11, 0))

    assert milestone(before_midnight, "normal-routine").status is Status.OPEN
    assert milestone(after_midnight, "normal-routine").status is Status.CLOSED


def test_a_step_is_reached_also_after_its_window(store: Store) -> None:
    write(store, at(9, 9), 1, routine=2)
    write(store, at(14, 9), 2, routine=3)

    reading = milestone(look(store, at(14, 10)), "normal-routine")

    assert reading.status is Status.REACHED
    assert reading.evidence is not None
    assert reading.evidence.day == date(2026, 11, 14)


def test_on_three_different_days_means_three_days_not_three_entries(
    store: Store,
) -> None:
    for number, hour in enumerate((9, 12, 15), 1):
        write(store, at(5, hour), number, walk=10)
    write(store, at(6, 9), 4, walk=10)
    two_days = milestone(look(store, at(6, 10)), "walk-daily")
    write(store, at(8, 9), 5, walk=10)
    three_days = milestone(look(store, at(8, 10)), "walk-daily")

    assert two_days.status is Status.OPEN
    assert three_days.status is Status.REACHED
    assert three_days.evidence is not None
    assert three_days.evidence.day == date(2026, 11, 8)


def test_an_instant_before_the_evidence_has_not_reached_it(store: Store) -> None:
    write(store, at(4, 19, 10), 1, pain=4)

    assert milestone(look(store, at(4, 19)), "pain-check").status is Status.OPEN


def test_an_edited_entry_no_longer_reaches_a_milestone(store: Store) -> None:
    entry = write(store, at(4, 19), 1, pain=4, walk=10)

    edit(store, entry.number, Edit({"pain": None}, None, None, ""), RUTH, at(4, 20))

    assert milestone(look(store, at(4, 21)), "pain-check").status is Status.OPEN


def test_marking_by_hand_skipping_and_reopening_follow_one_another(
    store: Store,
) -> None:
    now = at(5, 9)
    seen = []
    for kind in ("done", "reopened", "skipped", "reopened"):
        complete(store, "home", kind, a_moment(now), "", RUTH, now)
        now += timedelta(minutes=1)
        seen.append(milestone(look(store, now), "home").status)

    window_is_over = Status.CLOSED
    assert seen == [Status.REACHED, window_is_over, Status.SKIPPED, window_is_over]


def test_an_untold_limit_gives_its_review_no_window(store: Store) -> None:
    report = look(store, at(30, 9))

    assert milestone(report, "restrictions-review").window is None
    assert milestone(report, "restrictions-review").status is Status.UPCOMING
    assert {limit.told for limit in report.limits} == {Told.UNTOLD}


def test_the_review_opens_the_day_after_the_told_end(store: Store) -> None:
    until = date(2026, 11, 20)
    word = Word("heavy-lifting", 50, "lb", until, cleared=False)

    keep_words(store, Heard((word,), "Nurse Example", "", DAY_ONE), RUTH, at(4, 20))

    last_evening, next_day = look(store, at(20, 23, 59)), look(store, at(21, 0))
    assert milestone(last_evening, "restrictions-review").status is Status.UPCOMING
    assert milestone(next_day, "restrictions-review").status is Status.OPEN
    lifting = [
        limit.told
        for report in (last_evening, next_day)
        for limit in report.limits
        if limit.plan.id == "heavy-lifting"
    ]
    assert lifting == [Told.TOLD, Told.ASK]


def test_a_limit_never_ends_by_itself_but_by_somebodys_word(store: Store) -> None:
    word = Word("heavy-lifting", 50, "lb", date(2026, 11, 6), cleared=False)
    keep_words(store, Heard((word,), "Nurse Example", "", DAY_ONE), RUTH, at(4, 20))
    years_later = look(store, at(30, 9) + timedelta(days=1000))
    cleared = word._replace(amount=None, unit="", until=None, cleared=True)

    keep_words(store, Heard((cleared,), "Nurse Example", "", DAY_ONE), RUTH, at(30, 9))

    told = {limit.plan.id: limit.told for limit in years_later.limits}
    after = look(store, at(30, 10))
    assert told["heavy-lifting"] is Told.ASK
    assert {x.plan.id: x.told for x in after.limits}["heavy-lifting"] is Told.CLEARED
    assert milestone(after, "restrictions-review").status is Status.REACHED


@pytest.mark.parametrize("again", range(5))
def test_of_two_words_at_the_same_instant_the_later_one_counts(
    store: Store, again: int
) -> None:
    five = Word("heavy-lifting", 50, "lb", None, cleared=False)
    for word in (five, five._replace(amount=80), five._replace(amount=30 + again)):
        keep_words(store, Heard((word,), "Nurse Example", "", DAY_ONE), RUTH, at(5, 9))

    limit = look(store, at(5, 9)).limits[0]

    assert limit.word is not None
    assert limit.word.amount == 30 + again


def test_undoing_a_word_brings_the_earlier_one_back(store: Store) -> None:
    five = Word("heavy-lifting", 50, "lb", None, cleared=False)
    eight = five._replace(amount=80)
    for word in (five, eight):
        keep_words(store, Heard((word,), "Nurse Example", "", DAY_ONE), RUTH, at(5, 9))

    undo(store, 1, RUTH, at(5, 10))

    limit = look(store, at(5, 11)).limits[0]
    assert limit.word is not None
    assert limit.word.amount == 50


def test_the_daily_reading_holds_fourteen_days(store: Store) -> None:
    for number, day in enumerate((4, 10, 17, 18, 30), 1):
        write(store, at(day, 9), number, pain=4)

    report = look(store, at(30, 10))

    assert (report.last - report.first).days + 1 == DAILY_DAYS
    assert [entry.day.day for entry in report.check_ins] == [17, 18, 30]


def test_the_newest_entry_is_known_also_when_it_is_old(store: Store) -> None:
    write(store, at(4, 9), 1, pain=4)

    report = look(store, at(30, 10))

    assert report.check_ins == ()
    assert report.newest is not None
    assert report.newest.number == 1


def test_marking_by_hand_later_does_not_move_what_an_entry_reached(
    store: Store,
) -> None:
    write(store, at(4, 19, 10), 1, pain=4)
    now = at(25, 9)

    complete(store, "pain-check", "done", a_moment(now), "", RUTH, now)

    reading = milestone(look(store, now), "pain-check")
    assert reading.evidence is not None
    assert reading.evidence.at == at(4, 19, 10)


def test_a_title_names_a_milestone_as_well_as_its_id(store: Store) -> None:
    now = at(4, 20)

    complete(store, "Home again", "done", a_moment(now), "", RUTH, now)

    assert milestone(look(store, now), "home").status is Status.REACHED

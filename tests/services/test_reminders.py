"""What is due, read from a diary; and that the calendar carries the same plan."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    BEGAN,
    NEW_YORK,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_moment,
    an_answer,
)
from tracker.domain.calendar import Occasion
from tracker.domain.facts import CheckIn
from tracker.domain.reminders import Reminder, due
from tracker.domain.report import MilestoneReading
from tracker.domain.window import local_day
from tracker.errors import NothingRecorded
from tracker.protocols.library import load
from tracker.services.calendar import plan_calendar
from tracker.services.complete import complete
from tracker.services.diary import open_diary
from tracker.services.log import log
from tracker.services.reminders import read_reports
from tracker.services.start import start
from tracker.services.told import Heard, Word, keep_words
from tracker.services.undo import undo
from tracker.services.visits import add_visit, finish_visit
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD

UNTIL = date(2026, 12, 15)
WRITTEN = (1, 2, 5, 6, 9, 20, 24, 35, 50)


def at(day: int, hour: int = 19, minute: int = 0) -> datetime:
    on = datetime(2026, 11, 3, hour, minute, tzinfo=NEW_YORK)
    return on + timedelta(days=day)


def entry_of(day: int, **changed: object) -> CheckIn:
    moment = at(day, 12)
    entry = a_check_in(day + 1, at=moment, recorded_at=moment, day=moment.date())
    return entry._replace(**changed)  # type: ignore[arg-type]


def told(store: Store, *words: Word) -> None:
    keep_words(store, Heard(words, "Nurse Example", "", date(2026, 11, 4)), RUTH, NOW)


def reminders(store: Store, now: datetime) -> list[Reminder]:
    (report,) = read_reports(store, now, everybody=False)
    return list(due(report).reminders)


def looks(store: Store, now: datetime) -> list[str]:
    subjects = [each.subject for each in reminders(store, now) if each.kind == "look"]
    return [each.plan.id for each in subjects if isinstance(each, MilestoneReading)]


def test_a_milestone_is_due_until_something_is_written_about_it(store: Store) -> None:
    before = looks(store, at(1, 12))

    log(store, entry_of(1), at(1, 12))

    after = looks(store, at(1, 13))
    assert "pain-check" in before
    assert "pain-check" not in after


def test_an_answer_that_does_not_reach_a_milestone_is_written_about_it_too(
    store: Store,
) -> None:
    little = entry_of(3, answers=(an_answer("routine", 1, ""),))
    assert "normal-routine" in looks(store, at(7))

    log(store, little, at(3, 12))

    (report,) = read_reports(store, at(7), everybody=False)
    assert "normal-routine" not in looks(store, at(7))
    assert "normal-routine" not in [m.plan.id for m in report.milestones]


def test_a_visit_of_an_earlier_recovery_is_still_due(store: Store) -> None:
    add_visit(store, date(2026, 11, 21), None, "Dr. Example", RUTH, NOW)
    again = a_beginning(on=date(2026, 11, 20), another=True)
    start(store, again, load(STANDARD, Path("none")), at(17))

    kinds = [each.kind for each in reminders(store, at(17))]

    assert "visit" in kinds


def test_nothing_is_due_without_a_recovery(store: Store) -> None:
    undo(store, 1, RUTH, NOW)

    with pytest.raises(NothingRecorded):
        read_reports(store, NOW, everybody=True)


@pytest.fixture(scope="module")
def full(
    template_started: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Three months of Ruth's diary, with gaps, visits and limits; read only."""
    path = tmp_path_factory.mktemp("full") / "diary.sqlite"
    driver = SqliteDriver(str(shutil.copy(template_started, path)))
    store = Store(driver)
    for day in WRITTEN:
        log(store, entry_of(day), at(day, 12))
    add_visit(store, date(2026, 11, 13), at(10, 9), "Dr. Example", RUTH, NOW)
    add_visit(store, date(2026, 11, 17), None, "Clinic", RUTH, NOW)
    add_visit(store, date(2026, 12, 1), None, "", RUTH, NOW)
    add_visit(store, date(2026, 12, 2), None, "Taken back", RUTH, NOW)
    undo(store, 1, RUTH, NOW)
    finish_visit(store, 1, a_moment(at(10, 10)), RUTH, at(10, 10))
    told(store, Word("heavy-lifting", 50, "lb", UNTIL, cleared=False))
    told(store, Word("driving", None, "", UNTIL - timedelta(7), cleared=False))
    complete(store, "home", "done", a_moment(), "", RUTH, NOW)
    complete(store, "check-4w", "skipped", a_moment(), "", RUTH, NOW)
    yield store
    driver.close()


def standing(store: Store, now: datetime) -> list[Occasion]:
    """What stands in the calendar that is written at that instant."""
    with store.reading():
        diary = open_diary(store)
    return [o for o in plan_calendar(store, diary, now).occasions if not o.cancelled]


def day_of(begins: date | datetime) -> date:
    if isinstance(begins, datetime):
        return local_day(begins, NEW_YORK, 0)
    return begins


def has_occasion(reminder: Reminder, occasions: list[Occasion], now: datetime) -> bool:
    """Whether the calendar holds what a reminder is about."""
    same = [o for o in occasions if o.kind == reminder.kind]
    if reminder.kind == "look":
        subject = reminder.subject
        assert isinstance(subject, MilestoneReading)
        window = subject.window
        assert window is not None
        return any(
            (o.title, o.begins, o.ends)
            == (subject.plan.title, window.opens, window.closes)
            for o in same
        )
    return any(day_of(o.begins) == reminder.day for o in same)


@given(minutes=st.integers(0, 95 * 24 * 60))
@settings(deadline=None, max_examples=60)
def test_what_is_due_at_any_instant_stands_in_the_calendar(
    full: Store, minutes: int
) -> None:
    now = at(0, 0) + timedelta(minutes=minutes)
    occasions = standing(full, now)

    found = reminders(full, now)

    adrift = [each for each in found if not has_occasion(each, occasions, now)]
    assert adrift == []


@pytest.mark.parametrize("kind", ["check-in", "look", "visit", "ask"])
def test_of_each_kind_something_is_due_in_these_months(full: Store, kind: str) -> None:
    hours = [at(day, hour) for day in range(60) for hour in (9, 18)]

    assert any(each.kind == kind for now in hours for each in reminders(full, now))


def test_every_evening_that_the_calendar_rings_is_due_unless_it_is_written(
    full: Store,
) -> None:
    rung = [o.begins for o in standing(full, BEGAN) if o.kind == "check-in"]
    assert len(rung) == 24

    for instant in rung:
        assert isinstance(instant, datetime)
        today = [
            each
            for each in reminders(full, instant)
            if each.kind == "check-in" and not each.again
        ]
        number = (day_of(instant) - date(2026, 11, 3)).days
        assert bool(today) is (number not in WRITTEN)

"""Moving the procedure to another day: windows move, and nothing that was written."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.builders import (
    ANNA,
    BEGAN,
    NEW_YORK,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_moment,
    an_answer,
)
from tests.reliability.test_undo_everything import dump
from tracker.domain.report import Report
from tracker.domain.wording import ordinal
from tracker.errors import Refused
from tracker.protocols.library import load
from tracker.services.calendar import plan_calendar
from tracker.services.complete import complete
from tracker.services.diary import open_diary
from tracker.services.history import list_changes
from tracker.services.log import log
from tracker.services.move import (
    Moving,
    Target,
    move,
    read_target_day,
    weigh_move,
)
from tracker.services.review import review_lately
from tracker.services.start import start
from tracker.services.told import Heard, Word, keep_words
from tracker.services.undo import redo, undo
from tracker.store.compiled import KEYS
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD

FIRST = date(2026, 11, 3)
SECOND = date(2026, 11, 4)
LATER = NOW + timedelta(days=3)
WRONG = "typed wrong"


def moved_to(
    store: Store,
    on: date = SECOND,
    clock: time | None = None,
    now: datetime = LATER,
) -> Moving:
    """Move and look at what it did."""
    target = Target(on, clock, WRONG)
    return move(store, weigh_move(store, target, now), target, ANNA, now)


def newest_sentence(store: Store) -> str:
    return list_changes(store, 1)[1][0].text


def facts_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return dump(path, tuple(KEYS))


def test_every_window_moves_with_the_procedure(store: Store) -> None:
    with store.reading():
        diary = open_diary(store)
        before = store.milestones(diary.person, diary.procedure)

    moved_to(store)

    with store.reading():
        after = store.milestones(diary.person, diary.procedure)
    day = timedelta(days=1)
    for old, new in zip(before, after, strict=True):
        assert (old.window is None) == (new.window is None)
        if old.window and new.window and old.window.closes and new.window.closes:
            assert new.window.opens - old.window.opens == day
            assert new.window.closes - old.window.closes == day


def test_what_was_written_keeps_its_time(store: Store, started: Path) -> None:
    log(store, a_check_in(1, signs=("fever",), note="Bad night."), NOW)
    complete(store, "home", "done", a_moment(), "", RUTH, NOW)
    words = (Word("heavy-lifting", 50, "lb", date(2026, 12, 15), cleared=False),)
    keep_words(store, Heard(words, "Nurse Example", "", SECOND), ANNA, NOW)
    kept = [t for t in KEYS if t not in ("procedure", "milestone", "restriction")]
    before = dump(started, (*kept, "shown_warning", "protocol"))

    moving = moved_to(store)

    assert dump(started, (*kept, "shown_warning", "protocol")) == before
    assert [word.until for word in moving.told] == [date(2026, 12, 15)]


def test_a_known_time_of_day_is_kept(store: Store) -> None:
    procedure = moved_to(store).procedure

    assert procedure.at == datetime(2026, 11, 4, 15, 30, tzinfo=UTC)


def test_a_time_that_was_not_known_stays_unknown(store: Store) -> None:
    undo(store, 1, RUTH, NOW)
    start(store, a_beginning(clock=None), load(STANDARD, Path("none")), BEGAN)

    assert moved_to(store).procedure.at is None


def test_the_time_of_day_alone_can_be_put_right(store: Store) -> None:
    moved_to(store, FIRST, time(8, 15))

    assert newest_sentence(store) == (
        "moved the procedure from Tue 3 November 2026, 10:30 to Tue 3 November 2026, "
        "08:15: typed wrong"
    )


def test_the_history_says_from_when_to_when_and_why(store: Store) -> None:
    moved_to(store)

    assert newest_sentence(store) == (
        "moved the procedure from Tue 3 November 2026 to Wed 4 November 2026: "
        "typed wrong"
    )


def test_only_moves_that_are_in_force_are_counted(store: Store) -> None:
    moved_to(store)
    moved_to(store, FIRST)
    undo(store, 1, RUTH, LATER)
    moved_to(store, date(2026, 11, 5))

    assert newest_sentence(store).endswith(", for the 2nd time: typed wrong")


def test_a_move_done_again_counts_again(store: Store) -> None:
    moved_to(store)
    undo(store, 1, RUTH, LATER)
    redo(store, 1, RUTH, LATER)

    with store.reading():
        diary = open_diary(store)
        moves = store.moves(diary.person, diary.procedure)
    assert [each.text for each in moves] == [
        "moved the procedure from Tue 3 November 2026 to Wed 4 November 2026: "
        "typed wrong"
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th")],
)
def test_a_count_is_said_as_a_word(number: int, said: str) -> None:
    assert ordinal(number) == said


def test_one_undo_takes_a_move_back(store: Store, started: Path) -> None:
    before = facts_of(started)
    moved_to(store)

    undo(store, 1, RUTH, LATER)

    assert facts_of(started) == before


def test_entries_that_lie_before_it_then_are_counted(store: Store) -> None:
    for number, hours in enumerate((0, 14, 15, 48), start=1):
        at = datetime(2026, 11, 3, 12, tzinfo=NEW_YORK) + timedelta(hours=hours)
        moment = a_moment(at.astimezone(UTC))
        log(store, a_check_in(number, at=moment.at, day=moment.day), LATER)

    at_noon = moved_to(store, clock=time(2, 30)).early
    back = moved_to(store, FIRST).early

    assert (at_noon, back) == (2, 0)


def test_the_same_day_and_time_is_no_move(store: Store) -> None:
    with pytest.raises(Refused, match="Nothing changed: the procedure is on Tue 3 "):
        moved_to(store, FIRST, time(10, 30))


def test_a_move_needs_a_reason(store: Store) -> None:
    with pytest.raises(Refused, match="Why"):
        weigh_move(store, Target(SECOND, None, " \n"), NOW)


def test_a_time_that_the_clocks_skipped_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="02:30 did not exist on Sunday 8 March 2026"):
        moved_to(store, date(2026, 3, 8), time(2, 30))


def test_more_than_a_year_ahead_is_refused(store: Store) -> None:
    far = LATER.astimezone(NEW_YORK).date() + timedelta(days=367)

    moved_to(store, far - timedelta(days=1))
    with pytest.raises(Refused, match="more than a year ahead"):
        moved_to(store, far)


def test_a_further_procedure_stays_after_the_one_before_it(store: Store) -> None:
    told = a_beginning(on=SECOND, another=True)
    start(store, told, load(STANDARD, Path("none")), NOW)

    with pytest.raises(Refused, match="comes after the one of Tuesday 3 November"):
        moved_to(store, FIRST)
    with pytest.raises(Refused, match="has not come yet"):
        moved_to(store, date(2026, 12, 1))
    moved_to(store, date(2026, 11, 5))


def test_a_move_that_somebody_made_meanwhile_is_not_overwritten(store: Store) -> None:
    target = Target(SECOND, None, WRONG)
    seen = weigh_move(store, target, LATER)
    moved_to(store, date(2026, 11, 1))

    with pytest.raises(Refused, match="moved the procedure meanwhile"):
        move(store, seen, target, RUTH, LATER)


def test_a_look_writes_nothing(store: Store, started: Path) -> None:
    before = dump(started, (*KEYS, "change"))

    weigh_move(store, Target(SECOND, None, WRONG), NOW)

    assert dump(started, (*KEYS, "change")) == before


def test_milestones_that_count_no_longer_are_named_before_the_move(
    store: Store,
) -> None:
    walk = a_check_in(1, answers=(an_answer("walk", 20, "min"),))
    log(store, walk, NOW)

    there = weigh_move(store, Target(date(2026, 11, 9), None, WRONG), LATER)
    moved_to(store, date(2026, 11, 9))
    back = weigh_move(store, Target(FIRST, None, WRONG), LATER)

    assert there.turned.no_longer == ("First short walk",)
    assert there.turned.newly == ()
    assert back.turned == (there.turned.newly, there.turned.no_longer)


def test_what_was_marked_by_hand_counts_wherever_the_procedure_stands(
    store: Store,
) -> None:
    complete(store, "home", "done", a_moment(), "", RUTH, NOW)

    assert moved_to(store, date(2026, 11, 9)).turned == ((), ())


@pytest.mark.parametrize(
    "typed",
    [
        "friday",
        "day 3",
        "last friday",
        "in 2 days",
        "a week ago",
        "5 nov",
        "11/05/2026",
    ],
)
def test_words_that_could_mean_two_days_do_not_move_it(typed: str) -> None:
    with pytest.raises(Refused, match="Type the day like 2026-11-04"):
        read_target_day(typed, SECOND)


@pytest.mark.parametrize(
    ("typed", "on"),
    [("2026-11-05", 5), ("today", 4), ("Yesterday", 3), ("tomorrow", 5)],
)
def test_a_day_that_can_mean_only_one_is_read(typed: str, on: int) -> None:
    assert read_target_day(typed, SECOND) == date(2026, 11, on)


def test_a_kept_time_that_the_clocks_skipped_asks_for_another(store: Store) -> None:
    moved_to(store, FIRST, time(2, 30))

    with pytest.raises(Refused, match="Say when it began: --time HH:MM"):
        moved_to(store, date(2026, 3, 8))


# A diary that was moved reads like one that began on that day


def reading(report: Report) -> tuple[Any, ...]:
    """What a report says, without the ids of this diary."""
    windows = [(m.plan.id, m.window, m.status, m.evidence) for m in report.milestones]
    limits = [(each.plan.id, each.told, each.default_until) for each in report.limits]
    return windows, limits, [entry.day for entry in report.check_ins]


def occasions(store: Store) -> list[tuple[Any, ...]]:
    with store.reading():
        diary = open_diary(store)
    plan = plan_calendar(store, diary, LATER)
    return sorted(
        (o.kind, o.title, str(o.begins), str(o.ends), str(o.alarms), o.cancelled)
        for o in plan.occasions
    )


@pytest.fixture
def begun_later(template: Path, tmp_path: Path) -> Iterator[Store]:
    """A diary that began on the day to which the other one is moved."""
    path = tmp_path / "later.sqlite"
    path.write_bytes(template.read_bytes())
    driver = SqliteDriver(str(path))
    store = Store(driver)
    start(store, a_beginning(on=SECOND), load(STANDARD, tmp_path / "none"), NOW)
    yield store
    driver.close()


def test_report_and_calendar_follow_from_the_facts_alone(
    store: Store, begun_later: Store
) -> None:
    for each in (store, begun_later):
        walk = a_check_in(2, answers=(an_answer("walk", 20, "min"),))
        log(each, a_check_in(1), NOW)
        log(each, walk._replace(at=LATER, day=LATER.date()), LATER)
    moved_to(store)

    with store.reading(), begun_later.reading():
        here, there = (review_lately(s, LATER) for s in (store, begun_later))

    assert reading(here) == reading(there)
    assert occasions(store) == occasions(begun_later)


def test_what_moved_has_a_newer_sequence_in_the_calendar(store: Store) -> None:
    with store.reading():
        diary = open_diary(store)
    before = plan_calendar(store, diary, BEGAN).occasions
    moved_to(store)
    undo(store, 1, RUTH, LATER)
    redo(store, 1, RUTH, LATER)

    with store.reading():
        diary = open_diary(store)
    after = {each.uid: each for each in plan_calendar(store, diary, BEGAN).occasions}

    assert {each.uid for each in before} == after.keys()
    assert all(after[each.uid].sequence == 4 for each in before)


# There and back

ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata")
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
CLOCKS = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    there=st.lists(DAYS, min_size=1, max_size=3),
    on=DAYS,
    clock=CLOCKS,
    zone=st.sampled_from(ZONES),
)
def test_moving_there_and_back_is_as_if_it_never_moved(
    tmp_path: Path,
    template: Path,
    there: list[date],
    on: date,
    clock: time | None,
    zone: str,
) -> None:
    path = tmp_path / "diary.sqlite"
    path.write_bytes(template.read_bytes())
    now = datetime(2026, 11, 30, tzinfo=UTC)
    beginning = a_beginning(on=on, clock=clock, zone=ZoneInfo(zone))
    with closing(SqliteDriver(str(path))) as driver:
        store = Store(driver)
        try:
            start(store, beginning, load(STANDARD, tmp_path / "none"), now)
        except Refused:
            assume(False)
        before = facts_of(path)
        for day in there:
            try:
                moved_to(store, day, now=now)
            except Refused:
                continue
            assert facts_of(path) != before
            with store.reading():
                stands = open_diary(store).procedure
            assert stands.on == day
            if day != on:
                moved_to(store, on, now=now)
            assert facts_of(path) == before

"""Moving the procedure to another day: only windows move, nothing that was written."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tracker.domain.days import read_day
from tracker.domain.diary import Diary
from tracker.domain.facts import Completion, Instruction, Milestone, Moment, Procedure
from tracker.domain.protocol import MilestonePlan
from tracker.domain.restrictions import standing_words
from tracker.domain.status import Evidence, Status, best_evidence, judge
from tracker.domain.timeline import Timeline, plan_timeline
from tracker.domain.values import NamedTuple
from tracker.domain.window import Window, local_day
from tracker.domain.wording import clock_of, long_day, ordinal, quoted, said_day
from tracker.errors import Refused
from tracker.services.diary import open_diary
from tracker.services.entries import FIRST
from tracker.services.evidence import DAY_SLACK, written_evidence
from tracker.services.start import FURTHEST_PLANNED
from tracker.services.texts import check_remark
from tracker.services.zones import instant_of
from tracker.store.store import Store

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
NEAR = ("today", "yesterday", "tomorrow")
LIKE = "Type the day like 2026-11-04."


class Target(NamedTuple):
    """Where the procedure shall stand; without ``clock`` a known time is kept."""

    on: date
    clock: time | None
    reason: str


class Shift(NamedTuple):
    """A milestone's window as it is, and as it would be."""

    plan: MilestonePlan
    before: Window
    after: Window


class Turned(NamedTuple):
    """Titles of milestones that count as reached before the move alone, or after it."""

    no_longer: tuple[str, ...]
    newly: tuple[str, ...]


class Moving(NamedTuple):
    """What a move does: ``procedure`` and ``timeline`` are those of afterwards.

    ``told`` are the words on limits that stand, ``early`` is how many entries then lie
    before the procedure, and ``times`` how many moves are in force with this one.
    """

    diary: Diary
    procedure: Procedure
    timeline: Timeline
    shifts: tuple[Shift, ...]
    told: tuple[Instruction, ...]
    early: int
    turned: Turned
    times: int
    reason: str

    @property
    def sentence(self) -> str:
        """The step as the history tells it."""
        old, new = self.diary.procedure, self.procedure
        timed = clock_of(old) != clock_of(new)
        often = f", for the {ordinal(self.times)} time" if self.times > 1 else ""
        days = f"from {said_day(old, timed=timed)} to {said_day(new, timed=timed)}"
        return f"moved the procedure {days}{often}: {self.reason}"


def weigh_move(store: Store, target: Target, now: datetime) -> Moving:
    """What a move would do, with nothing written; Refused where it cannot be."""
    with store.reading():
        return _weigh(store, target, now)


def move(
    store: Store, seen: Moving, target: Target, author: str, now: datetime
) -> Moving:
    """Keep a move that was weighed; Refused when the day was changed meanwhile."""
    with store.writing():
        moving = _weigh(store, target, now)
        diary = moving.diary
        if diary.procedure != seen.diary.procedure:
            raise Refused(
                "Nothing changed: somebody else moved the procedure meanwhile. "
                "Look again: tracker timeline"
            )
        before = _timeline(store, diary)
        step = (author, now, "move", moving.sentence)
        store.move(
            diary.person,
            step,
            (diary.procedure, before),
            (moving.procedure, _moved(before, moving.timeline)),
        )
        return moving


def _weigh(store: Store, target: Target, now: datetime) -> Moving:
    diary = open_diary(store)
    reason = check_remark(target.reason)
    if not reason:
        raise Refused('Nothing saved. Why?  --reason "typed wrong"')
    procedure = _procedure(diary.procedure, target)
    if procedure == diary.procedure:
        stands = said_day(procedure, timed=True)
        raise Refused(f"Nothing changed: the procedure is on {stands} already.")
    zone = ZoneInfo(procedure.zone)
    _check(procedure.on, diary, local_day(now, zone, 0))
    before = _timeline(store, diary)
    timeline = plan_timeline(procedure.on, procedure.at, zone, diary.protocol)
    return Moving(
        diary,
        procedure,
        timeline,
        _shifts(diary, before, timeline),
        _told(store, diary),
        _early(store, diary, procedure),
        _turned(store, diary, (before, timeline), now),
        len(store.moves(diary.person, procedure)) + 1,
        reason,
    )


def _check(on: date, diary: Diary, today: date) -> None:
    """Days on which the procedure cannot stand."""
    if on > today + FURTHEST_PLANNED:
        raise Refused(
            f"Nothing was moved. {long_day(on)} is more than a year ahead. {LIKE}"
        )
    if not diary.earlier:
        return
    if on > today:
        raise Refused(
            f"Nothing was moved. {long_day(on)} has not come yet, and a further "
            "procedure stands on a day that has come. Move it on that day."
        )
    if on <= diary.earlier[-1].on:
        raise Refused(
            "Nothing was moved. A further procedure comes after the one of "
            f"{long_day(diary.earlier[-1].on)}. Type a later day."
        )


def read_target_day(typed: str, today: date) -> date:
    """A day that can mean only one: in full, or one of the days around today."""
    word = typed.strip().lower()
    if not (ISO.fullmatch(word) or word in NEAR):
        raise Refused(
            f"Nothing was moved. {quoted(typed)} could be more than one day here. "
            f"{LIKE} Or: today, yesterday, tomorrow."
        )
    return read_day(word, today=today, look="back", procedure_on=None)


def _procedure(old: Procedure, target: Target) -> Procedure:
    zone = ZoneInfo(old.zone)
    at = target.clock or clock_of(old)
    instant = None if at is None else _instant(target.on, at, zone)
    return old._replace(on=target.on, at=instant)


def _instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    try:
        return instant_of(on, at, zone)
    except Refused:
        raise Refused(
            f"Nothing was moved. {at:%H:%M} did not exist on {long_day(on)}: the "
            "clocks went forward. Say when it began: --time HH:MM"
        ) from None


def _timeline(store: Store, diary: Diary) -> Timeline:
    return Timeline(
        tuple(store.milestones(diary.person, diary.procedure)),
        tuple(store.restrictions(diary.person, diary.procedure)),
    )


def _moved(before: Timeline, planned: Timeline) -> Timeline:
    """What was generated once, each with its new days; nothing comes or goes."""
    milestones = {each.id: each for each in planned.milestones}
    restrictions = {each.id: each for each in planned.restrictions}
    return Timeline(
        tuple(milestones.get(each.id, each) for each in before.milestones),
        tuple(restrictions.get(each.id, each) for each in before.restrictions),
    )


def _shifts(diary: Diary, before: Timeline, after: Timeline) -> tuple[Shift, ...]:
    """The windows that move, in the order of the plan."""
    old, new = _windows(before.milestones), _windows(after.milestones)
    return tuple(
        Shift(plan, old[plan.id], new[plan.id])
        for plan in diary.protocol.milestones
        if plan.id in old and plan.id in new and old[plan.id] != new[plan.id]
    )


def _windows(milestones: tuple[Milestone, ...]) -> dict[str, Window]:
    return {each.id: each.window for each in milestones if each.window}


def _turned(
    store: Store, diary: Diary, timelines: tuple[Timeline, Timeline], now: datetime
) -> Turned:
    """Whose reaching depends on where the windows are; nothing of it is stored."""
    before, after = (_reached(store, diary, each, now) for each in timelines)
    plans = diary.protocol.milestones
    return Turned(
        tuple(p.title for p in plans if p.id in before - after),
        tuple(p.title for p in plans if p.id in after - before),
    )


def _reached(store: Store, diary: Diary, timeline: Timeline, now: datetime) -> set[str]:
    """The ids that count as reached; a limit's milestones follow no window."""
    windows = _windows(timeline.milestones)
    by_hand = store.completions(diary.person, diary.procedure)
    return {
        plan.id
        for plan in diary.protocol.milestones
        if plan.id in windows
        and _counts(
            written_evidence(store, diary, plan, windows[plan.id]),
            windows[plan.id],
            [each for each in by_hand if each.milestone == plan.id],
            now,
        )
    }


def _counts(
    written: Moment | None, window: Window, by_hand: list[Completion], now: datetime
) -> bool:
    shown = Evidence(written.at, written.day, "entry") if written else None
    evidence = best_evidence(shown, by_hand)
    return judge(window, evidence, by_hand, now) is Status.REACHED


def _told(store: Store, diary: Diary) -> tuple[Instruction, ...]:
    said = store.instructions(diary.person, diary.procedure)
    return tuple(
        word
        for plan in diary.protocol.restrictions
        for word in standing_words(w for w in said if w.restriction == plan.id)
    )


def _early(store: Store, diary: Diary, procedure: Procedure) -> int:
    """How many entries lie before the procedure, by their day or by their time."""
    on, at = procedure.on, procedure.at
    entries = store.check_ins(diary.person, diary.procedure, FIRST, on + DAY_SLACK)
    early = [each for each in entries if each.day < on or each.at < (at or each.at)]
    return len(early)

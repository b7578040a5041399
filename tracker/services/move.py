"""Moving the procedure to another day: only windows move, nothing that was written."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction, Milestone, Procedure
from tracker.domain.protocol import MilestonePlan
from tracker.domain.restrictions import standing_words
from tracker.domain.timeline import Timeline, plan_timeline
from tracker.domain.values import NamedTuple
from tracker.domain.window import Window, wall_clock
from tracker.domain.wording import clock, mid_day
from tracker.errors import Refused
from tracker.services.diary import open_diary
from tracker.services.entries import FIRST
from tracker.services.evidence import DAY_SLACK
from tracker.services.start import check_day, refuse_earlier, refuse_future
from tracker.services.texts import check_remark
from tracker.services.zones import instant_of
from tracker.store.store import Store

LAST_DIGIT = 10
TEENS = range(11, 14)
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


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
    check_day(procedure.on, now, zone)
    if diary.earlier:
        refuse_future(procedure.on, now, zone)
        refuse_earlier(procedure.on, diary.earlier[-1])
    timeline = plan_timeline(procedure.on, procedure.at, zone, diary.protocol)
    return Moving(
        diary,
        procedure,
        timeline,
        _shifts(diary, _timeline(store, diary), timeline),
        _told(store, diary),
        _early(store, diary, procedure),
        len(store.moves(diary.person, procedure)) + 1,
        reason,
    )


def _procedure(old: Procedure, target: Target) -> Procedure:
    zone = ZoneInfo(old.zone)
    at = target.clock or clock_of(old)
    instant = None if at is None else instant_of(target.on, at, zone)
    return old._replace(on=target.on, at=instant)


def clock_of(procedure: Procedure) -> time | None:
    """The time of day, where it is known."""
    zone = ZoneInfo(procedure.zone)
    return wall_clock(procedure.at, zone).time() if procedure.at else None


def said_day(procedure: Procedure, *, timed: bool) -> str:
    """As in "Tue 3 November 2026, 10:30"; ``timed`` says the time where it is known."""
    day = mid_day(procedure.on)
    if procedure.at is None or not timed:
        return day
    return f"{day}, {clock(procedure.at, ZoneInfo(procedure.zone))}"


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


def ordinal(number: int) -> str:
    """As in "2nd" and "11th"."""
    teen = number % (LAST_DIGIT * LAST_DIGIT) in TEENS
    ending = "th" if teen else ENDINGS.get(number % LAST_DIGIT, "th")
    return f"{number}{ending}"

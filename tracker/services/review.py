"""Reading a diary at an instant into one Report."""

from datetime import date, datetime, timedelta

from tracker.domain.diary import Diary
from tracker.domain.facts import Completion, Instruction
from tracker.domain.protocol import MilestonePlan, Reach
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Limit, Told, stand
from tracker.domain.status import Evidence, best_evidence, judge, newest_completion
from tracker.domain.window import Window, local_day, midnight
from tracker.services.bone import read_bone
from tracker.services.diary import open_diary
from tracker.services.evidence import written_evidence
from tracker.services.setbacks import read_setbacks
from tracker.services.visit_questions import read_questions
from tracker.services.warnings import read_warnings
from tracker.store.store import Store

DAILY_DAYS = 14
ONE_DAY = timedelta(days=1)


def review_lately(store: Store, now: datetime) -> Report:
    """The last fourteen days: what the daily screens need, whatever came before."""
    diary = open_diary(store)
    today = local_day(now, diary.zone, diary.person.day_start)
    return review(store, diary, now, today - timedelta(days=DAILY_DAYS - 1), today)


def review_page(
    store: Store, diary: Diary, now: datetime, first: date, last: date
) -> Report:
    """The same for the page for a visit, which also says what was moved."""
    moves = len(store.moves(diary.person, diary.procedure))
    return review(store, diary, now, first, last)._replace(moves=moves)


def review(
    store: Store, diary: Diary, now: datetime, first: date, last: date
) -> Report:
    """Everything as it stands, with the entries from first to last.

    Where the last day lies before today, as it stood at the end of that day; but what
    was shown later and nobody answered is there too.
    """
    person, procedure = diary.person, diary.procedure
    today = local_day(now, diary.zone, person.day_start)
    known = min(today, last)
    told = [w for w in store.instructions(person, procedure) if w.told_on <= known]
    limits = _limits(store, diary, told, known)
    then = now if known == today else midnight(known + ONE_DAY, diary.zone)
    return Report(
        diary,
        now,
        today,
        first,
        last,
        _milestones(store, diary, limits, then),
        limits,
        read_warnings(store, person, first, last),
        tuple(store.visits(person, procedure)),
        tuple(store.check_ins(person, procedure, first, last)),
        store.newest_check_in(person, procedure),
        read_setbacks(store, diary, known),
        read_bone(store, diary, known),
        read_questions(store, diary, None if known == today else known),
        differing=len({each.number for each in store.conflicts(person)}),
    )


def _limits(
    store: Store, diary: Diary, told: list[Instruction], today: date
) -> tuple[Limit, ...]:
    generated = store.restrictions(diary.person, diary.procedure)
    defaults = {restriction.id: restriction.default_until for restriction in generated}
    return tuple(
        stand(plan, told, defaults.get(plan.id), today)
        for plan in diary.protocol.restrictions
    )


def _milestones(
    store: Store, diary: Diary, limits: tuple[Limit, ...], now: datetime
) -> tuple[MilestoneReading, ...]:
    by_hand: dict[str, list[Completion]] = {}
    for completion in store.completions(diary.person, diary.procedure):
        by_hand.setdefault(completion.milestone, []).append(completion)
    windows = {
        milestone.id: milestone.window
        for milestone in store.milestones(diary.person, diary.procedure)
    }
    return tuple(
        read_milestone(
            store,
            diary,
            plan,
            windows.get(plan.id),
            by_hand.get(plan.id, []),
            limits,
            now,
        )
        for plan in diary.protocol.milestones
    )


def read_milestone(
    store: Store,
    diary: Diary,
    plan: MilestonePlan,
    window: Window | None,
    by_hand: list[Completion],
    limits: tuple[Limit, ...],
    now: datetime,
) -> MilestoneReading:
    """A milestone as it stands, from its window and what was marked by hand."""
    if plan.reach.shape == "restriction":
        window, written = _following(diary, plan.reach, limits)
    else:
        reached = written_evidence(store, diary, plan, window)
        written = Evidence(reached.at, reached.day, "entry") if reached else None
    evidence = best_evidence(written, by_hand)
    status = judge(window, evidence, by_hand, now)
    newest = newest_completion(by_hand)
    reason = newest.reason if newest else ""
    return MilestoneReading(plan, window, status, evidence, reason)


def _following(
    diary: Diary, reach: Reach, limits: tuple[Limit, ...]
) -> tuple[Window | None, Evidence | None]:
    """A milestone that follows a limit opens when the last told end has passed."""
    limit = next((each for each in limits if each.plan.id == reach.restriction), None)
    if limit is None or limit.word is None:
        return None, None
    word, zone = limit.word, diary.zone
    if limit.told is Told.CLEARED:
        at = min(midnight(word.told_on, zone), word.recorded_at)
        return None, Evidence(at, word.told_on, "cleared", time_known=False)
    ends = [w.until for w in limit.ended or limit.in_force]
    last = max((end for end in ends if end is not None), default=None)
    if last is None or None in ends:
        return None, None
    return Window(midnight(last + timedelta(days=1), zone), None), None

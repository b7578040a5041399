"""What the entries show of a milestone."""

from datetime import UTC, date, datetime, timedelta

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn, Moment
from tracker.domain.protocol import MilestonePlan
from tracker.domain.window import Window, local_day
from tracker.store.store import Store

ANY_NUMBER = 2**31 - 1
FAR = datetime(9999, 1, 1, tzinfo=UTC)
# A day as the person saw it, far from home and with a late start, may lie this much
# before the day at home.
DAY_SLACK = timedelta(days=2)


def written_evidence(
    store: Store, diary: Diary, plan: MilestonePlan, window: Window | None
) -> Moment | None:
    """When the entries reached a milestone: the day, and its first entry that did."""
    reach = plan.reach
    if window is None or reach.question is None:
        return None
    closes = window.closes if plan.kind == "check" and window.closes else FAR
    zone, start = diary.zone, diary.person.day_start
    opens_on = local_day(window.opens, zone, start)
    reached = store.first_reached(
        diary.person,
        diary.procedure,
        question=reach.question,
        low=-ANY_NUMBER if reach.value is None else reach.value,
        high=reach.value
        if reach.shape == "equals" and reach.value is not None
        else ANY_NUMBER,
        opens=window.opens,
        closes=closes,
        from_day=opens_on - DAY_SLACK,
        opens_on=opens_on,
        closes_on=_last_day(closes, diary),
        days=reach.days,
    )
    if len(reached) < reach.days:
        return None
    day, at = reached[-1]
    return Moment(at, day, time_known=True)


def _last_day(closes: datetime, diary: Diary) -> date:
    """The last day that a window still touches."""
    if closes == FAR:
        return FAR.date()
    instant = closes - timedelta(microseconds=1)
    return local_day(instant, diary.zone, diary.person.day_start)


def reached_by(store: Store, diary: Diary, entry: CheckIn) -> tuple[str, ...]:
    """The titles of the milestones that became reached through this entry."""
    answered = {answer.question for answer in entry.answers}
    plans = [p for p in diary.protocol.milestones if p.reach.question in answered]
    if not plans:
        return ()
    windows = {
        milestone.id: milestone.window
        for milestone in store.milestones(diary.person, diary.procedure)
    }
    titles = []
    for plan in plans:
        evidence = written_evidence(store, diary, plan, windows.get(plan.id))
        if evidence and (evidence.day, evidence.at) == (entry.day, entry.at):
            titles.append(plan.title)
    return tuple(titles)

"""Marking a milestone by hand: done, skipped, or open again."""

from datetime import datetime

from tracker.domain.answers import closest
from tracker.domain.diary import Diary
from tracker.domain.facts import Completion, Moment
from tracker.domain.protocol import MilestonePlan, names_of
from tracker.domain.status import newest_completion
from tracker.domain.wording import join_words, mid_day, quoted
from tracker.errors import NotFound, Refused
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.services.texts import check_remark
from tracker.store.store import Store


def complete(
    store: Store,
    milestone_id: str,
    kind: str,
    moment: Moment,
    reason: str,
    author: str,
    now: datetime,
) -> tuple[Diary, MilestonePlan, Completion]:
    """Keep that a milestone is done, skipped or reopened; whose, which, and how."""
    reason = check_remark(reason)
    with store.writing():
        diary = open_diary(store)
        plan = find_milestone(diary, milestone_id)
        if kind == "reopened":
            _require_marked(store, diary, plan)
        number = store.next_number(diary.person, "completion")
        done = completion(diary, number, plan.id, kind, moment, reason, author, now)
        text = _sentence(plan, kind, moment)
        store.write(diary.person, (author, now, kind, text), after=[done])
        return diary, plan, done


def completion(
    diary: Diary,
    number: int,
    milestone_id: str,
    kind: str,
    moment: Moment,
    reason: str,
    author: str,
    now: datetime,
) -> Completion:
    """The fact that a milestone was marked."""
    return Completion(
        new_id(now),
        number,
        diary.procedure.id,
        milestone_id,
        kind,
        moment.at,
        moment.time_known,
        diary.person.zone,
        moment.day,
        reason,
        now,
        author,
    )


def find_milestone(diary: Diary, milestone_id: str) -> MilestonePlan:
    """The milestone of that id; NotFound names the closest ones."""
    wanted = milestone_id.strip().lower()
    plan = next((m for m in diary.protocol.milestones if wanted in names_of(m)), None)
    if plan is not None:
        return plan
    near = closest(milestone_id, [m.id for m in diary.protocol.milestones])
    hint = f"Did you mean {join_words(near, 'or')}? " if near else ""
    raise NotFound(
        f"{quoted(milestone_id)} is not a milestone. {hint}"
        f"The list: tracker protocol show {diary.procedure.protocol_id}"
    )


def _require_marked(store: Store, diary: Diary, plan: MilestonePlan) -> None:
    marked = store.completions(diary.person, diary.procedure)
    if newest_completion(c for c in marked if c.milestone == plan.id) is None:
        raise Refused(
            f"Nothing changed: nobody marked {plan.title.lower()} by hand. "
            "If an entry reached it, correct that entry: tracker edit NUMBER"
        )


def _sentence(plan: MilestonePlan, kind: str, moment: Moment) -> str:
    if kind == "done":
        return f"marked as done on {mid_day(moment.day)}: {plan.title}"
    verb = "skipped" if kind == "skipped" else "opened again"
    return f"{verb}: {plan.title}"

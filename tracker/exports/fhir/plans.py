"""The procedure, its milestones as Goals, and its limits as a CarePlan."""

from tracker.domain.diary import Diary
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Limit, Told
from tracker.domain.status import Status
from tracker.domain.window import Window, local_day
from tracker.exports.fhir.elements import (
    coding,
    concept,
    instant,
    patient,
    plain,
    refer,
    resource,
    urn,
    who,
)
from tracker.exports.figure_words import small
from tracker.exports.milestone_words import LAST_MOMENT
from tracker.exports.page_words import say_limit
from tracker.exports.to_json import Shape

ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
# A window that has passed is no failure: the goal stands, and nothing is said of it.
LIFECYCLE = {
    Status.UPCOMING: "planned",
    Status.OPEN: "active",
    Status.CLOSED: "active",
    Status.REACHED: "completed",
    Status.SKIPPED: "cancelled",
}
ACHIEVED = {
    Status.OPEN: ("in-progress", "In Progress"),
    Status.REACHED: ("achieved", "Achieved"),
}
# No activity is ever given a period: a limit does not end by itself.
STANDING = {
    Told.UNTOLD: "unknown",
    Told.TOLD: "in-progress",
    Told.ASK: "in-progress",
    Told.CLEARED: "completed",
}
DIARY = "A diary, not checked by a clinician."


def person(diary: Diary) -> Shape:
    """Whose recovery it is: a name, and the year of birth where it is known."""
    name, born = plain(diary.person.name), diary.person.born
    known: Shape = {"name": [{"text": name}] if name else []}
    if born is not None:
        known["birthDate"] = f"{born:04}"
    return resource("Patient", urn(diary.person.id), known)


def procedure(report: Report) -> Shape:
    """The procedure, as it was written down."""
    diary, done = report.diary, report.diary.procedure
    when = done.on.isoformat() if done.at is None else instant(done.at, done.zone)
    fields = {
        "status": "completed" if _has_come(report) else "preparation",
        "code": concept(diary.protocol.procedure),
        "subject": patient(diary),
        "performedDateTime": when,
        "asserter": who(done.author, diary),
    }
    return resource("Procedure", urn(done.id), fields)


def _has_come(report: Report) -> bool:
    done = report.diary.procedure
    return done.on <= report.today and (done.at is None or done.at <= report.now)


def goals(report: Report) -> list[Shape]:
    """Every milestone; one that was not reached is never called a failure."""
    return [_goal(reading, report.diary) for reading in report.milestones]


def goal_urn(reading: MilestoneReading, diary: Diary) -> str:
    """The address of a milestone's goal."""
    return urn(diary.procedure.id, f"goal/{reading.plan.id}")


def _goal(reading: MilestoneReading, diary: Diary) -> Shape:
    reached = reading.evidence if reading.status is Status.REACHED else None
    achieved = ACHIEVED.get(reading.status)
    fields = {
        "lifecycleStatus": LIFECYCLE[reading.status],
        "achievementStatus": (
            {"coding": [coding(ACHIEVEMENT, *achieved)]} if achieved else None
        ),
        "description": concept(reading.plan.title),
        "subject": patient(diary),
        **_dates(reading.window, diary),
        "statusDate": reached.day.isoformat() if reached else None,
        "statusReason": plain(reading.reason),
    }
    return resource("Goal", goal_urn(reading, diary), fields)


def _dates(window: Window | None, diary: Diary) -> Shape:
    """The first day of a window, and its last one; R4 counts the last day in."""
    if window is None:
        return {}
    first = local_day(window.opens, diary.zone, 0).isoformat()
    if window.closes is None:
        return {"startDate": first}
    end = max(window.opens, window.closes - LAST_MOMENT)
    last = local_day(end, diary.zone, 0).isoformat()
    return {"startDate": first, "target": [{"dueDate": last}]}


def plan_urn(diary: Diary) -> str:
    """The address of the care plan."""
    return urn(diary.procedure.id, "plan")


def care_plan(report: Report) -> Shape:
    """The plan that the diary follows; each limit in words, with whose word it is."""
    diary, done = report.diary, report.diary.procedure
    fields = {
        "status": "active",
        "intent": "plan",
        "title": plain(diary.protocol.title),
        "description": _about(report),
        "subject": patient(diary),
        "period": {"start": done.on.isoformat()},
        "created": instant(done.recorded_at, done.zone),
        "author": who(done.author, diary),
        "goal": [refer(goal_urn(reading, diary)) for reading in report.milestones],
        "activity": [_activity(limit) for limit in report.limits],
    }
    return resource("CarePlan", plan_urn(diary), fields)


def _about(report: Report) -> str:
    done, days = report.diary.procedure, [entry.day for entry in report.check_ins]
    first = max(report.first, min(done.on, report.last, *days))
    last = min(report.last, max([report.today, *days]))
    return plain(
        f"{DIARY} Protocol {done.protocol_id} {done.protocol_version}. "
        f"Entries from {first} to {last}."
    )


def _activity(limit: Limit) -> Shape:
    said = f"not told. {limit.plan.untold}" if limit.word is None else say_limit(limit)
    text = plain(f"Limit on {small(limit.plan.title)}: {said}")
    return {"detail": {"status": STANDING[limit.told], "description": text}}

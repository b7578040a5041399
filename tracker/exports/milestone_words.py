"""Milestones in words; nobody is ever late."""

from datetime import timedelta

from tracker.domain.report import MilestoneReading, Report
from tracker.domain.status import Status
from tracker.domain.window import Window, local_day
from tracker.domain.wording import short_day

SHOWN_AFTER = timedelta(days=3)
ORIGIN_WORDS = {
    "article": "general article",
    "partly": "our choice",
    "ours": "our choice",
}
WRITE_IN = "write in yours: tracker visit add"
LAST_MOMENT = timedelta(microseconds=1)


def milestone_words(reading: MilestoneReading, report: Report) -> str:
    """How a milestone stands, in a few words."""
    if reading.status is Status.REACHED and reading.evidence is not None:
        return f"reached {short_day(reading.evidence.day)}"
    if reading.status is Status.SKIPPED:
        reason = f": {reading.reason}" if reading.reason else ""
        return f"skipped{reason}"
    if reading.status is Status.CLOSED:
        return closed_words(reading, report)
    if reading.status is Status.UPCOMING:
        return next_words(reading, report)
    return _open_words(reading, report)


def _open_words(reading: MilestoneReading, report: Report) -> str:
    plan = reading.plan
    if plan.kind == "visit":
        return WRITE_IN
    until = _until(reading, report)
    if plan.reach.shape != "by-hand":
        return until or plan.expect
    return f"{until}. To mark it: tracker done {plan.id}".removeprefix(". ")


def closed_words(reading: MilestoneReading, report: Report) -> str:
    """What is said after a window has passed; a check says how to add it still."""
    if reading.plan.kind != "check" or reading.window is None:
        return reading.plan.closed
    opens = local_day(reading.window.opens, report.diary.zone, 0)
    number = report.diary.day_number(opens)
    return f'{reading.plan.closed} Remember it? Add it: tracker log --at "day {number}"'


def next_words(reading: MilestoneReading, report: Report) -> str:
    """When a milestone begins, or that nobody has said."""
    if reading.plan.kind == "visit":
        return WRITE_IN
    if reading.window is None:
        return "when your care team says"
    opens = local_day(reading.window.opens, report.diary.zone, 0)
    return f"from {short_day(opens)}"


def _until(reading: MilestoneReading, report: Report) -> str:
    last = last_day(reading.window, report)
    if last is None:
        return ""
    if reading.plan.kind == "step":
        return f"for many by {last}; some need longer"
    return f"until {last}"


def last_day(window: Window | None, report: Report) -> str | None:
    """The last day that a window still holds, or None when it has no end."""
    if window is None or window.closes is None:
        return None
    zone = report.diary.zone
    return short_day(local_day(window.closes - LAST_MOMENT, zone, 0))

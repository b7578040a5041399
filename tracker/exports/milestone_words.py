"""Milestones in words; nobody is ever late."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tracker.domain.diary import Diary
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.status import Status
from tracker.domain.window import Window, local_day
from tracker.domain.wording import clock, long_day, short_day

PASSED = (Status.REACHED, Status.SKIPPED, Status.CLOSED)
SHOWN_AFTER = timedelta(days=3)
ORIGIN_WORDS = {
    "article": "general article",
    "partly": "our choice",
    "ours": "our choice",
}
WRITE_IN = "write in yours: tracker visit add"
YOURS = "on the day that your care team gives you"
LAST_MOMENT = timedelta(microseconds=1)


def milestone_words(reading: MilestoneReading, report: Report) -> str:
    """How a milestone stands, in a few words, with the command that goes on."""
    plan, said = reading.plan, stand_words(reading, report)
    if said == YOURS:
        return WRITE_IN
    if reading.status is Status.OPEN and plan.reach.shape == "by-hand":
        return f"{said}. To mark it: tracker done {plan.id}".removeprefix(". ")
    number = day_to_add(reading, report)
    if number is None:
        return said
    return f'{said} Remember it? Add it: tracker log --at "day {number}"'


def stand_words(reading: MilestoneReading, report: Report) -> str:
    """How a milestone stands, in a few words; of what goes on nothing is said."""
    plan = reading.plan
    if reading.status is Status.REACHED and reading.evidence is not None:
        return f"reached {short_day(reading.evidence.day)}"
    if reading.status is Status.SKIPPED:
        reason = f": {reading.reason}" if reading.reason else ""
        return f"skipped{reason}"
    if reading.status is Status.CLOSED:
        return plan.closed
    if plan.kind == "visit":
        return YOURS
    if reading.status is Status.UPCOMING:
        return next_words(reading, report)
    until = _until(reading, report)
    return until if plan.reach.shape == "by-hand" else until or plan.expect


def day_to_add(reading: MilestoneReading, report: Report) -> int | None:
    """The day on which what is missing can still be written down, for a check."""
    if reading.status is not Status.CLOSED or reading.plan.kind != "check":
        return None
    if reading.window is None:
        return None
    opens = local_day(reading.window.opens, report.diary.zone, 0)
    return report.diary.day_number(opens)


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


def procedure_words(diary: Diary) -> str:
    """When the procedure was, and whether its time is known."""
    procedure = diary.procedure
    day = long_day(procedure.on)
    if procedure.at is None:
        return f"Procedure {day}, time not known: whole days are counted"
    return f"Procedure {day}, {clock(procedure.at, ZoneInfo(procedure.zone))}"


def window_words(reading: MilestoneReading, report: Report) -> str:
    """The window in words and in dates; nothing where nobody has said when."""
    window, when = reading.window, reading.plan.when
    if window is None:
        return when
    zone = report.diary.zone
    first, last = local_day(window.opens, zone, 0), last_day(window, report)
    by_hours = reading.plan.opens is not None and reading.plan.opens.hours
    if by_hours and window.closes is not None and report.diary.procedure.at:
        opens = f"{short_day(first)}, {clock(window.opens, zone)}"
        closes_on = short_day(local_day(window.closes, zone, 0))
        dates = f"{opens} to {closes_on}, {clock(window.closes, zone)}"
    else:
        dates = f"{short_day(first)} to {last}" if last else f"from {short_day(first)}"
    return f"{when}: {dates}" if when else dates


def origin_words(reading: MilestoneReading) -> str:
    """Where a milestone is from."""
    return ORIGIN_WORDS[reading.plan.basis.origin]

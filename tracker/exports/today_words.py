"""Where things stand, in words: the same for the daily screen and the page."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tracker.domain.answers import decimal
from tracker.domain.facts import ShownWarning, Visit
from tracker.domain.protocol import BASELINE_QUESTION, Question
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.status import Status
from tracker.domain.trends import blank_days, readings, since, written_days
from tracker.domain.wording import clock, join_words, mid_day, short_day
from tracker.exports.entry_lines import when
from tracker.exports.milestone_words import SHOWN_AFTER

WEEK = timedelta(days=7)
MOST_WARNINGS = 3
MOST_NEXT = 2
MOST_BLANK = 3
LEAST_DAYS = 2
CONTACTS = {
    "care-team": "the care team's phone",
    "emergency": "the emergency number",
}


def title(report: Report) -> str:
    """For whom, which day, which date."""
    name = report.diary.person.name
    return f"{name[:1].upper()}{name[1:]}, {day_words(report)}"


def day_words(report: Report) -> str:
    """Which day, which date."""
    number, date = report.diary.day_number(report.today), mid_day(report.today)
    if number < 0:
        ahead = f"{-number} days" if number < -1 else "1 day"
        return f"{ahead} before the procedure, {date}"
    return f"day {number}, {date}"


def waiting_words(warning: ShownWarning) -> str:
    """A warning that nobody answered; whom to call follows."""
    text = warning.text[:1].lower() + warning.text[1:]
    return f"Warning {warning.number}, {short_day(warning.day)}: {text}."


def missing_contacts(report: Report) -> list[str]:
    """The kinds of numbers that nobody gave; that is never silence."""
    return [kind for kind in CONTACTS if report.diary.number(kind) is None]


def missing_words(kinds: Sequence[str]) -> str:
    """Which numbers nobody gave."""
    return f"Not written down: {join_words([CONTACTS[kind] for kind in kinds])}."


def open_now(report: Report) -> list[MilestoneReading]:
    """What is open, what was lately reached, and what closed lately unreached."""
    return [m for m in report.milestones if _belongs_to_now(m, report)]


def _belongs_to_now(reading: MilestoneReading, report: Report) -> bool:
    if reading.status is Status.OPEN:
        return True
    if reading.status is Status.REACHED and reading.evidence is not None:
        return report.today - reading.evidence.day <= SHOWN_AFTER
    closes = reading.window.closes if reading.window else None
    closed = reading.status is Status.CLOSED and closes is not None
    return closed and closes is not None and report.now - closes <= WEEK


def coming_next(report: Report) -> list[MilestoneReading]:
    """The milestones that open next."""
    coming = sorted(
        (m.window.opens, n, m)
        for n, m in enumerate(report.milestones)
        if m.status is Status.UPCOMING and m.window is not None
    )
    return [reading for _, _, reading in coming[:MOST_NEXT]]


def planned_visits(report: Report) -> list[Visit]:
    """The visits that are still to come."""
    return [v for v in report.visits if v.done_on is None and v.on >= report.today]


def visit_day(visit: Visit, report: Report) -> str:
    """The day of a visit, and the time where it is known."""
    at = f", {clock(visit.at, report.diary.zone)}" if visit.at else ""
    return f"{short_day(visit.on)}{at}"


def pain_words(report: Report) -> tuple[str, list[str]]:
    """The title of the first score, and what is said of it; nothing before any."""
    question = report.diary.protocol.question(BASELINE_QUESTION)
    if question is None:
        return "", []
    taken = readings(report.check_ins, question)
    before = report.diary.procedure.baseline_pain
    if not taken and before is None:
        return question.title, []
    figures = decimal(before, question.step) if before is not None else ""
    ending = f"; {figures} before the procedure" if figures else ""
    if not taken:
        return question.title, [f"not written down lately{ending}"]
    last = taken[-1]
    day = "today" if last.day == report.today else f"on {short_day(last.day)}"
    said = f"{decimal(last.steps, question.step)} {day}{ending}"
    week = since(taken, report.today - WEEK + timedelta(days=1))
    return question.title, [said, *_range(question, [each.steps for each in week])]


def _range(question: Question, steps: Sequence[int]) -> Iterator[str]:
    if len(steps) > 1:
        low, high = (decimal(n, question.step) for n in (min(steps), max(steps)))
        spread = f"{low} to {high}" if low != high else f"always {low}"
        yield f"last 7 days {spread} (n={len(steps)})"


def written_words(report: Report) -> list[str]:
    """Whether there is an entry of today, and on how many of the last days."""
    written = written_days(report.check_ins)
    today = "yes" if report.today in written else "no"
    newest = report.newest
    last = f", last {when(newest)}" if newest and today == "no" else ""
    said = [f"today {today}{last}"]
    first = first_counted(report)
    length = (report.today - first).days + 1
    if length < LEAST_DAYS:
        return said
    counted = [day for day in written if day >= first]
    said.append(f"{len(counted)} of the last {length} days")
    return [*said, *_blank_words(report)]


def _blank_words(report: Report) -> Iterator[str]:
    newest = lately_blank(report)
    if newest:
        older = len(_blank(report)) - len(newest)
        more = f" and {older} before" if older else ""
        yield f"none on {join_words([short_day(day) for day in newest])}{more}"


def first_counted(report: Report) -> date:
    """The first day of which an entry could be missed: never the procedure's own."""
    return max(report.first, report.diary.procedure.on + timedelta(days=1))


def lately_blank(report: Report) -> list[date]:
    """The newest of the past days without an entry, oldest first."""
    return _blank(report)[-MOST_BLANK:]


def _blank(report: Report) -> list[date]:
    first = first_counted(report)
    return blank_days(report.check_ins, first, report.today - timedelta(days=1))

"""Where things stand: what is unanswered first, then now, next, limits, pain, days."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.limits import say_limits
from tracker.cli.show.logged import when
from tracker.cli.show.warned import call_line
from tracker.domain.answers import decimal
from tracker.domain.facts import CheckIn, Visit
from tracker.domain.protocol import BASELINE_QUESTION, Question
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.status import Status
from tracker.domain.trends import blank_days, readings, since, written_days
from tracker.domain.wording import clock, join_words, mid_day, short_day
from tracker.exports import timeline_shape
from tracker.exports.milestone_words import SHOWN_AFTER, milestone_words, next_words
from tracker.workspace import Workspace

WEEK = timedelta(days=7)
MOST_WARNINGS = 3
MOST_NEXT = 2
ALARMS = {"emergency": 20, "same-day": 10}
CONTACTS = {
    "care-team": "the care team's phone",
    "emergency": "the emergency number",
}


def show_today(workspace: Workspace, report: Report, *, brief: bool) -> None:
    """The daily screen, or four lines to paste into a message."""
    if workspace.json:
        show_json(timeline_shape.today(report))
        return
    screen = Screen(plain=workspace.plain)
    (_brief if brief else _whole)(screen, report)
    screen.show()


def alarm_code(report: Report) -> int:
    """The exit code for the gravest warning that nobody answered."""
    codes = (ALARMS.get(warning.tier, 0) for warning in report.unanswered)
    return max(codes, default=0)


def title(report: Report) -> str:
    """For whom, which day, which date."""
    name = report.diary.person.name
    name = name[:1].upper() + name[1:]
    number = report.diary.day_number(report.today)
    if number < 0:
        ahead = f"{-number} days" if number < -1 else "1 day"
        return f"{name}, {ahead} before the procedure, {mid_day(report.today)}"
    return f"{name}, day {number}, {mid_day(report.today)}"


def _whole(screen: Screen, report: Report) -> None:
    screen.say(title(report))
    screen.gap()
    _warnings(screen, report)
    _setbacks(screen, report)
    _gaps_in_contacts(screen, report)
    _milestones(screen, report)
    say_limits(screen, report)
    _pain(screen, report)
    _entries(screen, report)
    screen.gap()
    screen.say("Unwell? tracker signs   Not watched.")


def _warnings(screen: Screen, report: Report) -> None:
    warnings = report.unanswered
    if not warnings:
        return
    screen.head("Not answered yet")
    for warning in warnings[:MOST_WARNINGS]:
        text = warning.text[:1].lower() + warning.text[1:]
        call = call_line(report.diary, warning, report.today)
        day = short_day(warning.day)
        screen.say(f"Warning {warning.number}, {day}: {text}. {call}", 2, 2)
    more = len(warnings) - MOST_WARNINGS
    if more > 0:
        screen.say(f"And {more} more.", 2, 2)
    screen.command("Called? tracker warnings", 2)
    screen.gap()


def _setbacks(screen: Screen, report: Report) -> None:
    """Questions over days; while somebody should call, that goes first."""
    if report.questions:
        screen.head("A question")
    for reading in report.questions:
        screen.say(reading.setback.text, 2, 2)
        screen.command(f"Why: tracker explain {reading.setback.id}", 2)
    if report.questions:
        screen.gap()


def _gaps_in_contacts(screen: Screen, report: Report) -> None:
    """A number that nobody gave is never silence."""
    missing = [kind for kind in CONTACTS if report.diary.number(kind) is None]
    if missing:
        screen.say(f"Not written down: {join_words([CONTACTS[k] for k in missing])}.")
        for kind in missing:
            screen.command(f"tracker contact add {kind}", 2)
        screen.gap()


def _milestones(screen: Screen, report: Report) -> None:
    now = [m for m in report.milestones if _belongs_to_now(m, report)]
    visits = _visits(report)
    if now or visits:
        screen.head("Now")
    for reading in now:
        screen.row(reading.plan.title, milestone_words(reading, report))
    for visit in visits:
        screen.row("Visit", f"{_visit_day(visit, report)}  tracker report")
    coming = sorted(
        (m.window.opens, n, m)
        for n, m in enumerate(report.milestones)
        if m.status is Status.UPCOMING and m.window is not None
    )[:MOST_NEXT]
    if coming:
        screen.head("Next")
    for _, _, reading in coming:
        screen.row(reading.plan.title, next_words(reading, report))


def _belongs_to_now(reading: MilestoneReading, report: Report) -> bool:
    """What is open, what was lately reached, and what closed lately unreached."""
    if reading.status is Status.OPEN:
        return True
    if reading.status is Status.REACHED and reading.evidence is not None:
        return report.today - reading.evidence.day <= SHOWN_AFTER
    closes = reading.window.closes if reading.window else None
    closed = reading.status is Status.CLOSED and closes is not None
    return closed and closes is not None and report.now - closes <= WEEK


def _visits(report: Report) -> list[Visit]:
    return [v for v in report.visits if v.done_on is None and v.on >= report.today]


def _visit_day(visit: Visit, report: Report) -> str:
    at = f", {clock(visit.at, report.diary.zone)}" if visit.at else ""
    return f"{short_day(visit.on)}{at}"


def _pain(screen: Screen, report: Report) -> None:
    question = report.diary.protocol.question(BASELINE_QUESTION)
    if question is None:
        return
    taken = readings(report.check_ins, question)
    before = report.diary.procedure.baseline_pain
    if not taken and before is None:
        return
    screen.head(question.title)
    figures = decimal(before, question.step) if before is not None else ""
    ending = f"; {figures} before the procedure" if figures else ""
    if not taken:
        screen.say(f"not written down lately{ending}", 2, 2)
        return
    last = taken[-1]
    day = "today" if last.day == report.today else f"on {short_day(last.day)}"
    screen.say(f"{decimal(last.steps, question.step)} {day}{ending}", 2, 2)
    week = since(taken, report.today - WEEK + timedelta(days=1))
    _range(screen, question, [reading.steps for reading in week])


def _range(screen: Screen, question: Question, steps: list[int]) -> None:
    if len(steps) > 1:
        low, high = (decimal(n, question.step) for n in (min(steps), max(steps)))
        spread = f"{low} to {high}" if low != high else f"always {low}"
        screen.say(f"last 7 days {spread} (n={len(steps)})", 2, 2)


def _entries(screen: Screen, report: Report) -> None:
    screen.head("Entries")
    written = written_days(report.check_ins)
    today = "yes" if report.today in written else "no"
    newest = report.newest
    last = f", last {when(newest)}" if newest and today == "no" else ""
    screen.say(f"today {today}{last}", 2, 2)
    first = first_counted(report)
    length = (report.today - first).days + 1
    if length < MOST_NEXT:
        return
    counted = [day for day in written if day >= first]
    screen.say(f"{len(counted)} of the last {length} days", 2, 2)
    _blanks(screen, report)


def first_counted(report: Report) -> date:
    """The first day of which an entry could be missed: never the procedure's own."""
    return max(report.first, report.diary.procedure.on + timedelta(days=1))


def _blanks(screen: Screen, report: Report) -> None:
    """Past days without an entry, and how to add one."""
    first = first_counted(report)
    blank = blank_days(report.check_ins, first, report.today - timedelta(days=1))
    if not blank:
        return
    newest = blank[-MOST_WARNINGS:]
    older = len(blank) - len(newest)
    more = f" and {older} before" if older else ""
    screen.say(f"none on {join_words([short_day(d) for d in newest])}{more}", 2, 2)
    number = report.diary.day_number(newest[-1])
    screen.command(f'Add one: tracker log --at "day {number}"', 2)


def _brief(screen: Screen, report: Report) -> None:
    todays = [entry for entry in report.check_ins if entry.day == report.today]
    newest = report.newest
    last = f", last {short_day(newest.day)}" if newest else ""
    entry = "entry yes" if todays else f"entry no{last}"
    _brief_warnings(screen, report)
    screen.say(f"{title(report)}: {entry}.")
    question = report.diary.protocol.question(BASELINE_QUESTION)
    taken = readings(todays, question) if question else []
    before = report.diary.procedure.baseline_pain
    if taken and question:
        figures = decimal(before, question.step) if before is not None else ""
        ending = f" (before: {figures})" if figures else ""
        now = decimal(taken[-1].steps, question.step)
        screen.say(f"{question.title} {now}{ending}.")
    _brief_counts(screen, report, todays)
    for visit in _visits(report)[:1]:
        screen.say(f"Next: visit {_visit_day(visit, report)}.")


def _brief_warnings(screen: Screen, report: Report) -> None:
    """What nobody answered stands first here too, with whom to call."""
    gravest = report.unanswered
    if gravest:
        first, more = gravest[0], len(gravest) - 1
        others = f" And {more} more." if more else ""
        screen.say(f"Not answered, {short_day(first.day)}: {first.text}.{others}")
        screen.say(call_line(report.diary, first, report.today))


def _brief_counts(screen: Screen, report: Report, todays: Sequence[CheckIn]) -> None:
    """What was counted today, like minutes walked."""
    for question in report.diary.protocol.questions:
        if question.kind == "count" and question.ask == "daily":
            taken = readings(todays, question)
            if taken:
                said = decimal(taken[-1].steps, question.step)
                screen.say(f"{question.title} {said} {question.unit}.")

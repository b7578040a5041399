"""Where things stand: what is unanswered first, then now, next, limits, pain, days."""

from collections.abc import Sequence

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.limits import say_limits
from tracker.domain.answers import decimal
from tracker.domain.calling import call_line
from tracker.domain.facts import CheckIn
from tracker.domain.protocol import BASELINE_QUESTION
from tracker.domain.report import Report
from tracker.domain.trends import readings
from tracker.domain.wording import short_day
from tracker.exports import timeline_shape
from tracker.exports.copy_words import differing_words
from tracker.exports.milestone_words import milestone_words, next_words
from tracker.exports.today_words import (
    MOST_WARNINGS,
    coming_next,
    lately_blank,
    missing_contacts,
    missing_words,
    open_now,
    pain_words,
    planned_visits,
    title,
    visit_day,
    waiting_words,
    written_words,
)
from tracker.workspace import Workspace

ALARMS = {"emergency": 20, "same-day": 10}


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


def _whole(screen: Screen, report: Report) -> None:
    screen.say(title(report))
    screen.gap()
    _warnings(screen, report)
    _differing(screen, report)
    _setbacks(screen, report)
    _gaps_in_contacts(screen, report)
    _milestones(screen, report)
    say_limits(screen, report)
    _pain(screen, report)
    _entries(screen, report)
    screen.gap()
    screen.advise("Unwell? tracker signs   Not watched.")


def _warnings(screen: Screen, report: Report) -> None:
    warnings = report.unanswered
    if not warnings:
        return
    screen.head("Not answered yet")
    for warning in warnings[:MOST_WARNINGS]:
        call = call_line(report.diary, warning, report.today)
        screen.say(f"{waiting_words(warning)} {call}", 2, 2)
    more = len(warnings) - MOST_WARNINGS
    if more > 0:
        screen.say(f"And {more} more.", 2, 2)
    screen.command("Called? tracker warnings", 2)
    screen.gap()


def _differing(screen: Screen, report: Report) -> None:
    """Nobody guesses which version holds, so it is asked until somebody says."""
    if report.differing:
        screen.say(differing_words(report.differing))
        screen.command("Which holds?  tracker share list", 2)
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
    missing = missing_contacts(report)
    if missing:
        screen.say(missing_words(missing))
        for kind in missing:
            screen.command(f"tracker contact add {kind}", 2)
        screen.gap()


def _milestones(screen: Screen, report: Report) -> None:
    now, visits = open_now(report), planned_visits(report)
    if now or visits:
        screen.head("Now")
    for reading in now:
        screen.row(reading.plan.title, milestone_words(reading, report))
    for visit in visits:
        screen.row("Visit", f"{visit_day(visit, report)}  tracker report")
    coming = coming_next(report)
    if coming:
        screen.head("Next")
    for reading in coming:
        screen.row(reading.plan.title, next_words(reading, report))


def _pain(screen: Screen, report: Report) -> None:
    head, said = pain_words(report)
    if said:
        screen.head(head)
    for line in said:
        screen.say(line, 2, 2)


def _entries(screen: Screen, report: Report) -> None:
    screen.head("Entries")
    for line in written_words(report):
        screen.say(line, 2, 2)
    blank = lately_blank(report)
    if blank:
        number = report.diary.day_number(blank[-1])
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
    for visit in planned_visits(report)[:1]:
        screen.say(f"Next: visit {visit_day(visit, report)}.")


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

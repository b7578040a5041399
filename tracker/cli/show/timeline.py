"""The whole timeline as a list: done, next, limits."""

import sys
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen, on_terminal, show_json, width
from tracker.cli.show.gantt import LEGEND, draw_windows
from tracker.cli.show.limits import say_differing
from tracker.cli.show.today import title
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Told
from tracker.domain.status import Status
from tracker.domain.window import local_day
from tracker.domain.wording import clock, long_day, short_day
from tracker.exports import timeline_shape
from tracker.exports.limit_words import limit_words
from tracker.exports.milestone_words import ORIGIN_WORDS, last_day, milestone_words
from tracker.workspace import Workspace

FIRST = 3
MARKS = {
    Status.REACHED: "x",
    Status.OPEN: "o",
    Status.UPCOMING: "o",
    Status.CLOSED: "-",
    Status.SKIPPED: "/",
}


def show_timeline(workspace: Workspace, report: Report, *, everything: bool) -> None:
    """The milestones by where they stand, and the limits."""
    if workspace.json:
        show_json(timeline_shape.timeline(report))
        return
    screen = Screen(plain=workspace.plain)
    screen.say(title(report))
    screen.say(_procedure(report))
    screen.gap()
    passed = (Status.REACHED, Status.SKIPPED, Status.CLOSED)
    done = [m for m in report.milestones if m.status in passed]
    ahead = [m for m in report.milestones if m.status not in passed]
    shown = ahead if everything else ahead[:FIRST]
    _group(screen, "Done or past", done, report)
    _group(screen, "Now and next", shown, report)
    _limits(screen, report)
    hidden = len(ahead) - len(shown)
    if hidden:
        screen.gap()
        screen.say(f"{hidden} more later:")
        screen.command("tracker timeline --all", 2)
    if on_terminal(sys.stdout) and not workspace.plain:
        _picture(screen, report, [*done, *shown])
    screen.gap()
    screen.say("Why a line is here:")
    screen.command(f"tracker explain {report.milestones[0].plan.id}", 2)
    screen.show()


def _picture(screen: Screen, report: Report, shown: Sequence[MilestoneReading]) -> None:
    """The same once more, drawn; the list above is what counts."""
    lines = draw_windows(report, shown, width())
    if not lines:
        return
    screen.gap()
    screen.head("The same, drawn")
    for line in lines:
        screen.command(line)
    screen.say(LEGEND, 2, 2)


def _procedure(report: Report) -> str:
    procedure = report.diary.procedure
    day = long_day(procedure.on)
    if procedure.at is None:
        return f"Procedure {day}, time not known: whole days are counted"
    return f"Procedure {day}, {clock(procedure.at, ZoneInfo(procedure.zone))}"


def _group(
    screen: Screen, head: str, readings: list[MilestoneReading], report: Report
) -> None:
    if readings:
        screen.head(head)
    for reading in readings:
        mark = MARKS[reading.status]
        words = milestone_words(reading, report)
        screen.row(f"{mark} {reading.plan.title}", words)
        screen.say(f"{say_window(reading, report)}{_origin(reading)}", 4, 4)


def say_window(reading: MilestoneReading, report: Report) -> str:
    """The window in words and in dates; nothing where nobody has said when."""
    window = reading.window
    if window is None:
        return f"{reading.plan.when} " if reading.plan.when else ""
    zone = report.diary.zone
    first, last = local_day(window.opens, zone, 0), last_day(window, report)
    by_hours = reading.plan.opens is not None and reading.plan.opens.hours
    if by_hours and window.closes is not None and report.diary.procedure.at:
        opens = f"{short_day(first)}, {clock(window.opens, zone)}"
        closes_on = short_day(local_day(window.closes, zone, 0))
        dates = f"{opens} to {closes_on}, {clock(window.closes, zone)}"
    else:
        dates = f"{short_day(first)} to {last}" if last else f"from {short_day(first)}"
    return f"{reading.plan.when}: {dates} " if reading.plan.when else f"{dates} "


def _origin(reading: MilestoneReading) -> str:
    return f"[{ORIGIN_WORDS[reading.plan.basis.origin]}]"


def _limits(screen: Screen, report: Report) -> None:
    if report.limits:
        screen.head("Limits")
    for limit in report.limits:
        mark = "?" if limit.told in (Told.UNTOLD, Told.ASK) else "="
        screen.row(f"{mark} {limit.plan.title}", limit_words(limit))
        say_differing(screen, limit, 4)
    untold = [limit for limit in report.limits if limit.told is Told.UNTOLD]
    if untold:
        screen.say("? = nobody's word is written down, so no end is shown.", 2, 4)
        screen.say("Sources disagree:", 2, 2)
        screen.command(f"tracker explain {untold[0].plan.id}", 4)

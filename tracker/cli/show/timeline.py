"""The whole timeline as a list: done, next, limits."""

import sys
from collections.abc import Sequence

from tracker.cli.screen import Screen, on_terminal, show_json, width
from tracker.cli.show.gantt import LEGEND, draw_windows
from tracker.cli.show.limits import say_differing
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Told
from tracker.domain.status import Status
from tracker.exports import timeline_shape
from tracker.exports.limit_words import limit_words
from tracker.exports.milestone_words import (
    PASSED,
    milestone_words,
    origin_words,
    procedure_words,
    window_words,
)
from tracker.exports.today_words import title
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
    screen.say(procedure_words(report.diary))
    screen.gap()
    done = [m for m in report.milestones if m.status in PASSED]
    ahead = [m for m in report.milestones if m.status not in PASSED]
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


def _group(
    screen: Screen, head: str, readings: list[MilestoneReading], report: Report
) -> None:
    if readings:
        screen.head(head)
    for reading in readings:
        mark = MARKS[reading.status]
        words = milestone_words(reading, report)
        screen.row(f"{mark} {reading.plan.title}", words)
        window = window_words(reading, report)
        gap = " " if window else ""
        screen.say(f"{window}{gap}[{origin_words(reading)}]", 4, 4)


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

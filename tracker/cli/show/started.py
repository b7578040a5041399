"""What was kept at the start, and what to expect."""

from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.wording import clock, long_day, mid_day
from tracker.exports import timeline_shape
from tracker.workspace import Workspace

FIRST = 3
COMING = ("check", "step")


def show_started(workspace: Workspace, report: Report) -> None:
    """The procedure, and the first things to expect."""
    if workspace.json:
        show_json(timeline_shape.timeline(report))
        return
    screen = Screen(plain=workspace.plain)
    _procedure(screen, report)
    screen.say(f"Clock and days: {report.diary.person.zone}.")
    screen.command("Wrong? tracker undo")
    screen.gap()
    screen.say(
        "What to expect (mostly from a general article; your care team's word goes "
        "first)"
    )
    for reading in _first(report):
        screen.row(reading.plan.when, reading.plan.expect)
    _limits(screen, report)
    screen.gap()
    screen.command("Once a day:   tracker log")
    screen.command("Unwell?       tracker signs")
    screen.show()


def _procedure(screen: Screen, report: Report) -> None:
    diary = report.diary
    procedure, number = diary.procedure, diary.day_number(report.today)
    at = procedure.at
    time = f", {clock(at, ZoneInfo(procedure.zone))}" if at else ""
    screen.say(f"Saved: {diary.person.name}'s procedure.")
    screen.say(f"{long_day(procedure.on)}{time}.")
    if number < 0:
        days = "1 day" if number == -1 else f"{-number} days"
        screen.say(f"It is planned: {days} from today, {mid_day(report.today)}.")
    else:
        screen.say(f"Today, {mid_day(report.today)}, is day {number}.")
    screen.say(by_whom(diary.person.name, procedure.author))


def _first(report: Report) -> list[MilestoneReading]:
    """What comes by itself; a visit or a talk has the care team's own date."""
    plans = (m for m in report.milestones if m.plan.expect and m.plan.when)
    return [m for m in plans if m.plan.kind in COMING][:FIRST]


def _limits(screen: Screen, report: Report) -> None:
    for limit in report.limits[:2]:
        screen.row(limit.plan.title, limit.plan.untold)
    if report.limits:
        screen.advise("Told already? tracker told", 2, 2)

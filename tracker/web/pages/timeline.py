"""What to expect, and when; the person marks what is done."""

from flask.typing import ResponseReturnValue

from tracker.domain.report import MilestoneReading, Report
from tracker.domain.status import Status
from tracker.domain.values import NamedTuple
from tracker.domain.wording import visible
from tracker.exports.milestone_words import (
    PASSED,
    origin_words,
    procedure_words,
    stand_words,
    window_words,
)
from tracker.exports.today_words import day_words
from tracker.services.complete import complete, find_milestone
from tracker.web.pages.drawing import draw, go, opened
from tracker.web.pages.limits import limits_of

STANDS = {
    Status.REACHED: "Done",
    Status.OPEN: "Now",
    Status.UPCOMING: "Later",
    Status.CLOSED: "Past",
    Status.SKIPPED: "Skipped",
}


class Line(NamedTuple):
    """A milestone: where it stands in one word, and in a few; its window; its origin.

    ``markable`` is whether the person can say that it is done.
    """

    id: str
    title: str
    stands: str
    words: str
    window: str
    origin: str
    markable: bool


def timeline() -> ResponseReturnValue:
    """The milestones by where they stand, and the limits."""
    with opened() as here:
        report = here.workspace.review(here.store)
    done = [m for m in report.milestones if m.status in PASSED]
    ahead = [m for m in report.milestones if m.status not in PASSED]
    return draw(
        "timeline.html",
        report.diary,
        day=day_words(report),
        procedure=procedure_words(report.diary),
        groups=[
            ("Done or past", [_line(m, report) for m in done]),
            ("Now and next", [_line(m, report) for m in ahead]),
        ],
        limits=limits_of(report.limits),
    )


def mark_done(milestone: str) -> ResponseReturnValue:
    """The person says that a milestone is done, now."""
    with opened() as (workspace, store, visitor):
        report = workspace.review(store)
        plan = find_milestone(report.diary, milestone)
        # Sent twice it is marked once.
        if any(_markable(m) for m in report.milestones if m.plan == plan):
            moment = workspace.moment(None, report.diary, None)
            by, now = visitor.name, workspace.now()
            complete(store, plan.id, "done", moment, "", by, now)
    return go("timeline")


def _line(reading: MilestoneReading, report: Report) -> Line:
    plan = reading.plan
    return Line(
        plan.id,
        plan.title,
        STANDS[reading.status],
        visible(stand_words(reading, report)),
        window_words(reading, report),
        origin_words(reading),
        _markable(reading),
    )


def _markable(reading: MilestoneReading) -> bool:
    """Whether it is for the person to say that it is done; a visit says so itself."""
    by_hand = reading.plan.reach.shape == "by-hand" and reading.plan.kind != "visit"
    return by_hand and reading.status in (Status.OPEN, Status.CLOSED)

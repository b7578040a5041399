"""Where things stand, and the way into writing."""

from flask.typing import ResponseReturnValue

from tracker.domain.calling import call_line
from tracker.domain.facts import ShownWarning
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.values import NamedTuple
from tracker.domain.wording import visible
from tracker.exports.copy_words import differing_words
from tracker.exports.milestone_words import stand_words
from tracker.exports.today_words import (
    MOST_WARNINGS,
    coming_next,
    day_words,
    missing_contacts,
    missing_words,
    open_now,
    pain_words,
    planned_visits,
    visit_day,
    waiting_words,
    written_words,
)
from tracker.services.ids import new_id
from tracker.web.pages.drawing import Dial, dial, dial_for, draw, opened
from tracker.web.pages.limits import limits_of
from tracker.web.pages.sittings import sittings

Pair = tuple[str, str]


class Waiting(NamedTuple):
    """A warning that nobody answered: what it said, and the number to tap on."""

    number: int
    words: str
    call: str
    dial: Dial | None


class Today(NamedTuple):
    """Everything that the page says, in the order in which it is read."""

    day: str
    waiting: tuple[Waiting, ...]
    more: int
    asked: tuple[str, ...]
    differing: str
    missing: str
    now: tuple[Pair, ...]
    next: tuple[Pair, ...]
    pain: tuple[str, list[str]]
    written: tuple[str, ...]


def today() -> ResponseReturnValue:
    """Where things stand."""
    with opened() as (workspace, store, visitor):
        report = workspace.review(store)
    begun = sittings().begun_by(visitor.name, report.diary)
    return draw(
        "today.html",
        report.diary,
        today=plan_today(report),
        limits=limits_of(report.limits),
        begun=begun,
        entry_id=new_id(report.now),
    )


def plan_today(report: Report) -> Today:
    """What stands on the page, the most pressing first."""
    unanswered = report.unanswered
    missing = missing_contacts(report)
    return Today(
        day_words(report),
        tuple(_waiting(each, report) for each in unanswered[:MOST_WARNINGS]),
        max(len(unanswered) - MOST_WARNINGS, 0),
        tuple(reading.setback.text for reading in report.questions),
        differing_words(report.differing),
        missing_words(missing) if missing else "",
        (*(_stands(m, report) for m in open_now(report)), *_visits(report)),
        tuple(_stands(m, report) for m in coming_next(report)),
        pain_words(report),
        tuple(written_words(report)),
    )


def _waiting(warning: ShownWarning, report: Report) -> Waiting:
    diary = report.diary
    return Waiting(
        warning.number,
        waiting_words(warning),
        call_line(diary, warning, report.today),
        dial_for(diary, warning.tier) or dial(warning.call),
    )


def _stands(reading: MilestoneReading, report: Report) -> Pair:
    return reading.plan.title, visible(stand_words(reading, report))


def _visits(report: Report) -> list[Pair]:
    return [("Visit", visit_day(visit, report)) for visit in planned_visits(report)]

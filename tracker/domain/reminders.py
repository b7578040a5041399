"""What is due now: worked out from the facts and the instant alone, never stored."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.calendar import (
    CHECK_IN_AT,
    VISIT_LASTS,
    Beat,
    asked_from,
    on_clock,
    rhythm,
    words_to_ask,
)
from tracker.domain.facts import Instruction, ShownWarning, Visit
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Limit
from tracker.domain.status import Status
from tracker.domain.trends import written_days
from tracker.domain.values import NamedTuple
from tracker.domain.window import local_day

# A window is about to close for so long before its end.
CLOSING = timedelta(days=1)

_DAY = timedelta(days=1)


class AskedLimit(NamedTuple):
    """A limit whose told end is that day, and the words that named the day."""

    limit: Limit
    words: tuple[Instruction, ...]


Subject = ShownWarning | Visit | Beat | MilestoneReading | AskedLimit


class Reminder(NamedTuple):
    """One thing that is due; ``kind`` as in the calendar, or "warning".

    ``day`` is the day it is about. ``again`` is whether an entry was asked for on an
    earlier day already, so that nobody asks for it a third time.
    """

    kind: str
    day: date
    subject: Subject
    again: bool = False


class Due(NamedTuple):
    """All that is due of one recovery: warnings first, then visits, entries, ..."""

    report: Report
    reminders: tuple[Reminder, ...]


def due(report: Report) -> Due:
    """Everything that is due at the instant of the report, the gravest first."""
    found = (
        *_warnings(report),
        *_visits(report),
        *_entries(report),
        *_closing(report),
        *_limits(report),
    )
    return Due(report, found)


def due_of_all(reports: Iterable[Report]) -> tuple[Due, ...]:
    """The same for several people; of those for whom nothing is due, nothing."""
    return tuple(each for each in map(due, reports) if each.reminders)


def _warnings(report: Report) -> Iterator[Reminder]:
    for shown in report.unanswered:
        yield Reminder("warning", shown.day, shown)


def _visits(report: Report) -> Iterator[Reminder]:
    """On the day before and on the day itself, until an hour after it begins."""
    for visit in report.visits:
        today = local_day(report.now, ZoneInfo(visit.zone), 0)
        over = visit.at is not None and report.now >= visit.at + VISIT_LASTS
        if visit.done_on is None and visit.on - _DAY <= today <= visit.on and not over:
            yield Reminder("visit", visit.on, visit)


def _entries(report: Report) -> Iterator[Reminder]:
    """The entry of today, and once more that of the day before.

    A beat is asked for on its own day, from its instant on, and on the day after, from
    the same time on the clock; on no other day. An entry of any day from the beat up
    to the next one answers it.
    """
    on, zone = report.diary.procedure.on, report.diary.zone
    written = [day for day in written_days(report.check_ins) if day <= report.today]
    beats = [beat for beat in rhythm(on, zone) if not _answered(beat, written)]
    for beat in beats:
        if beat.day == report.today and report.now >= beat.at:
            yield Reminder("check-in", beat.day, beat)
    for beat in beats:
        if beat.day == report.today - _DAY and report.now >= _again_at(beat, zone):
            yield Reminder("check-in", beat.day, beat, again=True)


def _answered(beat: Beat, written: Iterable[date]) -> bool:
    return any(beat.day <= day < beat.until for day in written)


def _again_at(beat: Beat, zone: ZoneInfo) -> datetime:
    return on_clock(beat.day + _DAY, CHECK_IN_AT, zone)


def _closing(report: Report) -> Iterator[Reminder]:
    """An open milestone in its last day, or all of its time where that is shorter."""
    planned = any(visit.done_on is None for visit in report.visits)
    for reading in report.milestones:
        closes = reading.window.closes if reading.window else None
        if reading.status is not Status.OPEN or closes is None:
            continue
        answered = reading.plan.kind == "visit" and planned
        if closes - CLOSING <= report.now and not answered:
            yield Reminder("look", report.today, reading)


def _limits(report: Report) -> Iterator[Reminder]:
    """On the day that somebody named for the end of a limit, from the morning on."""
    if report.now < asked_from(report.today, report.diary.zone):
        return
    for limit in report.limits:
        words = tuple(w for day, w in words_to_ask(limit) if day == report.today)
        if words:
            yield Reminder("ask", report.today, AskedLimit(limit, words))

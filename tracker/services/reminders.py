"""Reading what is due now, of one recovery or of everybody's in a diary."""

from datetime import datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Visit
from tracker.domain.reminders import CLOSING
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.status import Status
from tracker.errors import NothingRecorded
from tracker.services.diary import NOTHING
from tracker.services.evidence import written_evidence
from tracker.services.review import review_lately
from tracker.store.store import Store


def read_reports(store: Store, now: datetime, *, everybody: bool) -> list[Report]:
    """One report for each recovery; NothingRecorded when there is none.

    With ``everybody`` of all the people of the diary, else of the one who is meant.
    """
    with store.reading():
        people = store.people() if everybody else [store.person()]
        reports = []
        for person in people:
            store.whose = person.id if person else store.whose
            reports += [_read(store, now)] if _began(store) else []
    if not reports:
        raise NothingRecorded(NOTHING)
    return reports


def _began(store: Store) -> bool:
    """Whether a procedure is written down: without one nothing can be due."""
    person = store.person()
    return person is not None and bool(store.procedures(person))


def _read(store: Store, now: datetime) -> Report:
    """The last days, with every visit, and the milestones nobody wrote about yet."""
    report = review_lately(store, now)
    silent = (m for m in report.milestones if not _is_written(store, m, report))
    return report._replace(
        visits=_visits(store, report.diary), milestones=tuple(silent)
    )


def _visits(store: Store, diary: Diary) -> tuple[Visit, ...]:
    """Those of earlier recoveries too: each is still an appointment."""
    procedures = (*diary.earlier, diary.procedure)
    found = [store.visits(diary.person, procedure) for procedure in procedures]
    return tuple(sorted((v for visits in found for v in visits), key=_when))


def _when(visit: Visit) -> tuple[str, str, int]:
    at = visit.at.isoformat() if visit.at else ""
    return visit.on.isoformat(), at, visit.number


def _is_written(store: Store, reading: MilestoneReading, report: Report) -> bool:
    """Whether its question was answered in its time, whatever the answer was."""
    window, plan = reading.window, reading.plan
    if reading.status is not Status.OPEN or window is None or window.closes is None:
        return False
    if report.now < window.closes - CLOSING:
        return False
    anything = plan.reach._replace(shape="answered", value=None, days=1)
    wide = plan._replace(reach=anything)
    return written_evidence(store, report.diary, wide, window) is not None

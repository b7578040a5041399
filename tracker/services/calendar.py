"""What the diary puts in a calendar, and what has to be taken out of it again."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from tracker.domain.calendar import (
    CalendarPlan,
    Occasion,
    as_it_stands,
    at_instant,
    cancelled,
    plan_check_ins,
    plan_milestone,
    plan_question,
    plan_visit,
    words_to_ask,
)
from tracker.domain.diary import Diary
from tracker.domain.facts import Procedure, RowChange
from tracker.domain.protocol import MilestonePlan
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Limit
from tracker.domain.values import NamedTuple
from tracker.domain.window import Window, local_day
from tracker.domain.wording import join_words
from tracker.services.evidence import DAY_SLACK, FAR
from tracker.services.review import review
from tracker.store import facts
from tracker.store.bulk import IMPORT
from tracker.store.rows import Row, instant_text
from tracker.store.store import Store

Image = tuple[int, Row]
Step = tuple[str, int, list[RowChange]]

# Rows that stand in a calendar, and rows that change what stands there.
PLACED = ("procedure", "milestone", "instruction", "visit")
TOLD = ("answer", "completion", IMPORT)


class Traced(NamedTuple):
    """A row as it was last, whether it stands, and the newest step that touched it."""

    row: Row
    stands: bool
    seq: int


class Trail(NamedTuple):
    """What one chain of the history says: rows by table, and images ever written."""

    rows: dict[str, list[Traced]]
    images: dict[str, list[Image]]

    @property
    def begun(self) -> int:
        """The newest step that began a recovery, or took a beginning back."""
        return max(each.seq for each in self.rows["procedure"])

    def of(self, table: str, procedure_id: str) -> list[Traced]:
        """The rows of a procedure."""
        found = self.rows[table]
        return [each for each in found if each.row["procedure_id"] == procedure_id]


def plan_calendar(store: Store, diary: Diary, now: datetime) -> CalendarPlan:
    """Everything the diary ever put in a calendar, as it stands at ``now``."""
    today = local_day(now, diary.zone, diary.person.day_start)
    occasions: list[Occasion] = []
    with store.reading():
        report = review(store, diary, now, today, today)
        steps = store.steps(diary.person)
        for _, chain in groupby(steps, key=lambda step: step[0]):
            trail = _follow(chain)
            occasions += _visits(trail)
            for row, _, _ in trail.rows["procedure"]:
                occasions += _recovery(trail, facts.read_procedure(row), report)
    return at_instant(now, occasions)


def _follow(steps: Iterable[Step]) -> Trail:
    rows: dict[str, dict[tuple[str, str], Traced]] = {table: {} for table in PLACED}
    images: dict[str, list[Image]] = {table: [] for table in TOLD}
    for _, seq, taking_back in steps:
        for table, made, was in taking_back:
            # What takes a step back begins with what the step made.
            row = made or was or {}
            if table in rows:
                place = (str(row.get("procedure_id")), str(row["id"]))
                rows[table][place] = Traced(row, made is not None, seq)
            if table in images:
                images[table] += [(seq, image) for image in (made, was) if image]
    return Trail({table: list(found.values()) for table, found in rows.items()}, images)


def _visits(trail: Trail) -> Iterator[Occasion]:
    """Every visit; one of an earlier recovery is still an appointment."""
    for row, stands, seq in trail.rows["visit"]:
        occasion = plan_visit(facts.read_visit(row), seq)
        yield occasion if stands else cancelled(occasion)


def _recovery(trail: Trail, procedure: Procedure, report: Report) -> Iterator[Occasion]:
    """The newest recovery; of earlier ones and those taken back nothing stays."""
    present = procedure.id == report.diary.procedure.id
    zone = report.diary.zone if present else ZoneInfo(procedure.zone)
    for reminder in plan_check_ins(procedure, zone, trail.begun):
        yield reminder if present else cancelled(reminder)
    readings = report.milestones if present else ()
    yield from _milestones(trail, procedure.id, readings, zone)
    yield from _questions(trail, procedure.id, report.limits if present else (), zone)


def _milestones(
    trail: Trail,
    procedure_id: str,
    readings: Iterable[MilestoneReading],
    zone: ZoneInfo,
) -> Iterator[Occasion]:
    """Every milestone with a window of its own; without its reading it is cancelled.

    One that follows a limit has none: it is asked about on the limit's own day.
    """
    known = {reading.plan.id: reading for reading in readings}
    for row, _, seq in trail.of("milestone", procedure_id):
        id_, window = facts.read_milestone(row)
        if window is None:
            continue
        reading = known.get(id_)
        newest = max(trail.begun, seq, _newest_word(trail, procedure_id, reading))
        title = reading.plan.title if reading else ""
        occasion = plan_milestone(procedure_id, id_, window, title, zone, newest)
        yield as_it_stands(occasion, reading.status if reading else None)


def _newest_word(
    trail: Trail, procedure_id: str, reading: MilestoneReading | None
) -> int:
    """The newest step that marked a milestone, or touched what can reach it."""
    if reading is None or reading.window is None:
        return 0
    plan = reading.plan
    first, last = _can_reach(plan, reading.window)
    marks = [
        seq
        for seq, row in trail.images["completion"]
        if row["procedure_id"] == procedure_id and row["milestone"] == plan.id
    ]
    answers = [
        seq
        for seq, row in trail.images["answer"]
        if row["procedure_id"] == procedure_id
        and row["question"] == plan.reach.question
        and first <= row["at"] <= last
    ]
    # One image stands for all the answers of an import, whichever they are.
    imports = [seq for seq, _ in trail.images[IMPORT]]
    return max((*marks, *answers, *imports), default=0)


def _can_reach(plan: MilestonePlan, window: Window) -> tuple[str, str]:
    """The instants between which an answer may reach a milestone, generously."""
    closes = window.closes if plan.kind == "check" and window.closes else FAR
    return instant_text(window.opens - DAY_SLACK), instant_text(closes + DAY_SLACK)


def _questions(
    trail: Trail, procedure_id: str, limits: Iterable[Limit], zone: ZoneInfo
) -> Iterator[Occasion]:
    """A day on which a told limit ends; one that nobody names any more is cancelled."""
    told = trail.of("instruction", procedure_id)
    newest = max((trail.begun, *(each.seq for each in told)))
    asked = _asked(limits)
    for day in sorted({str(row["until"]) for row, _, _ in told if row["until"]}):
        title = ", ".join(asked.get(day, ()))
        occasion = plan_question(
            procedure_id, date.fromisoformat(day), title, zone, newest
        )
        yield occasion if title else cancelled(occasion)


def _asked(limits: Iterable[Limit]) -> dict[str, list[str]]:
    """The limits to ask about with whose word it is, by the day that somebody named."""
    found: dict[str, list[str]] = {}
    for limit in limits:
        said_by: dict[str, list[str]] = {}
        for day, word in words_to_ask(limit):
            said_by.setdefault(day.isoformat(), []).append(word.by)
        for until, names in said_by.items():
            who = join_words(list(dict.fromkeys(names)))
            found.setdefault(until, []).append(f"{limit.plan.title} (said by {who})")
    return found

"""The page for a visit as figures, worked out once; every format shows these."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.domain.figures import (
    AT_EACH_END,
    Change,
    Figure,
    Named,
    Score,
    change,
    figures_of,
    name_change,
    scores,
)
from tracker.domain.protocol import TIERS, Question
from tracker.domain.report import MilestoneReading, Report, WarningReading
from tracker.domain.restrictions import Limit, Told
from tracker.domain.status import Status
from tracker.domain.trends import all_readings, written_days
from tracker.domain.values import NamedTuple
from tracker.domain.window import local_day


class Period(NamedTuple):
    """The days of the page; ``since`` is "procedure", "visit" or "day".

    ``days`` are those that count: every day with an entry, and every day between
    the procedure and today. ``late`` entries were typed on a later day than theirs.
    """

    first: date
    last: date
    since: str
    days: tuple[date, ...]
    written: tuple[date, ...]
    entries: int
    late: int

    @property
    def blank(self) -> tuple[date, ...]:
        """The days that count and have no entry."""
        return tuple(day for day in self.days if day not in self.written)


class Asked(NamedTuple):
    """On how many of the days with an entry all signs were asked, or some of them."""

    whole: int
    partly: int
    of: int


class Wrote(NamedTuple):
    """How many entries an author wrote, and in which way; see ``CheckIn.relayed``."""

    author: str
    relayed: bool | None
    entries: int


class Note(NamedTuple):
    """A free note; ``of`` is what it was written about, as in "entry 12"."""

    day: date
    of: str
    author: str
    text: str


class Summary(NamedTuple):
    """The page as figures. ``scores`` begin with the baseline question.

    ``to_ask`` are questions for the visit: one for each limit that nobody told.
    ``figures`` are the other answered questions in the order of the protocol;
    ``unwritten`` are those asked by themselves in this time that nobody answered.
    ``notes`` is None where nobody asked for them.
    """

    report: Report
    period: Period
    asked: Asked
    warnings: tuple[WarningReading, ...]
    to_ask: tuple[str, ...]
    scores: tuple[Score, ...]
    change: Change | None
    figures: tuple[Figure, ...]
    unwritten: tuple[Question, ...]
    reached: tuple[MilestoneReading, ...]
    to_discuss: tuple[MilestoneReading, ...]
    wrote: tuple[Wrote, ...]
    notes: tuple[Note, ...] | None = None


def summarise(report: Report, *, notes: bool = False) -> Summary:
    """Work out the page of a report, with the free notes where they are wanted."""
    period = _period(report)
    entries = [e for e in report.check_ins if period.first <= e.day <= period.last]
    protocol = report.diary.protocol
    taken = all_readings(entries, protocol.questions)
    scored = scores(protocol, taken)
    ids = {score.question.id for score in scored}
    others = [q for q in protocol.questions if q.id not in ids]
    return Summary(
        report,
        period,
        _asked(entries),
        _warnings(report, period),
        to_ask(report.limits),
        scored,
        _change(report.diary, scored),
        tuple(f for q in others for f in figures_of(q, taken[q.id])),
        tuple(q for q in others if not taken[q.id] and _asked_of(q, report, period)),
        _reached(report.milestones, period.last),
        _to_discuss(report.milestones),
        _wrote(entries),
        _notes(report, period, entries) if notes else None,
    )


def _period(report: Report) -> Period:
    """The days that were read, from the first that can have something to say."""
    on, last = report.diary.procedure.on, report.last
    first = max(report.first, min(on, last, *(e.day for e in report.check_ins)))
    entries = [entry for entry in report.check_ins if first <= entry.day <= last]
    written = written_days(entries)
    length = (last - first).days + 1
    days = (first + timedelta(days=number) for number in range(length))
    return Period(
        first,
        last,
        _since(report, first),
        tuple(day for day in days if on < day < report.today or day in written),
        tuple(written),
        len(entries),
        sum(_is_late(entry, report) for entry in entries),
    )


def _since(report: Report, first: date) -> str:
    if first == report.diary.procedure.on:
        return "procedure"
    done = [v.done_on for v in report.visits if v.done_on and v.done_on < report.last]
    return "visit" if done and first == max(done) else "day"


def _is_late(entry: CheckIn, report: Report) -> bool:
    day_start = report.diary.person.day_start
    return local_day(entry.recorded_at, ZoneInfo(entry.zone), day_start) > entry.day


def _asked(entries: Sequence[CheckIn]) -> Asked:
    whole = {entry.day for entry in entries if entry.signs_asked == "yes"}
    partly = {entry.day for entry in entries if entry.signs_asked == "partly"}
    return Asked(len(whole), len(partly - whole), len(written_days(entries)))


def _warnings(report: Report, period: Period) -> tuple[WarningReading, ...]:
    """What nobody answered, then those of the period: gravest first, then newest."""
    shown = [
        reading
        for reading in report.warnings
        if reading.answer is None
        or any(period.first <= day <= period.last for day in _days_of(reading))
    ]
    return tuple(sorted(shown, key=_how_pressing))


def _days_of(reading: WarningReading) -> tuple[date, ...]:
    """The day of a warning, and the day on which it was answered."""
    answer = reading.answer
    return (reading.shown.day, *((answer.day,) if answer else ()))


def _how_pressing(reading: WarningReading) -> tuple[bool, int, int, int]:
    shown = reading.shown
    tier = TIERS.index(shown.tier)
    return reading.answer is not None, tier, -shown.day.toordinal(), -shown.number


def to_ask(limits: Iterable[Limit]) -> tuple[str, ...]:
    """What to ask at the visit about the limits that nobody told, or that ended."""
    asked = []
    for limit in limits:
        title = limit.plan.title
        if limit.told is Told.UNTOLD:
            asked.append(limit.plan.ask or f"{title}: what, and until when?")
        if limit.ended:
            asked.append(f"{title}: have you cleared me?")
    return tuple(asked)


def _asked_of(question: Question, report: Report, period: Period) -> bool:
    """Whether a question was asked by itself while something was written."""
    if question.ask == "on-request" or not period.entries:
        return False
    number = report.diary.day_number
    if number(period.last) < 0:
        return False
    begun, ended = question.asked_from, question.asked_until
    if begun is not None and number(period.last) < begun.whole_days():
        return False
    return ended is None or number(period.first) <= ended.whole_days()


def _change(diary: Diary, scored: Sequence[Score]) -> Change | None:
    procedure = diary.procedure
    return change(scored[0], procedure.baseline_pain, procedure.on) if scored else None


def named_change(summary: Summary) -> Named | None:
    """What the change is called; nothing while it is of few entries or one warns."""
    found, words = summary.change, summary.report.diary.protocol.change_words
    if found is None or words is None or summary.warnings:
        return None
    if found.after.n < AT_EACH_END or words.question != summary.scores[0].question.id:
        return None
    return name_change(words, found.before, found.after)


def _reached(
    milestones: Iterable[MilestoneReading], last: date
) -> tuple[MilestoneReading, ...]:
    """Those that were reached up to the last day of the page, by day."""
    dated = [
        (m.evidence.day, number, m)
        for number, m in enumerate(milestones)
        if m.status is Status.REACHED
        and m.evidence is not None
        and m.evidence.day <= last
    ]
    return tuple(reading for _, _, reading in sorted(dated))


def _to_discuss(milestones: Iterable[MilestoneReading]) -> tuple[MilestoneReading, ...]:
    """What is to be talked about with the care team, from its first day on."""
    unsettled = (Status.OPEN, Status.CLOSED)
    return tuple(
        m for m in milestones if m.plan.kind == "talk" and m.status in unsettled
    )


def _wrote(entries: Iterable[CheckIn]) -> tuple[Wrote, ...]:
    counted = Counter((entry.author, entry.relayed) for entry in entries)
    return tuple(Wrote(*who, times) for who, times in counted.most_common())


def _notes(
    report: Report, period: Period, entries: Iterable[CheckIn]
) -> tuple[Note, ...]:
    """The notes of the period, by day: of entries, of warnings, of bone health."""
    found = [Note(e.day, f"entry {e.number}", e.author, e.note) for e in entries]
    for shown, answer in report.warnings:
        if answer is not None:
            of = f"warning {shown.number}"
            found.append(Note(answer.day, of, answer.author, answer.note))
    for item, step in report.bone:
        if step is not None:
            found.append(Note(step.day, item.title, step.author, step.note))
    kept = (n for n in found if n.text and period.first <= n.day <= period.last)
    return tuple(sorted(kept, key=lambda note: note.day))

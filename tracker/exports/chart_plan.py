"""What a picture of the scores shows: values over days, not where they are drawn."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from tracker.domain.figures import Mean, Score
from tracker.domain.protocol import Question
from tracker.domain.report import MilestoneReading
from tracker.domain.restrictions import Limit, say_word
from tracker.domain.summary import Summary
from tracker.domain.trends import Reading
from tracker.domain.values import NamedTuple

FEWEST_ANSWERS = 2
MOST_SCORES = 2
WEEK = 7
TENTHS = 10


class Dot(NamedTuple):
    """A value so many days after the first day of the picture."""

    at: float
    mean: Mean


class Curve(NamedTuple):
    """One score: every answer, and the ``runs`` of dots that a line joins."""

    question: Question
    answers: tuple[Dot, ...]
    runs: tuple[tuple[Dot, ...], ...]


class Mark(NamedTuple):
    """A milestone reached on a day, by its number among all that are reached."""

    at: int
    number: int


class Band(NamedTuple):
    """A told limit, first and last day whole; ``goes_on`` is whether it ends later."""

    first: int
    last: int
    goes_on: bool
    label: str


class Group(NamedTuple):
    """What people elsewhere reported; ``at`` is None for before their procedure."""

    at: int | None
    mean: Mean
    when: str
    people: int


class Picture(NamedTuple):
    """All that is drawn; days are counted from ``first``, a week begins with it too."""

    first: date
    days: int
    weekly: bool
    curves: tuple[Curve, ...]
    before: int | None
    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]
    warned: tuple[int, ...]
    groups: tuple[Group, ...]


def plan_picture(
    summary: Summary, most_days: int, *, reference: bool = False
) -> Picture | None:
    """The picture; None for few answers. Over ``most_days`` days weeks are joined."""
    scores = summary.scores[:MOST_SCORES]
    if sum(len(score.readings) for score in scores) < FEWEST_ANSWERS:
        return None
    first, last = summary.period.first, summary.period.last
    days = (last - first).days + 1
    weekly = days > most_days
    bands = (_band(limit, first, days) for limit in summary.report.limits)
    shown = {(each.shown.day - first).days for each in summary.warnings}
    return Picture(
        first,
        days,
        weekly,
        tuple(_curve(score, first, days, weekly=weekly) for score in scores),
        summary.report.diary.procedure.baseline_pain,
        tuple(_marks(summary.reached, first, days)),
        tuple(band for band in bands if band is not None),
        tuple(sorted(day for day in shown if 0 <= day < days)),
        tuple(_groups(summary, first, days)) if reference else (),
    )


def _curve(score: Score, first: date, days: int, *, weekly: bool) -> Curve:
    answers = tuple(
        Dot((reading.day - first).days, Mean(reading.steps, 1))
        for reading in score.readings
    )
    joined = _weeks(score.readings, first, days) if weekly else answers
    return Curve(score.question, answers, tuple(_runs(joined, WEEK if weekly else 1)))


def _weeks(taken: Iterable[Reading], first: date, days: int) -> list[Dot]:
    """The mean of each week that has answers, at the middle of its days."""
    weeks: dict[int, list[int]] = {}
    for reading in taken:
        weeks.setdefault((reading.day - first).days // WEEK, []).append(reading.steps)
    return [
        Dot(_middle(week * WEEK, days), Mean(sum(steps), len(steps)))
        for week, steps in sorted(weeks.items())
    ]


def _middle(begin: int, days: int) -> float:
    return (begin + min(begin + WEEK, days) - 1) / 2


def _runs(dots: Sequence[Dot], apart: int) -> list[tuple[Dot, ...]]:
    """The dots parted wherever more than ``apart`` days lie between two of them."""
    runs: list[list[Dot]] = [[dot] for dot in dots[:1]]
    for before, after in pairwise(dots):
        if after.at - before.at > apart:
            runs.append([])
        runs[-1].append(after)
    return [tuple(run) for run in runs]


def _marks(
    reached: Iterable[MilestoneReading], first: date, days: int
) -> Iterable[Mark]:
    for number, reading in enumerate(reached, 1):
        assert reading.evidence is not None
        at = (reading.evidence.day - first).days
        if 0 <= at < days:
            yield Mark(at, number)


def _band(limit: Limit, first: date, days: int) -> Band | None:
    """The word that counts as a band; without one, or once cleared, there is none."""
    word = limit.word
    if word is None or word.cleared:
        return None
    begin = max((word.told_on - first).days, 0)
    end = days if word.until is None else (word.until - first).days
    if begin >= days or end < begin:
        return None
    label = f"{limit.plan.title}: {say_word(word)}, said by {word.by}"
    return Band(begin, min(end, days - 1), end >= days, f"{label}{_then(limit)}")


def _then(limit: Limit) -> str:
    """What is not settled about a limit."""
    differ = "; what was said differs" if limit.differing else ""
    return f"{differ}; now ask again" if limit.word in limit.ended else differ


def _groups(summary: Summary, first: date, days: int) -> Iterable[Group]:
    diary = summary.report.diary
    reference, question = diary.protocol.reference, summary.scores[0].question
    if reference is None or reference.question != question.id:
        return
    shift = diary.day_number(first)
    for row in reference.rows:
        mean = Mean(row.mean * question.step, TENTHS)
        if row.day <= 0:
            yield Group(None, mean, row.when, row.people)
        elif 0 <= row.day - shift < days:
            yield Group(row.day - shift, mean, row.when, row.people)

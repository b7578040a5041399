"""The answers to one question, a line a day, with bars where they are numbers."""

from datetime import date, timedelta

from tracker.domain.answers import decimal, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.figures import Mean
from tracker.domain.protocol import BASELINE_QUESTION, Question, Reference, ReferenceRow
from tracker.domain.trends import Reading, readings, since
from tracker.domain.values import NamedTuple
from tracker.domain.wording import short_day
from tracker.exports.entry_shape import entry
from tracker.exports.figure_words import count, count_days, scale_of, small
from tracker.exports.to_json import VERSION, Shape

NUMBERS = ("scale", "count", "measure")
WHOLE_SCALE = ("scale", "measure")
TENTHS = 10
NUMBER = 4
LABEL = 16
MOST_SAID = 9
AXIS = "|"
MOST_CELLS = 40
FEWEST_CELLS = 4
FULL = "\u2588"
# A cell filled from the left by so many eighths.
EIGHTHS = ("", "\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a", "\u2589")
ASCII_FULL = "#"


class Days(NamedTuple):
    """One question over days; ``entries`` are all up to the last, also older ones."""

    question: Question
    diary: Diary
    first: date
    last: date
    entries: tuple[CheckIn, ...]

    @property
    def is_number(self) -> bool:
        """Whether the answers can be drawn as bars."""
        return self.question.kind in NUMBERS

    @property
    def readings(self) -> list[Reading]:
        """Every answer of the days, in the order of the entries."""
        return since(readings(self.entries, self.question), self.first)

    @property
    def earlier(self) -> list[Reading]:
        """The answers of before the days."""
        every = readings(self.entries, self.question)
        return [reading for reading in every if reading.day < self.first]

    @property
    def before(self) -> int | None:
        """The answer before the procedure, where the question has one."""
        if self.question.id != BASELINE_QUESTION:
            return None
        return self.diary.procedure.baseline_pain

    @property
    def reference(self) -> Reference | None:
        """What published groups reported of this question."""
        found = self.diary.protocol.reference
        return found if found and found.question == self.question.id else None

    def every(self) -> list[date]:
        """Every day, answered or not."""
        length = (self.last - self.first).days + 1
        return [self.first + timedelta(days=number) for number in range(length)]


class ChartLine(NamedTuple):
    """A line; ``day`` and ``value`` are None where it has no day or no answer."""

    day: int | None
    label: str
    said: str
    value: Mean | None


class BarEnds(NamedTuple):
    """What an empty bar and a full one stand for, in steps."""

    least: int
    most: int


def lines(days: Days) -> list[ChartLine]:
    """A line for each answer, and one for each day without."""
    question, found = days.question, []
    if days.before is not None:
        said = _said(question, days.before)
        found.append(ChartLine(None, "before", said, Mean(days.before, 1)))
    taken: dict[date, list[int]] = {}
    for reading in days.readings:
        taken.setdefault(reading.day, []).append(reading.steps)
    for day in days.every():
        place = (days.diary.day_number(day), short_day(day))
        found += [
            ChartLine(*place, _said(question, steps), Mean(steps, 1))
            for steps in taken.get(day, [])
        ]
        if day not in taken:
            found.append(ChartLine(*place, "", None))
    return found


def reference_lines(reference: Reference, question: Question) -> list[ChartLine]:
    """A line for each published group, with how many people it is of."""
    return [
        ChartLine(
            None,
            row.when,
            f"{decimal(row.mean, TENTHS)} n={row.people}",
            Mean(row.mean * question.step, TENTHS),
        )
        for row in reference.rows
    ]


def ends_of(days: Days) -> BarEnds:
    """The whole scale; what is counted goes from nothing to the most of the days."""
    question = days.question
    if question.kind in WHOLE_SCALE:
        return BarEnds(question.least, question.most)
    most = max((reading.steps for reading in days.readings), default=0)
    return BarEnds(0, max(most, question.step))


def label_of(row: ChartLine) -> str:
    """The day and its date, as wide as every other."""
    number = "" if row.day is None else str(row.day)
    return f"{number:>{NUMBER}} {row.label}" if number else row.label


def draw(row: ChartLine, ends: BarEnds, width: int, *, blocks: bool) -> str:
    """The line with its bar; nothing at all stands on a day without an answer."""
    label = f"{label_of(row):<{LABEL}}"
    if row.value is None:
        return label.rstrip()
    room = width - LABEL - len(AXIS) - MOST_SAID
    cells = max(FEWEST_CELLS, min(MOST_CELLS, room))
    return f"{label}{AXIS}{_bar(row.value, ends, cells, blocks=blocks)} {row.said}"


def _bar(value: Mean, ends: BarEnds, cells: int, *, blocks: bool) -> str:
    """As long as the value is on the scale, to the nearest part of a cell."""
    parts = len(EIGHTHS) if blocks else 1
    length = (ends.most - ends.least) * value.n
    part = min(max(value.total - ends.least * value.n, 0), length)
    filled = (2 * part * cells * parts + length) // (2 * length)
    if not blocks:
        return ASCII_FULL * filled
    return FULL * (filled // parts) + EIGHTHS[filled % parts]


def _said(question: Question, steps: int) -> str:
    return say_answer(question, Answer(question.id, steps, ""))


def title(days: Days) -> str:
    """What is shown, and of whom."""
    question, name = days.question, days.diary.person.name
    said = scale_of(question) if question.kind == "scale" else question.title
    unit = f" ({question.unit})" if question.unit else ""
    ends = f" ({' to '.join(question.ends)})" if question.ends else ""
    return f"{name[:1].upper()}{name[1:]}: {small(said)}{unit}{ends}"


def say_ends(ends: BarEnds, question: Question) -> str:
    """What the bars stand for."""
    least, most = (decimal(n, question.step).removesuffix(".0") for n in ends)
    unit = f" {question.unit}" if question.unit else ""
    return f"Bars: from {least} to {most}{unit}."


def say_count(days: Days) -> str:
    """How many answers, on how many of the days."""
    taken = days.readings
    answered = len({reading.day for reading in taken})
    many = count(len(taken), "answer", "answers")
    return f"{many} on {answered} of {count_days(len(days.every()))}."


def shape(days: Days, *, reference: bool) -> Shape:
    """The days for programs: version 1. Answers are in the question's own unit."""
    question, found = days.question, days.reference if reference else None
    return {
        "version": VERSION,
        "question": question.id,
        "title": question.title,
        "unit": question.unit or None,
        "before": None if days.before is None else _number(days.before, question.step),
        "earlier": len(days.earlier),
        "days": [_day(days, day) for day in days.every()],
        "reference": [_group(row) for row in found.rows] if found else None,
    }


def _day(days: Days, day: date) -> Shape:
    taken = [
        entry(check_in, days.diary.protocol)["answers"].get(days.question.id)
        for check_in in days.entries
        if check_in.day == day
    ]
    return {
        "day": days.diary.day_number(day),
        "date": day.isoformat(),
        "answers": [value for value in taken if value is not None],
    }


def _group(row: ReferenceRow) -> Shape:
    """A published group; the mean in points of the scale."""
    mean = float(decimal(row.mean, TENTHS))
    return {"when": row.when, "day": row.day, "people": row.people, "mean": mean}


def _number(steps: int, step: int) -> int | float:
    return steps if step == 1 else float(decimal(steps, step))

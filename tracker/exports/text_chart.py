"""The scores over the days: a drawing in letters, or the same as a list."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.domain.answers import decimal
from tracker.domain.figures import Mean, Score
from tracker.domain.layout import wrap
from tracker.domain.protocol import Question
from tracker.domain.summary import Summary
from tracker.domain.values import NamedTuple
from tracker.exports.figure_words import say_mean, small

FEWEST_ANSWERS = 2
MOST_SCORES = 2
MOST_COLUMNS = 21
FEW_DAYS = (1, 2, 3)
MOST_WEEKS = 15
WEEK = 7
MOST_GAPS = 10
WIDEST_CELL = 5
MARGIN = 2
GUTTER = " | "
BASELINE = "B"
WARNING = "w"


class Column(NamedTuple):
    """One day, or several together; ``taken`` holds each score's answers in steps."""

    first: date
    last: date
    taken: tuple[tuple[int, ...], ...]
    warned: bool


class Chart(NamedTuple):
    """What is drawn or told; ``days`` is how many days a column stands for."""

    scores: tuple[Score, ...]
    columns: tuple[Column, ...]
    days: int
    before: int | None


def plan_chart(summary: Summary) -> Chart | None:
    """The columns of the chart; None when there are too few answers to draw."""
    scores = summary.scores[:MOST_SCORES]
    if sum(len(score.readings) for score in scores) < FEWEST_ANSWERS:
        return None
    first, last = summary.period.days[0], summary.period.days[-1]
    days = _days_each((last - first).days + 1)
    columns = []
    while first <= last:
        end = min(first + timedelta(days=days - 1), last)
        columns.append(_column(summary, scores, first, end))
        first = end + timedelta(days=1)
    before = summary.report.diary.procedure.baseline_pain
    return Chart(scores, tuple(columns), days, before)


def _days_each(length: int) -> int:
    """The fewest days a column has to stand for: up to three, or whole weeks."""
    few = (days for days in FEW_DAYS if length <= days * MOST_COLUMNS)
    weeks = -(-length // WEEK)
    return next(few, WEEK * -(-weeks // MOST_WEEKS))


def _column(
    summary: Summary, scores: Sequence[Score], first: date, last: date
) -> Column:
    taken = tuple(
        tuple(r.steps for r in score.readings if first <= r.day <= last)
        for score in scores
    )
    warned = any(first <= each.shown.day <= last for each in summary.warnings)
    return Column(first, last, taken, warned)


def draw(chart: Chart, summary: Summary, width: int) -> list[str]:
    """The chart as lines: a blank where nothing was answered, and never a line.

    It goes up to the highest mark, and always down to the least of the scale.
    """
    question = chart.scores[0].question
    gap = -(-(question.most - question.least) // MOST_GAPS)
    marked = [_marked(chart, column, gap) for column in _drawn(chart)]
    heights = range(max(max(rows, default=0) for rows in marked) + 1)
    labels = [decimal(question.least + gap * row, question.step) for row in heights]
    margin = max(len("day"), *(len(label) for label in labels)) + MARGIN
    cell = _cell(chart, width - margin - len(GUTTER))
    lines = [
        f"{labels[row]:>{margin}}{GUTTER}{_line(marked, row, cell)}"
        for row in reversed(heights)
    ]
    lines.append(f"{'':>{margin}} +{'-' * (cell * len(marked) + 1)}")
    lines += [
        f"{name:>{margin}}{' ' * len(GUTTER)}{_spread(words, cell)}"
        for name, words in _below(chart, summary)
    ]
    legend = wrap(_legend(chart), width, margin, margin)
    return [*(line.rstrip() for line in lines), *legend]


def _line(marked: Sequence[dict[int, str]], row: int, cell: int) -> str:
    return "".join(f"{rows.get(row, ''):<{cell}}" for rows in marked)


def _cell(chart: Chart, room: int) -> int:
    """The width of a column: as wide as there is room, and wide enough for its n."""
    widest = min(WIDEST_CELL, room // len(_drawn(chart)))
    if chart.days == 1:
        return max(MOST_SCORES, widest)
    counts = [len(str(len(steps))) for c in chart.columns for steps in c.taken]
    return max(widest, max(counts) + 1)


def _drawn(chart: Chart) -> list[Column | None]:
    """The columns from left to right; None is the one before the procedure."""
    return [*([] if chart.before is None else [None]), *chart.columns]


def _marked(chart: Chart, column: Column | None, gap: int) -> dict[int, str]:
    """A column's marks by row, counted from the lowest; each score has its place."""
    least = chart.scores[0].question.least
    if column is None:
        return {_row(Mean(chart.before or 0, 1), least, gap): BASELINE}
    marks: dict[int, str] = {}
    for place, steps in enumerate(column.taken):
        for row in {_row(mean, least, gap) for mean in _means(chart, steps)}:
            marks[row] = f"{marks.get(row, ''):<{place}}{_marks(chart.scores)[place]}"
    return marks


def _means(chart: Chart, steps: Sequence[int]) -> list[Mean]:
    """Every answer of a day by itself; the answers of several days as one mean."""
    if chart.days == 1:
        return [Mean(number, 1) for number in steps]
    return [Mean(sum(steps), len(steps))] if steps else []


def _row(mean: Mean, least: int, gap: int) -> int:
    """The nearest row, halves upwards."""
    above = mean.total - least * mean.n
    return (2 * above + mean.n * gap) // (2 * mean.n * gap)


def _marks(scores: Sequence[Score]) -> list[str]:
    """An o, and for the score beside it the first letter of its title."""
    letters = [score.question.title[:1].lower() for score in scores[1:]]
    taken = ("o", BASELINE.lower(), WARNING)
    plain = [
        x if x.isascii() and x.isalpha() and x not in taken else "x" for x in letters
    ]
    return ["o", *plain]


def _below(chart: Chart, summary: Summary) -> list[tuple[str, list[str]]]:
    """What stands under the columns: the days, how many answers, the warnings."""
    number = summary.report.diary.day_number
    before = [] if chart.before is None else [""]
    days = [str(number(column.first)) for column in chart.columns]
    rows = [("day", [*(BASELINE for _ in before), *days])]
    if chart.days > 1:
        for position, mark in enumerate(_marks(chart.scores)):
            counts = [len(column.taken[position]) for column in chart.columns]
            rows.append((f"n {mark}", before + [str(n) if n else "" for n in counts]))
    if any(column.warned for column in chart.columns):
        rows.append(("", before + [WARNING if c.warned else "" for c in chart.columns]))
    return rows


def _spread(words: Sequence[str], cell: int) -> str:
    """Words under their columns; where they would touch, only some."""
    longest = max(len(word) for word in words)
    every = -(-(longest + 1) // cell)
    line = ""
    for number, word in enumerate(words):
        if number % every == 0:
            line = f"{line:<{number * cell}}{word}"
    return line


def _legend(chart: Chart) -> str:
    marks = zip(_marks(chart.scores), chart.scores, strict=True)
    said = [f"{mark} = {small(score.question.title)}" for mark, score in marks]
    if chart.before is not None:
        said.append(f"{BASELINE} = before the procedure")
    if any(column.warned for column in chart.columns):
        said.append(f"{WARNING} = warning sign shown")
    said.append("blank = no answer")
    if chart.days == 1:
        return f"{', '.join(said)}."
    return (
        f"{', '.join(said)}. Each column is {chart.days} days from the day under it: "
        "the mean of n answers, on the nearest line."
    )


def tell(chart: Chart, summary: Summary) -> list[tuple[str, str]]:
    """The same as a list of days and what was answered."""
    number = summary.report.diary.day_number
    told = []
    for column in chart.columns:
        first, last = number(column.first), number(column.last)
        days = f"day {first}" if first == last else f"days {first} to {last}"
        told.append((days, _told(chart, column)))
    return told


def _told(chart: Chart, column: Column) -> str:
    said = [
        f"{small(score.question.title)} {_answers(chart, score.question, steps)}"
        for score, steps in zip(chart.scores, column.taken, strict=True)
        if steps
    ]
    warned = ["warning sign shown"] if column.warned else []
    return "; ".join([*(said or ["no answer"]), *warned])


def _answers(chart: Chart, question: Question, steps: Sequence[int]) -> str:
    if chart.days == 1:
        return ", ".join(decimal(number, question.step) for number in steps)
    mean = say_mean(Mean(sum(steps), len(steps)), question.step)
    return f"{mean} on average (n={len(steps)})"

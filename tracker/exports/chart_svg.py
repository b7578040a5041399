"""The scores over the days as one SVG picture, for a screen or for paper."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from html import escape

from tracker.domain.answers import decimal
from tracker.domain.diary import Diary
from tracker.domain.figures import Mean
from tracker.domain.protocol import Question
from tracker.domain.summary import Summary
from tracker.domain.wording import mid_day, short_date
from tracker.exports.chart_marks import (
    BEFORE_ROOM,
    EDGE,
    FIRST,
    FONTS,
    INK,
    PAPER,
    ROW,
    SECOND,
    SINKS,
    SOFT,
    Canvas,
    Frame,
    Size,
    drawable,
    fit,
    mark,
    numbers,
)
from tracker.exports.chart_plan import (
    MOST_SCORES,
    Band,
    Curve,
    Mark,
    Picture,
    plan_picture,
)
from tracker.exports.figure_words import count_days, say_score, scale_of

GRID = "#c8c8c8"
BAND = "#dadada"
WIDE = Size(720, 112, 13, 90)
NARROW = Size(360, 150, 13, 42)
# For large print: as wide as paper, its letters nearly as large as the text.
LARGE = Size(600, 100, 15, 70)
RIGHT = 28
SCALE_ROOM = 28
BESIDE = 14
LEAST_TICK = 64
TICKS = (1, 2, 3, 7, 14, 28, 56, 112, 224, 448, 896)
MOST_LINES = 5
TENS = (1, 2, 5)
BAR = 8
TIP = 6
SMALL = 0.4
# In large letters "before" and the dates need more room, so that none runs together.
BEFORE_LETTERS = 4.9
DATE_LETTERS = 4.2
DENSE = 0.6
CURVES = (("first", FIRST, ""), ("second", SECOND, ' stroke-dasharray="6 4"'))


def draw(
    summary: Summary,
    *,
    size: Size = WIDE,
    reference: bool = False,
    ids: str = "chart",
) -> str | None:
    """The whole picture; None while there are too few answers for one.

    ``ids`` begins the ids in it, so that two pictures can stand on one page.
    """
    picture = plan_picture(summary, size.most_days, reference=reference)
    if picture is None:
        return None
    canvas = Canvas(size)
    canvas.flow(_legend(picture, summary))
    frame = _frame(canvas, picture)
    _grid(canvas, frame)
    _days(canvas, picture, frame, summary.report.diary)
    _marks(canvas, picture.marks, frame)
    _values(canvas, picture, frame)
    _bands(canvas, picture.bands, frame)
    canvas.flow(_notes(picture, frame))
    return _whole(canvas, ids, _title(summary), alternative(summary))


def alternative(summary: Summary) -> str:
    """The picture in words: each score with its n, and the days without an entry."""
    diary, period = summary.report.diary, summary.period
    said = [
        f"{scale_of(score.question)}: {say_score(score, diary)}, "
        f"n={len(score.readings)}"
        for score in summary.scores[:MOST_SCORES]
    ]
    before = diary.procedure.baseline_pain
    if said and before is not None:
        steps = summary.scores[0].question.step
        said[0] += f"; {decimal(before, steps)} before the procedure"
    said.append(f"{len(period.blank)} of {count_days(len(period.days))} have no entry")
    return drawable(f"{'. '.join(said)}.")


def _title(summary: Summary) -> str:
    names = [scale_of(score.question) for score in summary.scores[:MOST_SCORES]]
    first, last = mid_day(summary.period.first), mid_day(summary.period.last)
    return drawable(f"{' and '.join(names)}, {first} to {last}")


def _whole(canvas: Canvas, ids: str, title: str, words: str) -> str:
    width, height, name = canvas.size.width, round(canvas.y) + EDGE, escape(ids)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" font-family="{FONTS}" '
            f'aria-labelledby="{name}-title {name}-desc">',
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-desc">{escape(words)}</desc>',
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *canvas.parts,
            "</svg>\n",
        ]
    )


def _legend(picture: Picture, summary: Summary) -> Iterator[tuple[str, str]]:
    """What each mark is; a score always with its n."""
    for (form, _, _), curve in zip(CURVES, picture.curves, strict=False):
        yield form, f"{scale_of(curve.question)}, n={len(curve.answers)}"
    if picture.before is not None:
        yield "before", "before the procedure"
    if picture.warned:
        yield "warning", "warning sign shown"
    reference = summary.report.diary.protocol.reference
    if picture.groups and reference is not None:
        of = ", ".join(f"{group.when} n={group.people}" for group in picture.groups)
        yield "group", f"{reference.title}: {of}. No target."


def _notes(picture: Picture, frame: Frame) -> Iterator[tuple[str, str]]:
    """How the marks are to be read; the page lists the milestones by number."""
    if picture.marks:
        yield "", "Above: milestones by number."
    if not picture.weekly:
        yield "", "Lines join days in a row. Blank: no answer."
        return
    counts = [dot.mean.n for curve in picture.curves for r in curve.runs for dot in r]
    of = f"the mean of a week, n={min(counts)} to {max(counts)} answers"
    marks = f"Small: each answer. Large: {of}" if frame.roomy else f"Each mark: {of}"
    yield "", f"{marks}. Lines join weeks in a row. Blank: no answer."


def _frame(canvas: Canvas, picture: Picture) -> Frame:
    """The place of the grid, under what stands above it."""
    size = canvas.size
    beside = picture.before is not None or any(g.at is None for g in picture.groups)
    room = max(BEFORE_ROOM, size.font * BEFORE_LETTERS)
    left = EDGE + SCALE_ROOM + (room if beside else 0)
    top = canvas.y + size.font * (2 if picture.marks else 1 / 2)
    canvas.y = top + size.plot
    question = picture.curves[0].question
    right = size.width - RIGHT
    return Frame(left, right, top, canvas.y, picture.days, question, room)


def _grid(canvas: Canvas, frame: Frame) -> None:
    """The whole scale, lowest value at the bottom."""
    question = frame.question
    begin = EDGE + SCALE_ROOM
    for steps in _scale(question):
        y = frame.y(Mean(steps, 1))
        canvas.add(_path(f"M{begin:.1f} {y:.1f}H{frame.right:.1f}", GRID))
        words = decimal(steps, question.step).removesuffix(".0")
        canvas.text(begin - EDGE, y + canvas.size.font * SINKS, words, "end")


def _scale(question: Question) -> list[int]:
    """Round steps of the scale, with both of its ends."""
    length, gap = question.most - question.least, 1
    sizes = (ten * 10**power for power in range(len(str(length))) for ten in TENS)
    gap = next(gap for gap in sizes if length <= gap * MOST_LINES)
    return [*range(question.least, question.most - gap // 2, gap), question.most]


def _days(canvas: Canvas, picture: Picture, frame: Frame, diary: Diary) -> None:
    """The dates and the days under the grid, as many as can be read."""
    font, bottom = canvas.size.font, frame.bottom
    least = max(LEAST_TICK, font * DATE_LETTERS) / frame.day
    every = next((days for days in TICKS if days >= least), TICKS[-1])
    begin = bottom + (2 * BAR if picture.warned else 0)
    number = diary.day_number(picture.first)
    for at in range(-number % every, picture.days, every):
        day, x = picture.first + timedelta(days=at), frame.x(at)
        canvas.add(_path(f"M{x:.1f} {bottom:.1f}V{begin + TIP:.1f}", SOFT))
        canvas.text(x, begin + TIP + font, short_date(day), "middle")
        words = f"day {number + at}"
        canvas.text(x, begin + TIP + font * (1 + ROW * 0.9), words, "middle")
    for at in picture.warned:
        canvas.add(mark("warning", frame.x(at), bottom + BAR + 1))
    if frame.left > EDGE + SCALE_ROOM:
        canvas.text(frame.x(None), begin + TIP + font, "before", "middle")
    canvas.y = begin + TIP + font * (2 + ROW)


def _marks(canvas: Canvas, marks: Sequence[Mark], frame: Frame) -> None:
    """A tick for each milestone; numbers that would touch are written as one."""
    font = canvas.size.font
    begin = frame.top - font
    places = [(reached.number, frame.x(reached.at)) for reached in marks]
    for _, x in places:
        canvas.add(_path(f"M{x:.1f} {begin:.1f}V{frame.top - TIP:.1f}", INK))
    for x, words in numbers(places, font):
        canvas.text(x, begin - 2, words, "middle")


def _values(canvas: Canvas, picture: Picture, frame: Frame) -> None:
    _groups(canvas, picture, frame)
    for curve, style in zip(picture.curves, CURVES, strict=False):
        _lines(canvas, curve, style, frame)
    large = 1 if frame.roomy else DENSE
    for curve, (form, _, _) in zip(picture.curves, CURVES, strict=False):
        small = curve.answers if picture.weekly and frame.roomy else ()
        dots = [(dot, SMALL) for dot in small]
        dots += [(dot, large) for run in curve.runs for dot in run]
        for dot, part in dots:
            canvas.add(mark(form, frame.x(dot.at), frame.y(dot.mean), part))
    if picture.before is not None:
        y = frame.y(Mean(picture.before, 1))
        canvas.add(mark("before", frame.x(None), y))


def _groups(canvas: Canvas, picture: Picture, frame: Frame) -> None:
    """What others reported, each by itself: no line joins different people."""
    for group in picture.groups:
        own = group.at is None and picture.before is not None
        x = frame.x(group.at) + (BESIDE if own else 0)
        canvas.add(mark("group", x, frame.y(group.mean)))


def _lines(
    canvas: Canvas, curve: Curve, style: tuple[str, str, str], frame: Frame
) -> None:
    """A line for every run of days, and none where an answer is missing."""
    _, colour, dashes = style
    for run in curve.runs:
        places = [f"{frame.x(dot.at):.1f} {frame.y(dot.mean):.1f}" for dot in run]
        if len(places) > 1:
            canvas.add(_path(f"M{' L'.join(places)}", colour, dashes, 2))


def _bands(canvas: Canvas, bands: Iterable[Band], frame: Frame) -> None:
    """A bar from the day a limit was told; open at its end where it goes on."""
    font = canvas.size.font
    for band in bands:
        for line in fit(band.label, canvas.size.width - 2 * EDGE, font):
            canvas.text(EDGE, canvas.y + font, line)
            canvas.y += font * ROW
        left = frame.x(band.first) - frame.day / 2
        right = frame.x(band.last) + frame.day / 2
        top, bottom = canvas.y, canvas.y + BAR
        canvas.add(
            f'<rect class="limit" x="{left:.1f}" y="{top:.1f}" '
            f'width="{right - left:.1f}" height="{BAR}" fill="{BAND}"/>'
        )
        end = "" if band.goes_on else "Z"
        line = f"M{right:.1f} {top:.1f}H{left:.1f}V{bottom:.1f}H{right:.1f}{end}"
        canvas.add(_path(line, SOFT))
        canvas.y = bottom + font / 2


def _path(line: str, colour: str, more: str = "", wide: int = 1) -> str:
    return (
        f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="{wide}"{more}/>'
    )

"""The windows as bars, for a terminal: a picture beside the list, never instead."""

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Limit, Told
from tracker.domain.status import Status
from tracker.domain.values import NamedTuple
from tracker.domain.window import local_day
from tracker.domain.wording import short_day, visible
from tracker.exports.milestone_words import LAST_MOMENT

NARROWEST = 40
BESIDE = 4
AHEAD = timedelta(days=7)
MOST_CELLS = 56
BAR, TODAY, BOTH, GOES_ON, REACHED = "=", "|", "#", ">", "x"
LEGEND = (
    "= the time for it, | today, # both, x reached, > no end is known, "
    "ask = nobody has told an end"
)
NO_DATE = "no date"


class Bar(NamedTuple):
    """A line: from ``first`` to ``last``, or words where there is no bar.

    ``last`` is None while nobody has said when it ends; ``reached`` is a day.
    """

    title: str
    first: date | None
    last: date | None
    reached: date | None
    words: str


class Scale(NamedTuple):
    """The days from first to last over so many cells."""

    first: date
    last: date
    cells: int

    def cell(self, day: date) -> int:
        """The cell of a day."""
        length = (self.last - self.first).days + 1
        return min((day - self.first).days * self.cells // length, self.cells - 1)


def draw_windows(
    report: Report, shown: Iterable[MilestoneReading], width: int
) -> list[str]:
    """The picture as lines; none where there is no room or nothing to draw."""
    bars = [_milestone(reading, report) for reading in shown]
    bars += [_limit(limit) for limit in report.limits]
    days = [day for bar in bars for day in (bar.first, bar.last, bar.reached) if day]
    if width < NARROWEST or not days:
        return []
    longest = max(len(visible(bar.title)) for bar in bars)
    titles = min(longest, width // 2 - BESIDE)
    cells = min(width - titles - 2, MOST_CELLS)
    scale = Scale(min(*days, report.today), max(*days, report.today + AHEAD), cells)
    return _print(bars, scale, report, titles, width)


def _milestone(reading: MilestoneReading, report: Report) -> Bar:
    window, zone = reading.window, report.diary.zone
    evidence = reading.evidence if reading.status is Status.REACHED else None
    reached = evidence.day if evidence else None
    title = reading.plan.title
    if reading.status is Status.SKIPPED:
        return Bar(title, None, None, None, "skipped")
    if window is None:
        return Bar(title, None, None, reached, "" if reached else NO_DATE)
    first = local_day(window.opens, zone, 0)
    if window.closes is None:
        return Bar(title, first, None, reached, "")
    last = max(first, local_day(window.closes - LAST_MOMENT, zone, 0))
    return Bar(title, first, last, reached, "")


def _limit(limit: Limit) -> Bar:
    """A bar for a word that is in force or has ended; without one only "ask"."""
    title, word = limit.plan.title, limit.word
    if limit.told is Told.CLEARED:
        return Bar(title, None, None, None, "cleared")
    if word is None:
        return Bar(title, None, None, None, "ask")
    ended = "ask" if limit.ended else ""
    return Bar(title, word.told_on, word.until, None, ended)


def _line(bar: Bar, scale: Scale, today: date) -> str:
    """One line of cells; today's is marked on every line."""
    cells = [" "] * scale.cells
    end = 0
    if bar.first is not None:
        first, end = scale.cell(bar.first), scale.cell(bar.last or scale.last)
        cells[first : end + 1] = BAR * (end + 1 - first)
        cells[end] = BAR if bar.last else GOES_ON
    at = scale.cell(today)
    cells[at] = TODAY if cells[at] == " " else BOTH
    if bar.reached is not None:
        cells[scale.cell(bar.reached)] = REACHED
    return _with_words("".join(cells), bar.words, end)


def _with_words(line: str, words: str, start: int) -> str:
    """Words where cells are free, after the bar if they can."""
    if not words:
        return line
    room = " " * (len(words) + 2)
    place = max(f" {line} ".find(room, start), f" {line} ".find(room))
    if place < 0:
        return line
    return f"{line[:place]}{words}{line[place + len(words) :]}"


def _ends(scale: Scale) -> tuple[str, str]:
    """The dates under which the cells begin and end."""
    begin, end = (short_day(day).partition(" ")[2] for day in (scale.first, scale.last))
    other = scale.first.year != scale.last.year
    return begin, f"{end} {scale.last.year}" if other else end


def _print(
    bars: Iterable[Bar], scale: Scale, report: Report, titles: int, width: int
) -> list[str]:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=titles)
    grid.add_column(width=scale.cells, no_wrap=True)
    begin, end = _ends(scale)
    grid.add_row("", Text(f"{begin}{end:>{scale.cells - len(begin)}}"))
    for bar in bars:
        grid.add_row(Text(visible(bar.title)), Text(_line(bar, scale, report.today)))
    console = Console(width=width)
    with console.capture() as captured:
        console.print(grid)
    return [line.rstrip() for line in captured.get().splitlines()]

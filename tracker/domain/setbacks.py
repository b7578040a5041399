"""Patterns over days that are worth a question to the care team; never a finding."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tracker.domain.protocol import Setback
from tracker.domain.trends import Reading
from tracker.domain.values import NamedTuple


class SetbackReading(NamedTuple):
    """A pattern that is there: its days, their steps, and what they lie above.

    ``twice_median`` is twice the median of the days before, in steps, so that it is
    a whole number; None for a pattern of signs.
    """

    setback: Setback
    days: tuple[date, ...]
    steps: tuple[int, ...]
    twice_median: int | None


def by_day(taken: Iterable[Reading]) -> list[Reading]:
    """One reading a day, the last one of each, oldest first."""
    newest: dict[date, Reading] = {}
    for reading in taken:
        newest[reading.day] = reading
    return [newest[day] for day in sorted(newest)]


def find_rise(
    setback: Setback, days: Sequence[Reading], today: date
) -> SetbackReading | None:
    """The newest days, each above the median of those before them; None if not.

    ``days`` has one reading a day, oldest first. A day without an answer is nothing:
    it neither breaks a row of days nor makes one.
    """
    row, before = days[-setback.times :], days[: -setback.times][-setback.of :]
    if len(row) < setback.times or len(before) < setback.least:
        return None
    if today - row[0].day >= timedelta(days=setback.within):
        return None
    twice = twice_median([reading.steps for reading in before])
    if any(2 * reading.steps < twice + 2 * setback.by for reading in row):
        return None
    steps = tuple(reading.steps for reading in row)
    return SetbackReading(setback, tuple(r.day for r in row), steps, twice)


def find_shown(
    setback: Setback, shown: Iterable[tuple[str, date]], today: date
) -> SetbackReading | None:
    """The days on which one of its signs, given as (sign, day), was shown lately."""
    first = today - timedelta(days=setback.within - 1)
    days = {day for sign, day in shown if sign in setback.signs and day >= first}
    if not days:
        return None
    return SetbackReading(setback, tuple(sorted(days)), (), None)


def twice_median(steps: Sequence[int]) -> int:
    """Twice the middle of some numbers; of an even count, the sum of both middles."""
    ordered = sorted(steps)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return 2 * ordered[middle]
    return ordered[middle - 1] + ordered[middle]

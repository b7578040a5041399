"""Figures of the answers to a question; a mean never comes without its n."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.domain.protocol import (
    BASELINE_QUESTION,
    ChangeWords,
    Protocol,
    Question,
)
from tracker.domain.trends import Reading
from tracker.domain.values import NamedTuple

AT_EACH_END = 3
TENTHS = 10
HUNDRED = 100
YES_NO = ((0, "no"), (1, "yes"))


class Mean(NamedTuple):
    """A total of whole steps over ``n`` answers; neither is shown without the other."""

    total: int
    n: int

    def tenths(self, step: int) -> int:
        """The mean in tenths of the question's unit, halves upwards."""
        return _nearest(self.total * TENTHS, self.n * step)


class Score(NamedTuple):
    """A question on the scale of the baseline, with every answer of the period."""

    question: Question
    readings: tuple[Reading, ...]

    @property
    def first(self) -> tuple[int, ...]:
        """The first answers, at most three, in steps."""
        return tuple(reading.steps for reading in self.readings[:AT_EACH_END])

    @property
    def last(self) -> tuple[int, ...]:
        """The last answers, at most three, in steps."""
        return tuple(reading.steps for reading in self.readings[-AT_EACH_END:])


class Change(NamedTuple):
    """From the answer before the procedure to the mean of the last answers.

    ``points`` are tenths of the scale and ``percent`` is of the answer before;
    both are negative when the last answers are lower. No percent of zero.
    """

    before: int
    after: Mean
    points: int
    percent: int | None


class Named(NamedTuple):
    """What a change is called: ``word`` is "clear", "large" or None.

    ``acceptable`` is whether the last mean is one that many called acceptable.
    """

    word: str | None
    acceptable: bool


class Ends(NamedTuple):
    """The first and the latest of ``n`` answers."""

    question: Question
    first: Reading
    latest: Reading
    n: int


class ChoiceDays(NamedTuple):
    """The days on which one choice was among the answers."""

    title: str
    days: tuple[date, ...]


class Counted(NamedTuple):
    """A question counted in days: ``days`` have an answer, the commonest choice first.

    A day with two different answers is a day of both.
    """

    question: Question
    choices: tuple[ChoiceDays, ...]
    days: int


class Range(NamedTuple):
    """The lowest and the highest of ``n`` measures; the first day of each."""

    question: Question
    lowest: Reading
    highest: Reading
    n: int


Figure = Ends | Counted | Range


def _nearest(top: int, bottom: int) -> int:
    """The whole number nearest to a fraction, halves upwards."""
    return (2 * top + bottom) // (2 * bottom)


def scores(
    protocol: Protocol, taken: Mapping[str, Sequence[Reading]]
) -> tuple[Score, ...]:
    """The baseline question, and every answered question on the same scale."""
    base = protocol.question(BASELINE_QUESTION)
    if base is None or base.kind != "scale":
        return ()
    beside = [q for q in protocol.questions if q != base and _same_scale(q, base)]
    scores = [Score(q, tuple(taken[q.id])) for q in (base, *beside)]
    return (scores[0], *(score for score in scores[1:] if score.readings))


def _same_scale(question: Question, base: Question) -> bool:
    scales = [(q.kind, q.step, q.least, q.most) for q in (question, base)]
    return scales[0] == scales[1]


def change(score: Score, before: int | None, on: date) -> Change | None:
    """From the answer before the procedure to the last ones from its day ``on``."""
    taken = [reading.steps for reading in score.readings if reading.day >= on]
    last = taken[-AT_EACH_END:]
    if before is None or not last:
        return None
    step = score.question.step
    after = Mean(sum(last), len(last))
    points = after.tenths(step) - _nearest(before * TENTHS, step)
    return Change(before, after, points, _percent(before, after))


def _percent(before: int, after: Mean) -> int | None:
    if before <= 0:
        return None
    top = after.total - before * after.n
    size = _nearest(abs(top) * HUNDRED, before * after.n)
    return size if top > 0 else -size


def name_change(words: ChangeWords, before: int, after: Mean) -> Named:
    """What a change is called, reckoned on totals, so that nothing is rounded.

    Higher or lower alike is called clear or large; a score that went up is never
    called acceptable, and a change from zero has no percent and no word.
    """
    size = abs(after.total - before * after.n)
    reached = size >= words.points * after.n
    clear = reached and _is_part(size, words.percent, before, after)
    large = clear and _is_part(size, words.large_percent, before, after)
    word = "large" if large else "clear" if clear else None
    low = after.total <= words.acceptable * after.n
    return Named(word, low and after.total <= before * after.n)


def _is_part(size: int, percent: int, before: int, after: Mean) -> bool:
    """Whether a size, over all answers, is at least so many percent of before."""
    return before > 0 and size * HUNDRED >= percent * before * after.n


def figures_of(question: Question, taken: Sequence[Reading]) -> list[Figure]:
    """What is said of a question; nothing when nobody answered it.

    What is asked every day is counted in days; what is asked now and then is
    compared at its two ends.
    """
    if not taken:
        return []
    if question.kind == "measure":
        lowest = min(taken, key=lambda reading: reading.steps)
        highest = max(taken, key=lambda reading: reading.steps)
        return [Range(question, lowest, highest, len(taken))]
    if question.kind == "yes-no":
        return [_counted(question, YES_NO, taken)]
    if question.kind == "choice" and question.ask == "daily":
        titles = [(choice.value, choice.title) for choice in question.choices]
        return [_counted(question, titles, taken)]
    return [Ends(question, taken[0], taken[-1], len(taken))]


def _counted(
    question: Question, titles: Iterable[tuple[int, str]], taken: Sequence[Reading]
) -> Counted:
    choices = [
        ChoiceDays(title, tuple(sorted({r.day for r in taken if r.steps == value})))
        for value, title in titles
    ]
    chosen = sorted((c for c in choices if c.days), key=lambda c: -len(c.days))
    return Counted(question, tuple(chosen), len({r.day for r in taken}))

"""Figures in words, with how many answers each is of."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.answers import decimal, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer
from tracker.domain.figures import (
    AT_EACH_END,
    TENTHS,
    Change,
    ChoiceDays,
    Counted,
    Ends,
    Figure,
    Mean,
    Named,
    Range,
    Score,
)
from tracker.domain.protocol import ChangeWords, Question
from tracker.domain.trends import Reading
from tracker.domain.wording import join_words

MOST_NAMED_DAYS = 3


def small(text: str) -> str:
    """The text as it reads inside a sentence."""
    return text[:1].lower() + text[1:]


def of_day(diary: Diary, day: date) -> str:
    """As in "day 9", counted from the procedure."""
    return f"day {diary.day_number(day)}"


def count(number: int, one: str, many: str) -> str:
    """As in "1 day", "2 days"."""
    return f"{number} {one if number == 1 else many}"


def count_days(number: int) -> str:
    """As in "1 day", "2 days"."""
    return count(number, "day", "days")


def scale_of(question: Question) -> str:
    """As in "Pain 0-10"."""
    least, most = (decimal(n, question.step) for n in (question.least, question.most))
    return f"{question.title} {least}-{most}"


def say_score(score: Score, diary: Diary) -> str:
    """The first and the last answers, or all of them when they are few."""
    taken, step = score.readings, score.question.step
    if not taken:
        return "nothing is written down in this time"
    first, last = of_day(diary, taken[0].day), of_day(diary, taken[-1].day)
    if len(taken) <= 2 * AT_EACH_END:
        days = first if first == last else f"{first} to {last}"
        return f"{_figures([reading.steps for reading in taken], step)} ({days})"
    start, end = _figures(score.first, step), _figures(score.last, step)
    return f"first {AT_EACH_END} entries {start}; last {AT_EACH_END}, to {last}: {end}"


def _figures(steps: Sequence[int], step: int) -> str:
    return ", ".join(decimal(number, step) for number in steps)


def say_mean(mean: Mean, step: int) -> str:
    """A mean in figures, without a zero after the point."""
    return decimal(mean.tenths(step), TENTHS).removesuffix(".0")


def say_change(change: Change, question: Question) -> str:
    """From before to the last answers, in points and percent."""
    before = decimal(change.before, question.step)
    after = say_mean(change.after, question.step)
    n = change.after.n
    which = f"mean of the last {n}" if n > 1 else "the one entry"
    return f"{before} to {after} ({which}): {_size(change)}"


def _size(change: Change) -> str:
    if not change.points:
        return "the same"
    size = decimal(abs(change.points), TENTHS).removesuffix(".0")
    word = "point" if size == "1" else "points"
    percent = "" if change.percent is None else f", {abs(change.percent)}%"
    way = "lower" if change.points < 0 else "higher"
    return f"{size} {word} {way}{percent}"


def say_named(named: Named, words: ChangeWords, question: Question) -> str:
    """What a change is called, and where these words come from; empty for no word."""
    said = [f"a {named.word} change"] if named.word else []
    if named.acceptable:
        most = decimal(words.acceptable, question.step).removesuffix(".0")
        said.append(
            f"{most} or less, which many people after surgery called acceptable"
        )
    return f"{'; '.join(said)} [tracker explain {words.id}]" if said else ""


def say_figure(figure: Figure, diary: Diary) -> str:
    """What was answered to a question, whatever its kind."""
    if isinstance(figure, Ends):
        return _ends(figure, diary)
    if isinstance(figure, Range):
        return _range(figure, diary)
    return _counted(figure, diary)


def say_n(figure: Figure) -> str:
    """Of how many answers a figure is; what is counted in days says it itself."""
    return "" if isinstance(figure, Counted) else f"n={figure.n}"


def _ends(ends: Ends, diary: Diary) -> str:
    latest = _reading(ends.question, ends.latest, diary)
    if ends.n == 1:
        return latest
    return f"first {_reading(ends.question, ends.first, diary)}; latest {latest}"


def _reading(question: Question, reading: Reading, diary: Diary) -> str:
    answer = Answer(question.id, reading.steps, question.unit)
    return f"{say_answer(question, answer)} ({of_day(diary, reading.day)})"


def _range(taken: Range, diary: Diary) -> str:
    highest = _reading(taken.question, taken.highest, diary)
    if taken.n == 1:
        return highest
    lowest = decimal(taken.lowest.steps, taken.question.step)
    return f"lowest {lowest}, highest {highest}"


def _counted(counted: Counted, diary: Diary) -> str:
    commonest, *others = counted.choices
    days = f"{len(commonest.days)} of {count_days(counted.days)}"
    said = [f'"{commonest.title}" on {days}']
    said += [_choice_days(choice, diary) for choice in others]
    return "; ".join(said)


def _choice_days(choice: ChoiceDays, diary: Diary) -> str:
    numbers = [str(diary.day_number(day)) for day in choice.days]
    if len(numbers) > MOST_NAMED_DAYS:
        when = f"last on day {numbers[-1]}"
    else:
        when = f"day{'s' if len(numbers) > 1 else ''} {join_words(numbers)}"
    return f'"{choice.title}" on {len(numbers)} ({when})'

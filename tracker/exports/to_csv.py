"""One wide row per entry, units in the header, formula cells defused."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tracker.domain.answers import base_steps, decimal
from tracker.domain.entry_row import BETWEEN_ANSWERS, EntryRow
from tracker.domain.facts import Answer
from tracker.domain.protocol import Question
from tracker.exports.cells import LINE_END, RELAYED, Unreadable, cell, text_cell
from tracker.exports.local_times import LocalTimes

BEFORE = (
    "entry",
    "warnings",
    "day",
    "date",
    "time",
    "zone",
    "recorded_at",
    "author",
    "relayed",
)
AFTER = ("signs_asked", "signs", "note")
_MOST_REMEMBERED = 10_000


class _Cells(dict[str, tuple[int, str]]):
    """The column and the cell of an answer as it is stored; worked out once each."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__()
        self._places = {q.id: (place, q) for place, q in enumerate(questions)}
        self._spare = len(questions)

    def __missing__(self, stored: str) -> tuple[int, str]:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        answer = read_answer(stored)
        place, question = self._places.get(answer.question, (self._spare, None))
        found = (place, cell(say(question, answer)) if question else "")
        self[stored] = found
        return found


def lines(questions: Sequence[Question], rows: Iterable[EntryRow]) -> Iterator[str]:
    """The lines of the file; an unanswered question is an empty cell."""
    yield (
        ",".join([*BEFORE, *(text_cell(header(q)) for q in questions), *AFTER])
        + LINE_END
    )
    cells, times = _Cells(questions), LocalTimes()
    # One place more for what the plan no longer asks.
    empty, width = [""] * (len(questions) + 1), len(questions)
    counted, number_of_day = "", 0
    for (
        _, number, procedure, day, at, time_known, zone, recorded_at, author, relayed,
        signs_asked, _, note, answers, signs, warnings,
    ) in rows:  # fmt: skip
        given = empty.copy()
        if answers:
            for place, said in map(cells.__getitem__, answers.split(BETWEEN_ANSWERS)):
                given[place] = said
        if counted != day + procedure:
            counted, number_of_day = day + procedure, _days_between(procedure, day)
        yield (
            f"{number},{warnings or ''},{number_of_day},{day},"
            f"{times.say(at, zone) if time_known else ''},{zone},"
            f"{times.say(recorded_at, zone)},{text_cell(author)},{RELAYED[relayed]},"
            f"{','.join(given[:width])},{signs_asked},{signs or ''},"
            f"{text_cell(note) if note else ''}{LINE_END}"
        )


def read_answer(stored: str) -> Answer:
    """An answer of a row; Unreadable when it is none."""
    try:
        name, number, unit = stored.split(" ", 2)
        return Answer(name, int(number), unit)
    except ValueError:
        raise Unreadable from None


def header(question: Question) -> str:
    """The name of a question's column, with its unit."""
    unit = question.unit or {"scale": scale(question)}.get(question.kind, "")
    return f"{question.id} ({unit})" if unit else question.id


def scale(question: Question) -> str:
    """As in "0-10"."""
    low, high = (decimal(n, question.step) for n in (question.least, question.most))
    return f"{low}-{high}"


def _days_between(procedure: str, day: str) -> int:
    try:
        return (date.fromisoformat(day) - date.fromisoformat(procedure)).days
    except ValueError:
        raise Unreadable from None


def say(question: Question, answer: Answer) -> str:
    """An answer in the question's own unit, or in its words."""
    if question.kind == "yes-no":
        return "yes" if answer.number else "no"
    if question.kind == "choice":
        words = (c.word for c in question.choices if c.value == answer.number)
        return next(words, str(answer.number))
    return decimal(base_steps(question, answer), question.step)

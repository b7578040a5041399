"""The questions of a protocol, and answers written in a protocol file."""

from collections import Counter
from collections.abc import Collection, Iterable

from tracker.domain.answers import decimal
from tracker.domain.basis import Basis
from tracker.domain.protocol import ASKED, QUESTION_KINDS, Choice, Question, Unit
from tracker.domain.values import NamedTuple
from tracker.protocols.table import Table, shown, what_steps, whole_steps

STEPS = (1, 10)
YES_NO = {"no": 0, "yes": 1}

_DAYS = "WD"
_ENDS = 2
_FEWEST_CHOICES = 2
_MOST_CHOICE = 99
_MOST_FACTOR = 10_000
_NUMBERS = ("scale", "count", "measure")


class Scale(NamedTuple):
    """What a question takes, in whole steps."""

    unit: str
    step: int
    least: int
    most: int
    ends: tuple[str, ...]
    units: tuple[Unit, ...]
    choices: tuple[Choice, ...]


def read_question(table: Table, milestones: Collection[str], basis: Basis) -> Question:
    """A question: what it takes, and when it is asked."""
    kind = table.one_of("kind", QUESTION_KINDS)
    question = Question(
        table.id(),
        table.text("title"),
        table.text("text"),
        kind,
        *_read_scale(table, kind),
        table.one_of("ask", ASKED),
        table.offset("asked_from", _DAYS),
        table.offset("asked_until", _DAYS),
        _read_daily_while(table, milestones),
        basis,
    )
    if question.ask == "daily" and question.daily_while:
        table.note("daily_while", "says nothing when ask is daily")
    table.finish()
    return question


def _read_daily_while(table: Table, milestones: Collection[str]) -> str | None:
    if not table.has("daily_while"):
        return None
    return table.reference("daily_while", milestones, "milestone")


def _read_scale(table: Table, kind: str) -> Scale:
    if kind == "choice":
        choices = _read_choices(table)
        values = [choice.value for choice in choices] or [0]
        return Scale("", 1, min(values), max(values), (), (), choices)
    if kind in _NUMBERS:
        return _read_numbers(table, kind)
    return Scale("", 1, 0, 1, (), (), ())


def _read_numbers(table: Table, kind: str) -> Scale:
    step = table.integer("step", min(STEPS), max(STEPS), 1)
    if step not in STEPS:
        table.note("step", f"takes 1 or 10, not {step}")
        step = max(STEPS)
    scale = Scale(
        table.text("unit", ""),
        step,
        table.steps("least", step) or 0,
        table.steps("most", step) or 0,
        table.texts("ends") if kind == "scale" else (),
        _read_units(table) if kind == "measure" else (),
        (),
    )
    if scale.most and scale.most <= scale.least:
        table.note("most", "has to be more than least")
    if len(scale.ends) not in (0, _ENDS):
        table.note("ends", "takes two texts: for the least and for the most")
    return scale


def _read_units(table: Table) -> tuple[Unit, ...]:
    units = []
    for one in table.tables("units"):
        unit = Unit(
            one.text("id"),
            one.integer("shift", -_MOST_FACTOR, _MOST_FACTOR, 0),
            one.integer("num", 1, _MOST_FACTOR, 1),
            one.integer("den", 1, _MOST_FACTOR, 1),
        )
        one.finish()
        units.append(unit)
    _note_twice(table, "units", (unit.id.lower() for unit in units))
    return tuple(units)


def _read_choices(table: Table) -> tuple[Choice, ...]:
    choices = tuple(_read_choice(one) for one in table.tables("choices"))
    if len(choices) < _FEWEST_CHOICES:
        table.note("choices", "takes at least two choices")
    _note_twice(table, "choices", (name for one in choices for name in _names(one)))
    _note_twice(table, "choices", (str(choice.value) for choice in choices))
    return choices


def _read_choice(table: Table) -> Choice:
    value = table.integer("value", 0, _MOST_CHOICE, None)
    choice = Choice(value, table.id("word"), table.text("title"))
    if choice.word.isdigit():
        table.note("word", "needs a letter: figures are kept for the value")
    table.finish()
    return choice


def _names(choice: Choice) -> set[str]:
    """What a person may type for a choice: its word, or its title."""
    return {choice.word, choice.title.lower().replace(" ", "-")}


def _note_twice(table: Table, key: str, words: Iterable[str]) -> None:
    for word, times in Counter(words).items():
        if times > 1 and word:
            table.note(key, f"{shown(word)} is there {times} times")


def read_answer(table: Table, key: str, raw: object, question: Question) -> int | None:
    """An answer as it is stored; None, noted, when the question does not take it."""
    words = YES_NO if question.kind == "yes-no" else _words(question)
    if words:
        if isinstance(raw, str) and raw in words:
            return words[raw]
        table.note(key, f"takes {', '.join(words)}, not {shown(raw)}")
        return None
    steps = whole_steps(raw, question.step)
    if steps is None:
        table.note(key, f"takes {what_steps(question.step)}, not {shown(raw)}")
    elif not question.least <= steps <= question.most:
        table.note(key, f"is outside {_range(question)} of {question.id}")
    return steps


def _words(question: Question) -> dict[str, int]:
    return {choice.word: choice.value for choice in question.choices}


def _range(question: Question) -> str:
    low, high = (decimal(n, question.step) for n in (question.least, question.most))
    return f"{low} to {high}"

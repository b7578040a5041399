"""The columns of our wide table: which question each answers, and in which unit."""

import re

from tracker.domain.answers import decimal, read_value
from tracker.domain.facts import Answer
from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words, quoted
from tracker.errors import Refused, UnusableFile
from tracker.imports.plans import Plans

_HEADER = re.compile(r"(?P<id>[^ ]+)(?: \((?P<unit>.*)\))?")


class Column(NamedTuple):
    """A column with its question's id and the unit that its name says."""

    name: str
    question: str
    unit: str


def read_columns(names: tuple[str, ...], plans: Plans) -> tuple[Column, ...]:
    """The columns; UnusableFile where a unit is one that the question does not have."""
    columns = tuple(_column(name) for name in names)
    for column in columns:
        asked = [plan.question(column.question) for _, plan in plans.procedures]
        known = [question for question in asked if question is not None]
        if known and not any(column.unit in _units(each) for each in known):
            _refuse(column, known[-1])
    return columns


def _column(name: str) -> Column:
    found = _HEADER.fullmatch(name)
    return Column(
        name, *(found.group("id"), found["unit"] or "") if found else ("", "")
    )


def _units(question: Question) -> dict[str, str]:
    """What a header may say, and what is typed behind the figures for it."""
    others = {unit.id: unit.id for unit in question.units}
    return {own_unit(question): question.unit, **others}


def own_unit(question: Question) -> str:
    """The unit of a question as our own header has it: a scale says its ends."""
    if question.unit or question.kind != "scale":
        return question.unit
    low, high = (decimal(n, question.step) for n in (question.least, question.most))
    return f"{low}-{high}"


def _refuse(column: Column, question: Question) -> None:
    named = [
        f"{question.id} ({unit})" if unit else question.id for unit in _units(question)
    ]
    raise UnusableFile(
        f"The column {quoted(column.name)} should be {join_words(named, 'or')}: the "
        "unit of its figures is not clear. Export it again, then import it."
    )


def read_cell(question: Question, column: Column, value: str) -> Answer:
    """The answer of a cell, in the unit of its column unless it names another."""
    units = _units(question)
    if column.unit not in units:
        raise Refused(f"{question.id} has no unit {quoted(column.unit)} in that plan.")
    bare = value[-1:].isdigit()
    return read_value(question, f"{value} {units[column.unit]}" if bare else value)

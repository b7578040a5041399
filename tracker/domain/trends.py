"""Counts and changes over entries; a mean never comes without how many it is of."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tracker.domain.answers import base_steps
from tracker.domain.facts import CheckIn
from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple


class Reading(NamedTuple):
    """One answer on a day, in whole steps of the question's base unit."""

    day: date
    steps: int


def readings(check_ins: Iterable[CheckIn], question: Question) -> list[Reading]:
    """Every answer to a question, in the order of the entries."""
    found = []
    for entry in check_ins:
        answer = entry.answer(question.id)
        if answer is not None:
            found.append(Reading(entry.day, base_steps(question, answer)))
    return found


def all_readings(
    check_ins: Iterable[CheckIn], questions: Iterable[Question]
) -> dict[str, list[Reading]]:
    """Every answer by the id of its question, each list in the order of the entries."""
    known = {question.id: question for question in questions}
    found: dict[str, list[Reading]] = {question_id: [] for question_id in known}
    for entry in check_ins:
        for answer in entry.answers:
            question = known.get(answer.question)
            if question is not None:
                steps = base_steps(question, answer)
                found[question.id].append(Reading(entry.day, steps))
    return found


def since(taken: Sequence[Reading], first: date) -> list[Reading]:
    """Those from a day on."""
    return [reading for reading in taken if reading.day >= first]


def written_days(check_ins: Iterable[CheckIn]) -> list[date]:
    """The different days that have an entry, oldest first."""
    return sorted({entry.day for entry in check_ins})


def blank_days(check_ins: Iterable[CheckIn], first: date, last: date) -> list[date]:
    """The days from first to last that have no entry."""
    written = set(written_days(check_ins))
    length = (last - first).days + 1
    days = (first + timedelta(days=n) for n in range(length))
    return [day for day in days if day not in written]

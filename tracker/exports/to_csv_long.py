"""One row per answer or sign, with everything that an entry holds."""

from collections.abc import Iterable, Iterator, Mapping

from tracker.domain.answers import decimal
from tracker.domain.entry_row import BETWEEN_ANSWERS, OF_ENTRY, OF_ROW, EntryRow
from tracker.domain.facts import Answer
from tracker.domain.protocol import Question
from tracker.exports.cells import FLAG, LINE_END, RELAYED, cell, reversible_cell
from tracker.exports.to_csv import read_answer, say


def header() -> str:
    """The names of the columns."""
    return ",".join((*OF_ENTRY, *OF_ROW)) + LINE_END


def lines(questions: Mapping[str, Question], rows: Iterable[EntryRow]) -> Iterator[str]:
    """All rows of an entry, and then those of the next."""
    for row in rows:
        begun = _begun(row)
        parts = [*_answers(row, questions), *_signs(row)] or ["entry,,,,"]
        yield "".join([f"{begun},{part}{LINE_END}" for part in parts])


def _begun(row: EntryRow) -> str:
    """What every row of the entry begins with."""
    (
        id_, number, procedure, day, at, time_known, zone, recorded_at, author, relayed,
        signs_asked, weekly_asked, note, _, _, _,
    ) = row  # fmt: skip
    return (
        f"{cell(id_)},{number},{procedure},{day},{at},{FLAG[time_known]},{cell(zone)},"
        f"{recorded_at},{reversible_cell(author)},{RELAYED[relayed]},{signs_asked},"
        f"{FLAG[weekly_asked]},{reversible_cell(note)}"
    )


def _answers(row: EntryRow, questions: Mapping[str, Question]) -> Iterator[str]:
    *_, answers, _, _ = row
    for stored in answers.split(BETWEEN_ANSWERS) if answers else ():
        answer = read_answer(stored)
        name, number, unit = answer
        value = _value(questions.get(name), answer)
        yield f"answer,{cell(name)},{number},{cell(unit)},{cell(value)}"


def _signs(row: EntryRow) -> Iterator[str]:
    *_, signs, _ = row
    for name in signs.split(" ") if signs else ():
        yield f"sign,{cell(name)},,,"


def _value(question: Question | None, answer: Answer) -> str:
    """The answer for reading, in the unit it was typed in."""
    if question is None:
        return ""
    if question.kind in ("choice", "yes-no"):
        return say(question, answer)
    return decimal(answer.number, question.step)

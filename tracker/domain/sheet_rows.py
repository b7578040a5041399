"""A row of a sheet as it is typed: one box a day, side by side or with blanks."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from tracker.domain.answers import read_asked
from tracker.domain.facts import Answer
from tracker.domain.protocol import Question, WarningSign
from tracker.domain.sheet import weekday
from tracker.domain.values import NamedTuple
from tracker.domain.wording import quoted
from tracker.errors import Refused

Value = TypeVar("Value")

# What stands for a whole box in a typed row.
SAME, EMPTY, LEFT_OUT = "=", "-", "x"
NONE = ("0", "none", "no", "nothing")
_MARKED_AGAIN = re.compile(r"[1-9][0-9]*\s*=")
_BOX = re.compile(r"=|[^\s=]+")
DIGITS = "0123456789"
TEN = 10
LONGEST_SAID = 200


class Marks(NamedTuple):
    """A box of the row of signs; ``signs`` is None where nothing was written.

    ``left_out`` is True where nothing at all was written on that day.
    """

    signs: tuple[str, ...] | None
    left_out: bool = False


def read_signs(
    typed: str, signs: Sequence[WarningSign], days: Sequence[date]
) -> tuple[Marks, ...]:
    """The signs of each day from a typed row; the first sign has the number 1.

    Several signs of one day are joined, as in 3+12. Refused with every problem. A sign
    is never repeated: what was not written on a day must not warn of it.
    """
    if _MARKED_AGAIN.search(typed):
        raise Refused(
            f"After a sign {SAME} is not read. Type each day, 0 for none, with blanks."
        )
    known = {str(number): sign.id for number, sign in enumerate(signs, 1)}
    names = [weekday(day) for day in days]
    boxes = _boxes(typed.lower().replace(",", " "), names, NONE[0] + LEFT_OUT)
    return _each(names, boxes, [partial(_marks, known)] * len(names))


def _marks(known: dict[str, str], box: str) -> Marks:
    if box in (EMPTY, LEFT_OUT):
        return Marks(None, left_out=box == LEFT_OUT)
    if box in NONE:
        return Marks(())
    numbers = box.split("+")
    if any(number not in known for number in numbers):
        raise Refused(f"{quoted(box)} is neither 0 nor a sign from 1 to {len(known)}.")
    return Marks(tuple(dict.fromkeys(known[number] for number in numbers)))


def read_row(
    question: Question, typed: str, days: Sequence[date]
) -> tuple[Answer | None, ...]:
    """One answer a day from a typed row, None for an empty box.

    Refused with every problem of the row, each with its day.
    """
    names = [weekday(day) for day in days]
    run = _side_by_side(question)
    if run and str(TEN) in typed and _digits_alone(typed) and len(days) > 1:
        raise Refused('Is "10" ten, or 1 and then 0? Put a blank between the days.')
    boxes = _boxes(_spaced(typed, question), names, run)
    return _each(names, boxes, [partial(_answer, question)] * len(names))


def read_once(questions: Sequence[Question], typed: str) -> tuple[Answer | None, ...]:
    """One answer to each question from a typed row, None for an empty box."""
    if SAME in typed:
        raise Refused(f"{SAME} repeats a day. Type the answer to each question.")
    names = [question.title for question in questions]
    run = DIGITS if all(map(_side_by_side, questions)) else ""
    boxes = _boxes(typed, names, run)
    return _each(names, boxes, [partial(_answer, each) for each in questions])


def _answer(question: Question, box: str) -> Answer | None:
    return None if box == EMPTY else read_asked(question, box)


def _side_by_side(question: Question) -> str:
    """The characters that are an answer each; empty where an answer may have more."""
    if question.kind == "yes-no":
        return "01yn"
    if question.kind == "choice":
        return "" if any(choice.value >= TEN for choice in question.choices) else DIGITS
    scale = question.kind == "scale" and question.step == 1
    return DIGITS if scale and question.least >= 0 and question.most <= TEN else ""


def _digits_alone(typed: str) -> bool:
    return not set(typed) - {*DIGITS, SAME, EMPTY}


def _spaced(typed: str, question: Question) -> str:
    """A comma parts two days, but where it is a decimal point."""
    return typed.lower().replace(",", " ") if question.step == 1 else typed


def _boxes(typed: str, names: Sequence[str], run: str) -> list[str]:
    """One box for each name: `=` repeats, at the end for all that is left.

    Without a blank, a row of the characters of ``run`` has one answer in each.
    """
    single = len(names) > 1 and not set(typed) - {*run, SAME, EMPTY}
    parts = list(typed) if single else _BOX.findall(typed)
    filled = list(parts)
    if parts[-1:] == [SAME]:
        filled += [SAME] * (len(names) - len(parts))
    if len(filled) != len(names):
        raise _miscounted(parts, names)
    if filled[0] == SAME:
        raise Refused(f"{SAME} repeats the day before. Begin with an answer.")
    for place, box in enumerate(filled):
        filled[place] = filled[place - 1] if box == SAME else box
    return filled


def _miscounted(parts: Sequence[str], names: Sequence[str]) -> Refused:
    """How many there are, and what each was taken for."""
    taken = [f"{name} {part}" for name, part in zip(names, parts, strict=False)]
    missing = [f"{name} ?" for name in names[len(parts) :]]
    over = [f"too many: {' '.join(parts[len(names) :])}"] if parts[len(names) :] else []
    read = ", ".join([*taken, *missing, *over])[:LONGEST_SAID]
    boxes = "1 box" if len(names) == 1 else f"{len(names)} boxes"
    joined = missing and any(len(part) > 1 for part in parts)
    blanks = "Put a blank between two boxes. " if joined else ""
    return Refused(
        f"{boxes}, and {len(parts)} typed: {read}\n"
        f"{blanks}Type the row again; {EMPTY} is an empty box."
    )


def _each(
    names: Sequence[str],
    boxes: Sequence[str],
    reads: Iterable[Callable[[str], Value]],
) -> tuple[Value, ...]:
    """What every box says; Refused with the problems of all of them."""
    values: list[Value] = []
    problems: list[str] = []
    for name, box, read in zip(names, boxes, reads, strict=True):
        try:
            values.append(read(box))
        except Refused as problem:
            problems.append(f"{name}: {problem}")
    if problems:
        raise Refused("\n".join(problems))
    return tuple(values)

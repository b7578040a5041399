"""What can be tapped or typed for a question."""

from tracker.domain.answers import decimal
from tracker.domain.protocol import Question

# More numbers than these are typed.
MOST_NUMBERS = 21


def numbers_of(question: Question) -> list[str]:
    """The numbers of a scale, to tap on; none where one is typed."""
    length = (question.most - question.least) // question.step + 1
    if question.kind != "scale" or length > MOST_NUMBERS:
        return []
    steps = range(question.least, question.most + 1, question.step)
    return [decimal(each, question.step) for each in steps]


def choices_of(question: Question) -> list[tuple[str, str]]:
    """What is sent and what is shown for each choice."""
    if question.kind == "yes-no":
        return [("yes", "yes"), ("no", "no")]
    return [(choice.word, choice.title) for choice in question.choices]


def units_of(question: Question) -> str:
    """The units that a number may be typed in."""
    return " or ".join((question.unit, *(unit.id for unit in question.units)))

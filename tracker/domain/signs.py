"""Which warning signs an entry raises, and in what order they are shown."""

from collections.abc import Iterable

from tracker.domain.answers import decimal, reaches, say_answer
from tracker.domain.facts import Answer
from tracker.domain.protocol import TIERS, Protocol, Question, Trigger, WarningSign
from tracker.domain.values import NamedTuple

MARKED = "marked"


class Warning(NamedTuple):
    """A sign that an entry raised; ``rule`` says by what."""

    sign: WarningSign
    rule: str


def find_warnings(
    protocol: Protocol,
    answers: Iterable[Answer],
    marked: Iterable[str],
    baseline_pain: int | None,
) -> list[Warning]:
    """Every sign that was marked or that an answer raises, highest tier first."""
    given = {answer.question: answer for answer in answers}
    ticked = set(marked)
    found = []
    for sign in protocol.signs:
        rule = (
            MARKED
            if sign.id in ticked
            else _raised(protocol, sign, given, baseline_pain)
        )
        if rule:
            found.append(Warning(sign, rule))
    return sorted(found, key=lambda warning: TIERS.index(warning.sign.tier))


def _raised(
    protocol: Protocol,
    sign: WarningSign,
    given: dict[str, Answer],
    baseline_pain: int | None,
) -> str:
    """The first trigger that fires, in words; empty when none does."""
    for trigger in sign.raised_by:
        question = protocol.question(trigger.question)
        answer = given.get(trigger.question)
        if question is None or answer is None:
            continue
        rule = _fires(trigger, question, answer, baseline_pain)
        if rule is not None:
            said = f"{question.title} {say_answer(question, answer)}"
            return f"{said}, {rule}" if rule else said
    return ""


def _fires(
    trigger: Trigger, question: Question, answer: Answer, baseline_pain: int | None
) -> str | None:
    """Why a trigger fires, empty where the answer says it; None when it does not."""
    if trigger.above_baseline:
        if baseline_pain is None or answer.number <= baseline_pain:
            return None
        before = decimal(baseline_pain, question.step)
        return f"more than before the procedure ({before})"
    if trigger.at_least is not None and reaches(question, answer, trigger.at_least):
        unit = f" {question.unit}" if question.unit else ""
        return f"at least {decimal(trigger.at_least, question.step)}{unit}"
    return "" if answer.number in trigger.values else None

"""An Observation that is refused, with what it would raise: no sign may be lost."""

from typing import Any

from tracker.domain.facts import Answer
from tracker.domain.protocol import Protocol, Question
from tracker.domain.signs import find_warnings
from tracker.errors import Refused
from tracker.imports.fhir_moments import moment_in
from tracker.imports.fhir_questions import question_of
from tracker.imports.fhir_values import out_of_range, read_answer
from tracker.imports.found import Part, Refusal
from tracker.imports.parts import readable
from tracker.imports.plans import Plans


def refusal(place: str, why: str, observation: Any, plans: Plans) -> Refusal:
    """What is not imported, why, and the answer in it as far as it can be meant."""
    moment = readable(lambda each: moment_in(each, plans), observation)
    day = moment and moment.day
    on, plan = plans.on_day(day) if day else plans.procedures[-1]
    question = question_of(observation, plan)
    if question is None:
        return Refusal(place, why)
    try:
        answer, _ = read_answer(observation, question)
    except Refused:
        return Refusal(place, why + _signs_beyond(observation, question, plan))
    return Refusal(place, why, Part(on, day, (answer,), ()))


def _signs_beyond(observation: Any, question: Question, plan: Protocol) -> str:
    """The signs of a number that no answer may be, such as 45 C."""
    answer: Answer | None = readable(
        lambda each: out_of_range(each, question), observation
    )
    found = find_warnings(plan, [answer] if answer else [], (), None)
    texts = "; ".join(warning.sign.text for warning in found)
    return f" It would raise: {texts}." if texts else ""

"""What our own FHIR export says beside an Observation: the entry it is taken from."""

import re
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid5

from tracker.domain.answers import base_steps
from tracker.domain.facts import Answer
from tracker.domain.protocol import Question
from tracker.errors import Refused
from tracker.imports.fhir_bundle import Bundle, kind_of
from tracker.imports.fhir_values import first_text, found_in, listed, read_answer

URN = "urn:uuid:"
_ADDRESS = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def entry_of(observation: Any, question: Question, bundle: Bundle) -> tuple[str, Any]:
    """The id of our own entry and its QuestionnaireResponse; empty and None else.

    The id of an Observation of ours is made from that of the entry; no other program
    makes it so.
    """
    for source in listed(observation, "derivedFrom"):
        address = first_text(source, "reference")
        response = bundle.at(address, observation)
        answered = kind_of(response) == "QuestionnaireResponse"
        if answered and _ADDRESS.fullmatch(address):
            made = uuid5(UUID(address), question.id)
            if first_text(observation, "id") == str(made):
                return address.removeprefix(URN), response
    return "", None


def as_typed(response: Any, question: Question, answer: Answer) -> Answer:
    """The answer in the unit it was typed in, where the response says the same."""
    for item in listed(response, "item"):
        for said in listed(item, "answer"):
            if first_text(item, "linkId") == question.id:
                with suppress(Refused):
                    typed, _ = read_answer(said, question)
                    if base_steps(question, typed) == base_steps(question, answer):
                        return typed
    return answer


def is_relayed(response: Any) -> bool | None:
    """True where the person told it and somebody else typed it; else nobody says."""
    author, source, subject = (
        first_text(found_in(response, key), "reference")
        for key in ("author", "source", "subject")
    )
    return True if author != source == subject != "" else None

"""Whom a FHIR Bundle is about, and whether that is the person of the diary."""

import unicodedata
from typing import Any

from tracker.errors import UnusableFile
from tracker.imports.fhir_bundle import Bundle
from tracker.imports.fhir_values import first_text, found_in, listed

Key = tuple[str, ...]
NOBODY: Key = ()
TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof"}


def whose(bundle: Bundle, ours: str) -> str:
    """The name of the one person it is about, empty where nobody is named.

    It is ``ours`` where any of its spellings is that person's name.
    """
    spelled = _spelled(bundle)
    if any(same_name(name, ours) for name in spelled):
        return ours
    return next(iter(spelled), "")


def same_name(left: str, right: str) -> bool:
    """Whether two spellings are one name: "Example, Ruth" is "ruth example"."""
    return left == right or (_folded(left) == _folded(right) != ())


def spellings(resource: Any) -> list[str]:
    """The ways in which a person's names can be written, best first."""
    found = []
    for name in listed(resource, "name"):
        family, given = first_text(name, "family"), listed(name, "given")
        first = [part for part in given if isinstance(part, str)]
        parts = [(*first, family), (*first[:1], family)] if family else []
        found += [first_text(name, "text"), *(" ".join(each) for each in parts)]
    return [name for name in found if name.strip()]


def _folded(name: str) -> tuple[str, ...]:
    """Its words in one order, without case, accents and titles."""
    plain = [
        letter if letter.isalnum() else " "
        for letter in unicodedata.normalize("NFKD", name).casefold()
        if not unicodedata.combining(letter)
    ]
    return tuple(sorted(set("".join(plain).split()) - TITLES))


def _spelled(bundle: Bundle) -> list[str]:
    """The spellings of the one person; UnusableFile when there are others."""
    people = {_key(one): one for one in bundle.of_kind("Patient")}
    person = next(iter(people.values()), None)
    observed = bundle.of_kind("Observation")
    about = dict(_subject(each, bundle, person) for each in observed)
    about.pop(NOBODY, None)
    many = max(len(people), len(about))
    if many > 1:
        raise UnusableFile(
            f"This file is about {many} people. Ask for one person's, then import it."
        )
    if people and about and about.keys() != people.keys():
        raise UnusableFile(
            "This file names one person, and its Observations are about another one. "
            "Ask for one person's, then import it."
        )
    shown = [first_text(found_in(each, "subject"), "display") for each in observed]
    named = [name for one in {**about, **people}.values() for name in spellings(one)]
    return named or [name for name in shown if name.strip()]


def _key(person: Any) -> Key:
    """What makes one resource another person than the next."""
    own = first_text(person, "id") or str(id(person))
    return (own, *spellings(person))


def _subject(observation: Any, bundle: Bundle, person: Any) -> tuple[Key, Any]:
    """Whom an Observation is about: the resource, else the words that say it."""
    subject = found_in(observation, "subject")
    reference = first_text(subject, "reference")
    found = bundle.at(reference, observation)
    if found is not None:
        return _key(found), found
    if reference:
        return (reference,), None
    number = first_text(found_in(subject, "identifier"), "value")
    shown = first_text(subject, "display")
    if _is(person, number, shown):
        return _key(person), person
    return (number, *_folded(shown)) if number or shown else NOBODY, None


def _is(person: Any, number: str, shown: str) -> bool:
    numbers = [first_text(each, "value") for each in listed(person, "identifier")]
    named = any(same_name(shown, name) for name in spellings(person))
    return named or (number != "" and number in numbers)

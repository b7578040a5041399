"""Signs that an import does not keep: of refused rows and of entries in conflict."""

from collections.abc import Iterable
from datetime import date

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn, ShownWarning
from tracker.domain.protocol import TIERS
from tracker.domain.signs import Warning, find_warnings
from tracker.domain.values import NamedTuple
from tracker.imports.found import Found, Part, Refusal
from tracker.services.import_checks import fits


class Unkept(NamedTuple):
    """A sign that the file has and the diary does not get, with why and of when."""

    place: str
    why: str
    day: date | None
    warning: Warning


def part_of_fact(found: Found) -> Part | None:
    """What of a fact that was read whole can raise a sign."""
    fact = found.fact
    if isinstance(fact, CheckIn):
        return Part(found.on, fact.day, fact.answers, fact.signs, fact.id)
    if isinstance(fact, ShownWarning):
        return Part(found.on, fact.day, (), (fact.sign,), fact.check_in_id)
    return None


def signs_of(refusal: Refusal, part: Part, diary: Diary) -> list[Unkept]:
    """What a refused entry would have raised, as far as it can be read."""
    plan = diary.protocol
    asked = [(plan.question(answer.question), answer) for answer in part.answers]
    answers = [
        answer for question, answer in asked if question and fits(question, answer)
    ]
    # With a day that nobody can read it may be of before: better one sign too many.
    early = part.day is not None and part.day < diary.procedure.on
    baseline = None if early else diary.procedure.baseline_pain
    return [
        Unkept(refusal.place, refusal.why, part.day, warning)
        for warning in find_warnings(plan, answers, part.signs, baseline)
    ]


def gravest_first(unkept: Iterable[Unkept]) -> tuple[Unkept, ...]:
    """The highest tier first, in the order of the file within it."""
    return tuple(sorted(unkept, key=lambda each: TIERS.index(each.warning.sign.tier)))

"""What is due to be asked on a day: daily, weekly, and only while it applies."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tracker.domain.facts import CheckIn
from tracker.domain.protocol import Protocol, Question, WarningSign
from tracker.domain.status import Status
from tracker.domain.window import Offset

WEEK = timedelta(days=7)
# The lists of signs that are asked every day, in this order and before anything else.
SIGN_LISTS = (
    ("emergency", "First: is any of this new, or worse?"),
    ("same-day", "And of this?"),
)
WEEKLY_LIST = "Once a week: is any of this so?"
NOTE_ASKED = "Anything to tell the care team?"


def questions_due(
    protocol: Protocol,
    day: date,
    day_number: int,
    recent: Iterable[CheckIn],
    standing: dict[str, Status],
) -> list[Question]:
    """The questions of a day; ``recent`` are entries of the week before it.

    ``standing`` gives each milestone's status. A weekly question is due when nobody
    answered it in the seven days before.
    """
    lately = [entry for entry in recent if day - WEEK < entry.day <= day]
    answered = {a.question for entry in lately for a in entry.answers}
    return [
        question
        for question in protocol.questions
        if _applies(question.asked_from, question.asked_until, day_number)
        and _due(question, answered, standing)
    ]


def signs_due(protocol: Protocol, tier: str, day_number: int) -> list[WarningSign]:
    """The signs of a tier that are asked every day.

    One that an answer asks for is asked too once that question is not any more.
    """
    return [
        sign
        for sign in protocol.signs
        if sign.tier == tier
        and (sign.asked or not _asked_otherwise(protocol, sign, day_number))
        and sign.ask == "daily"
        and _applies(sign.asked_from, sign.asked_until, day_number)
    ]


def how_many_asked(answered: Sequence[bool]) -> str:
    """Whether all of the daily lists were answered so far, some of them, or none."""
    if not any(answered):
        return "no"
    return "yes" if all(answered) and len(answered) == len(SIGN_LISTS) else "partly"


def _asked_otherwise(protocol: Protocol, sign: WarningSign, day_number: int) -> bool:
    """Whether a question that raises the sign is asked by itself on that day."""
    questions = (protocol.question(each.question) for each in sign.raised_by)
    return any(
        q.ask == "daily" and _applies(q.asked_from, q.asked_until, day_number)
        for q in questions
        if q is not None
    )


def weekly_signs_due(
    protocol: Protocol, day: date, day_number: int, recent: Iterable[CheckIn]
) -> list[WarningSign]:
    """The signs that are asked once a week; none when the list was answered lately."""
    if any(e.weekly_asked and day - WEEK < e.day <= day for e in recent):
        return []
    return [
        sign
        for sign in protocol.signs
        if sign.asked
        and sign.ask == "weekly"
        and day_number >= 0
        and _applies(sign.asked_from, sign.asked_until, day_number)
    ]


def _due(question: Question, answered: set[str], standing: dict[str, Status]) -> bool:
    if question.ask == "daily":
        return True
    if question.daily_while and standing.get(question.daily_while) is Status.OPEN:
        return True
    return question.ask == "weekly" and question.id not in answered


def _applies(first: Offset | None, last: Offset | None, day_number: int) -> bool:
    started = first is None or day_number >= first.whole_days()
    return started and (last is None or day_number <= last.whole_days())

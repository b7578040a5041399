"""What is known about a limit: whose word, until when, or nobody's yet."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from tracker.domain.answers import decimal
from tracker.domain.facts import Instruction
from tracker.domain.protocol import RestrictionPlan
from tracker.domain.values import NamedTuple

TENTHS = 10
UNITS = ("lb", "kg")
LONGEST_AMOUNT = 4
SPELLED = {"pounds": "lb", "pound": "lb", "kilos": "kg", "kilo": "kg"}


class Told(StrEnum):
    """A limit is in force until somebody says it is cleared; it never just ends."""

    UNTOLD = "untold"
    TOLD = "told"
    ASK = "ask"
    CLEARED = "cleared"


class Limit(NamedTuple):
    """A restriction as it stands; ``word`` is the care team's newest word."""

    plan: RestrictionPlan
    told: Told
    word: Instruction | None
    default_until: date | None


def stand(
    plan: RestrictionPlan,
    instructions: Iterable[Instruction],
    default_until: date | None,
    today: date,
) -> Limit:
    """How a restriction stands on a day; the named end day still belongs to it."""
    word = None
    for instruction in instructions:
        if instruction.restriction == plan.id:
            word = instruction
    return Limit(plan, _told(word, today), word, default_until)


def _told(word: Instruction | None, today: date) -> Told:
    if word is None:
        return Told.UNTOLD
    if word.cleared:
        return Told.CLEARED
    ended = word.until is not None and today > word.until
    return Told.ASK if ended else Told.TOLD


def read_amount(text: str) -> tuple[int, str] | None:
    """`5lb` or `2.5 kg` as (tenths, unit); None when it is not such an amount."""
    typed = text.strip().lower().replace(",", ".")
    for spelled, short in SPELLED.items():
        typed = typed.replace(spelled, short)
    unit = next((u for u in UNITS if typed.removesuffix("s").endswith(u)), None)
    if unit is None:
        return None
    figures = typed.removesuffix("s").removesuffix(unit).strip()
    whole, point, part = figures.partition(".")
    plain = whole + part
    if not (whole and plain.isascii() and plain.isdigit()) or (point and not part):
        return None
    if len(plain) > LONGEST_AMOUNT or len(part) > 1:
        return None
    tenths = int(whole) * TENTHS + int(part or "0")
    return (tenths, unit) if tenths else None


def say_amount(amount: int, unit: str) -> str:
    """Tenths of a unit as said: `5 lb`, `2.5 kg`."""
    figures = decimal(amount, TENTHS).removesuffix(".0")
    return f"{figures} {unit}"

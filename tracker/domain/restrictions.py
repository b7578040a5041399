"""What is known about a limit: whose word, until when, or nobody's yet."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.amounts import exact, say_amount
from tracker.domain.facts import Instruction
from tracker.domain.protocol import RestrictionPlan
from tracker.domain.values import NamedTuple
from tracker.domain.wording import mid_day


class Told(StrEnum):
    """A limit is in force until somebody says it is cleared; it never just ends."""

    UNTOLD = "untold"
    TOLD = "told"
    ASK = "ask"
    CLEARED = "cleared"


class Limit(NamedTuple):
    """A restriction as it stands on a day; ``word`` is the word that counts.

    ``standing`` is the newest word of everybody who spoke, oldest first. Of these
    ``in_force`` hold on that day, and ``ended`` have passed without anybody's answer.
    ``differing`` are the words that contradict one another; the stricter counts.
    """

    plan: RestrictionPlan
    told: Told
    word: Instruction | None
    default_until: date | None
    standing: tuple[Instruction, ...] = ()
    in_force: tuple[Instruction, ...] = ()
    ended: tuple[Instruction, ...] = ()
    differing: tuple[Instruction, ...] = ()


def stand(
    plan: RestrictionPlan,
    instructions: Iterable[Instruction],
    default_until: date | None,
    on: date,
) -> Limit:
    """How a restriction stands on a day; the named end day still belongs to it."""
    standing = standing_words(w for w in instructions if w.restriction == plan.id)
    if not standing:
        return Limit(plan, Told.UNTOLD, None, default_until)
    in_force = tuple(word for word in standing if _holds(word, on))
    ended = tuple(word for word in standing if _waits(word, standing, on))
    word = min((*in_force, *ended), key=strictness, default=standing[-1])
    told = Told.ASK if ended else Told.CLEARED if word.cleared else Told.TOLD
    told = Told.TOLD if in_force else told
    spoken = [w for w in standing if w.cleared or w in in_force or w in ended]
    said = {(w.cleared, weight(w), w.until) for w in spoken}
    contradicted = told in (Told.TOLD, Told.ASK) and len(said) > 1
    differing = tuple(spoken) if contradicted else ()
    return Limit(plan, told, word, default_until, standing, in_force, ended, differing)


def standing_words(words: Iterable[Instruction]) -> tuple[Instruction, ...]:
    """The newest word of each speaker since somebody said which counts, oldest first.

    A word is as new as the day on which it was said, then as it was written down.
    """
    said = sorted(words, key=newness)
    settled = max((written(word) for word in said if word.settles), default=None)
    newest: dict[str, Instruction] = {}
    for word in said:
        if settled is None or written(word) >= settled:
            newest.pop(speaker(word), None)
            newest[speaker(word)] = word
    return tuple(newest.values())


def speaker(word: Instruction) -> str:
    """Who spoke, however the name was typed."""
    return " ".join(word.by.casefold().split())


def newness(word: Instruction) -> tuple[date, datetime, int]:
    """Sorts words by the day on which they were said, then as they were written."""
    return word.told_on, *written(word)


def written(word: Instruction) -> tuple[datetime, int]:
    """When a word was written down; its number tells two of one instant apart."""
    return word.recorded_at, word.number


def _holds(word: Instruction, on: date) -> bool:
    return not word.cleared and (word.until is None or on <= word.until)


def _waits(word: Instruction, standing: Iterable[Instruction], on: date) -> bool:
    """Whether a word has ended and nobody has spoken since."""
    until = word.until
    if word.cleared or until is None or on <= until:
        return False
    return not any(other.told_on > max(until, word.told_on) for other in standing)


def strictness(word: Instruction) -> tuple[int, int, int]:
    """Smaller is stricter: the lower weight, then the later end, then the newer."""
    end = date.max if word.until is None else word.until
    return weight(word) or 0, -end.toordinal(), -word.number


def weight(word: Instruction) -> int | None:
    """How much the word says, comparable over units; None when it says no weight."""
    return None if word.amount is None else exact(word.amount, word.unit)


def say_word(word: Instruction) -> str:
    """What somebody said: `up to 5 lb until Tue 15 December 2026`."""
    if word.cleared:
        return "cleared"
    amount = f"up to {say_amount(word.amount, word.unit)}" if word.amount else ""
    until = f"until {mid_day(word.until)}" if word.until else ""
    if not amount:
        return f"in force {until}" if until else "still in force"
    return f"{amount} {until}".strip()

"""What may be said to "can I?": within somebody's word, not yet, or nobody said."""

from enum import StrEnum

from tracker.domain.amounts import exact
from tracker.domain.facts import Instruction
from tracker.domain.restrictions import Limit, Told, strictness, weight
from tracker.domain.values import NamedTuple

Amount = tuple[int, str]


class May(StrEnum):
    """Whether something lies within what somebody said; nothing more is known."""

    WITHIN = "within"
    NOT_YET = "not-yet"
    UNKNOWN = "unknown"


class Verdict(NamedTuple):
    """What may be said, by which ``word``; ``why`` it is said is one of "untold",
    "no-weight", "ended", "cleared", "in-force", "over" and "up-to"."""

    may: May
    why: str
    word: Instruction | None
    limit: Limit


def may(limit: Limit, amount: Amount | None) -> Verdict:
    """Whether an action lies within a limit as it stands on a day.

    ``amount`` is in tenths of its unit; None for a limit that has no weight, or
    while no weight was told.
    """
    word = limit.word
    if limit.told is Told.UNTOLD:
        return Verdict(May.UNKNOWN, "untold", None, limit)
    if limit.told is Told.CLEARED:
        return Verdict(May.WITHIN, "cleared", word, limit)
    if limit.told is Told.ASK:
        return Verdict(May.UNKNOWN, "ended", word, limit)
    if limit.plan.unit is None:
        longest = min(limit.in_force, key=strictness)
        return Verdict(May.NOT_YET, "in-force", longest, limit)
    return _weigh(limit, amount)


def _weigh(limit: Limit, amount: Amount | None) -> Verdict:
    """Over anybody's weight is not yet; within it only if nobody leaves a doubt."""
    weighed = [w for w in limit.in_force if w.amount is not None]
    word = min(weighed or limit.in_force, key=strictness)
    most = weight(word)
    if amount is not None and most is not None and exact(*amount) > most:
        return Verdict(May.NOT_YET, "over", word, limit)
    if limit.ended:
        return Verdict(May.UNKNOWN, "ended", min(limit.ended, key=strictness), limit)
    silent = [w for w in limit.in_force if w.amount is None]
    if amount is None or silent:
        return Verdict(May.UNKNOWN, "no-weight", (silent or [word])[0], limit)
    return Verdict(May.WITHIN, "up-to", word, limit)

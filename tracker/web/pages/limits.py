"""The limits as a page says them; without somebody's word no weight and no end."""

from collections.abc import Iterable

from tracker.domain.restrictions import Limit, Told
from tracker.domain.values import NamedTuple
from tracker.domain.wording import visible
from tracker.exports.limit_words import differing_lines, limit_words, untold_words


class SaidLimits(NamedTuple):
    """What somebody said, with the words that differ; then what nobody said."""

    told: tuple[tuple[str, str, tuple[str, ...]], ...]
    untold: tuple[tuple[str, str], ...]


def limits_of(limits: Iterable[Limit]) -> SaidLimits:
    """The limits that somebody told, then those that nobody did, by their words."""
    limits = tuple(limits)
    told = [limit for limit in limits if limit.told is not Told.UNTOLD]
    return SaidLimits(
        tuple(
            (
                limit.plan.title,
                visible(limit_words(limit)),
                tuple(visible(line) for line in differing_lines(limit)),
            )
            for limit in told
        ),
        tuple(untold_words(limits)),
    )

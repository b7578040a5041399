"""The signs in what is imported: whom to call, and in which row or entry each is."""

from collections.abc import Sequence
from datetime import date

from tracker.cli.screen import Screen
from tracker.domain.calling import call_words
from tracker.domain.facts import ShownWarning
from tracker.domain.protocol import TIERS
from tracker.domain.signs import MARKED
from tracker.domain.values import NamedTuple
from tracker.domain.wording import short_day
from tracker.services.import_signs import Unkept
from tracker.services.import_weighing import Weighed
from tracker.services.importing import Kept

MOST_SIGNS = 10


class Sign(NamedTuple):
    """A sign that comes into the diary; no entry number while it has none here."""

    day: date
    tier: str
    text: str
    entry: int | None


def found_signs(weighed: Weighed) -> list[Sign]:
    """What would come: the warnings of the file that wait, and what its entries say."""
    raised = [
        Sign(entry.day, warning.sign.tier, _why(warning.sign.text, warning.rule), None)
        for entry, warning in weighed.raised
    ]
    return [*raised, *(_shown(each, None) for each in weighed.waiting)]


def kept_signs(kept: Kept) -> list[Sign]:
    """The same as they are kept."""
    found = [_shown(each, each.check_in_number) for each in kept.warnings]
    return [*found, *(_shown(each, None) for each in kept.weighed.waiting)]


def _shown(shown: ShownWarning, entry: int | None) -> Sign:
    return Sign(shown.day, shown.tier, _why(shown.text, shown.rule), entry)


def _why(text: str, rule: str) -> str:
    return text if rule == MARKED else f"{text} ({rule})"


def show_signs(
    screen: Screen, weighed: Weighed, signs: Sequence[Sign], rest: str
) -> None:
    """Each tier with whom to call; what is not imported in full, the rest counted.

    ``rest`` lists all of those that are counted.
    """
    for tier in TIERS:
        lost = [each for each in weighed.unkept if each.warning.sign.tier == tier]
        of_tier = [sign for sign in signs if sign.tier == tier]
        if lost or of_tier:
            screen.say(call_words(weighed.calling, tier))
            screen.rule()
            _lost(screen, lost)
            _coming(screen, of_tier, rest)
            screen.gap()


def _lost(screen: Screen, lost: Sequence[Unkept]) -> None:
    """Every one, for nothing else tells it again."""
    if lost:
        screen.say("In the file, and not imported:")
    for each in lost:
        day = f"{short_day(each.day)}, " if each.day else ""
        sign = _why(each.warning.sign.text, each.warning.rule)
        screen.say(f"{day}{each.place}: {sign}.", 2, 4)
        screen.say(each.why, 4, 4)
    if lost:
        screen.say("Nothing of these is kept. To write one down: tracker log")


def _coming(screen: Screen, signs: Sequence[Sign], rest: str) -> None:
    count = len(signs)
    if count:
        many = f", {count:,} in all" if count > 1 else ""
        screen.say(f"Found in what is imported{many}:")
    newest = sorted(signs, key=lambda sign: sign.day, reverse=True)
    for sign in newest[:MOST_SIGNS]:
        entry = f", entry {sign.entry}" if sign.entry else ""
        screen.say(f"{short_day(sign.day)}{entry}: {sign.text}.", 2, 4)
    if count > MOST_SIGNS:
        screen.say(f"and {count - MOST_SIGNS:,} more: {rest}", 2, 4)

"""The whole list of warning signs, with whom to call."""

from flask.typing import ResponseReturnValue

from tracker.domain.calling import call_words
from tracker.domain.diary import Diary
from tracker.domain.protocol import TIERS
from tracker.domain.values import NamedTuple
from tracker.web.pages.drawing import Dial, dial_for, draw, opened


class Tier(NamedTuple):
    """What to do, the number to tap on, and the signs it is for."""

    id: str
    call: str
    dial: Dial | None
    signs: tuple[str, ...]


def signs() -> ResponseReturnValue:
    """Every sign by tier, the gravest first."""
    with opened() as here:
        diary = here.diary()
    tiers = [_tier(diary, tier) for tier in TIERS]
    return draw("signs.html", diary, tiers=[each for each in tiers if each.signs])


def _tier(diary: Diary, tier: str) -> Tier:
    signs = tuple(sign.text for sign in diary.protocol.signs if sign.tier == tier)
    call = call_words(diary, tier).replace("\n", " ")
    return Tier(tier, call, dial_for(diary, tier), signs)

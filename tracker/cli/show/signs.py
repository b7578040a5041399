"""The whole list of warning signs, with whom to call."""

from tracker.cli.screen import Screen, show_json
from tracker.domain.calling import call_words
from tracker.domain.diary import Diary
from tracker.domain.protocol import TIERS, Protocol
from tracker.workspace import Workspace

ANYWHERE = {
    "emergency": "Call your emergency number now (911, 112 or 999, as where you are).",
    "same-day": "Call the care team today. Their number is on the sheet they gave you.",
    "next-visit": "Tell the care team at the next visit.",
}


def show_signs(workspace: Workspace, protocol: Protocol, diary: Diary | None) -> None:
    """Every sign by tier, the gravest first; needs no diary."""
    words = {
        tier: call_words(diary, tier) if diary else ANYWHERE[tier] for tier in TIERS
    }
    if workspace.json:
        show_json(_shape(protocol, words))
        return
    screen = Screen(plain=workspace.plain)
    screen.say("If any of this is new, or worse:")
    for tier in TIERS:
        screen.gap()
        screen.say(words[tier])
        for sign in protocol.signs:
            if sign.tier == tier:
                screen.say(f"- {sign.text}", 2, 4)
    screen.gap()
    screen.say("Not sure? Call.")
    screen.say("Nobody watches this diary. Feel unwell with something else? Call too.")
    screen.say(f"In an emergency: {words[TIERS[0]]}")
    screen.show()


def _shape(protocol: Protocol, words: dict[str, str]) -> dict[str, object]:
    return {
        "version": 1,
        "signs": [
            {"id": s.id, "tier": s.tier, "text": s.text, "call": words[s.tier]}
            for s in protocol.signs
        ],
    }

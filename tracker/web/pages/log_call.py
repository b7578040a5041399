"""A sign was marked, or raised by an answer: kept at once, and whom to call."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from tracker.domain.calling import (
    call_words,
    graver_words,
    kept_words,
    say_words,
    what_words,
)
from tracker.domain.diary import Diary
from tracker.domain.facts import ShownWarning
from tracker.domain.protocol import TIERS
from tracker.domain.values import NamedTuple
from tracker.errors import NotFound, TrackerError
from tracker.services.log import raised
from tracker.services.sitting import Sitting, keep
from tracker.web.pages.drawing import (
    Dial,
    Opened,
    dial,
    dial_for,
    draw,
    go,
    opened,
)
from tracker.web.pages.onwards import LOOK, unfinished
from tracker.web.pages.sittings import Held

BUSY = 503
EMERGENCY = TIERS[0]


class Call(NamedTuple):
    """One thing to do: the words, the number to tap on, and what was written down.

    ``say`` is what to say on the phone, in an emergency; ``kept`` is empty where it
    could not be saved.
    """

    tier: str
    first: str
    rest: str
    dial: Dial | None
    what: tuple[str, ...]
    graver: tuple[str, ...]
    graver_dial: Dial | None
    say: str
    kept: str


def keep_now(here: Opened, diary: Diary, held: Held, step: str) -> ResponseReturnValue:
    """Save before anything else is asked; whom to call is shown in any case."""
    try:
        held.sitting = keep(here.store, held.sitting, here.workspace.now())
    except TrackerError:
        return _unsaved(diary, held.sitting, step)
    then = {"then": LOOK} if request.args.get("then") == LOOK else {}
    return go("call_now", entry_id=held.sitting.draft.id, step=step, **then)


def call_now(entry_id: UUID, step: str) -> ResponseReturnValue:
    """The warnings of the entry, the highest tier first."""
    with opened() as here, unfinished(here, entry_id) as (diary, held):
        if held is None:
            return go("saved", entry_id=str(entry_id))
        with here.store.reading():
            shown = here.store.warnings_of(diary.person, str(entry_id))
        return _draw(diary, held.sitting, step, calls_of(diary, shown))


def calls_of(diary: Diary, shown: Sequence[ShownWarning]) -> list[Call]:
    """What to do for each tier that was shown, the highest first."""
    tiers = ((tier, [w for w in shown if w.tier == tier]) for tier in TIERS)
    return [_call(diary, tier, of_tier) for tier, of_tier in tiers if of_tier]


def _call(diary: Diary, tier: str, warnings: Sequence[ShownWarning]) -> Call:
    first, _, rest = call_words(diary, tier).partition("\n")
    graver = (graver_words(diary, warning) for warning in warnings)
    return Call(
        tier,
        first,
        rest,
        dial_for(diary, tier),
        tuple(what_words(warning) for warning in warnings),
        tuple(dict.fromkeys(words for words in graver if words)),
        dial_for(diary, EMERGENCY),
        say_words(diary, warnings[0].day) if tier == EMERGENCY else "",
        kept_words(warnings),
    )


def _unsaved(diary: Diary, sitting: Sitting, step: str) -> ResponseReturnValue:
    """Whom to call for what could not be saved; nobody waits for a file."""
    found = raised(diary, sitting.draft)
    calls = []
    for tier in TIERS:
        what = tuple(f"{w.sign.text}." for w in found if w.sign.tier == tier)
        if what:
            first, _, rest = call_words(diary, tier).partition("\n")
            say = say_words(diary, sitting.draft.day) if tier == EMERGENCY else ""
            number = dial_for(diary, tier)
            calls.append(Call(tier, first, rest, number, what, (), None, say, ""))
    return _draw(diary, sitting, step, calls, status=BUSY)


def _draw(
    diary: Diary,
    sitting: Sitting,
    step: str,
    calls: Sequence[Call],
    *,
    status: int = 200,
) -> ResponseReturnValue:
    if step not in sitting.steps:
        raise NotFound("There is no such question in this entry.")
    return draw(
        "log_call.html",
        diary,
        status=status,
        calls=calls,
        team=dial(diary.number("care-team")),
        entry_id=sitting.draft.id,
        following=None if request.args.get("then") == LOOK else sitting.after(step),
    )

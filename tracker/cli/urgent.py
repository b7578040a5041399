"""Whom to call is shown although an entry cannot be saved."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tracker.cli.screen import Screen
from tracker.cli.show.warned import ANY_NUMBER, call_words
from tracker.domain.facts import CheckIn
from tracker.domain.protocol import TIERS
from tracker.domain.report import CALLS
from tracker.errors import NothingRecorded, UnusableFile
from tracker.services.log import raised
from tracker.store.store import Store
from tracker.workspace import Workspace

NOT_READ = (
    "You marked a sign, and this diary cannot be read. Do not wait for it: call "
    f"your care team, or {ANY_NUMBER}."
)
NOW_CALL = {
    "emergency": f"Call {ANY_NUMBER} now.",
    "same-day": "Call your care team today.",
}


@contextmanager
def urgent(
    workspace: Workspace, store: Store, drafts: Iterable[CheckIn]
) -> Iterator[None]:
    """Saving inside is not waited for when a sign was marked; what fails is told."""
    drafts = list(drafts)
    if any(draft.signs for draft in drafts):
        store.hurry()
    try:
        yield
    except UnusableFile:
        _tell(workspace, store, drafts)
        raise


@contextmanager
def nowhere_to_save(workspace: Workspace, signs: Iterable[str]) -> Iterator[None]:
    """Signs that were typed where nothing is begun: that somebody should call."""
    try:
        yield
    except NothingRecorded:
        known = {sign.id: sign for sign in workspace.standard_protocol().signs}
        marked = [known[sign_id] for sign_id in signs if sign_id in known]
        for tier in (t for t in CALLS if any(sign.tier == t for sign in marked)):
            screen = Screen(plain=workspace.plain)
            screen.say(NOW_CALL[tier])
            for sign in marked:
                if sign.tier == tier:
                    screen.say(f"{sign.text}.", 2, 4)
            screen.show(err=True)
        raise


def _tell(workspace: Workspace, store: Store, drafts: Iterable[CheckIn]) -> None:
    """Whom to call for what the drafts raise, where the sentences of a refusal go."""
    screen = Screen(plain=workspace.plain)
    try:
        diary = workspace.diary(store)
    except UnusableFile:
        if any(draft.signs for draft in drafts):
            screen.say(NOT_READ)
        screen.show(err=True)
        return
    signs = {w.sign for draft in drafts for w in raised(diary, draft)}
    if not signs:
        return
    for tier in TIERS:
        of_tier = sorted(sign.text for sign in signs if sign.tier == tier)
        if of_tier:
            screen.say(call_words(diary, tier))
            for text in of_tier:
                screen.say(f"{text}.", 2, 4)
    screen.show(err=True)

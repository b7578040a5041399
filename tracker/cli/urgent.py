"""Whom to call is shown although an entry cannot be saved."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module

from tracker.cli.screen import Screen
from tracker.domain.calling import ANY_NUMBER, call_words
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.domain.protocol import TIERS
from tracker.domain.report import CALLS
from tracker.errors import NoRight, TrackerError, UnusableFile
from tracker.services.drafting import NONE
from tracker.services.log import raised
from tracker.settings import passphrase_file
from tracker.store.store import Store
from tracker.workspace import Workspace

NOT_READ = (
    "You marked a sign, and this diary cannot be read. Do not wait for it: call "
    f"your care team, or {ANY_NUMBER}."
)
NOT_KNOWN = (
    "You marked a sign that cannot be looked up now. Do not wait for it: call your "
    f"care team, or {ANY_NUMBER}."
)
NOTHING_YET: Mapping[str, CheckIn] = {}
NOW_CALL = {
    "emergency": f"Call {ANY_NUMBER} now.",
    "same-day": "Call your care team today.",
}


class KeptAside(UnusableFile):
    """An entry could not be saved; whom to call was told, and it was kept elsewhere."""


@contextmanager
def urgent(
    workspace: Workspace,
    store: Store,
    drafts: Iterable[CheckIn],
    saved: Mapping[str, CheckIn] = NOTHING_YET,
    diary: Diary | None = None,
) -> Iterator[None]:
    """Saving inside is not waited for when a sign was marked; what fails is told.

    What cannot be saved is kept in a file of its own. ``saved`` are the entries, by
    id, that are saved in part; ``diary`` is as it was read before.
    """
    drafts = list(drafts)
    if any(draft.signs for draft in drafts):
        store.hurry()
    try:
        yield
    except NoRight:
        # Nothing is kept aside: it could not be saved here later either.
        _tell(workspace, store, drafts)
        raise
    except UnusableFile as problem:
        now = _tell(workspace, store, drafts) or diary
        if now is None:
            raise
        # Loaded only now: no entry that is saved needs it.
        kept_draft = import_module("tracker.services.kept_draft")
        where = kept_draft.keep_drafts(now, drafts, saved, workspace.path)
        told = kept_draft.told(str(problem), where, partly=bool(saved))
        raise KeptAside(told) from None


@contextmanager
def nowhere_to_save(workspace: Workspace, signs: Iterable[str]) -> Iterator[None]:
    """Signs that were typed where no diary can be read: that somebody should call.

    Also where it is not clear whose they are, of several people in the diary, and
    where something else that was typed is refused.
    Before a passphrase is asked for, too: nobody has to know it to be helped.
    """
    signs = tuple(signs)
    waits = workspace.open_file.waits(workspace.path) and passphrase_file() is None
    if waits:
        _tell_generally(workspace, signs)
    try:
        yield
    except (KeptAside, NoRight):
        raise
    except TrackerError:
        if not waits:
            _tell_generally(workspace, signs)
        raise


def _tell_generally(workspace: Workspace, signs: Iterable[str]) -> None:
    """Whom to call for signs of the usual plan, where no diary has the numbers."""
    known = {sign.id: sign for sign in workspace.standard_protocol().signs}
    typed = {sign_id.strip().lower() for sign_id in signs} - {NONE}
    marked = [sign for sign_id, sign in known.items() if sign_id in typed]
    for tier in (t for t in CALLS if any(sign.tier == t for sign in marked)):
        screen = Screen(plain=workspace.plain)
        screen.say(NOW_CALL[tier])
        for sign in marked:
            if sign.tier == tier:
                screen.say(f"{sign.text}.", 2, 4)
        screen.show(err=True)
    if len(marked) < len(typed):
        screen = Screen(plain=workspace.plain)
        screen.say(NOT_KNOWN)
        screen.show(err=True)


def _tell(
    workspace: Workspace, store: Store, drafts: Iterable[CheckIn]
) -> Diary | None:
    """Whom to call for what the drafts raise, where the sentences of a refusal go.

    The diary, if it can still be read.
    """
    screen = Screen(plain=workspace.plain)
    try:
        diary = workspace.diary(store)
    except UnusableFile:
        if any(draft.signs for draft in drafts):
            screen.say(NOT_READ)
            screen.show(err=True)
        return None
    signs = {w.sign for draft in drafts for w in raised(diary, draft)}
    if not signs:
        return diary
    for tier in TIERS:
        of_tier = sorted(sign.text for sign in signs if sign.tier == tier)
        if of_tier:
            screen.say(call_words(diary, tier))
            for text in of_tier:
                screen.say(f"{text}.", 2, 4)
    screen.show(err=True)
    return diary

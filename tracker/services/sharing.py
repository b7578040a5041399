"""Sharing a diary without a server: what is handed out, and what comes back."""

from datetime import datetime

from tracker.domain.diary import Diary
from tracker.domain.sharing import (
    GIVEN,
    Grant,
    Share,
    Shared,
)
from tracker.domain.wording import long_day
from tracker.services.diary import open_diary
from tracker.services.handing_out import handed_out
from tracker.services.ids import new_id
from tracker.services.pinning import pinned_texts
from tracker.services.share_rights import (
    SCOPE_WORDS,
    Asked,
    allowed,
    right_of,
    today_of,
)
from tracker.store.compiled import HEAD
from tracker.store.store import Store
from tracker.store.versions import known
from tracker.store.whole import today_forms


def make_share(
    store: Store, asked: Asked, author: str, now: datetime
) -> tuple[Shared, Share, Diary]:
    """Write the right down and gather what goes into the file."""
    with store.writing():
        diary = open_diary(store)
        person, today = diary.person, today_of(diary.person, now)
        own = right_of(store, person)
        asked = allowed(asked, own, today)
        share = Share(
            new_id(now),
            store.next_number(person, "share"),
            GIVEN,
            asked.name,
            asked.scope,
            asked.since,
            asked.notes,
            asked.expires,
            "",
            now,
            author,
        )
        step = (author, now, "share", f"made a file for {_said(share)}")
        store.write(person, step, after=[share])
        mine = known(store.stream, today_forms(), person.id)
        shared = Shared(
            person.id,
            person.name,
            mine.copy,
            own.id if own else "",
            now,
            author,
            HEAD,
            _grant(share),
            pinned_texts(store, person),
            handed_out(mine, asked.since, notes=asked.notes, own=own is not None),
        )
    return shared, share, diary


def _said(share: Share) -> str:
    """As in "Dana Example: see and add, until Tuesday 1 December 2026"."""
    until = f", until {long_day(share.expires)}" if share.expires else ""
    return f"{share.name}: {SCOPE_WORDS[share.scope]}{until}"


def _grant(share: Share) -> Grant:
    return Grant(
        share.id, share.name, share.scope, share.since, share.notes, share.expires
    )


def list_shares(store: Store) -> tuple[Diary, list[Share]]:
    """The rights that were given and that came, by number."""
    with store.reading():
        diary = open_diary(store)
        return diary, store.shares(diary.person)

"""Whom to call: one care team, one emergency number, and caregivers by name."""

from datetime import datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Contact
from tracker.domain.values import NamedTuple
from tracker.errors import Refused
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.store.store import Store

SPOKEN = {
    "care-team": "the care team's phone",
    "emergency": "the emergency number",
    "caregiver": "the phone of",
}


class Kept(NamedTuple):
    """A contact as it is now, and the number it had before, or None."""

    contact: Contact
    before: str | None


def keep_contact(
    store: Store, kind: str, number: str, name: str, author: str, now: datetime
) -> tuple[Diary, Kept]:
    """Keep a number; one of the same kind, or of the same caregiver, is replaced."""
    with store.writing():
        diary = open_diary(store)
        old = _known(diary, kind, name)
        contact_id = old.id if old else new_id(now)
        contact = Contact(contact_id, kind, number, name)
        if contact == old:
            raise Refused(f"Nothing changed: {number} is written down already.")
        whose = " ".join(part for part in (SPOKEN[kind], name) if part)
        step = (author, now, "contact", f"wrote down {whose}: {number}")
        store.write(diary.person, step, before=[old] if old else [], after=[contact])
        return open_diary(store), Kept(contact, old.number if old else None)


def _known(diary: Diary, kind: str, name: str) -> Contact | None:
    named = kind == "caregiver"
    return next(
        (
            contact
            for contact in diary.contacts
            if contact.kind == kind
            and (not named or contact.name.casefold() == name.casefold())
        ),
        None,
    )

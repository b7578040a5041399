"""Whom to call."""

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.domain.calling import ANY_NUMBER, reach_words
from tracker.domain.diary import Diary
from tracker.domain.facts import Contact
from tracker.services.contacts import Kept
from tracker.workspace import Workspace

TITLES = {
    "emergency": "emergency number",
    "care-team": "care team",
    "caregiver": "caregiver",
}


def show_contact(workspace: Workspace, diary: Diary, kept: Kept, author: str) -> None:
    """One number as it is kept, and what it was before."""
    contact = kept.contact
    if workspace.json:
        person = diary.person.name
        show_json({"version": 1, "person": person, **_shape(contact)})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Saved. {_title(contact)}: {contact.number}")
    if kept.before is not None and kept.before != contact.number:
        screen.say(f"Before, it was {kept.before}.")
    screen.say(by_whom(diary.person.name, author))
    screen.command("Wrong? tracker undo")
    screen.show()


def show_contacts(workspace: Workspace, diary: Diary) -> None:
    """Every number, and what to do where one is missing."""
    contacts = sorted(
        diary.contacts, key=lambda c: (list(TITLES).index(c.kind), c.name)
    )
    if workspace.json:
        show_json({"version": 1, "contacts": [_shape(each) for each in contacts]})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Whom to call for {diary.person.name}")
    for contact in contacts:
        screen.row(_title(contact), contact.number)
    fallbacks = {
        "emergency": f"Until then: {ANY_NUMBER}.",
        "care-team": reach_words(diary),
    }
    for kind, words in fallbacks.items():
        if diary.number(kind) is None:
            screen.say(f"Not written down: {TITLES[kind]}. {words}")
            screen.command(f"tracker contact add {kind} NUMBER", 2)
    screen.show()


def _title(contact: Contact) -> str:
    title = TITLES[contact.kind]
    titled = f"{title[:1].upper()}{title[1:]}"
    return f"{titled} {contact.name}" if contact.name else titled


def _shape(contact: Contact) -> dict[str, object]:
    return {
        "kind": contact.kind,
        "number": contact.number,
        "name": contact.name or None,
    }

"""Asking what was done about each warning that waits for an answer."""

from collections.abc import Sequence

from tracker.cli.asking import ask, say, say_whom
from tracker.cli.screen import Screen
from tracker.cli.show.warnings import say_waiting, show_answered
from tracker.domain.diary import Diary
from tracker.domain.facts import Moment, ShownWarning
from tracker.domain.report import WarningReading
from tracker.errors import Refused
from tracker.services.texts import check_note
from tracker.services.warnings import Done, answer, refuse_before
from tracker.store.store import Store
from tracker.workspace import Workspace

CHOICES = {"1": "called", "called": "called", "2": "mistake", "mistake": "mistake"}


def ask_answers(
    workspace: Workspace, store: Store, diary: Diary, waiting: Sequence[WarningReading]
) -> None:
    """Go through the warnings; each answer is kept before the next is asked."""
    say_whom(workspace, diary.person.name, workspace.author(store, diary))
    for reading in waiting:
        screen = Screen(plain=workspace.plain)
        say_waiting(screen, diary, reading, workspace.today(diary))
        screen.show()
        kind = ask(
            workspace, "1 somebody called   2 marked by mistake\nEnter = not yet", _kind
        )
        if kind is None:
            say(workspace, "It stays open.")
            continue
        done = _ask_more(workspace, diary, reading.shown, kind)
        author = workspace.author(store, diary)
        number = reading.shown.number
        kept = answer(store, number, done, author, workspace.now())
        show_answered(workspace, *kept)


def _kind(typed: str) -> str:
    kind = CHOICES.get(typed.lower())
    if kind is None:
        raise Refused("Please type 1 or 2, or Enter.")
    return kind


def _ask_more(
    workspace: Workspace, diary: Diary, shown: ShownWarning, kind: str
) -> Done:
    now = workspace.moment(None, diary, None)
    if kind == "mistake":
        return Done(kind, now, "")

    def moment(typed: str) -> Moment:
        called = workspace.moment(typed, diary, None)
        refuse_before(shown, Done(kind, called, ""))
        return called

    when = ask(workspace, "When? [now]", moment)
    note = ask(workspace, "What did they say? Enter = skip.", check_note)
    return Done(kind, when or now, note or "")

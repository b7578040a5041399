"""What to ask at the visit: typed, or asked on a terminal."""

from tracker.cli.asking import ask, asks, say, say_whom
from tracker.domain.diary import Diary
from tracker.domain.facts import VisitQuestion
from tracker.domain.values import NamedTuple
from tracker.errors import UsageProblem
from tracker.services.visit_questions import (
    add_question,
    list_questions,
    remove_question,
)
from tracker.store.store import Store
from tracker.workspace import Workspace


class Asked(NamedTuple):
    """What `tracker visit ask` did: one was added, one was taken off, or neither."""

    diary: Diary
    author: str
    waiting: tuple[VisitQuestion, ...]
    added: VisitQuestion | None = None
    removed: VisitQuestion | None = None


def keep_asked(
    workspace: Workspace, store: Store, words: tuple[str, ...], remove: int | None
) -> Asked:
    """Add what was typed, take one off, or ask for one where somebody is there."""
    if words and remove is not None:
        raise UsageProblem("Nothing saved. Type a question or --remove, not both.")
    diary, waiting = list_questions(store)
    author, now = workspace.author(store, diary), workspace.now()
    asked = Asked(diary, author, waiting)
    if remove is not None:
        return asked._replace(removed=remove_question(store, remove, author, now))
    text = " ".join(words) if words else _ask(workspace, asked)
    if not (words or text):
        return asked
    day = workspace.today(diary)
    return asked._replace(added=add_question(store, text, day, author, now))


def _ask(workspace: Workspace, asked: Asked) -> str:
    """A question; empty for Enter, or where nobody is there."""
    if not asks(workspace):
        return ""
    say_whom(workspace, asked.diary.person.name, asked.author)
    for question in asked.waiting:
        say(workspace, f"{question.number}  {question.text}")
    said = "What do you want to ask at the visit? Enter=nothing"
    return ask(workspace, said, str) or ""

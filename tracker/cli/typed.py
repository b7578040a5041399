"""What was typed after `tracker log`, and the draft entry it makes."""

from collections.abc import Callable
from typing import TypeVar

from tracker.domain.answers import read_answers
from tracker.domain.facts import CheckIn
from tracker.domain.values import NamedTuple
from tracker.errors import Refused, UsageProblem
from tracker.services.drafting import blank_draft, typed_answers
from tracker.services.ids import new_id, read_id
from tracker.services.log import Edit, read_entry
from tracker.services.texts import check_note
from tracker.services.zones import read_zone
from tracker.store.store import Store
from tracker.workspace import Workspace

Value = TypeVar("Value")


class Typed(NamedTuple):
    """The words of one `tracker log`."""

    answers: tuple[str, ...]
    at: str | None
    zone: str | None
    note: str | None
    signs: tuple[str, ...]
    relayed: bool
    entry_id: str | None

    def says_something(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.answers or self.signs or self.note is not None)


def start_draft(workspace: Workspace, store: Store, typed: Typed) -> CheckIn:
    """The draft with its id, moment, zone and author, and nothing written yet."""
    diary = workspace.diary(store)
    zone = read_zone(typed.zone).key if typed.zone is not None else diary.person.zone
    moment = workspace.moment(typed.at, diary, zone)
    now = workspace.now()
    entry_id = new_id(now) if typed.entry_id is None else read_id(typed.entry_id)
    author = workspace.author(store, diary)
    return blank_draft(diary, entry_id, moment, zone, author, now)


def typed_draft(workspace: Workspace, store: Store, typed: Typed) -> CheckIn:
    """The whole draft of a line; Refused with every problem of the line."""
    if not typed.says_something():
        raise UsageProblem(
            "Nothing to save. Type an answer, like: tracker log pain=4\n"
            "The questions: tracker questions"
        )
    protocol = workspace.diary(store).protocol
    problems: list[str] = []
    if typed.note is not None:
        _gather(problems, lambda: _check_note(typed.note or ""))
    given = _gather(
        problems, lambda: typed_answers(typed.answers, typed.signs, protocol)
    )
    draft = _gather(problems, lambda: start_draft(workspace, store, typed))
    if given is None or draft is None or problems:
        raise Refused("Nothing saved. " + "\n".join(problems))
    answers, signs = given
    return draft._replace(
        answers=answers,
        signs=signs,
        signs_asked=_asked(typed.signs),
        note=typed.note or "",
        relayed=True if typed.relayed else None,
    )


def _gather(problems: list[str], read: Callable[[], Value]) -> Value | None:
    """What can be read; its problem is gathered with the others of the line."""
    try:
        return read()
    except Refused as problem:
        problems.append(str(problem).removeprefix("Nothing saved. "))
        return None


def _check_note(note: str) -> None:
    if not note.strip():
        raise Refused('The note is empty. Type: --note "..."')
    check_note(note)


def _asked(signs: tuple[str, ...]) -> str:
    """`--sign none` says that all were asked; a marked one says only that one was."""
    if not signs:
        return "no"
    return "yes" if [sign.lower() for sign in signs] == ["none"] else "partly"


def typed_edit(
    workspace: Workspace,
    store: Store,
    number: int,
    words: tuple[str, ...],
    at: str | None,
    note: str | None,
    reason: str,
) -> Edit:
    """What an `edit` changes; a time is one of the place where the entry was."""
    if not words and at is None and note is None:
        raise UsageProblem(
            f"Nothing to change. Type what it should be: tracker edit {number} pain=4"
        )
    diary = workspace.diary(store)
    zone = read_entry(store, diary, number).zone
    answers = read_answers(words, diary.protocol, removable=True)
    moment = None if at is None else workspace.moment(at, diary, zone)
    return Edit(answers, moment, note if note is None else note.strip(), reason)

"""Asking for warning signs: Enter is never "none", unasked is never "none"."""

from collections.abc import Sequence

from tracker.cli.asking import prompt, say
from tracker.cli.screen import Screen
from tracker.domain.protocol import WarningSign
from tracker.workspace import Workspace

NONE = ("none", "no", "nothing")
TRIES = 2


def ask_group(
    workspace: Workspace,
    title: str,
    signs: Sequence[WarningSign],
    before: Sequence[WarningSign],
) -> list[str] | None:
    """The ids that were marked, [] for `none`, None when it was left open.

    Numbers go on from the lists asked ``before``; one of theirs counts here too.
    """
    if not signs:
        return []
    first = len(before) + 1
    _show(workspace, title, signs, first)
    left = TRIES
    while left:
        typed = prompt().lower()
        marked = _read(typed, (*before, *signs))
        if marked is not None:
            return marked
        if not typed:
            left -= 1
        if left:
            last = first + len(signs) - 1
            say(workspace, f"Please type the numbers, 1 to {last}, or: none")
    say(workspace, 'Left open. This is not "none".')
    return None


def _show(
    workspace: Workspace, title: str, signs: Sequence[WarningSign], first: int
) -> None:
    screen = Screen(plain=workspace.plain)
    screen.gap()
    screen.head(title)
    for number, sign in enumerate(signs, first):
        screen.say(f"{number:>2} {sign.text}", hang=3)
    screen.say("Type the numbers, or: none")
    screen.say("Not sure? Type its number too.")
    screen.show()


def _read(typed: str, signs: Sequence[WarningSign]) -> list[str] | None:
    """Numbers as ids; None unless every word is the number of a sign."""
    if typed in NONE:
        return []
    words = typed.replace(",", " ").replace("and", " ").split()
    known = {str(number): sign.id for number, sign in enumerate(signs, 1)}
    if not words or any(word not in known for word in words):
        return None
    return list(dict.fromkeys(known[word] for word in words))

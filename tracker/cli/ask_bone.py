"""Asking how far a bone-health item is."""

from tracker.cli.asking import ask, asks, say_whom
from tracker.errors import Refused, UsageProblem
from tracker.services.bone import KINDS
from tracker.workspace import Workspace


def ask_step(workspace: Workspace, name: str, item: str) -> str:
    """One of the steps, asked on a terminal; ``name`` is of whom it is."""
    step = None
    if asks(workspace):
        say_whom(workspace, name)
        step = ask(workspace, "1 asked   2 booked   3 done", _step)
    if step is None:
        raise UsageProblem(f"How far is it?  tracker bone {item} asked|booked|done")
    return step


def _step(typed: str) -> str:
    words = {str(place): kind for place, kind in enumerate(KINDS, 1)}
    step = words.get(typed, typed.lower())
    if step not in KINDS:
        raise Refused(f"Please type 1 to {len(KINDS)}.")
    return step

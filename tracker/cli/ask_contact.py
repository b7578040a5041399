"""Asking whom to call, where it was not typed."""

from tracker.cli.asking import ask, asks, say_whom
from tracker.cli.names import read_name
from tracker.cli.phones import read_phone
from tracker.errors import Refused, UsageProblem
from tracker.workspace import Workspace

KINDS = ("care-team", "emergency", "caregiver")
HOW = "tracker contact add care-team 555-0100"


def read_contact(
    workspace: Workspace,
    whose: str,
    kind: str | None,
    number: str | None,
    name: str | None,
) -> tuple[str, str, str]:
    """Kind, number and name; what is missing is asked on a terminal."""
    if kind is None or number is None:
        _begin_asking(workspace, whose)
    if kind is None:
        kind = ask(workspace, "1 care team\n2 emergency number\n3 caregiver", _kind)
    if kind is None:
        raise Refused("Nothing saved.")
    if kind == "caregiver" and name is None:
        name = _named(workspace)
    if number is None:
        number = ask(workspace, "Which number?", read_phone)
    if number is None:
        raise Refused("Nothing saved.")
    return kind, read_phone(number), read_name(name) if name is not None else ""


def _begin_asking(workspace: Workspace, whose: str) -> None:
    if not asks(workspace):
        raise UsageProblem(f"Whom, and which number?  {HOW}\nKinds: {', '.join(KINDS)}")
    say_whom(workspace, whose)


def _kind(typed: str) -> str:
    words = {str(place): kind for place, kind in enumerate(KINDS, 1)}
    kind = words.get(typed, typed.lower().replace(" ", "-"))
    if kind not in KINDS:
        raise Refused(f"Please type 1 to {len(KINDS)}.")
    return kind


def _named(workspace: Workspace) -> str | None:
    if asks(workspace):
        return ask(workspace, "Name of the caregiver?", read_name)
    raise UsageProblem(
        "Nothing saved. Whose number?  "
        'tracker contact add caregiver NUMBER --name "..."'
    )

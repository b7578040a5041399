"""The seven short questions of `tracker start`."""

from collections.abc import Callable

from tracker.cli.asking import ask, confirm, prompt, say
from tracker.cli.names import read_name
from tracker.cli.people import local_zone
from tracker.cli.phones import read_phone
from tracker.cli.started import (
    Phones,
    Words,
    known_diary,
    known_person,
    read_baseline,
    usual_zone,
)
from tracker.domain.answers import ends_words
from tracker.domain.days import read_day
from tracker.domain.moments import read_clock
from tracker.domain.protocol import BASELINE_QUESTION, Protocol
from tracker.domain.wording import long_day
from tracker.errors import TrackerError
from tracker.services.start import UNNAMED
from tracker.services.zones import read_zone
from tracker.workspace import Workspace

OPENING = (
    "A diary after a {procedure}. It stays on this computer. Nobody watches it. It "
    "cannot tell if something is wrong. If you feel unwell, call, whatever this diary "
    "says."
)
UNNAMED_TYPIST = "somebody who helps"


class Stopped(TrackerError):
    """The person stopped, or said no at the end."""


def ask_words(workspace: Workspace, typed: Words, protocol: Protocol) -> Words:
    """Ask for what was not typed; Stopped when nothing is to be kept."""
    say(workspace, OPENING.format(procedure=protocol.procedure.lower()))
    say(workspace, "", "Enter = skip.", "Ctrl-C = stop, and keep nothing.", "")
    words = _who(workspace, typed)
    words = words._replace(day=_day(workspace))
    words = _about(workspace, words, protocol)
    if not confirm("\nKeep this?"):
        raise Stopped("Nothing was kept. To begin again: tracker start")
    return words


def _who(workspace: Workspace, words: Words) -> Words:
    named = words._replace(name=_whose(workspace) or words.name)
    who = named.name or UNNAMED
    say(workspace, "", "2 Who is typing?", f"  1 {who}   2 somebody who helps")
    if _helps(workspace):
        typist = ask(workspace, "  Your name?", _checked(read_name))
        workspace.named_author = typist or UNNAMED_TYPIST
    elif workspace.named_author is not None:
        workspace.named_author = named.name or UNNAMED
    return named


def _whose(workspace: Workspace) -> str | None:
    """The name of who had the procedure, asked only where nobody is meant yet."""
    question = "1 Who had the procedure?"
    known = known_person(workspace)
    if known is None:
        return ask(workspace, question, _checked(read_name))
    say(workspace, f"{question}  {known.name}")
    return known.name


def _helps(workspace: Workspace) -> bool:
    """Whether somebody else types; asked until it is clear. Enter is the patient."""
    while True:
        typed = prompt().lower()
        if typed in ("", "1"):
            return False
        if typed == "2" or typed.startswith("some"):
            return True
        say(workspace, "Please type 1 or 2.")


def _day(workspace: Workspace) -> str:
    """The day, confirmed in words; asked until there is one."""
    today = workspace.now().astimezone(read_zone(usual_zone(workspace))).date()
    while True:
        day = ask(
            workspace,
            "\n3 Day of the procedure?",
            lambda typed: read_day(typed, today=today, look="back", procedure_on=None),
        )
        if day is None:
            say(workspace, "The diary counts from that day, so it is needed.")
        elif confirm(f"{long_day(day)}. Right?"):
            return day.isoformat()


def _about(workspace: Workspace, words: Words, protocol: Protocol) -> Words:
    who = words.name or UNNAMED
    clock = ask(
        workspace,
        "\n4 About what time? Enter if you do not know; then we count whole days.",
        _checked(read_clock),
    )
    question = protocol.question(BASELINE_QUESTION)
    baseline = None
    if question is not None:
        ends = ends_words(question) if question.ends else ""
        baseline = ask(
            workspace,
            f"\n5 How strong was {who}'s pain before the procedure?\n{ends}",
            _checked(lambda typed: read_baseline(typed, protocol)),
        )
    care_team = ask(
        workspace,
        "\n6 Care team's phone? It may be on the sheet they gave you.",
        _checked(read_phone),
    )
    emergency = ask(
        workspace,
        f"\n7 Emergency number where {who} lives? (911, 112, 999, or another)",
        _checked(read_phone),
    )
    return words._replace(
        clock=clock,
        baseline_pain=baseline,
        phones=Phones(emergency, care_team),
        zone=words.zone or _zone(workspace, who),
    )


def _zone(workspace: Workspace, who: str) -> str | None:
    """Asked only when somebody helps: they may live elsewhere."""
    if workspace.named_author is None or known_diary(workspace) is not None:
        return None
    here, known = local_zone(), usual_zone(workspace)
    if known != here:
        return known
    if confirm(f"\nClock: this computer's, {here}. Same where {who} lives?"):
        return here
    return ask(
        workspace,
        f"Where {who} lives, like America/New_York or Europe/Berlin?",
        lambda typed: read_zone(typed).key,
    )


def _checked(read: Callable[[str], object]) -> Callable[[str], str]:
    """What was typed, once it can be read."""

    def check(typed: str) -> str:
        read(typed)
        return typed

    return check

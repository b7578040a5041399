"""Protocols: which there are, what one says, and what is wrong with a file."""

from tracker.cli.screen import Screen
from tracker.domain.basis import Basis
from tracker.domain.protocol import Protocol
from tracker.errors import TrackerError
from tracker.protocols.library import Loaded
from tracker.workspace import Workspace


def show_list(workspace: Workspace) -> None:
    """The ids, with their titles."""
    screen = Screen(plain=workspace.plain)
    for protocol_id, problem in workspace.protocol_names():
        screen.say(f"{protocol_id}: {problem or _title(workspace, protocol_id)}", 0, 2)
    screen.show()


def _title(workspace: Workspace, protocol_id: str) -> str:
    """The title, or why a file cannot be used; the list goes on."""
    try:
        return workspace.protocol(protocol_id).protocol.title
    except TrackerError as problem:
        return str(problem)


def show_protocol(workspace: Workspace, protocol: Protocol) -> None:
    """Every line, with its source."""
    screen = Screen(plain=workspace.plain)
    screen.say(f"{protocol.title} ({protocol.id}, version {protocol.version})")
    screen.say(protocol.about)
    for head, lines in (
        ("Questions", [(q.id, q.text, q.basis) for q in protocol.questions]),
        ("Milestones", [(m.id, m.title, m.basis) for m in protocol.milestones]),
        ("Limits", [(r.id, r.what, r.basis) for r in protocol.restrictions]),
        ("Signs", [(s.id, s.text, s.basis) for s in protocol.signs]),
        ("Topics", [(t.id, t.title, t.basis) for t in protocol.topics]),
    ):
        screen.gap()
        screen.head(head)
        for line_id, text, basis in lines:
            screen.say(f"{line_id}: {text} [{_sources(basis)}]", 2, 4)
    screen.show()


def show_checked(workspace: Workspace, loaded: Loaded) -> None:
    """A file that can be used."""
    protocol = loaded.protocol
    screen = Screen(plain=workspace.plain)
    screen.say(f"{protocol.id}, version {protocol.version}: no problems.")
    screen.say(f"SHA-256 {loaded.sha256}")
    screen.show()


def _sources(basis: Basis) -> str:
    return ", ".join(basis.sources)

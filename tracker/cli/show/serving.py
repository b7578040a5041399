"""The page on a port: how to get in, and who did."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime

import click

from tracker.cli.screen import Screen, on_terminal, show_json, width
from tracker.domain.values import NamedTuple
from tracker.services.web_sessions import Session
from tracker.workspace import Workspace

# Black on white, whatever colours a terminal has.
PAPER = "\x1b[38;5;16;48;5;231m"
END = "\x1b[0m"
# By whether the upper and the lower square are dark.
MARKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
MAY = {
    "patient": "reads and writes everything",
    "caregiver": "reads, and writes under that name",
    "reader": "reads, and changes nothing",
}
NETWORK = (
    "Every device in the same network can now reach this computer here. Only who has "
    "the code or the link below gets in."
)
OPEN = "Without a code: open this."
SCAN = "Without a code: have the phone's camera read the picture, or open this."
WARNS = (
    "The phone will warn once: it does not know this computer. Look at the "
    "certificate there. Its SHA-256 fingerprint has to be:"
)
NOT_SAME = "Not the same? Then do not go on: somebody else answers."
CLOSED = "The page is closed. Who was let in is signed out."


class Way(NamedTuple):
    """One way in: for whom, the link and the code, how long, and how it looks.

    ``fingerprint`` is in rows, and empty without TLS; ``squares`` are rows of a QR
    code, True where it is dark.
    """

    person: str
    role: str
    name: str
    origin: str
    link: str
    code: str
    until: datetime
    fingerprint: tuple[str, ...]
    squares: list[list[bool]]


def show_open(workspace: Workspace, way: Way) -> None:
    """That it is open, what that means, and the first way in."""
    if workspace.json:
        show_way(workspace, way)
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"The page of {way.person}'s diary is open.")
    if way.fingerprint:
        screen.say(NETWORK)
    else:
        screen.say("Only this computer can reach it.")
    screen.gap()
    screen.show()
    show_way(workspace, way)


def show_way(workspace: Workspace, way: Way) -> None:
    """One way in."""
    if workspace.json:
        show_json(_shape(way))
        return
    screen = Screen(plain=workspace.plain)
    _say_whom(screen, way)
    _say_fingerprint(screen, way)
    screen.say("With a code: open the next line and type it there.")
    screen.command(way.origin)
    screen.command(_grouped(way.code))
    screen.gap()
    # The picture comes last: it fills most of a window.
    picture = _picture(way) if way.fingerprint and not workspace.plain else []
    screen.say(SCAN if picture else OPEN)
    screen.command(way.link)
    screen.show()
    for line in picture:
        click.echo(f"{PAPER}{line}{END}")
    screen = Screen(plain=workspace.plain)
    screen.say("One more phone: press Enter.")
    screen.say("To stop: Ctrl-C.")
    screen.show()


def _say_fingerprint(screen: Screen, way: Way) -> None:
    if not way.fingerprint:
        return
    screen.say(WARNS)
    for row in way.fingerprint:
        screen.command(row, 2)
    screen.say(NOT_SAME)
    screen.gap()


def _say_whom(screen: Screen, way: Way) -> None:
    name = "" if way.name == way.role else f"{way.name}, "
    screen.say(
        f"Within two minutes it lets in one browser: {name}{way.role}, who "
        f"{MAY[way.role]}."
    )
    if way.role == "reader" and way.fingerprint:
        screen.say("To let it write instead, type here: patient")
    screen.gap()


def _grouped(code: str) -> str:
    """As a phone number is read out."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def _picture(way: Way) -> list[str]:
    """The link to scan, in lines; none where a terminal cannot show it."""
    coded = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    dumb = os.environ.get("TERM") == "dumb"
    if not on_terminal(sys.stdout) or coded != "utf8" or dumb:
        return []
    return drawn(way.squares) if width() >= len(way.squares[0]) else []


def drawn(squares: list[list[bool]]) -> list[str]:
    """Two rows of squares in each line."""
    light = [False] * len(squares[0])
    even = [*squares, light] if len(squares) % 2 else squares
    pairs = zip(even[::2], even[1::2], strict=True)
    return ["".join(MARKS[both] for both in zip(*pair, strict=True)) for pair in pairs]


def _shape(way: Way) -> dict[str, object]:
    return {
        "version": 1,
        "origin": way.origin,
        "link": way.link,
        "code": way.code,
        "until": way.until.isoformat(),
        "role": way.role,
        "name": way.name,
        "sha256": " ".join(way.fingerprint).replace(" ", ":") or None,
    }


def show_told(workspace: Workspace, said: str) -> None:
    """A sentence while it is open."""
    screen = Screen(plain=workspace.plain)
    screen.say(said)
    screen.show(err=workspace.json)


def show_closed(workspace: Workspace) -> None:
    """That it is over; on a line of its own after what the keys left."""
    show_told(workspace, f"\n{CLOSED}")


def show_sessions(workspace: Workspace, sessions: Sequence[Session]) -> None:
    """Who was let in, and is."""
    if workspace.json:
        show_json({"version": 1, "sessions": [_kept(each) for each in sessions]})
        return
    screen = Screen(plain=workspace.plain)
    if not sessions:
        screen.say("Nobody is let in now. To open the page: tracker serve")
    for each in sessions:
        screen.say(_words(each), 0, 2)
    if sessions:
        screen.say("To end one: tracker serve --revoke NUMBER, or all")
    screen.show()


def show_ended(workspace: Workspace, sessions: Sequence[Session]) -> None:
    """Who is let in no more."""
    if workspace.json:
        show_json({"version": 1, "ended": [_kept(each) for each in sessions]})
        return
    screen = Screen(plain=workspace.plain)
    if not sessions:
        screen.say("Nobody was let in.")
    for each in sessions:
        screen.say(f"Ended: {_words(each)}", 0, 2)
    screen.show()


def _words(session: Session) -> str:
    since, seen = (f"{at.astimezone():%H:%M}" for at in (session.since, session.seen))
    who = f"{session.name}, {session.role}"
    return f"session {session.number}: {who}, since {since}, last seen {seen}"


def _kept(session: Session) -> dict[str, object]:
    return {
        "number": session.number,
        "role": session.role,
        "name": session.name,
        "since": session.since.isoformat(),
        "seen": session.seen.isoformat(),
    }

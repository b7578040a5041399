"""The page, opened from the command line: open until Ctrl-C, and who was let in."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from queue import Empty, SimpleQueue
from shlex import quote
from threading import Thread
from typing import Any

from tracker.cli.names import read_name
from tracker.cli.options import LONGEST
from tracker.cli.show.serving import (
    Way,
    show_closed,
    show_ended,
    show_open,
    show_sessions,
    show_told,
    show_way,
)
from tracker.errors import TrackerError, UsageProblem
from tracker.services.web_sessions import Sessions
from tracker.workspace import Workspace

PARTS = {"cheroot", "cryptography", "flask", "segno"}
WITHOUT = (
    "The page needs a few more parts. Install them with: "
    f'{quote(sys.executable)} -m pip install "recovery-tracker[web]"'
)
try:
    from tracker.web.addresses import USUAL_PORT
    from tracker.web.opened import OpenPage, Wanted, visitor_for
    from tracker.web.routes import Visitor
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] not in PARTS:
        raise
    raise UsageProblem(WITHOUT) from None

__all__ = ("USUAL_PORT", "Wanted", "list_sessions", "revoke", "serve")

LOOK_SECONDS = 0.5
LINE = 4096
ALL = "all"
ROLES = ("patient", "caregiver", "reader")
HOW = (
    "For another phone, press Enter. For somebody else, type what they may do and "
    "their name, like: caregiver Dana"
)
RUN_OUT = "That code and link have run out. For new ones, press Enter."
BROKEN = "The page does not answer any more. Start it again: tracker serve"


def serve(workspace: Workspace, wanted: Wanted) -> None:
    """Open the page, let in who is wanted, and stay until somebody stops it."""
    with workspace.store() as store:
        diary = workspace.diary(store)
    # Were the diary locked meanwhile, nobody at a phone could type it here.
    workspace.ask_passphrase = None
    name = diary.person.name
    visitor = visitor_for(wanted.role, wanted.name, name, lan=wanted.lan)
    with _stopped_politely():
        page = OpenPage(
            workspace, diary, wanted, lambda said: show_told(workspace, said)
        )
        try:
            show_open(workspace, _way(page, visitor))
            _Attendance(workspace, page, visitor).stay()
        except KeyboardInterrupt:
            show_closed(workspace)
        finally:
            page.close()


class _Attendance:
    """Whoever sits at the computer while the page is open."""

    def __init__(self, workspace: Workspace, page: OpenPage, visitor: Visitor) -> None:
        self._workspace = workspace
        self._page = page
        self._visitor = visitor
        self._run_out: datetime | None = None
        self._lines: SimpleQueue[str] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()

    def stay(self) -> None:
        """Until Ctrl-C; UsageProblem when nobody is answered any more."""
        while self._page.running():
            with suppress(Empty):
                self._let_in(self._lines.get(timeout=LOOK_SECONDS))
            self._say_run_out()
        raise TrackerError(BROKEN)

    def _let_in(self, line: str) -> None:
        """One more, like the last one or as it was typed."""
        role, _, name = line.strip().partition(" ")
        try:
            if role:
                self._visitor = self._typed(role, name)
            show_way(self._workspace, _way(self._page, self._visitor))
        except TrackerError as problem:
            show_told(self._workspace, str(problem))

    def _typed(self, role: str, name: str) -> Visitor:
        if role not in ROLES:
            raise UsageProblem(HOW)
        named = read_name(name) if name.strip() else None
        return visitor_for(role, named, self._page.person, lan=True)

    def _say_run_out(self) -> None:
        until = self._page.pairing.open_until()
        if until is None or until == self._run_out or self._workspace.now() < until:
            return
        self._run_out = until
        show_told(self._workspace, RUN_OUT)

    def _listen(self) -> None:
        """Hand on what is typed; past Python's own reader, which would keep us."""
        with suppress(OSError, ValueError, AttributeError):
            handle = sys.stdin.fileno()
            while typed := os.read(handle, LINE):
                for line in typed.decode(errors="replace").splitlines():
                    self._lines.put(line)


def _way(page: OpenPage, visitor: Visitor) -> Way:
    offer = page.offer(visitor)
    return Way(
        person=page.person,
        role=visitor.role,
        name=visitor.name,
        origin=page.place.origin,
        link=page.link(offer),
        code=offer.code,
        until=offer.until,
        fingerprint=page.fingerprint(),
        squares=page.squares(offer),
    )


@contextmanager
def _stopped_politely() -> Iterator[None]:
    """A program that is told to end does so as with Ctrl-C."""

    def stop(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def list_sessions(workspace: Workspace) -> None:
    """Who was let in, and is."""
    sessions = _sessions(workspace)
    show_sessions(workspace, sessions.going_on(workspace.now()))


def revoke(workspace: Workspace, ended: str) -> None:
    """Let one of them in no more, or all."""
    figures = ended.strip()
    number = figures.isascii() and figures.isdigit() and len(figures) <= LONGEST
    if not number and figures.lower() != ALL:
        raise UsageProblem(
            "--revoke takes a number or all. The numbers: tracker serve --sessions"
        )
    sessions, now = _sessions(workspace), workspace.now()
    found = [sessions.end(int(figures), now)] if number else sessions.end_all(now)
    show_ended(workspace, found)


def _sessions(workspace: Workspace) -> Sessions:
    with workspace.store() as store:
        person = workspace.diary(store).person
    return Sessions(workspace.path, person.id)

"""Ruth's page, in the test and on a port, and browsers that were let in or were not.

A clock that can be moved stands in for waiting: `house.wait(minutes=15)`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cheroot.server import HTTPServer
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import NOW, RUTH
from tracker.services.web_sessions import Sessions
from tracker.web.addresses import Place
from tracker.web.app import create_app
from tracker.web.doors import Doors, cookie_name
from tracker.web.guards import TOKEN, token_of
from tracker.web.opened import OpenPage, Wanted, visitor_for
from tracker.web.pages.routes import ROUTES
from tracker.web.pairing import Pairing
from tracker.web.routes import Role, Route, Visitor
from tracker.workspace import Workspace

DANA = "Dana Example"
CLINIC = "Nurse Example"
NAMES: dict[Role, str] = {"patient": RUTH, "caregiver": DANA, "reader": CLINIC}
PLACE = Place()
LAN = Place("192.168.1.20", 8765, tls=True)


class Browser(FlaskClient):
    """A browser at the page; `send` posts a form as a page of ours would."""

    place: Place

    @property
    def secret(self) -> str:
        """What its cookie holds; empty when it has none."""
        host = self.place.origin.partition("//")[2].partition(":")[0]
        cookie = self.get_cookie(cookie_name(self.place), domain=host)
        return cookie.value if cookie else ""

    def send(self, path: str, **fields: Any) -> TestResponse:
        """A form with these fields, from our own page, with its token."""
        return self.post(
            path,
            data={TOKEN: token_of(self.secret), **fields},
            headers={"Origin": self.place.origin},
        )


class House:
    """A page in the test: its application, its doors, and what it told the terminal."""

    def __init__(
        self,
        path: Path,
        place: Place = PLACE,
        routes: Sequence[Route] = ROUTES,
        ask: Callable[[str, bool], str] | None = None,
        person: str | None = None,
    ) -> None:
        self.workspace = Workspace(str(path), NOW.isoformat(), person=person)
        self.workspace.ask_passphrase = ask
        with self.workspace.store() as store:
            self.person = self.workspace.diary(store).person
        self.workspace.person = self.person.id
        self.place = place
        self.told: list[str] = []
        self.sessions = Sessions(str(path), self.person.id)
        self.doors = Doors(Pairing(), self.sessions, self.told.append)
        self.app: Flask = create_app(self.workspace, place, self.doors, routes)
        self.app.testing = True
        self.app.test_client_class = Browser

    def wait(self, **time: float) -> None:
        """Let time pass for the page and for whoever asks it."""
        moved = self.workspace.now() + timedelta(**time)
        self.workspace._typed_now = moved.isoformat()

    def browser(self) -> Browser:
        """One that was not let in."""
        client = self.app.test_client()
        assert isinstance(client, Browser)
        client.place = self.place
        return client

    def paired(self, role: Role = "patient", name: str | None = None) -> Browser:
        """One that was let in."""
        browser = self.browser()
        visitor = Visitor(role, name or NAMES[role])
        offer = self.doors.pairing.offer(visitor, self.workspace.now())
        answer = browser.send("/pair", secret=offer.secret)
        assert answer.status_code == 303, answer.text
        return browser

    def anybody(self, role: Role | None) -> Browser:
        """One with that role; None has none."""
        return self.browser() if role is None else self.paired(role)


@pytest.fixture
def house(started: Path) -> House:
    """Ruth's page, with every page there is."""
    return House(started)


@pytest.fixture
def paired(house: House) -> Callable[..., Browser]:
    """`paired("caregiver", "Dana Example")` is a browser that was let in."""
    return house.paired


OpenPages = Callable[..., OpenPage]


@pytest.fixture
def open_page(
    diary_path: Path, started: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenPages]:
    """Opens Ruth's page on a port of loopback; `lan=True` with TLS."""
    # How often it looks whether it was stopped.
    monkeypatch.setattr(HTTPServer, "expiration_interval", 0.01)
    opened: list[OpenPage] = []

    def on_a_port(
        *, lan: bool = False, port: int = 0, now: str = NOW.isoformat()
    ) -> OpenPage:
        workspace = Workspace(str(diary_path), now)
        with workspace.store() as store:
            diary = workspace.diary(store)
        wanted = Wanted(lan, port, "127.0.0.1" if lan else None)
        opened.append(OpenPage(workspace, diary, wanted, lambda said: None))
        return opened[-1]

    yield on_a_port
    for page in opened:
        page.close()


def link_for(page: OpenPage, role: Role, name: str | None = None) -> str:
    """A link that lets one browser in."""
    named = None if role == "patient" else name or NAMES[role]
    return page.link(page.offer(visitor_for(role, named, page.person, lan=True)))

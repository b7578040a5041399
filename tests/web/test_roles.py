"""Every page there is, and every role: who gets what, and what the others see."""

import hashlib
from pathlib import Path
from uuid import UUID

import pytest
from flask import url_for
from werkzeug.test import TestResponse

from tests.conftest import Run
from tests.web.conftest import Browser, House
from tracker.web.pages.routes import ROUTES
from tracker.web.routes import Role, Route

READER = {"today", "timeline", "chart", "entries", "warnings", "report", "signs"}
LOGGING = {
    "begin", "another_day", "begin_other", "goes_on", "step", "answered", "call_now",
    "look", "save", "saved",
}  # fmt: skip
CAREGIVER = READER | LOGGING | {"answer", "answer_kept"}
PATIENT = CAREGIVER | {"mark_done", "correct", "corrected", "take_back", "taken_back"}
GRANTED: dict[Role | None, set[str]] = {
    None: set(),
    "reader": READER,
    "caregiver": CAREGIVER,
    "patient": PATIENT,
}
PARTS = {
    "number": 1,
    "entry_id": UUID("01a20efd-6d8e-7b29-bcb9-5028257f42c5"),
    "milestone": "home",
    "step": "pain",
}
REACHED = "reached"
NOWHERE = "/no-such-page"


def reached(**_parts: object) -> str:
    """In place of each page: what is asked here is who gets so far."""
    return REACHED


@pytest.fixture
def probed(started: Path) -> House:
    """Ruth's page with every address of it, and nothing behind them."""
    return House(started, routes=[route._replace(view=reached) for route in ROUTES])


def address(house: House, route: Route) -> str:
    """Where a page is, for an entry, a warning and a milestone that there are."""
    with house.app.test_request_context(base_url=house.place.origin):
        named = {name: PARTS[name] for name in PARTS if f"{name}>" in route.rule}
        return url_for(route.name, **named)  # type: ignore[arg-type]


def ask(browser: Browser, method: str, path: str) -> TestResponse:
    return browser.send(path) if method == "POST" else browser.get(path)


def same(first: TestResponse, second: TestResponse) -> bool:
    """Whether nobody could tell one answer from the other, byte for byte."""
    return (
        first.status == second.status
        and first.data == second.data
        and [*first.headers] == [*second.headers]
    )


def test_every_page_is_granted_to_exactly_the_roles_that_it_names() -> None:
    named = {
        role: {route.name for route in ROUTES if role in route.roles}
        for role in GRANTED
    }

    assert named == GRANTED


@pytest.mark.parametrize("role", GRANTED)
@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.name)
def test_a_page_shows_to_whom_it_is_granted_and_to_others_is_not_there(
    probed: House, route: Route, role: Role | None
) -> None:
    browser = probed.anybody(role)
    (method,) = route.methods

    answer = ask(browser, method, address(probed, route))

    if route.name in GRANTED[role]:
        assert (answer.status_code, answer.text) == (200, REACHED)
    else:
        assert REACHED not in answer.text
        assert same(answer, ask(browser, method, NOWHERE))


@pytest.mark.parametrize("role", GRANTED)
@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.name)
def test_a_page_asked_for_in_another_way_is_not_there(
    probed: House, route: Route, role: Role | None
) -> None:
    browser = probed.anybody(role)
    path = address(probed, route)
    (method,) = {"GET": ("POST",), "POST": ("GET",)}[route.methods[0]]
    if any(each.rule == route.rule and method in each.methods for each in ROUTES):
        return

    assert same(ask(browser, method, path), ask(browser, method, NOWHERE))


@pytest.mark.parametrize("role", ["reader", "caregiver", "patient"])
def test_to_look_at_any_page_writes_nothing(house: House, run: Run, role: Role) -> None:
    run("log", "pain=4", "--sign", "leg-new", "--note", "Slept badly.")
    browser = house.paired(role)
    path = Path(house.workspace.path)
    before = hashlib.sha256(path.read_bytes()).digest()

    statuses = {
        browser.get(address(house, route)).status_code
        for route in ROUTES
        if "GET" in route.methods
    }

    assert 200 in statuses
    assert statuses <= {200, 303, 404}
    assert hashlib.sha256(path.read_bytes()).digest() == before


@pytest.mark.parametrize("path", ["/entries/99", "/warnings/99", "/entries/0"])
def test_what_a_person_does_not_have_is_not_there(house: House, path: str) -> None:
    browser = house.paired()

    assert same(browser.get(path), browser.get(NOWHERE))

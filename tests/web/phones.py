"""Phones in a real browser, let in to a page that stands on a port."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import Run
from tests.tools import tool
from tests.web.conftest import NAMES
from tracker.web.opened import OpenPage, visitor_for
from tracker.web.routes import Role

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
# The pages that stand by themselves, for everybody.
PAGES = ("/", "/timeline", "/chart", "/entries", "/warnings", "/report", "/signs")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, once for many tests."""
    path = tool("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def let_in(
    browser: Browser, page: OpenPage, role: Role = "patient", **looks: Any
) -> Page:
    """A phone of its own that typed the code, and stands at Today."""
    looks = {"viewport": PHONE, **looks}
    phone = browser.new_context(**looks).new_page()
    named = None if role == "patient" else NAMES[role]
    offer = page.offer(visitor_for(role, named, page.person, lan=True))
    phone.goto(f"{page.place.origin}/pair")
    phone.get_by_label("10 figures").fill(offer.code)
    tap(phone, "Let this phone in")
    assert phone.get_by_role("heading", name="Today", level=1).is_visible()
    return phone


def tap(phone: Page, name: str, *, exact: bool = False) -> None:
    """A button, by its words."""
    with phone.expect_navigation():
        phone.get_by_role("button", name=name, exact=exact).click()


def follow(phone: Page, name: str) -> None:
    """A link, by its words."""
    with phone.expect_navigation():
        phone.get_by_role("link", name=name).click()


def head(phone: Page) -> str:
    """What the page begins with."""
    return phone.locator("h1").inner_text()


def go(phone: Page, path: str) -> int:
    """To a path of the same place; the status of the answer."""
    place = "/".join(phone.url.split("/")[:3])
    answer = phone.goto(f"{place}{path}")
    assert answer is not None
    return answer.status


def said(run: Run, *typed: str) -> str:
    """What the command line says, on one line."""
    return " ".join(run(*typed).stdout.split())

"""Writes docs/screens: every page as a phone shows it, of a made-up person."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from docs.samples import ON, WINTER, two_weeks
from tracker.cli import main as tracker
from tracker.web.opened import OpenPage, Wanted, visitor_for
from tracker.workspace import Workspace

FOLDER = Path(__file__).with_name("screens")
NARROW, SCREEN = 390, 844
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TODAY = 12
HEIGHT = "document.documentElement.scrollHeight"
LONGEST = 2600
EVENING = "20:10"
PAGES = {
    "today": "/",
    "timeline": "/timeline",
    "chart": "/chart",
    "entries": "/entries",
    "correct": "/entries/1",
    "warnings": "/warnings",
    "answer": "/warnings/1",
    "for-the-visit": "/report",
    "whom-to-call": "/signs",
    "another-day": "/log/day",
}

Taken = Callable[[Page, str], None]


def type_days(diary: str) -> None:
    """The first twelve days of a recovery; the warning of day 9 is left unanswered."""
    for day, clock, words in sorted(two_weeks(), key=lambda line: line[:2]):
        if day > TODAY or words.startswith("warnings answer"):
            continue
        typed = ["--db", diary, "--now", instant(day, clock), *shlex.split(words)]
        said = CliRunner().invoke(tracker, typed, catch_exceptions=False)
        if said.exit_code:
            sys.exit(f"{words}: {said.output}")


def instant(day: int, clock: str) -> str:
    """A time of a day of the recovery."""
    return f"{ON + timedelta(days=day)}T{clock}:00{WINTER}"


@contextmanager
def opened(diary: str) -> Iterator[OpenPage]:
    """The page of that diary, on a port of this computer."""
    workspace = Workspace(diary, instant(TODAY, EVENING))
    with workspace.store() as store:
        read = workspace.diary(store)
    page = OpenPage(workspace, read, Wanted(port=0), lambda said: None)
    try:
        yield page
    finally:
        page.close()


def let_in(browser: Browser, page: OpenPage, role: str, scheme: str) -> Page:
    """A phone that was let in."""
    dark = scheme == "dark"
    phone = browser.new_context(
        viewport={"width": NARROW, "height": SCREEN},
        color_scheme="dark" if dark else "light",
    ).new_page()
    name = None if role == "patient" else "Dana Example"
    offer = page.offer(visitor_for(role, name, page.person, lan=True))
    phone.goto(f"{page.place.origin}/pair")
    phone.get_by_label("10 figures").fill(offer.code)
    _tap(phone, "Let this phone in")
    return phone


def pages_of(phone: Page, origin: str, take: Taken) -> None:
    """Every page that stands by itself."""
    for name, path in PAGES.items():
        phone.goto(f"{origin}{path}")
        take(phone, name)


def entry_of(phone: Page, origin: str, take: Taken) -> None:
    """An entry, step by step; a sign is marked in the second list."""
    phone.goto(origin)
    _tap(phone, "Write down how it goes")
    take(phone, "log-1-signs")
    _tap(phone, "None of these")
    phone.get_by_label("New tingling").check()
    _tap(phone, "Go on with what is marked")
    take(phone, "log-2-whom-to-call")
    _follow(phone, "Go on with the questions")
    while "/ask/pain" not in phone.url:
        _tap(phone, "None of these")
    take(phone, "log-3-a-number")
    for number in "34":
        _tap(phone, number)
    phone.get_by_label("Walked").fill("far")
    _tap(phone, "Go on")
    take(phone, "log-4-not-read")
    phone.get_by_label("Walked").fill("30")
    _tap(phone, "Go on")
    take(phone, "log-5-a-choice")
    _tap(phone, "no prescription")
    while "/ask/_note" not in phone.url:
        _tap(phone, "Skip")
    phone.get_by_label("Anything to tell").fill("Sat at the table for lunch.")
    take(phone, "log-6-a-note")
    _tap(phone, "Go on")
    take(phone, "log-7-told-or-seen")
    _tap(phone, "Told by")
    take(phone, "log-8-read-over")
    _tap(phone, "Save")
    take(phone, "log-9-saved")


def emergency_of(phone: Page, origin: str, take: Taken) -> None:
    """The first list, with a sign marked."""
    phone.goto(origin)
    _tap(phone, "Write down how it goes")
    phone.get_by_role("checkbox").nth(2).check()
    _tap(phone, "Go on with what is marked")
    take(phone, "an-emergency")


def _tap(phone: Page, name: str) -> None:
    with phone.expect_navigation():
        phone.get_by_role("button", name=name).first.click()


def _follow(phone: Page, name: str) -> None:
    with phone.expect_navigation():
        phone.get_by_role("link", name=name).click()


def write(folder: Path) -> None:
    """Every picture, in a folder; the dark ones of three pages."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)

    def take(phone: Page, name: str) -> None:
        height = min(int(phone.evaluate(HEIGHT)), LONGEST)
        whole: FloatRect = {"x": 0, "y": 0, "width": NARROW, "height": height}
        file = folder / f"{name}.png"
        phone.screenshot(path=file, full_page=True, clip=whole)
        # The page keeps its own files private; a picture of it is for everybody.
        file.chmod(0o644)

    def take_dark(phone: Page, name: str) -> None:
        if name in ("today", "chart", "an-emergency"):
            take(phone, f"{name}-dark")

    with TemporaryDirectory() as elsewhere, sync_playwright() as started:
        os.environ["XDG_DATA_HOME"] = elsewhere
        os.environ["TRACKER_BACKUPS"] = "off"
        diary = str(Path(elsewhere) / "diary.sqlite")
        type_days(diary)
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with opened(diary) as page:
            origin = page.place.origin
            pages_of(let_in(browser, page, "patient", "light"), origin, take)
            pages_of(let_in(browser, page, "patient", "dark"), origin, take_dark)
            entry_of(let_in(browser, page, "caregiver", "light"), origin, take)
            emergency_of(let_in(browser, page, "patient", "light"), origin, take)
            emergency_of(let_in(browser, page, "patient", "dark"), origin, take_dark)
        browser.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write(FOLDER)

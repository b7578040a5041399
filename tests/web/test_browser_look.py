"""Every page as it looks: large enough, inside 320 px, and nothing axe objects to."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import Run
from tests.web.conftest import OpenPages
from tests.web.phones import PAGES, SMALL, chromium, follow, go, head, let_in, tap
from tracker.web.opened import OpenPage
from tracker.web.routes import Role

pytestmark = pytest.mark.xdist_group("phone")

SMALLEST_TEXT = 18
SMALLEST_TARGET = 44
# What is there for a screen reader alone has no size; a label is its box's target.
TEXTS = """() => [...document.querySelectorAll('body *')].filter(
    e => e.checkVisibility() && !e.closest('.aside, .skip')
      && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(e => {
    const svg = e.ownerSVGElement;
    const scale = svg
      ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(e).fontSize) * scale;
    const box = e.getBoundingClientRect();
    return [e.textContent.trim().slice(0, 40), size, box.left, box.right];
  })"""
TARGETS = """() => [...document.querySelectorAll(
    'a, button, input:not([type=hidden]), select, textarea')]
  .filter(e => e.checkVisibility() && !e.closest('.skip'))
  .map(e => {
    const box = (e.closest('label') ?? e).getBoundingClientRect();
    return [e.textContent.trim().slice(0, 40) || e.name, box.width, box.height];
  })"""
WIDE = "document.documentElement.scrollWidth"
HEADINGS = """() => [...document.querySelectorAll('h1,h2,h3,h4')]
  .map(e => Number(e.tagName[1]))"""
FORMS = ("/entries/1", "/warnings/1", "/log/day", "/take-back")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(open_page: OpenPages, run: Run) -> OpenPage:
    """A diary with an entry, a warning that waits, and one that was answered."""
    long_note = "Slept well.\n" + "Donaudampfschifffahrt" * 5
    run("log", "pain=5", "walk=10", "temperature=100.8", "--note", long_note)
    run("log", "pain=4", "pain-moving=6", "--sign", "bladder-bowel")
    run("warnings", "answer", "1", "--called", "now", "--note", "Come in tomorrow.")
    run("told", "heavy-lifting", "--limit", "5lb", "--by", "Nurse Example")
    return open_page()


def every_page(phone: Page, role: Role) -> Iterator[str]:
    """Each page there is for a role, opened, and every step of an entry."""
    for path in (*PAGES, *(FORMS if role == "patient" else ())):
        assert go(phone, path) == 200
        yield path
    if role == "reader":
        return
    go(phone, "/")
    tap(phone, "Write down how it goes")
    yield "signs"
    tap(phone, "Go on with what is marked")
    yield "signs, nothing marked"
    phone.get_by_role("checkbox").nth(2).check()
    tap(phone, "Go on with what is marked")
    yield "whom to call"
    follow(phone, "Go on")
    tap(phone, "None of these")
    yield from _questions(phone)
    tap(phone, "Save")
    yield "saved"


def _questions(phone: Page) -> Iterator[str]:
    while "/ask/" in phone.url:
        yield phone.url.rsplit("/", 1)[1]
        if phone.get_by_label("Walked").count():
            phone.get_by_label("Walked").fill("very far")
            tap(phone, "Go on")
            yield "walk, refused"
            phone.get_by_label("Walked").fill("")
        if phone.get_by_role("button", name="Skip").count():
            tap(phone, "Skip")
        elif phone.get_by_role("button", name="Told by").count():
            tap(phone, "Told by")
        else:
            tap(phone, "Go on")
    yield "look"


@pytest.mark.parametrize("role", ["patient", "caregiver", "reader"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_object_to(
    browser: Browser, page: OpenPage, role: Role, scheme: Any
) -> None:
    phone = let_in(browser, page, role, color_scheme=scheme)

    for name in every_page(phone, role):
        # Which cannot tell contrast through a picture; its own test looks at it.
        found = Axe().run(phone)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


@pytest.mark.parametrize("role", ["patient", "caregiver", "reader"])
def test_every_text_is_large_and_inside_the_narrowest_phone(
    browser: Browser, page: OpenPage, role: Role
) -> None:
    phone = let_in(browser, page, role, viewport=SMALL)

    for name in every_page(phone, role):
        texts = phone.evaluate(TEXTS)
        assert len(texts) > 3
        small = [text for text in texts if text[1] < SMALLEST_TEXT]
        assert small == [], name
        outside = [text for text in texts if text[2] < 0 or text[3] > SMALL["width"]]
        assert outside == [], name
        assert phone.evaluate(WIDE) <= SMALL["width"], name


@pytest.mark.parametrize("role", ["patient", "caregiver", "reader"])
def test_everything_to_tap_on_is_large_enough_for_a_shaking_hand(
    browser: Browser, page: OpenPage, role: Role
) -> None:
    phone = let_in(browser, page, role, viewport=SMALL)

    for name in every_page(phone, role):
        targets = phone.evaluate(TARGETS)
        assert targets
        small = [t for t in targets if min(t[1], t[2]) < SMALLEST_TARGET]
        assert small == [], name


def test_headings_are_in_order_and_every_page_says_what_it_is(
    browser: Browser, page: OpenPage
) -> None:
    phone = let_in(browser, page)

    titles = []
    for name in every_page(phone, "patient"):
        levels = phone.evaluate(HEADINGS)
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(b - a <= 1 for a, b in pairwise(levels)), name
        titles.append(phone.title())
        assert phone.locator("html").get_attribute("lang") == "en"
        assert phone.locator("[tabindex]:not([tabindex='-1'])").count() == 0
    assert all(title.endswith("Ruth Example's diary") for title in titles)


def test_the_chart_of_the_phone_is_shown_there_and_the_wide_one_on_paper(
    browser: Browser, open_page: OpenPages, run: Run
) -> None:
    for day in range(1, 8):
        run("--now", f"2026-11-{3 + day:02}T20:00-05:00", "log", f"pain={9 - day}")
    phone = let_in(browser, open_page(now="2026-11-12T20:00-05:00"))
    shown = (
        "['.narrow svg', '.wide svg'].map("
        "each => document.querySelector(each).checkVisibility())"
    )

    for path in ("/chart", "/report"):
        go(phone, path)
        assert phone.evaluate(shown) == [True, False]
        texts = [text for text in phone.evaluate(TEXTS) if text[1] < SMALLEST_TEXT]
        assert texts == []
        phone.emulate_media(media="print")
        assert phone.evaluate(shown) == [False, True]
        phone.emulate_media(media="screen")


def test_on_paper_there_is_nothing_to_tap_on(browser: Browser, page: OpenPage) -> None:
    phone = let_in(browser, page)
    phone.emulate_media(media="print")

    for path in PAGES:
        go(phone, path)
        left = phone.evaluate(
            "() => [...document.querySelectorAll('nav, form, button')]"
            ".filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 60))"
        )
        assert left == [], path
        assert "This diary is not watched by anyone." in phone.inner_text("body")
        assert (
            phone.evaluate("getComputedStyle(document.body).backgroundColor")
            == "rgb(255, 255, 255)"
        )


def test_nothing_moves_for_those_who_asked_for_that(
    browser: Browser, page: OpenPage
) -> None:
    phone = let_in(browser, page, reduced_motion="reduce")

    moved = phone.evaluate(
        "() => [...document.querySelectorAll('*')].filter(e => {"
        " const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0"
        "}).length"
    )

    assert moved == 0


def test_the_browser_obeys_a_policy_without_any_inline_script_or_style(
    browser: Browser, page: OpenPage
) -> None:
    phone = let_in(browser, page)
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))

    for _ in every_page(phone, "patient"):
        pass

    assert [text for text in said if "Content Security Policy" in text] == []
    assert head(phone)

"""The page in a real browser: nothing axe objects to, nothing cut off on a phone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.pages import a_report
from tests.recoveries import a_recovery
from tests.tools import tool
from tracker.domain.report import Report
from tracker.domain.summary import summarise
from tracker.exports.page import plan_page
from tracker.exports.to_html import render

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 900}
# Below this a person over 70 needs a glass.
SMALLEST = 11.5
EVERY_TEXT = """() => {
  const shown = [...document.querySelectorAll('body *')].filter(
    each => each.checkVisibility()
      && [...each.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
  return shown.map(each => {
    const box = each.getBoundingClientRect();
    const svg = each.ownerSVGElement;
    const scale = svg
      ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(each).fontSize) * scale;
    return [each.textContent.trim().slice(0, 40), size, box.left, box.right];
  });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = tool("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, report: Report, folder: Path, **looks: Any) -> Page:
    """The page opened from a file, as a person would; nothing else may be asked for."""
    large = looks.pop("large", False)
    path = folder / "page.html"
    path.write_bytes(
        render(plan_page(summarise(report, notes=True)), large_print=large)
    )
    page = browser.new_context(**looks).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    return page


LOOKS = [
    {"viewport": PHONE}, {"viewport": DESK}, {"viewport": PHONE, "large": True},
    {"viewport": DESK, "forced_colors": "active"},
]  # fmt: skip


@pytest.mark.parametrize("looks", LOOKS, ids=str)
@pytest.mark.parametrize("days", [0, 21])
def test_axe_finds_nothing_to_object_to(
    browser: Browser, tmp_path: Path, days: int, looks: dict[str, Any]
) -> None:
    report = a_recovery(days) if days else a_report()
    page = opened(browser, report, tmp_path, **looks)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert found.response["passes"]


@pytest.mark.parametrize("looks", LOOKS, ids=str)
@pytest.mark.parametrize("days", [7, 90])
def test_every_text_is_large_enough_and_inside_the_window(
    browser: Browser, tmp_path: Path, days: int, looks: dict[str, Any]
) -> None:
    page = opened(browser, a_recovery(days), tmp_path, **looks)
    width = looks["viewport"]["width"]

    texts = page.evaluate(EVERY_TEXT)

    assert len(texts) > 40
    assert [text for text in texts if text[1] < SMALLEST] == []
    assert [text for text in texts if text[2] < 0 or text[3] > width] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_gets_the_narrow_picture_and_paper_the_wide_one(
    browser: Browser, tmp_path: Path
) -> None:
    page = opened(browser, a_recovery(21), tmp_path, viewport=PHONE)
    shown = "[...document.querySelectorAll('svg')].map(e => e.checkVisibility())"

    on_phone = page.evaluate(shown)
    page.emulate_media(media="print")

    assert on_phone == [False, True]
    assert page.evaluate(shown) == [True, False]

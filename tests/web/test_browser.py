"""A whole day on a phone, in a real browser, with JavaScript and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.builders import RUTH
from tests.conftest import Run
from tests.web.conftest import DANA, OpenPages
from tests.web.phones import chromium, follow, go, head, let_in, said, tap
from tracker.web.opened import OpenPage

pytestmark = pytest.mark.xdist_group("phone")
URINE = "Cannot hold or pass urine"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(open_page: OpenPages) -> OpenPage:
    return open_page()


def begin(phone: Page) -> None:
    tap(phone, "Write down how it goes")


def on_one_line(phone: Page) -> str:
    """What the page says."""
    return " ".join(phone.inner_text("main").split())


def no_signs(phone: Page) -> None:
    tap(phone, "None of these")
    tap(phone, "None of these")


def a_day(phone: Page) -> None:
    """Every question of day 1, by tapping."""
    tap(phone, "5", exact=True)
    tap(phone, "6", exact=True)
    phone.get_by_label("Walked").fill("10")
    tap(phone, "Go on")
    tap(phone, "no prescription")
    tap(phone, "fine", exact=True)
    tap(phone, "Skip")
    tap(phone, "about half")
    tap(phone, "walker")
    phone.get_by_label("Anything to tell").fill("Sat at the table for lunch.")
    tap(phone, "Go on")


def test_a_whole_day_is_logged_by_tapping(
    browser: Browser, page: OpenPage, script: bool, run: Run
) -> None:
    phone = let_in(browser, page, java_script_enabled=script)

    begin(phone)
    no_signs(phone)
    a_day(phone)
    assert head(phone) == "Read it over"
    tap(phone, "Save")

    assert head(phone) == "Saved as entry 1"
    written = said(run, "entries")
    for words in (
        "Pain 5", "Moving 6", "Walked 10 min", "no prescription", "Wound fine",
        "about half", "walker", "Sat at the table", "both lists asked, none marked",
        "Written by Ruth Example",
    ):  # fmt: skip
        assert words in written
    assert "Temperature" not in written


def test_a_marked_sign_is_kept_before_anything_else_is_asked(
    browser: Browser, page: OpenPage, script: bool, run: Run
) -> None:
    phone = let_in(browser, page, java_script_enabled=script)
    begin(phone)
    assert head(phone).startswith("First: is any of this new, or worse?")

    phone.get_by_label(URINE).check()
    tap(phone, "Go on with what is marked")

    assert head(phone) == "Call 911 now."
    tel = phone.locator("main a").first
    assert tel.get_attribute("href") == "tel:911"
    assert URINE in said(run, "warnings")
    phone.reload()
    assert head(phone) == "Call 911 now."
    assert "warning 1" in phone.inner_text("main")


def test_a_caregiver_on_a_second_phone_sees_it_and_can_do_no_more_than_that(
    browser: Browser, page: OpenPage, script: bool, run: Run
) -> None:
    ruth = let_in(browser, page, java_script_enabled=script)
    begin(ruth)
    ruth.get_by_label(URINE).check()
    tap(ruth, "Go on with what is marked")

    dana = let_in(browser, page, "caregiver", java_script_enabled=script)

    assert f"Writing for {RUTH}, typed by {DANA}." in dana.inner_text("header")
    assert dana.get_by_role("link", name="Call 911").is_visible()
    follow(dana, "Called? Write it down")
    assert dana.get_by_role("button", name="by mistake").count() == 0
    dana.get_by_label("What did they say?").fill("They are on their way.")
    tap(dana, "I called")
    assert "Not answered yet" not in dana.inner_text("main")
    assert f"by {DANA}" in dana.inner_text("main")
    assert "They are on their way." in said(run, "warnings")
    assert dana.get_by_role("link", name="Correct").count() == 0
    follow(dana, "Timeline")
    assert dana.get_by_role("button", name="Mark as done").count() == 0
    for path in ("/entries/1", "/take-back", "/no-such-page"):
        assert go(dana, path) == 404


def test_a_reader_has_no_button_that_writes(browser: Browser, page: OpenPage) -> None:
    phone = let_in(browser, page, "reader")

    for path in ("/", "/timeline", "/entries", "/warnings"):
        assert go(phone, path) == 200
        names = phone.get_by_role("button").all_inner_texts()
        assert names == ["Close the diary on this phone"]


def test_a_caregiver_says_if_it_was_told_or_seen(
    browser: Browser, page: OpenPage, script: bool, run: Run
) -> None:
    phone = let_in(browser, page, "caregiver", java_script_enabled=script)
    begin(phone)
    no_signs(phone)
    a_day(phone)

    assert head(phone) == f"Told by {RUTH}, or seen by you?"
    tap(phone, f"Told by {RUTH}")
    tap(phone, "Save")

    assert f"Told by {RUTH}, typed by {DANA}." in phone.inner_text("main")
    assert f"Told by {RUTH}, typed by {DANA}." in said(run, "entries")


def test_a_reload_and_a_step_back_lose_nothing(
    browser: Browser, page: OpenPage, script: bool
) -> None:
    phone = let_in(browser, page, java_script_enabled=script)
    begin(phone)
    no_signs(phone)
    tap(phone, "5", exact=True)
    phone.reload()
    tap(phone, "6", exact=True)
    phone.get_by_label("Walked").fill("10")
    tap(phone, "Go on")

    phone.go_back()
    phone.go_back()
    assert "So far: 6" in phone.inner_text("main")
    tap(phone, "4", exact=True)
    tap(phone, "Leave it as it is")
    phone.goto(page.place.origin)
    follow(phone, "Go on with it")

    assert head(phone) == "Pain medicine today?"
    while head(phone) != "Read it over":
        words = "Go on" if phone.get_by_label("Anything").count() else "Skip"
        tap(phone, words)
    over = on_one_line(phone)
    for words in ("Pain 5 Change", "Moving 4 Change", "Walked 10 min Change"):
        assert words in over


def test_an_answer_is_changed_from_the_look_over(
    browser: Browser, page: OpenPage, script: bool
) -> None:
    phone = let_in(browser, page, java_script_enabled=script)
    begin(phone)
    no_signs(phone)
    a_day(phone)

    follow(phone, "Change Pain medicine")
    tap(phone, "opioid", exact=True)

    assert head(phone) == "Read it over"
    assert "Pain medicine opioid Change" in on_one_line(phone)


def test_an_answer_that_is_a_sign_shows_whom_to_call_at_once(
    browser: Browser, page: OpenPage, script: bool, run: Run
) -> None:
    phone = let_in(browser, page, java_script_enabled=script)
    begin(phone)
    no_signs(phone)

    tap(phone, "9", exact=True)

    assert head(phone) == "Call the care team today: 555 0100"
    assert "more than before the procedure" in said(run, "warnings")
    follow(phone, "Go on with the questions")
    assert head(phone).startswith("Pain when moving")


def test_saving_twice_keeps_one_entry(
    browser: Browser, page: OpenPage, script: bool, run: Run
) -> None:
    phone = let_in(browser, page, java_script_enabled=script)
    begin(phone)
    no_signs(phone)
    a_day(phone)
    over = phone.url
    tap(phone, "Save")

    phone.goto(over)
    assert head(phone) == "Saved as entry 1"
    phone.go_back()
    phone.go_back()

    assert said(run, "entries").count("entry ") == 1


def test_a_day_is_logged_with_the_keyboard_alone(
    browser: Browser, page: OpenPage, run: Run
) -> None:
    phone = let_in(browser, page)
    phone.goto(page.place.origin)

    def press_on(words: str) -> None:
        """Tab until those words have the focus, then Enter or Space."""
        for _ in range(60):
            phone.keyboard.press("Tab")
            focused = phone.evaluate(
                "() => { const e = document.activeElement;"
                " return (e.labels?.[0] ?? e).innerText?.trim() ?? '' }"
            )
            if focused == words:
                seen = phone.evaluate(
                    "() => getComputedStyle(document.activeElement).outlineStyle"
                )
                assert seen != "none"
                return
        raise AssertionError(words)

    press_on("Skip to the page")
    phone.keyboard.press("Enter")
    press_on("Write down how it goes")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/ask/_emergency")
    for following in ("**/ask/_same-day", "**/ask/pain"):
        press_on("None of these")
        phone.keyboard.press("Enter")
        phone.wait_for_url(following)
    press_on("5")
    phone.keyboard.press("Space")
    phone.wait_for_url("**/ask/pain-moving")
    while "/ask/_note" not in phone.url:
        press_on("Skip")
        with phone.expect_navigation():
            phone.keyboard.press("Enter")
    press_on("Anything to tell the care team?")
    phone.keyboard.type("Typed.")
    press_on("Go on")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/look")
    press_on("Save")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/saved")

    written = said(run, "entries")
    assert "Pain 5" in written
    assert "Typed." in written


def test_a_phone_that_is_closed_shows_nothing_more(
    browser: Browser, page: OpenPage
) -> None:
    phone = let_in(browser, page)

    tap(phone, "Close the diary on this phone")

    go(phone, "/")
    assert RUTH not in phone.content()

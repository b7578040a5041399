"""What every request has to pass, and what every answer says to the browser."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from flask import g, render_template_string

from tests.builders import RUTH
from tests.conftest import Run
from tests.locked import lock, quick
from tests.web.conftest import LAN, Browser, House
from tracker.errors import NotFound, Refused, UnusableFile
from tracker.services.visits import add_visit
from tracker.settings import backups_folder
from tracker.web.guards import LARGEST_BODY, POLICY, TOKEN, token_of
from tracker.web.routes import EVERYBODY, WRITERS, Route

HERE = "http://127.0.0.1:8765"
MARKUP = "<script>alert(1)</script>"
TYPED = "Zq9marker"
# How long one view waits in vain for another.
MEETING = 0.5


def a_route(
    said: str = "kept", methods: Sequence[str] = ("GET", "POST"), rule: str = "/thing"
) -> Route:
    return Route(rule, "thing", tuple(methods), EVERYBODY, lambda: said)


def a_house(path: Path, *routes: Route) -> House:
    return House(path, routes=routes or (a_route(),))


@pytest.fixture
def browser(started: Path) -> Browser:
    """Ruth's, at a page where everything can be sent to /thing."""
    return a_house(started).paired()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:8766",
        "127.0.0.1:8765.evil.example",
        "evil.example:8765",
        "127.0.0.1:8765, evil.example",
        "[::1]:8765",
        "LOCALHOST.:8765",
        "user@127.0.0.1:8765",
        " 127.0.0.1:8765",
        "\x00",
        "",
        "a" * 5000,
    ],
)
def test_only_the_pages_own_names_are_answered(browser: Browser, host: str) -> None:
    answer = browser.get("/thing", environ_overrides={"HTTP_HOST": host})

    assert answer.status_code == 421
    assert "kept" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765"])
def test_this_computer_may_be_called_by_either_name(started: Path, host: str) -> None:
    answer = a_house(started).browser().get("/pair", base_url=f"http://{host}")

    assert answer.status_code == 200


def test_in_a_network_no_name_but_the_address_is_answered(started: Path) -> None:
    browser = House(started, LAN, [a_route()]).browser()

    answer = browser.get("/pair", base_url="https://localhost:8765")

    assert answer.status_code == 421


FORGED: tuple[dict[str, str], ...] = (
    {},
    {"Origin": "http://evil.example"},
    {"Origin": "http://127.0.0.1:8766"},
    {"Origin": "https://127.0.0.1:8765"},
    {"Origin": "http://localhost:8765"},
    {"Origin": "http://127.0.0.1:8765.evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
)
OURS = (
    {"Origin": HERE},
    {"Origin": HERE, "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin"},
)


@pytest.mark.parametrize("headers", FORGED)
def test_what_no_page_of_ours_sent_is_not_kept(
    browser: Browser, headers: dict[str, str]
) -> None:
    token = token_of(browser.secret)

    answer = browser.post("/thing", data={TOKEN: token}, headers=headers)

    assert answer.status_code == 403
    assert "Nothing was saved" in answer.text


@pytest.mark.parametrize("headers", OURS)
def test_what_a_page_of_ours_sent_is_kept(
    browser: Browser, headers: dict[str, str]
) -> None:
    token = token_of(browser.secret)

    answer = browser.post("/thing", data={TOKEN: token}, headers=headers)

    assert answer.text == "kept"


@pytest.mark.parametrize("headers", FORGED)
def test_no_other_page_can_try_secrets(started: Path, headers: dict[str, str]) -> None:
    house = a_house(started)

    answer = house.browser().post("/pair", data={"code": "1"}, headers=headers)

    assert answer.status_code == 403
    assert house.doors.pairing.tries_left() == 20


def forged_tokens(house: House, browser: Browser) -> tuple[str, ...]:
    right, other = token_of(browser.secret), token_of(house.paired("reader").secret)
    return ("", "x", right[:-1], right.upper(), f"{right} ", other, "\u00e9", "\x00")


def test_a_form_without_the_token_of_its_session_is_not_kept(started: Path) -> None:
    house = a_house(started)
    browser = house.paired()

    answers = [
        browser.send("/thing", **{TOKEN: token})
        for token in forged_tokens(house, browser)
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert all("Nothing was saved" in answer.text for answer in answers)
    assert browser.send("/thing").text == "kept"


def test_a_token_in_the_address_counts_for_nothing(browser: Browser) -> None:
    token = token_of(browser.secret)

    answer = browser.post(f"/thing?{TOKEN}={token}", headers={"Origin": HERE})

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"])
@pytest.mark.parametrize("path", ["/thing", "/pair", "/nothing", "/static/pair.js"])
def test_other_methods_are_refused_everywhere_alike(
    browser: Browser, method: str, path: str
) -> None:
    answer = browser.open(path, method=method, headers={"Origin": HERE})

    assert answer.status_code == 405
    assert "Allow" not in answer.headers


def test_a_body_of_64_kilobytes_is_the_largest(browser: Browser) -> None:
    room = LARGEST_BODY - len(f"{TOKEN}={token_of(browser.secret)}&note=")

    assert browser.send("/thing", note="a" * room).text == "kept"
    assert browser.send("/thing", note="a" * (room + 1)).status_code == 413


@pytest.mark.parametrize(
    ("length", "status"),
    [("-1", 411), ("1e3", 411), ("\u0661", 411), ("+1", 411), ("9" * 5000, 413)],
)
def test_a_length_that_is_none_is_refused(
    browser: Browser, length: str, status: int
) -> None:
    answer = browser.post("/thing", environ_overrides={"CONTENT_LENGTH": length})

    assert answer.status_code == status


def test_a_body_of_no_stated_length_is_refused(browser: Browser) -> None:
    answer = browser.post("/thing", headers={"Transfer-Encoding": "chunked"})

    assert answer.status_code == 411


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", ""])
def test_only_a_plain_form_is_read(browser: Browser, kind: str) -> None:
    answer = browser.post(
        "/thing", data=b"--x--", content_type=kind, headers={"Origin": HERE}
    )

    assert answer.status_code == 415


def test_a_long_address_is_refused(browser: Browser) -> None:
    assert browser.get("/" + "9" * 1000).status_code == 414
    assert browser.get("/thing?" + "9" * 1001).status_code == 414


EVERY_ANSWER = (
    ("GET", "/thing", 200),
    ("GET", "/nothing", 404),
    ("GET", "/pair", 200),
    ("GET", "/static/pair.js", 200),
    ("GET", "/static/nothing.js", 404),
    ("POST", "/thing", 403),
    ("PUT", "/thing", 405),
)


@pytest.mark.parametrize(("method", "path", "status"), EVERY_ANSWER)
def test_every_answer_is_protected(
    browser: Browser, method: str, path: str, status: int
) -> None:
    with browser.open(path, method=method) as answer:
        assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_policy_is_as_strict_as_it_was_meant() -> None:
    assert POLICY == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


@pytest.mark.parametrize(("method", "path", "_status"), EVERY_ANSWER)
def test_only_what_is_the_same_for_everybody_may_be_kept(
    browser: Browser, method: str, path: str, _status: int
) -> None:
    with browser.open(path, method=method) as answer:
        kept = answer.headers["Cache-Control"]

    assert kept == ("no-cache" if "/pair.js" in path else "no-store")


def test_a_refused_host_is_protected_too(browser: Browser) -> None:
    answer = browser.get("/", base_url="http://evil.example")

    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_answer_names_a_version(browser: Browser) -> None:
    answers = [browser.get(path) for path in ("/thing", "/nothing", "/pair")]

    assert all("Server" not in answer.headers for answer in answers)
    assert not any("lask" in a.text or "erkzeug" in a.text for a in answers)


def test_everything_in_a_template_is_escaped(started: Path) -> None:
    shown = Route(
        "/thing",
        "thing",
        ("GET",),
        EVERYBODY,
        lambda: render_template_string("{{ said }}", said=MARKUP),
    )

    assert MARKUP not in a_house(started, shown).paired().get("/thing").text


def test_a_form_gets_the_token_that_it_has_to_carry(started: Path) -> None:
    shown = Route(
        "/thing",
        "thing",
        ("GET",),
        EVERYBODY,
        lambda: render_template_string("{{ csrf_token() }} {{ visitor.name }}"),
    )
    browser = a_house(started, shown).paired()

    assert browser.get("/thing").text == f"{token_of(browser.secret)} {RUTH}"


def raising(problem: Exception) -> Route:
    def view() -> str:
        raise problem

    return Route("/thing", "thing", ("GET", "POST"), EVERYBODY, view)


@pytest.mark.parametrize(
    ("problem", "status"), [(Refused("So."), 400), (UnusableFile("So."), 409)]
)
def test_what_a_person_can_put_right_is_said(
    started: Path, problem: Exception, status: int
) -> None:
    answer = a_house(started, raising(problem)).paired().get("/thing")

    assert answer.status_code == status
    assert "<p>So.</p>" in answer.text


def test_what_is_not_there_looks_like_any_page_that_is_not(started: Path) -> None:
    browser = a_house(started, raising(NotFound("There is no entry 9."))).paired()

    answer = browser.get("/thing")

    assert answer.status_code == 404
    assert answer.data == browser.get("/no-such-page").data


def test_a_fault_of_ours_shows_and_tells_nothing_of_what_was_typed(
    started: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = a_house(started, raising(ValueError(TYPED)))
    house.app.testing = False

    answer = house.paired().send("/thing", note=TYPED)

    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert TYPED not in f"{answer.text}{house.told}{capfd.readouterr()}{caplog.text}"
    assert "ValueError at" in house.told[-1]
    assert "test_guards.py" in house.told[-1]


def test_a_fault_that_a_damaged_diary_explains_is_put_down_to_it(
    started: Path,
) -> None:
    house = a_house(started, raising(ValueError(TYPED)))
    house.app.testing = False
    browser = house.paired()
    size = started.stat().st_size
    with started.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 2))

    answer = browser.get("/thing")

    assert answer.status_code == 409
    assert "damaged" in answer.text


def test_a_view_works_under_the_name_of_who_looks(started: Path) -> None:
    shown = Route(
        "/thing", "thing", ("GET",), EVERYBODY, lambda: str(g.workspace.named_author)
    )
    house = a_house(started, shown)

    assert house.paired("caregiver").get("/thing").text == "Dana Example"
    assert house.paired("patient").get("/thing").text == RUTH


def saving(text: str) -> Route:
    """A page that writes a visit down."""

    def view() -> str:
        with g.workspace.store() as store:
            diary = g.workspace.diary(store)
            author, now = g.workspace.author(store, diary), g.workspace.now()
            add_visit(store, date(2026, 11, 20), None, text, author, now)
        return "kept"

    return a_route()._replace(view=view)


def test_what_is_written_at_a_phone_changes_nobodys_name_at_the_computer(
    started: Path, run: Run
) -> None:
    run("--as", RUTH, "log", "pain=4")
    house = a_house(started, saving("Clinic"))

    house.paired("caregiver").send("/thing")

    run("log", "pain=3")
    authors = [
        each["author"]
        for each in json.loads(run("changes", "--json").stdout)["changes"]
    ]
    assert authors[:3] == [RUTH, "Dana Example", RUTH]


def test_the_copy_of_the_day_is_made_after_something_was_written(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_BACKUPS")
    browser = a_house(started, saving("Clinic")).paired()
    folder = Path(backups_folder(str(started)))

    browser.get("/pair")
    before = folder.exists()
    browser.send("/thing")

    assert not before
    assert len([*folder.glob("*.sqlite")]) == 1


def test_a_copy_that_cannot_be_made_takes_nothing_back(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_BACKUPS", "not-a-whole-path")
    house = a_house(started, saving("Clinic"))

    answer = house.paired().send("/thing")

    assert answer.text == "kept"
    assert "There is no copy of today yet." in house.told[-1]


def test_a_diary_that_was_locked_meanwhile_is_not_asked_for_at_the_phone(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    house = a_house(started, saving("Clinic"))
    browser = house.paired()
    lock(started)

    answer = browser.send("/thing")

    assert answer.status_code in (400, 409)
    assert "locked" in answer.text


def test_who_is_not_let_in_is_told_the_same_whatever_they_send(started: Path) -> None:
    house = a_house(started, a_route(), a_route(rule="/other")._replace(name="other"))
    browser = house.browser()

    answers = {browser.send(path).data for path in ("/thing", "/other", "/nothing")}

    assert len(answers) == 1
    assert b"Nothing was saved." in answers.pop()


def test_a_role_that_may_not_is_told_what_anybody_is_who_asks_for_nothing(
    started: Path,
) -> None:
    house = a_house(started, a_route()._replace(roles=WRITERS))
    browser = house.paired("reader")

    forbidden, missing = browser.get("/thing"), browser.get("/nothing")

    assert (forbidden.status_code, forbidden.data) == (404, missing.data)
    assert [*forbidden.headers] == [*missing.headers]


@pytest.mark.parametrize("path", ["//thing", "/thing/", "/./thing", "/thing//"])
def test_no_answer_sends_on_to_a_page_that_may_not_be_seen(
    started: Path, path: str
) -> None:
    house = a_house(started, a_route()._replace(roles=WRITERS))

    answer = house.paired("reader").get("/", environ_overrides={"PATH_INFO": path})

    assert answer.status_code == 404


def test_views_take_turns(started: Path) -> None:
    both = Barrier(2)
    met: list[bool] = []

    def view() -> str:
        try:
            both.wait(MEETING)
        except BrokenBarrierError:
            met.append(False)
        else:
            met.append(True)
        return "kept"

    house = a_house(started, a_route()._replace(view=view))
    browsers = [house.paired() for _ in range(2)]
    asked = [Thread(target=browser.get, args=["/thing"]) for browser in browsers]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join()

    assert met == [False, False]

"""Sessions: they end when unused, old, revoked or left, and nobody can guess one."""

import json
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from tests.builders import ANNA, NOW, RUTH
from tests.conftest import Run
from tests.web.conftest import DANA, LAN, Browser, House, OpenPages
from tests.web.wire import request
from tracker.errors import NotFound
from tracker.services.web_sessions import Sessions, page_folder, remove_ended
from tracker.web.doors import cookie_name
from tracker.web.routes import Visitor

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sessions(started: Path) -> Sessions:
    return Sessions(str(started), "ruth")


def is_let_in(browser: Browser) -> bool:
    answer = browser.get("/")
    assert answer.status_code == 200 or answer.location == "/pair"
    return answer.status_code == 200


def kept_files() -> list[Path]:
    return [each for each in Path(page_folder()).rglob("*") if each.is_file()]


def test_a_session_ends_after_fifteen_minutes_without_use(house: House) -> None:
    browser = house.paired()
    house.wait(minutes=15)

    assert not is_let_in(browser)


def test_a_session_in_use_goes_on(house: House) -> None:
    browser = house.paired()
    for _ in range(5):
        house.wait(minutes=14, seconds=59)
        assert is_let_in(browser)


def test_a_session_ends_after_twelve_hours_however_often_it_is_used(
    house: House,
) -> None:
    browser = house.paired()
    for _ in range(12 * 6 - 1):
        house.wait(minutes=10)
        assert is_let_in(browser)
    house.wait(minutes=10)

    assert not is_let_in(browser)


def test_a_session_that_ended_leaves_no_file(house: House) -> None:
    browser = house.paired()
    house.wait(minutes=15)

    browser.get("/")

    assert kept_files() == []


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=400)])
def test_a_clock_set_far_back_ends_a_session(
    sessions: Sessions, back: timedelta
) -> None:
    secret = sessions.begin("patient", RUTH, NOW)

    assert sessions.find(secret, NOW - back) is None


def test_a_clock_set_back_a_little_ends_none(sessions: Sessions) -> None:
    secret = sessions.begin("patient", RUTH, NOW)

    assert sessions.find(secret, NOW - MINUTE) is not None


def test_what_is_kept_is_private_and_does_not_hold_the_secret(house: House) -> None:
    browser = house.paired("caregiver", DANA)

    (kept,) = kept_files()

    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert browser.secret.encode() not in kept.read_bytes()
    assert browser.secret not in str(kept)


def test_a_secret_has_256_bits_and_none_is_given_twice(sessions: Sessions) -> None:
    secrets = {sessions.begin("reader", DANA, NOW) for _ in range(50)}

    assert len(secrets) == 50
    assert min(map(len, secrets)) >= 43


def cookie_given(house: House) -> str:
    """What a browser that is let in is told to keep."""
    offer = house.doors.pairing.offer(Visitor("reader", DANA), house.workspace.now())
    answer = house.browser().send("/pair", secret=offer.secret)
    return answer.headers["Set-Cookie"]


def test_the_cookie_is_kept_from_scripts_and_other_sites(house: House) -> None:
    name, _, rest = cookie_given(house).partition("=")

    assert name == "tracker-8765"
    assert rest.partition("; ")[2] == "HttpOnly; Path=/; SameSite=Strict"


def test_with_tls_the_cookie_belongs_to_this_host_alone(started: Path) -> None:
    name, _, rest = cookie_given(House(started, LAN)).partition("=")

    assert name == "__Host-tracker-8765"
    assert rest.partition("; ")[2] == "Secure; HttpOnly; Path=/; SameSite=Strict"


def test_pages_on_two_ports_keep_their_cookies_apart() -> None:
    assert cookie_name(LAN) != cookie_name(LAN._replace(port=8766))


def test_a_session_of_one_person_is_none_of_another(started: Path) -> None:
    secret = Sessions(str(started), "ruth").begin("patient", RUTH, NOW)

    assert Sessions(str(started), "anna").find(secret, NOW) is None


def test_a_session_of_one_diary_is_none_of_another(
    started: Path, tmp_path: Path
) -> None:
    secret = Sessions(str(started), "ruth").begin("patient", RUTH, NOW)

    assert Sessions(str(tmp_path / "other"), "ruth").find(secret, NOW) is None


@pytest.mark.parametrize(
    "secret", ["", "x", "../../remembered", "\x00", "\udc80", "a" * 10_000]
)
def test_no_other_secret_is_found(sessions: Sessions, secret: str) -> None:
    sessions.begin("patient", RUTH, NOW)

    assert sessions.find(secret, NOW) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b"{}",
        b'{"number": 1, "role": "patient", "name": "Ruth", "since": 5}',
        b'{"number": "x", "role": "a", "name": "b", "since": "2026-11-04"}',
        b"[" * 5000,
    ],
)
def test_a_damaged_session_lets_nobody_in(house: House, content: bytes) -> None:
    browser = house.paired()
    (kept,) = kept_files()
    kept.write_bytes(content)

    assert not is_let_in(browser)


def test_a_role_that_is_none_lets_nobody_in(house: House) -> None:
    browser = house.browser()
    secret = house.sessions.begin("owner", RUTH, house.workspace.now())
    browser.set_cookie(cookie_name(house.place), secret, domain="127.0.0.1")

    assert not is_let_in(browser)


def test_a_session_ended_elsewhere_is_over_at_the_next_request(house: House) -> None:
    ruth, dana = house.paired(), house.paired("caregiver")
    elsewhere = Sessions(house.workspace.path, house.person.id)

    elsewhere.end(2, house.workspace.now())

    assert is_let_in(ruth)
    assert not is_let_in(dana)


def test_a_session_that_was_ended_cannot_be_ended_again(sessions: Sessions) -> None:
    sessions.begin("patient", RUTH, NOW)
    sessions.end(1, NOW)

    with pytest.raises(NotFound):
        sessions.end(1, NOW)


def test_numbers_are_not_given_out_twice_while_sessions_go_on(
    sessions: Sessions,
) -> None:
    for name in (RUTH, DANA, "Sam Example"):
        sessions.begin("reader", name, NOW)
    sessions.end(2, NOW)
    sessions.begin("reader", "Kim Example", NOW)

    numbers = [(each.number, each.name) for each in sessions.going_on(NOW)]

    assert numbers == [(1, RUTH), (3, "Sam Example"), (4, "Kim Example")]


def test_who_leaves_is_signed_out_and_has_no_cookie_any_more(house: House) -> None:
    browser = house.paired()

    answer = browser.send("/leave")

    assert answer.status_code == 200
    assert browser.secret == ""
    assert kept_files() == []


def test_the_end_of_a_page_ends_its_sessions_and_no_other(started: Path) -> None:
    ours, other = Sessions(str(started), "ruth"), Sessions(str(started), "ruth")
    ours.begin("patient", RUTH, NOW)
    other.begin("reader", DANA, NOW)

    ours.close()

    assert [each.name for each in other.going_on(NOW)] == [DANA]


def test_what_a_killed_page_left_is_removed_once_it_has_ended(tmp_path: Path) -> None:
    for name, at in (("old", NOW - timedelta(hours=13)), ("new", NOW)):
        Sessions(str(tmp_path / name), "ruth").begin("reader", name, at)

    remove_ended(NOW)

    assert [json.loads(each.read_bytes())["name"] for each in kept_files()] == ["new"]
    assert len([*Path(page_folder()).iterdir()]) == 1


def test_a_page_that_closes_signs_everybody_out(open_page: OpenPages) -> None:
    page = open_page()
    page.sessions.begin("patient", RUTH, NOW)

    page.close()

    assert kept_files() == []


def test_the_sessions_are_listed_and_ended_from_the_command_line(
    house: House, run: Run
) -> None:
    ruth, dana = house.paired(), house.paired("caregiver")

    listed = run("serve", "--sessions", "--plain").stdout
    run("serve", "--revoke", "2")

    assert "session 1: Ruth Example, patient" in listed
    assert "session 2: Dana Example, caregiver" in listed
    assert is_let_in(ruth)
    assert not is_let_in(dana)


def test_all_are_ended_at_once(house: House, run: Run) -> None:
    ruth, dana = house.paired(), house.paired("caregiver")

    run("serve", "--revoke", "all")

    assert not is_let_in(ruth)
    assert not is_let_in(dana)
    assert "Nobody is let in now." in run("serve", "--sessions").stdout


def test_the_list_for_programs_holds_no_secret(house: House, run: Run) -> None:
    browser = house.paired()

    shape = json.loads(run("serve", "--sessions", "--json").stdout)

    assert [*shape["sessions"][0]] == ["number", "role", "name", "since", "seen"]
    assert browser.secret not in str(shape)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("9", 1), ("0", 1), *((t, 2) for t in ("-1", "x", "", "\u0661", "1" * 5000))],
)
def test_only_a_session_that_there_is_can_be_ended(
    house: House, run: Run, typed: str, code: int
) -> None:
    browser = house.paired()

    said = run("serve", "--revoke", typed, code=code)

    assert "tracker serve --sessions" in said.stderr
    assert is_let_in(browser)


def test_a_page_shows_its_person_whoever_is_chosen_at_the_computer_meanwhile(
    open_page: OpenPages, run: Run
) -> None:
    page = open_page()
    secret = page.sessions.begin("patient", RUTH, NOW)
    run("person", "add", ANNA, "--zone", "UTC")
    run("--person", ANNA, "start", "2026-11-02")
    run("person", "use", ANNA)

    cookie = f"Cookie: {cookie_name(page.place)}={secret}"
    shown = request(page.place, "GET /", cookie).decode()

    assert f"{RUTH}'s diary" in unescape(shown)
    assert ANNA not in shown


def test_who_was_let_in_for_one_person_is_not_for_another_in_the_same_diary(
    started: Path, run: Run
) -> None:
    run("person", "add", ANNA, "--zone", "UTC")
    run("--person", ANNA, "start", "2026-11-02")
    ruths, annas = House(started, person=RUTH), House(started, person=ANNA)
    browser = annas.browser()
    secret = ruths.paired("caregiver").secret

    browser.set_cookie(cookie_name(annas.place), secret, domain="127.0.0.1")

    assert not is_let_in(browser)
    assert is_let_in(annas.paired("caregiver"))

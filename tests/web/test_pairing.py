"""Letting a browser in: once, within two minutes, and nobody by guessing."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOW, RUTH
from tests.web.conftest import DANA, House
from tracker.errors import Refused
from tracker.web.pairing import (
    CODE_FIGURES,
    LASTS,
    TRIES,
    TRIES_A_MINUTE,
    NotLetIn,
    Offer,
    Pairing,
)
from tracker.web.routes import Visitor

RUTHS = Visitor("patient", RUTH)
DANAS = Visitor("caregiver", DANA)
PHONE = "192.168.1.30"
MINUTE = timedelta(minutes=1)


def offer_in(house: House) -> Offer:
    return house.doors.pairing.offer(RUTHS, house.workspace.now())


@pytest.mark.parametrize("field", ["secret", "code"])
def test_the_secret_and_the_code_each_let_a_browser_in(
    house: House, field: str
) -> None:
    offer = offer_in(house)
    browser = house.browser()

    browser.send("/pair", **{field: getattr(offer, field)})

    assert browser.get("/").status_code == 200


def test_a_secret_has_128_bits_and_a_code_ten_figures() -> None:
    offer = Pairing().offer(RUTHS, NOW)

    assert re.fullmatch(r"[\w-]{22,}", offer.secret)
    assert re.fullmatch(r"[0-9]{10}", offer.code)


def test_a_code_may_be_typed_as_it_is_read_out() -> None:
    pairing = Pairing()
    code = pairing.offer(RUTHS, NOW).code

    visitor = pairing.take(f" {code[:3]} {code[3:6]}-{code[6:]} ", PHONE, NOW)

    assert visitor == RUTHS


@pytest.mark.parametrize("first", ["secret", "code"])
@pytest.mark.parametrize("second", ["secret", "code"])
def test_an_offer_lets_in_one_browser(first: str, second: str) -> None:
    pairing = Pairing()
    offer = pairing.offer(RUTHS, NOW)
    pairing.take(getattr(offer, first), PHONE, NOW)

    with pytest.raises(NotLetIn):
        pairing.take(getattr(offer, second), PHONE, NOW)


@pytest.mark.parametrize("field", ["secret", "code"])
def test_an_offer_lives_for_two_minutes(field: str) -> None:
    pairing = Pairing()
    offer = pairing.offer(RUTHS, NOW)

    with pytest.raises(NotLetIn):
        pairing.take(getattr(offer, field), PHONE, NOW + LASTS)
    assert pairing.take(getattr(offer, field), PHONE, NOW + LASTS - MINUTE) == RUTHS


def test_a_new_offer_takes_the_place_of_the_one_before() -> None:
    pairing = Pairing()
    before, new = pairing.offer(RUTHS, NOW), pairing.offer(DANAS, NOW)

    with pytest.raises(NotLetIn):
        pairing.take(before.secret, PHONE, NOW)
    assert pairing.take(new.secret, PHONE, NOW) == DANAS


def test_after_five_wrong_tries_an_address_waits_a_minute() -> None:
    pairing = Pairing()
    offer = pairing.offer(RUTHS, NOW)
    for _ in range(TRIES_A_MINUTE):
        with pytest.raises(NotLetIn):
            pairing.take("wrong", PHONE, NOW)

    with pytest.raises(NotLetIn) as refused:
        pairing.take(offer.secret, PHONE, NOW)
    assert refused.value.status == 429
    assert pairing.take(offer.secret, PHONE, NOW + MINUTE) == RUTHS


def test_wrong_tries_of_one_address_keep_no_other_one_waiting() -> None:
    pairing = Pairing()
    offer = pairing.offer(RUTHS, NOW)
    for _ in range(TRIES_A_MINUTE):
        with pytest.raises(NotLetIn):
            pairing.take("wrong", PHONE, NOW)

    assert pairing.take(offer.code, "192.168.1.31", NOW) == RUTHS


def test_after_twenty_wrong_tries_nobody_is_let_in_until_a_new_start() -> None:
    pairing = Pairing()
    offer = pairing.offer(RUTHS, NOW)
    for number in range(TRIES):
        with pytest.raises(NotLetIn):
            pairing.take("wrong", f"192.168.1.{number}", NOW)

    with pytest.raises(NotLetIn):
        pairing.take(offer.secret, PHONE, NOW)
    with pytest.raises(Refused):
        pairing.offer(RUTHS, NOW)


def test_a_thousand_wrong_guesses_let_nobody_in(house: House) -> None:
    offer = offer_in(house)
    browser = house.browser()
    answers = set()
    for number in range(1000):
        guess = f"{(int(offer.code) + 1 + number) % 10**CODE_FIGURES:010}"
        answers.add(browser.send("/pair", code=guess).status_code)
        if number % TRIES_A_MINUTE == 0:
            house.wait(seconds=1)

    answers.add(browser.send("/pair", secret=offer.secret).status_code)

    assert answers == {403, 429}
    assert house.sessions.going_on(house.workspace.now()) == []


def test_a_thousand_guesses_of_many_addresses_are_twenty_tries() -> None:
    pairing = Pairing()
    pairing.offer(RUTHS, NOW)
    statuses = []
    for number in range(1000):
        with pytest.raises(NotLetIn) as refused:
            pairing.take("1234567890x", f"10.0.{number % 250}.{number // 250}", NOW)
        statuses.append(str(refused.value))

    assert len(set(statuses[: TRIES - 1])) == 1
    assert len(set(statuses[TRIES - 1 :])) == 1
    assert statuses[0] != statuses[-1]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_other_text_lets_anybody_in(guess: str) -> None:
    pairing = Pairing()
    offer = pairing.offer(RUTHS, NOW)
    figures = "".join(guess.replace("-", " ").split())
    if guess.strip() == offer.secret or figures == offer.code:
        return

    with pytest.raises(NotLetIn):
        pairing.take(guess, PHONE, NOW)


def test_nothing_lets_anybody_in_while_nothing_is_offered() -> None:
    with pytest.raises(NotLetIn):
        Pairing().take("", PHONE, NOW)


def test_a_browser_that_is_let_in_again_gets_a_new_session(house: House) -> None:
    browser = house.paired("reader")
    before = browser.secret

    browser.send("/pair", secret=offer_in(house).secret)

    assert browser.secret != before
    assert house.sessions.find(before, house.workspace.now()) is None


def test_a_cookie_from_elsewhere_is_never_taken_over(house: House) -> None:
    browser = house.browser()
    browser.set_cookie("tracker-8765", "chosen-by-somebody", domain="127.0.0.1")

    browser.send("/pair", secret=offer_in(house).secret)

    assert browser.secret != "chosen-by-somebody"
    assert browser.get("/").status_code == 200


def test_the_form_needs_no_script(house: House) -> None:
    page = house.browser().get("/pair").text

    assert '<form id="pair" method="post" action="/pair">' in page
    assert 'name="code"' in page


def test_the_secret_is_in_no_answer_and_not_told_to_the_terminal(house: House) -> None:
    offer = offer_in(house)
    browser = house.browser()

    answer = browser.send("/pair", secret=offer.secret)

    shown = f"{answer.headers}{answer.text}{browser.get('/').text}{house.told}"
    assert offer.secret not in shown
    assert offer.code not in shown


def test_what_was_typed_wrong_is_not_repeated(house: House) -> None:
    offer_in(house)

    answer = house.browser().send("/pair", code="<b>1234512345")

    assert answer.status_code == 403
    assert "12345" not in answer.text
    assert 'role="alert"' in answer.text


def test_the_terminal_hears_who_came_in(house: House) -> None:
    house.paired("caregiver", DANA)

    assert house.told == [f"Let in: {DANA} (caregiver)."]

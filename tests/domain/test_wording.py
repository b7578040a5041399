"""Days read as people write them, and nothing invisible reaches a screen."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.wording import (
    clock,
    join_words,
    long_day,
    mid_day,
    quoted,
    short_day,
    visible,
)

TUESDAY = date(2026, 11, 3)
WEDNESDAY = date(2026, 11, 4)


def test_a_long_day_names_everything() -> None:
    assert long_day(TUESDAY) == "Tuesday 3 November 2026"


def test_a_middle_day_shortens_the_weekday() -> None:
    assert mid_day(WEDNESDAY) == "Wed 4 November 2026"


def test_a_short_day_shortens_the_month_and_leaves_out_the_year() -> None:
    assert short_day(WEDNESDAY) == "Wed 4 Nov"


def test_a_clock_shows_hours_and_minutes_in_the_zone() -> None:
    instant = datetime(2026, 11, 5, 0, 10, 59, tzinfo=UTC)

    assert clock(instant, ZoneInfo("America/New_York")) == "19:10"
    assert clock(instant, ZoneInfo("UTC")) == "00:10"


def test_a_clock_refuses_an_instant_without_an_offset() -> None:
    naive = datetime(2026, 11, 5, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="needs its offset"):
        clock(naive, ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_words_are_joined_as_in_a_sentence(words: list[str], joined: str) -> None:
    assert join_words(words) == joined


@pytest.mark.parametrize(
    "code",
    [
        0x00,
        0x07,
        0x0B,
        0x0D,
        0x1B,
        0x1F,
        0x7F,
        0x80,
        0x9B,
        0x9F,
        0x61C,
        0x200E,
        0x200F,
        0x2028,
        0x2029,
        0x202A,
        0x202E,
        0x2066,
        0x2069,
        0xFEFF,
        0xD800,
        0xDC80,
        0xDFFF,
    ],
)
def test_invisible_characters_become_visible(code: int) -> None:
    shown = visible(f"a{chr(code)}b")

    assert shown == f"a\\u{code:04x}b"
    assert shown.isascii()


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "two\nlines\tand a tab",
        "é ñ ß",
        "שלום",
        "مرحبا",
        "日本",
        "👍🏽",
        "👩‍👧",
        "\u00a0",
        "\u2027",
        "\u202f",
        "\u2065",
        "\u206a",
        "\ud7ff",
        "\ue000",
    ],
)
def test_letters_of_every_script_and_emoji_stay_whole(text: str) -> None:
    assert visible(text) == text


@given(st.text(st.characters()))
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("32 nov", '"32 nov"'),
        ("x" * 40, f'"{"x" * 40}"'),
        ("x" * 41, f'"{"x" * 37}..."'),
        ("9" * 5000, f'"{"9" * 37}..."'),
        ("\x1b[2J", '"\\u001b[2J"'),
        ("two\nlines\t", '"two lines"'),
    ],
)
def test_at_most_forty_characters_are_quoted(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_forty_controls_are_quoted_no_longer_than_letters() -> None:
    assert len(quoted("\x07" * 40)) == 42


@given(st.text())
def test_what_is_said_back_is_short_and_one_line(typed: str) -> None:
    said = quoted(typed)

    assert "\n" not in said
    assert len(said) <= 42

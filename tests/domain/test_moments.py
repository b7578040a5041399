"""What people type becomes one day or one instant, or a sentence that helps."""

import re
import zoneinfo
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.days import Look, read_day
from tracker.domain.facts import Moment
from tracker.domain.moments import read_clock, read_day_start, read_moment
from tracker.domain.window import local_day
from tracker.domain.wording import visible
from tracker.errors import Refused

T = TypeVar("T")
NEW_YORK = ZoneInfo("America/New_York")
PROCEDURE = date(2026, 11, 3)
WEDNESDAY = date(2026, 11, 4)
NOW = datetime(2026, 11, 4, 19, 10, 30, tzinfo=NEW_YORK)
SPELLINGS = re.compile(r"Type (?:for example )?(.+?)(?: or (.+?))?\.$")


def moment(
    text: str,
    *,
    now: datetime = NOW,
    zone: ZoneInfo = NEW_YORK,
    procedure_on: date | None = PROCEDURE,
    day_start: int = 0,
) -> Moment:
    return read_moment(
        text, now=now, zone=zone, procedure_on=procedure_on, day_start=day_start
    )


def day(text: str, look: Look, today: date = WEDNESDAY) -> date:
    return read_day(text, today=today, look=look, procedure_on=PROCEDURE)


def refusal(text: str, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as raised:
        moment(text, now=now)
    return str(raised.value)


def outcome(read: Callable[[], T]) -> T | str:
    """What was read, or the sentence that refused it."""
    try:
        return read()
    except Refused as refused:
        return str(refused)


def spellings(sentence: str) -> tuple[str, ...]:
    """What a refusal says would work."""
    found = SPELLINGS.search(sentence)
    assert found, sentence
    return tuple(spelling for spelling in found.groups() if spelling)


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def rows(table: str) -> list[list[str]]:
    """The lines of a table, cut at its bars."""
    lines = table.strip().splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines]


# Typed on Wednesday 4 November 2026 at 19:10:30; the procedure was on Tuesday.
WITH_A_TIME = rows("""
    now                             | 2026-11-04 19:10:30
    today                           | 2026-11-04 19:10:30
    Today                           | 2026-11-04 19:10:30
    today 8am                       | 2026-11-04 08:00
    today at 8 am                   | 2026-11-04 08:00
    today noon                      | 2026-11-04 12:00
    yesterday 8pm                   | 2026-11-03 20:00
    yesterday 20:15                 | 2026-11-03 20:15
    yesterday at 8:15 PM            | 2026-11-03 20:15
    YESTERDAY   8pm                 | 2026-11-03 20:00
    19:10                           | 2026-11-04 19:10
    7:30am                          | 2026-11-04 07:30
    at 7:30am                       | 2026-11-04 07:30
    9:05                            | 2026-11-04 09:05
    12am                            | 2026-11-04 00:00
    12pm                            | 2026-11-04 12:00
    noon                            | 2026-11-04 12:00
    00:00                           | 2026-11-04 00:00
    half an hour ago                | 2026-11-04 18:40:30
    an hour ago                     | 2026-11-04 18:10:30
    1 hour ago                      | 2026-11-04 18:10:30
    20 hours ago                    | 2026-11-03 23:10:30
    a minute ago                    | 2026-11-04 19:09:30
    90 minutes ago                  | 2026-11-04 17:40:30
    0 minutes ago                   | 2026-11-04 19:10:30
    monday 8pm                      | 2026-11-02 20:00
    wed 7am                         | 2026-11-04 07:00
    thursday 20:15                  | 2026-10-29 20:15
    2 days ago 8pm                  | 2026-11-02 20:00
    day 0 8pm                       | 2026-11-03 20:00
    day 1 at 8 am                   | 2026-11-04 08:00
    2026-11-04 19:10                | 2026-11-04 19:10
    2026-11-04T19:10                | 2026-11-04 19:10
    2026-11-04T19:10:05             | 2026-11-04 19:10:05
    2026-11-04 7:10pm               | 2026-11-04 19:10
    2026-11-04T19:10:05.250000-05:00| 2026-11-04 19:10:05.250000
    2026-11-05T00:10Z               | 2026-11-04 19:10
    2026-11-05T00:10 +00:00         | 2026-11-04 19:10
    2026-11-05T08:10+09:00          | 2026-11-04 18:10
    4 nov 8am                       | 2026-11-04 08:00
    nov 3, 8pm                      | 2026-11-03 20:00
    4 november 2025 20:15           | 2025-11-04 20:15
    Tue Nov 3 2026 8:00 pm          | 2026-11-03 20:00
""")


@pytest.mark.parametrize(("typed", "becomes"), WITH_A_TIME)
def test_a_typed_time_becomes_an_instant(typed: str, becomes: str) -> None:
    found = moment(typed)

    assert found == Moment(at(becomes), at(becomes).date(), time_known=True)
    assert found.at.tzinfo is UTC


WITHOUT_A_TIME = rows("""
    yesterday                       | 2026-11-03
    monday                          | 2026-11-02
    mon                             | 2026-11-02
    tues                            | 2026-11-03
    wednesday                       | 2026-11-04
    thursday                        | 2026-10-29
    sun                             | 2026-11-01
    2 days ago                      | 2026-11-02
    0 days ago                      | 2026-11-04
    a day ago                       | 2026-11-03
    a week ago                      | 2026-10-28
    3 weeks ago                     | 2026-10-14
    day 0                           | 2026-11-03
    day 1                           | 2026-11-04
    Day -2                          | 2026-11-01
    2026-11-04                      | 2026-11-04
    2024-02-29                      | 2024-02-29
    1900-01-01                      | 1900-01-01
    4 nov                           | 2026-11-04
    nov 4                           | 2026-11-04
    5 nov                           | 2025-11-05
    29 feb                          | 2024-02-29
    sept 9                          | 2026-09-09
    1 may                           | 2026-05-01
    4 november 2025                 | 2025-11-04
    November 4, 2025                | 2025-11-04
    Tue 3 Nov                       | 2026-11-03
    Wednesday 4 November 2026       | 2026-11-04
""")


@pytest.mark.parametrize(("typed", "becomes"), WITHOUT_A_TIME)
def test_a_typed_day_becomes_its_noon(typed: str, becomes: str) -> None:
    found = moment(typed)

    expected = date.fromisoformat(becomes)
    assert found == Moment(at(f"{becomes} 12:00"), expected, time_known=False)


UNCLEAR = rows("""
    03/04/2026        | That could be two days. Type 2026-04-03 or 2026-03-04.
    3.4.2026          | That could be two days. Type 2026-04-03 or 2026-03-04.
    3-4-26            | That could be two days. Type 2026-04-03 or 2026-03-04.
    11/10             | That could be two days. Type 2026-10-11 or 2025-11-10.
    last monday       | That could be two days. Type 2026-11-02 or 2026-10-26.
    last wed          | That could be two days. Type 2026-10-28 or 2026-10-21.
    10                | That could be a day or an hour. Type 2026-10-10 or 10:00.
    13/04/2026        | "13/04/2026" cannot be read. Type 2026-04-13.
    04/04/2026        | "04/04/2026" cannot be read. Type 2026-04-04.
    03/12/2026        | "03/12/2026" cannot be read. Type 2026-03-12.
    2026/11/4         | "2026/11/4" cannot be read. Type 2026-11-04.
    2026-1-5          | "2026-1-5" cannot be read. Type 2026-01-05.
    31                | "31" cannot be read. Type 2026-10-31.
""")
IMPOSSIBLE = rows("""
    32 nov            | There is no day "32 nov". Check the day and the month.
    30 feb            | There is no day "30 feb". Check the day and the month.
    29 feb 2026       | There is no day "29 feb 2026". Check the day and the month.
    2026-02-30        | There is no day "2026-02-30". Check the day and the month.
    2026-02-30 10:00  | There is no day "2026-02-30". Check the day and the month.
    0000-01-01        | There is no day "0000-01-01". Check the day and the month.
    1899-12-31        | The year 1899 is outside 1900 to 2200. Check the year.
    2201-01-01        | The year 2201 is outside 1900 to 2200. Check the year.
    2201-01-01 10:00  | The year 2201 is outside 1900 to 2200. Check the year.
    25:00             | "25:00" is not a time. Type for example 19:30 or 8pm.
    12:60             | "12:60" is not a time. Type for example 19:30 or 8pm.
    yesterday 13pm    | "13pm" is not a time. Type for example 19:30 or 8pm.
    0am               | "0am" is not a time. Type for example 19:30 or 8pm.
    2026-11-04 24:00  | "24:00" is not a time. Type for example 19:30 or 8pm.
    midnight          | Midnight belongs to two days. Type 23:59 or 00:00.
    monday midnight   | Midnight belongs to two days. Type 23:59 or 00:00.
    Mon 4 Nov 2026    | 2026-11-04 is a Wednesday. Type the day without its weekday.
""")


@pytest.mark.parametrize(("typed", "sentence"), UNCLEAR + IMPOSSIBLE)
def test_what_cannot_be_meant_is_refused_with_a_next_step(
    typed: str, sentence: str
) -> None:
    assert refusal(typed) == sentence


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-05",
        "5 nov 2026",
        "tomorrow",
        "tomorrow 8am",
        "in 3 days",
        "in a week",
        "next friday",
        "03/04/2027",
        "day 2",
        "day 2 8am",
    ],
)
def test_a_day_to_come_is_refused(typed: str) -> None:
    sentence = "That day has not come yet. Type an earlier one, such as yesterday."

    assert refusal(typed) == sentence


@pytest.mark.parametrize(
    "typed",
    [
        "8pm",
        "19:11",
        "wednesday 8pm",
        "today 20:00",
        "day 1 8pm",
        "4 nov 8pm",
        "2026-11-05T10:00",
        "2026-11-05T00:11Z",
    ],
)
def test_a_time_to_come_is_refused(typed: str) -> None:
    sentence = "That time has not come yet. Type an earlier one, such as yesterday 8pm."

    assert refusal(typed) == sentence


@pytest.mark.parametrize(
    "typed",
    [
        "blue moon",
        "ma",
        "on monday",
        "last",
        "last spring",
        "monday tuesday",
        "nov",
        "nov 2026",
        "13 13 2026",
        "13/13/2026",
        "99/99",
        "03/04/1850",
        "45",
        "0",
        "-1",
        "10:00:00",
        "20261104",
        "2026-W45-3",
        "2026-11-04T",
        "2026-11-04T25:00",
        "T19:10",
        "2026-11-04T19:10+15:00",
        "2026-11-04T19:10-0500",
        "2026-11-04T19",
        "yesterday 8",
        "8pm yesterday",
        "8.30",
        "two days ago",
        "1.5 hours ago",
        "-2 days ago",
        "99999 days ago",
        "half a day ago",
        "foo 4 nov",
        "day",
        "day x",
        "now 8pm",
        "day 1_0",
        "+6w",
        "1e3",
        "nan",
        "'; drop table x; --",
    ],
)
def test_what_is_not_in_the_set_is_refused_with_two_that_are(typed: str) -> None:
    sentence = refusal(typed)

    assert "cannot be read. Type for example 2026-11-04 or yesterday 8pm." in sentence


@pytest.mark.parametrize("typed", ["", " ", "   \t\n", "\u3000"])
def test_nothing_typed_is_refused(typed: str) -> None:
    assert refusal(typed) == "Nothing was typed. Type for example yesterday 8pm."


@pytest.mark.parametrize("typed", ["२०२६-११-०४", "2026-11-0\uff14", "१९:१०", "day ٣"])
def test_other_digits_are_refused(typed: str) -> None:
    assert refusal(typed).startswith("Only the digits 0 to 9 are read.")


@pytest.mark.parametrize(
    "typed",
    [
        "now\x00",
        "2026-11-04\n",
        "\x1b[2Jnow",
        "to\u202eday",
        "\udcff",
        "²",
        "gestern ß",
        "9" * 5000,
        "now" + " " * 5000,
        "\x07" * 5000,
        "1" * 5000 + " days ago",
    ],
)
def test_hostile_text_is_refused_briefly_and_shown_safely(typed: str) -> None:
    sentence = refusal(typed)

    assert len(sentence) < 120
    assert visible(sentence) == sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("typed", [row[0] for row in UNCLEAR])
def test_every_spelling_that_a_refusal_offers_works(typed: str) -> None:
    for spelling in spellings(refusal(typed)):
        assert moment(spelling).at <= NOW


@given(first=st.integers(1, 31), second=st.integers(1, 31), year=st.integers(20, 30))
def test_two_spellings_of_an_unclear_date_both_work(
    first: int, second: int, year: int
) -> None:
    sentence = refusal(f"{first}/{second}/20{year}")

    if sentence.startswith("That could"):
        one, other = (moment(spelling).day for spelling in spellings(sentence))
        assert {(one.day, one.month), (other.day, other.month)} == {
            (first, second),
            (second, first),
        }


def test_a_bare_number_that_is_no_hour_yet_may_be_one_of_yesterday() -> None:
    sentence = refusal("20")

    assert spellings(sentence) == ("2026-10-20", "yesterday 20:00")


@pytest.mark.parametrize("hour", range(1, 24))
def test_two_spellings_of_a_bare_number_both_work(hour: int) -> None:
    for spelling in spellings(refusal(str(hour))):
        assert moment(spelling).at <= NOW


def test_now_itself_has_come_and_the_next_microsecond_has_not() -> None:
    assert moment(NOW.isoformat()).at == NOW
    assert "has not come" in refusal((NOW + timedelta(microseconds=1)).isoformat())


def test_today_typed_as_a_day_before_noon_is_no_instant_to_come() -> None:
    morning = at("2026-11-04 08:00")

    found = moment("2026-11-04", now=morning)

    assert found == Moment(morning, date(2026, 11, 4), time_known=False)


def test_a_recovery_day_needs_a_procedure() -> None:
    with pytest.raises(Refused, match="Day numbers count from the procedure"):
        moment("day 3", procedure_on=None)


def test_a_typed_time_is_read_in_the_zone_that_was_given() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")

    found = moment("yesterday 8pm", zone=tokyo)

    assert found.at == at("2026-11-04 20:00", tokyo)
    assert found.day == date(2026, 11, 4)


def test_a_now_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its offset"):
        moment("now", now=NOW.replace(tzinfo=None))


def test_a_clock_outside_the_years_is_refused_before_anything_is_counted() -> None:
    with pytest.raises(Refused, match="The year 1 is outside"):
        moment("3 weeks ago", now=datetime(1, 1, 2, tzinfo=UTC), zone=ZoneInfo("UTC"))


def test_an_hour_before_the_first_year_is_refused() -> None:
    with pytest.raises(Refused, match="The year 1899 is outside"):
        moment(
            "2 hours ago", now=datetime(1900, 1, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC")
        )


# Typed at half past midnight on Thursday 5 November by somebody whose day begins at
# 04:00: for them it is still Wednesday.
NIGHT_OWL = rows("""
    now                | 2026-11-05 00:30  | 2026-11-04
    today              | 2026-11-05 00:30  | 2026-11-04
    00:10              | 2026-11-05 00:10  | 2026-11-04
    today 00:10        | 2026-11-05 00:10  | 2026-11-04
    2026-11-05 00:10   | 2026-11-05 00:10  | 2026-11-04
    yesterday 8pm      | 2026-11-04 20:00  | 2026-11-04
    yesterday 03:59    | 2026-11-04 03:59  | 2026-11-03
    yesterday 04:00    | 2026-11-04 04:00  | 2026-11-04
    yesterday          | 2026-11-03 12:00  | 2026-11-03
    wednesday          | 2026-11-04 12:00  | 2026-11-04
    thursday           | 2026-10-29 12:00  | 2026-10-29
    2026-11-04         | 2026-11-04 12:00  | 2026-11-04
    2026-11-05         | 2026-11-05 00:30  | 2026-11-05
""")


@pytest.mark.parametrize(("typed", "instant", "belongs_to"), NIGHT_OWL)
def test_a_day_that_begins_at_four_keeps_the_night_before(
    typed: str, instant: str, belongs_to: str
) -> None:
    found = moment(typed, now=at("2026-11-05 00:30"), day_start=240)

    assert (found.at, found.day) == (at(instant), date.fromisoformat(belongs_to))


def test_half_past_midnight_belongs_to_its_own_day_without_a_day_start() -> None:
    found = moment("00:30", now=at("2026-11-05 09:00"))

    assert found.day == date(2026, 11, 5)


def test_a_time_the_clocks_skipped_is_refused_with_the_two_beside_it() -> None:
    now = at("2026-03-08 03:00")

    sentence = refusal("2:30", now=now)

    assert sentence == (
        "The clocks skipped 2026-03-08 02:30. "
        "Type 2026-03-08 01:59 or 2026-03-08 03:00."
    )
    assert all(moment(spelling, now=now) for spelling in spellings(sentence))


def test_the_minute_after_a_jump_by_odd_seconds_is_offered() -> None:
    with pytest.raises(Refused) as raised:
        moment("1908-05-01 00:01", zone=ZoneInfo("Africa/Nairobi"))

    assert spellings(str(raised.value)) == ("1908-04-30 23:59", "1908-05-01 00:03")


def test_a_skipped_time_that_is_still_to_come_has_not_come() -> None:
    assert "has not come" in refusal("2026-03-08T02:30", now=at("2026-03-08 01:30"))


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-11-01 01:30", "2026-11-01T05:30Z"),
        ("2026-11-01 01:30-04:00", "2026-11-01T05:30Z"),
        ("2026-11-01 01:30-05:00", "2026-11-01T06:30Z"),
    ],
)
def test_a_time_that_comes_twice_is_the_first_unless_its_offset_is_typed(
    typed: str, utc: str
) -> None:
    assert moment(typed).at == datetime.fromisoformat(utc)


def test_a_day_the_calendar_skipped_is_refused_with_the_two_beside_it() -> None:
    with pytest.raises(Refused) as raised:
        moment("2011-12-30", zone=ZoneInfo("Pacific/Apia"))

    assert str(raised.value) == (
        "The calendar there skipped Friday 30 December 2011. "
        "Type 2011-12-29 or 2011-12-31."
    )


# Typed on Wednesday 4 November 2026.
DAYS = rows("""
    typed              | back         | forward
    today              | 2026-11-04   | 2026-11-04
    wednesday          | 2026-11-04   | 2026-11-04
    wed                | 2026-11-04   | 2026-11-04
    thursday           | 2026-10-29   | 2026-11-05
    tuesday            | 2026-11-03   | 2026-11-10
    4 nov              | 2026-11-04   | 2026-11-04
    15 dec             | 2025-12-15   | 2026-12-15
    dec 15             | 2025-12-15   | 2026-12-15
    29 feb             | 2024-02-29   | 2028-02-29
    yesterday          | 2026-11-03   | 2026-11-03
    tomorrow           | 2026-11-05   | 2026-11-05
    in a day           | 2026-11-05   | 2026-11-05
    in 3 days          | 2026-11-07   | 2026-11-07
    in 2 weeks         | 2026-11-18   | 2026-11-18
    2 days ago         | 2026-11-02   | 2026-11-02
    day 3              | 2026-11-06   | 2026-11-06
    2026-11-20         | 2026-11-20   | 2026-11-20
    15 december 2027   | 2027-12-15   | 2027-12-15
    Fri 6 Nov 2026     | 2026-11-06   | 2026-11-06
""")[1:]


@pytest.mark.parametrize(("typed", "back", "forward"), DAYS)
def test_a_day_is_the_nearest_on_the_side_that_is_looked_at(
    typed: str, back: str, forward: str
) -> None:
    assert day(typed, "back") == date.fromisoformat(back)
    assert day(typed, "forward") == date.fromisoformat(forward)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("next friday", "That could be two days. Type 2026-11-06 or 2026-11-13."),
        ("next wed", "That could be two days. Type 2026-11-11 or 2026-11-18."),
        ("03/04/2027", "That could be two days. Type 2027-04-03 or 2027-03-04."),
        ("12/11", "That could be two days. Type 2026-11-12 or 2026-12-11."),
        ("10", "That could be two days. Type 2026-10-10 or 2026-11-10."),
        (
            "tomorrow 8pm",
            '"tomorrow 8pm" cannot be read. Type for example 2026-11-04 or tomorrow.',
        ),
        ("", "Nothing was typed. Type for example tomorrow."),
    ],
)
def test_a_day_that_is_not_clear_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as raised:
        day(typed, "forward")

    assert str(raised.value) == sentence


@pytest.mark.parametrize("typed", ["2201-01-01", "1899-12-31", "day -9999"])
def test_a_day_outside_the_years_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is outside 1900 to 2200"):
        read_day(
            typed,
            today=date(1901, 1, 1),
            look="forward",
            procedure_on=date(1900, 1, 1),
        )


@pytest.mark.parametrize("number", range(1, 32))
@pytest.mark.parametrize("today", [date(2026, 1, 31), date(2026, 2, 28)])
def test_the_two_days_nearest_to_today_are_offered_for_a_bare_number(
    number: int, today: date
) -> None:
    with pytest.raises(Refused) as raised:
        day(str(number), "back", today)

    offered = [date.fromisoformat(typed) for typed in spellings(str(raised.value))]
    assert {one.day for one in offered} == {number}
    assert len(offered) == (1 if number == today.day else 2)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("10:30", time(10, 30)),
        ("8pm", time(20)),
        ("8 PM", time(20)),
        ("7:30am", time(7, 30)),
        ("12:05am", time(0, 5)),
        ("noon", time(12)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_clock_is_read(typed: str, clock: time) -> None:
    assert read_clock(typed) == clock


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8", "That could be two times. Type 8am or 8pm."),
        ("midnight", "Midnight belongs to two days. Type 23:59 or 00:00."),
        ("15", '"15" is not a time. Type for example 19:30 or 8pm.'),
        ("24:00", '"24:00" is not a time. Type for example 19:30 or 8pm.'),
        ("10:30:00", '"10:30:00" is not a time. Type for example 19:30 or 8pm.'),
        ("", "Nothing was typed. Type for example 10:30."),
    ],
)
def test_a_clock_that_is_not_clear_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as raised:
        read_clock(typed)

    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("00:00", 0), ("04:00", 240), ("4:30am", 270), ("11:59", 719)],
)
def test_the_start_of_a_day_is_kept_in_minutes(typed: str, minutes: int) -> None:
    assert read_day_start(typed) == minutes


@pytest.mark.parametrize("typed", ["12:00", "noon", "8pm"])
def test_a_day_does_not_start_in_the_afternoon(typed: str) -> None:
    with pytest.raises(Refused, match="A day begins before noon"):
        read_day_start(typed)


WORDS = st.sampled_from(
    rows(
        """
    now|today|yesterday|tomorrow|monday|tue|last|next|day|ago|in|half|an|a|hour|hours|
    minutes|days|weeks|nov|december|4|31|0|2026|2026-11-04|2026-03-08|19:10|2:30|8pm|
    7|am|at|noon|midnight|03/04/2026|11/12|-1|T|Z|+01:00|-|/|.|,|:
    """.replace("|\n", "|")
    )[0]
)
TYPED = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(WORDS, max_size=6).map(" ".join),
    st.lists(WORDS, max_size=4).map("".join),
)


@given(
    text=TYPED,
    now=st.datetimes(
        NOW.replace(year=1901, tzinfo=None),
        NOW.replace(year=2200, tzinfo=None),
        timezones=st.just(UTC),
    ),
    zone=st.sampled_from(sorted(zoneinfo.available_timezones())).map(ZoneInfo),
    day_start=st.integers(0, 719),
)
@example(text="day -9999", now=NOW, zone=NEW_YORK, day_start=0)
@example(text="9999 weeks ago", now=NOW, zone=NEW_YORK, day_start=0)
@example(text="9999 hours ago", now=NOW, zone=NEW_YORK, day_start=0)
def test_whatever_is_typed_is_read_or_refused_in_a_short_sentence(
    text: str, now: datetime, zone: ZoneInfo, day_start: int
) -> None:
    found = outcome(lambda: moment(text, now=now, zone=zone, day_start=day_start))

    if isinstance(found, str):
        assert len(found) < 160
        assert visible(found) == found
        return
    assert found.at <= now
    assert found.day <= local_day(now, zone, 0)
    if found.time_known:
        assert found.day == local_day(found.at, zone, day_start)


@given(text=TYPED, look=st.sampled_from(["back", "forward"]))
def test_whatever_is_typed_as_a_day_or_a_clock_is_read_or_refused(
    text: str, look: Look
) -> None:
    assert len(str(outcome(lambda: day(text, look)))) < 160
    assert len(str(outcome(lambda: read_clock(text)))) < 160
    assert len(str(outcome(lambda: read_day_start(text)))) < 160

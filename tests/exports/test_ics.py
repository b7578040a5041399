"""The calendar is read back by readers that are not ours."""

import os
import subprocess
import warnings
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NEW_YORK, NOW, a_procedure, a_visit
from tests.tools import tool
from tracker.domain.calendar import (
    Occasion,
    at_instant,
    cancelled,
    plan_check_ins,
    plan_milestone,
    plan_question,
    plan_visit,
)
from tracker.domain.window import Window
from tracker.exports.to_ics import render

HOSTILE = "Dr\r\nEND:VEVENT\r\nBEGIN:VALARM; a, \\n b: \u2028 \x07 \u202e"
VISIT_AT = datetime(2026, 11, 17, 15, tzinfo=NEW_YORK).astimezone(UTC)
OPENS = datetime(2026, 11, 5, tzinfo=NEW_YORK).astimezone(UTC)
WEEK = Window(OPENS, OPENS + timedelta(days=7))
BELL = "\N{ALARM CLOCK}"
LOOK = "Recovery: something to look at"

KHAL = """
[calendars]
[[recovery]]
path = {folder}/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = America/New_York
local_timezone = America/New_York
[sqlite]
path = {folder}/khal.db
"""


def a_timed_visit(title: str = "", number: int = 1) -> Occasion:
    return plan_visit(a_visit(number, at=VISIT_AT, title=title), 3)


def one_of_each() -> list[Occasion]:
    return [
        next(plan_check_ins(a_procedure(), NEW_YORK, 1)),
        plan_milestone("p", "pain-check", WEEK, "Pain check", NEW_YORK, 2),
        a_timed_visit("Dr. Example, spine clinic"),
        plan_visit(a_visit(2), 4),
        plan_question("p", date(2026, 12, 15), "Heavy lifting", NEW_YORK, 5),
        cancelled(a_timed_visit("Dr. Example", number=3)),
    ]


def written(*occasions: Occasion, full_titles: bool = False) -> bytes:
    return render(at_instant(NOW, list(occasions)), full_titles=full_titles)


def by_icalendar(text: bytes) -> list[dict[str, Any]]:
    calendar = icalendar.Calendar.from_ical(text)
    return [
        {
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "start": event.decoded("DTSTART"),
            "end": event.decoded("DTEND"),
            "sequence": event.decoded("SEQUENCE"),
            "status": str(event["STATUS"]),
            "alarms": len(event.walk("VALARM")),
        }
        for event in calendar.walk("VEVENT")
    ]


def by_vobject(text: bytes) -> list[dict[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calendar = vobject.readOne(text.decode(), validate=True)
        return [
            {
                "uid": event.uid.value,
                "summary": event.summary.value,
                "start": event.dtstart.value,
                "end": event.dtend.value,
                "sequence": int(event.sequence.value),
                "status": event.status.value,
                "alarms": len(event.contents.get("valarm", ())),
            }
            for event in calendar.vevent_list
        ]


def test_two_readers_find_what_was_written() -> None:
    occasions = at_instant(NOW, one_of_each()).occasions

    text = written(*occasions)

    found = by_icalendar(text)
    assert found == by_vobject(text)
    assert {(e["uid"], e["start"], e["end"], e["sequence"]) for e in found} == {
        (o.uid, o.begins, o.ends, o.sequence) for o in occasions
    }
    assert {e["uid"]: e["alarms"] for e in found} == {
        o.uid: len(o.alarms) for o in occasions
    }


def khal(folder: Path, *typed: str) -> str:
    """Runs khal on a calendar of its own; CI has it, elsewhere it may be missing."""
    program = tool("khal")
    (folder / "calendar").mkdir(exist_ok=True)
    (folder / "config").write_text(KHAL.format(folder=folder), encoding="utf-8")
    done = subprocess.run(
        [program, "-c", str(folder / "config"), *typed],
        env={"HOME": str(folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return done.stdout


def listed(folder: Path, text: bytes) -> list[str]:
    """What khal shows of the days from 3 November, once the file is imported."""
    path = folder / "recovery.ics"
    path.write_bytes(text)
    khal(folder, "import", "--batch", str(path))
    form = "{start} | {end} | {title} | {cancelled}| {alarm-symbol}"
    shown = khal(folder, "list", "2026-11-03", "60d", "--once", "--format", form)
    return [" ".join(line.split()) for line in shown.splitlines() if "|" in line]


def test_khal_shows_every_occasion_at_its_time_and_its_alarm(tmp_path: Path) -> None:
    shown = listed(tmp_path, written(*one_of_each()))

    # The reminder rang before the file was written; khal knows no alarm on a day.
    assert sorted(shown) == [
        "2026-11-04 18:00 | 2026-11-04 18:15 | Recovery: check-in | |",
        f"2026-11-05 00:00 | 2026-11-12 00:00 | {LOOK} | | {BELL}",
        "2026-11-17 15:00 | 2026-11-17 16:00 | "
        "Cancelled: Recovery: visit | CANCELLED |",
        f"2026-11-17 15:00 | 2026-11-17 16:00 | Recovery: visit | | {BELL}",
        "2026-11-17 | 2026-11-17 | Recovery: visit | |",
        "2026-12-15 | 2026-12-15 | Recovery: ask the care team | |",
    ]


def test_khal_takes_a_second_file_for_the_newer_one(tmp_path: Path) -> None:
    visit = a_timed_visit()
    listed(tmp_path, written(visit))

    shown = listed(tmp_path, written(cancelled(visit)._replace(sequence=4)))

    assert shown == [
        "2026-11-17 15:00 | 2026-11-17 16:00 | Cancelled: Recovery: visit | CANCELLED |"
    ]


def test_by_default_nothing_medical_is_in_the_file() -> None:
    hidden = one_of_each()
    hidden[2] = a_timed_visit("Pain clinic, bone scan")

    text = written(*hidden).decode().replace("\r\n ", "").lower()

    for word in ("pain", "bone", "lift", "spine", "clinic", "dr. example", "scan"):
        assert word not in text


def test_full_titles_say_what_it_is() -> None:
    text = written(*one_of_each(), full_titles=True)

    assert {event["summary"] for event in by_icalendar(text)} == {
        "Recovery: check-in",
        "Recovery: Pain check",
        "Recovery: visit: Dr. Example, spine clinic",
        "Recovery: visit",
        "Recovery: ask if this is over: Heavy lifting",
        "Cancelled: Recovery: visit: Dr. Example",
    }


def notes(text: bytes) -> list[str]:
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return [str(event["DESCRIPTION"]) for event in events]


def test_what_to_ask_about_is_worded_as_a_question() -> None:
    asked = plan_question("p", date(2026, 12, 15), "Heavy lifting", NEW_YORK, 5)

    (note,) = notes(written(asked, full_titles=True))

    assert note.endswith("Has your care team cleared you?")
    assert "limit" not in notes(written(asked))[0]


def test_the_note_of_what_is_cancelled_asks_for_nothing() -> None:
    asked = plan_question("p", date(2026, 12, 15), "Heavy lifting", NEW_YORK, 5)

    for full_titles in (False, True):
        text = written(cancelled(asked), full_titles=full_titles)
        assert notes(text) == ["This is no longer planned."]


@pytest.mark.parametrize("full_titles", [False, True])
def test_every_occasion_is_private_and_only_a_visit_with_a_time_is_busy(
    *, full_titles: bool
) -> None:
    text = written(*one_of_each(), full_titles=full_titles)

    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    busy = [event["UID"] for event in events if event["TRANSP"] == "OPAQUE"]
    assert {str(event["CLASS"]) for event in events} == {"PRIVATE"}
    assert busy == [a_timed_visit().uid]


def test_what_is_cancelled_says_so_and_does_not_ring() -> None:
    (found,) = by_icalendar(written(cancelled(a_timed_visit())))

    assert found["status"] == "CANCELLED"
    assert found["summary"].startswith("Cancelled: ")
    assert found["alarms"] == 0


def test_an_alarm_says_what_it_is_about_and_when_it_rings() -> None:
    timed, whole_day = a_timed_visit(), plan_visit(a_visit(2), 1)

    text = written(timed, whole_day)

    alarms = icalendar.Calendar.from_ical(text).walk("VALARM")
    assert [str(alarm["DESCRIPTION"]) for alarm in alarms] == ["Recovery: visit"] * 3
    assert [alarm.decoded("TRIGGER") for alarm in alarms] == [
        datetime(2026, 11, 16, 14, tzinfo=UTC),
        -timedelta(days=1),
        -timedelta(hours=2),
    ]
    assert b"TRIGGER;VALUE=DATE-TIME:20261116T140000Z" in text


def test_times_are_in_utc_and_days_are_days() -> None:
    text = written(*one_of_each()).decode()

    assert "DTSTART:20261117T200000Z" in text
    assert "DTSTART;VALUE=DATE:20261117" in text
    assert "TZID" not in text


def test_the_file_is_named_and_published() -> None:
    calendar = icalendar.Calendar.from_ical(written())

    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["X-WR-CALNAME"] == "Recovery"
    assert "tracker" in str(calendar["PRODID"])
    assert calendar.walk("VEVENT") == []


def test_the_stamp_is_the_instant_of_the_reading() -> None:
    (event,) = icalendar.Calendar.from_ical(written(a_timed_visit())).walk("VEVENT")

    assert event.decoded("DTSTAMP") == NOW


@given(title=st.text(max_size=200) | st.just(HOSTILE), asked=st.text(max_size=200))
def test_no_title_adds_a_line_or_an_occasion(title: str, asked: str) -> None:
    occasions = [
        a_timed_visit(title),
        plan_milestone("p", "m", WEEK, title, NEW_YORK, 2),
        plan_question("p", date(2026, 12, 15), asked, NEW_YORK, 5),
    ]
    plain = written(*(o._replace(title="x") for o in occasions), full_titles=True)

    text = written(*occasions, full_titles=True)

    assert names(text) == names(plain)
    assert {e["uid"] for e in by_icalendar(text)} == {o.uid for o in occasions}


def names(text: bytes) -> list[bytes]:
    """The name of every unfolded line."""
    lines = text.replace(b"\r\n ", b"").split(b"\r\n")
    return [line.partition(b":")[0].partition(b";")[0] for line in lines]


def test_a_hostile_title_stays_one_line_of_text() -> None:
    text = written(a_timed_visit(HOSTILE), full_titles=True)

    (found,) = by_vobject(text)
    assert found == by_icalendar(text)[0]
    assert "END:VEVENT" in found["summary"]
    assert found["summary"].isprintable()


@given(title=st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_every_one_ends_well(title: str) -> None:
    text = written(a_timed_visit(title), full_titles=True)

    *lines, last = text.split(b"\r\n")

    assert last == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\r" in line or b"\n" in line for line in lines)


def test_the_same_plan_is_the_same_bytes() -> None:
    assert written(*one_of_each()) == written(*reversed(one_of_each()))

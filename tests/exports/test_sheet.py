"""The printed sheet: what is on it, in which order, and that anybody can read it."""

import subprocess
from pathlib import Path

import pytest

from tests.pages import RUTH, SACROPLASTY, a_diary, an_entry, day
from tests.tools import tool
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn, Contact
from tracker.domain.sheet import Sheet, plan_sheet
from tracker.exports.to_sheet import render, shape

NUMBERS = (Contact("1", "emergency", "911"), Contact("2", "care-team", "555 0100"))
STRUCK_OUT = "\u2013"


def a_sheet(
    number: int = 8,
    *entries: CheckIn,
    name: str = RUTH,
    contacts: tuple[Contact, ...] = NUMBERS,
    zone: str = "America/New_York",
) -> Sheet:
    """Ruth's sheet that begins with the day of that number."""
    diary: Diary = a_diary(SACROPLASTY, name=name)
    person = diary.person._replace(name=name, zone=zone)
    diary = diary._replace(contacts=contacts, person=person)
    return plan_sheet(diary, day(number), (), entries)


def text_of(pdf: bytes, tmp_path: Path) -> str:
    """The text of a PDF as it is read aloud, in one line."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(
        [tool("pdftotext"), "-raw", str(path), "-"], capture_output=True, check=True
    )
    return " ".join(read.stdout.decode().split())


def places(text: str, parts: list[str]) -> list[int]:
    """Where each part stands; -1 where it does not."""
    return [text.find(part) for part in parts]


def test_the_signs_and_whom_to_call_stand_before_the_questions() -> None:
    made = shape(a_sheet())

    keys = list(made)
    assert keys.index("unwatched") < keys.index("groups") < keys.index("rows")
    assert made["unwatched"] == (
        "Nobody watches this sheet. Do not wait until it is typed in: call."
    )
    assert [group["call"] for group in made["groups"]] == [
        "Call 911 now.",
        "Call the care team today: 555 0100",
    ]


def test_signs_are_numbered_on_through_all_lists() -> None:
    made = shape(a_sheet())

    groups = (*made["groups"], *made["weekly_groups"])
    numbers = [sign["number"] for group in groups for sign in group["signs"]]
    assert numbers == [str(number) for number in range(1, 22)]


def test_without_numbers_the_sheet_leaves_room_for_them() -> None:
    emergency, care_team = shape(a_sheet(contacts=()))["groups"]

    assert emergency["call"] == "Call 911, 112 or 999 now, as where you are."
    assert care_team["call"] == "Call the care team today."
    assert (emergency["write_number"], care_team["write_number"]) == (False, True)


def test_weekly_signs_say_whom_to_tell() -> None:
    made = shape(a_sheet())

    assert [group["call"] for group in made["weekly_groups"]] == [
        "Call the care team today.",
        "Tell the care team at the next visit.",
    ]


def test_a_question_says_what_its_box_takes() -> None:
    sheet = a_sheet()
    fell = SACROPLASTY.question("fell")
    assert fell is not None
    made = shape(sheet._replace(weekly=(*sheet.weekly, fell)))

    takes = {row["text"]: row["takes"] for row in (*made["rows"], *made["weekly"])}
    assert takes["Pain, the last 24 hours on average?"] == "0 none, 10 worst possible"
    assert takes["Pain when moving or walking? 0 to 10"] == ""
    assert takes["Minutes walked today, added up?"] == "min"
    assert takes["Temperature, if taken? (38.2 or 100.8)"] == "C or F"
    assert takes["Any fall since the last entry?"] == "yes or no"
    choices = next(r["choices"] for r in made["rows"] if "medicine" in r["text"])
    assert choices[0] == {"number": "1", "text": "none"}


def test_days_on_which_a_question_is_not_asked_are_struck_out() -> None:
    made = shape(a_sheet(19))

    wound = next(row for row in made["rows"] if "wound" in row["text"])
    assert wound["boxes"] == [True, True, True, False, False, False, False]


def test_the_sheet_says_which_week_it_is_and_how_it_is_typed_in() -> None:
    made = shape(a_sheet())

    assert made["title"] == "Wed 11 November to Tue 17 November 2026"
    assert made["enter"] == "tracker sheet enter --week 2026-11-11"
    assert made["days"][0] == {
        "weekday": "Wed",
        "date": "11 Nov",
        "number": "day 8",
        "written": False,
    }


def test_a_sheet_from_before_the_procedure_says_that_it_is_planned() -> None:
    assert (
        shape(a_sheet(-8))["procedure"] == "Sacroplasty planned for Tue 3 November 2026"
    )
    assert shape(a_sheet(-6))["procedure"] == "Sacroplasty on Tue 3 November 2026"


@pytest.mark.parametrize(
    ("zone", "paper"), [("America/New_York", "us-letter"), ("Europe/Berlin", "a4")]
)
def test_the_paper_is_the_one_where_the_person_lives(zone: str, paper: str) -> None:
    assert shape(a_sheet(zone=zone))["paper"] == paper


@pytest.mark.parametrize("large_print", [False, True])
def test_the_sheet_is_tagged_and_the_same_bytes_each_time(large_print: bool) -> None:
    made = render(a_sheet(), large_print=large_print)

    assert made == render(a_sheet(), large_print=large_print)
    assert not made.unshown
    assert made.pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made.pdf
    assert b"pdfuaid" in made.pdf


@pytest.mark.parametrize("number", [0, 1, 8, 19, 60])
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin"])
@pytest.mark.parametrize("contacts", [(), NUMBERS], ids=["none", "numbers"])
def test_the_sheet_fills_one_side_and_in_large_print_two(
    tmp_path: Path, number: int, zone: str, contacts: tuple[Contact, ...]
) -> None:
    sheet = a_sheet(number, zone=zone, contacts=contacts)

    normal = text_of(render(sheet).pdf, tmp_path)
    large = text_of(render(sheet, large_print=True).pdf, tmp_path)
    assert "side 1 of" not in normal
    assert "side 2 of 2" in large


@pytest.mark.parametrize("large_print", [False, True])
def test_the_order_on_paper_is_the_order_of_asking(
    tmp_path: Path, large_print: bool
) -> None:
    sheet = a_sheet()

    text = text_of(render(sheet, large_print=large_print).pdf, tmp_path)
    signs = [sign.text.split(",")[0] for sign in sheet.signs]
    rows = [row.question.text[:24] for row in sheet.rows]
    once = [question.text[:24] for question in sheet.weekly]
    found = places(
        text,
        ["Nobody watches", "Call 911 now", "Signs:", "Signs, once", *rows, *once,
         "Anything to tell", "Who wrote"],
    )  # fmt: skip
    assert -1 not in [*found, *places(text, signs)]
    assert found == sorted(found)


@pytest.mark.parametrize("large_print", [False, True])
def test_a_box_that_is_not_asked_is_struck_out_on_paper(
    tmp_path: Path, large_print: bool
) -> None:
    every, some = (
        text_of(render(a_sheet(number), large_print=large_print).pdf, tmp_path)
        for number in (8, 19)
    )

    assert every.split().count(STRUCK_OUT) == 0
    assert some.split().count(STRUCK_OUT) == 4


@pytest.mark.parametrize("large_print", [False, True])
def test_a_day_that_the_diary_has_says_so_on_paper(
    tmp_path: Path, large_print: bool
) -> None:
    entries = [an_entry(number, protocol=SACROPLASTY) for number in (8, 10)]

    text = text_of(render(a_sheet(8, *entries), large_print=large_print).pdf, tmp_path)

    said = [f"day {number} in diary" in text for number in (8, 9, 10)]
    assert said == [True, False, True]


def test_hostile_names_and_numbers_stay_text(tmp_path: Path) -> None:
    name = '#panic("x") $a$ *b* \\ <c> @d `e` \x1b[2J'
    number = "#text(red)[1]"

    contacts = (Contact("1", "emergency", number),)
    text = text_of(render(a_sheet(name=name, contacts=contacts)).pdf, tmp_path)
    assert '#panic("x") $a$ *b* \\ <c> @d `e` \\u001b[2J' in text
    assert f"Call {number} now." in text


def test_a_name_in_any_script_is_printed() -> None:
    assert render(a_sheet(name="Ruth Müller-Lüdenscheidt")).unshown is False
    assert render(a_sheet(name="\U0001f9b4 Ruth")).pdf.startswith(b"%PDF-")

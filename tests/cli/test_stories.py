"""One story per command, as a person reads it; the screens stand in golden files."""

import pytest

from tests.cli.conftest import Story

DANA = ["--as", "Dana Example"]
BERLIN = ["--zone", "Europe/Berlin"]
STORIES: dict[str, list[list[str]]] = {
    "log": [
        [*DANA, "log", "pain", "4", "walk", "20"],
        ["log", "temperature=100.8F", "walk=20min", "--relayed"],
        ["log", "temperature=38.2C", "--sign", "none", "--note", "Chills at noon."],
        ["log", "--sign", "bladder-bowel"],
        ["log", "--sign", "leg-new", "--at", "2026-11-03 20:00"],
    ],
    "today": [
        ["today"],
        ["log", "pain=4", "walk=20"],
        ["log", "--sign", "bladder-bowel"],
        ["log", "--sign", "leg-new"],
        ["today"],
        ["today", "--brief"],
        ["today", "--plain"],
    ],
    "person": [
        [*DANA, "person", "add", "Walter Example", "--born", "1948", *BERLIN],
        ["start", "2026-11-02", "--person", "walter"],
        ["person", "list"],
        ["person", "use", "walter"],
        ["person", "show"],
        ["person", "edit", "walter", "--born", "1949"],
        ["person", "list", "--plain"],
        ["undo"],
    ],
    "timeline": [["timeline"], ["timeline", "--all"], ["timeline", "--plain"]],
    "entries": [
        ["entries"],
        ["log", "pain=4"],
        ["log", "pain=6", "--at", "yesterday"],
        ["entries"],
        ["entries", "--since", "2026-11-04"],
    ],
    "edit": [
        ["log", "pain=4", "walk=20"],
        [*DANA, "edit", "1", "pain=", "--reason", "typed twice"],
        ["edit", "#1", "walk=30"],
    ],
    "delete": [["log", "pain=4"], ["delete", "1"], ["log", "pain=5"]],
    "undo": [
        ["log", "pain=4"],
        ["done", "home"],
        ["undo", "--steps", "2"],
        ["changes"],
    ],
    "done": [["done", "home"], ["reopen", "home"], ["skip", "first-walk"]],
    "told": [
        ["told", "heavy-lifting", "--limit", "5lb", "--until", "+6w", "--by", "N. Ex"],
        ["told", "strenuous", "--cleared", "--by", "N. Ex"],
        ["told", "heavy-lifting", "--limit", "10lb", "--by", "Dr. Example"],
        ["today"],
        ["told", "heavy-lifting", "--which", "3"],
        ["timeline"],
    ],
    "visit": [
        ["visit", "list"],
        ["visit", "add", "2026-11-17", "--time", "9:00", "--title", "Dr. Example"],
        ["visit", "done", "1"],
        ["visit", "list"],
    ],
    "explain": [
        ["explain", "pain-check"],
        ["explain", "heavy-lifting"],
        ["explain", "sacroplasty"],
        ["explain", "bladder-bowel"],
        ["explain", "fever"],
        ["explain", "pain-up"],
        ["explain", "reference"],
        ["explain", "change-words"],
        ["log", "pain=9"],
        ["explain", "warning", "1"],
    ],
    "signs": [["signs"]],
    "questions": [["questions"]],
    "help": [["--help"], ["help", "--all"]],
    "contact": [
        ["contact", "list"],
        ["contact", "add", "care-team", "555-0199"],
        ["contact", "add", "caregiver", "555-0177", "--name", "Dana Example"],
        ["contact", "list"],
        ["signs"],
        ["undo", "--steps", "2"],
    ],
    "warnings": [
        ["warnings"],
        ["log", "pain=9", "--at", "2026-11-03 20:00"],
        ["log", "--sign", "bladder-bowel"],
        ["warnings"],
        [*DANA, "warnings", "answer", "2", "--called", "today 19:05"],
        ["warnings", "answer", "1", "--mistake", "--note", "It was the other knee."],
        ["warnings"],
        ["undo"],
        ["today", "--brief"],
    ],
    "bone": [
        ["bone"],
        ["bone", "bone-scan", "booked", "--note", "Clinic Example"],
        ["bone", "Falls review", "asked", "--at", "yesterday"],
        ["bone"],
    ],
    "protocol": [["protocol", "list"]],
}
ERRORS: dict[str, list[tuple[int, list[str]]]] = {
    "person": [
        (0, ["person", "add", "Walter Example", *BERLIN]),
        (2, ["today"]),
        (1, ["person", "add", "ruth example"]),
        (1, ["person", "use", "Bob"]),
        (2, ["today", "--person", "ex"]),
        (1, ["person", "edit", "walter", "--born", "1700"]),
        (2, ["person", "edit", "walter"]),
    ],
    "log": [
        (2, ["log"]),
        (1, ["log", "pian=4"]),
        (1, ["log", "pain=99", "pain=3", "foo=1", "--at", "03/04/2026"]),
        (1, ["log", "pain=4", "pain=5"]),
        (1, ["log", "pain="]),
        (1, ["log", "pain=4", "--at", ""]),
        (1, ["log", "pain=4", "--at", "tomorrow"]),
        (1, ["log", "--note", " "]),
        (1, ["log", "pain=4", "--sign", "none", "--sign", "fever"]),
        (1, ["log", "pain=4", "--sign", "bladder"]),
        (1, ["log", "pain=4", "--zone", "Mars/Base"]),
        (1, ["log", "pain=4", "--id", "9"]),
    ],
    "start": [
        (1, ["start", "tuesday"]),
        (1, ["start", "tuesday", "--another", "--name", "Bob"]),
        (1, ["start", "--emergency", "call mum"]),
    ],
    "edit": [(1, ["edit", "9", "pain=4"]), (2, ["edit", "1"]), (1, ["delete", "9"])],
    "done": [
        (1, ["done", "pain-chek"]),
        (1, ["reopen", "home"]),
        (2, ["undo", "--steps", "0"]),
    ],
    "told": [
        (2, ["told"]),
        (2, ["told", "heavy-lifting"]),
        (1, ["told", "heavy-lifting", "--limit", "lots", "--by", "x"]),
        (1, ["told", "heavy", "--by", "x"]),
        (2, ["told", "--which", "1"]),
        (1, ["told", "heavy-lifting", "--which", "1"]),
    ],
    "can": [
        (2, ["can", "drive", "4lb"]),
        (1, ["can", "lift", "lots"]),
        (1, ["can", "lift", "--on", "2026-11-03"]),
        (1, ["can", "fly"]),
    ],
    "warnings": [
        (1, ["warnings", "answer", "1", "--mistake"]),
        (2, ["warnings", "answer", "1"]),
        (1, ["warnings", "answer", "1", "--called", "tomorrow"]),
    ],
    "explain": [
        (1, ["explain", "warning", "9"]),
        (1, ["explain", "painchek"]),
        (2, ["explain"]),
    ],
    "contact": [
        (2, ["contact", "add"]),
        (2, ["contact", "add", "caregiver", "555-0177"]),
        (1, ["contact", "add", "emergency", "call mum"]),
        (2, ["contact", "add", "aunt", "555-0177"]),
    ],
    "bone": [
        (2, ["bone", "bone-scan"]),
        (1, ["bone", "bones", "asked"]),
        (1, ["bone", "bone-scan", "asked", "--at", "2026-11-09"]),
    ],
}


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.usefixtures("started")
def test_a_command_reads_as_its_story(story: Story, name: str) -> None:
    story(name, *STORIES[name])


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.usefixtures("started")
def test_what_cannot_be_done_is_said_as_in_its_story(story: Story, name: str) -> None:
    codes, lines = zip(*ERRORS[name], strict=True)

    story(f"{name}.errors", *lines, codes=codes)


def test_before_a_recovery_is_written_down_it_says_how_to_begin(story: Story) -> None:
    story("begin", [], ["today", "--json"], ["undo"], codes=(1, 1, 1))


@pytest.mark.usefixtures("started")
def test_what_one_can_do_is_only_ever_what_somebody_said(story: Story) -> None:
    told = ["told", "heavy-lifting", "--limit", "5lb", "--until", "15 dec"]
    story(
        "can",
        ["can", "lift", "8lb"],
        ["can", "drive"],
        [*told, "--by", "Nurse Example"],
        ["can", "lift", "8lb"],
        ["can", "lift", "4", "lb"],
        ["can", "lift", "4lb", "--on", "20 dec"],
        ["can", "lift"],
        codes=(4, 4, 0, 3, 0, 4, 2),
    )


@pytest.mark.usefixtures("started")
def test_a_script_hears_of_what_nobody_answered(story: Story) -> None:
    story(
        "alarm",
        ["today", "--brief", "--alarm"],
        ["log", "--sign", "leg-new"],
        ["today", "--brief", "--alarm"],
        ["log", "--sign", "chest-breath"],
        ["today", "--brief", "--alarm"],
        ["today", "--brief"],
        codes=(0, 0, 10, 0, 20, 0),
    )


def test_a_recovery_begins(story: Story) -> None:
    story("start", [*DANA, "start", "tuesday", "--name", "Ruth", "--zone", "UTC"])


def test_a_planned_procedure_counts_down(story: Story) -> None:
    story(
        "planned",
        ["start", "2026-11-20", "--name", "Ruth", "--zone", "America/New_York"],
        ["log", "pain=8"],
        ["today"],
        ["today", "--brief"],
        ["timeline"],
    )

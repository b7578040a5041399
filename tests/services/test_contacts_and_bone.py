"""Whom to call, and how far the bone-health items are."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from tests.builders import ANNA, NOW, RUTH, a_beginning
from tests.cli.test_terminal import session
from tests.conftest import Run
from tracker.cli.phones import read_phone
from tracker.domain.diary import Diary
from tracker.domain.facts import BoneStep, Contact
from tracker.errors import NotFound, Refused
from tracker.protocols.library import Loaded
from tracker.services.bone import KINDS, find_bone_item, keep_bone_step, list_bone
from tracker.services.contacts import Kept, keep_contact
from tracker.services.diary import open_diary
from tracker.services.review import review_lately
from tracker.services.start import start
from tracker.services.undo import undo
from tracker.store.store import Store
from tracker.workspace import STANDARD, Workspace

TODAY = date(2026, 11, 4)


def keep(store: Store, kind: str, number: str, name: str = "") -> tuple[Diary, Kept]:
    return keep_contact(store, kind, number, name, ANNA, NOW)


def numbers(store: Store) -> set[tuple[str, str, str]]:
    with store.reading():
        contacts: tuple[Contact, ...] = tuple(open_diary(store).contacts)
    return {(each.kind, each.name, each.number) for each in contacts}


AT_FIRST = {("emergency", "", "911"), ("care-team", "", "555 0100")}


@pytest.mark.parametrize(
    ("kind", "before"), [("care-team", "555 0100"), ("emergency", "911")]
)
def test_the_one_number_of_a_kind_is_replaced_and_the_one_before_is_told(
    store: Store, kind: str, before: str
) -> None:
    diary, kept = keep(store, kind, "555 0199")

    assert kept.before == before
    assert diary.number(kind) == "555 0199"
    assert len(numbers(store)) == len(AT_FIRST)


def test_a_contact_whose_number_changes_stays_the_same_contact(store: Store) -> None:
    _, first = keep(store, "caregiver", "555 0301", "Dana")

    _, second = keep(store, "caregiver", "555 0302", "Dana")

    assert second.contact.id == first.contact.id


def test_the_number_of_a_named_care_team_is_replaced_as_well(store: Store) -> None:
    keep(store, "care-team", "555 0199", "Dr Example")

    _, kept = keep(store, "care-team", "555 0200", "Nurse Example")

    assert kept.before == "555 0199"
    assert [n for n in numbers(store) if n[0] == "care-team"] == [
        ("care-team", "Nurse Example", "555 0200")
    ]


def test_caregivers_stand_beside_one_another_by_name(store: Store) -> None:
    keep(store, "caregiver", "555 0301", "Dana")

    _, kept = keep(store, "caregiver", "555 0302", "Eli")

    assert kept.before is None
    assert numbers(store) == AT_FIRST | {
        ("caregiver", "Dana", "555 0301"),
        ("caregiver", "Eli", "555 0302"),
    }


def test_the_same_caregiver_is_replaced_however_the_name_is_written(
    store: Store,
) -> None:
    keep(store, "caregiver", "555 0301", "Dana")

    _, kept = keep(store, "caregiver", "555 0309", "DANA")

    assert kept.before == "555 0301"
    assert {n for n in numbers(store) if n[0] == "caregiver"} == {
        ("caregiver", "DANA", "555 0309")
    }


@pytest.mark.parametrize(
    ("kind", "name"), [("care-team", ""), ("emergency", ""), ("caregiver", "Dana")]
)
def test_a_number_that_was_written_down_can_be_taken_back(
    store: Store, kind: str, name: str
) -> None:
    keep(store, "caregiver", "555 0301", "Dana")
    before = numbers(store)
    keep(store, kind, "555 0199", name)

    undo(store, 1, RUTH, NOW)

    assert numbers(store) == before


@pytest.fixture
def protocol() -> Loaded:
    return Workspace().protocol(STANDARD)


def test_a_further_procedure_keeps_every_number(store: Store, protocol: Loaded) -> None:
    keep(store, "caregiver", "555 0301", "Dana")
    before = numbers(store)
    told = a_beginning(on=date(2026, 12, 1), care_team="", emergency="", another=True)

    start(store, told, protocol, NOW + timedelta(days=40))

    assert numbers(store) == before


@pytest.mark.parametrize(
    "typed",
    ["", "12", "call mum", "555-0100\x00", "+", "\u0665\u0665\u0665", "5" * 41, "a911"],
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not a phone number"):
        read_phone(typed)


@pytest.mark.parametrize("typed", ["911", " 112 ", "+1 (555) 010-0100", "555.0100 x7"])
def test_numbers_are_kept_as_they_are_written(typed: str) -> None:
    assert read_phone(typed) == typed.strip()


def step(store: Store, item: str, kind: str, day: date = TODAY) -> BoneStep:
    _, reading = keep_bone_step(store, item, kind, day, "", ANNA, NOW)
    assert reading.step is not None
    return reading.step


def newest(store: Store) -> dict[str, str]:
    """How far every item is, as the list of them says."""
    return {
        reading.item.id: reading.step.kind if reading.step else "open"
        for reading in list_bone(store)[1]
    }


def test_every_bone_item_is_open_at_first(store: Store) -> None:
    assert set(newest(store).values()) == {"open"}
    assert len(newest(store)) == 4


@pytest.mark.parametrize("kinds", list(permutations(KINDS)), ids="-".join)
def test_the_newest_step_shows_whatever_came_before(
    store: Store, kinds: tuple[str, ...]
) -> None:
    for kind in kinds:
        step(store, "bone-scan", kind)

    assert newest(store)["bone-scan"] == kinds[-1]
    assert newest(store)["vitamin-d"] == "open"


def test_of_several_steps_all_are_kept(store: Store) -> None:
    for kind in KINDS:
        step(store, "bone-scan", kind)

    with store.reading():
        diary = open_diary(store)
        kept = store.bone_steps(diary.person, diary.procedure)

    assert [each.kind for each in kept] == list(KINDS)
    assert [each.number for each in kept] == [1, 2, 3]


def test_taking_a_step_back_brings_the_one_before_back(store: Store) -> None:
    step(store, "bone-scan", "asked")
    step(store, "bone-scan", "done")

    undo(store, 1, RUTH, NOW)
    once = newest(store)["bone-scan"]
    undo(store, 1, RUTH, NOW)

    assert (once, newest(store)["bone-scan"]) == ("asked", "open")


def test_the_report_reads_the_same_steps_as_the_list(store: Store) -> None:
    step(store, "vitamin-d", "booked")

    with store.reading():
        report = review_lately(store, NOW)

    assert tuple(report.bone) == tuple(list_bone(store)[1])


@pytest.mark.parametrize("typed", ["bone-scan", " BONE-SCAN ", "Bone density scan"])
def test_an_item_is_found_by_its_id_and_its_title(store: Store, typed: str) -> None:
    with store.reading():
        diary = open_diary(store)

    assert find_bone_item(diary, typed).id == "bone-scan"


def nothing(_diary: Diary) -> Diary:
    return _diary._replace(protocol=_diary.protocol._replace(bone_items=()))


def as_it_is(diary: Diary) -> Diary:
    return diary


@pytest.mark.parametrize(
    ("change", "said"), [(as_it_is, "Did you mean bone-scan"), (nothing, "lists none")]
)
def test_an_unknown_item_names_what_there_is(
    store: Store, change: Callable[[Diary], Diary], said: str
) -> None:
    with store.reading():
        diary = change(open_diary(store))

    with pytest.raises(NotFound, match=said):
        find_bone_item(diary, "bone-scam")


# As they are typed


@pytest.mark.usefixtures("started")
def test_adding_a_number_says_the_one_before_and_how_to_take_it_back(run: Run) -> None:
    said = run("contact", "add", "care-team", "555-0199").stdout

    assert "Saved. Care team: 555-0199" in said
    assert "Before, it was 555 0100." in said
    assert "tracker undo" in said
    run("undo")
    assert "555 0100" in run("contact", "list").stdout
    assert "555-0199" not in run("contact", "list").stdout


@pytest.mark.usefixtures("started")
def test_a_caregiver_without_a_name_is_a_usage_problem(run: Run) -> None:
    said = run("contact", "add", "caregiver", "555-0301", code=2).stderr

    assert "--name" in said
    assert "aregiver" not in run("contact", "list").stdout


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("typed", "code"),
    [(["care-team", "call mum"], 1), (["care-team", "12"], 1),
     (["neighbour", "555-0100"], 2), (["care-team"], 2), ([], 2),
     (["caregiver", "555-0100", "--name", " "], 1)],
)  # fmt: skip
def test_what_is_no_contact_is_refused_with_nothing_changed(
    run: Run, typed: list[str], code: int
) -> None:
    before = run("contact", "list").stdout, run("changes").stdout

    run("contact", "add", *typed, code=code)

    assert (run("contact", "list").stdout, run("changes").stdout) == before


def test_missing_numbers_are_told_in_words(run: Run) -> None:
    run("start", "2026-11-03", "--zone", "America/New_York", "--name", "Ruth")

    listed = " ".join(run("contact", "list").stdout.split())
    verdict = " ".join(run("can", "drive", code=4).stdout.split())
    run("log", "--sign", "calf", "--sign", "chest-breath")
    warned = " ".join(run("warnings").stdout.split())

    for kind in ("care team", "emergency number"):
        assert f"Not written down: {kind}." in listed
    assert "their number is on the sheet they gave you" in verdict
    assert "911, 112 or 999" in verdict
    assert "Their number is on the sheet they gave you" in warned
    assert "911, 112 or 999" in warned
    assert "Not written down: the care team's phone and the emergency number" in (
        " ".join(run("today").stdout.split())
    )


def test_typed_alone_it_asks_whom_and_which_number(started: Path, run: Run) -> None:
    answers = ["4", "3", "Dana", "call me", "555-0301"]

    shown, code = session(started, ["contact", "add"], answers)

    assert code == 0
    assert "Please type 1 to 3." in shown
    assert "not a phone number" in " ".join(shown.split())
    assert "Caregiver Dana" in run("contact", "list").stdout


@pytest.mark.usefixtures("started")
def test_a_number_of_later_is_the_one_to_call_for_a_warning_of_before(run: Run) -> None:
    run("log", "--sign", "calf")

    run("contact", "add", "care-team", "555-0199")

    assert "Call the care team today: 555-0199" in run("warnings").stdout


@pytest.mark.usefixtures("started")
def test_a_bone_step_is_said_back_and_listed_with_its_day(run: Run) -> None:
    said = run("bone", "bone-scan", "booked", "--at", "monday", "--note", "Dr Lee")

    assert "Bone density scan: booked." in said.stdout
    assert "Mon 2 November 2026" in said.stdout
    assert "booked Mon 2 Nov: Dr Lee" in " ".join(run("bone").stdout.split())


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("typed", "code"),
    [(["bone-scam", "asked"], 1), (["bone-scan", "asked", "--at", "2026-11-05"], 1),
     (["bone-scan", "asked", "--at", "tomorrow"], 1), (["bone-scan", "lost"], 2),
     (["bone-scan"], 2), (["bone-scan", "asked", "--note", "x" * 501], 1)],
)  # fmt: skip
def test_what_is_no_bone_step_is_refused_with_nothing_changed(
    run: Run, typed: list[str], code: int
) -> None:
    before = run("bone").stdout, run("changes").stdout

    run("bone", *typed, code=code)

    assert (run("bone").stdout, run("changes").stdout) == before


def test_the_same_number_again_is_no_step(store: Store) -> None:
    keep(store, "emergency", "112")

    with pytest.raises(Refused, match="Nothing changed"):
        keep(store, "emergency", "112")


@pytest.mark.usefixtures("empty")
def test_without_the_care_teams_number_the_stored_emergency_number_stands(
    run: Run,
) -> None:
    run("start", "2026-11-03", "--name", "Ruth", "--emergency", "112")

    listed = run("contact", "list").stdout
    warned = run("log", "--sign", "calf").stdout

    for said in (listed, warned):
        assert "Cannot reach them? Call 112." in " ".join(said.split())

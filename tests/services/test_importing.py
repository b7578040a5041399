"""An import adds what is new, changes nothing that is there, and hides no warning."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    ANNA,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_moment,
    an_answer,
    an_id,
)
from tests.imports.files import (
    ENTRY,
    HEAD,
    MAPPING,
    WHOLE,
    a_done,
    a_line,
    a_warning_line,
    other_line,
)
from tracker.domain.backups import copy_name
from tracker.domain.facts import CheckIn, ShownWarning
from tracker.errors import UnusableFile
from tracker.imports.found import Found, Reading
from tracker.protocols.library import load
from tracker.services.contacts import keep_contact
from tracker.services.history import list_changes
from tracker.services.importing import Kept, Source, keep, read_source, weigh
from tracker.services.log import Edit, edit, log
from tracker.services.start import start
from tracker.services.undo import undo
from tracker.services.warnings import list_warnings
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD

LATER = NOW + timedelta(days=60)
OTHER_ID = "0123abcd-0000-7000-8000-000000000002"
HIGH = [{"question": "temperature", "number": 385, "unit": "C"}]
PAIN = an_answer(unit="")


class Import:
    """Imports lines of NDJSON, or a file, into a diary."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store = store
        self.path = path
        self.file = path.with_name("given.ndjson")

    def lines(self, *lines: str, now: datetime = LATER) -> Kept:
        """Import these lines behind the diary's own line."""
        text = "".join(f"{line}\n" for line in (HEAD, *lines))
        self.file.write_text(text, encoding="utf-8")
        return self.keep(Source(self.file, None, None), now)

    def keep(self, source: Source, now: datetime = LATER) -> Kept:
        """Import a file."""
        reading = read_source(self.store, source, ANNA, now)
        return keep(self.store, reading, source, str(self.path), ANNA, now)

    def entry(self, entry_id: str = ENTRY["id"]) -> CheckIn:
        """An entry that has to be there."""
        with self.store.reading():
            person = self.store.person()
            assert person is not None
            found = self.store.check_in(person, entry_id)
        assert found is not None
        return found

    def waiting(self) -> list[ShownWarning]:
        """The warnings that nobody answered, the gravest first."""
        return [w.shown for w in list_warnings(self.store)[1] if w.answer is None]


@pytest.fixture
def bring(store: Store, started: Path) -> Import:
    return Import(store, started)


def unkept(kept: Kept) -> list[tuple[str, str]]:
    """Where the signs are that did not come in, the gravest first."""
    return [(each.place, each.warning.sign.id) for each in kept.weighed.unkept]


def whys(kept: Kept) -> str:
    return " ".join(refusal.why for refusal in kept.weighed.refused)


# Numbers


def test_a_number_that_was_never_given_out_here_is_kept(bring: Import) -> None:
    bring.lines(a_line(number=7))

    assert bring.entry().number == 7
    assert log(bring.store, a_check_in(), NOW).check_in.number == 8


def test_a_number_that_was_given_out_here_is_another_one(bring: Import) -> None:
    log(bring.store, a_check_in(), NOW)

    bring.lines(a_line(number=1))

    assert bring.entry().number == 2


def test_numbers_are_given_in_the_order_of_those_in_the_file(bring: Import) -> None:
    bring.lines(a_line(number=9), a_line(id=OTHER_ID, number=4))

    assert (bring.entry(OTHER_ID).number, bring.entry().number) == (4, 9)


def test_two_entries_of_one_number_get_two(bring: Import) -> None:
    bring.lines(a_line(number=4), a_line(id=OTHER_ID, number=4))

    assert {bring.entry().number, bring.entry(OTHER_ID).number} == {4, 5}


def test_a_number_too_long_to_type_is_not_kept(bring: Import) -> None:
    bring.lines(a_line(number=999_999_999))

    assert bring.entry().number == 1


def test_a_warning_names_its_entry_by_the_number_it_has_here(bring: Import) -> None:
    log(bring.store, a_check_in(), NOW)

    bring.lines(a_line(signs=["calf"]), a_warning_line())

    assert [w.check_in_number for w in bring.waiting()] == [2]


def test_the_number_of_an_entry_that_was_deleted_there_is_taken_too(
    bring: Import,
) -> None:
    bring.lines(a_warning_line(entry=3), a_line(id=OTHER_ID, number=3))

    assert [w.check_in_number for w in bring.waiting()] == [4]
    assert bring.entry(OTHER_ID).number == 3
    assert log(bring.store, a_check_in(), NOW).check_in.number == 5


# The same, and conflicts


def test_what_is_known_is_not_written_again(bring: Import) -> None:
    bring.lines(a_line())

    again = bring.lines(a_line())

    assert (again.weighed.same, again.weighed.new, again.copy) == (1, (), None)


def test_an_entry_that_says_something_else_here_stays_as_it_is(bring: Import) -> None:
    bring.lines(a_line())
    edit(bring.store, 1, Edit({}, None, "mine", ""), RUTH, LATER)

    again = bring.lines(a_line(), a_line(id=OTHER_ID))

    (conflict,) = again.weighed.conflicts
    assert conflict.place == "line 2"
    assert "entry 1" in conflict.why
    assert bring.entry().note == "mine"
    assert bring.entry(OTHER_ID).note == ""


def test_of_one_id_with_two_contents_the_first_is_taken(bring: Import) -> None:
    kept = bring.lines(a_line(note="one"), a_line(note="two"), a_line(note="one"))

    assert "says it twice" in whys(kept)
    assert kept.weighed.same == 1
    assert bring.entry().note == "one"


def test_another_number_of_the_care_team_is_a_conflict(bring: Import) -> None:
    line = {"type": "contact", "id": an_id(1), "kind": "care-team", "name": ""}

    same = bring.lines(json.dumps({**line, "number": "555 0100"}))
    other = bring.lines(json.dumps({**line, "number": "555 0199"}))

    assert same.weighed.same == 1
    assert [c.why for c in other.weighed.conflicts] == [
        "Here the number of the care team is 555 0100, in the file 555 0199. It stays "
        "as it is here. To change it: tracker contact add care-team"
    ]


def test_a_further_caregiver_is_added(bring: Import) -> None:
    keep_contact(bring.store, "caregiver", "555 0111", "Dana", RUTH, NOW)
    line = {"type": "contact", "id": an_id(1), "kind": "caregiver", "name": "Bob"}

    kept = bring.lines(json.dumps({**line, "number": "555 0122"}))

    assert {c.name for c in kept.weighed.diary.contacts} == {"", "Bob", "Dana"}


# Warnings


def test_an_answer_that_raises_a_sign_is_shown_when_the_file_has_no_warning(
    bring: Import,
) -> None:
    kept = bring.lines(a_line(answers=HIGH))

    assert [w.sign for w in kept.warnings] == ["fever"]
    assert bring.waiting() == list(kept.warnings)
    assert (kept.warnings[0].shown_at, kept.warnings[0].author) == (LATER, ANNA)
    assert kept.warnings[0].call == "555 0100"


def test_the_gravest_warning_comes_first(bring: Import) -> None:
    kept = bring.lines(
        a_line(signs=["calf"]), a_line(id=OTHER_ID, signs=["chest-breath"])
    )

    assert [w.tier for w in kept.warnings] == ["emergency", "same-day"]


def test_a_warning_of_the_file_is_kept_as_it_was_shown(bring: Import) -> None:
    kept = bring.lines(a_line(signs=["calf"]), a_warning_line(text="As it was."))

    assert kept.warnings == ()
    assert [w.text for w in bring.waiting()] == ["As it was."]


@pytest.mark.parametrize(
    "other", [{"sign": "fever"}, {"tier": "next-visit"}, {"entry_id": OTHER_ID}]
)
def test_a_warning_about_something_else_quiets_nothing(
    bring: Import, other: dict[str, str]
) -> None:
    kept = bring.lines(a_line(signs=["calf"]), a_warning_line(**other))

    assert [(w.sign, w.tier) for w in kept.warnings] == [("calf", "same-day")]


def test_a_warning_that_was_answered_there_is_answered_here(bring: Import) -> None:
    bring.lines(a_line(signs=["calf"]), a_warning_line(done=[a_done()]))

    assert bring.waiting() == []


def test_an_answer_long_before_its_warning_does_not_quiet_it(bring: Import) -> None:
    early = a_done(at="2026-10-04T10:00:00Z", day="2026-10-04")

    kept = bring.lines(a_line(signs=["calf"]), a_warning_line(done=[early]))

    assert "before the warning" in whys(kept)
    assert len(bring.waiting()) == 1


def test_an_answer_that_came_later_is_added_to_a_known_warning(bring: Import) -> None:
    bring.lines(a_line(signs=["calf"]), a_warning_line())

    bring.lines(a_line(signs=["calf"]), a_warning_line(done=[a_done()]))

    assert bring.waiting() == []


def test_an_entry_of_an_earlier_recovery_is_read_by_its_own(bring: Import) -> None:
    again = a_beginning(on=date(2026, 12, 28), baseline_pain=2, another=True)
    start(bring.store, again, load(STANDARD, Path("none")), LATER)
    pain = [{"question": "pain", "number": 5, "unit": ""}]

    kept = bring.lines(a_line(answers=pain))

    assert kept.warnings == ()
    assert bring.entry().procedure_id == kept.weighed.diary.earlier[0].id


def test_what_was_found_once_is_not_found_again_after_an_undo(bring: Import) -> None:
    bring.lines(a_line(answers=HIGH))
    undo(bring.store, 1, RUTH, LATER)

    again = bring.lines(a_line(answers=HIGH))

    assert again.warnings == ()
    assert len(bring.waiting()) == 1


def test_an_answer_to_a_warning_that_was_refused_is_refused_with_it(
    bring: Import,
) -> None:
    kept = bring.lines(a_warning_line(shown_at="2030-01-01T10:00:00Z", done=[a_done()]))

    assert "The warning that it answers is not imported." in whys(kept)


def test_a_sign_of_an_entry_that_stays_as_it_is_here_is_told(bring: Import) -> None:
    bring.lines(a_line())

    kept = bring.lines(a_line(signs=["calf"]))

    assert len(kept.weighed.conflicts) == 1
    assert unkept(kept) == [("line 2", "calf")]


# One step


def test_an_import_is_one_step_with_a_copy_of_before(
    bring: Import, started: Path
) -> None:
    with closing(sqlite3.connect(started)) as connection:
        before = list(connection.iterdump())

    kept = bring.lines(a_line(signs=["calf"]), a_line(id=OTHER_ID), a_warning_line())

    assert kept.copy is not None
    with closing(sqlite3.connect(kept.copy)) as connection:
        assert list(connection.iterdump()) == before
    (newest, _) = list_changes(bring.store, 2)[1]
    assert (newest.action, newest.author) == ("import", ANNA)
    assert newest.text == 'imported 2 entries and 1 warning from "given.ndjson"'


def test_good_lines_come_in_although_others_are_refused(bring: Import) -> None:
    kept = bring.lines(a_line(), a_line(id=OTHER_ID, day="soon"))

    assert len(kept.weighed.new) == 1
    assert [refusal.place for refusal in kept.weighed.refused] == ["line 3"]


def test_looking_writes_nothing(bring: Import, started: Path) -> None:
    bring.file.write_text(f"{HEAD}\n{a_line()}\n", encoding="utf-8")
    source, before = Source(bring.file, None, None), started.read_bytes()

    reading = read_source(bring.store, source, ANNA, LATER)
    weighed = weigh(bring.store, reading, LATER)

    assert len(weighed.new) == 1
    assert started.read_bytes() == before


def test_without_room_for_a_copy_nothing_is_written(
    bring: Import, started: Path
) -> None:
    folder = Path(f"{started}.backups")
    folder.mkdir()
    for number in range(1, 101):
        (folder / copy_name(LATER, "before-import", number)).touch()
    before = started.read_bytes()

    with pytest.raises(UnusableFile, match="100 copies"):
        bring.lines(a_line())

    assert started.read_bytes() == before


def test_a_copy_is_its_owners_alone(bring: Import) -> None:
    kept = bring.lines(a_line())

    assert kept.copy is not None
    assert kept.copy.stat().st_mode & 0o777 == 0o600


# Somebody else's


def test_the_diary_of_somebody_else_is_refused(bring: Import) -> None:
    bring.file.write_text(HEAD.replace("Ruth Example", "Bob Example"), "utf-8")

    with pytest.raises(UnusableFile, match="Bob Example"):
        bring.keep(Source(bring.file, None, None))


def test_what_a_later_version_added_is_left_out_and_counted(bring: Import) -> None:
    kept = bring.lines(a_line(), '{"type": "dream"}', '{"type": "dream"}')

    assert kept.weighed.ignored == {'lines of the kind "dream"': 2}


def mapped(bring: Import, rows: str) -> Kept:
    file, mapping = bring.file.with_name("o.csv"), bring.file.with_name("o.json")
    file.write_text(f"Datum;Schmerz\n{rows}", encoding="utf-8")
    mapping.write_text(json.dumps(MAPPING), encoding="utf-8")
    return bring.keep(Source(file, None, mapping))


def test_a_foreign_table_adds_its_rows_once(bring: Import) -> None:
    first = mapped(bring, "04.11.2026;4\n05.11.2026;3\n")

    second = mapped(bring, "04.11.2026;4\n05.11.2026;3\n06.11.2026;2\n")

    assert (len(first.weighed.new), len(second.weighed.new)) == (2, 1)
    assert second.weighed.same == 2


def test_a_row_that_was_typed_here_already_is_known(bring: Import) -> None:
    noon = a_moment(NOW.replace(hour=17, minute=0), time_known=False)
    entry = a_check_in(at=noon.at, time_known=False, answers=(PAIN,))
    log(bring.store, entry, NOW)

    assert mapped(bring, "04.11.2026;4\n").weighed.same == 1


def test_two_rows_of_one_day_are_two_entries_also_when_they_come_one_by_one(
    bring: Import,
) -> None:
    mapped(bring, "04.11.2026;4\n")

    second = mapped(bring, "04.11.2026;4\n04.11.2026;6\n")

    assert (len(second.weighed.new), second.weighed.same) == (1, 1)


def test_a_row_that_was_corrected_here_stays_corrected(bring: Import) -> None:
    mapped(bring, "04.11.2026;4\n")
    changed: dict[str, Any] = {"pain": an_answer(number=6, unit="")}
    edit(bring.store, 1, Edit(changed, None, None, ""), RUTH, LATER)

    again = mapped(bring, "04.11.2026;4\n")

    assert len(again.weighed.conflicts) == 1
    assert again.copy is None


OTHERS: dict[str, tuple[dict[str, object], str]] = {
    "an unknown limit": (
        {"type": "limit", "restriction": "flying"},
        "not a limit of this plan",
    ),
    "a weight of a limit without one": (
        {"type": "limit", "restriction": "driving"},
        "no weight",
    ),
    "a weight in stones": ({"type": "limit", "unit": "st"}, "not one in lb or kg"),
    "no weight": ({"type": "limit", "amount": 0}, "not one in lb or kg"),
    "a unit alone": ({"type": "limit", "amount": None}, "a unit and no weight"),
    "told tomorrow": ({"type": "limit", "told_on": "2027-03-01"}, "not come yet"),
    "nobody": ({"type": "limit", "by": " "}, '"by" is empty'),
    "cleared up to a weight": (
        {"type": "limit", "cleared": True},
        "It is cleared, and has a weight or an end as well.",
    ),
    "cleared until a day": (
        {
            "type": "limit",
            "cleared": True,
            "amount": None,
            "unit": "",
            "until": "2027-03-01",
        },
        "It is cleared, and has a weight or an end as well.",
    ),
    "written down tomorrow": (
        {"type": "limit", "recorded_at": "2027-03-01T10:00:00Z"},
        "written down at a time that has not come yet",
    ),
    "a warning about tomorrow": (
        {"type": "warning", "day": "2027-03-01"},
        "That day has not come yet",
    ),
    "an unknown milestone": (
        {"type": "milestone", "milestone": "moon"},
        "not a milestone of this plan",
    ),
    "done tomorrow": (
        {"type": "milestone", "at": "2027-03-01T10:00:00Z", "day": "2027-03-01"},
        "not come yet",
    ),
    "a visit done tomorrow": (
        {"type": "visit", "done_on": "2027-03-01"},
        "not come yet",
    ),
    "a long title": ({"type": "visit", "title": "x" * 501}, "holds up to 500"),
    "an unknown bone item": ({"type": "bone", "item": "x"}, "not on the bone list"),
    "a question of tomorrow": (
        {"type": "question", "day": "2027-03-01"},
        "not come yet",
    ),
    "a long question": ({"type": "question", "text": "x" * 101}, "up to 100"),
    "a question without words": ({"type": "question", "text": " "}, '"text" is empty'),
    "a long name": (
        {"type": "contact", "kind": "caregiver", "name": "x" * 81},
        "more than 80 letters",
    ),
    "a number with a line end": ({"type": "contact", "number": "911\n0"}, "no phone"),
    "a number of letters": (
        {"type": "contact", "number": "call mum"},
        "no phone number",
    ),
    "a caregiver without a name": (
        {"type": "contact", "kind": "caregiver"},
        "needs a name",
    ),
    "a warning of tomorrow": (
        {"type": "warning", "shown_at": "2027-03-01T10:00:00Z"},
        "not come yet",
    ),
    "a tier that is none": ({"type": "warning", "tier": "red"}, '"tier" is emergency'),
}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"type": "limit", "by": "Nurse\nCall 1"}, "by"),
        ({"type": "limit", "author": "Ruth\r\nCall 1"}, "author"),
        ({"type": "visit", "title": "a\u2028b"}, "title"),
        ({"type": "question", "text": "May I\ndrive?"}, "text"),
        ({"type": "warning", "text": "Leg\n\nCall 1"}, "text"),
        ({"type": "contact", "kind": "caregiver", "name": "B\nC"}, "name"),
    ],
)
def test_what_stands_on_one_line_comes_in_as_one_line(
    bring: Import, changed: dict[str, object], field: str
) -> None:
    (fact,) = bring.lines(other_line(changed)).weighed.new

    given = str(changed[field])
    assert getattr(fact, field) == " ".join(given.split())


def test_a_note_keeps_its_lines(bring: Import) -> None:
    bring.lines(a_line(note="one\ntwo", author="Ruth\nExample"))

    assert bring.entry().note == "one\ntwo"
    assert bring.entry().author == "Ruth Example"


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
@pytest.mark.parametrize("field", ["note", "author", "zone"])
def test_no_text_that_cannot_be_kept_comes_in_from_any_reader(
    bring: Import, text: str, field: str
) -> None:
    bring.lines(a_line())
    fact = bring.entry()._replace(**{field: text})  # type: ignore[arg-type]
    reading = Reading("x", (Found("row 1", date(2026, 11, 3), fact),), (), {})

    (refusal,) = weigh(bring.store, reading, LATER).refused

    assert refusal.why.startswith("Its text holds")


def test_a_warning_of_another_procedure_than_its_entry_is_refused(
    bring: Import,
) -> None:
    again = a_beginning(on=date(2026, 12, 28), baseline_pain=2, another=True)
    start(bring.store, again, load(STANDARD, Path("none")), LATER)
    other = a_warning_line(procedure="2026-12-28")

    kept = bring.lines(a_line(signs=["calf"]), other)

    assert "It belongs to another procedure than its entry." in whys(kept)
    assert [w.sign for w in kept.warnings] == ["calf"]


def test_after_an_undo_an_entry_has_the_number_its_warning_says(bring: Import) -> None:
    bring.lines(a_line(signs=["calf"]))
    undo(bring.store, 1, RUTH, LATER)
    assert log(bring.store, a_check_in(), NOW).check_in.number == 2

    bring.lines(a_line(id=OTHER_ID, number=9), a_line(signs=["calf"], number=7))

    assert [w.check_in_number for w in bring.waiting()] == [1]
    assert (bring.entry().number, bring.entry(OTHER_ID).number) == (1, 9)


class Busy(Store):
    """A diary in which somebody else writes just before the pen is taken."""

    other: Import

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The pen, once the other one has let go of it."""
        self.other.lines(a_line())
        with super().writing():
            yield


def test_what_was_written_after_the_look_is_weighed_again(
    bring: Import, started: Path
) -> None:
    bring.file.write_text(f"{HEAD}\n{a_line()}\n", encoding="utf-8")
    source = Source(bring.file, None, None)
    driver = SqliteDriver(str(started))
    busy = Busy(driver)
    busy.other = bring

    with closing(driver):
        reading = read_source(busy, source, ANNA, LATER)
        kept = keep(busy, reading, source, str(started), ANNA, LATER)

    assert (kept.weighed.same, kept.copy) == (1, None)


def head(**start: object) -> str:
    """The head of a file whose start says something else."""
    person = {"name": "Ruth Example", "zone": "America/New_York", "day_start": 0}
    procedure = {"on": "2026-11-03", "baseline_pain": 8, "protocol_sha256": None}
    whole = {**json.loads(HEAD), "person": {**person, **start}}
    return json.dumps({**whole, "procedures": [{**procedure, **start}, 1, {"on": "x"}]})


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ({}, None),
        ({"on": "2020-01-01", "baseline_pain": 7}, None),
        ({"baseline_pain": 7}, "The file says pain before 7, here 8."),
        ({"baseline_pain": None}, "The file says pain before none, here 8."),
        ({"zone": "UTC"}, 'The file says time zone "UTC", here America/New_York.'),
        ({"day_start": 240}, "The file says a day begins at 04:00, here at 00:00."),
        (
            {"protocol_sha256": "0" * 64},
            "The file was written with another plan for Tue 3 Nov.",
        ),
    ],
)
def test_a_start_that_differs_is_told_line_by_line(
    bring: Import, start: dict[str, object], line: str | None
) -> None:
    bring.file.write_text(f"{head(**start)}\n", encoding="utf-8")

    differing = bring.keep(Source(bring.file, None, None)).weighed.differing

    assert differing == ((line,) if line else ())


def test_a_word_that_says_something_else_here_is_told_with_both(bring: Import) -> None:
    bring.lines(other_line({"type": "limit"}))

    kept = bring.lines(other_line({"type": "limit", "amount": 200}))

    (conflict,) = kept.weighed.conflicts
    assert "Nurse Example, Thu 5 Nov: up to 5 lb" in conflict.why
    assert "The file says: Nurse Example, Thu 5 Nov: up to 20 lb" in conflict.why
    assert "tracker told" in conflict.why


def test_an_id_in_capitals_is_the_same_id(bring: Import) -> None:
    bring.lines(a_line())

    assert bring.lines(a_line(id=ENTRY["id"].upper())).weighed.same == 1


@pytest.mark.parametrize("kind", WHOLE)
def test_a_fact_of_each_kind_comes_in(bring: Import, kind: str) -> None:
    kept = bring.lines(other_line({"type": kind}))

    assert (len(kept.weighed.new), kept.weighed.refused) == (1, ())


def test_no_more_questions_come_in_than_a_page_holds(bring: Import) -> None:
    ids = [an_id(50 + number) for number in range(7)]
    lines = [other_line({"type": "question", "id": each}) for each in ids]

    first = bring.lines(*lines)
    again = bring.lines(*lines)

    assert len(first.weighed.new) == 5
    assert "5 questions wait for the visit already." in whys(first)
    assert (again.weighed.same, again.copy) == (5, None)


def test_questions_of_before_a_visit_take_no_room(bring: Import) -> None:
    ids = [an_id(50 + number) for number in range(7)]
    lines = [other_line({"type": "question", "id": each}) for each in ids]
    visit = other_line({"type": "visit", "done_on": "2026-12-01"})

    assert len(bring.lines(*lines, visit).weighed.new) == 8


def test_a_word_without_a_weight_comes_in(bring: Import) -> None:
    kept = bring.lines(other_line({"type": "limit", "amount": None, "unit": ""}))

    assert (len(kept.weighed.new), kept.weighed.refused) == (1, ())


@pytest.mark.parametrize("name", OTHERS)
def test_a_fact_that_cannot_be_meant_is_refused(bring: Import, name: str) -> None:
    changed, why = OTHERS[name]

    kept = bring.lines(other_line(changed))

    assert why in whys(kept)
    assert kept.copy is None

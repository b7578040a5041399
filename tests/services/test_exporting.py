"""What an export holds: every stored fact, and nothing that was not asked for."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.builders import (
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_completion,
    a_contact,
    a_shown_warning,
    a_visit,
    an_answer,
    an_id,
    an_instruction,
)
from tracker.domain.diary import Diary
from tracker.domain.facts import (
    Acknowledgement,
    Answer,
    BoneStep,
    CheckIn,
    Procedure,
    VisitQuestion,
)
from tracker.errors import Refused, UnusableFile
from tracker.protocols.library import load
from tracker.services.diary import open_diary
from tracker.services.exporting import (
    FORMS,
    Wanted,
    count_entries,
    export,
    wanted,
)
from tracker.services.start import start
from tracker.store import stream_statements
from tracker.store.rows import Fact
from tracker.store.store import Store
from tracker.workspace import STANDARD

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "export.schema.json").read_text("utf-8"))
SECRET = 'Cried all night,\nand "nobody" knows \u202e=1'
DAY_TWO = date(2026, 11, 5)
OURS = tuple(form for form in FORMS if form != "fhir")
LISTS = {
    "entries": "entry",
    "warnings": "warning",
    "limits": "limit",
    "milestones": "milestone",
    "visits": "visit",
    "bone": "bone",
    "questions": "question",
    "contacts": "contact",
}
Shape = dict[str, Any]


def read_diary(store: Store) -> Diary:
    with store.reading():
        return open_diary(store)


def keep(store: Store, *facts: Fact) -> None:
    """Facts of the newest procedure, straight into the store."""
    diary = read_diary(store)
    owned = [
        fact._replace(procedure_id=diary.procedure.id)  # type: ignore[call-arg]
        if "procedure_id" in fact._fields
        else fact
        for fact in facts
    ]
    with store.writing():
        store.write(diary.person, (RUTH, NOW, "log", "kept"), after=owned)


def a_full_entry() -> CheckIn:
    """Every kind of answer, two signs, a note, seen by somebody else."""
    given = (
        ("walk", 20, "min"), ("temperature", 1013, "F"), ("medicine", 4, ""),
        ("pain", 4, ""), ("fell", 1, ""), ("unheard-of", -7, "in\""),
    )  # fmt: skip
    return a_check_in(
        1,
        author='D\u00e1na "D" O\'Hara',
        relayed=False,
        note=SECRET,
        signs_asked="yes",
        weekly_asked=True,
        answers=tuple(sorted(Answer(*each) for each in given)),
        signs=("calf", "fever"),
    )


def done_about(number: int, **changed: object) -> Acknowledgement:
    done = Acknowledgement(
        an_id(6000 + number), number, "", an_id(2001), "called", NOW, True,
        "America/New_York", date(2026, 11, 4), SECRET, NOW, RUTH,
    )  # fmt: skip
    return done._replace(**changed)  # type: ignore[arg-type]


@pytest.fixture
def full(store: Store) -> Store:
    """A diary with two of every kind of fact, written out of order."""
    keep(
        store,
        a_check_in(2, relayed=True, day=DAY_TWO, answers=(), time_known=False),
        a_full_entry(),
        a_shown_warning(2, day=DAY_TWO, check_in_id=an_id(9999)),
        a_shown_warning(1),
        done_about(2, kind="mistake", time_known=False),
        done_about(1),
        an_instruction(id=an_id(3002), number=2, told_on=DAY_TWO, amount=None, unit=""),
        an_instruction(until=None, cleared=True, settles=True),
        a_completion(id=an_id(4002), number=2, day=DAY_TWO, reason=SECRET),
        a_completion(kind="skipped", time_known=False),
        a_visit(2, on=DAY_TWO, at=NOW, done_on=DAY_TWO, title="Dr. Example"),
        a_visit(1, on=date(2026, 11, 4)),
        BoneStep(an_id(8002), 2, "", "bone-scan", "done", DAY_TWO, SECRET, NOW, RUTH),
        BoneStep(
            an_id(8001), 1, "", "bone-scan", "asked", date(2026, 11, 4), "", NOW, RUTH
        ),
        VisitQuestion(an_id(8102), 2, "", SECRET, DAY_TWO, NOW, RUTH),
        VisitQuestion(an_id(8101), 1, "", "Swim?", date(2026, 11, 4), NOW, RUTH),
        a_contact(id=an_id(7001), kind="caregiver", number="555", name="\u00c1na"),
    )
    return store


def text_of(store: Store, form: str, asked: Wanted | None = None) -> str:
    return "".join(export(store, form, asked or Wanted(), NOW))


def document(store: Store, asked: Wanted | None = None) -> Shape:
    found: Shape = json.loads(text_of(store, "json", asked))
    return found


def table(store: Store, form: str, asked: Wanted | None = None) -> list[Shape]:
    text = text_of(store, form, asked)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def instant(at: datetime | None) -> str | None:
    if at is None:
        return None
    text = at.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def as_told(fact: Any, **named: object) -> Shape:
    """A fact as JSON should tell it, from the fact itself."""
    shape = dict(fact._asdict())
    if "procedure_id" in shape:
        shape["procedure"] = "2026-11-03"
        del shape["procedure_id"]
    shape |= named
    for key, value in shape.items():
        if isinstance(value, datetime):
            shape[key] = instant(value)
        elif isinstance(value, date):
            shape[key] = value.isoformat()
    return shape


# Nothing is lost


def test_every_entry_is_told_as_it_is_stored(full: Store) -> None:
    diary = read_diary(full)
    with full.reading():
        stored = full.check_ins(
            diary.person, diary.procedure, date(1900, 1, 1), date(2200, 1, 1)
        )

    told = document(full)["entries"]

    for entry in told:
        for answer in entry["answers"]:
            del answer["value"]
    assert told == [
        as_told(
            entry,
            answers=[answer._asdict() for answer in entry.answers],
            signs=list(entry.signs),
        )
        for entry in stored
    ]


def test_every_other_fact_is_told_as_it_is_stored(full: Store) -> None:
    diary = read_diary(full)
    owner = (diary.person, diary.procedure)
    with full.reading():
        stored: dict[str, Sequence[Fact]] = {
            "limits": full.instructions(*owner),
            "milestones": full.completions(*owner),
            "visits": full.visits(*owner),
            "bone": full.bone_steps(*owner),
            "questions": full.visit_questions(*owner),
            "contacts": full.contacts(diary.person),
        }

    told = document(full)

    for kind, facts in stored.items():
        assert len(facts) >= 2
        assert told[kind] == [as_told(fact) for fact in facts]


def test_every_warning_is_told_with_what_was_done(full: Store) -> None:
    told = document(full)["warnings"]

    first, second = a_shown_warning(1), a_shown_warning(2, day=DAY_TWO)
    expected = []
    for warning, done in ((first, [done_about(1), done_about(2)]), (second, [])):
        shape = as_told(warning, entry=warning.check_in_number, done=[])
        shape["entry_id"] = shape.pop("check_in_id")
        del shape["check_in_number"]
        for each in done:
            shape["done"].append(as_told(each))
            del shape["done"][-1]["procedure"], shape["done"][-1]["warning_id"]
        expected.append(shape)
    expected[1]["entry_id"] = an_id(9999)
    expected[0]["done"][1] |= {"kind": "mistake", "time_known": False}
    assert told == expected


def test_the_head_tells_the_person_and_every_procedure(full: Store) -> None:
    diary = read_diary(full)

    told = document(full)

    assert told["person"] == {
        "name": RUTH, "zone": "America/New_York", "day_start": 0, "born": None,
    }  # fmt: skip
    procedure = as_told(diary.procedure)
    del procedure["id"]
    assert told["procedures"] == [procedure]


def test_no_id_of_the_person_or_a_procedure_is_told(full: Store) -> None:
    diary = read_diary(full)

    for form in OURS:
        text = text_of(full, form)
        assert diary.person.id not in text
        assert diary.procedure.id not in text


def test_lines_and_document_tell_the_same(full: Store) -> None:
    head, *lines = map(json.loads, text_of(full, "ndjson").splitlines())
    told = document(full)

    assert head.pop("type") == "diary"
    assert head == {key: value for key, value in told.items() if key not in LISTS}
    for kind, type_ in LISTS.items():
        of_type = [line for line in lines if line["type"] == type_]
        assert of_type == [{"type": type_, **fact} for fact in told[kind]]


def test_long_rows_and_lines_tell_the_same_entries(full: Store) -> None:
    rows = table(full, "csv-long")

    told = [
        (entry["id"], "answer", a["question"], str(a["number"]), a["unit"])
        for entry in document(full)["entries"]
        for a in entry["answers"]
    ]
    signs = [
        (entry["id"], "sign", sign, "", "")
        for entry in document(full)["entries"]
        for sign in entry["signs"]
    ]
    bare = [(an_id(1002), "entry", "", "", "")]
    names = ("id", "kind", "name", "number", "unit")
    assert [tuple(row[n] for n in names) for row in rows] == told + signs + bare


@pytest.mark.parametrize("form", FORMS)
def test_the_same_diary_gives_the_same_file(full: Store, form: str) -> None:
    assert text_of(full, form) == text_of(full, form)


def test_readable_values_say_the_steps_in_words(full: Store) -> None:
    entry = document(full)["entries"][0]

    values = {answer["question"]: answer["value"] for answer in entry["answers"]}

    assert values == {
        "fell": "yes", "medicine": "opioid", "pain": 4, "temperature": 101.3,
        "unheard-of": None, "walk": 20,
    }  # fmt: skip


# What is documented


def test_the_document_keeps_to_its_schema(full: Store) -> None:
    checker = jsonschema.Draft202012Validator(SCHEMA)
    checker.check_schema(SCHEMA)

    for asked in (Wanted(), Wanted(kinds=("visits",)), Wanted(redacted=True)):
        checker.validate(document(full, asked))


def test_every_line_keeps_to_its_schema(full: Store) -> None:
    line = {**SCHEMA["$defs"]["line"], "$defs": SCHEMA["$defs"]}
    checker = jsonschema.Draft202012Validator(line)

    lines = text_of(full, "ndjson").splitlines()

    assert len(lines) > 2 * len(LISTS)
    for text in lines:
        checker.validate(json.loads(text))


@pytest.mark.parametrize("changed", [{"odd": 1}, {"id": "7"}, {"at": "2026-11-04"}])
def test_the_schema_refuses_what_is_not_described(full: Store, changed: Shape) -> None:
    told = document(full)
    told["entries"][0] |= changed

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA)


def test_every_key_of_every_line_is_described() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")

    for name in LISTS.values():
        for key in SCHEMA["$defs"][name]["properties"]:
            assert f"`{key}`" in text, key


# What was asked for


@pytest.mark.parametrize("kind", [kind for kind in LISTS if kind != "contacts"])
def test_days_choose_facts_of_every_kind(full: Store, kind: str) -> None:
    whole = document(full)[kind]
    assert len(whole) == 2

    before = document(full, Wanted(last=date(2026, 11, 4)))[kind]
    after = document(full, Wanted(first=DAY_TWO))[kind]

    assert (before, after) == (whole[:1], whole[1:])


def test_contacts_have_no_day(full: Store) -> None:
    asked = Wanted(first=date(2100, 1, 1))

    assert document(full, asked)["contacts"] == document(full)["contacts"]


@pytest.mark.parametrize("form", ["csv", "csv-long"])
def test_days_choose_rows(full: Store, form: str) -> None:
    rows = table(full, form, Wanted(first=DAY_TWO))

    assert {row["entry"] for row in rows} == {"2"}


def test_only_some_kinds_stand_in_the_file_in_their_order(full: Store) -> None:
    asked = wanted(None, None, ("visits", "entries"), redacted=False)

    told = document(full, asked)

    assert [key for key in told if key in LISTS] == ["entries", "visits"]


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Refused, match="Change the two"):
        wanted(DAY_TWO, date(2026, 11, 4), (), redacted=False)


def test_entries_are_counted_over_the_days_that_are_asked_for(full: Store) -> None:
    diary = read_diary(full)

    assert count_entries(full, diary, Wanted()) == 2
    assert count_entries(full, diary, Wanted(first=DAY_TWO)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_notes_are_left_out_everywhere(full: Store, form: str) -> None:
    assert "Cried" in text_of(full, form)

    assert "Cried" not in text_of(full, form, Wanted(redacted=True))


def test_only_notes_are_left_out(full: Store) -> None:
    whole, redacted = document(full), document(full, Wanted(redacted=True))

    def blank(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: blank(each) for key, each in value.items()}
        if isinstance(value, list):
            return [blank(each) for each in value]
        return "" if value == SECRET else value

    whole["redacted"] = ["notes"]
    whole["questions"] = []
    assert redacted == blank(whole)


def test_a_bundle_is_of_the_days_that_are_asked_for(full: Store) -> None:
    whole = json.loads(text_of(full, "fhir"))
    part = json.loads(text_of(full, "fhir", Wanted(first=DAY_TWO)))

    assert whole["resourceType"] == part["resourceType"] == "Bundle"
    assert len(part["entry"]) < len(whole["entry"])


def flags_of(bundle: Shape) -> list[str]:
    found = (entry["resource"] for entry in bundle["entry"])
    return [each["id"] for each in found if each["resourceType"] == "Flag"]


def test_a_bundle_has_the_warnings_of_its_own_procedure_alone(two: Store) -> None:
    keep(two, a_shown_warning(7, day=date(2026, 11, 25)))

    assert flags_of(json.loads(text_of(two, "fhir"))) == [an_id(2007)]


def test_days_choose_the_warnings_of_a_bundle_that_somebody_answered(
    full: Store,
) -> None:
    keep(full, a_shown_warning(3), a_shown_warning(4, day=DAY_TWO))
    for number in (3, 4):
        warning = an_id(2000 + number)
        keep(full, done_about(number, warning_id=warning, day=DAY_TWO))

    first = text_of(full, "fhir", Wanted(last=date(2026, 11, 4)))
    second = text_of(full, "fhir", Wanted(first=DAY_TWO))

    unanswered = an_id(2002)
    assert flags_of(json.loads(first)) == [unanswered, an_id(2003), an_id(2001)]
    assert flags_of(json.loads(second)) == [unanswered, an_id(2004)]


def test_a_bundle_of_days_before_the_procedure_is_refused(two: Store) -> None:
    with pytest.raises(Refused, match="lie before the procedure"):
        text_of(two, "fhir", Wanted(last=date(2026, 11, 23)))

    assert text_of(two, "fhir", Wanted(last=date(2026, 11, 24)))


# The wide table


def test_the_wide_table_tells_what_a_row_stands_for(full: Store) -> None:
    first, second = table(full, "csv")

    assert (first["entry"], first["day"], first["date"]) == ("1", "1", "2026-11-04")
    assert first["time"] == "2026-11-04T19:10:00-05:00"
    assert first["temperature (C)"] == "38.5"
    assert (first["fell"], first["medicine"]) == ("yes", "opioid")
    assert first["signs"] == "calf fever"
    assert (second["day"], second["time"]) == ("2", "")


def test_warnings_stand_with_their_entry_and_the_newest_word(full: Store) -> None:
    third = a_shown_warning(3, tier="same-day")
    keep(full, third, done_about(3, warning_id=third.id))
    keep(full, a_shown_warning(4, tier="next-visit"))

    first, second = table(full, "csv")

    assert first["warnings"] == (
        "1 emergency mistake; 3 same-day called 2026-11-04; 4 next-visit not answered"
    )
    assert second["warnings"] == ""


# Two procedures


@pytest.fixture
def two(full: Store, tmp_path: Path) -> Store:
    """A second procedure three weeks later; its entry is of the first's last day."""
    later = NOW + timedelta(days=21)
    told = a_beginning(on=date(2026, 11, 24), name="", another=True)
    start(full, told, load(STANDARD, tmp_path), later)
    keep(full, a_check_in(3, day=DAY_TWO))
    return full


def test_facts_follow_the_dates_of_the_procedures(two: Store) -> None:
    told = document(two)

    assert [p["on"] for p in told["procedures"]] == ["2026-11-03", "2026-11-24"]
    placed = [(e["number"], e["procedure"]) for e in told["entries"]]
    assert placed == [(1, "2026-11-03"), (2, "2026-11-03"), (3, "2026-11-24")]


def test_days_are_counted_from_the_entrys_own_procedure(two: Store) -> None:
    days = [row["day"] for row in table(two, "csv")]

    assert days == ["1", "2", "-19"]


def test_values_are_those_of_the_plan_each_procedure_began_with(
    two: Store, started: Path
) -> None:
    first: Procedure = read_diary(two).earlier[0]
    with closing(sqlite3.connect(started)) as connection, connection:
        connection.execute(
            "INSERT INTO protocol SELECT 'other', protocol_id, version, toml,"
            " replace(json, '\"opioid\"', '\"strong\"') FROM protocol"
        )
        connection.execute(
            "UPDATE procedure SET protocol_sha256 = 'other' WHERE id = ?", (first.id,)
        )

    answers = document(two)["entries"][0]["answers"]

    assert "strong" in [answer["value"] for answer in answers]
    assert "strong" in [row["value"] for row in table(two, "csv-long")]


# How it is read


@pytest.mark.parametrize("name", ["rows", "lines"])
def test_answers_are_read_along_their_key_so_in_order(
    full: Store, started: Path, name: str
) -> None:
    questions = read_diary(full).protocol.questions
    text, binds = stream_statements.entry_lines(questions)
    if name == "rows":
        text, binds = stream_statements.ENTRIES, {}
    names = ("person_id", "procedure_id", "procedure", "first_day", "last_day")
    given = {**binds, **dict.fromkeys((*names, "redacted"), "")}

    with closing(sqlite3.connect(started)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", given).fetchall()

    steps, outermost = [step for *_, step in plan], [p[3] for p in plan if p[1] == 0]
    for table_ in ("answer", "mark"):
        (step,) = (s for s in steps if s.startswith(f"SEARCH {table_} "))
        assert f"sqlite_autoindex_{table_}_1" in step
    assert any("ix_check_in_person_id" in step for step in outermost)
    assert "USE TEMP B-TREE FOR ORDER BY" not in outermost


def test_an_export_that_is_given_up_lets_go_of_the_diary(full: Store) -> None:
    pieces = export(full, "ndjson", Wanted(), NOW)
    next(pieces)

    pieces.close()

    keep(full, a_check_in(9))
    assert len(document(full)["entries"]) == 3


HARM: dict[str, str] = {
    "a blob": "UPDATE check_in SET note = x'00ff'",
    "no day": "UPDATE check_in SET day = '2026-11-xx'",
    "no instant": "UPDATE check_in SET at = 'soon'",
    "no zone": "UPDATE check_in SET zone = 'America/New_Xork'",
    "no number": "UPDATE answer SET number = 'many'",
    "not UTF-8": "UPDATE check_in SET note = CAST(x'ff' AS TEXT)",
    "no zone and no time": "UPDATE check_in SET time_known = 0, zone = ''",
    "no flag": "UPDATE check_in SET relayed = 7",
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_damage_is_told_in_one_sentence(full: Store, started: Path, harm: str) -> None:
    with closing(sqlite3.connect(started)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(harm)

    with pytest.raises(UnusableFile):
        text_of(full, "csv")


@pytest.mark.parametrize("harm", ["a blob", "no number", "not UTF-8", "no flag"])
def test_damage_of_a_long_row_is_told_in_one_sentence(
    full: Store, started: Path, harm: str
) -> None:
    with closing(sqlite3.connect(started)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(HARM[harm])

    with pytest.raises(UnusableFile):
        text_of(full, "csv-long")


@pytest.mark.parametrize("mistake", [ValueError("odd"), KeyError("odd")])
def test_a_mistake_of_ours_is_never_put_down_to_the_file(
    full: Store, monkeypatch: pytest.MonkeyPatch, mistake: Exception
) -> None:
    def with_a_mistake(_source: object) -> Iterator[str]:
        yield "begun"
        raise mistake

    monkeypatch.setitem(FORMS, "odd", with_a_mistake)

    with pytest.raises(type(mistake), match="odd"):
        text_of(full, "odd")


def test_a_table_that_is_gone_is_told_in_one_sentence(
    full: Store, started: Path
) -> None:
    with closing(sqlite3.connect(started)) as connection, connection:
        connection.execute("DROP TABLE mark")

    with pytest.raises(UnusableFile):
        text_of(full, "json")


def test_an_empty_diary_has_a_head_and_nothing_else(store: Store) -> None:
    told = document(store)

    assert {kind: told[kind] for kind in LISTS if kind != "contacts"} == {
        kind: [] for kind in LISTS if kind != "contacts"
    }
    assert table(store, "csv") == table(store, "csv-long") == []


def test_answers_of_one_entry_stay_with_it(store: Store) -> None:
    for number in range(1, 30):
        keep(store, a_check_in(number, answers=(an_answer(number=number % 11),)))

    told = document(store)["entries"]

    found = [(e["number"], e["answers"][0]["number"]) for e in told]
    assert found == [(number, number % 11) for number in range(1, 30)]

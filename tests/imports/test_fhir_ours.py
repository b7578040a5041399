"""Our own FHIR export, read again: the entry that its Observations are taken from."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from tests.builders import RUTH, an_id
from tests.conftest import Run
from tests.imports.test_fhir import (
    NEXT_WEEK,
    PAIN,
    PLANS,
    TEMPERATURE,
    bundle,
    coded,
    entries_of,
    observed,
)
from tracker.domain.facts import Answer, CheckIn
from tracker.imports import from_fhir

LATER = "2026-11-20T19:10:00-05:00"
OURS = [{"reference": f"urn:uuid:{an_id(7)}"}]


def ours(question: str, code: object, **changed: object) -> dict[str, object]:
    """An Observation as our own export writes it."""
    own = {
        "id": str(uuid5(UUID(an_id(7)), question)),
        "derivedFrom": [{"reference": f"urn:uuid:{an_id(7)}"}],
        "subject": {"reference": "urn:0"},
        "performer": [{"display": "Dana"}],
        "issued": "2026-11-04T20:00:00-05:00",
    }
    return observed(code, **own, **changed)


def hot(value: float = 37.5, **changed: object) -> dict[str, object]:
    quantity = {"value": value, "code": "Cel"}
    whole = ours("temperature", coded(TEMPERATURE), valueQuantity=quantity, **changed)
    return {key: each for key, each in whole.items() if key != "valueInteger"}


def response(**changed: object) -> dict[str, object]:
    """The QuestionnaireResponse of that entry, typed by Dana."""
    return {
        "resourceType": "QuestionnaireResponse",
        "id": an_id(7),
        "subject": {"reference": "urn:0"},
        "author": {"display": "Dana"},
        "source": {"display": "Dana"},
        **changed,
    }


def whole(*resources: object, answered: object = None) -> dict[str, object]:
    """Our own Bundle: each has its own id as its address."""
    document = bundle(answered or response(), *resources)
    listed = document["entry"]
    assert isinstance(listed, list)
    listed[1]["fullUrl"] = f"urn:uuid:{an_id(7)}"
    return document


def entries(*resources: object, answered: object = None) -> list[CheckIn]:
    return entries_of(from_fhir.read(whole(*resources, answered=answered), PLANS, RUTH))


def test_an_entry_of_our_own_keeps_its_id_author_and_instant() -> None:
    (entry,) = entries(ours("pain", coded(PAIN)), hot())

    assert (entry.id, entry.author, entry.relayed) == (an_id(7), "Dana", None)
    assert entry.recorded_at == datetime(2026, 11, 5, 1, tzinfo=UTC)
    assert [answer.question for answer in entry.answers] == ["pain", "temperature"]


def test_an_entry_of_our_own_stays_on_the_day_that_was_written() -> None:
    at = "2026-11-05T02:00:00+01:00"

    (entry,) = entries(ours("pain", coded(PAIN), effectiveDateTime=at))

    assert entry.day == date(2026, 11, 5)


def test_a_day_alone_of_our_own_stays_that_day_whenever_days_begin() -> None:
    alone = whole(ours("pain", coded(PAIN), effectiveDateTime="2026-11-05"))

    (entry,) = entries_of(from_fhir.read(alone, PLANS._replace(day_start=180)))

    assert (entry.day, entry.time_known) == (date(2026, 11, 5), False)


def test_two_moments_are_never_one_entry() -> None:
    later = hot(effectiveDateTime=NEXT_WEEK)

    pain, fever = entries(ours("pain", coded(PAIN)), later)

    assert (pain.day, fever.day) == (date(2026, 11, 4), date(2026, 11, 12))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": an_id(8)},
        {"id": None},
        {"derivedFrom": [{"reference": "urn:0"}]},
        {"derivedFrom": [{"reference": "urn:uuid:not a uuid \x1b[2J"}]},
        {"derivedFrom": [{"reference": "urn:uuid:a\0b"}]},
        {"derivedFrom": [{"reference": "urn:uuid:\ud800"}]},
        {"derivedFrom": [{"reference": f"urn:uuid:{an_id(9)}"}]},
    ],
)
def test_what_is_not_taken_from_an_entry_of_ours_gets_an_id_of_its_own(
    changed: dict[str, object],
) -> None:
    (entry,) = entries({**ours("pain", coded(PAIN)), **changed})

    assert entry.id != an_id(7)
    assert str(UUID(entry.id)) == entry.id


def test_an_address_that_leads_to_something_else_is_no_entry_of_ours() -> None:
    report = {"resourceType": "DiagnosticReport"}

    (entry,) = entries(ours("pain", coded(PAIN)), answered=report)

    assert entry.id != an_id(7)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"value": 99.5, "unit": "F"}, Answer("temperature", 995, "F")),
        ({"value": 99.9, "unit": "F"}, Answer("temperature", 375, "C")),
        ({"value": "hot"}, Answer("temperature", 375, "C")),
    ],
)
def test_an_answer_keeps_the_unit_it_was_typed_in(said: object, kept: Answer) -> None:
    items = [
        {"linkId": "pain", "answer": [{"valueQuantity": {"value": 99.5, "unit": "F"}}]},
        {"linkId": "temperature", "answer": [{"valueQuantity": said}]},
    ]

    (entry,) = entries(hot(), answered=response(item=items))

    assert entry.answers == (kept,)


def test_who_typed_what_the_person_told_is_kept() -> None:
    told = response(source={"reference": "urn:0"})
    person = [{"reference": "urn:0"}]

    (entry,) = entries(ours("pain", coded(PAIN)) | {"performer": person}, answered=told)

    assert (entry.author, entry.relayed) == ("Dana", True)


def test_who_wrote_for_themselves_relayed_nothing() -> None:
    person = {"reference": "urn:0"}

    (entry,) = entries(
        ours("pain", coded(PAIN)), answered=response(author=person, source=person)
    )

    assert (entry.author, entry.relayed) == (RUTH, None)


@pytest.mark.parametrize("address", ["urn:uuid:none \x1b[2J", "urn:uuid:", "urn:1"])
def test_an_address_that_is_no_number_of_ours_is_no_entry_of_ours(
    address: str,
) -> None:
    taken = {"id": "1", "derivedFrom": [{"reference": address}]}
    document = whole(ours("pain", coded(PAIN)) | taken)
    listed = document["entry"]
    assert isinstance(listed, list)
    listed[1]["fullUrl"] = address

    (entry,) = entries_of(from_fhir.read(document, PLANS))

    assert str(UUID(entry.id)) == entry.id


def exported(run: Run, started: Path) -> str:
    path = started.with_name("visit.json")
    path.write_text(run("export", "fhir").stdout, encoding="utf-8")
    return str(path)


def test_our_own_bundle_is_known_where_it_was_made(run: Run, started: Path) -> None:
    run("log", "pain=4", "temperature=99.5F", "wound=sore", "sleep=6.5")
    run("--as", "Dana", "log", "pain=5", "--relayed")
    file = exported(run, started)

    said = run("import", file, "--yes", now=LATER).stdout

    assert "Known already      2" in said
    assert "In conflict        none" in said


def test_our_own_bundle_brings_units_and_who_typed_back(
    run: Run, started: Path
) -> None:
    run("log", "temperature=99.5F")
    run("--as", "Dana", "log", "pain=5", "--relayed")
    file = exported(run, started)
    run("undo")
    run("undo")

    run("import", file, "--yes", now=LATER)

    written = run("export", "ndjson").stdout
    assert '"number":995,"unit":"F"' in written.replace(" ", "")
    assert '"author":"Dana","relayed":true' in written.replace(" ", "")


def test_warnings_of_our_own_bundle_are_named_as_not_read(
    run: Run, started: Path
) -> None:
    run("log", "temperature=38.6C")
    run("log", "temperature=38.7C")

    said = run("import", exported(run, started), "--dry-run", now=LATER).stdout

    assert "2 x warnings in this file (FHIR Flag)," in said
    assert "which are not read" in " ".join(said.split())

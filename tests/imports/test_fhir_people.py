"""Whom a FHIR Bundle is about: one person, and the one of the diary."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.builders import RUTH
from tests.conftest import Run
from tests.imports.test_fhir import PLANS, bundle, entries_of, observed
from tracker.errors import UnusableFile
from tracker.imports import from_fhir
from tracker.imports.fhir_people import same_name
from tracker.imports.found import Reading

NOBODY = "a name: nobody is named in this file. Is it this person's?"
JOHN = {"resourceType": "Patient", "id": "2", "name": [{"text": "John Other"}]}


def read(*resources: object, ours: str = RUTH) -> Reading:
    """Of a Bundle with nobody in it but who is given."""
    entries = [{"resource": resource} for resource in resources]
    return from_fhir.read({"resourceType": "Bundle", "entry": entries}, PLANS, ours)


def about(reference: str, **subject: object) -> dict[str, object]:
    return observed(subject={"reference": reference, **subject}, id=reference)


def patient(own: str = "1", **name: object) -> dict[str, object]:
    return {"resourceType": "Patient", "id": own, "name": [name]}


@pytest.mark.parametrize(
    "resources",
    [
        [about("Patient/1"), about("Patient/2")],
        [patient(text=RUTH), about("Patient/1"), about("Patient/2")],
        [patient(text=RUTH), JOHN],
        [patient(text=RUTH), patient(text="John Other")],
        [about("", display=RUTH), about("", display="John Other")],
        [about("", identifier={"value": "a"}), about("", identifier={"value": "b"})],
    ],
)
def test_a_file_about_two_people_is_refused(resources: Sequence[object]) -> None:
    with pytest.raises(UnusableFile, match="is about 2 people"):
        read(*resources)


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/2"},
        {"reference": "#2"},
        {"identifier": {"value": "b"}},
        {"display": "John Other"},
    ],
)
def test_observations_of_another_person_than_the_named_one_are_refused(
    subject: object,
) -> None:
    with pytest.raises(UnusableFile, match="about another one"):
        read(patient(text=RUTH), observed(subject=subject, contained=[JOHN]))


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/1"},
        {"reference": "Patient/1/_history/3"},
        {"identifier": {"value": "a"}},
        {"display": "Example, Ruth"},
        {},
        None,
    ],
)
def test_the_one_person_may_be_told_in_several_ways(subject: object) -> None:
    ruth = {**patient(text=RUTH), "identifier": [{"value": "a"}]}

    assert len(read(ruth, observed(subject=subject)).found) == 1


def test_a_person_that_comes_twice_is_one_person() -> None:
    assert len(read(patient(text=RUTH), patient(text=RUTH), observed()).found) == 1


@pytest.mark.parametrize(
    "resources",
    [
        [patient(text="EXAMPLE, Ruth")],
        [patient(family="Example", given=["Ruth"])],
        [patient(family="Example", given=["Ruth", "Mary", 7])],
        [patient(text="R. E.", family="Example", given=["Ruth"])],
        [patient(text="Mrs. Ruth Example")],
        [patient(text="Ru\u0301th Example")],
        [about("Patient/1", display="Example, Ruth")],
        [about("", display="Ruth Example")],
        [observed(contained=[patient(text=RUTH)], subject={"reference": "#1"})],
    ],
)
def test_the_person_of_the_diary_is_known_however_the_name_is_spelled(
    resources: Sequence[object],
) -> None:
    reading = read(*resources)

    assert reading.name == RUTH
    assert NOBODY not in reading.ignored


@pytest.mark.parametrize(
    ("resources", "name"),
    [
        ([JOHN], "John Other"),
        ([patient(family="Other", given=["Ruth"])], "Ruth Other"),
        ([patient(family="Example")], "Example"),
        ([about("Patient/1", display="John Other")], "John Other"),
    ],
)
def test_a_name_that_is_somebody_elses_is_told_as_it_is(
    resources: Sequence[object], name: str
) -> None:
    assert read(*resources).name == name


@pytest.mark.parametrize("given", [{}, {"text": " "}, {"given": ["Ruth"]}])
def test_a_file_that_names_nobody_says_so(given: object) -> None:
    reading = read({**patient(), "name": [given]}, observed())

    assert reading.name == ""
    assert reading.ignored == {NOBODY: 1}


def test_an_author_is_spelled_as_the_diary_spells_the_person() -> None:
    told = observed(performer=[{"display": " "}, {"display": "Example, Ruth"}])

    (entry,) = entries_of(from_fhir.read(bundle(told), PLANS, RUTH))

    assert entry.author == RUTH


def test_names_without_letters_are_one_only_as_they_stand() -> None:
    assert same_name("?!", "?!")
    assert not same_name("?!", "!!")


@pytest.mark.parametrize("name", ["EXAMPLE, Ruth", "Dr. Ru\u0301th Example"])
def test_a_file_of_the_person_of_the_diary_comes_in(
    run: Run, started: Path, name: str
) -> None:
    file = started.with_name("visit.json")
    told = observed(subject={"display": name}, performer=[{"display": name}])
    file.write_text(json.dumps(told), encoding="utf-8")

    run("import", str(file), "--yes", now="2026-11-20T19:10:00-05:00")

    kept = run("export", "ndjson").stdout
    assert '"type":"entry"' in kept
    assert name not in kept


def test_a_file_of_somebody_else_is_refused(run: Run, started: Path) -> None:
    file = started.with_name("visit.json")
    told = observed(subject={"display": "Example, John"})
    file.write_text(json.dumps(told), encoding="utf-8")

    said = run("import", str(file), "--yes", code=2)

    assert 'is the diary of "Example, John"' in said.stderr

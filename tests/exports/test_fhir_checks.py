"""Spoiled bundles are caught, each by a checker that should; a sound one by none."""

import copy
from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.exports.fhir_checks import (
    CHECKS,
    assert_sound,
    model_problems,
    own_problems,
    resources,
    schema_problems,
)
from tests.exports.test_fhir_shapes import with_windows
from tests.pages import a_warning, an_entry, answered
from tracker.exports.fhir import to_fhir
from tracker.exports.to_json import Shape

SCHEMA, MODEL = "schema", "model"


class Spoiled(NamedTuple):
    """What is done to a sound bundle, and which checkers see it at least."""

    what: str
    spoil: Callable[[Shape], object]
    seen_by: tuple[str, ...]


def sound() -> Shape:
    """A bundle with everything in it that can be spoiled."""
    report = with_windows()._replace(
        check_ins=(an_entry(1, "pain=4 stiff=3.5", note="A note."),),
        warnings=(answered(a_warning(1, 1)),),
    )
    return to_fhir.render(report)


def last(bundle: Shape, kind: str) -> Shape:
    """The last resource of a kind: it has a value, a window or a target."""
    return resources(bundle, kind)[-1]


def put(kind: str, **fields: object) -> Callable[[Shape], object]:
    return lambda bundle: last(bundle, kind).update(fields)


def drop(kind: str, name: str) -> Callable[[Shape], object]:
    return lambda bundle: last(bundle, kind).pop(name)


def into_quantity(**fields: object) -> Callable[[Shape], object]:
    return lambda bundle: last(bundle, "Observation")["valueQuantity"].update(fields)


def into_detail(bundle: Shape) -> None:
    last(bundle, "CarePlan")["activity"][0]["reference"] = {"display": "elsewhere"}


def into_target(bundle: Shape) -> None:
    last(bundle, "Goal")["target"][0]["detailString"] = "less"


def twice(bundle: Shape) -> None:
    bundle["entry"].append(copy.deepcopy(bundle["entry"][0]))


def to_a_device(bundle: Shape) -> None:
    bundle["entry"].append({"fullUrl": GONE, "resource": {"resourceType": "Device"}})
    last(bundle, "Observation")["subject"] = {"reference": GONE}


def nested_twice(bundle: Shape) -> None:
    item = last(bundle, "QuestionnaireResponse")["item"][0]
    item["item"] = [{"linkId": "x"}]


def link_twice(bundle: Shape) -> None:
    items = last(bundle, "QuestionnaireResponse")["item"]
    items.append(copy.deepcopy(items[0]))


def another_code(system: str, code: str) -> Callable[[Shape], object]:
    coding = {"system": system, "code": code, "display": "Sacroplasty"}
    return put("Procedure", code={"coding": [coding], "text": "Sacroplasty"})


def role(bundle: Shape) -> None:
    last(bundle, "Provenance")["entity"][0]["role"] = "bogus"


def detail_status(bundle: Shape) -> None:
    last(bundle, "CarePlan")["activity"][0]["detail"]["status"] = "bogus"


def nobody(bundle: Shape) -> None:
    last(bundle, "Provenance")["agent"][0].pop("who")


GONE = "urn:uuid:00000000-0000-4000-8000-000000000000"
ABSENT = {"text": "not asked"}
SNOMED = "http://snomed.info/sct"
BOTH = (SCHEMA, MODEL)
SPOILED = (
    Spoiled("a code outside its set", put("Observation", status="bogus"),
            (SCHEMA, "code_sets")),
    Spoiled("another such code", put("Goal", lifecycleStatus="reached"),
            (SCHEMA, "code_sets")),
    Spoiled("no CarePlan.subject", drop("CarePlan", "subject"), (*BOTH, "required")),
    Spoiled("no Procedure.status", drop("Procedure", "status"), (MODEL, "required")),
    Spoiled("an unknown field", put("Goal", colour="blue"), BOTH),
    Spoiled("a field of R5", put("Procedure", occurrenceDateTime="2026-11-03"), BOTH),
    Spoiled("a day that is none", put("Procedure", performedDateTime="2026-13-03"),
            BOTH),
    Spoiled("an instant without a zone",
            put("Observation", issued="2026-11-04T12:00:00"), BOTH),
    Spoiled("two values", put("Observation", valueString="four"),
            (MODEL, "one_value")),
    Spoiled("obs-6: a value and a reason why not",
            put("Observation", dataAbsentReason=ABSENT), ("obs_6",)),
    Spoiled("obs-6: neither", drop("Observation", "valueQuantity"), ("obs_6",)),
    Spoiled("bdl-1: a total", lambda b: b.update(total=3), ("bdl_1",)),
    Spoiled("bdl-7: an address twice", twice, ("bdl_7",)),
    Spoiled("cpl-3: a detail and a reference", into_detail, ("cpl_3",)),
    Spoiled("gol-1: a detail without a measure", into_target, ("gol_1",)),
    Spoiled("a subject that is a device", to_a_device, ("no_dangling", "collection")),
    Spoiled("an empty text", put("CarePlan", title=""), (*BOTH, "nothing_empty")),
    Spoiled("a bad id", put("Goal", id="not an id"), (*BOTH, "collection")),
    Spoiled("a text where a number belongs", into_quantity(value="3"),
            (SCHEMA, "numbers")),
    Spoiled("a dangling reference", put("Goal", subject={"reference": GONE}),
            ("no_dangling",)),
    Spoiled("a reference to another kind",
            lambda b: last(b, "CarePlan").update(goal=[last(b, "Goal")["subject"]]),
            ("no_dangling",)),
    Spoiled("per-1: an end before the beginning",
            lambda b: last(b, "Flag")["period"].update(end="2020-01-01T00:00:00Z"),
            ("per_1",)),
    Spoiled("qrs-1: items in two places", nested_twice, ("qrs_1",)),
    Spoiled("a link twice", link_twice, ("qrs_1",)),
    Spoiled("a unit that UCUM lacks",
            into_quantity(system="http://unitsofmeasure.org", code="points"),
            ("ucum",)),
    Spoiled("a unit code without its system", into_quantity(code="h"), ("ucum",)),
    Spoiled("a SNOMED CT code", another_code(SNOMED, "392010000"), ("known_codes",)),
    Spoiled("a LOINC code that was not read",
            another_code("http://loinc.org", "93832-4"), ("known_codes",)),
    Spoiled("an activity outside its set", detail_status,
            (SCHEMA, "inner_code_sets")),
    Spoiled("an entity outside its set", role, (SCHEMA, "inner_code_sets")),
    Spoiled("a flag outside its set", put("Flag", status="raised"),
            (SCHEMA, "code_sets")),
    Spoiled("an agent that is nobody", nobody, BOTH),
    Spoiled("no text of an entry", put("QuestionnaireResponse", item=[]),
            ("nothing_empty",)),
    Spoiled("another type of bundle", lambda b: b.update(type="batch"),
            ("collection",)),
    Spoiled("a provenance of nothing", drop("Provenance", "target"),
            (*BOTH, "required")),
)  # fmt: skip


def checkers_against(bundle: Shape) -> set[str]:
    """Every checker that has something against a bundle."""
    found = set(own_problems(bundle))
    if schema_problems(bundle):
        found.add(SCHEMA)
    if model_problems(bundle):
        found.add(MODEL)
    return found


def test_the_bundle_that_is_spoiled_is_sound_before() -> None:
    assert_sound(sound())


@pytest.mark.parametrize("case", SPOILED, ids=lambda case: case.what)
def test_a_spoiled_bundle_is_caught(case: Spoiled) -> None:
    bundle = sound()
    case.spoil(bundle)

    found = checkers_against(bundle)

    assert set(case.seen_by) <= found


def test_there_is_a_spoiled_bundle_for_every_check() -> None:
    seen = {name for case in SPOILED for name in case.seen_by}

    assert {check.__name__ for check in CHECKS} | {SCHEMA, MODEL} == seen


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Procedure", "status"),
        ("Observation", "status"),
        ("CarePlan", "intent"),
        ("Goal", "lifecycleStatus"),
        ("QuestionnaireResponse", "status"),
        ("Flag", "code"),
        ("Provenance", "recorded"),
    ],
)
def test_what_r4_requires_of_a_kind_is_missed(kind: str, name: str) -> None:
    bundle = sound()
    drop(kind, name)(bundle)

    assert "required" in checkers_against(bundle)

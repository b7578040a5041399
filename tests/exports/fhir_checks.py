"""What can judge a FHIR R4 bundle here: the schema, a model, and rules of our own."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import jsonschema
from fhir.resources.R4B.bundle import Bundle
from pydantic import ValidationError

from tracker.exports.to_json import Shape

SCHEMA = Path(__file__).parents[1] / "data" / "fhir_r4_subset.schema.json"
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VALUES = ("value", "effective", "performed", "occurred")
UCUM = {"{score}", "Cel", "/d", "min", "h"}
DISPLAYS = {
    "http://loinc.org": {
        "72514-3": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
        "8310-5": "Body temperature",
        "41950-7": "Number of steps in 24 hour Measured",
    },
    "http://terminology.hl7.org/CodeSystem/observation-category": {
        "survey": "Survey",
        "vital-signs": "Vital Signs",
        "activity": "Activity",
    },
    "http://terminology.hl7.org/CodeSystem/goal-achievement": {
        "in-progress": "In Progress",
        "achieved": "Achieved",
    },
    "http://terminology.hl7.org/CodeSystem/provenance-participant-type": {
        "author": "Author",
        "enterer": "Enterer",
        "informant": "Informant",
        "assembler": "Assembler",
    },
}
EVENT = {
    "preparation",
    "in-progress",
    "not-done",
    "on-hold",
    "stopped",
    "completed",
    "entered-in-error",
    "unknown",
}
REQUEST = {
    "draft",
    "active",
    "on-hold",
    "revoked",
    "completed",
    "entered-in-error",
    "unknown",
}
ACTIVITY = (EVENT - {"preparation", "not-done"}) | {
    "not-started",
    "scheduled",
    "cancelled",
}
ROLES = {"derivation", "revision", "quotation", "source", "removal"}
CODES = {
    "Procedure": {"status": EVENT},
    "Observation": {
        "status": {
            "registered",
            "preliminary",
            "final",
            "amended",
            "corrected",
            "cancelled",
            "entered-in-error",
            "unknown",
        }
    },
    "CarePlan": {
        "status": REQUEST,
        "intent": {"proposal", "plan", "order", "option"},
    },
    "Goal": {
        "lifecycleStatus": {
            "proposed",
            "planned",
            "accepted",
            "active",
            "on-hold",
            "completed",
            "cancelled",
            "entered-in-error",
            "rejected",
        }
    },
    "Flag": {"status": {"active", "inactive", "entered-in-error"}},
    "QuestionnaireResponse": {
        "status": {
            "in-progress",
            "completed",
            "amended",
            "entered-in-error",
            "stopped",
        }
    },
}
REQUIRED = {
    "Patient": (),
    "Procedure": ("status", "subject"),
    "Observation": ("status", "code"),
    "CarePlan": ("status", "intent", "subject"),
    "Goal": ("lifecycleStatus", "description", "subject"),
    "QuestionnaireResponse": ("status",),
    "Flag": ("status", "code", "subject"),
    "Provenance": ("target", "recorded", "agent"),
}
POINTS_TO = {
    "subject": {"Patient"},
    "asserter": {"Patient"},
    "author": {"Patient"},
    "source": {"Patient"},
    "performer": {"Patient"},
    "who": {"Patient"},
    "goal": {"Goal"},
    "derivedFrom": {"QuestionnaireResponse"},
}

Check = Callable[[Shape], Iterator[str]]


@cache
def _schema() -> jsonschema.Draft6Validator:
    return jsonschema.Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def schema_problems(bundle: Shape) -> list[str]:
    """What the official schema, cut down, has against a bundle."""
    return [problem.message[:200] for problem in _schema().iter_errors(bundle)]


def model_problems(bundle: Shape) -> list[str]:
    """What the R4B model of fhir.resources has against a bundle."""
    try:
        Bundle.model_validate(bundle)
    except ValidationError as problems:
        return [str(problem["loc"]) for problem in problems.errors()]
    return []


def resources(bundle: Shape, kind: str = "") -> list[Shape]:
    """The resources of a bundle; all of them, or those of one kind."""
    found = [entry["resource"] for entry in bundle.get("entry", [])]
    return [each for each in found if kind in ("", each["resourceType"])]


def parts(node: object, key: str = "") -> Iterator[tuple[str, Shape]]:
    """Every object in a bundle, with the key it stands under."""
    if isinstance(node, dict):
        yield key, node
        for name, child in node.items():
            yield from parts(child, name)
    elif isinstance(node, list):
        for child in node:
            yield from parts(child, key)


def bdl_1(bundle: Shape) -> Iterator[str]:
    """A total stands in a search or a history only."""
    if "total" in bundle and bundle.get("type") not in ("searchset", "history"):
        yield "a total"


def bdl_7(bundle: Shape) -> Iterator[str]:
    """Every address is there once."""
    found = Counter(entry.get("fullUrl") for entry in bundle["entry"])
    yield from (f"{url} twice" for url, times in found.items() if times > 1)


def collection(bundle: Shape) -> Iterator[str]:
    """It is a collection, of the known kinds, each at the address of its id."""
    if bundle.get("type") != "collection":
        yield f"type {bundle.get('type')}"
    for entry in bundle["entry"]:
        url, found = entry.get("fullUrl", ""), entry["resource"]
        if not URN.fullmatch(url) or url != f"urn:uuid:{found.get('id')}":
            yield f"address {url}"
        if found.get("resourceType") not in REQUIRED:
            yield f"kind {found.get('resourceType')}"


def obs_6(bundle: Shape) -> Iterator[str]:
    """Where there is a value, nothing says why there is none."""
    for each in resources(bundle, "Observation"):
        valued = any(key.startswith("value") for key in each)
        if valued == ("dataAbsentReason" in each):
            yield f"{each['id']}: a value, or a reason why not"


def one_value(bundle: Shape) -> Iterator[str]:
    """Of what R4 calls value[x] and the like there is one at most."""
    for _, node in parts(bundle):
        for stem in VALUES:
            found = [k for k in node if re.fullmatch(f"{stem}[A-Z].*", k)]
            if len(found) > 1:
                yield " and ".join(found)


def cpl_3(bundle: Shape) -> Iterator[str]:
    """An activity has its detail or refers to it, not both."""
    for each in resources(bundle, "CarePlan"):
        for activity in each.get("activity", []):
            if ("detail" in activity) == ("reference" in activity):
                yield "an activity with both, or with neither"


def gol_1(bundle: Shape) -> Iterator[str]:
    """A target with a detail says what is measured."""
    for each in resources(bundle, "Goal"):
        for target in each.get("target", []):
            detailed = any(key.startswith("detail") for key in target)
            if detailed and "measure" not in target:
                yield "a detail without a measure"


def per_1(bundle: Shape) -> Iterator[str]:
    """No period ends before it begins."""
    for key, node in parts(bundle):
        if not key.lower().endswith("period") or not {"start", "end"} <= node.keys():
            continue
        start, end = (datetime.fromisoformat(node[k]) for k in ("start", "end"))
        if end < start:
            yield f"{key} ends at {end}"


def qrs_1(bundle: Shape) -> Iterator[str]:
    """Items lie below an item or its answer, not both; each link is there once."""
    for each in resources(bundle, "QuestionnaireResponse"):
        links = Counter(item["linkId"] for item in each["item"])
        yield from (f"link {link} twice" for link, times in links.items() if times > 1)
        for key, node in parts(each):
            if key == "item" and "item" in node and "answer" in node:
                yield "items in two places"


def required(bundle: Shape) -> Iterator[str]:
    """What R4 wants of each kind is there."""
    for each in resources(bundle):
        for name in REQUIRED.get(each["resourceType"], ()):
            if not each.get(name):
                yield f"{each['resourceType']} without {name}"


def code_sets(bundle: Shape) -> Iterator[str]:
    """Codes with a required set are of that set."""
    for each in resources(bundle):
        for name, allowed in CODES.get(each["resourceType"], {}).items():
            if each.get(name) not in allowed:
                yield f"{each['resourceType']}.{name} = {each.get(name)}"


def inner_code_sets(bundle: Shape) -> Iterator[str]:
    """So are the codes of an activity and of an entity."""
    for key, node in parts(bundle):
        if key == "detail" and node.get("status") not in ACTIVITY:
            yield f"an activity that is {node.get('status')}"
        if key == "entity" and node.get("role") not in ROLES:
            yield f"an entity that is a {node.get('role')}"


def known_codes(bundle: Shape) -> Iterator[str]:
    """No code but those that were read in an official place, with their words."""
    for key, node in parts(bundle):
        if key != "coding":
            continue
        known = DISPLAYS.get(node["system"], {})
        if known.get(node["code"]) != node.get("display"):
            yield f"{node['system']} {node['code']} {node.get('display')}"


def ucum(bundle: Shape) -> Iterator[str]:
    """A unit with a code is one of the list; no code without its system."""
    for key, node in parts(bundle):
        if key != "valueQuantity":
            continue
        if ("code" in node) != (node.get("system") == "http://unitsofmeasure.org"):
            yield f"unit {node}"
        if node.get("code", "h") not in UCUM:
            yield f"unit {node['code']}"


def numbers(bundle: Shape) -> Iterator[str]:
    """A value that is a number is no text."""
    for key, node in parts(bundle):
        number = node.get("value", 0) if key == "valueQuantity" else 0
        if isinstance(number, bool) or not isinstance(number, int | float):
            yield f"value {number!r}"


def no_dangling(bundle: Shape) -> Iterator[str]:
    """What is referred to is in the bundle, and of a kind that R4 lets stand there."""
    kinds = {e.get("fullUrl"): e["resource"]["resourceType"] for e in bundle["entry"]}
    for key, node in parts(bundle):
        url = node.get("reference")
        if not isinstance(url, str):
            continue
        kind = kinds.get(url)
        if kind is None or kind not in POINTS_TO.get(key, {kind}):
            yield f"{key} refers to {url} ({kind})"


def nothing_empty(node: object) -> Iterator[str]:
    """Nothing is there without being something."""
    if node is None or (isinstance(node, str) and not node.strip()):
        yield "nothing"
    if isinstance(node, dict | list):
        if not node:
            yield "an empty part"
        for child in node.values() if isinstance(node, dict) else node:
            yield from nothing_empty(child)


CHECKS: tuple[Check, ...] = (
    bdl_1,
    bdl_7,
    collection,
    obs_6,
    one_value,
    cpl_3,
    gol_1,
    per_1,
    qrs_1,
    required,
    code_sets,
    inner_code_sets,
    known_codes,
    ucum,
    numbers,
    no_dangling,
    nothing_empty,
)


def own_problems(bundle: Shape) -> dict[str, list[str]]:
    """What our own checks have against a bundle, by check."""
    found = {check.__name__: list(check(bundle)) for check in CHECKS}
    return {name: problems for name, problems in found.items() if problems}


def assert_sound(bundle: Shape) -> None:
    """No checker has anything against it."""
    assert own_problems(bundle) == {}
    assert schema_problems(bundle) == []
    assert model_problems(bundle) == []

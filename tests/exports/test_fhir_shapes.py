"""Bundles of many shapes: every checker accepts each, and the bytes never change."""

from collections.abc import Callable

import pytest

from tests.builders import (
    ANNA,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_shown_warning,
    an_answer,
    an_id,
)
from tests.exports.fhir_checks import assert_sound, resources
from tests.pages import (
    GARDEN,
    SACROPLASTY,
    a_diary,
    a_report,
    a_warning,
    a_word,
    an_entry,
    answered,
    day,
    noon,
    standing,
)
from tracker.domain.report import Report
from tracker.domain.window import Window
from tracker.exports import to_json
from tracker.exports.fhir import to_fhir

GARDEN_DAY = "pain=4 stiff=3.5 weeds=7 swelling=16in ground=gravel bee=yes"
DAY = "pain=4 pain-moving=5 walk=20 medicine=opioid temperature=100.8F"
MORE = "sleep=6.5 fell=no steps=1200 doses=0 routine=most"


def empty() -> Report:
    return a_report(diary=a_diary(baseline=None))


def planned() -> Report:
    return a_report(today=-3, first=-3)


def planned_for_an_hour() -> Report:
    diary = a_diary(at=noon(day(0)).replace(hour=20))
    return a_report(today=0, diary=diary)


def of_a_garden() -> Report:
    return a_report(
        an_entry(1, GARDEN_DAY, note="Wax on the floor.", signs_asked="yes"),
        an_entry(2, "pain=5", signs_asked="partly"),
        warnings=[answered(a_warning(1, 1)), a_warning(2, 2)],
        told=[a_word("barrow", amount=75, unit="kg", until=day(42))],
        milestones=standing(GARDEN, {"tea": 3}, ["barrow-talk"]),
    )


def of_a_sacroplasty() -> Report:
    entries = [
        an_entry(1, DAY, protocol=SACROPLASTY),
        an_entry(2, f"{DAY} {MORE}", protocol=SACROPLASTY, late=1),
    ]
    return a_report(*entries, diary=a_diary(SACROPLASTY))


def by_several() -> Report:
    return a_report(
        an_entry(1, "pain=4", author=ANNA, relayed=True),
        an_entry(2, "pain=4", author=ANNA, relayed=False),
        an_entry(3, "pain=4", author="Dana Example"),
        an_entry(4, "pain=4"),
    )


def with_windows() -> Report:
    window = Window(noon(day(1)), noon(day(8)))
    readings = standing(GARDEN, {"first-row": 2}, ["kneel"])
    open_ended, *others = [m._replace(window=window) for m in readings]
    endless = open_ended._replace(window=Window(noon(day(1)), None))
    return a_report(milestones=(endless, *others))


def nothing_planned() -> Report:
    bare = GARDEN._replace(milestones=(), restrictions=())
    return a_report(diary=a_diary(bare))


def as_stored() -> Report:
    """With the UUIDs that a diary keeps."""
    began = a_beginning()
    diary = a_diary(SACROPLASTY)
    person = diary.person._replace(id=an_id(1), name=began.name)
    procedure = diary.procedure._replace(id=an_id(2), author=RUTH)
    answers = (an_answer(), an_answer("temperature", 382, "C"))
    entry = a_check_in(1, answers=answers, signs=("rash",), weekly_asked=True)
    report = a_report(
        entry,
        diary=diary._replace(person=person, procedure=procedure),
        warnings=[a_shown_warning()],
    )
    return report._replace(now=NOW)


SHAPES: dict[str, Callable[[], Report]] = {
    made.__name__: made
    for made in (
        empty,
        planned,
        planned_for_an_hour,
        of_a_garden,
        of_a_sacroplasty,
        by_several,
        with_windows,
        nothing_planned,
        as_stored,
    )
}


@pytest.mark.parametrize("name", SHAPES)
def test_no_checker_has_anything_against_a_bundle(name: str) -> None:
    assert_sound(to_fhir.render(SHAPES[name]()))


@pytest.mark.parametrize("name", SHAPES)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    first, second = (to_json.text(to_fhir.render(SHAPES[name]())) for _ in range(2))

    assert first == second


def test_the_shapes_hold_every_kind_of_resource() -> None:
    held = {
        each["resourceType"]
        for made in SHAPES.values()
        for each in resources(to_fhir.render(made()))
    }

    assert held == {
        "Patient",
        "Procedure",
        "Observation",
        "CarePlan",
        "Goal",
        "QuestionnaireResponse",
        "Flag",
        "Provenance",
    }

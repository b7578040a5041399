"""FHIR that comes again: a reading is known, or in conflict, and never twice there."""

import json
from pathlib import Path

import pytest

from tests.builders import RUTH
from tests.imports.test_fhir import (
    NEXT_WEEK,
    TEMPERATURE,
    bundle,
    entries,
    measured,
    observed,
)
from tests.imports.test_fhir import NOW as LATER
from tracker.services.importing import Kept, Source, keep, read_source
from tracker.store.store import Store


def imported(store: Store, started: Path, *resources: object) -> Kept:
    file = started.with_name("visit.json")
    file.write_text(json.dumps(bundle(*resources)), encoding="utf-8")
    source = Source(file, None, None)
    reading = read_source(store, source, RUTH, LATER)
    return keep(store, reading, source, str(started), RUTH, LATER)


def counted(kept: Kept) -> tuple[int, int, int]:
    """How many are new, known already, and in conflict."""
    weighed = kept.weighed
    assert weighed.refused == ()
    return len(weighed.new), weighed.same, len(weighed.conflicts)


def three(pain: int = 4) -> list[dict[str, object]]:
    """What a nurse measured at one moment."""
    return [
        observed(id="1", valueInteger=pain),
        {**measured(TEMPERATURE, 37.2, "Cel"), "id": "2"},
        {**measured("41950-7", 900, "/d"), "id": "3"},
    ]


@pytest.mark.parametrize("known", [[0, 1, 2], [0, 2], [1]])
def test_readings_that_come_again_are_known_whatever_comes_with_them(
    store: Store, started: Path, known: list[int]
) -> None:
    first = imported(store, started, *(three()[each] for each in known))
    again = imported(store, started, *three())
    fewer = imported(store, started, three()[2], three()[0])

    assert counted(first) == (len(known), 0, 0)
    assert counted(again) == (3 - len(known), len(known), 0)
    assert counted(fewer) == (0, 2, 0)


def test_a_reading_that_was_changed_there_is_in_conflict(
    store: Store, started: Path
) -> None:
    imported(store, started, *three())

    assert counted(imported(store, started, *three(pain=6))) == (0, 2, 1)


def test_a_reading_without_an_id_is_told_by_who_measured_what_and_when(
    store: Store, started: Path
) -> None:
    dana = [{"display": "Dana"}]
    imported(store, started, observed())

    again = imported(store, started, observed(valueInteger=6))
    other = imported(store, started, observed(valueInteger=6, performer=dana))

    assert counted(again) == (0, 0, 1)
    assert counted(other) == (1, 0, 0)


def test_one_id_at_two_moments_is_two_readings() -> None:
    found = entries(observed(id="1"), observed(id="1", effectiveDateTime=NEXT_WEEK))

    assert len({entry.id for entry in found}) == 2


def test_two_days_without_a_time_are_two_readings_of_one_id() -> None:
    days = [
        observed(id="1", effectiveDateTime=f"2026-11-0{number}") for number in (4, 5)
    ]

    assert len({entry.id for entry in entries(*days)}) == 2


def test_two_ids_at_one_moment_are_two_readings() -> None:
    found = entries(observed(id="1"), observed(id="2", valueInteger=6))

    assert [entry.answers[0].number for entry in found] == [4, 6]

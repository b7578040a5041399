"""When an Observation was, and on which day of the person's calendar."""

from datetime import datetime, timedelta
from typing import Any

from tracker.domain.facts import Moment
from tracker.domain.window import local_day
from tracker.imports.fhir_values import first_text, found_in
from tracker.imports.fields import read_day, read_instant
from tracker.imports.plans import Plans, moment_of

DAY_LENGTH = len("2026-11-04")


def moment_in(observation: Any, plans: Plans) -> Moment | None:
    """When it was, on the day where the person lives; None when nobody says."""
    said = _effective(observation)
    if not said:
        return None
    if len(said) <= DAY_LENGTH:
        return moment_of(read_day("effective", said), None, plans.zone, plans)
    at = read_instant("effective", said)
    return Moment(at, local_day(at, plans.zone, plans.day_start), time_known=True)


def as_exported(observation: Any, moment: Moment, plans: Plans) -> Moment:
    """On the day that the clocks showed there: so our own export wrote it."""
    if not moment.time_known:
        return moment
    shown = datetime.fromisoformat(_effective(observation))
    return moment._replace(day=(shown - timedelta(minutes=plans.day_start)).date())


def written_at(observation: Any, plans: Plans) -> datetime:
    """When it was written down there, else now."""
    said = first_text(observation, "issued")
    return read_instant("issued", said) if said else plans.now


def _effective(observation: Any) -> str:
    begins = first_text(found_in(observation, "effectivePeriod"), "start")
    return first_text(observation, "effectiveDateTime", "effectiveInstant") or begins

"""Whatever is written down, and whoever writes it, the bundle is sound."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import ANNA, RUTH, an_id
from tests.exports.fhir_checks import assert_sound, resources
from tests.pages import (
    GARDEN,
    SACROPLASTY,
    a_diary,
    a_report,
    a_warning,
    a_word,
    answered,
    day,
)
from tracker.domain.answers import in_base
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.protocol import Protocol, Question
from tracker.domain.report import Report
from tracker.exports import to_json
from tracker.exports.fhir import to_fhir

ZONES = (
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Africa/Monrovia",
    "Pacific/Pago_Pago",
)
EARLIEST = datetime(1930, 1, 1, tzinfo=UTC)
SECONDS = 200 * 365 * 24 * 3600
TEXTS = st.text(st.characters(exclude_characters="\0"), max_size=40)
NAMES = st.sampled_from((RUTH, ANNA)) | TEXTS


@st.composite
def answers(draw: st.DrawFn, question: Question) -> Answer:
    """An answer that the question takes, in any of its units."""
    if question.kind == "choice":
        value = draw(st.sampled_from(question.choices)).value
        return Answer(question.id, value, "")
    if question.kind == "yes-no":
        return Answer(question.id, int(draw(st.booleans())), "")
    steps = draw(st.integers(question.least, question.most))
    unit = draw(st.sampled_from((None, *question.units)))
    if unit is None or not question.least <= in_base(question, steps, unit):
        return Answer(question.id, steps, question.unit)
    return Answer(question.id, steps, unit.id)


@st.composite
def entries(draw: st.DrawFn, protocol: Protocol, number: int) -> CheckIn:
    """An entry of any day, by anybody, with any of the answers and signs."""
    asked = draw(st.sets(st.sampled_from(protocol.questions)))
    given_ones = [draw(answers(q)) for q in protocol.questions if q in asked]
    marked = draw(st.sets(st.sampled_from([sign.id for sign in protocol.signs])))
    at = EARLIEST + timedelta(seconds=draw(st.integers(0, SECONDS)))
    zone = draw(st.sampled_from(ZONES))
    return CheckIn(
        an_id(number),
        number,
        "procedure",
        at,
        draw(st.booleans()),
        zone,
        day(draw(st.integers(-9, 400))),
        at + timedelta(seconds=draw(st.integers(0, 10**6))),
        draw(NAMES),
        draw(st.sampled_from((None, True, False))),
        draw(st.sampled_from(("yes", "partly", "no"))),
        draw(TEXTS),
        tuple(given_ones),
        tuple(sorted(marked)),
        draw(st.booleans()),
    )


@st.composite
def reports(draw: st.DrawFn, protocol: Protocol) -> Report:
    """A report of some entries, with warnings and words of the care team."""
    count = draw(st.integers(0, 3))
    written = [draw(entries(protocol, number)) for number in range(1, count + 1)]
    warning = a_warning(1, 1)._replace(author=draw(NAMES), text=draw(TEXTS) + "!")
    others = answered(a_warning(2, 2)), a_warning(3, 2)
    plan = draw(st.sampled_from(protocol.restrictions))
    word = a_word(
        plan.id,
        amount=draw(st.none() | st.integers(1, 999)),
        unit="kg",
        until=draw(st.none() | st.just(day(9))),
        cleared=draw(st.booleans()),
        by=draw(NAMES),
    )
    return a_report(
        *written,
        today=draw(st.integers(-5, 400)),
        first=-9,
        diary=a_diary(protocol, name=draw(NAMES)),
        warnings=(warning, *others),
        told=(word,) if draw(st.booleans()) else (),
    )


@pytest.mark.parametrize("protocol", [GARDEN, SACROPLASTY], ids=lambda each: each.id)
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_no_checker_has_anything_against_any_bundle(
    protocol: Protocol, drawn: st.DataObject
) -> None:
    report = drawn.draw(reports(protocol))

    bundle = to_fhir.render(report)

    assert_sound(bundle)
    assert to_json.text(bundle) == to_json.text(to_fhir.render(report))
    assert len(resources(bundle, "QuestionnaireResponse")) == len(report.check_ins)
    told = {each["id"] for each in resources(bundle, "Observation")}
    baseline = 1
    assert len(told) == baseline + sum(len(e.answers) for e in report.check_ins)

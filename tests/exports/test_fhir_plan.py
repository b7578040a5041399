"""The procedure, goals, limits, flags and provenance of a bundle."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import ANNA, RUTH, an_id
from tests.exports.fhir_checks import resources
from tests.exports.test_fhir_shapes import SHAPES
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
from tracker.domain.facts import Contact, Instruction
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import stand
from tracker.domain.status import Evidence, Status
from tracker.domain.window import Window
from tracker.domain.wording import long_day, mid_day, short_day
from tracker.exports import to_json
from tracker.exports.fhir import to_fhir
from tracker.exports.fhir.elements import instant, urn
from tracker.exports.redacted import without_notes
from tracker.exports.to_json import Shape
from tracker.services.review import review_lately
from tracker.store.store import Store

AUTHORED = "Written in a patient's diary, not verified by a clinician"
DEFAULT_END = date(2031, 7, 4)
DEFAULT_TENTHS = 777


def only(report: Report, kind: str) -> Shape:
    (found,) = resources(to_fhir.render(report), kind)
    return found


def a_milestone(status: Status, window: Window | None = None) -> MilestoneReading:
    """The first milestone of the garden, reached on day 2 where it is reached."""
    evidence = Evidence(noon(day(2)), day(2), "entry")
    reached = evidence if status is Status.REACHED else None
    return MilestoneReading(GARDEN.milestones[0], window, status, reached, "")


def goal_of(status: Status, window: Window | None = None) -> Shape:
    return only(a_report(milestones=(a_milestone(status, window),)), "Goal")


def limits_said(*told: Instruction, today: int = 14) -> list[str]:
    plan = only(a_report(told=told, today=today), "CarePlan")
    return [each["detail"]["description"] for each in plan["activity"]]


def standing_of(*told: Instruction, today: int = 14) -> str:
    plan = only(a_report(told=told, today=today), "CarePlan")
    found: str = plan["activity"][0]["detail"]["status"]
    return found


def test_of_the_patient_only_a_name_is_told() -> None:
    patient = only(a_report(), "Patient")

    assert patient.keys() == {"resourceType", "id", "name"}
    assert patient["name"] == [{"text": "Ruth Example"}]


def test_a_patient_without_a_name_has_none() -> None:
    assert "name" not in only(a_report(diary=a_diary(name="")), "Patient")


def test_a_stored_uuid_is_the_address_of_its_row() -> None:
    patient = only(SHAPES["as_stored"](), "Patient")

    assert patient["id"] == an_id(1)
    assert urn(an_id(1)) == f"urn:uuid:{an_id(1)}"


def test_what_is_made_from_a_row_has_an_address_of_its_own_that_stays() -> None:
    pain = urn(an_id(1), "pain")

    assert pain == "urn:uuid:aadf9453-fb7c-5bc5-9926-b4a8c3176979"
    assert len({pain, urn(an_id(1)), urn(an_id(2), "pain"), urn(an_id(1), "walk")}) == 4


def test_a_procedure_of_which_only_the_day_is_known_has_only_a_day() -> None:
    procedure = only(a_report(), "Procedure")

    assert procedure["code"] == {"text": "Knee polish"}
    assert procedure["performedDateTime"] == "2026-11-03"
    assert procedure["status"] == "completed"


def test_a_procedure_with_its_time_has_the_offset_there() -> None:
    procedure = only(a_report(diary=a_diary(at=noon(day(0)))), "Procedure")

    assert procedure["performedDateTime"] == "2026-11-03T12:00:00-05:00"


@pytest.mark.parametrize(
    ("today", "hour", "status"),
    [(-1, None, "preparation"), (0, None, "completed"), (0, 1, "preparation"),
     (0, 0, "completed"), (1, 1, "completed")],
)  # fmt: skip
def test_a_procedure_still_to_come_is_in_preparation(
    today: int, hour: int | None, status: str
) -> None:
    """``hour`` is how long after noon it begins; the report is read at noon."""
    at = None if hour is None else noon(day(0)) + timedelta(hours=hour)

    procedure = only(a_report(today=today, diary=a_diary(at=at)), "Procedure")

    assert procedure["status"] == status


@pytest.mark.parametrize(
    ("status", "lifecycle", "achievement"),
    [
        (Status.UPCOMING, "planned", None),
        (Status.OPEN, "active", "in-progress"),
        (Status.CLOSED, "active", None),
        (Status.REACHED, "completed", "achieved"),
        (Status.SKIPPED, "cancelled", None),
    ],
)
def test_a_milestone_is_a_goal_and_never_a_failed_one(
    status: Status, lifecycle: str, achievement: str | None
) -> None:
    goal = goal_of(status)

    said = goal.get("achievementStatus", {"coding": [{"code": None}]})
    assert goal["lifecycleStatus"] == lifecycle
    assert said["coding"][0]["code"] == achievement
    assert goal["description"] == {"text": "One row weeded"}


def test_a_reached_goal_says_on_which_day() -> None:
    assert goal_of(Status.REACHED)["statusDate"] == "2026-11-05"
    assert "statusDate" not in goal_of(Status.OPEN)


def test_what_is_not_reached_yet_has_no_day_even_where_evidence_waits() -> None:
    evidence = Evidence(noon(day(20)), day(20), "by hand")
    waiting = a_milestone(Status.OPEN)._replace(evidence=evidence)

    assert "statusDate" not in only(a_report(milestones=(waiting,)), "Goal")


def test_a_goal_is_due_on_the_last_day_of_its_window() -> None:
    midnight = datetime(2026, 11, 11, 5, tzinfo=UTC)

    goal = goal_of(Status.OPEN, Window(noon(day(1)), midnight))

    assert goal["startDate"] == "2026-11-04"
    assert goal["target"] == [{"dueDate": "2026-11-10"}]


def test_an_empty_window_is_not_due_before_it_begins() -> None:
    midnight = datetime(2026, 11, 11, 5, tzinfo=UTC)

    goal = goal_of(Status.CLOSED, Window(midnight, midnight))

    assert goal["startDate"] == goal["target"][0]["dueDate"] == "2026-11-11"


def test_a_window_without_an_end_makes_nothing_due() -> None:
    endless = goal_of(Status.OPEN, Window(noon(day(1)), None))
    undated = goal_of(Status.UPCOMING)

    assert endless["startDate"] == "2026-11-04"
    assert "target" not in endless
    assert not {"startDate", "target"} & undated.keys()


def test_the_plan_holds_every_goal_and_every_limit() -> None:
    bundle = to_fhir.render(a_report())

    (plan,) = resources(bundle, "CarePlan")
    goals = [f"urn:uuid:{goal['id']}" for goal in resources(bundle, "Goal")]
    assert [each["reference"] for each in plan["goal"]] == goals
    assert len(plan["activity"]) == len(GARDEN.restrictions)


def test_the_plan_says_that_nobody_checked_it_and_which_days_were_read() -> None:
    plan = only(a_report(today=7), "CarePlan")

    assert plan["description"] == (
        "A diary, not checked by a clinician. Protocol garden-knee 0.3-test. "
        "Entries from 2026-11-03 to 2026-11-10."
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (None, "Entries from 2026-11-03 to 2026-11-10."),
        (-2, "Entries from 2026-11-01 to 2026-11-10."),
    ],
)
def test_days_on_which_nothing_could_be_written_are_not_named(
    entry: int | None, said: str
) -> None:
    written = () if entry is None else (an_entry(entry),)
    report = a_report(*written, today=7)
    whole = report._replace(first=date(1900, 1, 1), last=date(2200, 12, 31))

    assert only(whole, "CarePlan")["description"].endswith(said)


def test_a_limit_that_nobody_told_says_just_that() -> None:
    assert limits_said()[0] == "Limit on pushing a barrow: not told. Ask the polisher."
    assert standing_of() == "unknown"


def test_a_told_limit_says_whose_word_it_is_and_when_it_was_told() -> None:
    word = a_word("barrow", amount=75, unit="kg", until=day(42))

    assert limits_said(word)[0] == (
        "Limit on pushing a barrow: up to 7.5 kg until Tue 15 December 2026. "
        "Said by Nurse Example, Thu 5 November 2026."
    )
    assert standing_of(word) == "in-progress"


def test_a_limit_whose_day_has_passed_is_still_in_force() -> None:
    word = a_word("barrow", until=day(5))

    assert "nobody has said that it is over" in limits_said(word)[0]
    assert standing_of(word) == "in-progress"


def test_a_cleared_limit_is_completed_by_somebodys_word() -> None:
    word = a_word("barrow", cleared=True)

    assert limits_said(word)[0].endswith(
        "cleared. Said by Nurse Example, Thu 5 November 2026."
    )
    assert standing_of(word) == "completed"


def test_words_that_differ_are_both_there() -> None:
    strict = a_word("barrow", amount=50, unit="kg")
    mild = a_word("barrow", amount=90, unit="kg", by="Dr Example")

    said = limits_said(strict, mild._replace(number=2))[0]

    assert "up to 5 kg" in said
    assert "Dr Example, Thu 5 November 2026: up to 9 kg" in said


def marked_defaults(report: Report) -> Report:
    """The same, with published defaults that nothing else in it could say."""
    plans = [
        plan._replace(limit=DEFAULT_TENTHS, unit="kg", ranges=("A published range.",))
        for plan in report.diary.protocol.restrictions
    ]
    told = [word for limit in report.limits for word in limit.standing]
    limits = tuple(stand(plan, told, DEFAULT_END, report.last) for plan in plans)
    return report._replace(limits=limits)


@pytest.mark.parametrize("name", SHAPES)
def test_no_published_limit_is_in_any_bundle(name: str) -> None:
    report = marked_defaults(SHAPES[name]())

    text = to_json.text(to_fhir.render(report))

    shown = (
        str(DEFAULT_END),
        *(f(DEFAULT_END) for f in (long_day, mid_day, short_day)),
    )
    for default in ("77.7", "777", "A published range.", "2031", *shown):
        assert default not in text


def test_a_told_end_brings_no_published_weight_with_it() -> None:
    report = marked_defaults(a_report(told=[a_word("barrow", until=day(42))]))

    text = to_json.text(to_fhir.render(report))

    assert "15 December 2026" in text
    assert "77.7" not in text
    assert " kg" not in text


def test_the_bundled_defaults_are_in_no_bundle_of_a_real_diary(store: Store) -> None:
    with store.reading():
        report = review_lately(store, noon(day(5)))

    bundle = to_fhir.render(report)

    text, goals = to_json.text(bundle), resources(bundle, "Goal")
    windows = Counter(g.get("startDate") for g in goals)
    windows.update(g["target"][0]["dueDate"] for g in goals if "target" in g)
    ends = {str(limit.default_until) for limit in report.limits} - {"None"}
    assert " lb" not in text
    assert ends
    assert [end for end in ends if text.count(end) != windows[end]] == []
    for restriction in SACROPLASTY.restrictions:
        assert not any(published in text for published in restriction.ranges)


@pytest.mark.parametrize("name", SHAPES)
def test_no_limit_has_a_period_that_could_end_it(name: str) -> None:
    plan = only(SHAPES[name](), "CarePlan")

    for activity in plan.get("activity", []):
        assert activity["detail"].keys() == {"status", "description"}
    assert plan["period"].keys() == {"start"}


def test_a_warning_is_a_flag_with_the_text_as_it_was_shown() -> None:
    flag = only(a_report(warnings=[a_warning(1, 1)]), "Flag")

    assert flag["status"] == "active"
    assert flag["code"] == {"text": "New wobble in a knee"}
    assert flag["category"] == [{"text": AUTHORED}, {"text": "shown as: same-day"}]
    assert flag["period"] == {"start": "2026-11-04T12:00:00-05:00"}
    assert flag["author"] == flag["subject"]


@pytest.mark.parametrize("kind", ["called", "mistake"])
def test_an_answered_warning_is_an_inactive_flag(kind: str) -> None:
    flag = only(a_report(warnings=[answered(a_warning(1, 1), kind)]), "Flag")

    assert flag["status"] == "inactive"
    assert flag["code"] == {"text": "New wobble in a knee"}


def test_a_flag_that_somebody_else_raised_is_not_the_patients() -> None:
    warning = a_warning(1, 1)._replace(author=ANNA)

    assert only(a_report(warnings=[warning]), "Flag")["author"] == {"display": ANNA}


@pytest.mark.parametrize(("hours", "end"), [(-3, "12:00"), (0, "12:00"), (3, "15:00")])
def test_no_flag_ends_before_it_begins(hours: int, end: str) -> None:
    warning = a_warning(1, 1)
    done = answered(warning).answer
    assert done is not None
    done = done._replace(recorded_at=warning.shown_at + timedelta(hours=hours))
    report = a_report(warnings=[answered(warning)._replace(answer=done)])

    assert only(report, "Flag")["period"]["end"] == f"2026-11-04T{end}:00-05:00"


def who_did(provenance: Shape) -> dict[str, Shape]:
    return {
        agent["type"]["coding"][0]["code"]: agent["who"]
        for agent in provenance["agent"]
    }


@pytest.mark.parametrize("name", SHAPES)
def test_everything_but_the_patient_has_its_provenance(name: str) -> None:
    bundle = to_fhir.render(SHAPES[name]())

    targets = Counter(
        target["reference"]
        for each in resources(bundle, "Provenance")
        for target in each["target"]
    )
    written = {
        f"urn:uuid:{each['id']}"
        for each in resources(bundle)
        if each["resourceType"] not in ("Patient", "Provenance")
    }
    assert targets.keys() == written


def test_provenance_tells_the_protocol_and_the_program() -> None:
    report = a_report()

    provenance = only(report, "Provenance")

    sha = report.diary.procedure.protocol_sha256
    (entity,) = provenance["entity"]
    assert entity["what"] == {
        "display": f"Protocol garden-knee 0.3-test, SHA-256 {sha}"
    }
    assert who_did(provenance)["assembler"] == {"display": "recovery-tracker"}
    assert provenance["recorded"] == "2026-11-04T09:10:00-05:00"


def test_an_entry_typed_for_the_patient_has_an_enterer_and_an_informant() -> None:
    entry = an_entry(1, author=ANNA, relayed=True, late=1)

    *_, provenance = resources(to_fhir.render(a_report(entry)), "Provenance")

    did = who_did(provenance)
    assert did["enterer"] == {"display": ANNA}
    assert did["informant"].keys() == {"reference"}
    assert "author" not in did
    assert provenance["recorded"] == "2026-11-05T12:00:00-05:00"
    assert provenance["occurredDateTime"] == "2026-11-04T12:00:00-05:00"


@pytest.mark.parametrize("relayed", [False, None])
def test_an_entry_that_nobody_relayed_has_an_author(relayed: bool | None) -> None:
    entry = an_entry(1, author=ANNA, relayed=relayed)

    *_, provenance = resources(to_fhir.render(a_report(entry)), "Provenance")

    assert who_did(provenance)["author"] == {"display": ANNA}
    assert "informant" not in who_did(provenance)


@pytest.mark.parametrize(
    ("kind", "said"), [("called", "called"), ("mistake", "marked by mistake")]
)
def test_what_was_done_about_a_warning_is_told_with_who_wrote_it(
    kind: str, said: str
) -> None:
    reading = answered(a_warning(1, 1), kind)
    assert reading.answer is not None
    late = reading.answer._replace(recorded_at=noon(day(2)))
    report = a_report(warnings=[reading._replace(answer=late)])

    *_, provenance = resources(to_fhir.render(report), "Provenance")

    assert provenance["activity"] == {"text": said}
    assert provenance["recorded"] == "2026-11-05T12:00:00-05:00"
    assert provenance["occurredDateTime"] == "2026-11-04T12:00:00-05:00"
    assert who_did(provenance)["author"] == {"display": "Dana Example"}


def test_notes_stand_with_what_they_are_about_and_nowhere_once_taken_out() -> None:
    notes = ("Wax on the floor.", "They will ring back.", "No lawn in winter.")
    skipped = a_milestone(Status.SKIPPED)._replace(reason=notes[2])
    report = a_report(
        an_entry(1, note=notes[0]),
        warnings=[answered(a_warning(1, 1), note=notes[1])],
        milestones=(skipped,),
    )

    whole = to_json.text(to_fhir.render(report))
    redacted = to_json.text(to_fhir.render(without_notes(report)))

    assert [note in whole for note in notes] == [True] * 3
    assert [note in redacted for note in notes] == [False] * 3


def test_the_reason_for_skipping_and_the_note_on_a_call_have_their_places() -> None:
    skipped = a_milestone(Status.SKIPPED)._replace(reason="No lawn in winter.")
    called = answered(a_warning(1, 1), note="They will ring back.")
    report = a_report(milestones=(skipped,), warnings=[called])

    *_, provenance = resources(to_fhir.render(report), "Provenance")

    assert provenance["activity"] == {"text": "called: They will ring back."}
    assert only(report, "Goal")["statusReason"] == "No lawn in winter."


def test_no_number_to_call_is_in_a_bundle() -> None:
    contact = Contact("contact", "caregiver", "555-0199", "Anna")
    diary = a_diary()._replace(contacts=(contact,))

    text = to_json.text(
        to_fhir.render(a_report(diary=diary, warnings=[a_warning(1, 1)]))
    )

    assert "555-01" not in text


def test_the_words_of_a_diary_are_in_the_bundle_of_another_protocol_too() -> None:
    text = to_json.text(to_fhir.render(a_report(milestones=standing(GARDEN, {}))))

    assert RUTH in text
    assert "acroplasty" not in text


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/New_York", "1960-06-01T08:00:00-04:00"),
        ("Asia/Kolkata", "1960-06-01T17:30:00+05:30"),
        ("Africa/Monrovia", "1960-06-01T12:00:00+00:00"),
    ],
)
def test_an_offset_with_seconds_which_r4_lacks_is_said_in_utc(
    zone: str, said: str
) -> None:
    assert instant(datetime(1960, 6, 1, 12, tzinfo=UTC), zone) == said

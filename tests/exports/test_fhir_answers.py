"""Answers, signs and notes in the bundle: what was said, by whom, and no more."""

import pytest

from tests.builders import ANNA, a_check_in, an_answer
from tests.exports.fhir_checks import resources
from tests.pages import (
    GARDEN,
    SACROPLASTY,
    a_diary,
    a_report,
    an_entry,
    day,
)
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.exports.fhir import to_fhir
from tracker.exports.fhir.codes import CODED, coded
from tracker.exports.to_json import Shape

PATIENT = "reference"
LOINC = {"pain": "72514-3", "temperature": "8310-5", "steps": "41950-7"}


def bundle_of(*entries: CheckIn, diary: Diary | None = None) -> Shape:
    diary = diary or a_diary(baseline=None)
    return to_fhir.render(a_report(*entries, diary=diary))


def of_the_sacrum(*entries: CheckIn) -> Shape:
    return bundle_of(*entries, diary=a_diary(SACROPLASTY, baseline=None))


def sacroplasty_entry(words: str) -> CheckIn:
    return an_entry(1, words, protocol=SACROPLASTY)


def only(bundle: Shape, kind: str) -> Shape:
    (found,) = resources(bundle, kind)
    return found


def item(bundle: Shape, link: str) -> Shape | None:
    items: list[Shape] = only(bundle, "QuestionnaireResponse")["item"]
    return next((each for each in items if each["linkId"] == link), None)


def said(bundle: Shape, link: str) -> object:
    """The one value of an item; None when the item is not there."""
    found = item(bundle, link)
    return found and next(iter(found["answer"][0].values()))


def test_each_answer_is_one_observation_and_no_other_question_has_one() -> None:
    bundle = bundle_of(
        an_entry(1, "pain=4 weeds=7"), an_entry(2, "bee=no"), an_entry(3)
    )

    texts = [each["code"]["text"] for each in resources(bundle, "Observation")]
    assert texts == [
        "How much does the knee ache?",
        "How many weeds?",
        "Any bee sting today?",
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("weeds=0", {"valueInteger": 0}),
        ("stiff=3.5", {"valueQuantity": {"value": 3.5}}),
        ("swelling=16in", {"valueQuantity": {"value": 40.6, "unit": "cm"}}),
        ("ground=gravel", {"valueCodeableConcept": {"text": "gravel"}}),
        ("bee=no", {"valueBoolean": False}),
    ],
)
def test_a_value_is_in_the_questions_own_unit_or_words(
    words: str, value: Shape
) -> None:
    found = only(bundle_of(an_entry(1, words)), "Observation")

    assert {key: found[key] for key in found if key.startswith("value")} == value


def test_a_temperature_typed_in_fahrenheit_is_in_celsius_and_said_as_typed() -> None:
    bundle = of_the_sacrum(sacroplasty_entry("temperature=100.8F"))

    assert only(bundle, "Observation")["valueQuantity"] == {
        "value": 38.2,
        "unit": "C",
        "system": "http://unitsofmeasure.org",
        "code": "Cel",
    }
    assert said(bundle, "temperature") == {"value": 100.8, "unit": "F"}


def test_pain_is_a_score_of_ten() -> None:
    found = only(bundle_of(an_entry(1, "pain=4")), "Observation")

    assert found["valueQuantity"]["value"] == 4
    assert found["valueQuantity"]["code"] == "{score}"


def test_only_questions_with_a_code_that_was_read_have_one() -> None:
    for question in SACROPLASTY.questions:
        line = coded(question)
        assert (line.loinc if line else "") == LOINC.get(question.id, "")


def test_every_code_says_where_it_was_read() -> None:
    assert all(line.source and line.ucum for line in CODED)
    assert {line.question for line in CODED if line.loinc} == LOINC.keys()


def test_a_question_without_a_code_has_its_wording_alone() -> None:
    bundle = of_the_sacrum(sacroplasty_entry("pain-moving=5"))

    assert only(bundle, "Observation")["code"] == {
        "text": "Pain when moving or walking? 0 to 10"
    }


def test_minutes_and_hours_have_a_unit_and_no_code() -> None:
    bundle = of_the_sacrum(sacroplasty_entry("walk=20 sleep=6.5"))

    found = resources(bundle, "Observation")
    assert [each["valueQuantity"]["code"] for each in found] == ["min", "h"]
    assert all("coding" not in each["code"] for each in found)


@pytest.mark.parametrize(
    ("question", "changed"),
    [
        ("pain", {"most": 100}),
        ("pain", {"least": 1}),
        ("pain", {"kind": "count"}),
        ("temperature", {"unit": "F"}),
        ("steps", {"unit": "km"}),
    ],
)
def test_a_known_name_that_is_asked_otherwise_gets_no_code(
    question: str, changed: Shape
) -> None:
    asked = SACROPLASTY.question(question)
    assert asked is not None

    assert coded(asked) is not None
    assert coded(asked._replace(**changed)) is None


def test_a_scale_of_halves_up_to_ten_is_still_of_ten() -> None:
    asked = SACROPLASTY.questions[0]._replace(step=10, most=100)

    assert coded(asked) is not None


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("pain=4", ["survey"]),
        ("temperature=37.0", ["survey", "vital-signs"]),
        ("steps=900", ["survey", "activity"]),
    ],
)
def test_every_answer_is_of_a_survey_and_some_are_more(
    question: str, kinds: list[str]
) -> None:
    found = only(of_the_sacrum(sacroplasty_entry(question)), "Observation")

    assert [each["coding"][0]["code"] for each in found["category"]] == kinds


def test_an_answer_is_of_the_entrys_instant_with_the_offset_there() -> None:
    found = only(bundle_of(an_entry(1, "pain=4", late=2)), "Observation")

    assert found["effectiveDateTime"] == "2026-11-04T12:00:00-05:00"
    assert found["issued"] == "2026-11-06T12:00:00-05:00"


def test_an_answer_of_a_day_without_a_time_is_of_that_day() -> None:
    bundle = bundle_of(an_entry(1, "pain=4")._replace(time_known=False))

    assert only(bundle, "Observation")["effectiveDateTime"] == "2026-11-04"
    assert only(bundle, "QuestionnaireResponse")["authored"] == "2026-11-04"


@pytest.mark.parametrize(
    ("author", "relayed", "performer", "writer"),
    [
        ("Ruth Example", None, PATIENT, PATIENT),
        (ANNA, True, PATIENT, "display"),
        (ANNA, False, "display", "display"),
        (ANNA, None, "display", "display"),
    ],
)
def test_who_said_it_and_who_typed_it_are_told_apart(
    author: str, relayed: bool | None, performer: str, writer: str
) -> None:
    entry = an_entry(1, "pain=4", author=author, relayed=relayed)

    bundle = bundle_of(entry)

    response = only(bundle, "QuestionnaireResponse")
    assert list(only(bundle, "Observation")["performer"][0]) == [performer]
    assert list(response["source"]) == [performer]
    assert list(response["author"]) == [writer]


def test_an_author_without_a_name_is_not_taken_for_the_patient() -> None:
    bundle = bundle_of(an_entry(1, "pain=4", author=""))

    performer = only(bundle, "Observation")["performer"]
    assert performer == [{"display": "not written down"}]


def test_an_answer_points_at_the_entry_that_holds_its_wording() -> None:
    bundle = bundle_of(an_entry(1, "pain=4"))

    (source,) = only(bundle, "Observation")["derivedFrom"]
    response = only(bundle, "QuestionnaireResponse")
    assert source["reference"] == f"urn:uuid:{response['id']}"


def test_the_pain_from_before_ends_with_the_procedure() -> None:
    found = only(to_fhir.render(a_report()), "Observation")

    assert found["valueQuantity"]["value"] == 8
    assert found["effectivePeriod"] == {"end": "2026-11-03"}
    assert found["code"]["text"].startswith("Before the procedure: ")
    assert "effectiveDateTime" not in found


def test_no_pain_before_is_an_answer_too_and_no_answer_is_none() -> None:
    none = to_fhir.render(a_report(diary=a_diary(baseline=0)))
    unsaid = to_fhir.render(a_report(diary=a_diary(baseline=None)))

    assert only(none, "Observation")["valueQuantity"]["value"] == 0
    assert resources(unsaid, "Observation") == []


def test_a_protocol_that_does_not_ask_for_pain_tells_none_from_before() -> None:
    bare = GARDEN._replace(questions=GARDEN.questions[1:])

    bundle = bundle_of(diary=a_diary(bare, baseline=8))

    assert resources(bundle, "Observation") == []


def test_an_answer_that_no_question_explains_is_kept_as_text() -> None:
    entry = a_check_in(1, answers=(an_answer("gone", 382, "C"),))

    bundle = bundle_of(entry)

    found = only(bundle, "Observation")
    assert found["code"] == {"text": "gone"}
    assert found["valueString"] == "382 C in steps of a size that is not known"
    assert said(bundle, "gone") == "382 C"


@pytest.mark.parametrize(
    ("words", "link", "value"),
    [
        ("pain=4", "pain", 4),
        ("stiff=3.5", "stiff", 3.5),
        ("swelling=16in", "swelling", {"value": 16.0, "unit": "in"}),
        ("ground=gravel", "ground", "gravel"),
        ("bee=yes", "bee", True),
        ("bee=no", "bee", False),
    ],
)
def test_an_entry_holds_the_answer_as_it_was_typed(
    words: str, link: str, value: object
) -> None:
    assert said(bundle_of(an_entry(1, words)), link) == value


def test_an_entry_holds_the_wording_of_the_question() -> None:
    found = item(bundle_of(an_entry(1, "stiff=3.5")), "stiff")

    assert found is not None
    assert found["text"] == "How stiff is the knee? 1 to 5"
    assert list(found["answer"][0]) == ["valueDecimal"]


def test_signs_that_were_not_asked_are_neither_yes_nor_no() -> None:
    bundle = bundle_of(an_entry(1, "pain=4", signs_asked="no"))

    assert said(bundle, "signs.asked") == "no"
    assert [item(bundle, sign.id) for sign in GARDEN.signs] == [None] * 4


def test_of_lists_that_were_answered_each_daily_sign_is_yes_or_no() -> None:
    entry = an_entry(1, signs_asked="yes")._replace(signs=("ache-more",))

    bundle = bundle_of(entry)

    assert said(bundle, "knee-lost") is False
    assert said(bundle, "ache-more") is True
    assert item(bundle, "dull") is None
    assert item(bundle, "big-knee") is None


def test_of_lists_answered_in_part_only_what_was_marked_is_there() -> None:
    entry = an_entry(1, signs_asked="partly")._replace(signs=("ache-more",))

    bundle = bundle_of(entry)

    assert said(bundle, "signs.asked") == "partly"
    assert said(bundle, "ache-more") is True
    assert item(bundle, "knee-lost") is None


@pytest.mark.parametrize(
    ("number", "asked", "there"),
    [(8, True, False), (8, False, None), (2, True, None)],
)
def test_the_weekly_list_is_there_where_it_was_answered_and_due(
    number: int, asked: bool, there: bool | None
) -> None:
    bundle = bundle_of(an_entry(number)._replace(weekly_asked=asked))

    assert said(bundle, "dull") is there


def test_a_marked_sign_that_the_protocol_does_not_know_is_kept() -> None:
    bundle = bundle_of(an_entry(1)._replace(signs=("gone",)))

    found = item(bundle, "gone")
    assert found is not None
    assert found["text"] == "gone"


def test_the_wording_of_a_sign_is_that_of_the_protocol() -> None:
    found = item(bundle_of(an_entry(1, signs_asked="yes")), "knee-lost")

    assert found is not None
    assert found["text"] == "The knee rolled away"


def test_a_note_is_there_and_one_that_was_blanked_is_not() -> None:
    noted = bundle_of(an_entry(1, "pain=4", note="Wax on the floor."))
    blank = bundle_of(an_entry(1, "pain=4", note=""))

    assert said(noted, "entry.note") == "Wax on the floor."
    assert item(blank, "entry.note") is None


def test_a_note_keeps_its_lines_and_loses_what_r4_forbids() -> None:
    typed = "One\nTwo\u00a0three\u2003four\u0007"

    bundle = bundle_of(an_entry(1, note=typed))

    assert said(bundle, "entry.note") == "One\nTwo three four\\u0007"


def test_a_note_of_spaces_is_none() -> None:
    assert item(bundle_of(an_entry(1, note=" \u00a0\n")), "entry.note") is None


def test_an_entry_of_an_earlier_procedure_is_counted_from_its_own() -> None:
    diary = a_diary(baseline=None)
    earlier = diary.procedure._replace(id="earlier", on=day(-10))
    entry = an_entry(-2)._replace(procedure_id="earlier", weekly_asked=True)

    bundle = bundle_of(entry, diary=diary._replace(earlier=(earlier,)))

    assert said(bundle, "dull") is False


def test_the_bundle_is_made_at_the_instant_of_the_report() -> None:
    bundle = to_fhir.render(a_report(today=14))

    assert bundle["timestamp"] == "2026-11-17T12:00:00-05:00"

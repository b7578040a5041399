import json

from tests.pages import (
    GARDEN,
    a_diary,
    a_report,
    a_warning,
    a_word,
    an_entry,
    day,
    standing,
)
from tracker.domain.report import Report
from tracker.domain.summary import summarise
from tracker.exports import to_json
from tracker.exports.report_shape import render
from tracker.exports.to_json import Shape


def shape(report: Report) -> Shape:
    """As a program reads it."""
    found: Shape = json.loads(to_json.text(render(summarise(report))))
    return found


def test_the_figures_are_those_of_the_page() -> None:
    entries = [an_entry(n, f"pain={pain}") for n, pain in ((1, 5), (2, 4), (4, 4))]

    found = shape(a_report(*entries, today=5))

    assert found["version"] == 1
    assert found["made"] == "2026-11-08T12:00:00-05:00"
    assert found["scores"] == [
        {
            "question": "pain",
            "title": "Ache",
            "n": 3,
            "first": [5, 4, 4],
            "last": [5, 4, 4],
        }
    ]
    assert found["change"] == {
        "before": 8,
        "after": 4.3,
        "n": 3,
        "points": -3.7,
        "percent": -46,
        "word": "clear",
        "acceptable": False,
    }
    assert found["period"] == {
        "first": "2026-11-03",
        "last": "2026-11-08",
        "since": "procedure",
        "days": 4,
        "days_written": 3,
        "blank": ["2026-11-06"],
        "entries": 3,
        "typed_on_a_later_day": 0,
    }


def test_every_kind_of_figure_names_its_question() -> None:
    entries = [
        an_entry(1, "stiff=3.5 swelling=40 bee=no"),
        an_entry(2, "stiff=2 swelling=38.5 bee=yes"),
    ]

    assert shape(a_report(*entries))["figures"] == [
        {
            "question": "stiff",
            "title": "Stiffness",
            "n": 2,
            "first": {"day": "2026-11-04", "answer": "3.5"},
            "latest": {"day": "2026-11-05", "answer": "2.0"},
        },
        {
            "question": "swelling",
            "title": "Girth",
            "n": 2,
            "lowest": {"day": "2026-11-05", "answer": "38.5 cm"},
            "highest": {"day": "2026-11-04", "answer": "40.0 cm"},
        },
        {
            "question": "bee",
            "title": "Bee",
            "days": 2,
            "days_of": {"no": ["2026-11-04"], "yes": ["2026-11-05"]},
        },
    ]


def test_a_fine_scale_is_in_its_own_numbers() -> None:
    fine = GARDEN.questions[0]._replace(step=10, most=100)
    protocol = GARDEN._replace(questions=(fine,))
    entry = an_entry(1, "pain=3.5", protocol=protocol)

    found = shape(a_report(entry, diary=a_diary(protocol, baseline=80)))

    assert found["scores"][0]["first"] == [3.5]
    assert found["change"]["before"] == 8.0


def test_what_nobody_has_said_is_null() -> None:
    found = shape(a_report(diary=a_diary(baseline=None)))

    assert found["change"] is None
    assert found["procedure"]["at"] is None
    assert found["restrictions"][0]["limit"] is None


def test_limits_warnings_milestones_and_authors_are_there() -> None:
    milestones = standing(GARDEN, {"tea": 3}, ["barrow-talk"])
    report = a_report(
        an_entry(1, "pain=4", signs_asked="partly"),
        warnings=[a_warning(2, 1)],
        told=[a_word("barrow", amount=75, unit="kg", until=day(42))],
        milestones=milestones,
    )

    found = shape(report)

    assert found["signs_asked"] == {"days": 0, "days_in_part": 1, "of_days": 1}
    assert (found["warnings"][0]["number"], found["warnings"][0]["day"]) == (
        2,
        "2026-11-04",
    )
    assert found["reached"] == [
        {"id": "tea", "title": "Tea with the polisher", "on": "2026-11-06"}
    ]
    assert found["to_discuss"] == ["barrow-talk"]
    assert found["restrictions"][0]["limit"] == "7.5 kg"
    assert found["unwritten"] == ["stiff", "weeds", "swelling"]
    assert found["written_by"] == [
        {"author": "Ruth Example", "relayed": None, "entries": 1}
    ]

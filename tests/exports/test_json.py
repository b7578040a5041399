"""The documented JSON shapes: what nobody has said is null."""

import json
from datetime import date

from tests.builders import NOW, RUTH, a_check_in, an_answer
from tests.pages import SACROPLASTY
from tracker.exports import entry_shape, timeline_shape, to_json
from tracker.exports.to_json import Shape
from tracker.services.log import log
from tracker.services.review import review_lately
from tracker.services.told import Heard, Word, keep_words
from tracker.store.store import Store

UNASKED, NONE_MARKED = "no", "yes"


def timeline(store: Store) -> Shape:
    with store.reading():
        return timeline_shape.timeline(review_lately(store, NOW))


def by_id(lines: list[Shape], line_id: str) -> Shape:
    return next(line for line in lines if line["id"] == line_id)


def test_instants_carry_the_offset_of_the_clocks_there() -> None:
    shape = entry_shape.entry(a_check_in(1), SACROPLASTY)

    assert shape["at"] == "2026-11-04T19:10:00-05:00"
    assert shape["day"] == "2026-11-04"


def test_answers_are_in_the_questions_own_unit_and_as_they_were_typed() -> None:
    answers = (
        an_answer("fell", 1, ""),
        an_answer("medicine", 4, ""),
        an_answer("pain", 4, ""),
        an_answer("temperature", 1008, "F"),
        an_answer("walk", 20, "min"),
    )

    shape = entry_shape.entry(a_check_in(1, answers=answers), SACROPLASTY)

    assert shape["answers"] == {
        "fell": True,
        "medicine": "opioid",
        "pain": 4,
        "temperature": 38.2,
        "walk": 20,
    }
    assert shape["typed"] == {"temperature": "100.8 F"}


def test_signs_that_were_not_asked_are_null_and_never_an_empty_list() -> None:
    unasked = entry_shape.entry(a_check_in(1, signs_asked=UNASKED), SACROPLASTY)
    none = entry_shape.entry(a_check_in(1, signs_asked=NONE_MARKED), SACROPLASTY)
    partly = entry_shape.entry(a_check_in(1, signs_asked="partly"), SACROPLASTY)
    marked = a_check_in(1, signs_asked="partly", signs=("rash",))

    assert unasked["signs"] is None
    assert none["signs"] == []
    assert partly["signs"] is None
    assert entry_shape.entry(marked, SACROPLASTY)["signs"] == ["rash"]


def test_an_empty_note_is_null() -> None:
    assert entry_shape.entry(a_check_in(1, note=""), SACROPLASTY)["note"] is None


def test_a_limit_without_a_word_has_figures_under_default_alone(store: Store) -> None:
    lifting = by_id(timeline(store)["restrictions"], "heavy-lifting")

    said = {key: lifting[key] for key in ("confirmed", "closes", "limit", "by")}
    assert said == {"confirmed": False, "closes": None, "limit": None, "by": None}
    assert lifting["default"]["limit"] == "10 lb"
    assert lifting["default"]["closes"] == "2026-12-15"


def test_a_told_limit_says_how_much_until_when_and_whose_word_it_is(
    store: Store,
) -> None:
    word = Word("heavy-lifting", 25, "kg", date(2026, 12, 1), cleared=False)
    heard = Heard((word,), "Nurse Example", "", date(2026, 11, 4))

    keep_words(store, heard, RUTH, NOW)

    lifting = by_id(timeline(store)["restrictions"], "heavy-lifting")
    said = {key: lifting[key] for key in ("confirmed", "closes", "limit", "by")}
    assert said == {
        "confirmed": True,
        "closes": "2026-12-01",
        "limit": "2.5 kg",
        "by": "Nurse Example",
    }


def test_a_milestone_shows_its_window_and_when_it_was_reached(store: Store) -> None:
    log(store, a_check_in(1), NOW)

    check = by_id(timeline(store)["milestones"], "pain-check")

    assert check["opens"] == "2026-11-04T10:30:00-05:00"
    assert check["closes"] == "2026-11-05T10:30:00-05:00"
    assert check["status"] == "reached"
    assert check["reached_at"] == "2026-11-04T19:10:00-05:00"
    assert check["sources"]


def test_a_warning_without_a_number_to_call_says_null(store: Store) -> None:
    logged = log(store, a_check_in(1, signs=("rash",)), NOW)
    warning = logged.warnings[0]

    assert entry_shape.warning(warning)["call"] == "555 0100"
    assert entry_shape.warning(warning._replace(call=""))["call"] is None


def test_the_text_is_json_and_keeps_peoples_letters(store: Store) -> None:
    text = to_json.text(timeline(store) | {"name": "Zo\u00eb"})

    assert json.loads(text)["version"] == to_json.VERSION
    assert "Zo\u00eb" in text

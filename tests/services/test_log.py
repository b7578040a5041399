"""Writing and correcting entries."""

from datetime import timedelta

import pytest

from tests.builders import NOW, RUTH, a_check_in, a_moment, an_answer
from tracker.domain.facts import Answer
from tracker.errors import NotFound, Refused
from tracker.services.diary import open_diary
from tracker.services.log import Edit, delete, edit, extend, log
from tracker.services.texts import LONGEST_NOTE
from tracker.services.warnings import Done, answer
from tracker.store.store import Store


def the_change(**changed: object) -> Edit:
    change = Edit({}, None, None, "")
    return change._replace(**changed)  # type: ignore[arg-type]


def test_an_entry_gets_its_number_from_the_store(store: Store) -> None:
    first = log(store, a_check_in(7), NOW)
    second = log(store, a_check_in(8), NOW)

    assert (first.check_in.number, second.check_in.number) == (1, 2)


def test_the_same_id_is_kept_once(store: Store) -> None:
    first = log(store, a_check_in(), NOW)

    again = log(store, a_check_in(), NOW + timedelta(minutes=1))

    assert again.already
    assert again.check_in == first.check_in


@pytest.mark.parametrize(
    "other", [{"note": "another"}, {"answers": ()}, {"signs": ("chest-breath",)}]
)
def test_the_same_id_with_something_else_is_refused_and_changes_nothing(
    store: Store, other: dict[str, object]
) -> None:
    first = log(store, a_check_in(), NOW)

    with pytest.raises(Refused, match="says something else"):
        log(store, a_check_in(1, **other), NOW)

    with store.reading():
        kept = store.check_in(first.diary.person, first.check_in.id)
    assert kept == first.check_in


@pytest.mark.parametrize("answered", [False, True])
def test_a_changed_answer_that_still_raises_its_sign_is_shown_again(
    store: Store, answered: bool
) -> None:
    fever = an_answer("temperature", 382, "C")
    log(store, a_check_in(answers=(fever,)), NOW)
    if answered:
        answer(store, 1, Done("mistake", a_moment(), ""), RUTH, NOW)
    higher: dict[str, Answer | None] = {"temperature": fever._replace(number=400)}

    again = edit(store, 1, Edit(higher, None, None, ""), RUTH, NOW)

    assert [shown.rule for shown in again.warnings] == [
        "Temperature 40.0 C, at least 38.0 C"
    ]


def test_an_edit_that_leaves_an_answer_shows_its_sign_no_second_time(
    store: Store,
) -> None:
    fever = an_answer("temperature", 382, "C")
    log(store, a_check_in(answers=(fever,)), NOW)

    again = edit(store, 1, Edit({}, None, "worse", ""), RUTH, NOW)

    assert again.warnings == ()


def test_nobody_relays_to_herself(store: Store) -> None:
    assert log(store, a_check_in(relayed=True), NOW).check_in.relayed is None


def test_a_marked_sign_is_stored_as_it_was_shown(store: Store) -> None:
    logged = log(store, a_check_in(signs=("bladder-bowel", "leg-new")), NOW)

    shown = [(w.number, w.tier, w.call) for w in logged.warnings]
    assert shown == [(1, "emergency", "911"), (2, "same-day", "555 0100")]


def test_extending_shows_only_what_is_new(store: Store) -> None:
    draft = a_check_in(signs=("leg-new",), answers=())
    log(store, draft, NOW)

    grown = draft._replace(signs=("leg-new", "calf"), answers=(an_answer(),))
    logged = extend(store, grown, NOW)

    assert [warning.sign for warning in logged.warnings] == ["calf"]
    assert logged.check_in.number == 1
    assert logged.check_in.answers == (an_answer(),)


def test_an_entry_that_was_taken_back_is_not_extended(store: Store) -> None:
    with pytest.raises(Refused):
        extend(store, a_check_in(), NOW)


def test_an_edit_never_clears_a_warning(store: Store) -> None:
    logged = log(store, a_check_in(answers=(an_answer(number=10),)), NOW)
    assert [warning.sign for warning in logged.warnings] == ["pain-worse"]

    edit(store, 1, the_change(answers={"pain": an_answer(number=2)}), "Ruth", NOW)

    with store.reading():
        person = store.person()
        assert person is not None
        kept = store.warnings_of(person, logged.check_in.id)
    assert [warning.sign for warning in kept] == ["pain-worse"]


def test_an_edit_takes_an_answer_away(store: Store) -> None:
    log(store, a_check_in(), NOW)

    edited = edit(store, 1, the_change(answers={"pain": None}), "Ruth", NOW)

    assert edited.check_in.answers == ()


def test_an_edit_that_changes_nothing_is_refused(store: Store) -> None:
    log(store, a_check_in(), NOW)

    with pytest.raises(Refused, match="reads like that already"):
        edit(store, 1, the_change(note=""), "Ruth", NOW)


def test_a_deleted_number_is_never_used_again(store: Store) -> None:
    log(store, a_check_in(), NOW)
    delete(store, 1, "Ruth", NOW)

    assert log(store, a_check_in(2), NOW).check_in.number == 2
    with pytest.raises(NotFound):
        delete(store, 1, "Ruth", NOW)


def test_a_note_longer_than_a_diary_holds_is_refused_whole(store: Store) -> None:
    with pytest.raises(Refused):
        log(store, a_check_in(note="a" * (LONGEST_NOTE + 1)), NOW)

    with store.reading():
        person = store.person()
        assert person is not None
        assert store.check_in_numbered(person, 1) is None


def test_a_corrected_time_is_told_in_the_history(store: Store) -> None:
    entry = log(store, a_check_in(1), NOW).check_in
    earlier = a_moment(NOW - timedelta(hours=30))

    edit(store, entry.number, Edit({}, earlier, None, ""), RUTH, NOW)

    with store.reading():
        newest = store.changes(open_diary(store).person, 1)[0]
    assert newest.text == (
        "moved entry 1 from Wed 4 November 2026, 19:10 to Tue 3 November 2026, 13:10"
    )


def test_a_fever_that_comes_back_by_correction_is_shown_again(store: Store) -> None:
    hot, cool = an_answer("temperature", 390, "C"), an_answer("temperature", 369, "C")
    entry = log(store, a_check_in(1, answers=(hot,)), NOW).check_in
    steps = [{"temperature": cool}, {"temperature": hot}, {"pain": an_answer()}]

    shown = [
        len(
            edit(store, entry.number, Edit(dict(s), None, None, ""), RUTH, NOW).warnings
        )
        for s in steps
    ]

    assert shown == [0, 1, 0]


def test_pain_before_the_procedure_is_not_worse_than_before_it(store: Store) -> None:
    before = a_moment(NOW - timedelta(days=5))
    early = a_check_in(1, answers=(an_answer("pain", 10, ""),))
    early = early._replace(at=before.at, day=before.day)
    later = a_check_in(2, answers=(an_answer("pain", 10, ""),))

    assert log(store, early, NOW).warnings == ()
    assert [w.sign for w in log(store, later, NOW).warnings] == ["pain-worse"]


def test_a_sign_marked_before_the_procedure_is_still_shown(store: Store) -> None:
    before = a_moment(NOW - timedelta(days=5))
    early = a_check_in(1, signs=("chest-breath",))._replace(
        at=before.at, day=before.day
    )

    assert len(log(store, early, NOW).warnings) == 1


def test_what_somebody_else_wrote_meanwhile_outlives_the_end_of_the_questions(
    store: Store,
) -> None:
    draft = a_check_in(1, answers=(), signs=("rash",))
    number = log(store, draft, NOW).check_in.number
    sleep = an_answer("sleep", 75, "h")
    edit(store, number, Edit({"sleep": sleep}, None, "slept well", ""), RUTH, NOW)

    kept = extend(store, draft._replace(answers=(an_answer(),)), NOW).check_in

    assert kept.answers == (an_answer(), sleep)
    assert kept.note == "slept well"

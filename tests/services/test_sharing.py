"""What is handed out, what may be taken in, and what stays as it is."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builders import (
    ANNA,
    NEW_YORK,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_moment,
    an_answer,
)
from tests.copies import (
    EVERYTHING,
    THEN,
    a_copy_of,
    facts_in,
    join_all,
    known_in,
    merge,
    opened,
    problem_of,
    shared_by,
    shown_in,
)
from tests.reliability.test_undo_everything import dump
from tracker.domain.calling import dialled
from tracker.domain.sharing import FactState, Shared
from tracker.errors import NoRight, Refused, UnusableFile, UsageProblem
from tracker.protocols.library import load
from tracker.services.conflicts import answer_conflict, list_conflicts
from tracker.services.contacts import keep_contact
from tracker.services.erase import erase, foresee
from tracker.services.joining import merge_share, open_share
from tracker.services.log import Edit, delete, edit, log
from tracker.services.share_rights import Asked
from tracker.services.sharing import list_shares
from tracker.services.start import start
from tracker.services.undo import redo, undo
from tracker.services.visit_questions import add_question
from tracker.services.warnings import Done, answer, list_warnings
from tracker.store.compiled import KEYS
from tracker.store.files import create
from tracker.store.store import Store
from tracker.workspace import STANDARD

SEE = Asked(ANNA, "read", None, True, None)
ADD = Asked(ANNA, "log", None, True, None)
LATER = NOW + timedelta(days=1)
TABLES = (*KEYS, "change", "counter", "shown_warning", "protocol")


def pain(number: int) -> Edit:
    return Edit({"pain": an_answer("pain", number)}, None, None, "")


def in_store(path: Path, act: Callable[[Store], object]) -> object:
    with opened(path) as store:
        return act(store)


def write(path: Path, number: int, by: str = ANNA, **changed: object) -> None:
    """An entry of that number's id, written in a copy."""
    entry = a_check_in(number, author=by, **changed)
    in_store(path, lambda store: log(store, entry, NOW))


@pytest.fixture
def own(started: Path) -> Path:
    """Ruth's own diary, with one entry and its note."""
    write(started, 1, RUTH, note="Sat at the table.")
    return started


@pytest.fixture
def hers(own: Path, tmp_path: Path) -> Path:
    """Anna's copy, in which she may do everything."""
    return a_copy_of(own, tmp_path / "hers.sqlite", EVERYTHING._replace(name=ANNA))


@pytest.fixture
def adding(own: Path, tmp_path: Path) -> Path:
    """Anna's copy, in which she may see and add."""
    return a_copy_of(own, tmp_path / "adding.sqlite", ADD)


def test_a_copy_holds_what_the_diary_holds(own: Path, hers: Path) -> None:
    assert shown_in(hers) == shown_in(own)
    assert problem_of(hers) == ""


def test_what_a_caregiver_adds_comes_back_with_their_name(
    own: Path, hers: Path
) -> None:
    write(hers, 2)

    taken = merge(own, shared_by(hers, by=ANNA))

    assert taken.added == {"check_in": 1}
    with opened(own) as store, store.reading():
        entry = store.check_in_numbered(taken.diary.person, 2)
    assert entry is not None
    assert (entry.author, entry.relayed) == (ANNA, None)


def test_a_file_taken_in_twice_is_taken_in_once(own: Path, hers: Path) -> None:
    write(hers, 2)
    shared = shared_by(hers, by=ANNA)
    merge(own, shared)
    before = dump(own, TABLES)

    again = merge(own, shared)

    assert again.already
    assert dump(own, TABLES) == before


def test_one_undo_takes_a_merge_back_and_a_redo_brings_it(
    own: Path, hers: Path
) -> None:
    write(hers, 2)
    write(hers, 3)
    before = shown_in(own)
    merge(own, shared_by(hers, by=ANNA))
    after = shown_in(own)

    in_store(own, lambda store: undo(store, 1, RUTH, THEN))
    assert shown_in(own) == before
    in_store(own, lambda store: redo(store, 1, RUTH, THEN))

    assert shown_in(own) == after
    assert problem_of(own) == ""


def test_what_was_taken_back_here_is_not_taken_away_there(
    own: Path, hers: Path
) -> None:
    write(hers, 2)
    merge(own, shared_by(hers, by=ANNA))
    in_store(own, lambda store: undo(store, 1, RUTH, THEN))

    merge(hers, shared_by(own), ANNA)

    assert ("check_in", a_check_in(2).id) in shown_in(hers)


def test_a_merge_that_was_taken_back_can_be_made_again(own: Path, hers: Path) -> None:
    write(hers, 2)
    shared = shared_by(hers, by=ANNA)
    merge(own, shared)
    after = shown_in(own)
    in_store(own, lambda store: undo(store, 1, RUTH, THEN))

    merge(own, shared)

    assert shown_in(own) == after


def test_an_entry_that_was_deleted_in_one_copy_is_gone_in_both(
    own: Path, hers: Path
) -> None:
    in_store(own, lambda store: delete(store, 1, RUTH, LATER))

    taken = merge(hers, shared_by(own), ANNA)

    assert taken.removed == 1
    assert ("check_in", a_check_in(1).id) not in shown_in(hers)


def test_what_both_changed_is_kept_side_by_side(own: Path, hers: Path) -> None:
    in_store(own, lambda store: edit(store, 1, pain(3), RUTH, LATER))
    in_store(hers, lambda store: edit(store, 1, pain(6), ANNA, LATER))

    (conflict,) = merge(own, shared_by(hers, by=ANNA)).conflicts

    assert conflict.title == "entry 1"
    assert {(v.author, v.says.partition(":")[2]) for v in conflict.versions} == {
        (RUTH, ' pain 3 0-10, note "Sat at the table." (19:10)'),
        (ANNA, ' pain 6 0-10, note "Sat at the table." (19:10)'),
    }
    assert [v.stands for v in conflict.versions].count(True) == 1


def test_a_conflict_stays_until_somebody_says_which_holds(
    own: Path, hers: Path
) -> None:
    in_store(own, lambda store: edit(store, 1, pain(3), RUTH, LATER))
    in_store(hers, lambda store: edit(store, 1, pain(6), ANNA, LATER))
    merge(own, shared_by(hers, by=ANNA))
    (conflict,) = in_store(own, list_conflicts)[1]  # type: ignore[index]
    place = next(v.place for v in conflict.versions if v.author == RUTH)

    in_store(own, lambda s: answer_conflict(s, conflict.number, place, RUTH, THEN))

    assert in_store(own, list_conflicts)[1] == []  # type: ignore[index]
    merge(hers, shared_by(own), ANNA)
    assert in_store(hers, list_conflicts)[1] == []  # type: ignore[index]
    assert shown_in(own) == shown_in(hers)
    assert '"number":3' in shown_in(hers)["check_in", a_check_in(1).id]


def test_what_waits_for_a_word_is_not_changed_meanwhile(own: Path, hers: Path) -> None:
    in_store(own, lambda store: edit(store, 1, pain(3), RUTH, LATER))
    in_store(hers, lambda store: edit(store, 1, pain(6), ANNA, LATER))
    merge(own, shared_by(hers, by=ANNA))
    before = dump(own, TABLES)

    with pytest.raises(Refused, match="tracker share answer 1"):
        in_store(own, lambda store: edit(store, 1, pain(9), RUTH, THEN))

    assert dump(own, TABLES) == before


def test_an_answer_that_is_taken_back_leaves_the_conflict(
    own: Path, hers: Path
) -> None:
    in_store(own, lambda store: edit(store, 1, pain(3), RUTH, LATER))
    in_store(hers, lambda store: edit(store, 1, pain(6), ANNA, LATER))
    merge(own, shared_by(hers, by=ANNA))
    before = facts_in(own)
    in_store(own, lambda store: answer_conflict(store, 1, 1, RUTH, THEN))

    in_store(own, lambda store: undo(store, 1, RUTH, THEN))

    assert facts_in(own) == before
    assert len(in_store(own, list_conflicts)[1]) == 1  # type: ignore[index]


def test_two_emergency_numbers_of_two_copies_are_a_conflict(
    own: Path, hers: Path
) -> None:
    keep = ("emergency", "112", "")
    in_store(own, lambda store: keep_contact(store, *keep, RUTH, LATER))
    keep = ("emergency", "999", "")
    in_store(hers, lambda store: keep_contact(store, *keep, ANNA, LATER))

    (conflict,) = merge(own, shared_by(hers, by=ANNA)).conflicts

    assert conflict.title == "the emergency number"
    assert {version.says for version in conflict.versions} == {"112", "999"}


def test_a_number_that_copies_wrote_differently_is_never_shown_as_certain(
    own: Path, hers: Path
) -> None:
    keep = ("emergency", "112", "")
    in_store(own, lambda store: keep_contact(store, *keep, RUTH, LATER))
    other = ("emergency", "999", "")
    in_store(hers, lambda store: keep_contact(store, *other, ANNA, LATER))

    taken = merge(own, shared_by(hers, by=ANNA))

    number = taken.diary.number("emergency")
    assert number in ("112 or 999", "999 or 112")
    assert dialled(number) in ("112", "999")


def test_a_merge_says_which_number_it_changed(own: Path, hers: Path) -> None:
    keep = ("emergency", "112", "")
    in_store(hers, lambda store: keep_contact(store, *keep, ANNA, LATER))

    taken = merge(own, shared_by(hers, by=ANNA))

    assert taken.differences == ("The emergency number: 112; before: 911",)


def test_numbers_belong_to_a_copy(own: Path, hers: Path) -> None:
    write(own, 2, RUTH)
    write(own, 3, RUTH)
    write(hers, 4)
    merge(own, shared_by(hers, by=ANNA))

    merge(hers, shared_by(own), ANNA)

    with opened(own) as store, store.reading():
        person = store.person()
        assert person is not None
        there = store.check_in(person, a_check_in(4).id)
    with opened(hers) as store, store.reading():
        here = store.check_in(person, a_check_in(4).id)
    assert there is not None
    assert here is not None
    assert (there.number, here.number) == (4, 2)
    assert shown_in(own) == shown_in(hers)


def test_a_warning_that_comes_in_is_told_until_somebody_answers_it(
    own: Path, hers: Path
) -> None:
    write(hers, 2, signs=("leg-new",))

    taken = merge(own, shared_by(hers, by=ANNA))

    assert [warning.sign for warning in taken.warnings] == ["leg-new"]
    with opened(own) as store:
        listed = list_warnings(store)[1]
    assert [reading.shown.check_in_number for reading in listed] == [2]


def test_a_warning_stays_when_the_merge_is_taken_back_and_made_again(
    own: Path, hers: Path
) -> None:
    write(hers, 2, signs=("leg-new",))
    shared = shared_by(hers, by=ANNA)
    merge(own, shared)
    in_store(own, lambda store: undo(store, 1, RUTH, THEN))
    assert len(dump(own, ("shown_warning",))["shown_warning"]) == 1

    merge(own, shared)

    assert len(dump(own, ("shown_warning",))["shown_warning"]) == 1
    assert problem_of(own) == ""


def test_without_notes_nothing_that_somebody_wrote_is_in_the_file(own: Path) -> None:
    ask = "Will the cement hold?"
    in_store(own, lambda s: add_question(s, ask, NOW.date(), RUTH, NOW))
    write(own, 2, RUTH, signs=("leg-new",), note="a secret")
    done = Done("called", a_moment(NOW), "what they said")
    in_store(own, lambda store: answer(store, 1, done, RUTH, NOW))

    text = repr(shared_by(own, ADD._replace(notes=False)))

    for words in ("Sat at the table", ask, "a secret", "what they said"):
        assert words not in text


def test_who_may_do_everything_sees_the_notes(own: Path) -> None:
    with pytest.raises(UsageProblem, match="--no-notes"):
        shared_by(own, EVERYTHING._replace(notes=False))


def test_a_note_that_was_held_back_is_not_lost_by_what_comes_back(
    own: Path, tmp_path: Path
) -> None:
    copy = a_copy_of(own, tmp_path / "copy.sqlite", ADD._replace(notes=False))
    write(copy, 2)

    merge(own, shared_by(copy, ADD._replace(name=RUTH), ANNA))

    assert "Sat at the table." in shown_in(own)["check_in", a_check_in(1).id]


def test_from_a_day_on_the_entries_before_it_are_not_in_the_file(own: Path) -> None:
    moment = a_moment(NOW + timedelta(days=3))
    write(own, 2, RUTH, at=moment.at, day=moment.day)

    shared = shared_by(own, ADD._replace(since=moment.day))

    entries = [fact_id for kind, fact_id in shared.facts if kind == "check_in"]
    assert entries == [a_check_in(2).id]
    assert any(kind == "procedure" for kind, _ in shared.facts)


def test_a_warning_that_nobody_answered_is_in_every_file(own: Path) -> None:
    write(own, 2, RUTH, signs=("leg-new",))

    shared = shared_by(own, SEE._replace(since=date(2026, 12, 24)))

    assert any(kind == "shown_warning" for kind, _ in shared.facts)


def test_what_a_caregiver_adds_is_shown_whole_whatever_they_leave_out(
    own: Path, adding: Path
) -> None:
    write(adding, 2, note="She fell.")
    asked = Asked(RUTH, "log", date(2027, 1, 1), False, None)

    merge(own, shared_by(adding, asked, ANNA))

    assert "She fell." in shown_in(own)["check_in", a_check_in(2).id]


WRITES: dict[str, Callable[[Store], object]] = {
    "an entry": lambda s: log(s, a_check_in(2, author=ANNA), NOW),
    "a correction": lambda s: edit(s, 1, pain(9), ANNA, LATER),
    "an entry deleted": lambda s: delete(s, 1, ANNA, LATER),
    "a number to call": lambda s: keep_contact(s, "emergency", "112", "", ANNA, NOW),
    "a new number": lambda s: keep_contact(s, "caregiver", "1", ANNA, ANNA, NOW),
    "a further procedure": lambda s: begin_another(s),
    "an undo": lambda s: undo(s, 1, ANNA, LATER),
}


@pytest.mark.parametrize("what", WRITES)
def test_nothing_can_be_written_in_a_copy_to_read(
    what: str, own: Path, tmp_path: Path
) -> None:
    copy = a_copy_of(own, tmp_path / "copy.sqlite", SEE)
    before = dump(copy, TABLES)

    with pytest.raises(Refused):
        in_store(copy, WRITES[what])

    assert dump(copy, TABLES) == before


@pytest.mark.parametrize("what", [each for each in WRITES if each != "an entry"])
def test_in_a_copy_to_add_what_others_wrote_stays(what: str, adding: Path) -> None:
    before = dump(adding, TABLES)

    with pytest.raises(Refused):
        in_store(adding, WRITES[what])

    assert dump(adding, TABLES) == before


def test_in_a_copy_to_add_ones_own_entry_can_be_corrected_and_taken_back(
    own: Path, adding: Path
) -> None:
    write(adding, 2)
    in_store(adding, lambda store: edit(store, 2, pain(9), ANNA, LATER))
    merge(own, shared_by(adding, ADD._replace(name=RUTH), ANNA))
    assert '"number":9' in shown_in(own)["check_in", a_check_in(2).id]
    in_store(adding, lambda store: delete(store, 2, ANNA, LATER))

    merge(own, shared_by(adding, ADD._replace(name=RUTH), ANNA))

    assert ("check_in", a_check_in(2).id) not in shown_in(own)


def test_a_right_is_looked_up_where_it_was_given_not_in_the_file(
    own: Path, adding: Path
) -> None:
    forged = shared_by(adding, ADD._replace(name=RUTH), ANNA)
    changed = {
        key: FactState(
            {"0" * 64: head._replace(content=head.content.replace("4", "9"))},
            frozenset(state.heads),
        )
        for key, state in forged.facts.items()
        if key[0] == "check_in"
        for head in state.heads.values()
        if head.content
    }
    forged = forged._replace(facts={**forged.facts, **changed})
    before = dump(own, TABLES)

    with pytest.raises(NoRight, match="see and add"):
        merge(own, forged)

    assert dump(own, TABLES) == before


def test_who_may_only_see_cannot_bring_anything_in(own: Path, tmp_path: Path) -> None:
    other = a_copy_of(own, tmp_path / "other.sqlite", EVERYTHING)
    copy = a_copy_of(own, tmp_path / "copy.sqlite", SEE)
    right = known_right(copy)
    write(other, 2)
    forged = shared_by(other, EVERYTHING, ANNA)._replace(made_under=right)

    with pytest.raises(NoRight, match="see, not add"):
        merge(own, forged)


def known_right(path: Path) -> str:
    (share,) = in_store(path, list_shares)[1]  # type: ignore[index]
    return str(share.id)


def test_a_right_that_this_copy_did_not_give_opens_nothing(
    own: Path, hers: Path
) -> None:
    write(hers, 2)
    shared = shared_by(hers, by=ANNA)._replace(made_under="somewhere else")

    with pytest.raises(NoRight, match="did not give"):
        merge(own, shared)


def test_a_right_that_was_taken_back_opens_nothing_any_more(
    own: Path, hers: Path
) -> None:
    write(hers, 2)
    in_store(own, lambda store: undo(store, 1, RUTH, THEN))

    with pytest.raises(NoRight, match="did not give"):
        merge(own, shared_by(hers, by=ANNA))


ENDS = THEN.astimezone(NEW_YORK).date() + timedelta(days=3)


@pytest.mark.parametrize(("days", "taken"), [(3, True), (4, False)])
def test_a_right_ends_after_its_last_day(
    own: Path, tmp_path: Path, days: int, taken: bool
) -> None:
    copy = a_copy_of(own, tmp_path / "copy.sqlite", ADD._replace(expires=ENDS))
    write(copy, 2)
    shared = shared_by(copy, ADD._replace(name=RUTH), ANNA)
    shared = shared._replace(grant=shared.grant._replace(expires=None))
    before = dump(own, TABLES)

    def attempt() -> None:
        with opened(own) as store:
            from_then(store, shared, days)

    if taken:
        attempt()
        assert ("check_in", a_check_in(2).id) in shown_in(own)
        return
    with pytest.raises(NoRight, match="ended on"):
        attempt()
    assert dump(own, TABLES) == before


def from_then(store: Store, shared: Shared, days: int) -> None:
    merge_share(store, shared, RUTH, THEN + timedelta(days=days))


def test_a_file_whose_time_is_over_is_not_opened(own: Path, tmp_path: Path) -> None:
    shared = shared_by(own, ADD._replace(expires=ENDS))
    path = tmp_path / "new.sqlite"
    create(str(path))

    with opened(path) as store, pytest.raises(NoRight, match="ended on"):
        open_share(store, shared, ANNA, THEN + timedelta(days=4))

    assert dump(path, TABLES)["person"] == []


def test_a_file_whose_time_is_over_is_not_merged(own: Path, adding: Path) -> None:
    write(own, 2, RUTH)
    shared = shared_by(own, ADD._replace(expires=ENDS))
    before = dump(adding, TABLES)

    with opened(adding) as store, pytest.raises(NoRight, match="ended on"):
        merge_share(store, shared, ANNA, THEN + timedelta(days=4))

    assert dump(adding, TABLES) == before


def test_nothing_is_written_in_a_copy_whose_right_has_ended(
    own: Path, tmp_path: Path
) -> None:
    copy = a_copy_of(own, tmp_path / "copy.sqlite", ADD._replace(expires=ENDS))
    entry = a_check_in(2, author=ANNA)

    with pytest.raises(NoRight, match="ended on"), opened(copy) as store:
        log(store, entry, THEN + timedelta(days=4))


def test_on_its_last_day_something_can_still_be_written(
    own: Path, tmp_path: Path
) -> None:
    copy = a_copy_of(own, tmp_path / "copy.sqlite", ADD._replace(expires=ENDS))
    entry = a_check_in(2, author=ANNA)

    with opened(copy) as store:
        logged = log(store, entry, THEN + timedelta(days=3))

    assert logged.check_in.number == 2


def test_a_procedure_that_another_copy_goes_on_with_comes_back(
    own: Path, tmp_path: Path
) -> None:
    in_store(own, begin_another)
    hers = a_copy_of(own, tmp_path / "hers.sqlite", EVERYTHING)
    write(hers, 2)
    for _ in range(2):  # the right that was given, then the procedure
        in_store(own, lambda store: undo(store, 1, RUTH, THEN))
    assert len(dump(own, ("procedure",))["procedure"]) == 1

    join_all([own, hers], [(0, 1)])

    assert shown_in(own) == shown_in(hers)
    assert len(dump(own, ("procedure",))["procedure"]) == 2
    assert problem_of(own) == ""


def begin_another(store: Store) -> object:
    """A further procedure, on the day after the first one."""
    told = a_beginning(on=date(2026, 11, 4), clock=None, another=True)
    protocol = load(STANDARD, Path("no-such-folder"))
    return start(store, told, protocol, NOW + timedelta(hours=9))


def test_nobody_gives_more_than_they_have(adding: Path) -> None:
    with pytest.raises(NoRight, match="--scope log"):
        shared_by(adding, EVERYTHING, ANNA)


def test_a_newer_file_of_the_giver_brings_its_right_with_it(
    own: Path, adding: Path
) -> None:
    merge(adding, shared_by(own, EVERYTHING._replace(name=ANNA)), ANNA)

    in_store(adding, lambda store: edit(store, 1, pain(9), ANNA, LATER))

    merge(own, shared_by(adding, EVERYTHING, ANNA))
    assert '"number":9' in shown_in(own)["check_in", a_check_in(1).id]


def test_somebody_who_was_erased_does_not_come_back_with_a_file(
    own: Path, hers: Path
) -> None:
    write(hers, 2)
    shared = shared_by(hers, by=ANNA)
    with opened(own) as store:
        erase(store, foresee(store, RUTH), THEN)

    with opened(own) as store, pytest.raises(Refused, match="erased"):
        open_share(store, shared, RUTH, THEN)


def test_a_diary_that_is_there_is_not_opened_a_second_time(
    own: Path, hers: Path
) -> None:
    with opened(own) as store, pytest.raises(Refused, match="share merge"):
        open_share(store, shared_by(hers, by=ANNA), RUTH, THEN)


def test_the_file_of_somebody_else_is_not_merged(
    own: Path, tmp_path: Path, template_started: Path
) -> None:
    with pytest.raises(Refused, match="share open"):
        merge(own, shared_by(own)._replace(person_id="somebody-else"))


ODD: dict[str, Callable[[str], str | None]] = {
    "a table of another kind": lambda text: text.replace("check_in", "visit", 1),
    "an odd zone": lambda text: text.replace("America/New_York", "Mars/Base"),
    "a day that is none": lambda text: text.replace("2026-11-04", "2026-13-04"),
    "another id": lambda text: text.replace(a_check_in(2).id, a_check_in(9).id, 1),
    "another column": lambda text: text.replace('"note"', '"noted"'),
    "a number of its own": lambda t: t.replace('"note"', '"number":7,"note"', 1),
    "another spelling": lambda text: text.replace('"at":', '"at": ', 1),
    "a word for a number": lambda t: t.replace('"time_known":1', '"time_known":"1"'),
    "no JSON": lambda text: text[1:],
    "an answer to nothing": lambda text: text.replace(
        '"check_in_id":"', '"check_in_id":"0'
    ),
    "a check that does not hold": lambda text: text.replace(
        '"signs_asked":"no"', '"signs_asked":"so"'
    ),
    "a procedure that is not there": lambda text: text.replace(
        '"procedure_id":"0', '"procedure_id":"1'
    ),
}


@pytest.mark.parametrize("odd", ODD)
def test_facts_that_no_diary_can_hold_change_nothing(
    own: Path, hers: Path, odd: str
) -> None:
    write(hers, 2)
    shared = shared_by(hers, by=ANNA)
    key = ("check_in", a_check_in(2).id)
    (version, head), *_ = shared.facts[key].heads.items()
    assert head.content is not None
    text = ODD[odd](head.content)
    if odd == "a procedure that is not there":
        procedure = next(fact for kind, fact in shared.facts if kind == "procedure")
        text = head.content.replace(procedure, "1" + procedure[1:])
    assert text != head.content
    forged = FactState({version: head._replace(content=text)}, frozenset())
    before = dump(own, TABLES)

    with pytest.raises(UnusableFile):
        merge(own, shared._replace(facts={**shared.facts, key: forged}))

    assert dump(own, TABLES) == before


def test_a_protocol_that_is_not_what_it_says_is_not_kept(own: Path, hers: Path) -> None:
    write(hers, 2)
    shared = shared_by(hers, by=ANNA)
    (text,) = shared.protocols
    forged = {**text, "json": text["json"].replace("5 lb", "50 lb")}
    forged["toml"] = text["toml"] + "#"

    with pytest.raises(UnusableFile, match="protocol"):
        merge(own, shared._replace(protocols=(forged,)))


def test_a_copy_that_began_with_a_file_is_not_undone(hers: Path) -> None:
    with pytest.raises(Refused, match="tracker erase"):
        in_store(hers, lambda store: undo(store, 1, ANNA, THEN))


def test_what_a_copy_knows_can_be_read_from_its_history_alone(own: Path) -> None:
    found = known_in(own)

    assert {key[0] for key in found.states} == {
        "person", "contact", "procedure", "check_in",
    }  # fmt: skip
    assert found.own == {*found.states}

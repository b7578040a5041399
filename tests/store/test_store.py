"""Facts come back as they went in, and the history only grows."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import (
    ANNA,
    NOW,
    PROCEDURE_ID,
    RUTH,
    a_check_in,
    a_completion,
    a_contact,
    a_moment,
    a_person,
    a_procedure,
    a_shown_warning,
    a_visit,
    an_answer,
    an_id,
    an_instruction,
)
from tracker.domain.facts import Acknowledgement, Milestone, Restriction
from tracker.domain.window import Window
from tracker.errors import UnusableFile
from tracker.services.log import Edit, delete, edit, log
from tracker.services.undo import undo
from tracker.store import history
from tracker.store.rows import Fact, Row
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

STEP = (RUTH, NOW, "log", "wrote something")
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
PERSON, PROCEDURE = a_person(), a_procedure()


@pytest.fixture
def bare(empty: Path) -> Iterator[Store]:
    """A diary whose person, procedure and timeline are these."""
    driver = SqliteDriver(str(empty))
    store = Store(driver)
    with store.writing():
        texts = {"toml": "t", "json": "j"}
        store.pin("p", "1", PROCEDURE.protocol_sha256, texts)
        store.add_timeline(
            PERSON, [PERSON, a_contact(), PROCEDURE], PROCEDURE, TIMELINE, "began"
        )
    yield store
    driver.close()


WINDOW = Window(NOW, NOW + timedelta(hours=24))
TIMELINE = (
    [Milestone("a", WINDOW), Milestone("b", Window(NOW, None)), Milestone("c", None)],
    [Restriction("d", date(2026, 12, 15)), Restriction("e", None)],
)


def keep(store: Store, *after: Fact, before: tuple[Fact, ...] = ()) -> None:
    with store.writing():
        store.write(PERSON, STEP, before=before, after=after)


def history_of(path: Path) -> list[Row]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT * FROM change ORDER BY seq")
        return [dict(row) for row in found]


def test_a_beginning_comes_back_as_it_went_in(bare: Store) -> None:
    assert bare.person() == PERSON
    assert bare.contacts(PERSON) == [a_contact()]
    assert bare.procedures(PERSON) == [PROCEDURE]
    assert bare.milestones(PERSON, PROCEDURE) == TIMELINE[0]
    assert bare.restrictions(PERSON, PROCEDURE) == TIMELINE[1]
    assert bare.pinned_protocol(PROCEDURE) == "j"


@pytest.mark.parametrize(
    "entry",
    [
        a_check_in(),
        a_check_in(answers=(), signs=("a-sign", "b-sign"), signs_asked="partly"),
        a_check_in(relayed=True, author=ANNA, note="=1+1 'quoted' \u05d0\n\u202e;--"),
        a_check_in(relayed=False, time_known=False, zone="Asia/Kathmandu"),
        a_check_in(answers=(an_answer(), an_answer("temperature", -405, "C"))),
        a_check_in(at=NOW + timedelta(microseconds=1), id=an_id(9)),
    ],
)
def test_an_entry_comes_back_as_it_went_in(bare: Store, entry: object) -> None:
    assert isinstance(entry, type(a_check_in()))
    keep(bare, entry)

    assert bare.check_in(PERSON, entry.id) == entry
    assert bare.check_in_numbered(PERSON, 1) == entry
    assert bare.check_ins(PERSON, PROCEDURE, FIRST, LAST) == [entry]


def test_every_other_fact_comes_back_as_it_went_in(bare: Store) -> None:
    told = [
        an_instruction(),
        an_instruction(id=an_id(3002), number=2, amount=None, until=None, cleared=True),
    ]
    done = [
        a_completion(),
        a_completion(id=an_id(4002), number=2, kind="skipped", reason="ill"),
    ]
    visits = [a_visit(), a_visit(2, at=NOW, done_on=date(2026, 11, 20), title="Dr E")]
    keep(bare, *told, *done, *visits, a_shown_warning())

    assert bare.instructions(PERSON, PROCEDURE) == told
    assert bare.completions(PERSON, PROCEDURE) == done
    assert bare.visits(PERSON, PROCEDURE) == visits
    assert bare.unanswered_warnings(PERSON, 9) == [a_shown_warning()]
    assert bare.warnings_of(PERSON, a_check_in().id) == [a_shown_warning()]


def test_what_was_written_earlier_comes_first_whatever_its_number(
    bare: Store,
) -> None:
    before = NOW - timedelta(days=1)
    told = [an_instruction(number=7, id=an_id(3002), recorded_at=before)]
    told.append(an_instruction(number=2))
    done = [a_completion(number=7, id=an_id(4002), recorded_at=before)]
    done.append(a_completion(number=2, kind="reopened"))
    warning = a_shown_warning()
    answers = [
        Acknowledgement(
            an_id(6000 + number), number, PROCEDURE_ID, warning.id, "called", NOW, True,
            "UTC", warning.day, "", at, RUTH,
        )
        for number, at in ((7, before), (2, NOW))
    ]  # fmt: skip
    keep(bare, *reversed(told), *reversed(done), warning, *reversed(answers))

    assert bare.instructions(PERSON, PROCEDURE) == told
    assert bare.completions(PERSON, PROCEDURE) == done
    assert bare.acknowledgements_of(PERSON, warning) == answers
    assert bare.warnings_in_days(PERSON, FIRST, LAST) == [(warning, answers[-1])]


def test_an_instant_without_an_offset_is_never_stored(bare: Store) -> None:
    naive = NOW.replace(tzinfo=None)

    with pytest.raises(ValueError, match="offset"):
        keep(bare, a_check_in(at=naive))


def test_entries_come_by_day_then_time_then_number(bare: Store) -> None:
    noon = datetime(2026, 11, 5, 17, tzinfo=UTC)
    same = {"at": noon, "day": date(2026, 11, 5), "time_known": False}
    third = a_check_in(3, id=an_id(1), **same)
    second = a_check_in(2, id=an_id(8), **same)
    first = a_check_in(4, id=an_id(9))
    keep(bare, third, second, first)

    listed = bare.check_ins(PERSON, PROCEDURE, FIRST, LAST)

    assert [entry.number for entry in listed] == [4, 2, 3]
    assert bare.newest_check_in(PERSON, PROCEDURE) == third


def test_a_step_that_fails_half_way_leaves_nothing(bare: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        keep(bare, a_check_in(1), a_check_in(2)._replace(number=1))

    assert bare.check_ins(PERSON, PROCEDURE, FIRST, LAST) == []
    assert len(bare.changes(PERSON, 9)) == 1


# Through the services, on a started diary


def write(store: Store, number: int = 1, **changed: object) -> int:
    return log(store, a_check_in(number, **changed), NOW).check_in.number


def test_a_number_is_never_used_again(store: Store) -> None:
    write(store, 1)
    write(store, 2)
    delete(store, 2, RUTH, NOW)
    write(store, 3)
    undo(store, 1, RUTH, NOW)

    assert write(store, 4) == 4


def test_an_id_already_saved_is_not_doubled(store: Store, started: Path) -> None:
    log(store, a_check_in(note="the first"), NOW)
    before = started.read_bytes()

    again = log(store, a_check_in(note="the first"), NOW)

    assert again.already
    assert again.check_in.note == "the first"
    assert started.read_bytes() == before


def test_a_shown_warning_outlives_its_entry(store: Store) -> None:
    shown = log(store, a_check_in(signs=("chest-breath",)), NOW)
    assert shown.warnings

    undo(store, 1, RUTH, NOW)

    person = shown.diary.person
    assert store.check_in_numbered(person, shown.check_in.number) is None
    assert store.unanswered_warnings(person, 9) == list(shown.warnings)


def test_undo_gives_back_what_an_edit_and_a_delete_took(store: Store) -> None:
    kept = log(store, a_check_in(note="as it was"), NOW)
    person = kept.diary.person
    change = Edit({"pain": an_answer(number=9)}, a_moment(NOW), "other", "")
    edited = edit(store, 1, change, ANNA, NOW).check_in
    delete(store, 1, ANNA, NOW)

    undo(store, 1, RUTH, NOW)
    assert store.check_in_numbered(person, 1) == edited
    undo(store, 1, RUTH, NOW)
    assert store.check_in_numbered(person, 1) == kept.check_in


def test_the_history_only_grows(store: Store, started: Path) -> None:
    write(store)
    before = history_of(started)

    undo(store, 1, RUTH, NOW)
    after = history_of(started)

    assert after[: len(before)] == before
    assert [row["undoes"] for row in after] == [None, None, before[-1]["seq"]]


def broken_links(found: list[Row]) -> list[int]:
    """The steps whose digest, or whose link to the step before, is not right."""
    previous, broken = history.FIRST, []
    for row in found:
        if row["previous"] != previous or history.digest_of(row) != row["digest"]:
            broken.append(row["seq"])
        previous = row["digest"]
    return broken


def test_the_history_is_a_chain(store: Store, started: Path) -> None:
    write(store)
    delete(store, 1, RUTH, NOW)
    undo(store, 1, ANNA, NOW)

    assert broken_links(history_of(started)) == []


@pytest.mark.parametrize("column", ["at", "author", "action", "text", "after"])
def test_a_changed_letter_in_the_history_is_found(
    store: Store, started: Path, column: str
) -> None:
    write(store)
    found = history_of(started)
    found[1][column] = "~" + found[1][column][1:]

    assert broken_links(found) == [2]


def test_a_step_that_was_cut_out_is_found(store: Store, started: Path) -> None:
    write(store, 1)
    write(store, 2)
    found = history_of(started)

    assert broken_links([found[0], found[2]]) == [3]


def test_undo_never_writes_back_a_damaged_step(store: Store, started: Path) -> None:
    write(store, note="as it was")
    delete(store, 1, RUTH, NOW)
    with closing(sqlite3.connect(started)) as other, other:
        other.execute("UPDATE change SET before = replace(before, 'was', 'wax')")
    before = started.read_bytes()

    with pytest.raises(UnusableFile, match="damaged"):
        undo(store, 1, RUTH, NOW)

    assert started.read_bytes() == before


def test_the_history_holds_rows_before_and_after(store: Store, started: Path) -> None:
    write(store)
    delete(store, 1, RUTH, NOW)

    wrote, deleted = history_of(started)[1:]

    assert sorted(map(str, json.loads(wrote["after"]))) == sorted(
        map(str, json.loads(deleted["before"]))
    )


def test_of_two_answers_of_a_day_without_a_time_the_later_entry_is_newer(
    store: Store,
) -> None:
    noon = a_moment(NOW, time_known=False)
    for number, steps in ((1, 6), (2, 3)):
        entry = a_check_in(number, at=noon.at, time_known=False)
        log(store, entry._replace(answers=(an_answer(number=steps),)), NOW)

    with store.reading():
        person = store.person()
        assert person is not None
        (procedure,) = store.procedures(person)
        found = store.newest_answers(person, procedure, "pain", 9)
    assert [answer.number for _, answer in found] == [3, 6]

"""Many entries are one change, sealed by a digest, and one undo takes them all."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import (
    ANNA,
    NOW,
    RUTH,
    a_check_in,
    a_shown_warning,
    a_visit,
    an_answer,
    an_id,
)
from tracker.domain.facts import CheckIn, Person, Procedure
from tracker.errors import UnusableFile
from tracker.services.log import Edit, edit
from tracker.services.undo import undo
from tracker.store import bulk
from tracker.store.bulk import TABLES, batch_of, columns_of, image_of
from tracker.store.copies import copy_verified
from tracker.store.rows import Fact
from tracker.store.store import Store
from tracker.store.tables import metadata

STEP = (ANNA, NOW, "import", "imported 3 entries")
# Whoever changes what is sealed makes every older import look damaged.
SEALED = "35d30609e49e56e1620e432d0ea441adf475da71a69fd3223ce23ef45a2ac0ad"


def three() -> list[CheckIn]:
    pain, walk = an_answer(), an_answer("walk", 20, "min")
    return [
        a_check_in(1, answers=(pain, walk), note="secret words"),
        a_check_in(2, answers=(pain,), signs=("calf", "fever"), relayed=True),
        a_check_in(3, answers=(), note="\u05d0 'a' \u202e"),
    ]


def owner(store: Store) -> tuple[Person, Procedure]:
    with store.reading():
        person = store.person()
        assert person is not None
        return person, store.procedures(person)[0]


def bring_in(store: Store, *others: Fact) -> list[CheckIn]:
    """Import three entries, and other facts with them."""
    person, procedure = owner(store)
    entries = [entry._replace(procedure_id=procedure.id) for entry in three()]
    placed = [each._replace(procedure_id=procedure.id) for each in others]  # type: ignore[call-arg]
    with store.writing():
        store.add_import(person, STEP, batch_of(person.id, entries), placed)
    return entries


def rows_in(path: Path, tables: tuple[str, ...] = TABLES) -> list[list[object]]:
    with closing(sqlite3.connect(path)) as connection:
        return [
            sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)
            for table in tables
        ]


def last_change(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        query = "SELECT * FROM change ORDER BY seq DESC LIMIT 1"
        return dict(connection.execute(query).fetchone())


@pytest.mark.parametrize("table", TABLES)
def test_values_stand_in_the_order_of_the_tables_columns(table: str) -> None:
    assert columns_of(table) == tuple(metadata.tables[table].columns.keys())


def test_entries_come_back_as_they_went_in(store: Store) -> None:
    entries = bring_in(store)
    person, _ = owner(store)

    with store.reading():
        assert [store.check_in(person, each.id) for each in entries] == entries


def test_an_import_is_one_change_that_names_the_entries_and_says_nothing_they_say(
    store: Store, started: Path
) -> None:
    bring_in(store, a_visit())

    change = last_change(started)
    before, after = json.loads(change["before"]), json.loads(change["after"])
    assert [table for table, _ in after] == ["import", "visit"]
    assert before == [["import", None], ["visit", None]]
    assert after[0][1]["check_in"] == [an_id(1001), an_id(1002), an_id(1003)]
    assert after[0][1]["rows"] == {"check_in": 3, "answer": 3, "mark": 2}
    assert "secret words" not in change["after"]
    assert change["action"] == "import"


def test_one_undo_takes_back_everything_but_shown_warnings(
    store: Store, started: Path
) -> None:
    tables = (*TABLES, "visit")
    before = rows_in(started, tables)
    bring_in(store, a_visit(), a_shown_warning())

    undo(store, 1, RUTH, NOW)

    assert rows_in(started, tables) == before
    assert len(rows_in(started, ("shown_warning",))[0]) == 1


def test_an_undone_import_lives_on_whole_in_the_history(
    store: Store, started: Path
) -> None:
    bring_in(store)
    written = rows_in(started)

    undo(store, 1, RUTH, NOW)

    kept = json.loads(last_change(started)["before"])
    images = [
        sorted(
            (
                tuple(row[name] for name in columns_of(table))
                for t, row in kept
                if t == table
            ),
            key=repr,
        )
        for table in TABLES
    ]
    assert images == written


def test_an_import_is_taken_back_after_what_was_changed_in_it_was(
    store: Store, started: Path
) -> None:
    before = rows_in(started)
    bring_in(store)
    edit(store, 1, Edit({"pain": an_answer(number=7)}, None, "new", ""), RUTH, NOW)

    undo(store, 2, RUTH, NOW)

    assert rows_in(started) == before


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE answer SET number = 9 WHERE question = 'walk'",
        "UPDATE answer SET unit = 'h' WHERE question = 'walk'",
        "UPDATE check_in SET note = 'other' WHERE number = 1",
        "UPDATE check_in SET weekly_asked = 1 WHERE number = 3",
        "DELETE FROM answer WHERE question = 'walk'",
        "DELETE FROM mark WHERE sign = 'calf'",
        "DELETE FROM check_in WHERE number = 3",
        "UPDATE mark SET sign = 'rash' WHERE sign = 'calf'",
        "UPDATE mark SET check_in_id = (SELECT id FROM check_in WHERE number = 3)",
        "UPDATE answer SET check_in_id = (SELECT id FROM check_in WHERE number = 3)"
        " WHERE question = 'walk'",
    ],
)
def test_an_import_that_was_tampered_with_is_never_taken_back(
    store: Store, started: Path, damage: str
) -> None:
    bring_in(store)
    with closing(sqlite3.connect(started)) as other, other:
        other.execute(damage)
    before = started.read_bytes()

    with pytest.raises(UnusableFile, match="damaged"):
        undo(store, 1, RUTH, NOW)

    assert started.read_bytes() == before


def test_what_is_sealed_stays_the_same_for_ever() -> None:
    assert image_of(batch_of("p", three()))["digest"] == SEALED


def test_an_import_of_before_a_column_came_is_taken_back_all_the_same() -> None:
    older = {
        "check_in": [name for name in columns_of("check_in") if name != "zone"],
        "answer": ["question", "unit"],
        "mark": ["sign"],
    }
    image = bulk.sealed_image(batch_of("p", three()), older)

    changes = bulk.taken_back("p", image, three())

    assert len(changes) == 3 + 3 + 2


def test_more_rows_than_are_sealed_at_once_are_taken_back_too(
    store: Store, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.store.bulk.SEALED_AT_ONCE", 2)
    before = rows_in(started)
    bring_in(store)

    undo(store, 1, RUTH, NOW)

    assert rows_in(started) == before


def test_a_number_is_never_given_out_below_one_that_was_kept(store: Store) -> None:
    person, _ = owner(store)
    with store.writing():
        store.keep_number(person, "entry", 7)
        first = store.next_number(person, "entry")
        newest = store.newest_number(person, "entry")

    assert (first, newest) == (8, 8)


# The copy of before


def test_a_copy_is_named_after_its_reason_and_its_time(started: Path) -> None:
    first = copy_verified(str(started), "before-import", NOW)
    second = copy_verified(str(started), "before-import", NOW)

    stem = "20261105T001000Z-before-import"
    assert first.parent == started.with_name("diary.sqlite.backups")
    assert (first.name, second.name) == (f"{stem}.sqlite", f"{stem}-2.sqlite")
    assert rows_in(first, ("person",)) == rows_in(started, ("person",))


def test_a_file_that_cannot_be_copied_soundly_leaves_no_copy(tmp_path: Path) -> None:
    broken = tmp_path / "diary.sqlite"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 5000)

    with pytest.raises(UnusableFile):
        copy_verified(str(broken), "before-import", NOW)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [broken]


def test_where_nothing_can_be_written_nothing_is_copied(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be opened"):
        copy_verified(str(tmp_path / "none" / "diary.sqlite"), "before-import", NOW)

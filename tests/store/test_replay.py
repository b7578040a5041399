"""The history walked backwards explains every row, and finds the one it does not."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive.test_round_trip import take_in
from tests.builders import (
    ANNA,
    NOW,
    RUTH,
    a_beginning,
    a_check_in,
    a_shown_warning,
    an_id,
)
from tests.imports.histories import History, begin
from tests.store.test_upgrades import FROZEN
from tracker.domain.sharing import Conflict, Share
from tracker.protocols.library import load
from tracker.services.log import Edit, delete, edit, log
from tracker.services.start import start
from tracker.services.undo import undo
from tracker.services.visit_questions import add_question
from tracker.store.bulk import batch_of, image_of, sealed_image
from tracker.store.compiled import KEYS
from tracker.store.history import digest_of
from tracker.store.replay import Broken, Replayed, replay_file
from tracker.store.schema import upgrade
from tracker.store.sqlite_driver import DamagedRow, SqliteDriver
from tracker.store.store import Store
from tracker.store.whole import sound_row, today_forms
from tracker.workspace import STANDARD

SECRET = "Nobody may read this"
FACTS = (*KEYS, "shown_warning")


def walked(path: Path) -> Replayed | Broken:
    with closing(sqlite3.connect(path)) as connection:
        return replay_file(connection)


def found_whole(path: Path) -> Replayed:
    found = walked(path)
    assert isinstance(found, Replayed), found
    return found


def found_broken(path: Path) -> str:
    found = walked(path)
    assert isinstance(found, Broken)
    assert SECRET not in found.why
    return found.why


def change(path: Path, text: str, *values: Any) -> None:
    """Something written past the history."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        assert connection.execute(text, values).rowcount > 0
        connection.commit()


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some weeks with an import, of which an entry was changed and one removed."""
    path = tmp_path_factory.mktemp("walked") / "diary.sqlite"
    shutil.copy(template, path)
    with closing(SqliteDriver(str(path))) as driver:
        store = Store(driver)
        begin(store, twice=True)
        history = History(store, 3)
        history.live(50)
        first = newest_number(store) + 1
        take_in(store, ["one", "two", "three", "four"])
        edit(store, first, Edit({"walk": None}, None, "other", ""), RUTH, NOW)
        delete(store, first + 1, RUTH, NOW)
        history.live(20)
        add_question(store, "May I drive?", NOW.date(), RUTH, NOW)
        share_and_disagree(store)
    return path


def share_and_disagree(store: Store) -> None:
    """A right that was given, and two versions of a visit."""
    given = Share(
        an_id(6001), 1, "given", "Dana", "log", NOW.date(), True, None, "", NOW, RUTH
    )
    one, other = (
        Conflict("visit", an_id(5001), an_id(7000 + place), 1, content, NOW, RUTH)
        for place, content in enumerate(("{}", None))
    )
    with store.writing():
        person = store.person()
        assert person is not None
        step = (RUTH, NOW, "share", "a right for Dana")
        store.write(person, step, after=(given, one, other))


def newest_number(store: Store) -> int:
    with store.reading():
        person = store.person()
        assert person is not None
        return store.newest_number(person, "entry")


@pytest.fixture
def lived(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "lived.sqlite"))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**6), steps=st.integers(0, 50))
def test_whatever_people_do_is_explained(
    template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    steps: int,
) -> None:
    path = tmp_path_factory.mktemp("diary") / "diary.sqlite"
    shutil.copy(template, path)
    with closing(SqliteDriver(str(path))) as driver:
        begin(Store(driver), twice=seed % 2 == 0)
        History(Store(driver), seed).live(steps)

    found_whole(path)


def test_every_row_and_every_change_is_counted(lived: Path) -> None:
    found = found_whole(lived)

    with closing(sqlite3.connect(lived)) as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in (*FACTS, "change")
        }
        heads = connection.execute(
            "SELECT person_id, digest FROM change ORDER BY seq DESC LIMIT 1"
        ).fetchall()
    assert found.changes == counts.pop("change")
    assert found.rows == sum(counts.values())
    assert found.heads == dict(heads)


@pytest.mark.parametrize("frozen", sorted(FROZEN.iterdir()), ids=lambda path: path.stem)
def test_a_diary_of_before_is_explained_as_it_is_and_upgraded(
    frozen: Path, tmp_path: Path
) -> None:
    old = Path(shutil.copy(frozen, tmp_path / "old.sqlite"))
    old.chmod(0o600)
    before = found_whole(old)

    upgrade(str(old))

    assert found_whole(old) == before


def test_an_import_undone_redone_and_undone_is_explained(
    started: Path, store: Store
) -> None:
    take_in(store, ["one", "two"])
    person_id = person_of(store)
    for way in (store_undo, store_redo, store_undo, store_redo):
        way(store, person_id)

        found_whole(started)


def person_of(store: Store) -> str:
    with store.reading():
        person = store.person()
        assert person is not None
        return person.id


def store_undo(store: Store, _person_id: str) -> None:
    undo(store, 1, RUTH, NOW)


def store_redo(store: Store, person_id: str) -> None:
    with store.writing():
        assert store.redo(person_id, RUTH, NOW)


def test_an_undone_entry_leaves_the_warning_that_it_showed(
    started: Path, store: Store
) -> None:
    log(store, a_check_in(number=0, signs=("chest-breath",)), NOW)
    undo(store, 1, RUTH, NOW)

    assert found_whole(started).highest[person_of(store), "shown_warning"] == 1


def test_each_person_has_a_history_of_their_own(started: Path, store: Store) -> None:
    undo(store, 1, RUTH, NOW)
    start(store, a_beginning(name=ANNA), load(STANDARD, Path("none")), NOW)

    assert len(found_whole(started).heads) == 2


@pytest.mark.parametrize("table", FACTS)
def test_a_row_that_goes_is_missed(lived: Path, table: str) -> None:
    change(lived, f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")

    found_broken(lived)


def columns() -> Iterator[tuple[str, str]]:
    for table in FACTS:
        for name in today_forms()[table].columns:
            yield table, name


@pytest.mark.parametrize(("table", "name"), [*columns()])
def test_a_value_that_changes_is_found_in_every_column(
    lived: Path, table: str, name: str
) -> None:
    row = f"rowid = (SELECT min(rowid) FROM {table})"
    change(lived, f"UPDATE {table} SET {name} = ? WHERE {row}", SECRET)

    found_broken(lived)


IMPORTED = "SELECT id FROM check_in WHERE note IN ('three', 'four')"


@pytest.mark.parametrize(
    "text",
    [
        f"UPDATE check_in SET weekly_asked = 1 WHERE id IN ({IMPORTED})",
        f"UPDATE check_in SET note = 'x' WHERE id IN ({IMPORTED})",
        f"UPDATE answer SET number = 5 WHERE check_in_id IN ({IMPORTED})",
        f"UPDATE answer SET day = '2026-11-05' WHERE check_in_id IN ({IMPORTED})",
        f"UPDATE answer SET time_known = 0 WHERE check_in_id IN ({IMPORTED})",
        f"DELETE FROM answer WHERE question = 'walk' AND check_in_id IN ({IMPORTED})",
        f"INSERT INTO mark SELECT person_id, id, 'calf' FROM check_in "
        f"WHERE id IN ({IMPORTED})",
    ],
)
def test_imported_rows_are_compared_with_what_was_sealed(
    lived: Path, text: str
) -> None:
    change(lived, text)

    assert "imported entries" in found_broken(lived)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("UPDATE change SET text = 'x' WHERE seq = 2", "not as it was written"),
        ("UPDATE change SET at = 'x' WHERE seq = 1", "not as it was written"),
        ("UPDATE change SET previous = digest WHERE seq = 5", "not as it was written"),
        ("DELETE FROM change WHERE seq = 7", "is missing"),
        ("DELETE FROM change WHERE seq = 1", "is missing"),
        ("DELETE FROM change WHERE seq = (SELECT max(seq) FROM change)", ""),
        ("UPDATE change SET seq = seq + 100", "is missing"),
        ("UPDATE change SET seq = 9999 WHERE seq = 4", "is missing"),
        ("DELETE FROM change", "were written by no change"),
    ],
)
def test_a_change_that_is_touched_is_found(lived: Path, text: str, why: str) -> None:
    change(lived, text)

    assert why in found_broken(lived)


def test_a_row_that_no_change_wrote_is_found(lived: Path) -> None:
    change(
        lived,
        "INSERT INTO contact SELECT person_id, 'x', 'caregiver', '1', ? FROM person",
        SECRET,
    )

    assert "1 of the numbers to call were written by no change" in found_broken(lived)


def test_a_row_of_another_person_is_found(lived: Path) -> None:
    change(lived, "INSERT INTO person VALUES ('x', ?, 'UTC', 0, NULL)", SECRET)

    assert "the person" in found_broken(lived)


def test_a_blob_is_found(lived: Path) -> None:
    change(lived, "UPDATE visit SET title = x'00'")

    found_broken(lived)


Forge = Callable[[dict[str, Any]], object]


def forged(path: Path, forge: Forge, back: int = 0) -> None:
    """A change, the newest or one so far back, written and sealed anew."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        query = "SELECT * FROM change ORDER BY seq DESC LIMIT 1 OFFSET ?"
        row = dict(connection.execute(query, [back]).fetchone())
        forge(row)
        row["digest"] = digest_of(row)
        names = ", ".join(f"{name} = :{name}" for name in row)
        connection.execute(f"UPDATE change SET {names} WHERE seq = :seq", row)
        connection.commit()


def images(before: Any, after: Any) -> Forge:
    text = {"before": json.dumps(before), "after": json.dumps(after)}
    return lambda row: row.update(text)


GONE = {"person_id": "x", "name": SECRET, "zone": "UTC", "day_start": 0}
SEAL = {"check_in": ["x"], "rows": {}, "columns": {}, "digest": ""}
COLUMNS = {"check_in": ["id"], "answer": ["number"], "mark": ["sign"]}


@pytest.mark.parametrize(
    "forge",
    [
        lambda row: row.update(after="["),
        lambda row: row.update(before="[" * 100_000),
        images({}, []),
        images(5, 5),
        images([["person", None]], []),
        images([[["person"], None]], [[["person"], None]]),
        images([["person", None]], [["contact", GONE]]),
        images([["person", None]], [["person", None]]),
        images([["person", None]], [["person", 5]]),
        images([["person", None]], [["person", {"person_id": "x"}]]),
        images([["person", None]], [["person", {**GONE, "day_start": [0]}]]),
        images([["person", None]], [["person", {**GONE, "day_start": True}]]),
        images([["person", None]], [["person", GONE]]),
        images([["person", GONE]], [["person", {**GONE, "person_id": "y"}]]),
        images([["change", None]], [["change", {}]]),
        images([["secret", None]], [["secret", GONE]]),
        images([["import", None]], [["import", None]]),
        images([["import", SEAL]], [["import", SEAL]]),
        images([["import", None]], [["import", {}]]),
        images([["import", None]], [["import", {**SEAL, "rows": []}]]),
        images([["import", None]], [["import", {**SEAL, "columns": COLUMNS}]]),
        images(
            [["import", None]],
            [["import", {**SEAL, "columns": {**COLUMNS, "mark": ["secret"]}}]],
        ),
        images(
            [["import", None]],
            [["import", {**SEAL, "check_in": [], "columns": COLUMNS}]],
        ),
    ],
)
def test_a_change_that_was_forged_is_no_more_than_broken(
    lived: Path, forge: Forge
) -> None:
    forged(lived, forge)

    found_broken(lived)


def more(before: Any, after: Any) -> Forge:
    """One more pair of images in the same change."""

    def forge(row: dict[str, Any]) -> None:
        for name, pair in (("before", before), ("after", after)):
            row[name] = json.dumps([*json.loads(row[name]), pair])

    return forge


def test_a_pair_of_images_is_of_one_table(lived: Path) -> None:
    forged(lived, more(["contact", None], ["visit", None]))

    assert "not of our making" in found_broken(lived)


def test_nobody_s_history_explains_the_rows_of_somebody_else(lived: Path) -> None:
    aunt = {
        "person_id": an_id(77), "id": an_id(78), "kind": "caregiver",
        "number": "555", "name": "Aunt",
    }  # fmt: skip
    change(lived, f"INSERT INTO contact ({', '.join(aunt)}) VALUES (?, ?, ?, ?, ?)",
           *aunt.values())  # fmt: skip

    forged(lived, more(["contact", None], ["contact", aunt]))

    assert "numbers to call" in found_broken(lived)


def test_a_blob_in_the_history_is_broken_and_no_more(lived: Path) -> None:
    change(lived, "UPDATE change SET text = x'00ff' WHERE seq = 2")

    found_broken(lived)


def test_how_many_rows_an_import_brought_is_as_it_was_sealed(
    started: Path, store: Store
) -> None:
    take_in(store, ["one", "two"])

    def one_more(row: dict[str, Any]) -> None:
        after = json.loads(row["after"])
        after[0][1]["rows"]["answer"] += 1
        row["after"] = json.dumps(after)

    forged(started, one_more)

    assert "imported entries" in found_broken(started)


def test_a_history_holds_facts_and_nothing_else(lived: Path) -> None:
    with closing(sqlite3.connect(lived)) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM counter").fetchone())

    forged(lived, images([["counter", row]], [["counter", row]]))

    assert "a table" in found_broken(lived)


def test_an_import_that_sealed_what_is_no_column_is_broken(lived: Path) -> None:
    with closing(sqlite3.connect(lived)) as connection:
        ids = [each for (each,) in connection.execute(IMPORTED)]
        info = connection.execute("PRAGMA table_info(check_in)").fetchall()
    sealed = {**COLUMNS, "check_in": [*(name for _, name, *_ in info), "secret"]}
    image = {**SEAL, "check_in": ids, "columns": sealed}

    forged(lived, images([["import", None]], [["import", image]]))

    assert "imported entries" in found_broken(lived)


@pytest.mark.parametrize("value", [1.0, b"1"])
def test_a_value_of_a_kind_that_is_never_written_is_damage(value: object) -> None:
    with pytest.raises(DamagedRow):
        sound_row(("number",), (value,))


def test_a_change_that_was_sealed_anew_is_not_the_one_that_the_next_one_names(
    lived: Path,
) -> None:
    forged(lived, lambda row: row.update(text=SECRET), back=3)

    assert "not as it was written" in found_broken(lived)


def test_a_history_begins_with_its_first_change(
    template_started: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(template_started, tmp_path / "begun.sqlite"))
    forged(path, lambda row: row.update(previous="1" * 64))

    assert "does not begin" in found_broken(path)


def test_before_the_first_change_nothing_was_there(
    template_started: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(template_started, tmp_path / "begun.sqlite"))

    def there_before(row: dict[str, Any]) -> None:
        before, after = json.loads(row["before"]), json.loads(row["after"])
        before[0][1] = after[0][1]
        row.update(before=json.dumps(before))

    forged(path, there_before)

    assert "Before the first change" in found_broken(path)


def test_what_an_older_import_did_not_seal_is_as_it_was_then(
    started: Path, store: Store
) -> None:
    take_in(store, ["one", "two"])
    with store.reading():
        person = store.person()
        assert person is not None
        found = [store.check_in_numbered(person, number) for number in (1, 2)]
    batch = batch_of(person.id, [entry for entry in found if entry])
    image = image_of(batch)
    image["columns"]["check_in"].remove("weekly_asked")
    older = sealed_image(batch, image["columns"])

    def as_older(row: dict[str, Any]) -> None:
        row.update(after=json.dumps([["import", older]]))

    forged(started, as_older)

    found_whole(started)
    change(started, "UPDATE check_in SET weekly_asked = 1 WHERE number = 1")
    assert "imported entries" in found_broken(started)


def test_numbers_are_those_that_were_ever_given(started: Path, store: Store) -> None:
    for _ in range(3):
        log(store, a_check_in(number=0, id=a_shown_warning().id[:-4] + f"{_:04}"), NOW)
    delete(store, 3, RUTH, NOW)

    assert found_whole(started).highest[person_of(store), "check_in"] == 3

"""An archive gives the same diary, and the diary the same archive, byte for byte."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive.conftest import archive_of, text_of
from tests.builders import ANNA, NOW, RUTH, a_beginning, a_check_in, an_id
from tests.imports.histories import NOTES, History, begin
from tests.store.test_upgrades import FROZEN, rows_of
from tracker.archive.parts import NEEDS, VERSION
from tracker.domain.facts import Answer
from tracker.protocols.library import load
from tracker.services.archiving import fill, is_archive
from tracker.services.log import log
from tracker.services.start import start
from tracker.services.undo import undo
from tracker.store.bulk import batch_of
from tracker.store.compiled import HEAD
from tracker.store.sqlite_driver import SqliteDriver, open_plain
from tracker.store.store import Store
from tracker.workspace import STANDARD, Workspace


def assert_comes_back(diary: Path) -> None:
    """The same rows, and then the same bytes."""
    first = archive_of(diary, diary.with_name(f"{diary.name}.1.zip"))
    again = diary.with_name(f"{diary.name}.again")

    fill(str(again), first, open_plain)

    assert rows_of(again) == rows_of(diary)
    second = archive_of(again, diary.with_name(f"{diary.name}.2.zip"))
    assert second.read_bytes() == first.read_bytes()


def take_in(store: Store, notes: list[str]) -> None:
    """Entries as a file brings them, with these notes."""
    with store.writing():
        person = store.person()
        assert person is not None
        owner = store.procedures(person)[0].id
        entries = [
            a_check_in(
                store.next_number(person, "entry"),
                id=an_id(10**11 + place),
                procedure_id=owner,
                note=note,
                answers=(Answer("pain", 4, "0-10"), Answer("walk", 9, "min")),
            )
            for place, note in enumerate(notes)
        ]
        step = (ANNA, NOW, "import", "imported")
        store.add_import(person, step, batch_of(person.id, entries), [])


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**6), steps=st.integers(0, 60), brought=st.booleans())
def test_whatever_was_done_comes_back(
    template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    steps: int,
    brought: bool,
) -> None:
    path = tmp_path_factory.mktemp("diary") / "diary.sqlite"
    shutil.copy(template, path)
    with closing(SqliteDriver(str(path))) as driver:
        store = Store(driver)
        begin(store, twice=seed % 2 == 0)
        history = History(store, seed)
        history.live(steps)
        if brought:
            take_in(store, list(NOTES))
            history.live(steps // 4)

    assert_comes_back(path)


def test_an_import_that_was_taken_back_and_done_again_comes_back(
    started: Path, store: Store
) -> None:
    take_in(store, ["one", "two"])
    undo(store, 1, RUTH, NOW)
    with store.writing():
        person = store.person()
        assert person is not None
        store.redo(person.id, RUTH, NOW)

    assert_comes_back(started)


def test_everybody_comes_back_also_whose_beginning_was_taken_back(
    started: Path, store: Store
) -> None:
    undo(store, 1, RUTH, NOW)
    start(store, a_beginning(name=ANNA), load(STANDARD, Path("none")), NOW)
    log(store, a_check_in(number=0), NOW)

    assert_comes_back(started)


@pytest.mark.parametrize("frozen", sorted(FROZEN.iterdir()), ids=lambda path: path.stem)
def test_a_diary_that_was_upgraded_comes_back(frozen: Path, diary_path: Path) -> None:
    shutil.copy(frozen, diary_path)
    diary_path.chmod(0o600)
    Workspace(str(diary_path), NOW.isoformat()).upgrade()

    assert_comes_back(diary_path)


def test_who_was_erased_stays_erased(started: Path) -> None:
    erased = (an_id(7), "2026-11-04T10:00:00.000000Z")
    with (
        closing(SqliteDriver(str(started))) as driver,
        driver.transaction(writing=True),
    ):
        driver.many("INSERT INTO tombstone VALUES (?, ?)", [erased])

    assert_comes_back(started)


def test_a_diary_without_anybody_comes_back(empty: Path) -> None:
    assert_comes_back(empty)


def test_the_rows_come_back_into_a_new_diary_that_was_made_before(
    started: Path, template: Path, tmp_path: Path
) -> None:
    archive = archive_of(started, tmp_path / "a.zip")
    new = tmp_path / "new.sqlite"
    shutil.copy(template, new)

    fill(str(new), archive, open_plain)

    assert rows_of(new) == rows_of(started)


def test_it_is_one_text_with_a_row_a_line(archived: Path) -> None:
    lines = text_of(archived).splitlines()

    assert lines[0] == '{"format":"recovery-tracker archive",'
    assert lines[1:4] == [
        f'"version":{VERSION},',
        f'"schema":"{HEAD}",',
        f'"needs":"{NEEDS}",',
    ]
    assert lines[-1] == "]}"


def test_the_version_it_needs_is_thought_of_when_version_or_schema_change() -> None:
    assert (VERSION, HEAD, NEEDS) == (1, "0005", "0.1.0")


def test_an_archive_is_told_by_its_beginning(archived: Path) -> None:
    assert is_archive(archived)


def test_a_diary_is_no_archive(started: Path, tmp_path: Path) -> None:
    assert not is_archive(started)
    assert not is_archive(tmp_path / "nothing")

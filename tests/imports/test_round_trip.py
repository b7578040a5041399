"""What a lossless export wrote, an import reads back to the last byte.

HISTORIES says how many made-up histories are tried.
"""

import os
import shutil
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.builders import RUTH
from tests.imports.histories import LAST, History, begin
from tracker.services.exporting import Wanted, export
from tracker.services.importing import Kept, Source, keep, read_source
from tracker.services.undo import undo
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

HISTORIES = int(os.environ.get("HISTORIES", "100"))
GROUPS = 10
FORMS = {"ndjson": "diary.ndjson", "json": "diary.json", "csv-long": "diary.csv"}


def written(store: Store, form: str) -> bytes:
    return "".join(export(store, form, Wanted(), LAST)).encode()


def imported(store: Store, path: Path, file: Path) -> Kept:
    source = Source(file, None, None)
    reading = read_source(store, source, RUTH, LAST)
    return keep(store, reading, source, str(path), RUTH, LAST)


@pytest.mark.parametrize("group", range(GROUPS))
def test_export_import_export_is_the_same_to_the_last_byte(
    group: int, template: Path, tmp_path: Path
) -> None:
    for seed in range(group, HISTORIES, GROUPS):
        _round_trip(seed, template, tmp_path / str(seed))


def _round_trip(seed: int, template: Path, folder: Path) -> None:
    folder.mkdir()
    first, fresh = folder / "first.sqlite", folder / "fresh.sqlite"
    random = Random(seed)
    twice = random.random() < 0.3
    for path in (first, fresh):
        shutil.copy(template, path)
        with closing(SqliteDriver(str(path))) as driver:
            begin(Store(driver), twice=twice)
    with closing(SqliteDriver(str(first))) as driver:
        store = Store(driver)
        History(store, seed).live(random.randint(1, 60))
        before = {form: written(store, form) for form in FORMS}
        _wide_is_known(store, first)
    for form, name in FORMS.items():
        _there_and_back(before[form], form, fresh, folder / name)
    shutil.rmtree(folder)


def _wide_is_known(store: Store, path: Path) -> None:
    """The wide table rounds; where it came from it is still nothing new."""
    file = path.with_name("wide.csv")
    file.write_bytes(written(store, "csv"))
    kept = imported(store, path, file).weighed
    assert (kept.new, kept.conflicts, kept.refused) == ((), (), ())


def _there_and_back(before: bytes, form: str, fresh: Path, file: Path) -> None:
    path = file.with_suffix(".sqlite")
    shutil.copy(fresh, path)
    file.write_bytes(before)
    with closing(SqliteDriver(str(path))) as driver:
        store = Store(driver)
        kept = imported(store, path, file)
        assert (kept.weighed.refused, kept.weighed.conflicts) == ((), ())
        assert written(store, form) == before
        if form != "csv-long":
            assert kept.warnings == ()
        assert imported(store, path, file).copy is None
        if kept.copy is not None:
            empty = written_of(fresh, form)
            undo(store, 1, RUTH, LAST)
            assert without_warnings(written(store, form)) == empty


def written_of(path: Path, form: str) -> bytes:
    with closing(SqliteDriver(str(path))) as driver:
        return without_warnings(written(Store(driver), form))


def without_warnings(content: bytes) -> bytes:
    """Shown warnings stay shown, whatever is taken back."""
    lines = content.decode().splitlines(keepends=True)
    return "".join(line for line in lines if '"shown_at"' not in line).encode()

"""Archives made of generated diaries, and one taken apart to be put together wrong."""

import json
import shutil
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.imports.histories import History, begin
from tracker.archive.parts import MEMBER, canonical
from tracker.services.archiving import archive
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store


@pytest.fixture(scope="session")
def lived(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A diary with something in most tables."""
    path = tmp_path_factory.mktemp("archived") / "diary.sqlite"
    shutil.copy(template, path)
    with closing(SqliteDriver(str(path))) as driver:
        begin(Store(driver), twice=True)
        History(Store(driver), 3).live(60)
    return path


@pytest.fixture(scope="session")
def archived(lived: Path) -> Path:
    """Its archive; copy it before it is changed."""
    return archive_of(lived, lived.with_name("diary.zip"))


def archive_of(diary: Path, file: Path) -> Path:
    """The archive of a diary."""
    with closing(SqliteDriver(str(diary))) as driver:
        archive(Store(driver), file, replace=False)
    return file


def text_of(file: Path) -> str:
    """The JSON text of an archive."""
    with zipfile.ZipFile(file) as packed:
        return packed.read(MEMBER).decode()


def pack(file: Path, text: str | bytes, name: str = MEMBER) -> Path:
    """A text as an archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, text)
    return file


class Lines(NamedTuple):
    """The text of an archive by its lines."""

    lines: list[str]

    def place(self, table: str) -> int:
        """Where the first row of a table is."""
        return self.lines.index(f'"{table}":[') + 1

    def row(self, table: str) -> dict[str, Any]:
        """The first row of a table."""
        found: dict[str, Any] = json.loads(self.lines[self.place(table)].rstrip(","))
        return found

    def put(self, table: str, row: Any) -> None:
        """Another first row in a table."""
        comma = "," if self.lines[self.place(table)].endswith(",") else ""
        self.lines[self.place(table)] = canonical(row) + comma

    def text(self) -> str:
        return "\n".join(self.lines)


@pytest.fixture
def lines(archived: Path) -> Lines:
    """The lines of an archive, to be changed."""
    return Lines(text_of(archived).split("\n"))

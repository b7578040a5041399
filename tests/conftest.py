"""A diary ready to write in, and the command line run inside the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from tests.builders import BEGAN, NOW, a_beginning
from tracker.cli import main
from tracker.protocols.library import load
from tracker.services.start import start
from tracker.store.files import create
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD


class Said(NamedTuple):
    """What a command printed, and its exit code."""

    stdout: str
    stderr: str
    code: int


Run = Callable[..., Said]
# What would set up a timer on this computer, and does not.
NO_TIMERS = Path(__file__).parent / "no_timers"


@pytest.fixture(autouse=True)
def _nobody_elses_diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds a diary, a clock or a colour outside its own folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.setenv("TRACKER_BACKUPS", "off")
    monkeypatch.setenv("PATH", str(NO_TIMERS), prepend=os.pathsep)
    for name in ("TRACKER_DB", "TRACKER_NOW", "NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty diary, migrated once for the whole session: copy it."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    create(str(path))
    return path


@pytest.fixture(scope="session")
def template_started(template: Path) -> Path:
    """Ruth's diary on the day of the procedure, made once: copy it."""
    path = template.with_name("started.sqlite")
    shutil.copy(template, path)
    driver = SqliteDriver(str(path))
    try:
        protocol = load(STANDARD, path.parent / "none")
        start(Store(driver), a_beginning(), protocol, BEGAN)
    finally:
        driver.close()
    return path


@pytest.fixture
def diary_path(tmp_path: Path) -> Path:
    """Where this test's diary is, or will be."""
    return tmp_path / "diary.sqlite"


@pytest.fixture
def empty(template: Path, diary_path: Path) -> Path:
    """A diary in which nothing is started."""
    shutil.copy(template, diary_path)
    return diary_path


@pytest.fixture
def started(template_started: Path, diary_path: Path) -> Path:
    """Ruth's diary: Tue 3 November 2026, 10:30 in New York, baseline 8."""
    shutil.copy(template_started, diary_path)
    return diary_path


@pytest.fixture
def store(started: Path) -> Iterator[Store]:
    """Ruth's diary, open."""
    driver = SqliteDriver(str(started))
    yield Store(driver)
    driver.close()


@pytest.fixture
def run(diary_path: Path) -> Iterator[Run]:
    """Runs `tracker` on this test's diary; it has to end well unless told."""
    before = os.umask(0o077)

    def tracker(
        *typed: str,
        code: int = 0,
        now: str = NOW.isoformat(),
        stdin: str | None = None,
        env: dict[str, str] | None = None,
    ) -> Said:
        args = ["--db", str(diary_path), "--now", now, *typed]
        result = CliRunner().invoke(
            main,
            args,
            input=stdin,
            env=env,
            prog_name="tracker",
            catch_exceptions=False,
        )
        said = Said(result.stdout, result.stderr, result.exit_code)
        assert said.code == code, f"{typed}: {said}"
        return said

    yield tracker
    os.umask(before)

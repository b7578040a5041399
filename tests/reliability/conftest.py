"""How often the long tests try, from which seed, and what they counted.

TORTURE=1 tries as often as before a release; SEED=number repeats a run; FIGURES=file
collects what was counted, one JSON object a line, for the table of `make torture`.
"""

import json
import os
import random
import shutil
import time
from pathlib import Path
from typing import Protocol

import pytest

from tests.locked import lock, opener, passphrase_file
from tests.reliability.diaries import Diary

TORTURE = bool(os.environ.get("TORTURE"))
SEED = int(os.environ.get("SEED", "20261103"))

KINDS = ("plain", "locked")
collect_ignore = [] if TORTURE else ["test_small_disk.py"]


def often(each_change: int, before_a_release: int) -> int:
    """How many rounds to run."""
    return before_a_release if TORTURE else each_change


def chance_of(name: str) -> random.Random:
    """Chance that repeats with the seed, its own for every test that asks."""
    return random.Random(f"{SEED} {name}")


class Figures(Protocol):
    """Keeps one line of the table; the seconds are counted from the test's start."""

    def __call__(
        self,
        what: str,
        *,
        rounds: int,
        lost: int = 0,
        doubled: int = 0,
        torn: int = 0,
        wrong: int = 0,
        tracebacks: int = 0,
        note: str = "",
    ) -> None: ...


@pytest.fixture
def figures() -> Figures:
    """Called once a test has counted, before it asserts, so that a bad count shows."""
    began = time.monotonic()

    def keep(what: str, *, rounds: int, note: str = "", **counted: int) -> None:
        seconds = round(time.monotonic() - began, 1)
        test = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0]
        line = {"what": what, "rounds": rounds, "seconds": seconds, "note": note}
        if file := os.environ.get("FIGURES"):
            with open(file, "a", encoding="utf-8") as lines:
                lines.write(json.dumps({**line, **counted, "test": test}) + "\n")

    return keep


@pytest.fixture(autouse=True)
def _no_daily_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is about copies of the diary switches them on for itself."""
    monkeypatch.setenv("TRACKER_BACKUPS", "off")


@pytest.fixture(scope="session")
def template_locked(template_started: Path) -> Path:
    """Ruth's diary under a passphrase, locked once: copy it."""
    path = template_started.with_name("locked.sqlite")
    shutil.copy(template_started, path)
    return lock(path)


def _kept(kind: str, path: Path, locked: Path, folder: Path) -> Diary:
    if kind == "plain":
        return Diary(path)
    shutil.copy(locked, path)
    known = {"TRACKER_PASSPHRASE_FILE": str(passphrase_file(folder))}
    return Diary(path, opener(), known)


@pytest.fixture(params=KINDS)
def either_diary(
    started: Path,
    template_locked: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Diary:
    """Ruth's diary, in each way in which it can be kept."""
    return _kept(request.param, started, template_locked, tmp_path)


@pytest.fixture(params=KINDS if TORTURE else KINDS[:1])
def diary(
    started: Path,
    template_locked: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Diary:
    """The same; locked only in the long run, since it takes long to open."""
    return _kept(request.param, started, template_locked, tmp_path)

"""What the daily commands import: nothing heavy, or they stop being quick."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "alembic",
    "asyncio",
    "dateutil",
    "icalendar",
    "importlib.metadata",
    "jinja2",
    "logging",
    "rich",
    "sqlalchemy",
    "tomllib",
    "typst",
}
ROOT = Path(__file__).parents[2]
PROBE = """
import json, sys
before = set(sys.modules)
from tracker.cli import run_main
target, sys.argv = sys.argv[1], ["tracker", *sys.argv[2:]]
code = 0
try:
    run_main()
except SystemExit as stop:
    code = stop.code or 0
with open(target, "w") as file:
    json.dump([code, sorted(set(sys.modules) - before)], file)
"""


def modules_after(folder: Path, *words: str, ends: int = 0) -> set[str]:
    """The modules that a command left behind, in a process of its own."""
    target = folder / "modules.json"
    own = {"HOME": str(folder), "TRACKER_DB": str(folder / "diary.sqlite")}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(target), *words],
        cwd=ROOT,
        env={**os.environ, **own},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code, modules = json.loads(target.read_text(encoding="utf-8"))
    assert code == ends, done.stderr
    return set(modules)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """A folder with a diary, and what `start` imported to make it."""
    folder = tmp_path_factory.mktemp("startup")
    return folder, modules_after(folder, "start", "yesterday", "--name", "Ruth Example")


@pytest.mark.parametrize(
    "words",
    [
        ["log", "pain=4"],
        ["log", "pain=4", "--at", "yesterday 8pm"],
        ["today"],
        ["today", "--brief"],
        ["today", "--alarm"],
        ["warnings"],
        ["timeline"],
        ["signs"],
        ["chart"],
        ["export", "csv"],
        ["export", "ndjson"],
        ["--help"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_a_daily_command_imports_nothing_heavy(
    begun: tuple[Path, set[str]], words: list[str]
) -> None:
    assert modules_after(begun[0], *words) & HEAVY == set()


def test_can_imports_nothing_heavy(begun: tuple[Path, set[str]]) -> None:
    words = ["can", "lift", "8lb", "--on", "friday"]

    assert modules_after(begun[0], *words, ends=4) & HEAVY == set()


def test_a_daily_command_does_not_load_the_other_commands(
    begun: tuple[Path, set[str]],
) -> None:
    loaded = modules_after(begun[0], "today")

    commands = {name for name in loaded if name.startswith("tracker.cli.commands.")}
    assert commands == {"tracker.cli.commands.today"}


def test_the_probe_sees_what_is_imported(begun: tuple[Path, set[str]]) -> None:
    assert {"sqlalchemy", "alembic", "tomllib"} <= begun[1]

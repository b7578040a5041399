"""The long tests, and one table of what they tried and what they found.

`make torture`; one of them with ARGS="-k power", again from the same seed with SEED.
"""

import json
import os
import platform
import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

PLACES = ("tests/reliability", "tests/imports/test_round_trip.py")
HISTORIES = "1000"
LONGEST = 7200
HOUSE = ("-q", "-n", "auto", "--dist", "loadgroup", "--timeout", str(LONGEST))
COUNTED = ("lost", "doubled", "torn", "wrong", "tracebacks")
HEADINGS = ("what", "rounds", *COUNTED, "seconds", "note")
NONE = "-"

Line = dict[str, Any]


class Outcomes:
    """How each test ended, and how long it took; a plugin of pytest."""

    def __init__(self) -> None:
        self.failed: set[str] = set()
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.add(report.nodeid)


def sentence(test: str) -> str:
    """The name of a test as the sentence it is."""
    name = test.rpartition("::")[2].partition("[")[0]
    return name.removeprefix("test_").replace("_", " ")


def counted_lines(lines: Iterable[Line], failed: set[str]) -> list[Line]:
    """One line for all that was counted under the same words."""
    found: dict[str, Line] = {}
    for line in lines:
        kept = found.setdefault(
            line["what"], {"what": line["what"], "rounds": 0, "seconds": 0, "note": ""}
        )
        for name in ("rounds", "seconds", *COUNTED):
            kept[name] = kept.get(name, 0) + line.get(name, 0)
        notes = [kept["note"], line["note"], "FAILED" * (line["test"] in failed)]
        kept["note"] = "; ".join(dict.fromkeys(note for note in notes if note))
    return list(found.values())


def other_lines(outcomes: Outcomes, known: set[str]) -> list[Line]:
    """One line for each test that counted nothing: it held or it did not."""
    found: dict[str, Line] = {}
    for test, seconds in outcomes.seconds.items():
        if test in known:
            continue
        what = sentence(test)
        kept = found.setdefault(
            what, {"what": what, "rounds": 0, "seconds": 0.0, "note": ""}
        )
        kept["rounds"] += 1
        kept["seconds"] += seconds
        if test in outcomes.failed:
            kept["note"] = "FAILED"
    return list(found.values())


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [[str(_cell(line, name)) for name in HEADINGS] for line in lines]
    rules = ["---", *["---:"] * (len(HEADINGS) - 2), "---"]
    every = [list(HEADINGS), rules, *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in every)


def _cell(line: Line, name: str) -> object:
    value = line.get(name, NONE)
    return f"{value:.0f}" if name == "seconds" else value


def main() -> int:
    """Run them all, then show the table; pytest's exit code."""
    seed = os.environ.setdefault("SEED", str(random.randrange(1_000_000)))
    os.environ.update(TORTURE="1", HISTORIES=HISTORIES)
    began, outcomes = time.monotonic(), Outcomes()
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        figures.touch()
        os.environ["FIGURES"] = str(figures)
        code = pytest.main([*HOUSE, *PLACES, *sys.argv[1:]], plugins=[outcomes])
        lines = [json.loads(line) for line in figures.read_text("utf-8").splitlines()]
    counted = counted_lines(lines, outcomes.failed)
    others = other_lines(outcomes, {line["test"] for line in lines})
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(
        f"\n{datetime.now(UTC):%Y-%m-%d}, make torture, SEED={seed}, "
        f"{minutes:.0f} minutes on {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}: "
        f"{len(outcomes.seconds)} tests, {len(outcomes.failed)} failed.\n\n"
        f"{table([*counted, *others])}\n"
    )
    return int(code)


if __name__ == "__main__":
    sys.exit(main())

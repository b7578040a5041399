"""The long tests, and one table of what they tried and what they found.

`make torture`; one of them with ARGS="-k power", again from the same seed with SEED.
"""

import json
import os
import platform
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

PLACES = (
    "tests/reliability",
    "tests/imports/test_round_trip.py",
    "tests/imports/test_fuzz.py",
    "tests/protocols/test_fuzz.py",
    "tests/web/test_hostile.py",
)
HISTORIES = "1000"
LONGEST = 7200
HOUSE = ("-q", "-n", "auto", "--dist", "loadgroup", "--timeout", str(LONGEST))
COUNTED = ("lost", "doubled", "torn", "wrong", "tracebacks")
HEADINGS = ("what", "rounds", *COUNTED, "seconds", "note")
NONE = "-"
# A whole number of its own in a note.
WHOLE = re.compile(r"(?<![\w.])\d+(?![\w.])")

Line = dict[str, Any]


class Outcomes:
    """How each test ended, and how long it took; a plugin of pytest."""

    def __init__(self) -> None:
        self.failed: set[str] = set()
        self.not_run: set[str] = set()
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.add(report.nodeid)
        if report.skipped:
            self.not_run.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)
            self.seconds[report.nodeid] += 0

    def held(self, tests: set[str]) -> int:
        """How many of these ran and were as they have to be."""
        return len(tests - self.failed - self.not_run)

    def said(self, tests: set[str]) -> str:
        """What is to be said of these, if anything is."""
        failed, not_run = len(tests & self.failed), len(tests & self.not_run)
        said = {"FAILED": failed, "NOT RUN": not_run}
        return ", ".join(f"{many} {what}" for what, many in said.items() if many)

    def code(self, code: int) -> int:
        """The exit code: what did not run did not hold."""
        return code or bool(self.not_run)


def counted_lines(lines: Iterable[Line], outcomes: Outcomes) -> list[Line]:
    """One line for all that was counted under the same words."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line["what"]].append(line)
    return [_total(what, each, outcomes) for what, each in found.items()]


def _total(what: str, lines: list[Line], outcomes: Outcomes) -> Line:
    names = ("rounds", "seconds", *COUNTED)
    total = {name: sum(line.get(name, 0) for line in lines) for name in names}
    notes = [*_added(line["note"] for line in lines)]
    notes.append(outcomes.said({line["test"] for line in lines}))
    return {"what": what, **total, "note": "; ".join(filter(None, notes))}


def _added(notes: Iterable[str]) -> Iterator[str]:
    """Notes with the same words are one, their numbers added up."""
    numbers: dict[str, list[list[int]]] = defaultdict(list)
    for note in notes:
        numbers[WHOLE.sub("{}", note)].append([*map(int, WHOLE.findall(note))])
    for words, found in numbers.items():
        yield words.format(*map(sum, zip(*found, strict=True)))


def other_lines(outcomes: Outcomes, known: set[str]) -> list[Line]:
    """One line for the tests of a file that counted nothing: how many held."""
    found: dict[str, set[str]] = defaultdict(set)
    for test in outcomes.seconds.keys() - known:
        found[test.partition("::")[0]].add(test)
    return [
        {
            "what": file.removeprefix("tests/"),
            "rounds": outcomes.held(tests),
            "seconds": sum(outcomes.seconds[test] for test in tests),
            "note": outcomes.said(tests),
        }
        for file, tests in sorted(found.items())
    ]


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
    """Run them all, then show the table; pytest's exit code, or 1 if some did not run.

    With CI a tool that is missing is a failure; Hypothesis would then choose by itself,
    so it is told to keep to the seed.
    """
    seed = os.environ.setdefault("SEED", str(random.randrange(1_000_000)))
    os.environ.update(TORTURE="1", HISTORIES=HISTORIES, CI="1")
    chosen = (f"--hypothesis-seed={seed}", "--hypothesis-profile=default")
    began, outcomes = time.monotonic(), Outcomes()
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        figures.touch()
        os.environ["FIGURES"] = str(figures)
        words = [*HOUSE, *chosen, *PLACES, *sys.argv[1:]]
        code = pytest.main(words, plugins=[outcomes])
        lines = [json.loads(line) for line in figures.read_text("utf-8").splitlines()]
    counted = counted_lines(lines, outcomes)
    others = other_lines(outcomes, {line["test"] for line in lines})
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(
        f"\n{headline(outcomes, seed, minutes)}\n\n{table([*counted, *others])}\n"
    )
    return outcomes.code(int(code))


def headline(outcomes: Outcomes, seed: str, minutes: float) -> str:
    """When and where it ran, how to run it again, and how it ended."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, SEED={seed} make torture, "
        f"{minutes:.0f} minutes on {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}: {len(outcomes.seconds)} tests, "
        f"{len(outcomes.failed)} failed, {len(outcomes.not_run)} not run."
    )


if __name__ == "__main__":
    sys.exit(main())

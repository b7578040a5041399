"""Exports against plain loops: python -m benchmarks.exports [--entries N] [--rounds N].

The plain loops write what the same statement or the same tables yield, with nothing but
`sqlite3` and `csv` or `json`: no units, no local times, no guard against formulas.
"""

import argparse
import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.pairs import (
    Command,
    Run,
    child_environment,
    measure,
    own_peak,
    ratio,
)
from tracker.store.stream_statements import ENTRIES

ENTRY_COUNT = 1_000_000
ROUNDS = 3
APART = timedelta(minutes=28)
ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
ROWS_AT_ONCE = 20_000
NOTES = (
    "",
    "Sat at the table for lunch, then slept well.",
    'Walked to the gate and back. "Better," he said.',
)
GOALS = {"csv": 1.15, "ndjson": 0.4, "memory": 1.1}
FLAGS = {None: None, 0: False, 1: True}

ENTRY = """INSERT INTO check_in (person_id, id, number, procedure_id, at, time_known,
 zone, day, recorded_at, author, relayed, signs_asked, note, weekly_asked)
 VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, 'Dana Example', 1, 'yes', ?, 0)"""
ANSWER = """INSERT INTO answer (person_id, check_in_id, question, number, unit,
 procedure_id, day, at, time_known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)"""


# The diary


def build(path: Path, count: int) -> None:
    """A diary of ``count`` entries with five answers each, straight into the tables."""
    words = ["--db", str(path), "--as", "Dana Example", "--now", NOW.isoformat()]
    words += ["start", (NOW - APART * count).date().isoformat(), "--zone", ZONE.key]
    words += ["--name", "Ruth Example", "--baseline-pain", "8"]
    subprocess.run(
        [sys.executable, "-m", "tracker", *words],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        person, procedure = owner(connection)
        chance = random.Random(count)
        for first in range(1, count + 1, ROWS_AT_ONCE):
            numbers = range(first, min(first + ROWS_AT_ONCE, count + 1))
            _insert(connection, person, procedure, numbers, count, chance)
        connection.commit()


def _insert(
    connection: sqlite3.Connection,
    person: str,
    procedure: str,
    numbers: range,
    count: int,
    chance: random.Random,
) -> None:
    entries: list[tuple[Any, ...]] = []
    answers: list[tuple[Any, ...]] = []
    for number in numbers:
        at = NOW - APART * (count - number + 1)
        day, text = at.astimezone(ZONE).date().isoformat(), _text(at)
        id_ = f"00000000-0000-7000-8000-{number:012x}"
        typed = _text(at + timedelta(seconds=chance.randrange(900)))
        note = NOTES[number % len(NOTES)]
        entries.append(
            (person, id_, number, procedure, text, ZONE.key, day, typed, note)
        )
        answers += [
            (person, id_, *given, procedure, day, text) for given in _given(chance)
        ]
    connection.executemany(ENTRY, entries)
    connection.executemany(ANSWER, answers)


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _given(chance: random.Random) -> list[tuple[str, int, str]]:
    return [
        ("pain", chance.randrange(11), ""),
        ("pain-moving", chance.randrange(11), ""),
        ("walk", chance.randrange(120), "min"),
        ("temperature", 360 + chance.randrange(40), "C"),
        ("medicine", 1 + chance.randrange(5), ""),
    ]


# The plain loops


def owner(connection: sqlite3.Connection) -> tuple[str, str]:
    """The ids of the person and the procedure."""
    ((person, procedure),) = connection.execute("SELECT person_id, id FROM procedure")
    return person, procedure


def _binds(connection: sqlite3.Connection) -> dict[str, Any]:
    person, procedure = owner(connection)
    ((on,),) = connection.execute("SELECT happened_on FROM procedure")
    return {
        "person_id": person, "procedure_id": procedure, "procedure": on,
        "first_day": "1900-01-01", "last_day": "2200-12-31", "redacted": 0,
    }  # fmt: skip


def plain_csv(path: str) -> None:
    """The rows of the wide table's own statement, as they are."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(ENTRIES, _binds(connection))
        csv.writer(sys.stdout).writerows(rows)


def plain_ndjson(path: str) -> None:
    """The same content as the export, each entry a dictionary first."""
    with closing(sqlite3.connect(path)) as connection:
        for entry in _entries(connection, _binds(connection)):
            sys.stdout.write(json.dumps(entry) + "\n")


COLUMNS = """id, number, day, at, time_known, zone, recorded_at, author, relayed,
 signs_asked, weekly_asked, note"""
MEDICINE = ("none", "no-prescription", "prescription", "opioid", "not-sure")
OF_ENTRY = "person_id = ? AND check_in_id = ?"


def _entries(
    connection: sqlite3.Connection, binds: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    names = [name.strip() for name in COLUMNS.split(",")]
    found = connection.execute(
        f"""SELECT {COLUMNS} FROM check_in WHERE person_id = :person_id
        AND procedure_id = :procedure_id AND day >= :first_day AND day <= :last_day
        ORDER BY day, at, number""",
        binds,
    )
    for row in found:
        entry = {"type": "entry", **dict(zip(names, row, strict=True))}
        entry["procedure"] = binds["procedure"]
        for flag in ("time_known", "relayed", "weekly_asked"):
            entry[flag] = FLAGS[entry[flag]]
        key = (binds["person_id"], entry["id"])
        answers = connection.execute(
            f"SELECT question, number, unit FROM answer WHERE {OF_ENTRY} "
            "ORDER BY question",
            key,
        )
        entry["answers"] = [
            {"question": q, "number": n, "unit": u, "value": _value(q, n)}
            for q, n, u in answers
        ]
        signs = connection.execute(f"SELECT sign FROM mark WHERE {OF_ENTRY}", key)
        entry["signs"] = [sign for (sign,) in signs]
        yield entry


def _value(question: str, number: int) -> int | float | str:
    if question == "temperature":
        return number / 10
    return MEDICINE[number - 1] if question == "medicine" else number


PLAIN: dict[str, Callable[[str], None]] = {"csv": plain_csv, "ndjson": plain_ndjson}


# The measure


def _commands(form: str, path: Path) -> tuple[Command, Command]:
    python = sys.executable
    own = (python, "-m", "tracker", "--db", str(path), "export", form)
    plain = (python, "-m", "benchmarks.exports", "--plain", form, "--db", str(path))
    return Command(f"{form} {path.stem}", own), Command(f"plain {form}", plain)


def _seconds(runs: list[Run]) -> float:
    return sorted(run.cpu for run in runs)[len(runs) // 2] / 1000


def main(count: int, rounds: int) -> None:
    """Build two diaries, measure, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.sqlite", Path(folder) / "large.sqlite"
        _build_apart(small, count // 10)
        _build_apart(large, count)
        print(f"{count:,} entries, five answers each; {rounds} rounds.\n")
        print("| | seconds | plain loop | ratio (least to most) | goal |")
        print("|---|---|---|---|---|")
        peaks = [_compare(form, small, large, rounds) for form in PLAIN]
    print(f"\n| peak memory | {count // 10:,} entries | {count:,} | ratio | goal |")
    print("|---|---|---|---|---|")
    for form, (less, more) in zip(PLAIN, peaks, strict=True):
        goal = GOALS["memory"]
        print(
            f"| {form} | {less:.1f} MB | {more:.1f} MB | {more / less:.2f} | {goal} |"
        )
    print(f"\nPeaks below {own_peak():.1f} MB cannot be seen from here.")


def _build_apart(path: Path, count: int) -> None:
    """In a process of its own: a child's peak below this one's cannot be seen."""
    words = ["-m", "benchmarks.exports", "--build", str(path), "--entries", str(count)]
    subprocess.run([sys.executable, *words], check=True)


def _compare(form: str, small: Path, large: Path, rounds: int) -> tuple[float, float]:
    """One line of the table; the peaks of the short and the long diary."""
    environment = child_environment()
    own, plain = _commands(form, large)
    runs = measure([own, plain], rounds, environment)
    least, middle, most = ratio(runs[own.name], runs[plain.name])
    seconds, base = _seconds(runs[own.name]), _seconds(runs[plain.name])
    spread = f"{middle:.2f} ({least:.2f} to {most:.2f})"
    print(f"| {form} | {seconds:.1f} | {base:.1f} | {spread} | {GOALS[form]} |")
    short, _ = _commands(form, small)
    less = measure([short], rounds, environment)[short.name]
    return max(run.rss for run in less), max(run.rss for run in runs[own.name])


def _read_arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--entries", type=int, default=ENTRY_COUNT)
    reader.add_argument("--rounds", type=int, default=ROUNDS)
    reader.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    reader.add_argument("--plain", choices=PLAIN, help=argparse.SUPPRESS)
    reader.add_argument("--db", help=argparse.SUPPRESS)
    return reader.parse_args()


if __name__ == "__main__":
    asked = _read_arguments()
    if asked.plain:
        PLAIN[asked.plain](asked.db)
        sys.stdout.flush()
        os._exit(0)
    if asked.build:
        build(asked.build, asked.entries)
        os._exit(0)
    main(asked.entries, asked.rounds)

"""Compares an import's writing with a bare executemany of the same rows.

python -m benchmarks.imports [--entries N] [--rounds N]
"""

import argparse
import gc
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.stores import fill
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.services.ids import new_id
from tracker.store import bulk
from tracker.store.bulk import Batch
from tracker.store.compiled import SQL
from tracker.store.sqlite_driver import open_connection
from tracker.store.store import Store
from tracker.workspace import Workspace

OURS, BARE = "ours", "bare"
APART = timedelta(minutes=37)
# A question with its unit, and the steps to which up to seven more are added.
QUESTIONS = (
    ("pain", "", 0),
    ("pain-moving", "", 0),
    ("sleep", "h", 55),
    ("temperature", "C", 360),
    ("walk", "min", 10),
)


def entries_of(diary: Diary, count: int) -> list[CheckIn]:
    """That many entries with five answers each, before now."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    made = []
    for number in range(2, count + 2):
        at = now - APART * number
        answers = tuple(
            Answer(question, least + number % 8, unit)
            for question, unit, least in QUESTIONS
        )
        made.append(
            CheckIn(
                new_id(at),
                number,
                diary.procedure.id,
                at,
                True,
                "UTC",
                at.date(),
                at,
                "Dana Example",
                None,
                "no",
                "Sat at the table for lunch.",
                answers,
                (),
            )
        )
    return made


def write_ours(store: Store, diary: Diary, batch: Batch) -> float:
    """The processor time of our writing: rows, digest, change, one transaction."""
    step = ("Dana Example", datetime.now(UTC), "import", "imported entries")
    began = time.process_time()
    with store.writing():
        store.add_import(diary.person, step, batch, [])
    return time.process_time() - began


def write_bare(path: Path, batch: Batch) -> float:
    """The processor time of executemany of the same rows into the same tables."""
    with closing(open_connection(str(path))) as connection:
        began = time.process_time()
        connection.execute("BEGIN IMMEDIATE")
        for table in bulk.TABLES:
            text = SQL[f"insert_{table}"].partition("VALUES (")[0]
            marks = ", ".join("?" * len(batch.columns[table]))
            connection.executemany(f"{text}VALUES ({marks})", batch.rows[table])
        connection.execute("COMMIT")
        return time.process_time() - began


def once(which: str, path: Path, count: int) -> float:
    """One run in this process, on a diary that holds one entry.

    Garbage collection is off, as it is in the program.
    """
    gc.disable()
    workspace = Workspace(db=str(path))
    with workspace.store() as store:
        diary = workspace.diary(store)
        batch = bulk.batch_of(diary.person.id, entries_of(diary, count))
        if which == OURS:
            return write_ours(store, diary, batch)
    return write_bare(path, batch)


def child(which: str, template: Path, count: int) -> float:
    """The same in a process of its own, on a copy of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "diary.sqlite"
        shutil.copy(template, path)
        words = ["-m", "benchmarks.imports", "--one", which, str(path), str(count)]
        done = subprocess.run(
            [sys.executable, *words], capture_output=True, text=True, check=True
        )
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
        assert found >= count * len(QUESTIONS)
    return float(done.stdout)


def compare(count: int, rounds: int) -> None:
    """Alternate the two, and print rows a second and the ratio."""
    rows = count * (1 + len(QUESTIONS))
    took: dict[str, list[float]] = {OURS: [], BARE: []}
    with TemporaryDirectory() as folder:
        template = Path(folder) / "diary.sqlite"
        fill(template, 1)
        for _ in range(rounds):
            for which, times in took.items():
                times.append(child(which, template, count))
    for which, times in took.items():
        print(f"{which}: {rows / median(times):12,.0f} rows/s, {median(times):.2f} s")
    ratios = [b / o for o, b in zip(took[OURS], took[BARE], strict=True)]
    said = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"ours against bare, in rows/s: {said}; goal 0.85")


def main() -> None:
    """Read what was typed, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    typed = parser.parse_args()
    if typed.one:
        which, path, count = typed.one
        print(once(which, Path(path), int(count)))
        return
    compare(typed.entries, typed.rounds)


if __name__ == "__main__":
    main()

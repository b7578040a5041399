"""Several processes at once: every entry is kept and nothing is begun twice.

Stands for BEGIN IMMEDIATE: with a plain BEGIN two processes read the same newest
number, and one of them is refused or overwrites the other.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.builders import NOW
from tests.store.test_store import broken_links, history_of

ROOT = Path(__file__).parents[2]
WRITERS, EACH = 8, 10
WRITER = """
import sys
from datetime import datetime
from tests.builders import a_check_in
from tracker.services.log import log
from tracker.workspace import Workspace
path, now, first, each = sys.argv[1:]
sys.stdin.readline()
for number in range(int(first), int(first) + int(each)):
    with Workspace(path).store() as store:
        logged = log(store, a_check_in(number), datetime.fromisoformat(now))
    print(logged.check_in.number)
"""


def process(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(processes: list["subprocess.Popen[str]"]) -> list[tuple[int, str, str]]:
    """Let them all go at once, then wait: exit code, output, errors of each."""
    for each in processes:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate() for each in processes]
    return [(p.returncode, *words) for p, words in zip(processes, said, strict=True)]


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(found[0])


def test_eight_writers_at_once_keep_every_entry(started: Path) -> None:
    firsts = range(1, WRITERS * EACH + 1, EACH)
    writers = [
        process("-c", WRITER, str(started), NOW.isoformat(), str(first), str(EACH))
        for first in firsts
    ]

    done = finish(writers)

    assert [(code, errors) for code, _, errors in done] == [(0, "")] * WRITERS
    told = sorted(int(number) for _, said, _ in done for number in said.split())
    assert told == list(range(1, WRITERS * EACH + 1))
    assert count(started, "check_in") == WRITERS * EACH
    assert broken_links(history_of(started)) == []


def test_eight_commands_at_once_keep_every_entry(started: Path) -> None:
    command = ("-m", "tracker", "--db", str(started), "log", "pain=4")

    done = finish([process(*command) for _ in range(WRITERS)])

    assert [(code, errors) for code, _, errors in done] == [(0, "")] * WRITERS
    assert count(started, "check_in") == WRITERS


def test_four_starts_at_once_begin_one_recovery(diary_path: Path) -> None:
    command = ("-m", "tracker", "--db", str(diary_path), "start", "2026-11-03")

    done = finish([process(*command) for _ in range(4)])

    assert sorted(code for code, _, _ in done) == [0, 1, 1, 1]
    assert not any("Traceback" in errors for _, _, errors in done)
    assert count(diary_path, "person") == count(diary_path, "procedure") == 1
    assert os.listdir(diary_path.parent) == [diary_path.name]

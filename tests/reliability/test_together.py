"""Several processes at once: every entry is kept and nothing is begun twice.

Stands for BEGIN IMMEDIATE: with a plain BEGIN two processes read the same newest
number, and one of them is refused or overwrites the other.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tests.builders import NOW
from tests.reliability.conftest import Figures, often
from tests.reliability.diaries import Diary

ROOT = Path(__file__).parents[2]
WRITERS = 8
NEWEST = "SELECT newest FROM counter WHERE kind = 'entry'"
WRITER = """
import sys, time
from datetime import datetime
from tests.builders import a_check_in
from tracker.services.log import log
from tracker.workspace import Workspace
path, now, first, each = sys.argv[1:]
sys.stdin.readline()
for number in range(int(first), int(first) + int(each)):
    began = time.monotonic()
    with Workspace(path).store() as store:
        logged = log(store, a_check_in(number), datetime.fromisoformat(now))
    print(logged.check_in.number, time.monotonic() - began)
"""


def process(*words: str, env: Mapping[str, str] = {}) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **env, "PYTHONPATH": str(ROOT)},
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


def test_eight_writers_at_once_keep_every_entry(
    either_diary: Diary, figures: Figures
) -> None:
    diary = either_diary
    each = often(3, 50) if diary.locked else often(50, 500)
    total, path = WRITERS * each, str(diary.path)
    firsts = map(str, range(1, total + 1, each))
    writer = ("-c", WRITER, path, NOW.isoformat())
    writers = [process(*writer, n, str(each), env=diary.env) for n in firsts]

    done = finish(writers)

    lines = [line.split() for _, said, _ in done for line in said.splitlines()]
    told, kept = sorted(int(number) for number, _ in lines), diary.entries()
    slowest = max(float(seconds) for _, seconds in lines)
    figures(
        f"{WRITERS} writers at once{diary.kind()}",
        rounds=total,
        lost=total - len(kept),
        doubled=len(told) - len(set(told)),
        torn=len(set(kept.values())) - 1,
        tracebacks=sum(bool(errors) for _, _, errors in done),
        note=f"slowest save {slowest:.1f} s",
    )
    assert [(code, errors) for code, _, errors in done] == [(0, "")] * WRITERS
    assert told == list(range(1, total + 1))
    assert set(kept.values()) == {2}
    with diary.open() as connection:
        assert connection.execute(NEWEST).fetchall() == [(total,)]


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

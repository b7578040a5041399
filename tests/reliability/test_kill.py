"""What was said to be saved is saved, whenever the machine stops.

Stands for: one COMMIT for an entry with its history and counter, words only after
it, and the look for the `--id` that makes a retry safe. With a second COMMIT an entry
is torn; with the words first one told as saved is missing; without the look a retry
doubles the entry or ends in a traceback.
"""

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.builders import an_id

ROOT = Path(__file__).parents[2]
ROUNDS = 50


def logging(path: Path, number: int) -> "subprocess.Popen[str]":
    """A real `tracker log` of an entry with several answers and a sign."""
    words = ["log", "pain=4", "walk=20", "--sign", "fever", "--id", an_id(number)]
    command = [sys.executable, "-m", "tracker", "--db", str(path), *words]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def said_by(process: "subprocess.Popen[str]") -> str:
    said, _ = process.communicate()
    return said


def entries(path: Path) -> dict[str, int]:
    """Every entry with the number of its answers, signs and history, once sound."""
    query = (
        "SELECT c.id, (SELECT count(*) FROM answer WHERE check_in_id = c.id)"
        " + (SELECT count(*) FROM mark WHERE check_in_id = c.id)"
        " + (SELECT count(*) FROM shown_warning WHERE check_in_id = c.id)"
        " + (SELECT count(*) FROM change WHERE instr(after, c.id)) FROM check_in c"
    )
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return dict(connection.execute(query).fetchall())


def usual_seconds(path: Path) -> float:
    """How long entry 1 takes to be told as saved, once everything is warm."""
    taken = []
    for _ in range(4):
        began = time.monotonic()
        assert "aved" in said_by(logging(path, 1))
        taken.append(time.monotonic() - began)
    return min(taken)


def test_nothing_that_was_told_as_saved_is_lost_or_doubled(started: Path) -> None:
    chance = random.Random(20261103)
    whole = usual_seconds(started)
    told, killed = {an_id(1)}, 0
    for number in range(2, ROUNDS + 2):
        process = logging(started, number)
        try:
            # The delay is what is tested: any moment of the process's life.
            process.wait(chance.uniform(0.4, 1.2) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
        said = said_by(process)
        if "Saved" in said:
            told.add(an_id(number))
        kept = entries(started)
        assert told <= kept.keys()
        assert len(set(kept.values())) == 1, "an entry is torn"
    for number in range(2, ROUNDS + 2):
        assert "aved" in said_by(logging(started, number))
    assert sorted(entries(started)) == [an_id(n) for n in range(1, ROUNDS + 2)]
    assert killed > ROUNDS // 5

"""What was said to be saved is saved, whenever the machine stops.

Stands for: one COMMIT for an entry with its history and counter, words only after
it, and the look for the `--id` that makes a retry safe. With a second COMMIT an entry
is torn; with the words first one told as saved is missing; without the look a retry
doubles the entry or ends in a traceback.
"""

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.builders import NOW, an_id
from tests.reliability.children import begin
from tests.reliability.conftest import Figures, chance_of, often
from tests.reliability.diaries import BROKEN, Diary, likened
from tests.reliability.faults import Fault, calls_of, faulty
from tests.tools import tool

ROOT = Path(__file__).parents[2]
AT_ONCE = 50
# In parts, which can run side by side.
PARTS = often(1, 4)
WORDS = ["log", "pain=4", "walk=20", "--sign", "fever", "--id"]
STEPS = {
    "log": ["log", "pain=4", "--sign", "fever", "--note", "worse"],
    "edit": ["edit", "1", "pain=6", "--reason", "typed wrong"],
    "delete": ["delete", "1"],
    "undo": ["undo", "--steps", "2"],
    "redo": ["redo"],
    "told": ["told", "heavy-lifting", "--limit", "5lb", "--by", "Nurse Example"],
    "warning": ["warnings", "answer", "1", "--called", "now"],
    "done": ["done", "home"],
    "move": ["move", "2026-11-02", "--reason", "typed wrong", "--yes"],
    "import": ["import", "FILE", "--yes"],
}


Attempt = Callable[[Diary, int, float], str]
ENDLESS = 60.0


class Found(NamedTuple):
    """What the kills did: to entries told as saved, to part of an entry, to a file."""

    lost: int = 0
    doubled: int = 0
    torn: int = 0
    wrong: int = 0


def real(diary: Diary, number: int, seconds: float) -> str:
    """Log an entry in a process of its own, kill it after a time; what it said."""
    command = [sys.executable, "-m", "tracker", "--db", str(diary.path)]
    process = subprocess.Popen(
        [*command, *WORDS, an_id(number)],
        cwd=ROOT,
        env={**os.environ, **diary.env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    return process.communicate()[0]


def forked(diary: Diary, number: int, seconds: float) -> str:
    """The same in a child that has everything imported, so that most kills hit home."""
    command = ["--db", str(diary.path), *WORDS, an_id(number)]
    child = begin(*command, env=diary.env)
    if seconds < ENDLESS:
        child.kill_after(seconds)
    return child.said().stdout


def usual_seconds(diary: Diary, attempt: Attempt) -> float:
    """How long entry 0 takes to be told as saved, once everything is warm."""
    taken = []
    for _ in range(4):
        began = time.monotonic()
        assert "aved" in attempt(diary, 0, ENDLESS)
        taken.append(time.monotonic() - began)
    return min(taken)


def kill_many(diary: Diary, attempt: Attempt, numbers: range) -> tuple[Found, int]:
    """Kill that many, look after each, then say every one again; how many were cut."""
    whole, chance = usual_seconds(diary, attempt), chance_of(f"kill {numbers}")
    told, found, cut = {an_id(0)}, Found(), 0
    for number in numbers:
        said = attempt(diary, number, chance.uniform(0.3, 1.7) * whole)
        told |= {an_id(number)} if "Saved" in said else set()
        cut += "Saved" not in said
        found = added(found, look(diary, told))
    again = [forked(diary, number, ENDLESS) for number in numbers]
    refused = sum("aved" not in said for said in again)
    doubled = len(diary.entries()) - len(numbers) - 1
    return added(found, Found(doubled=doubled, lost=refused)), cut


def look(diary: Diary, told: set[str]) -> Found:
    try:
        kept = diary.entries()
    except BROKEN:
        return Found(wrong=1)
    return Found(lost=bool(told - kept.keys()), torn=len(set(kept.values())) > 1)


def added(one: Found, other: Found) -> Found:
    return Found(*map(sum, zip(one, other, strict=True)))


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    ("attempt", "times"),
    [(real, (50, 25)), (forked, (50, 250))],
    ids=["process", "child"],
)
def test_nothing_that_was_told_as_saved_is_lost_or_doubled(
    either_diary: Diary,
    attempt: Attempt,
    times: tuple[int, int],
    figures: Figures,
    part: int,
) -> None:
    diary = either_diary
    each_change, before_a_release = times
    most = often(5 if diary.locked else each_change, before_a_release)
    fresh, found, cut = diary.path.read_bytes(), Found(), 0
    end = (part + 1) * most + 1
    for first in range(part * most + 1, end, AT_ONCE):
        diary.path.write_bytes(fresh)
        numbers = range(first, min(first + AT_ONCE, end))
        seen, stopped = kill_many(diary, attempt, numbers)
        found, cut = added(found, seen), cut + stopped

    way = "a process" if attempt is real else "a warm child"
    note = f"{cut} died before a word, in {way}"
    figures(
        f"kill -9 while saving{diary.kind()}", rounds=most, note=note, **found._asdict()
    )
    assert found == Found()
    assert cut > most // 20 or diary.locked


@pytest.fixture
def lived(diary: Diary, tmp_path: Path) -> Diary:
    """With entries, a warning, something to take back and to do again."""
    more = diary.at(tmp_path / "more.sqlite")
    shutil.copy(diary.path, more.path)
    tracker(more, "log", "pain=3")
    tracker(more, "export", "ndjson", "-o", str(tmp_path / "FILE"))
    for answers in ("pain=3", "pain=5 --sign fever", "pain=2"):
        tracker(diary, "log", *answers.split())
    tracker(diary, "undo")
    return diary


def tracker(diary: Diary, *words: str) -> None:
    """A command that has to end well."""
    path, now = str(diary.path), NOW.isoformat()
    said = begin("--db", path, "--now", now, *words, env=diary.env).said()
    assert said.code == 0, said


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_step_killed_at_any_write_is_whole_or_not_there(
    lived: Diary, step: list[str], tmp_path: Path, figures: Figures
) -> None:
    tool("strace")
    words = [str(tmp_path / "FILE") if word == "FILE" else word for word in step]
    before, copy = lived.text(), lived.at(tmp_path / "copy.sqlite")
    shutil.copy(lived.path, copy.path)
    calls = calls_of(copy, *words, trace=tmp_path / "trace")
    after, found = likened(copy.text(), before), Found()
    faults = some_of(calls, words[0], 3)
    for fault in faults:
        shutil.copy(lived.path, copy.path)
        said = faulty(copy, fault, *words)
        found = added(found, compare(copy, said.stdout, before, after))

    figures(
        f"kill -9 at a write of any step{lived.kind()}",
        rounds=len(faults),
        **found._asdict(),
    )
    assert found == Found()


def some_of(calls: Counter[str], name: str, few: int) -> list[Fault]:
    """Each call once; fewer of them when there is less time."""
    found = [
        Fault(call, number, "signal=KILL")
        for call, most in calls.items()
        for number in range(1, most + 1)
    ]
    return chance_of(name).sample(found, often(few, len(found)))


def compare(diary: Diary, said: str, before: str, after: str) -> Found:
    """As it was, or as it is to be; the latter if that was said."""
    try:
        now = likened(diary.text(), before)
    except BROKEN:
        return Found(wrong=1)
    if now == after:
        return Found()
    return Found(lost=bool(said), torn=now != likened(before, before))

"""What was said to be saved is there after a power cut, whole.

Stands for synchronous=EXTRA, where the folder is synced once the journal is gone: that
is the commit. The control runs are without it, and must lose what was said.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.builders import NOW, a_check_in, an_id
from tests.reliability.children import begin
from tests.reliability.conftest import Figures, chance_of, often
from tests.reliability.diaries import BROKEN, Diary, check
from tests.reliability.power import Call, Disk, cuts, put
from tests.reliability.recorded import Plan, record
from tests.store.test_upgrades import FIRST
from tests.tools import tool
from tracker.services.log import log
from tracker.store.sqlite_driver import PRAGMAS, SqliteDriver
from tracker.store.store import Store

SAVES = 40
NEXT = a_check_in(SAVES)
WEAKER = {
    "folder not synced": ("journal_mode=DELETE", "synchronous=FULL", False),
    "journal not synced": ("journal_mode=DELETE", "synchronous=NORMAL", False),
    "log not synced": ("journal_mode=WAL", "synchronous=NORMAL", True),
}


class Machine(NamedTuple):
    """A disk with the diary's folder, and where the program's words go."""

    folder: Path
    disk: Path
    name: str = "diary.sqlite"

    def plan(self, commands: list[list[str]]) -> Plan:
        """Commands on the diary of that disk."""
        words = ["--db", str(self.diary), "--now", NOW.isoformat()]
        return Plan(str(self.folder / "said"), [[*words, *each] for each in commands])

    @property
    def diary(self) -> Path:
        return self.disk / self.name

    def cut(
        self, plan: Plan, times: int, name: str, env: Mapping[str, str] = os.environ
    ) -> Iterator["Left"]:
        """Run the plan, cut the power that many times, and look at what is left."""
        disk = Disk(self.disk, Path(plan.said))
        trace = record(plan, self.folder, env)
        after = self.folder / "after"
        for cut in cuts(trace, disk, times, chance_of(name)):
            shutil.rmtree(after, ignore_errors=True)
            after.mkdir()
            put(cut, self.disk, after)
            told = [int(Path(n).stem) for n, words in cut.said.items() if words]
            yield Left(after / self.diary.relative_to(self.disk), told)


class Left(NamedTuple):
    """The diary's path after a cut, and which of the commands had said their words."""

    diary: Path
    told: list[int]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    tool("strace")
    (tmp_path / "disk").mkdir()
    return Machine(tmp_path, tmp_path / "disk")


def saves() -> list[list[str]]:
    words = ["log", "pain=4", "walk=20", "--sign", "fever", "--id"]
    return [[*words, an_id(number)] for number in range(SAVES)]


class Found(NamedTuple):
    """How many cuts lost a told entry, left part of one, or left no usable diary."""

    lost: int = 0
    torn: int = 0
    wrong: int = 0


def look(left: Left, diary: Diary) -> Found:
    """Write one more entry, then look for all that were told."""
    here = diary.at(left.diary)
    try:
        with closing(SqliteDriver(str(left.diary), diary.open_file)) as driver:
            log(Store(driver), NEXT, NOW)
        kept = here.entries()
    except BROKEN:
        return Found(wrong=1)
    lost = {an_id(number) for number in left.told} - kept.keys()
    whole = {rows for entry, rows in kept.items() if entry != NEXT.id}
    return Found(bool(lost), len(whole) > 1, NEXT.id not in kept)


def total(found: list[Found]) -> Found:
    return Found(*(sum(each) for each in zip(*found, strict=True)))


def test_what_was_told_as_saved_survives_a_power_cut(
    machine: Machine, either_diary: Diary, figures: Figures
) -> None:
    diary = either_diary
    shutil.copy(diary.path, machine.diary)
    times = often(4, 600) if diary.locked else often(200, 3000)

    env = {**os.environ, **diary.env}
    lefts = machine.cut(machine.plan(saves()), times, "cut", env)
    found = total([look(left, diary) for left in lefts])

    figures(f"power cut while saving{diary.kind()}", rounds=times, **found._asdict())
    assert found == Found()


@pytest.mark.parametrize(("journal", "synced", "session"), WEAKER.values(), ids=WEAKER)
def test_a_diary_synced_less_would_lose_what_was_told(
    machine: Machine, started: Path, journal: str, synced: str, session: bool
) -> None:
    shutil.copy(started, machine.diary)
    plan = machine.plan(saves())._replace(
        pragmas=(journal, synced, *PRAGMAS[2:]),
        session=str(machine.diary) if session else "",
    )

    found = total([look_raw(left) for left in machine.cut(plan, 100, "less")])

    assert found.lost > 5


def look_raw(left: Left) -> Found:
    """As many entries as were told, by SQLite itself."""
    try:
        with closing(sqlite3.connect(left.diary)) as connection:
            kept = connection.execute("SELECT count(*) FROM check_in").fetchone()[0]
    except sqlite3.Error:
        kept = 0
    return Found(lost=kept < len(left.told))


@pytest.mark.parametrize("name", ["diary.sqlite", "new/deep/diary.sqlite"])
def test_a_beginning_that_was_told_survives_a_power_cut(
    machine: Machine, figures: Figures, name: str
) -> None:
    machine = machine._replace(name=name)
    plan = machine.plan([["start", "2026-11-03", "--name", "Ruth Example"]])
    times = often(20, 600)
    lost = wrong = 0

    for left in machine.cut(plan, times, "begin"):
        said = begin("--db", str(left.diary), "today").said()
        lost += bool(left.told) and said.code != 0
        wrong += said.code not in (0, 1) or "Traceback" in said.stderr

    figures("power cut while beginning", rounds=times, lost=lost, wrong=wrong)
    assert (lost, wrong) == (0, 0)


def test_an_upgrade_survives_a_power_cut(machine: Machine, figures: Figures) -> None:
    shutil.copy(FIRST, machine.diary)
    before = facts(machine.diary)
    times = often(20, 600)
    lost = wrong = 0

    for left in machine.cut(machine.plan([["db", "upgrade"]]), times, "upgrade"):
        said = begin("--db", str(left.diary), "today").said()
        wrong += said.code != 0 or "Traceback" in said.stderr
        lost += facts(left.diary) != before

    figures("power cut while upgrading", rounds=times, lost=lost, wrong=wrong)
    assert (lost, wrong) == (0, 0)


def facts(path: Path) -> list[tuple[object, ...]]:
    """What no upgrade changes: every answer and every step of the history."""
    with Diary(path).open() as connection:
        check(connection)
        return [
            *connection.execute("SELECT id, day, note FROM check_in ORDER BY id"),
            *connection.execute("SELECT * FROM answer ORDER BY check_in_id, question"),
            *connection.execute("SELECT seq, digest FROM change ORDER BY seq"),
        ]


def test_a_copy_that_was_told_survives_a_power_cut(
    machine: Machine, started: Path, figures: Figures
) -> None:
    shutil.copy(started, machine.diary)
    before = facts(machine.diary)
    times = often(20, 300)
    lost = wrong = 0

    for left in machine.cut(machine.plan([["backup"]]), times, "backup"):
        copies = left.diary.with_name(f"{left.diary.name}.backups").glob("[!.]*")
        sound = [facts(copy) == before for copy in copies]
        lost += bool(left.told) and not sound
        wrong += not all(sound) or facts(left.diary) != before

    figures("power cut while copying", rounds=times, lost=lost, wrong=wrong)
    assert (lost, wrong) == (0, 0)


def test_a_restore_cut_off_leaves_the_old_or_the_new(
    machine: Machine, started: Path, figures: Figures
) -> None:
    shutil.copy(started, machine.diary)
    assert begin("--db", str(machine.diary), "backup").said().code == 0
    (copy,) = machine.disk.glob("*.backups/*.sqlite")
    new = facts(copy)
    assert begin("--db", str(machine.diary), "log", "pain=4").said().code == 0
    old, times = facts(machine.diary), often(20, 300)
    lost = wrong = 0

    plan = machine.plan([["restore", str(copy), "--yes"]])
    for left in machine.cut(plan, times, "restore"):
        now = facts(left.diary) if left.diary.exists() else None
        lost += bool(left.told) and now != new
        wrong += now not in (old, new)

    figures("power cut while restoring", rounds=times, lost=lost, wrong=wrong)
    assert (lost, wrong) == (0, 0)


def played(tmp_path: Path, *calls: Call) -> Disk:
    """A disk with a synced file, after those calls."""
    (tmp_path / "file").write_bytes(b"old" * 1000)
    disk = Disk(tmp_path, tmp_path / "said")
    for call in calls:
        disk.play(call)
    return disk


def outcomes(disk: Disk) -> set[tuple[str | None, ...]]:
    """What may be left of two files: the letters in each, or None."""
    found = set()
    for number in range(200):
        files = disk.cut(chance_of(str(number))).files
        texts = {Path(path).name: text.decode() for path, text in files.items()}
        found.add(tuple(letters(texts.get(name)) for name in ("file", "new")))
    return found


def letters(text: str | None) -> str | None:
    return None if text is None else "".join(sorted(set(text)))


def test_only_what_was_synced_is_sure_to_be_left(tmp_path: Path) -> None:
    file, new = str(tmp_path / "file"), str(tmp_path / "new")
    write = Call("pwrite64", (file,), b"new" * 1000)
    made = Call("openat", (new,), flags="O_CREAT")
    synced = Call("fsync", (file,)), Call("fsync", (str(tmp_path),))
    gone = Call("unlink", (file,))

    assert outcomes(played(tmp_path, write)) == {
        ("dlo", None),
        ("enw", None),
        ("delnow", None),
    }
    assert outcomes(played(tmp_path, write, synced[0])) == {("enw", None)}
    assert outcomes(played(tmp_path, made)) == {("dlo", None), ("dlo", "")}
    assert outcomes(played(tmp_path, made, synced[1])) == {("dlo", "")}
    assert outcomes(played(tmp_path, gone)) == {("dlo", None), (None, None)}
    assert outcomes(played(tmp_path, gone, synced[1])) == {(None, None)}

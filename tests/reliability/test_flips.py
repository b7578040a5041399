"""Flipped bits and lost ends: what is read wrong in silence, `tracker verify` finds.

The pages of SQLite carry no checksum, so it takes many a changed byte for a fact.
The history is sealed, and verify walks all of it back.
"""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from tests.builders import ANNA, NOW, RUTH, a_check_in, a_visit, an_id
from tests.imports.histories import History, begin
from tests.reliability.conftest import Figures, chance_of, often
from tracker.cli import main
from tracker.errors import USAGE
from tracker.services import wholeness
from tracker.services.undo import undo
from tracker.store.bulk import batch_of
from tracker.store.replay import Replayed
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.store.whole import Forms, Stream, owners

STEPS = 250
IMPORTED = 60
LATER = "2027-01-30T10:00:00-05:00"
READS = (
    "--json today",
    "--json entries",
    "--json report",
    "export json",
    "export ndjson",
    "--json changes --all",
)
# What is written comes last, and is read back: it changes the file.
WRITES = (
    f"--plain log pain=4 --id {an_id(9)}",
    "--json entries",
    "--json today",
    "--json changes --all",
)
LINES = (*READS, *WRITES)
FOUND_AT_LEAST = 0.999
MOST_BITS = 8

Harm = Callable[[bytearray, Random], None]


def flip(content: bytearray, chance: Random) -> None:
    for _ in range(chance.randint(1, MOST_BITS)):
        place = chance.randrange(len(content))
        content[place] ^= 1 << chance.randrange(8)


def cut(content: bytearray, chance: Random) -> None:
    del content[chance.randrange(len(content)) :]


@pytest.fixture(scope="module")
def lived(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About two hundred entries with edits, undos and imports, one of them undone."""
    path = tmp_path_factory.mktemp("lived") / "diary.sqlite"
    shutil.copy(template, path)
    with closing(SqliteDriver(str(path))) as driver:
        store = Store(driver)
        begin(store, twice=False)
        live = History(store, 5)
        live.live(STEPS)
        take_in(store, 1)
        live.live(20)
        take_in(store, 2)
        undo(store, 1, RUTH, NOW)
    return path


def take_in(store: Store, file: int) -> None:
    """Many entries as a file brings them, and a visit: one step."""
    with store.writing():
        person = store.person()
        assert person is not None
        owner = store.procedures(person)[0].id
        entries = [
            a_check_in(
                store.next_number(person, "entry"),
                id=an_id(10**11 * file + place),
                procedure_id=owner,
                signs=("chest-breath",) if place % 9 == 0 else (),
            )
            for place in range(IMPORTED)
        ]
        number = store.next_number(person, "visit")
        visit = a_visit(number, id=an_id(10**11 * file + IMPORTED), procedure_id=owner)
        step = (ANNA, NOW, "import", "imported")
        store.add_import(person, step, batch_of(person.id, entries), [visit])


def said(path: Path, line: str) -> tuple[int, str]:
    """How a command ends, and what it says of the diary."""
    typed = ["--db", str(path), "--now", LATER, *line.split()]
    result = CliRunner().invoke(main, typed, prog_name="tracker")
    assert isinstance(result.exception, SystemExit | None), result.exc_info
    return result.exit_code, result.stdout


class Counted:
    """What came of every harm."""

    def __init__(self) -> None:
        self.rounds = 0
        self.silent = 0
        self.missed: list[int] = []
        self.found = 0


def harm_all(lived: Path, folder: Path, harm: Harm, rounds: int, seed: str) -> Counted:
    """Harm a copy again and again; read all of it; verify what was read wrong."""
    chance, counted = chance_of(seed), Counted()
    sound, path = lived.read_bytes(), folder / "diary.sqlite"
    path.touch(0o600)
    path.write_bytes(sound)
    assert not is_found(path)
    truth = [said(path, line) for line in LINES]
    assert {code for code, _ in truth} == {0}
    for number in range(rounds):
        content = bytearray(sound)
        harm(content, chance)
        path.write_bytes(content)
        counted.rounds += 1
        found = is_found(path)
        counted.found += found
        silent = any(
            (told := said(path, line))[0] == 0 and told != right
            for line, right in zip(LINES, truth, strict=True)
        )
        counted.silent += silent
        if silent and not found:
            counted.missed.append(number)
    return counted


def is_found(path: Path) -> bool:
    """Whether verify calls the file itself not well, or no diary at all."""
    code, told = said(path, "--json verify")
    inside = told.partition('"permissions"')[0]
    return code == USAGE or '"state": "not well"' in inside


def share_found(counted: Counted) -> float:
    return 1 - len(counted.missed) / max(1, counted.silent)


@pytest.mark.parametrize(
    ("harm", "each_change", "before_a_release"), [(flip, 100, 1000), (cut, 50, 500)]
)
def test_what_is_read_wrong_in_silence_is_found(
    lived: Path,
    tmp_path: Path,
    figures: Figures,
    harm: Harm,
    each_change: int,
    before_a_release: int,
) -> None:
    name, rounds = harm.__name__, often(each_change, before_a_release)

    counted = harm_all(lived, tmp_path, harm, rounds, name)

    note = f"{counted.silent} read wrong in silence, {counted.found} found by verify"
    figures(f"verify after {name}", rounds=rounds, wrong=len(counted.missed), note=note)
    assert share_found(counted) >= FOUND_AT_LEAST, counted.missed


def believed(stream: Stream, forms: Forms) -> Replayed:
    """A history of everybody who is there, taken for whole."""
    return Replayed(0, 0, dict.fromkeys(owners(stream, forms), ""), {})


def test_without_the_history_walked_back_many_are_missed(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same flips with SQLite's own check alone: that is what the history is for."""
    monkeypatch.setattr(wholeness, "replay", believed)

    counted = harm_all(lived, tmp_path, flip, 40, "flip")

    assert len(counted.missed) > counted.silent // 8

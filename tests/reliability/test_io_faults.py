"""When the disk reports an error the diary is as before or as it was to be.

Stands for the transaction around a save, for its rollback, and for the sentences that
take the place of SQLite's own. What is said about the entry has to be true.
"""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.reliability.conftest import Figures, chance_of, often
from tests.reliability.diaries import Diary, likened
from tests.reliability.faults import Fault, calls_of, faulty
from tests.tools import tool

WORDS = ("log", "pain=4", "walk=20", "--note", "worse")
MOST = 100
# The words about the result go through `write`: on a pipe they come in one piece.
SAID = Counter({"write": 2})


def some_of(calls: Counter[str], error: str, few: int) -> list[Fault]:
    """The first calls of each kind that a save makes; fewer when there is less time."""
    chance, found = chance_of(error), []
    for call, most in (calls + SAID).items():
        numbers = range(1, min(most, MOST) + 1)
        picked = chance.sample(numbers, min(often(few, MOST), len(numbers)))
        found += [Fault(call, number, f"error={error}") for number in picked]
    return found


@pytest.mark.parametrize(("error", "few"), [("EIO", 8), ("ENOSPC", 3)])
def test_a_disk_error_leaves_the_old_or_the_new_and_says_which(
    diary: Diary, error: str, few: int, tmp_path: Path, figures: Figures
) -> None:
    tool("strace")
    before, copy = diary.text(), diary.at(tmp_path / "copy.sqlite")
    shutil.copy(diary.path, copy.path)
    calls = calls_of(copy, *WORDS, trace=tmp_path / "trace")
    after, lost, wrong = likened(copy.text(), before), 0, 0
    faults = some_of(calls, error, few)
    for fault in faults:
        shutil.copy(diary.path, copy.path)
        said = faulty(copy, fault, *WORDS)
        now = likened(copy.text(), before)
        assert now in (after, likened(before, before)), (fault, "torn")
        assert said.code in (0, 1, 2)
        assert said.stderr.count("\n") == (said.code != 0), (fault, said)
        lost += "Saved" in said.stdout and now != after
        wrong += "Nothing was saved" in said.stderr and now == after

    figures(
        f"disk errors ({error}){diary.kind()}",
        rounds=len(faults),
        lost=lost,
        wrong=wrong,
    )
    assert (lost, wrong) == (0, 0)

"""A real disk that fills up. Only root can make one, so this is for the long run."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import an_id
from tests.conftest import Said
from tests.reliability.children import begin
from tests.reliability.conftest import Figures
from tests.reliability.diaries import Diary

ENOUGH = 2000
BALLAST = 100_000


@pytest.fixture(params=[100, 300, 900])
def disk(
    diary: Diary, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Path | None]:
    """A disk with that many kilobytes beside the diary; None where none can be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = diary.path.stat().st_size + BALLAST + 1024 * request.param
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    made = os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0
    yield folder if made else None
    if made:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_loses_nothing_that_was_told(
    diary: Diary, disk: Path | None, figures: Figures
) -> None:
    if disk is None:
        pytest.skip("no disk can be made here: only root can")
    there, number = diary.at(disk / "diary.sqlite"), 0
    shutil.copy(diary.path, there.path)
    (disk / "ballast").write_bytes(b"x" * BALLAST)
    while (said := save(there, number)).code == 0:
        number += 1
        assert number < ENOUGH
    kept = there.entries()
    read = begin("--db", str(there.path), "today", env=diary.env).said()

    lost, words = number - len(kept), said.stderr + read.stderr
    figures(
        f"disk full{diary.kind()}",
        rounds=number,
        lost=lost,
        tracebacks=words.count("Traceback"),
    )
    assert (said.code, said.stderr.count("\n"), read.code) == (2, 1, 0), said
    assert (lost, len(set(kept.values()))) == (0, 1)
    (disk / "ballast").unlink()
    assert save(there, number).code == 0


def save(diary: Diary, number: int) -> Said:
    words = ("log", "pain=4", "--note", "x" * 1000, "--id", an_id(number))
    return begin("--db", str(diary.path), *words, env=diary.env).said()

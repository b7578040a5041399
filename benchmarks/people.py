"""Measures `tracker person list` with one person and with fifty: `make bench`."""

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from benchmarks.daily import ROOT
from benchmarks.pairs import Command, child_environment, measure, ratio, table
from tracker.cli import main as tracker

COUNTS = (1, 50)
ROUNDS = 21
MOST = 1.5
ENTRIES = 3
NAME = "person list @ {}"


def fill(path: Path, count: int) -> None:
    """That many people in their second week: entries, a limit, one open warning."""
    now = datetime.now(UTC)
    for number in range(1, count + 1):
        whose = f"Person {number:02} Example"
        begun = now - timedelta(days=8 + number % 7)
        _type(path, "person", "add", whose, "--zone", "UTC")
        _type(path, "start", begun.date().isoformat(), "--name", whose)
        for back in range(ENTRIES, 0, -1):
            at = (now - timedelta(days=back)).isoformat()
            words = ("pain=4", "walk=20", "--at", at)
            _type(path, "log", *words, "--person", whose)
        _type(path, "log", "--sign", "calf", "--person", whose)
        told = ("heavy-lifting", "--limit", "5 lb", "--by", "Nurse Example")
        _type(path, "told", *told, "--person", whose)


def _type(path: Path, *words: str) -> None:
    typed = ["--db", str(path), "--as", "Dana Example", *words]
    result = CliRunner().invoke(tracker, typed, catch_exceptions=False)
    if result.exit_code != 0:
        sys.exit(result.output)


def make_stores(folder: Path) -> dict[int, Path]:
    """A diary of each size, made by children: this process has to stay small."""
    stores = {}
    for count in COUNTS:
        stores[count] = folder / f"{count}.sqlite"
        print(f"Writing a diary of {count} ...", flush=True)
        words = ["-m", "benchmarks.people", "--fill", str(stores[count]), str(count)]
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
    return stores


def main() -> None:
    """Make the diaries, measure, print; ends with 1 when fifty take too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how many (21)")
    parser.add_argument("--fill", nargs=2, metavar=("FILE", "COUNT"))
    typed = parser.parse_args()
    if typed.fill:
        fill(Path(typed.fill[0]), int(typed.fill[1]))
        return
    compileall.compile_dir(ROOT / "tracker", quiet=1)
    script = str(Path(sys.executable).with_name("tracker"))
    with tempfile.TemporaryDirectory() as folder:
        # What a computer remembers goes there too, and not among the reader's own.
        os.environ.update(HOME=folder, XDG_DATA_HOME=folder, TRACKER_BACKUPS="off")
        stores = make_stores(Path(folder))
        listed = [
            Command(
                NAME.format(count),
                (sys.executable, script, "--db", str(path), "person", "list"),
            )
            for count, path in stores.items()
        ]
        print(f"Measuring, {typed.rounds} rounds after a warm-up ...", flush=True)
        runs = measure(listed, typed.rounds, child_environment())
    one, many = (NAME.format(count) for count in COUNTS)
    print(f"\n{table(runs, one)}\n")
    middle = ratio(runs[many], runs[one]).middle
    print(f"{COUNTS[-1]} people against one: {middle:.2f} x the time (at most {MOST})")
    sys.exit(middle > MOST)


if __name__ == "__main__":
    main()

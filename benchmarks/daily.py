"""Measures the daily commands on short and long diaries: `make bench`."""

import argparse
import compileall
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.pairs import (
    Command,
    child_environment,
    growth,
    measure,
    own_peak,
    ratio,
    table,
)

COUNTS = (10, 10_000, 100_000)
DAILY = {"log pain=4": ("log", "pain=4"), "today": ("today",)}
BASE = "python -c 'import click, sqlite3'"
ROUNDS = 21
ROOT = Path(__file__).resolve().parent.parent


def make_stores(folder: Path) -> dict[int, Path]:
    """A diary of each length, made by children: this process has to stay small.

    On Linux a child's peak memory starts from that of the process that spawned it.
    """
    stores = {}
    for count in COUNTS:
        print(f"Writing a diary of {count:,} entries ...", flush=True)
        stores[count] = folder / f"{count}.sqlite"
        words = ["-m", "benchmarks.stores", str(stores[count]), str(count)]
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
    return stores


def commands(stores: dict[int, Path]) -> list[Command]:
    """The base, then every daily command on every diary."""
    script = Path(sys.executable).with_name("tracker")
    if not script.exists():
        sys.exit("tracker is not installed beside this Python. Run: make bench")
    listed = [Command(BASE, (sys.executable, "-c", "import click, sqlite3"))]
    for said, words in DAILY.items():
        for count, path in stores.items():
            argv = (sys.executable, str(script), "--db", str(path), *words)
            listed.append(Command(_name(said, count), argv))
    return listed


def _name(said: str, count: int) -> str:
    return f"{said} @ {count:,}"


def main() -> None:
    """Make the diaries, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how many (21)")
    rounds: int = parser.parse_args().rounds
    compileall.compile_dir(ROOT / "tracker", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        listed = commands(make_stores(Path(folder)))
        print(f"Measuring, {rounds} rounds after a warm-up ...", flush=True)
        runs = measure(listed, rounds, child_environment())
    print(f"\n{table(runs, BASE)}\n")
    for said in DAILY:
        for short in COUNTS[:-1]:
            longest = runs[_name(said, COUNTS[-1])]
            other = runs[_name(said, short)]
            times = ratio(longest, other).middle
            print(
                f"{said}: {COUNTS[-1]:,} entries against {short:,}: "
                f"{times:.2f} x the time, {growth(longest, other):+.1f} MB"
            )
    print(f"(This program's own peak: {own_peak():.1f} MB.)")


if __name__ == "__main__":
    main()

"""Measures the page for a visit: python -m benchmarks.pages [--rounds N]."""

import argparse
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.pairs import Command, child_environment, measure, ratio, table
from benchmarks.stores import fill

DAYS = (90, 365)
FORMS = ("txt", "html", "pdf")
ROUNDS = 15


def main() -> None:
    """Make a diary of 90 and one of 365 days, and print each form of its page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        commands = [_page(Path(folder), days, form) for form in FORMS for days in DAYS]
        runs = measure(commands, rounds, child_environment())
    print(table(runs, f"txt of {DAYS[0]} days"))
    for form in FORMS:
        short, long = (runs[f"{form} of {days} days"] for days in DAYS)
        middle = ratio(long, short).middle
        print(f"{form}: {DAYS[1]} days take {middle:.2f} x the time of {DAYS[0]}")


def _page(folder: Path, days: int, form: str) -> Command:
    """The page of a diary with one entry a day, over the page of the round before."""
    diary = folder / f"{days}.sqlite"
    if not diary.exists():
        fill(diary, days, timedelta(days=1))
    page = str(folder / f"{days}.{form}")
    words = ("report", "--since", "procedure", "--yes", "-o", page)
    argv = (sys.executable, "-m", "tracker", "--db", str(diary), *words)
    return Command(f"{form} of {days} days", argv)


if __name__ == "__main__":
    main()

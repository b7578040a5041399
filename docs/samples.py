"""Writes docs/samples: two pages of a made-up person, as the program makes them."""

import shlex
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from tracker.cli import main as tracker

FOLDER = Path(__file__).with_name("samples")
ON = date(2026, 11, 3)
WINTER = "-05:00"
PAIN = (5, 4, 4, 5, 5, 5, 4, 4, 3, 3, 3, 3)
MOVING = (6, 6, 5, 6, 6, 6, 5, 5, 4, 4, 4, 4)
WALKED = (10, 10, 15, 15, 15, 20, 20, 25, 25, 30, 30, 30)
FIRST_DAYS = (1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14)
DANA = '--as "Dana Example"'
EVENING = "19:10"
ASKED = "--sign none --relayed"

Line = tuple[int, str, str]


def two_weeks() -> Iterator[Line]:
    """Day, clock and words of each line typed before the first visit."""
    begin = "--zone America/New_York --baseline-pain 8"
    phones = "--care-team 555-0100 --emergency 911"
    words = f'start {ON} --time 10:30 --name "Ruth Example" {begin} {phones}'
    yield 0, "18:00", f"{DANA} {words}"
    yield 0, "18:15", "done home"
    taken = "opioid opioid " + "prescription " * 6 + "no-prescription " * 4
    days = zip(FIRST_DAYS, PAIN, MOVING, WALKED, taken.split(), strict=True)
    for day, pain, moving, walked, medicine in days:
        wound = "sore" if day == FIRST_DAYS[1] else "fine"
        words = f"pain={pain} pain-moving={moving} walk={walked} wound={wound}"
        yield day, EVENING, f"log {words} medicine={medicine} {ASKED}"
    yield 5, "19:20", "log routine=a-little aid=walker temperature=37.1 --relayed"
    yield 9, "15:50", "log --sign leg-new"
    yield 9, "16:25", 'warnings answer 1 --called "16:20"'
    yield 12, "19:20", "log routine=most aid=cane overall=much-better --relayed"
    yield 12, "20:00", "visit add 2026-11-17 --time 9:00 --title Clinic"
    yield 13, "10:00", 'visit ask "How heavy may I lift, and until when?"'
    yield 13, "10:05", 'visit ask "When may I drive?"'


def later() -> Iterator[Line]:
    """What came after it, up to day 90."""
    nurse = '--by "Nurse Example" --source visit'
    yield 14, "21:00", f"told heavy-lifting --limit 5lb --until +6w {nurse}"
    yield 14, "20:00", "visit done 1"
    yield 14, "21:05", f"told driving --cleared {nurse}"
    yield 15, "10:00", 'bone bone-scan booked --note "Clinic Example"'
    for day in range(16, 91):
        if day % 4 == 1:
            continue
        pain, walked = 3 - day // 40 + (day % 7 == 0), min(60, 20 + day // 2)
        words = f"pain={pain} pain-moving={pain + 1} walk={walked} medicine=none"
        yield day, EVENING, f"log {words} {ASKED}"
    yield 60, "19:20", "log routine=all aid=nothing overall=very-much-better --relayed"
    yield 88, "10:00", 'visit ask "Who looks after my bones from now on?"'


def write(folder: Path) -> list[Path]:
    """Make both pages in a folder; where they are."""
    with TemporaryDirectory() as elsewhere:
        diary = str(Path(elsewhere) / "diary.sqlite")
        _type(diary, sorted(two_weeks(), key=lambda line: line[:2]))
        first = folder / "first-visit.pdf"
        _report(diary, 14, "08:10", first)
        _type(diary, sorted(later(), key=lambda line: line[:2]))
        second = folder / "three-months.html"
        _report(diary, 90, "20:00", second)
    return [first, second]


def _report(diary: str, day: int, clock: str, path: Path) -> None:
    words = f"report --since procedure --yes -o {shlex.quote(str(path))}"
    _type(diary, [(day, clock, words)])


def _type(diary: str, lines: list[Line]) -> None:
    for day, clock, words in lines:
        now = f"{ON + timedelta(days=day)}T{clock}:00{WINTER}"
        typed = ["--db", diary, "--now", now, *shlex.split(words)]
        said = CliRunner().invoke(tracker, typed, catch_exceptions=False)
        if said.exit_code:
            sys.exit(f"{words}: {said.output}")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write(FOLDER)

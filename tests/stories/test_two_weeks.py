"""Two weeks as a table: what was typed on a day, what stands then, what was shown."""

import json

import pytest

from tests.conftest import Run

# Columns: day | typed after `tracker log` | milestone=status at that evening | shown.
TABLE = """
0 |  | home=open first-walk=open pain-check=upcoming |
1 | pain=5 walk=10 | first-walk=reached pain-check=reached |
2 | pain=9 | pain-check=reached walk-daily=open | pain-worse
3 | walk=20 | home=closed walk-daily=open normal-routine=open |
4 | walk=20 temperature=38.2 | walk-daily=open | fever
5 | walk=25 temperature=100.3F | walk-daily=reached |
6 | --sign leg-new | normal-routine=open | leg-new
7 | wound=open | normal-routine=open | wound-change
8 | pain=3 | normal-routine=closed |
9 | routine=most | normal-routine=reached |
10 | --sign bladder-bowel | normal-routine=reached | bladder-bowel
"""

ROWS = [
    [cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()
]


@pytest.mark.usefixtures("started")
def test_the_table_reads_as_the_diary_does(run: Run) -> None:
    for day, typed, standing, shown in ROWS:
        now = f"2026-11-{3 + int(day):02}T20:00:00-05:00"
        if typed:
            logged = json.loads(run("--json", "log", *typed.split(), now=now).stdout)
            assert [each["sign"] for each in logged["warnings"]] == shown.split(), day
        shape = json.loads(run("timeline", "--json", now=now).stdout)
        stands = {each["id"]: each["status"] for each in shape["milestones"]}
        expected = dict(pair.split("=") for pair in standing.split())
        assert {key: stands[key] for key in expected} == expected, f"day {day}"

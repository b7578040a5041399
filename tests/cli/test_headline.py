"""The figures of the page, worked out again from the CSV by other means.

Nothing of the program is used here but its command line: what the page says is read
as text, and worked out from the file that a clinic would open in a spreadsheet.
"""

import csv
import io
import json
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.conftest import Run

ON = date(2026, 11, 3)
BEFORE = 8
NOW = "2026-12-01T20:00:00-05:00"
LAST = date(2026, 12, 1)


def a_history(run: Run, seed: int) -> None:
    """Some weeks of made-up entries, some days blank, some typed later."""
    chance = random.Random(seed)
    day = ON + timedelta(days=1)
    while day <= LAST:
        for hour in chance.choice([(), (19,), (19,), (19,), (9, 19)]):
            words = [f"pain={chance.randrange(11)}"]
            words += (
                [f"pain-moving={chance.randrange(11)}"] if chance.random() < 0.7 else []
            )
            words += [f"walk={chance.randrange(60)}"] if chance.random() < 0.8 else []
            words += [chance.choice(["medicine=opioid", "medicine=none", "wound=fine"])]
            words += [
                chance.choice(["", "", "aid=cane", "temperature=98.6F", "sleep=6.5"])
            ]
            words += [chance.choice(["", "--sign none"])]
            late = timedelta(days=chance.choice([0, 0, 0, 2]))
            typed = min(day + late, LAST)
            run(
                "log", *" ".join(words).split(), "--at", f"{day}T{hour:02}:00",
                now=f"{typed}T19:30:00-05:00",
            )  # fmt: skip
        day += timedelta(days=1)


def rows_of(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("export", "csv", now=NOW).stdout)))


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("seed", range(6))
def test_the_figures_of_the_page_are_those_of_the_csv(run: Run, seed: int) -> None:
    a_history(run, seed)
    rows = rows_of(run)
    page = json.loads(run("report", "--json", "--since", "procedure", now=NOW).stdout)
    text = " ".join(run("report", "--since", "procedure", now=NOW).stdout.split())

    days = sorted({row["date"] for row in rows})
    assert page["period"]["entries"] == len(rows)
    assert page["period"]["days_written"] == len(days)
    counted = {(ON + timedelta(days=n)).isoformat() for n in range(1, 28)} | set(days)
    assert page["period"]["days"] == len(counted)
    assert page["period"]["blank"] == sorted(counted - set(days))
    late = [row for row in rows if row["recorded_at"][:10] > row["date"]]
    assert page["period"]["typed_on_a_later_day"] == len(late)
    assert f"Written down on {len(days)} of {len(counted)} days" in text

    asked = {row["date"] for row in rows if row["signs_asked"] == "yes"}
    assert page["signs_asked"]["days"] == len(asked)
    assert f"asked on {len(asked)} of {len(days)} days" in text

    pain = [int(row["pain (0-10)"]) for row in rows if row["pain (0-10)"]]
    mean = Fraction(sum(pain[-3:]), len(pain[-3:]))
    points = half_up(mean * 10) - BEFORE * 10
    change = page["change"]
    assert change["n"] == len(pain[-3:])
    assert change["before"] == BEFORE
    assert change["after"] == half_up(mean * 10) / 10
    assert change["points"] == points / 10
    assert abs(change["percent"] - float((mean - BEFORE) * 100 / BEFORE)) <= 0.5
    assert page["scores"][0]["n"] == len(pain)
    assert page["scores"][0]["first"] == pain[:3]
    assert page["scores"][0]["last"] == pain[-3:]
    assert f"n={len(pain)}" in text

    medicine = {(row["date"], row["medicine"]) for row in rows if row["medicine"]}
    found = next(f for f in page["figures"] if f["question"] == "medicine")
    assert found["days"] == len({day for day, _ in medicine})
    opioid = sorted(day for day, word in medicine if word == "opioid")
    assert found["days_of"].get("opioid", []) == opioid

    walked = [(row["date"], row["walk (min)"]) for row in rows if row["walk (min)"]]
    found = next(f for f in page["figures"] if f["question"] == "walk")
    assert found["n"] == len(walked)
    assert found["first"] == {"day": walked[0][0], "answer": f"{walked[0][1]} min"}
    assert found["latest"] == {"day": walked[-1][0], "answer": f"{walked[-1][1]} min"}

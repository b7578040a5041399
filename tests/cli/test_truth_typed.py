"""Signs and answers through the program: on no terminal, a narrow one, in JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import NOW, RUTH
from tests.cli.test_terminal import session, too_wide
from tests.cli.test_truth_table import (
    ANY_CALLS,
    CALLS,
    SAMPLE,
    SINGLES,
    TEXT,
    TIER,
    Signs,
    highest,
    told,
    words,
)
from tests.conftest import Run

ROOT = Path(__file__).parents[2]
FEW = [frozenset({"chest-breath"}), frozenset({"leg-new", "saddle-numb", "low-mood"})]


def log_line(signs: Signs) -> list[str]:
    return ["log", *(word for sign in sorted(signs) for word in ("--sign", sign))]


@pytest.mark.parametrize("flags", [[], ["--plain"]], ids=["screen", "plain"])
@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}], ids=str)
def test_no_terminal_and_no_colour_change_nothing(
    started: Path, run: Run, flags: list[str], env: dict[str, str]
) -> None:
    for signs in SAMPLE if not env else SINGLES:
        text = run(*log_line(signs), *flags, env=env).stdout

        assert told(text, signs, CALLS) == []


def test_json_carries_the_warning_and_whom_to_call(started: Path, run: Run) -> None:
    numbers = {"emergency": "911", "same-day": "555 0100", "next-visit": None}

    for signs in SAMPLE:
        shape = json.loads(run(*log_line(signs), "--json").stdout)

        said = [(each["sign"], each["call"]) for each in shape["warnings"]]
        assert shape["warnings"][0]["tier"] == highest(signs)
        assert sorted(said) == sorted((s, numbers[TIER[s]]) for s in signs)


def test_without_numbers_the_real_screen_names_somebody_too(run: Run) -> None:
    run("start", "tuesday", "--zone", "America/New_York", "--name", RUTH)

    for signs in SAMPLE:
        assert told(run(*log_line(signs)).stdout, signs, ANY_CALLS) == []
    listed = words(run("signs").stdout)
    assert "911, 112 or 999" in listed
    assert "on the sheet they gave you" in listed
    json_call = json.loads(run("log", "--sign", "chest-breath", "--json").stdout)
    assert json_call["warnings"][0]["tier"] == "emergency"


@pytest.mark.parametrize("signs", FEW, ids=sorted)
@pytest.mark.parametrize(
    "given", [{"LC_ALL": "C", "LANG": "C"}, {"TERM": "dumb"}], ids=str
)
def test_a_machine_without_letters_and_without_a_terminal_shows_it(
    started: Path, signs: Signs, given: dict[str, str]
) -> None:
    own = {
        "TRACKER_DB": str(started),
        "TRACKER_NOW": NOW.isoformat(),
        "PYTHONIOENCODING": "ascii",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *log_line(signs)],
        cwd=ROOT,
        env={**os.environ, **own, **given},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0
    assert told(done.stdout.decode("ascii"), signs, CALLS) == []


@pytest.mark.parametrize("signs", [*FEW, frozenset(TIER)], ids=len)
@pytest.mark.parametrize("numbers", ["known", "unknown"])
def test_forty_columns_hold_the_whole_warning(
    diary_path: Path, run: Run, signs: Signs, numbers: str
) -> None:
    known = ["--emergency", "911", "--care-team", "555 0100"]
    begin = ["start", "tuesday", "--zone", "America/New_York", "--name", RUTH]
    run(*begin, *(known if numbers == "known" else []))

    shown, code = session(diary_path, log_line(signs), [], 40)

    assert code == 0
    assert told(shown, signs, CALLS if numbers == "known" else ANY_CALLS) == []
    assert too_wide(shown, 40) == []


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("temperature=38.0C", "fever"), ("temperature=37.9C", None),
        ("temperature=100.4F", "fever"), ("temperature=100.3F", None),
        ("temperature=38.0", "fever"), ("temperature=37.9", None),
        ("wound=red-swollen", "wound-change"), ("wound=open", "wound-change"),
        ("wound=sore", None), ("wound=fine", None), ("wound=cannot-see", None),
        ("fell=yes", "fall"), ("fell=no", None),
        ("pain=9", "pain-worse"), ("pain=8", None), ("pain=7", None),
        ("pain-moving=10", None),
    ],
)  # fmt: skip
def test_an_answer_raises_its_sign_from_the_threshold_on_and_not_a_step_below(
    started: Path, run: Run, typed: str, sign: str | None
) -> None:
    shape = json.loads(run("log", typed, "--json").stdout)

    assert [each["sign"] for each in shape["warnings"]] == ([sign] if sign else [])


@pytest.mark.parametrize("baseline", [0, 5, 10])
def test_pain_is_worse_from_one_above_its_own_baseline_on(
    run: Run, diary_path: Path, baseline: int
) -> None:
    run("start", "tuesday", "--zone", "UTC", "--baseline-pain", str(baseline))
    raised = []

    for pain in range(11):
        shape = json.loads(run("log", f"pain={pain}", "--json").stdout)
        raised += [pain] * len(shape["warnings"])

    assert raised == list(range(baseline + 1, 11))


def test_pain_without_a_baseline_raises_nothing(run: Run, diary_path: Path) -> None:
    run("start", "tuesday", "--zone", "UTC")

    shape = json.loads(run("log", "pain=10", "--json").stdout)

    assert shape["warnings"] == []


@pytest.mark.parametrize(
    ("typed", "sign"),
    [("temperature=39C", "fever"), ("wound=open", "wound-change"),
     ("fell=yes", "fall"), ("pain=9", "pain-worse")],
)  # fmt: skip
def test_an_answer_beside_its_own_marked_sign_shows_it_once(
    started: Path, run: Run, typed: str, sign: str
) -> None:
    said = run("log", typed, "--sign", sign).stdout

    before, found, _ = said.partition("Saved as entry")
    assert found
    assert words(before).count(TEXT[sign]) == 1

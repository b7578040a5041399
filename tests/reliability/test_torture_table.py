"""The table of the long run counts what ran, and only what held as held."""

from types import SimpleNamespace
from typing import Any

from tests.reliability.torture import Outcomes, counted_lines, other_lines

HELD, SKIPPED, BROKEN = "tests/a.py::held", "tests/a.py::gone", "tests/a.py::broken"


def report(test: str, *, failed: bool = False, skipped: bool = False) -> Any:
    return SimpleNamespace(nodeid=test, duration=2, failed=failed, skipped=skipped)


def ended() -> Outcomes:
    outcomes = Outcomes()
    outcomes.pytest_runtest_logreport(report(HELD))
    outcomes.pytest_runtest_logreport(report(SKIPPED, skipped=True))
    outcomes.pytest_runtest_logreport(report(BROKEN, failed=True))
    return outcomes


def test_a_test_that_did_not_run_is_no_round_that_held() -> None:
    (line,) = other_lines(ended(), set())

    assert line["rounds"] == 1
    assert line["note"] == "1 FAILED, 1 NOT RUN"


def test_a_run_in_which_some_did_not_run_does_not_end_well() -> None:
    outcomes = Outcomes()
    assert outcomes.code(0) == 0

    outcomes.pytest_runtest_logreport(report(SKIPPED, skipped=True))

    assert outcomes.code(0) == 1


def test_a_file_that_cannot_be_collected_has_failed() -> None:
    outcomes = Outcomes()

    outcomes.pytest_collectreport(report("tests/b.py", failed=True))

    assert outcomes.failed == {"tests/b.py"}


def test_parts_are_one_line_with_their_counts_added_up() -> None:
    parts = [
        {"what": "kill", "rounds": 5, "lost": lost, "seconds": 1, "note": n, "test": t}
        for lost, n, t in [(0, "3 died", HELD), (1, "4 died", BROKEN)]
    ]

    (line,) = counted_lines(parts, ended())

    assert (line["rounds"], line["lost"], line["torn"]) == (10, 1, 0)
    assert line["note"] == "7 died; 1 FAILED"

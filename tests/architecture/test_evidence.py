"""The simulated figures for clinicians are those that the command prints."""

from benchmarks.setbacks import Found, aid_course, measure, pain_course
from docs.evidence import STANDARD, WORDS
from tracker.domain.protocol import Setback
from tracker.protocols.library import BUNDLED, check


def the_rule(question: str) -> Setback:
    setbacks = check(BUNDLED / STANDARD).protocol.setbacks
    return next(setback for setback in setbacks if setback.question == question)


def cells(start: str) -> list[str]:
    """The cells of the row that begins so, after the first one."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith(f"| {start} |"))
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def said(found: Found, place: int, row: list[str]) -> bool:
    """Whether a row says what was found of the rise at that place."""
    return (
        row[0] == f"{found.per_week:.3f}"
        and row[2].split(" / ")[place] == f"{found.found:.0%}"
        and row[3].split(" / ")[place] == f"{found.delay:.0f}"
    )


def test_the_figures_for_pain_are_those_of_the_simulation() -> None:
    found = measure(the_rule("pain"), pain_course, 1.0, 0.85, 3)

    assert said(found, 1, cells("1.0, 85%"))


def test_what_is_asked_by_chance_is_that_of_the_simulation() -> None:
    found = measure(the_rule("pain"), pain_course, 1.0, 0.85, 0)

    assert f"{found.found:.0%}" == cells("1.0, 85%")[1]


def test_the_figures_for_walking_are_those_of_the_simulation() -> None:
    found = measure(the_rule("aid"), aid_course, 0.05, 0.9, 1)

    assert said(found, 0, cells("5%"))

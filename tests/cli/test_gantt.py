"""The windows as bars on a terminal: a picture beside the list, never instead."""

import sys
from datetime import date
from pathlib import Path

import pytest

from tests.cli.test_terminal import session, too_wide
from tests.conftest import Run
from tests.pages import SACROPLASTY, a_diary, a_report, a_word, an_entry, day, noon
from tracker.cli.show.gantt import (
    BOTH,
    GOES_ON,
    REACHED,
    TODAY,
    Bar,
    Scale,
    draw_windows,
)
from tracker.domain.facts import Instruction
from tracker.domain.protocol import MilestonePlan
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.status import Evidence, Status
from tracker.domain.window import Window, midnight

HEAD = "The same, drawn"
NOW = "2026-11-13T12:00:00-05:00"
FOUR_WEEKS = "Four-week check"


def plan_of(milestone: str) -> MilestonePlan:
    plan = SACROPLASTY.milestone(milestone)
    assert plan is not None
    return plan


def reading(
    milestone: str,
    opens: int | None,
    closes: int | None,
    status: Status = Status.OPEN,
    reached: int | None = None,
) -> MilestoneReading:
    """A milestone with a window from one day up to, and with, another."""
    zone, window, evidence = a_diary().zone, None, None
    if opens is not None:
        end = None if closes is None else midnight(day(closes + 1), zone)
        window = Window(midnight(day(opens), zone), end)
    if reached is not None:
        evidence = Evidence(noon(day(reached)), day(reached), "entry")
    return MilestoneReading(plan_of(milestone), window, status, evidence, "")


def report(*told: Instruction, today: int = 10) -> Report:
    entry = an_entry(1, "pain=4", protocol=SACROPLASTY)
    return a_report(entry, today=today, diary=a_diary(SACROPLASTY), told=told)


def lines(
    *shown: MilestoneReading, told: tuple[Instruction, ...] = (), width: int = 80
) -> dict[str, str]:
    """The cells after each title."""
    drawn = draw_windows(report(*told), shown, width)
    titles = [m.plan.title for m in shown] + [r.title for r in SACROPLASTY.restrictions]
    found = {}
    for title in titles:
        # A long title goes on in a second line; its bar is beside the first.
        begin = next((line for line in drawn if line.startswith(title)), None)
        found[title] = begin or next(
            line for line in drawn if line.startswith(title.split()[0])
        )
    return found


def bar_of(line: str) -> str:
    return "".join(cell for cell in line if cell in "=#>x")


# What a line shows


def test_a_window_is_a_bar_from_its_first_to_its_last_day() -> None:
    line = lines(reading("check-4w", 26, 35), reading("first-walk", 0, 2))

    assert line["First short walk"].index("=") < line["First short walk"].index(TODAY)
    assert line[FOUR_WEEKS].index("=") > line[FOUR_WEEKS].index(TODAY)
    assert GOES_ON not in line[FOUR_WEEKS]


def test_today_stands_on_every_line_in_one_column() -> None:
    line = lines(reading("check-4w", 26, 35), reading("normal-routine", 1, 20))

    columns = {each.index(BOTH if BOTH in each else TODAY) for each in line.values()}
    assert len(columns) == 1
    assert BOTH in line["Normal routine"]


def test_a_reached_milestone_has_an_x_on_its_day() -> None:
    line = lines(reading("first-walk", 0, 4, Status.REACHED, reached=2))[
        "First short walk"
    ]

    assert bar_of(line).strip("=") == REACHED
    assert line.index(REACHED) < line.index(TODAY)


def test_a_milestone_that_nobody_gave_a_day_has_words_and_no_bar() -> None:
    line = lines(
        reading("restrictions-review", None, None), reading("check-4w", 26, 35)
    )

    assert "no date" in line["Ask about lifting"]
    assert bar_of(line["Ask about lifting"].removeprefix("Ask about lifting")) == ""


def test_a_milestone_marked_by_hand_without_a_window_has_its_day_alone() -> None:
    line = lines(reading("home", None, None, Status.REACHED, reached=3))["Home again"]

    assert bar_of(line) == REACHED
    assert "no date" not in line


def test_a_skipped_milestone_has_no_bar() -> None:
    line = lines(reading("home", 0, 2, Status.SKIPPED), reading("check-4w", 26, 35))[
        "Home again"
    ]

    assert "skipped" in line
    assert "=" not in line


def test_a_window_without_an_end_goes_on() -> None:
    line = lines(reading("first-visit", 8, None), reading("home", 0, 1))["First visit"]

    assert line.endswith(GOES_ON)


def test_a_limit_that_nobody_told_has_no_bar_and_says_ask() -> None:
    line = lines(reading("check-4w", 26, 35))["Heavy lifting"]

    assert "ask" in line
    assert bar_of(line) == ""


def test_a_told_limit_has_a_bar_from_its_day_to_its_end() -> None:
    word = a_word("heavy-lifting", amount=50, unit="lb", until=day(20))
    line = lines(reading("check-4w", 26, 35), told=(word,))

    assert "ask" not in line["Heavy lifting"]
    assert line["Heavy lifting"].rindex("=") < line[FOUR_WEEKS].index("=")
    assert GOES_ON not in line["Heavy lifting"]
    assert line["Driving"].count("=") == 0


def test_a_word_without_an_end_goes_on() -> None:
    line = lines(reading("check-4w", 26, 35), told=(a_word("driving"),))["Driving"]

    assert line.endswith(GOES_ON)


def test_an_ended_word_ends_and_says_ask() -> None:
    word = a_word("driving", until=day(6))
    line = lines(reading("check-4w", 26, 35), told=(word,))["Driving"]

    assert line.rindex("=") < line.index(TODAY)
    assert "ask" in line


def test_a_cleared_limit_has_no_bar() -> None:
    line = lines(reading("check-4w", 26, 35), told=(a_word("driving", cleared=True),))[
        "Driving"
    ]

    assert "cleared" in line
    assert bar_of(line.removeprefix("Driving")) == ""


def test_words_never_hide_today_or_a_bar() -> None:
    for until in range(3, 10):
        word = a_word("driving", until=day(until))
        line = lines(reading("check-4w", 26, 35), told=(word,), width=40)["Driving"]
        assert TODAY in line
        assert "=" in line


def test_nothing_is_drawn_where_there_is_no_room_or_no_day() -> None:
    assert draw_windows(report(), [reading("check-4w", 26, 35)], 39) == []
    assert (
        draw_windows(report(), [reading("restrictions-review", None, None)], 80) == []
    )


@pytest.mark.parametrize("width", [40, 60, 80])
def test_it_is_ascii_and_fits(width: int) -> None:
    shown = [reading(plan.id, 1, 400) for plan in SACROPLASTY.milestones]
    drawn = draw_windows(report(), shown, width)

    assert all(line.isascii() and len(line) <= width for line in drawn)


def test_a_picture_over_two_years_names_the_second() -> None:
    assert draw_windows(report(), [reading("check-12m", 365, 395)], 80)[0].endswith(
        "2027"
    )


def test_what_is_typed_into_a_title_stays_text() -> None:
    plan = plan_of("home")._replace(title="[bold]Home[/bold] \x1b[31m")
    hostile = reading("home", 0, 2)._replace(plan=plan)

    drawn = "\n".join(draw_windows(report(), [hostile], 80))

    assert "[bold]Home[/bold]" in drawn
    assert "\x1b" not in drawn


def test_every_day_has_its_own_cell_or_shares_one() -> None:
    scale = Scale(date(2026, 11, 3), date(2026, 12, 3), 20)

    cells = [scale.cell(day(number)) for number in range(31)]

    assert cells == sorted(cells)
    assert (cells[0], cells[-1]) == (0, 19)
    assert Bar("a", None, None, None, "").first is None


# On a terminal, and nowhere else


@pytest.mark.parametrize("columns", [40, 80])
def test_a_terminal_shows_the_picture_after_the_list(
    started: Path, columns: int
) -> None:
    shown, code = session(started, ["--now", NOW, "timeline"], [], columns)

    assert code == 0
    assert (
        shown.index("Limits") < shown.index(HEAD) < shown.index("tracker explain home")
    )
    assert "| today" in shown
    assert too_wide(shown, columns) == []


def test_a_terminal_too_narrow_for_it_shows_the_list_alone(started: Path) -> None:
    shown, code = session(started, ["--now", NOW, "timeline"], [], 39)

    assert code == 0
    assert HEAD not in shown
    assert "Four-week check" in " ".join(shown.split())


@pytest.mark.parametrize("typed", [["timeline", "--plain"], ["timeline", "--json"]])
def test_plain_and_json_draw_nothing_on_a_terminal(
    started: Path, typed: list[str]
) -> None:
    shown, _ = session(started, typed, [])

    assert HEAD not in shown


def test_the_list_is_the_same_with_and_without_the_picture(
    started: Path, run: Run
) -> None:
    shown, _ = session(started, ["--now", NOW, "timeline", "--all"], [], 80)
    piped = run("timeline", "--all", now=NOW).stdout

    before, _, after = shown.partition(f"{HEAD}\n")
    assert piped.startswith(before.rstrip("\n"))
    assert piped.splitlines()[-1] == after.splitlines()[-1]


def test_a_pipe_gets_no_picture_and_needs_no_rich(started: Path, run: Run) -> None:
    kept = {
        name: sys.modules.pop(name)
        for name in list(sys.modules)
        if name.split(".")[0] == "rich"
    }
    try:
        assert HEAD not in run("timeline").stdout
        assert "rich" not in sys.modules
    finally:
        sys.modules.update(kept)

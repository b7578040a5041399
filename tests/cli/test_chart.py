"""tracker chart: the answers to one question, day by day."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_terminal import session, too_wide
from tests.conftest import Run, Said
from tests.pages import SACROPLASTY, a_diary, day
from tracker.cli.show.chart import show_chart
from tracker.exports.chart_blocks import Days
from tracker.workspace import Workspace

NOW = "2026-11-17T19:00:00-05:00"
BLOCKS = {"LC_ALL": "", "LANG": "en_US.UTF-8"}
BARS = "\u2588\u2589\u258a\u258b\u258c\u258d\u258e\u258f"

Chart = Callable[..., Said]


@pytest.fixture
def chart(started: Path, run: Run) -> Chart:
    """Draws, two weeks after the procedure; three days are written down."""
    for number, pain in ((1, 7), (2, 5), (13, 3)):
        run(
            "log",
            f"pain={pain}",
            "walk=20",
            "aid=cane",
            "--at",
            f"day {number}",
            now=NOW,
        )

    def draw(*typed: str, env: dict[str, str] | None = None, **kept: Any) -> Said:
        return run("chart", *typed, now=NOW, env=env or BLOCKS, **kept)

    return draw


def test_it_draws_pain_where_no_question_is_named(chart: Chart) -> None:
    assert chart().stdout.startswith("Ruth Example: pain 0-10")
    assert chart().stdout == chart("pain").stdout == chart("PAIN").stdout


def test_a_question_is_found_by_its_title_too(chart: Chart) -> None:
    assert chart("Walking", "aid").stdout == chart("aid").stdout


def test_every_day_since_the_procedure_has_a_line(chart: Chart) -> None:
    lines = chart().stdout.splitlines()

    assert [line.split()[0] for line in lines[1:17]] == ["before", *map(str, range(15))]
    assert lines[4].endswith(" 5")
    assert lines[5].split() == ["3", "Fri", "6", "Nov"]
    assert lines[17:] == [
        "Bars: from 0 to 10. Blank = no answer.",
        "3 answers on 3 of 15 days.",
    ]


def test_the_last_days_say_what_they_leave_out(chart: Chart) -> None:
    shown = chart("--days", "3").stdout

    assert "  13 Mon 16 Nov" in shown
    assert "  11 Sat 14 Nov" not in shown
    assert shown.endswith(
        "1 answer on 1 of 3 days.\n"
        "2 older answers are not shown:\n"
        "  tracker chart pain --days 14\n"
    )


def test_the_days_it_names_leave_nothing_out(chart: Chart) -> None:
    shown = chart("--days", "14").stdout

    assert "older" not in shown
    assert "3 answers on 3 of 14 days." in shown


def test_many_days_are_cut_to_those_that_fit(started: Path, run: Run) -> None:
    later = "2027-03-01T12:00:00-05:00"
    run("log", "pain=4", "--at", "day 1", now=later)

    shown = run("chart", now=later, env=BLOCKS).stdout

    assert "0 answers on 0 of 28 days." in shown
    assert "1 older answer is not shown:\n  tracker chart pain --days 118" in shown


def test_an_answer_of_many_years_ago_is_named_with_a_command_that_works(
    chart: Chart, run: Run
) -> None:
    run("log", "pain=6", "--at", "2010-01-04", now=NOW)

    short, long = chart().stdout, chart("--days", "3660").stdout

    assert short.endswith("not shown:\n  tracker chart pain --days 3660\n")
    assert long.endswith("not shown:\n  tracker entries --until 2010-01-04\n")
    assert "pain 6" in run("entries", "--until", "2010-01-04", now=NOW).stdout.lower()


def test_the_help_has_no_signs_of_arithmetic(chart: Chart) -> None:
    shown = " ".join(chart("--help").stdout.split())

    assert "--days N The last N days, with today. --" in shown
    assert "<=" not in shown


def test_before_the_procedure_today_alone_is_shown(empty: Path, run: Run) -> None:
    run("start", "2026-11-20", "--name", "Ruth Example", now=NOW)

    shown = run("chart", now=NOW, env=BLOCKS).stdout

    assert "0 answers on 0 of 1 day." in shown


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "", "LANG": "POSIX"}])
def test_a_plain_locale_gets_no_block_characters(
    chart: Chart, env: dict[str, str]
) -> None:
    assert chart(env=env).stdout.isascii()
    assert "|####" in chart(env=env).stdout


def test_blocks_are_drawn_where_they_can_be_written(chart: Chart) -> None:
    assert set(BARS) & set(chart().stdout)
    assert "#" not in chart().stdout


def test_plain_says_one_thing_a_line_and_draws_nothing(chart: Chart) -> None:
    shown = chart("--plain", "--days", "3").stdout

    assert shown.splitlines()[:5] == [
        "Ruth Example: pain 0-10 (none to worst possible)",
        "before: 8",
        "day 12, Sun 15 Nov: no answer",
        "day 13, Mon 16 Nov: 3",
        "day 14, Tue 17 Nov: no answer",
    ]
    assert "Bars" not in shown
    assert shown.isascii()


def test_a_choice_is_a_list_of_days_with_words(chart: Chart) -> None:
    shown = chart("aid").stdout

    assert "   1 Wed 4 Nov  " in shown
    assert "cane" in shown.lower()
    assert "|" not in shown
    assert "Bars" not in shown
    assert "Blank = no answer." in shown


def test_a_question_that_nobody_answered_says_how_to(chart: Chart) -> None:
    shown = chart("sleep").stdout

    assert "0 answers on 0 of 15 days." in shown
    assert "Nothing is written down yet." in shown
    assert "tracker log sleep=" in shown
    assert "Blank" not in shown


def test_published_groups_are_shown_only_when_asked_for(chart: Chart) -> None:
    without, beside = chart().stdout, chart("--reference").stdout

    assert "n=47" not in without
    assert beside.startswith(without)
    assert "7.9 n=47" in beside
    assert "no line and no target" in " ".join(beside.split())
    assert beside.endswith("  tracker explain reference\n")


def test_published_groups_of_another_question_are_pointed_to(chart: Chart) -> None:
    shown = chart("walk", "--reference").stdout

    assert "n=47" not in shown
    assert shown.endswith("another question only:\n  tracker chart pain --reference\n")


def test_a_protocol_without_published_figures_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bare = SACROPLASTY._replace(reference=None)
    days = Days(bare.questions[0], a_diary(bare), day(0), day(3), ())

    show_chart(Workspace("none.sqlite"), days, reference=True)

    assert "There are no published figures in this protocol." in capsys.readouterr().out


@pytest.mark.parametrize("typed", [[], ["--reference"]])
def test_json_has_every_day_and_an_empty_list_for_none(
    chart: Chart, typed: list[str]
) -> None:
    shape = json.loads(chart("--json", "--days", "2", *typed).stdout)

    assert shape["question"] == "pain"
    assert shape["earlier"] == 2
    assert shape["days"] == [
        {"day": 13, "date": "2026-11-16", "answers": [3]},
        {"day": 14, "date": "2026-11-17", "answers": []},
    ]
    assert (shape["reference"] is not None) == bool(typed)


def test_an_unknown_question_names_the_closest(chart: Chart) -> None:
    said = chart("pian", code=1)

    assert said.stderr == (
        '"pian" is not a question. Did you mean pain?  tracker chart pain\n'
    )
    assert said.stdout == ""


def test_a_question_like_no_other_names_the_list(chart: Chart) -> None:
    said = chart("xyzzyxyzzyxyzzy", code=1)

    assert said.stderr.endswith("is not a question. The list:  tracker questions\n")


@pytest.mark.parametrize("days", ["0", "-1", "many", "4000"])
def test_a_number_of_days_that_is_none_is_a_usage_problem(
    chart: Chart, days: str
) -> None:
    said = chart("--days", days, code=2).stderr

    assert "--days" in said
    assert ("from 1 to 3660" in said) == (days != "many")


def test_without_a_diary_it_says_how_to_begin(run: Run) -> None:
    assert "tracker start" in run("chart", code=1).stderr


@pytest.mark.parametrize("columns", [32, 40, 80])
@pytest.mark.parametrize("question", ["pain", "aid", "temperature", "medicine"])
def test_no_line_is_wider_than_the_terminal(
    chart: Chart, started: Path, run: Run, columns: int, question: str
) -> None:
    run("log", "temperature=37.2", "medicine=1", "--at", "day 3", now=NOW)

    typed = ["--now", NOW, "chart", question, "--reference"]
    shown, code = session(started, typed, [], columns)

    assert code == 0
    assert "Wed 4 Nov" in shown
    assert too_wide(shown, columns) == []


def test_where_there_is_no_room_for_bars_the_answers_stand_alone(
    chart: Chart, started: Path
) -> None:
    shown, _ = session(started, ["--now", NOW, "chart"], [], 24)

    assert "   1 Wed 4 Nov  7" in shown
    assert "Bars" not in shown


def test_a_terminal_of_a_plain_locale_gets_ascii_bars(
    chart: Chart, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")

    shown, _ = session(started, ["--now", NOW, "chart"], [])

    assert shown.isascii()
    assert "|####" in shown

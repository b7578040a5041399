"""Days, zones and clocks, as the command line tells them."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

ZONE = "America/New_York"


@pytest.mark.usefixtures("started")
def test_a_clock_behind_the_newest_entry_is_said_and_both_are_kept(run: Run) -> None:
    run("log", "pain=4")

    said = run("log", "pain=5", now="2026-11-04T09:00:00-05:00").stdout

    assert "Your newest entry has a later time" in said
    assert len(json.loads(run("entries", "--json").stdout)["entries"]) == 2


@pytest.mark.usefixtures("started")
def test_a_traveller_keeps_the_day_as_it_was_there(run: Run) -> None:
    night = "2026-11-05T03:00:00+00:00"

    run("log", "pain=4", now=night)
    run("log", "pain=5", "--zone", "Europe/Berlin", now=night)

    home, away = json.loads(run("entries", "--json").stdout)["entries"]
    assert home["at"] == "2026-11-04T22:00:00-05:00"
    assert away["at"] == "2026-11-05T04:00:00+01:00"


@pytest.mark.parametrize(
    ("day_start", "said"),
    [([], "Thu 5 November 2026, 00:30, day 2"),
     (["--day-start", "04:00"], "Thu 5 November 2026, 00:30, of Wed 4 Nov, day 1")],
)  # fmt: skip
def test_half_past_midnight_belongs_to_the_day_that_the_person_lives(
    run: Run, day_start: list[str], said: str
) -> None:
    run("start", "2026-11-03", "--zone", ZONE, *day_start)

    shown = run("log", "pain=4", now="2026-11-05T00:30:00-05:00").stdout

    assert said in shown


def test_without_a_time_the_pain_check_takes_whole_days_and_says_so(run: Run) -> None:
    run("start", "2026-11-03", "--zone", ZONE)

    said = run("timeline").stdout

    assert "time not known: whole days are counted" in said
    assert "24 to 48 hours: Wed 4 Nov to Thu 5 Nov" in said


def test_an_entry_before_a_planned_procedure_is_kept(run: Run) -> None:
    run("start", "2026-11-20", "--zone", ZONE)

    said = run("log", "pain=8").stdout

    assert "day -16" in said
    assert "16 days before the procedure" in run("today").stdout


def test_an_emergency_before_a_planned_procedure_speaks_of_no_cement(run: Run) -> None:
    run("start", "2026-11-20", "--zone", ZONE)

    said = run("log", "--sign", "chest-breath").stdout

    assert '"Sacroplasty planned for Friday 20 November."' in said
    assert "cement" not in said


def test_after_another_procedure_the_newest_is_shown(run: Run) -> None:
    run("start", "2026-10-01", "--zone", ZONE, "--name", "Ruth")
    run("log", "pain=9", "--at", "2026-10-02")
    run("start", "2026-11-03", "--another", now="2026-11-04T20:00:00-05:00")

    assert "Ruth, day 1, Wed 4 November 2026" in run("today").stdout
    assert "day 1." in run("entries").stdout
    assert "Pain 9" in run("entries").stdout


@pytest.mark.usefixtures("started")
def test_a_retry_with_the_same_id_doubles_nothing(run: Run) -> None:
    line = ["log", "pain=4", "--id", "0192f000-0000-7000-8000-000000000001"]
    run(*line)

    said = run(*line).stdout

    assert "Already saved as entry 1." in said
    assert len(json.loads(run("entries", "--json").stdout)["entries"]) == 1


@pytest.mark.usefixtures("started")
def test_json_may_stand_before_or_after_the_command(run: Run) -> None:
    assert run("--json", "today").stdout == run("today", "--json").stdout


@pytest.mark.usefixtures("started")
def test_the_typist_is_remembered(run: Run) -> None:
    run("--as", "Dana", "log", "pain=4")

    assert "typed by Dana" in run("done", "home").stdout


@pytest.mark.usefixtures("started")
def test_an_untold_limit_has_no_weight_and_no_end_but_in_explain(
    run: Run, started: Path
) -> None:
    shape = json.loads(run("timeline", "--json").stdout)
    lifting = next(r for r in shape["restrictions"] if r["id"] == "heavy-lifting")

    assert (lifting["limit"], lifting["closes"], lifting["by"]) == (None, None, None)
    assert lifting["default"]
    for command in ("today", "timeline"):
        limits = run(command).stdout.split("Limits")[1]
        limits = limits.split("Pain")[0].split("Sources")[0]
        assert " lb" not in limits
        assert not any(figure in limits for figure in "123456789")
    assert "10 lb" in run("explain", "heavy-lifting").stdout
    assert started.exists()


@pytest.mark.usefixtures("started")
def test_a_further_procedure_is_where_the_person_lives_not_the_computer(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    evening = "2026-11-20T22:00:00-05:00"

    run("start", "2026-11-20", "--time", "10:30", "--another", now=evening)

    shape = json.loads(run("timeline", "--json", now=evening).stdout)
    assert shape["day"] == 0
    assert shape["procedure"]["at"] == "2026-11-20T10:30:00-05:00"


@pytest.mark.usefixtures("started")
def test_an_entry_of_an_earlier_recovery_is_compared_with_its_own_pain_before(
    run: Run,
) -> None:
    run("log", "pain=4")
    run(
        "start", "2027-03-02", "--another", "--baseline-pain", "3",
        now="2027-03-02T19:00:00-05:00",
    )  # fmt: skip
    later = "2027-03-03T19:00:00-05:00"

    listed = run("entries", now=later).stdout
    changed = run("edit", "1", "pain=5", now=later).stdout

    assert "(before the procedure: 8)" in listed
    assert "more than before the procedure" not in changed
    assert "(before the procedure: 3)" in run("log", "pain=2", now=later).stdout

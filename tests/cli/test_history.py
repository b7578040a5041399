"""Correcting anything: undo, redo, move, and the history in sentences."""

import json
from pathlib import Path

import pytest

from tests.cli.test_terminal import session
from tests.conftest import Run
from tests.imports.files import HEAD, a_line

LATER = "2026-11-20T19:10:00-05:00"
DANA = ("--as", "Dana Example")


def history(run: Run, *words: str) -> list[str]:
    """What each step says, the newest first, as one line each."""
    return run("changes", "--plain", *words, now=LATER).stdout.splitlines()


def sentences(run: Run, *words: str) -> list[str]:
    """The same without the time and the author."""
    said = json.loads(run("changes", "--json", *words, now=LATER).stdout)
    return [change["text"] for change in said["changes"]]


# In sentences


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["pain=4"], "changed pain of entry 1 from 6 to 4"),
        (
            ["pain=4", "walk=25"],
            "changed pain of entry 1 from 6 to 4 and walk from 20 min to 25 min",
        ),
        (["wound=open"], "added wound open, bleeding, leaking to entry 1"),
        (["pain="], "took pain 6 away from entry 1"),
        (
            ["pain=", "walk="],
            "took pain 6 and walk 20 min away from entry 1",
        ),
        (["--note", ""], 'took note "Slept badly." away from entry 1'),
        (
            ["--note", "Slept well."],
            'changed the note of entry 1 from "Slept badly." to "Slept well."',
        ),
        (
            ["--at", "2026-11-04 08:00"],
            "moved entry 1 from Wed 4 November 2026, 19:10 to "
            "Wed 4 November 2026, 08:00",
        ),
        (
            ["pain=4", "walk=", "sleep=8", "--at", "2026-11-03"],
            "changed pain of entry 1 from 6 to 4, added sleep 8.0 h, took walk 20 min "
            "away and moved it from Wed 4 November 2026, 19:10 to Tue 3 November 2026",
        ),
    ],
)
@pytest.mark.usefixtures("started")
def test_an_edit_is_told_in_one_sentence(run: Run, typed: list[str], said: str) -> None:
    run("log", "pain=6", "walk=20", "--note", "Slept badly.")

    run(*DANA, "edit", "1", *typed, "--reason", "typed wrong")

    assert sentences(run)[0] == f"{said}: typed wrong"


@pytest.mark.usefixtures("started")
def test_the_author_of_a_change_is_named(run: Run) -> None:
    run("log", "pain=6")
    run(*DANA, "edit", "1", "pain=4")

    assert history(run)[0] == (
        "Wed 4 Nov 19:10  Dana Example changed pain of entry 1 from 6 to 4"
    )


@pytest.mark.usefixtures("started")
def test_what_is_taken_back_is_marked_until_it_is_done_again(run: Run) -> None:
    run("log", "pain=6")
    run("undo")
    marked = history(run)
    run("redo")
    unmarked = history(run)

    assert [line.endswith("(taken back)") for line in marked] == [False, True, False]
    assert not any("(taken back)" in line for line in unmarked)


@pytest.mark.usefixtures("started")
def test_every_step_of_an_entry_is_told_also_when_it_is_gone(run: Run) -> None:
    run("log", "pain=6")
    run("log", "pain=9", "--sign", "fever")
    run("edit", "1", "pain=4")
    run("warnings", "answer", "1", "--mistake")
    run("delete", "1")
    run("undo")
    run("redo")

    assert [text.split(",")[0] for text in sentences(run, "--entry", "1")] == [
        "did again: deleted entry 1",
        "took back: deleted entry 1",
        "deleted entry 1",
        "changed pain of entry 1 from 6 to 4",
        "wrote entry 1",
    ]


@pytest.mark.usefixtures("started")
def test_an_imported_entry_has_its_import_among_its_steps(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "given.ndjson"
    file.write_text(f"{HEAD}\n{a_line()}\n", encoding="utf-8")
    run("import", str(file), "--yes", now=LATER)
    imported = sentences(run, "--entry", "1")
    run("undo", now=LATER)
    gone = sentences(run, "--entry", "1")
    run("redo", now=LATER)

    assert imported == ['imported 1 entry from "given.ndjson"']
    assert gone == [f"took back: {imported[0]}", *imported]
    assert sentences(run, "--entry", "1") == [f"did again: {imported[0]}", *gone]


@pytest.mark.usefixtures("started")
def test_an_entry_that_never_was_has_no_steps(run: Run) -> None:
    run("log", "pain=6")

    said = run("changes", "--entry", "11", code=1)

    assert said.stderr == "There never was an entry 11. The list: tracker entries\n"


# There and back


@pytest.mark.usefixtures("started")
def test_after_an_undo_the_way_back_is_named(run: Run) -> None:
    run("log", "pain=6")

    assert "Back again? tracker redo" in run("undo").stdout
    said = run("redo").stdout
    assert "Done again, Wed 4 November 2026, day 1:" in said
    assert "wrote entry 1, Wed 4 November 2026: pain 6" in said
    assert "Wrong? tracker undo" in said


@pytest.mark.usefixtures("started")
def test_several_steps_come_back_in_the_order_in_which_they_were_written(
    run: Run,
) -> None:
    run("log", "pain=6")
    run("done", "home")
    run("undo", "--steps", "2")

    done = json.loads(run("redo", "--steps", "9", "--json").stdout)["done_again"]

    assert done == [
        "wrote entry 1, Wed 4 November 2026: pain 6",
        "marked as done on Wed 4 November 2026: Home again",
    ]


@pytest.mark.usefixtures("started")
def test_with_nothing_taken_back_there_is_nothing_to_do_again(run: Run) -> None:
    run("log", "pain=6")

    said = run("redo", code=1).stderr

    assert said == "There is nothing to do again: nothing is taken back.\n"


@pytest.mark.usefixtures("started")
def test_what_was_written_since_an_undo_is_not_mixed_with_it(run: Run) -> None:
    run("log", "pain=6")
    run("undo")
    run("log", "pain=5")

    said = run("redo", code=1).stderr

    assert "something was written after the last undo" in said
    assert [line for line in sentences(run) if line.startswith("did again")] == []


@pytest.mark.usefixtures("started")
def test_a_beginning_that_was_taken_back_comes_back_whole(run: Run) -> None:
    run("log", "pain=6")
    before = run("export", "ndjson").stdout
    run("undo", "--steps", "9")
    run("today", code=1)

    run("redo", "--steps", "9")

    assert run("export", "ndjson").stdout == before


@pytest.mark.usefixtures("empty")
def test_in_an_empty_diary_there_is_nothing_to_do_again(run: Run) -> None:
    assert "tracker start" in run("redo", code=1).stderr


@pytest.mark.usefixtures("started")
def test_a_shown_warning_is_neither_lost_nor_doubled(run: Run) -> None:
    run("log", "--sign", "fever")
    before = run("warnings").stdout
    run("undo")
    between = run("warnings").stdout
    run("redo")

    assert run("warnings").stdout == before
    assert "Warning 1" in between or "warning 1" in between


# One command is one step


def test_what_was_kept_while_a_day_was_asked_is_one_step(
    started: Path, run: Run
) -> None:
    answers = ["3", "y", "none", "5"]
    shown, code = session(started, ["log"], answers)
    assert code == 0, shown
    steps = json.loads(run("changes", "--json").stdout)["changes"]
    assert [step["part_of"] for step in steps] == [2, None, None]
    assert {step["action"] for step in steps[:2]} == {"log"}

    taken = json.loads(run("undo", "--json").stdout)["taken_back"]

    assert len(taken) == 1
    assert taken[0].startswith("wrote entry 1, Wed 4 November 2026: sign ")
    assert taken[0].endswith("; added pain 5 to entry 1")
    assert json.loads(run("entries", "--json").stdout)["entries"] == []
    run("redo")
    entry = json.loads(run("entries", "--json").stdout)["entries"][0]
    assert entry["answers"] == {"pain": 5}
    assert entry["signs"] == ["bladder-bowel"]


# Another day


@pytest.mark.usefixtures("started")
def test_a_move_is_looked_at_first(run: Run, diary_path: Path) -> None:
    run("log", "pain=6")
    before = diary_path.read_bytes()

    said = run("move", "2026-11-05", "--reason", "postponed", "--dry-run").stdout

    assert "Would be           Thu 5 November 2026, 10:30" in said
    assert "The time of day stays 10:30." in said
    assert "Wed 4 Nov, 10:30 to Thu 5 Nov, 10:30" in said
    assert "-> Fri 6 Nov, 10:30 to Sat 7 Nov, 10:30" in said
    assert "1 entry lies before the procedure then. It is kept." in said
    assert diary_path.read_bytes() == before


@pytest.mark.usefixtures("started")
def test_on_a_pipe_a_move_needs_a_yes(run: Run, diary_path: Path) -> None:
    before = diary_path.read_bytes()

    said = run("move", "2026-11-05", "--reason", "postponed", code=2)

    assert "add --yes" in said.stderr
    assert diary_path.read_bytes() == before


@pytest.mark.parametrize(("answer", "moved"), [("", False), ("n", False), ("y", True)])
def test_on_a_terminal_enter_does_not_move_it(
    started: Path, run: Run, answer: str, moved: bool
) -> None:
    shown, code = session(started, ["move", "2026-11-02", "--reason", "x"], [answer])

    assert code == 0
    assert ("Nothing was moved." in shown) is not moved
    on = json.loads(run("timeline", "--json").stdout)["procedure"]["on"]
    assert on == ("2026-11-02" if moved else "2026-11-03")


@pytest.mark.usefixtures("started")
def test_a_limit_that_nobody_told_has_no_end_in_a_move(run: Run) -> None:
    words = ["move", "2026-11-05", "--reason", "x", "--dry-run"]

    shown, shape = run(*words).stdout, json.loads(run(*words, "--json").stdout)

    assert "lifting" not in shown.replace("Ask about lifting", "").lower()
    assert shape["told"] == []
    assert "heavy-lifting" not in json.dumps(shape)


@pytest.mark.usefixtures("started")
def test_a_told_limit_stays_as_told(run: Run) -> None:
    told = [
        "told",
        "heavy-lifting",
        "--limit",
        "5lb",
        "--until",
        "+6w",
        "--by",
        "N. Ex",
    ]
    run(*told)
    before = json.loads(run("timeline", "--json").stdout)["restrictions"][0]

    said = run("move", "2026-11-05", "--reason", "x", "--yes", now=LATER).stdout

    after = json.loads(run("timeline", "--json", now=LATER).stdout)["restrictions"][0]
    assert "Heavy lifting: up to 5 lb until Tue 15 December 2026. N. Ex" in said
    assert (after["closes"], after["limit"]) == (before["closes"], before["limit"])


@pytest.mark.usefixtures("started")
def test_a_move_can_be_taken_back_and_done_again(run: Run) -> None:
    before = run("timeline", "--all", now=LATER).stdout
    run("move", "2026-11-05", "--reason", "x", "--yes", now=LATER)
    moved = run("timeline", "--all", now=LATER).stdout
    run("undo", now=LATER)
    back = run("timeline", "--all", now=LATER).stdout
    run("redo", now=LATER)

    assert before == back
    assert before != moved == run("timeline", "--all", now=LATER).stdout


@pytest.mark.usefixtures("started")
def test_days_are_counted_from_where_the_procedure_stands_now(run: Run) -> None:
    run("move", "2026-11-02", "--reason", "x", "--yes")

    assert "Taken back, Wed 4 November 2026, day 1:" in run("undo").stdout
    assert "Done again, Wed 4 November 2026, day 2:" in run("redo").stdout


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("name", ["diary.ndjson", "diary.csv", "diary.json"])
def test_a_file_from_before_a_move_is_known_after_it(
    run: Run, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    run("log", "pain=6", "walk=20")
    run("export", file.suffix[1:], "-o", str(file))
    run("move", "2026-11-02", "--reason", "x", "--yes", now=LATER)

    said = run("import", str(file), "--yes", now=LATER).stdout

    assert "Refused            none" in said
    assert "New                nothing" in said


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("typed", [["move"], ["move", "2026-11-05"]])
def test_a_move_without_its_day_or_reason_shows_how(run: Run, typed: list[str]) -> None:
    assert "--reason" in run(*typed, code=2).stderr


@pytest.mark.usefixtures("started")
def test_a_second_start_names_the_way_to_another_day(run: Run) -> None:
    said = run("start", "2026-11-05", code=1).stderr

    assert "tracker move DATE --reason TEXT" in said


def test_the_help_fits_forty_columns(run: Run) -> None:
    for words in (("--help",), ("help", "--all")):
        assert max(map(len, run(*words).stdout.splitlines())) <= 40

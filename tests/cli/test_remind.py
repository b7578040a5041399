"""tracker remind: what is due, told on the screen and to a program of one's choice."""

import json
import shlex
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import NEW_YORK
from tests.cli.test_terminal import session, too_wide
from tests.conftest import Run
from tests.locked import lock, passphrase_file, quick
from tests.pages import SACROPLASTY
from tracker.domain.protocol import lines_of

EVENING = "2026-11-05T18:00:00-05:00"
NOON = "2026-11-05T12:00:00-05:00"
TELLING = (
    "sacroplasty",
    "pain",
    "lift",
    "walk",
    "Ruth",
    "Nurse",
    "Dr.",
    "Clinic",
)


@pytest.fixture
def catcher(tmp_path: Path) -> Path:
    """A program that writes down its words and its input."""
    path = tmp_path / "catch it.py"
    path.write_text(
        "import json, pathlib, sys\n"
        "said = [sys.argv[1:], sys.stdin.read()]\n"
        "pathlib.Path(__file__).with_name('caught').write_text(json.dumps(said))\n",
        encoding="utf-8",
    )
    return path


def command_of(catcher: Path, *words: str) -> str:
    return " ".join([shlex.quote(sys.executable), f"'{catcher}'", *words])


def caught(catcher: Path) -> tuple[list[str], str]:
    words, text = json.loads(catcher.with_name("caught").read_text("utf-8"))
    return words, text


def warned(run: Run) -> None:
    signs = [
        word for sign in ("low-mood", "bladder-bowel") for word in ("--sign", sign)
    ]
    run("log", *signs, now="2026-11-04T20:00:00-05:00")


@pytest.mark.usefixtures("started")
def test_it_ends_with_three_when_something_is_due_and_with_none_when_not(
    run: Run,
) -> None:
    nothing = run("remind", now="2026-11-03T19:00:00-05:00")
    something = run("remind", now=EVENING, code=3)

    assert "Nothing is due now. That is not a finding." in nothing.stdout
    assert "Nothing written for today yet.\n    tracker log\n" in something.stdout


@pytest.mark.usefixtures("started")
def test_with_quiet_it_says_nothing_when_nothing_is_due(run: Run) -> None:
    assert run("remind", "--quiet", now="2026-11-03T19:00:00-05:00").stdout == ""
    assert run("remind", "--quiet", now=EVENING, code=3).stdout


@pytest.mark.usefixtures("started")
def test_an_entry_of_the_day_before_says_how_to_add_it(run: Run) -> None:
    said = run("remind", now=EVENING, code=3).stdout

    assert "Nothing written for Wed 4 Nov. It can be added." in said
    assert 'tracker log --at "day 1"' in said


@pytest.mark.usefixtures("started")
def test_the_gravest_warning_stands_first_with_whom_to_call(run: Run) -> None:
    warned(run)

    lines = run(
        "remind",
        now=EVENING,
        code=3,
    ).stdout.splitlines()

    assert lines[2].startswith("  Warning 1, Wed 4 Nov: cannot hold or pass urine")
    assert "Call 911 now." in f"{lines[2]} {lines[3]}"


@pytest.mark.usefixtures("started")
def test_a_screen_that_says_little_is_there_for_whoever_looks_over_a_shoulder(
    run: Run,
) -> None:
    warned(run)

    said = run("remind", "--titles", "neutral", now=EVENING, code=3).stdout

    assert "A warning is not answered. Shown then: Call 911 now." in said
    assert "urine" not in said
    assert "Ruth" not in said


@pytest.mark.usefixtures("started")
def test_of_many_warnings_the_gravest_are_said_and_the_others_counted(
    run: Run, catcher: Path
) -> None:
    signs = ("bladder-bowel", "leg-new", "calf", "low-mood", "constipation")
    words = [word for sign in signs for word in ("--sign", sign)]
    run("log", *words, now="2026-11-04T20:00:00-05:00")

    said = run("remind", "--notify-cmd", command_of(catcher), now=EVENING, code=3)

    assert said.stdout.count("Warning ") == 3
    assert "  2 more warnings are not answered.\n    Called? tracker" in said.stdout
    text = "Recovery: 2 more warnings are not answered. Called? tracker warnings"
    assert text in caught(catcher)[1]


@pytest.mark.usefixtures("started")
def test_the_program_gets_the_text_on_its_input(run: Run, catcher: Path) -> None:
    run("remind", "--notify-cmd", command_of(catcher, "a b"), now=EVENING, code=3)

    words, text = caught(catcher)
    assert words == ["a", "b"]
    assert text.startswith("Recovery: nothing written for today yet. To do it: ")
    assert len(text.splitlines()) == 2


@pytest.mark.usefixtures("started")
def test_the_program_gets_the_text_as_a_word_where_its_place_is_typed(
    run: Run, catcher: Path
) -> None:
    words = ("-t", "'{}'", "x={}", "; touch no", "$HOME")
    run("remind", "--notify-cmd", command_of(catcher, *words), now=EVENING, code=3)

    given, text = caught(catcher)
    whole = text.removesuffix("\n")
    assert given == ["-t", whole, f"x={whole}", ";", "touch", "no", "$HOME"]


@pytest.mark.usefixtures("started")
def test_no_program_is_run_when_nothing_is_due(run: Run, catcher: Path) -> None:
    now = "2026-11-03T19:00:00-05:00"

    run("remind", "--notify-cmd", command_of(catcher), now=now)

    assert not catcher.with_name("caught").exists()


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("no-such-program-at-all", '"no-such-program-at-all" could not be started.'),
        ("/", '"/" could not be started.'),
        ("false", '"false" ended with 1.'),
    ],
)
@pytest.mark.usefixtures("started")
def test_a_program_that_does_not_work_is_said_and_hides_nothing(
    run: Run, program: str, why: str
) -> None:
    said = run("remind", "--notify-cmd", program, now=EVENING, code=3)

    assert "Nothing written for today yet." in said.stdout
    assert said.stderr.startswith("The notification may not have come through: ")
    assert why in said.stderr
    assert len(said.stderr.splitlines()) == 1


@pytest.mark.parametrize("program", ["", " ", "'", '""', '"" x'])
@pytest.mark.usefixtures("started")
def test_what_is_no_program_is_refused_before_anything(run: Run, program: str) -> None:
    said = run("remind", "--notify-cmd", program, now=EVENING, code=2)

    assert "--notify-cmd needs a program." in said.stderr
    assert said.stdout == ""


def full_diary(run: Run) -> None:
    """Something of every kind that can be due, each with words of its own."""
    warned(run)
    now = "2026-11-05T12:00:00-05:00"
    run("visit", "add", "2026-11-07", "--title", "Dr. Example, Clinic", now=now)
    words = "told heavy-lifting --limit 5lb --until 2026-11-08 --by"
    run(*words.split(), "Nurse Example", now=now)


def hours(first: int, last: int) -> Iterator[str]:
    for day in range(first, last):
        for hour in (9, 18):
            at = datetime(2026, 11, 3, hour, tzinfo=NEW_YORK) + timedelta(days=day)
            yield at.isoformat()


@pytest.mark.usefixtures("started")
def test_a_notification_says_nothing_of_anybodys_health(run: Run) -> None:
    full_diary(run)
    titles = {
        getattr(line, "title", getattr(line, "text", line.id)).lower()
        for line in lines_of(SACROPLASTY)
    } | {line.id for line in lines_of(SACROPLASTY)}

    kinds = set()
    for now in hours(1, 40):
        due = json.loads(run("remind", "--json", now=now, code=3).stdout)["due"]
        plain = run("remind", "--titles", "neutral", now=now, code=3).stdout
        kinds |= {each["kind"] for each in due}
        for text in (*(each["neutral"] for each in due), plain):
            found = [word for word in TELLING if word.lower() in text.lower()]
            assert found == [], text
            assert not [t for t in titles if t in text.lower()], text
    assert kinds == {"warning", "visit", "check-in", "look", "ask"}


@pytest.mark.usefixtures("started")
def test_full_titles_are_there_for_a_phone_that_only_you_see(
    run: Run, catcher: Path
) -> None:
    full_diary(run)
    now = "2026-11-08T18:00:00-05:00"

    typed = ["--titles", "full", "--notify-cmd", command_of(catcher)]
    run("remind", *typed, now=now, code=3)

    text = caught(catcher)[1]
    assert "cannot hold or pass urine" in text
    assert "Heavy lifting: up to 5 lb until Sun 8 November 2026" in text
    assert all(line.startswith("Recovery: ") for line in text.splitlines())


@pytest.mark.usefixtures("started")
def test_programs_read_what_is_due(run: Run) -> None:
    shape = json.loads(run("remind", "--json", now=EVENING, code=3).stdout)

    assert shape["people"] == ["Ruth Example"]
    assert [(d["kind"], d["day"], d["again"]) for d in shape["due"]] == [
        ("check-in", "2026-11-05", False),
        ("check-in", "2026-11-04", True),
    ]
    nothing = run("remind", "--json", now="2026-11-03T19:00:00-05:00").stdout
    assert json.loads(nothing)["due"] == []


def test_without_a_diary_it_says_how_to_begin(run: Run) -> None:
    assert "tracker start" in run("remind", code=1).stderr


@pytest.mark.usefixtures("started")
def test_a_warning_without_a_number_names_nobody(run: Run, started: Path) -> None:
    started.unlink()
    typed = "start 2026-11-03 --name Zebulon --zone America/New_York"
    run(*typed.split(), now="2026-11-03T12:00:00-05:00")
    warned(run)

    said = run("remind", "--titles", "neutral", now=EVENING, code=3).stdout

    assert "911, 112 or 999, as where you are" in " ".join(said.split())
    assert "Zebulon" not in said


def test_a_locked_diary_without_a_terminal_is_one_sentence(
    started: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    quick(monkeypatch)
    lock(started)
    monkeypatch.setattr("tracker.cli.passphrase.somebody_there", lambda: False)

    refused = run("remind", now=EVENING, code=2)
    monkeypatch.setenv("TRACKER_PASSPHRASE_FILE", str(passphrase_file(tmp_path)))
    opened = run("remind", now=EVENING, code=3)

    assert "TRACKER_PASSPHRASE_FILE=FILE" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stdout == ""
    assert "Nothing written for today yet." in opened.stdout


def several(run: Run) -> None:
    """Ruth, and a neighbour with a warning; each with a diary in the same file."""
    run("person", "add", "Walter Example", now="2026-11-03T12:00:00-05:00")
    typed = "--person Walter start 2026-11-03 --zone America/New_York"
    run(*typed.split(), now="2026-11-03T12:00:00-05:00")
    for sign in (
        "--person Walter log --sign calf",
        "--person Ruth log --sign low-mood",
    ):
        run(*sign.split(), now="2026-11-04T20:00:00-05:00")


@pytest.mark.usefixtures("started")
def test_of_several_people_all_are_said_the_gravest_first_and_by_name(
    run: Run, catcher: Path
) -> None:
    several(run)

    said = run("remind", "--notify-cmd", command_of(catcher), now=EVENING, code=3)

    assert said.stdout.startswith("Walter Example\n  Warning 1")
    assert "Ruth Example\n  Warning 1" in said.stdout
    assert "tracker --person Ruth log\n" in said.stdout
    text = caught(catcher)[1].splitlines()
    assert text[0].startswith("Recovery, Walter Example: a warning is not answered.")
    assert text[1].startswith("Recovery, Ruth Example: a warning is not answered.")
    assert "calf" not in "".join(text)


@pytest.mark.usefixtures("started")
def test_the_warnings_of_one_never_hide_those_of_another(run: Run) -> None:
    several(run)
    signs = ("chest-breath", "faint-blood", "bladder-bowel", "saddle-numb")
    words = [word for sign in signs for word in ("--sign", sign)]
    typed = ("--person", "Ruth", "log", *words)
    run(*typed, now="2026-11-04T21:00:00-05:00")

    said = run("remind", now=EVENING, code=3).stdout

    assert "Walter Example\n  Warning 1" in said
    assert "Ruth Example\n  2 more warnings are not answered." in said


@pytest.mark.parametrize("columns", [40, 80])
def test_for_several_people_too_it_fits_the_terminal(
    run: Run, started: Path, columns: int
) -> None:
    several(run)

    shown, code = session(started, ["remind"], [], columns)

    assert code == 3
    assert "tracker --person Walter" in shown
    assert too_wide(shown, columns) == []


@pytest.mark.usefixtures("started")
def test_people_of_one_first_name_are_named_whole_in_a_command(run: Run) -> None:
    run("person", "add", "Ruth Sample", now="2026-11-03T12:00:00-05:00")
    typed = ["--person", "Ruth Sample", "start", "2026-11-03", "--zone", "UTC"]
    run(*typed, now="2026-11-03T12:00:00-05:00")

    said = run("remind", now=EVENING, code=3).stdout

    assert "tracker --person 'Ruth Example' log\n" in said
    assert "tracker --person 'Ruth Sample' log\n" in said


@pytest.mark.usefixtures("started")
def test_of_several_people_one_can_be_meant(run: Run) -> None:
    several(run)

    said = run("--person", "Ruth", "remind", now=EVENING, code=3)

    assert "Walter" not in said.stdout
    assert said.stdout.startswith("Ruth Example, day 2")

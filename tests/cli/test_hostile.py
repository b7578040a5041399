"""Whatever is typed, there is a sentence and an exit code, never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parents[2]
TITLE = "\x1b]0;owned\x07"
LATER = "2026-11-24T19:10:00-05:00"
WIPE = "\x1b[2J"


def typed(
    diary: Path, words: Sequence[str | bytes], **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, with those very bytes as its words."""
    own = {"TRACKER_DB": str(diary), "TRACKER_NOW": "2026-11-04T19:10:00-05:00"}
    return subprocess.run(
        [sys.executable, "-m", "tracker", *words],
        cwd=ROOT,
        env={**os.environ, **own, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        ["log", b"pain=\xff"],
        ["log", "--note", b"\xc3\x28"],
        ["--now", "nonsense", "today"],
        ["--now", "9999-12-31T23:59:59-12:00", "today"],
        ["--db", "/", "today"],
        ["--db", "x" * 5000, "today"],
        ["--as", "", "log", "pain=4"],
        ["--as", "x" * 81, "log", "pain=4"],
        ["log", "--note", "a" * 100_000],
        ["log", "pain=\u0664"],
        ["log", "pain=1_0"],
        ["log", "pain=" + "9" * 5000],
        ["edit", "99999999999999999999"],
        ["edit", "\u0661"],
        ["explain", WIPE],
        ["visit", "add", "2026-11-17", "--time", ""],
        ["told", "heavy-lifting", "--limit", "nan lb", "--by", "x"],
        ["no-such-command"],
    ],
    ids=lambda words: repr(words)[:40],
)
def test_what_cannot_be_used_is_a_sentence_on_stderr(
    started: Path, words: list[str | bytes]
) -> None:
    done = typed(started, words)

    assert done.returncode in (1, 2)
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert 0 < len(done.stderr) < 6000


@pytest.mark.parametrize(
    "command", [["entries"], ["today"], ["changes"], ["timeline"], ["report"]]
)
def test_escape_sequences_never_reach_a_terminal(
    run: Run, diary_path: Path, command: list[str]
) -> None:
    run("start", "tuesday", "--zone", "UTC", "--name", f"Ruth{TITLE}")
    run("--as", f"Dana{WIPE}", "log", "pain=4", "--note", f"{TITLE}{WIPE}\u202eabc")
    run("visit", "add", "2026-11-17", "--title", WIPE)
    run("skip", "home", "--reason", WIPE)

    said = run(*command).stdout

    assert diary_path.exists()
    assert not set("\x1b\x07\x9b\u202e") & set(said)


def test_names_with_umlauts_survive_a_terminal_without_them(started: Path) -> None:
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii"}

    done = typed(started, ["--as", "J\u00fcrgen", "log", "pain=4"], **plain)

    assert done.returncode == 0
    assert "typed by J\u00fcrgen." in done.stdout.decode()


def test_a_reader_that_goes_away_is_no_error(started: Path) -> None:
    command = f'"{sys.executable}" -m tracker timeline --all | head -1'
    env = {**os.environ, "TRACKER_DB": str(started)}

    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=env, capture_output=True, check=False
    )

    assert done.stderr == b""


@pytest.mark.parametrize(
    ("words", "closed"), [("today", ">&-"), ("log", "<&-"), ("log pain=4", "2>&-")]
)
def test_a_closed_stream_is_no_traceback(
    started: Path, words: str, closed: str
) -> None:
    command = f'"{sys.executable}" -m tracker {words} {closed}'
    env = {**os.environ, "TRACKER_DB": str(started)}

    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=env, capture_output=True, check=False
    )

    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "found"),
    [
        (["tracker", "expl"], "explain"),
        (["tracker", "log", "pain-"], "pain-moving="),
        (["tracker", "log", "--sign", "bladder"], "bladder-bowel"),
        (["tracker", "done", "pain"], "pain-check"),
        (["tracker", "told", "heavy"], "heavy-lifting"),
    ],
)
def test_the_shell_completes_commands_and_ids(
    started: Path, shell: str, line: list[str], found: str
) -> None:
    place = line[-1] if shell == "fish" else str(len(line) - 1)
    words = " ".join(line)

    done = typed(
        started, [], _TRACKER_COMPLETE=f"{shell}_complete", COMP_WORDS=words,
        COMP_CWORD=place,
    )  # fmt: skip

    assert found in done.stdout.decode()


def test_signs_need_no_diary_and_no_whole_one(diary_path: Path) -> None:
    without = typed(diary_path, ["signs"])
    diary_path.write_bytes(b"not a diary")
    broken = typed(diary_path, ["signs"])

    assert without.returncode == broken.returncode == 0
    assert b"Chest pain" in without.stdout
    assert without.stdout == broken.stdout
    assert diary_path.read_bytes() == b"not a diary"


def test_an_own_protocol_that_cannot_be_used_is_listed_with_its_problem(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "data" / "recovery-tracker" / "protocols"
    folder.mkdir(parents=True)
    (folder / "Bad Name.toml").write_text("")
    (folder / "mine.toml").write_text("x=")

    said = " ".join(run("protocol", "list").stdout.split())

    assert "sacroplasty-standard: Recovery after a sacroplasty" in said
    assert "Bad Name: is not used: its name takes a-z" in said
    assert "mine.toml cannot be used as a protocol:" in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--db", "", "today"], 2),
        (["--now", "", "today"], 2),
        (["--now", "1899-12-31T00:00:00+00:00", "today"], 2),
        (["log", "pain=4", "--zone", "localtime"], 1),
        (["log", "pain=4", "--zone", "right/Europe/Berlin"], 1),
        (["export", "csv", "-o", ""], 2),
        (["report", "-o", "/"], 2),
        (["told", "strenuous", "--until", "2020-01-01", "--by", "Nurse"], 1),
        (["--now", LATER, "told", "strenuous", "--until", "+1w", "--by", "Nurse"], 1),
        (["start", "2026-11-01", "--another"], 1),
        (["start", "2026-11-05", "--another"], 1),
        (["done", "home", "--reason", "a" * 20_000], 1),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    started: Path, words: list[str], code: int
) -> None:
    before = started.read_bytes()

    said = typed(started, words)

    assert said.returncode == code
    assert b"Traceback" not in said.stderr
    assert said.stderr.strip()
    assert started.read_bytes() == before


def test_a_name_over_two_lines_forges_no_line_of_the_history(
    started: Path, run: Run
) -> None:
    run("told", "strenuous", "--by", "Nurse\nTue 1 Jan 10:00  Dana deleted entry 3")

    lines = run("changes").stdout.splitlines()

    assert not any(line.startswith("Tue 1 Jan") for line in lines)


def test_a_screen_that_is_full_says_that_what_was_saved_stays(
    started: Path, run: Run
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", "--db", str(started), "log", "pain=4"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert b"Traceback" not in done.stderr
    assert b"What was saved stays" in done.stderr
    assert '"number": 1' in run("entries", "--json").stdout


def test_signs_are_shown_whatever_the_clock_is_said_to_be(started: Path) -> None:
    said = typed(started, ["signs"], TRACKER_NOW="nonsense")

    assert said.returncode == 0
    assert b"Call" in said.stdout


def test_a_place_with_two_slashes_is_the_same_place(started: Path, run: Run) -> None:
    said = typed(started, ["--db", f"/{started}", "log", "pain=4"])

    assert said.returncode == 0
    assert '"number": 1' in run("entries", "--json").stdout


@pytest.mark.usefixtures("started")
def test_a_text_that_begins_with_a_dash_is_told_where_it_goes(run: Run) -> None:
    refused = run("visit", "ask", "-5 worse", code=2).stderr
    kept = run("visit", "ask", "--", "-5 worse").stdout

    assert 'A text that begins with "-" goes after "--"' in refused
    assert "-5 worse" in kept


def test_a_mistyped_option_is_no_text_with_a_dash(run: Run) -> None:
    assert '"--"' not in run("today", "--breif", code=2).stderr


def test_a_refusal_repeats_no_more_than_can_be_read(run: Run) -> None:
    said = run("today", "x" * 100_000, code=2).stderr

    assert len(said) < 600
    assert "tracker today --help" in said


@pytest.mark.usefixtures("started")
def test_a_file_is_written_under_its_name_and_said_without_its_controls(
    run: Run, tmp_path: Path
) -> None:
    odd = tmp_path / f"{TITLE}.csv"

    said = run("export", "csv", "-o", str(odd)).stdout

    assert odd.exists()
    assert "\\u001b]0;owned\\u0007.csv" in said


@pytest.mark.usefixtures("started")
def test_json_escapes_what_controls_a_screen_and_says_the_same(run: Run) -> None:
    note = "\u202eabc\x9b \u05d0 \U0001f469\u200d\U0001f467"
    run("log", "--note", note)

    said = run("entries", "--json").stdout

    assert not set("\u202e\x9b") & set(said)
    assert json.loads(said)["entries"][0]["note"] == note


@pytest.mark.usefixtures("started")
def test_a_phone_number_without_end_is_none(run: Run) -> None:
    said = run("contact", "add", "care-team", "--", "555" + "-" * 100, code=1).stderr

    assert "is not a phone number" in said


def test_a_beginning_that_is_refused_leaves_no_diary(
    run: Run, diary_path: Path
) -> None:
    run("start", "2031-11-01", code=1)

    assert not diary_path.exists()

"""tracker remind install and remove: shown, asked, written; then really run."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_terminal import session, too_wide
from tests.conftest import Run
from tests.locked import lock, passphrase_file, quick
from tests.services.test_timer_text import (
    CRONS,
    read_by_cron,
    run_by_systemd,
    through_shell,
)
from tests.timers import Computer
from tracker.services.timer_text import key_of, service_name, timer_name

# Nothing is due any more, but for a warning that nobody answered.
LATER = "2027-06-01T12:00:00-04:00"
ODD_NAME = "a 'b' \"c\" 100% \\% $HOME\nd"


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path / "computer", monkeypatch)


@pytest.fixture
def odd(started: Path) -> Path:
    """Ruth's diary, in a folder and under a name that need every kind of quoting."""
    path = started.parent / ODD_NAME / f"{ODD_NAME}.sqlite"
    path.parent.mkdir()
    return started.rename(path)


def lines_of(computer: Computer) -> list[str]:
    return computer.table.splitlines()


def run_as_cron_would(line: str, cron: str) -> subprocess.CompletedProcess[str]:
    """By a shell, with what cron gives it, somewhere else than here."""
    _, command, stdin = read_by_cron(line, cron)
    return subprocess.run(
        ["/bin/sh", "-c", command],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={
            "HOME": "/",
            "LOGNAME": "ruth",
            "SHELL": "/bin/sh",
            "PATH": "/usr/bin:/bin",
            "TRACKER_NOW": LATER,
        },
        cwd="/",
        start_new_session=True,
        check=False,
    )


@pytest.mark.parametrize("cron", CRONS)
def test_cron_opens_the_diary_whatever_its_name_is(
    computer: Computer, odd: Path, run: Run, cron: str
) -> None:
    computer.with_cron()
    install = "remind install --cron --yes --at 21:05"
    run("--db", str(odd), *install.split())

    (line,) = lines_of(computer)
    done = run_as_cron_would(line, cron)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    odd.unlink()
    assert run_as_cron_would(line, cron).returncode == 1


def test_systemd_opens_the_diary_whatever_its_name_is(
    computer: Computer, odd: Path, run: Run
) -> None:
    computer.with_systemd()
    run("--db", str(odd), "remind", "install", "--yes")

    unit = computer.units[service_name(key_of(str(odd)))]
    (line,) = [each for each in unit.split("\n") if each.startswith("ExecStart=")]
    words = through_shell(run_by_systemd(line.removeprefix("ExecStart=")))
    done = subprocess.run(
        words,
        capture_output=True,
        env={"TRACKER_NOW": LATER},
        cwd="/",
        check=False,
    )

    assert words[-4:] == ["remind", "--quiet", "--titles", "neutral"]
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_is_due_reaches_the_program_through_cron(
    computer: Computer, odd: Path, run: Run, tmp_path: Path
) -> None:
    computer.with_cron()
    got = tmp_path / "got it"
    program = f'sh -c \'printf "%s\\n" "$1" >"$2"; cat >>"$2"\' x {{}} \'{got}\''
    typed = ["--db", str(odd), "remind", "install", "--cron", "--yes", "--at", "21:00"]
    run(*typed, "--notify-cmd", program)
    run("--db", str(odd), "log", "--sign", "bladder-bowel")

    done = run_as_cron_would(lines_of(computer)[0], CRONS[0])

    assert (done.returncode, done.stderr) == (3, "")
    first, again = got.read_text("utf-8").splitlines()
    assert first == again
    assert first.startswith("Recovery: a warning is not answered. Shown then: Call 911")


@pytest.mark.usefixtures("started")
def test_without_saying_when_it_runs_as_the_calendar_rings(
    computer: Computer, run: Run
) -> None:
    computer.with_cron()

    said = run("remind", "install", "--yes").stdout

    assert [line.split()[:2] for line in lines_of(computer)] == [
        ["0", "9"],
        ["0", "18"],
    ]
    assert "Set up: each day at 09:00 and 18:00, by the clock of this" in said
    assert "from 18:00 on, in America/New_York." in " ".join(said.split())


@pytest.mark.parametrize("kind", ["--cron", "--systemd"])
@pytest.mark.usefixtures("started")
def test_without_a_program_it_says_that_no_notice_is_shown(
    computer: Computer, run: Run, kind: str
) -> None:
    computer.with_cron().with_systemd()

    silent = run("remind", "install", kind, "--yes").stdout
    loud = run("remind", "install", kind, "--yes", "--notify-cmd", "cat").stdout

    assert "no notice is shown" in " ".join(silent.split())
    assert "no notice is shown" not in " ".join(loud.split())


@pytest.mark.usefixtures("started")
def test_exactly_what_is_written_is_shown_before(computer: Computer, run: Run) -> None:
    computer.with_systemd()

    said = run("remind", "install", "--yes", "--at", "8pm").stdout

    shown = said.splitlines()
    for name, text in computer.units.items():
        path = computer.folder / "config" / "systemd" / "user" / name
        begin = shown.index(f"To be written, {path}:") + 1
        lines = text.splitlines()
        assert [line[2:] for line in shown[begin : begin + len(lines)]] == lines


@pytest.mark.usefixtures("started")
def test_without_a_terminal_nothing_is_written_but_all_is_shown(
    computer: Computer, run: Run
) -> None:
    computer.with_cron("0 1 * * * mine\n")

    said = run("remind", "install", "--at", "20:00", code=2)

    assert "Nothing was changed. To change it: add --yes" in said.stderr
    assert "0 20 * * * " in said.stdout
    assert "mine" not in said.stdout
    assert computer.table == "0 1 * * * mine\n"


def test_the_line_names_the_diary_and_the_person_who_is_meant(
    computer: Computer, run: Run, started: Path
) -> None:
    computer.with_cron()

    run("--person", "Ruth", "remind", "install", "--yes", "--at", "20:00")

    words = shlex.split(lines_of(computer)[0], comments=True)[5:]
    assert words[:3] == [sys.executable, "-m", "tracker"]
    assert words[words.index("--db") + 1] == str(started)
    person = words[words.index("--person") + 1]
    said = run("--person", person, "remind", now=LATER).stdout
    assert said.startswith("Ruth Example")
    assert run_as_cron_would(lines_of(computer)[0], CRONS[0]).returncode == 0


@pytest.mark.usefixtures("started")
def test_the_program_on_the_path_is_run_by_its_own_name(
    computer: Computer, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.with_cron()
    program = tmp_path / "bin" / "tracker"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tracker "$@"\n', "utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program), "remind", "install"])

    run("remind", "install", "--yes", "--at", "20:00")

    assert lines_of(computer)[0].split()[5] == str(program)


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("--at soon", 1, '"soon" is not a time'),
        ("--at 7", 1, "7am or 7pm"),
        ("--cron --systemd", 2, "not both"),
        ("--notify-cmd '", 2, "--notify-cmd needs a program"),
        ("--systemd", 1, "systemd cannot be used here"),
    ],
)
@pytest.mark.usefixtures("started")
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    computer: Computer, run: Run, typed: str, code: int, said: str
) -> None:
    computer.with_cron()

    refused = run("remind", "install", "--yes", *typed.split(), code=code)

    assert said in refused.stderr
    assert computer.table == ""


@pytest.mark.parametrize(
    "typed", ["--quiet install", "--titles full install", "--notify-cmd cat remove"]
)
@pytest.mark.usefixtures("started")
def test_what_is_typed_before_the_word_is_never_left_out_in_silence(
    computer: Computer, run: Run, typed: str
) -> None:
    computer.with_cron()

    said = run("remind", *typed.split(), "--yes", code=2).stderr

    assert f"Type that after {typed.split()[-1]}" in said
    assert computer.table == ""


@pytest.mark.usefixtures("started")
def test_where_nothing_can_run_it_the_command_is_there_to_copy(run: Run) -> None:
    said = run("remind", "install", "--yes", code=1).stderr

    *_, last = said.splitlines()
    own = {"TRACKER_NOW": LATER}
    done = subprocess.run(shlex.split(last), env=own, cwd="/", check=False)
    assert "Neither systemd nor crontab can be used here." in said
    assert done.returncode == 0


def test_a_locked_diary_needs_a_file_with_its_passphrase(
    computer: Computer,
    run: Run,
    started: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    computer.with_cron()
    lock(started)
    ask = "tracker.cli.passphrase.somebody_there"
    monkeypatch.setattr(ask, lambda: False)
    refused = run("remind", "install", "--yes", code=2).stderr

    folder = tmp_path / ODD_NAME
    folder.mkdir()
    named = passphrase_file(folder)
    monkeypatch.setenv("TRACKER_PASSPHRASE_FILE", str(named))
    run("remind", "install", "--yes", "--at", "20:00")

    (line,) = lines_of(computer)
    done = run_as_cron_would(line, CRONS[0])
    assert "TRACKER_PASSPHRASE_FILE=FILE" in refused
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    named.write_text("another one\n", encoding="utf-8")
    assert run_as_cron_would(line, CRONS[0]).returncode == 2


@pytest.mark.usefixtures("started")
def test_a_diary_that_is_not_locked_names_no_file_of_a_passphrase(
    computer: Computer, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.with_cron()
    monkeypatch.setenv("TRACKER_PASSPHRASE_FILE", str(passphrase_file(tmp_path)))

    run("remind", "install", "--yes")

    assert "PASSPHRASE" not in computer.table


def test_a_passphrase_that_was_typed_is_not_enough_for_every_day(
    computer: Computer, run: Run, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.with_cron()
    quick(monkeypatch)
    lock(started)
    ask = "tracker.cli._ask_passphrase"
    monkeypatch.setattr(ask, lambda path, again: "Ruth's drei Wörter")

    said = run("remind", "install", "--yes", code=1).stderr

    assert "nobody is there to type its passphrase each day" in said
    assert computer.table == ""


@pytest.mark.usefixtures("started")
def test_a_program_that_cannot_run_each_day_is_not_set_up(
    computer: Computer, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.with_cron()
    program = tmp_path / "tracker"
    program.write_text("#!/bin/sh\necho 'no module' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])

    said = run("remind", "install", "--yes", code=1).stderr

    assert "The command was tried once, as it would run each day." in said
    assert "It said: no module" in said
    assert computer.table == ""


@pytest.mark.usefixtures("started")
def test_a_second_install_never_adds_another_line(computer: Computer, run: Run) -> None:
    computer.with_cron("0 1 * * * mine\n")
    for at in ("08:00", "09:00", "09:00"):
        run("remind", "install", "--yes", "--at", at)

    said = run("remind", "install", "--yes", "--at", "10:00").stdout

    assert [line.split()[1] for line in lines_of(computer)] == ["1", "10"]
    assert "To be taken away, your crontab:\n  0 9 * * *" in said


@pytest.mark.usefixtures("started")
def test_remove_takes_it_away_and_says_so(computer: Computer, run: Run) -> None:
    computer.with_cron("0 1 * * * mine\n")
    run("remind", "install", "--yes")

    asked = run("remind", "remove", code=2)
    assert len(lines_of(computer)) == 3
    said = run("remind", "remove", "--yes").stdout

    assert "To be taken away, your crontab:" in asked.stdout
    assert computer.table == "0 1 * * * mine\n"
    assert "Nothing is said each day any more." in said
    again = run("remind", "remove").stdout
    assert "Nothing was set up here for this diary" in " ".join(again.split())


def test_remove_works_when_the_diary_is_gone(
    computer: Computer, run: Run, started: Path
) -> None:
    computer.with_systemd()
    run("remind", "install", "--yes")
    started.unlink()

    run("remind", "remove", "--yes")

    assert computer.units == {}


@pytest.mark.usefixtures("started")
def test_programs_read_what_was_changed(computer: Computer, run: Run) -> None:
    computer.with_cron()

    made = json.loads(run("remind", "install", "--yes", "--json").stdout)
    gone = json.loads(run("remind", "remove", "--yes", "--json").stdout)

    assert (made["kind"], made["times"]) == ("cron", ["09:00", "18:00"])
    assert made["changed"] == [{"place": "crontab", "written": True}]
    assert gone["kind"] is None


@pytest.mark.parametrize("columns", [40, 80])
def test_on_a_terminal_it_is_asked_before_anything_is_written(
    computer: Computer, started: Path, columns: int
) -> None:
    computer.with_systemd()
    typed = ["remind", "install", "--at", "20:00"]

    left, code = session(started, typed, ["n"], columns)
    assert (code, computer.units) == (0, {})
    shown, code = session(started, typed, ["perhaps", "y"], columns)

    assert code == 0
    assert "Nothing was changed." in left
    assert "Set this up? [y/N]: " in left
    assert timer_name(key_of(str(started))) in computer.units
    said = shown[shown.index("Set up:") :]
    assert too_wide(said, columns) == []
    assert os.path.basename(sys.executable) in shown

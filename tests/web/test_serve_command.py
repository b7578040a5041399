"""The command `serve`: what it says, how it ends, and what it needs."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pytest
import segno

from tests.conftest import Run
from tests.locked import lock
from tests.web.conftest import DANA, OpenPages
from tests.web.wire import request, status
from tracker.cli.show.serving import MARKS, drawn
from tracker.web.addresses import Place

ROOT = Path(__file__).parents[2]
PATIENCE = 30
CTRL_C = "\x03"
HERE = ("--address", "127.0.0.1", "--port", "0")
PAPER = "\x1b[38;5;16;48;5;231m"
LINK = r"(https?://127\.0\.0\.1:(\d+)/pair#([\w-]+))"
CODE = r"(\d{3}) (\d{3}) (\d{4})"
PARTS = ("cheroot", "cryptography", "flask", "segno")


def environment(diary: Path) -> dict[str, str]:
    own = {"TRACKER_DB": str(diary), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    return {**os.environ, **own}


@contextmanager
def serving(diary: Path, *words: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """`tracker serve --json`, and what it said first."""
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", "serve", "--json", *words],
        cwd=ROOT,
        env=environment(diary),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            lines: list[str] = []
            while not lines or lines[-1] != "}\n":
                lines.append(process.stdout.readline())
                assert lines[-1], process.communicate()
            yield process, json.loads("".join(lines))
        finally:
            process.kill()


def place_of(said: dict[str, Any]) -> Place:
    scheme, _, port = said["origin"].split(":")
    return Place("127.0.0.1", int(port), tls=scheme == "https")


def let_in(said: dict[str, Any]) -> str:
    """The cookie of a browser that was let in."""
    place = place_of(said)
    secret = said["link"].partition("#")[2]
    origin = f"Origin: {place.origin}"
    answer = request(place, "POST /pair", origin, body=f"secret={secret}".encode())
    assert status(answer) == 303
    return answer.partition(b"Set-Cookie: ")[2].partition(b";")[0].decode()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_a_sentence_and_signs_everybody_out(
    started: Path, run: Run, how: signal.Signals
) -> None:
    with serving(started, "--port", "0") as (process, said):
        cookie = let_in(said)
        shown = request(place_of(said), "GET /", f"Cookie: {cookie}")
        process.send_signal(how)
        _, errors = process.communicate(timeout=PATIENCE)

    assert status(shown) == 200
    assert process.returncode == 0
    assert "The page is closed." in errors
    assert "Traceback" not in errors
    assert "Nobody is let in" in run("serve", "--sessions").stdout


def test_who_is_revoked_in_another_process_is_out_at_the_next_request(
    started: Path, run: Run
) -> None:
    with serving(started, "--port", "0") as (_, said):
        cookie = f"Cookie: {let_in(said)}"
        before = status(request(place_of(said), "GET /", cookie))
        ended = subprocess.run(
            [sys.executable, "-m", "tracker", "serve", "--revoke", "1"],
            cwd=ROOT,
            env=environment(started),
            capture_output=True,
            text=True,
            check=True,
        )
        after = status(request(place_of(said), "GET /", cookie))

    assert (before, after) == (200, 303)
    assert "Ended: session 1: Ruth Example, patient" in ended.stdout


def test_in_the_network_the_default_changes_nothing(started: Path) -> None:
    with serving(started, "--lan", *HERE) as (_, said):
        assert said["role"] == "reader"
        assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", said["sha256"])


def test_at_this_computer_the_default_is_the_person(started: Path) -> None:
    with serving(started, "--port", "0") as (_, said):
        assert (said["role"], said["name"]) == ("patient", "Ruth Example")
        assert said["sha256"] is None


class Terminal:
    """`tracker serve` on a terminal of 40 columns."""

    def __init__(self, diary: Path, words: Sequence[str]) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tracker", "serve", *words],
            env=environment(diary),
            cwd=str(ROOT),
            dimensions=(60, 40),
            encoding="utf-8",
            timeout=PATIENCE,
        )

    def until(self, pattern: str) -> str:
        self.child.expect(pattern)
        return str(self.child.before + self.child.after).replace("\r", "")

    def code(self) -> int:
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus)


def plain(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)


STAYS = "To stop: Ctrl-C."


def test_on_a_terminal_it_says_how_to_get_in_within_forty_columns(
    started: Path,
) -> None:
    terminal = Terminal(
        started, ["--lan", *HERE, "--role", "caregiver", "--name", DANA]
    )
    shown = terminal.until(STAYS)
    terminal.child.send(CTRL_C)
    after = terminal.until("signed\\s+out")

    assert terminal.code() == 0
    assert "Traceback" not in after
    link = re.search(LINK, shown)
    assert link is not None
    too_wide = [line for line in plain(shown).split("\n") if len(line) > 40]
    assert too_wide == [link[1]]
    assert re.search(CODE, shown)
    said = " ".join(plain(shown).split())
    assert "Every device in the same network can now reach this computer" in said
    assert "Dana Example, caregiver, who reads, and writes under that name." in said


def test_the_picture_is_the_link_in_black_on_white(started: Path) -> None:
    terminal = Terminal(started, ["--lan", *HERE])
    shown = terminal.until(STAYS)
    terminal.child.send(CTRL_C)
    terminal.code()

    painted = [line for line in shown.split("\n") if line.startswith(PAPER)]
    link = re.search(LINK, shown)
    assert link is not None
    squares = [list(map(bool, row)) for row in segno.make(link[1]).matrix]
    assert unpainted([plain(line) for line in painted]) == squares


def unpainted(lines: list[str]) -> list[list[bool]]:
    """The squares of a picture, without the light edge around them."""
    both = {mark: pair for pair, mark in MARKS.items()}
    rows = [[both[mark][half] for mark in line] for line in lines for half in (0, 1)]
    return [row[3:-3] for row in rows[3:] if any(row)]


def test_a_picture_has_a_light_edge_and_as_many_rows_as_it_needs() -> None:
    assert drawn([[True, False], [False, True], [True, True]]) == ["▀▄", "▀▀"]


def test_enter_lets_one_more_in_and_a_name_somebody_else(started: Path) -> None:
    terminal = Terminal(started, ["--port", "0"])
    first = re.search(LINK, terminal.until(STAYS))
    terminal.child.sendline("")
    second = re.search(LINK, terminal.until(STAYS))
    terminal.child.sendline("caregiver  Dana   Example")
    third = terminal.until(STAYS)
    terminal.child.sendline("nurse Sam")
    refused = terminal.until("like: caregiver\\s+Dana")
    terminal.child.sendline("caregiver Ruth Example")
    patient = terminal.until("--role\\s+patient")
    terminal.child.send(CTRL_C)

    assert terminal.code() == 0
    assert first is not None
    assert second is not None
    assert first[3] != second[3]
    assert "Dana Example, caregiver" in " ".join(third.split())
    assert "type what they may do" in " ".join(refused.split())
    assert "whose diary it is" in " ".join(patient.split())


def test_a_diary_that_is_locked_meanwhile_is_not_asked_for_at_the_terminal(
    started: Path,
) -> None:
    terminal = Terminal(started, ["--port", "0"])
    link = re.search(LINK, terminal.until(STAYS))
    assert link is not None
    place = Place("127.0.0.1", int(link[2]))
    cookie = let_in({"origin": place.origin, "link": link[1]})
    lock(started)

    answer = request(place, "GET /", f"Cookie: {cookie}")
    terminal.child.send(CTRL_C)
    shown = terminal.until("signed\\s+out")

    assert status(answer) == 400
    assert b"is locked, or damaged" in answer
    assert "assphrase" not in shown


def test_without_a_diary_there_is_nothing_to_open(run: Run) -> None:
    assert "tracker start" in run("serve", code=1).stderr


def test_a_port_in_use_is_said_with_a_next_step(open_page: OpenPages, run: Run) -> None:
    port = open_page().place.port

    said = run("serve", "--port", str(port), code=1).stderr

    assert f"Port {port} is in use" in said
    assert f"--port {port + 1}" in said


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("words", [["serve"], ["serve", "--help"]])
def test_without_its_parts_it_says_how_to_get_them(
    started: Path, part: str, words: list[str]
) -> None:
    without = (
        "import sys; sys.modules[sys.argv.pop(1)] = None\n"
        "from tracker.__main__ import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", without, part, *words],
        cwd=ROOT,
        env=environment(started),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )

    assert done.returncode == 2
    assert '-m pip install "recovery-tracker[web]"' in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "next_step"),
    [
        (["--role", "caregiver"], "--name NAME"),
        (["--role", "caregiver", "--name", "ruth example"], "--role patient"),
        (["--role", "reader", "--name", "Ruth Example"], "--role patient"),
        (["--role", "patient", "--name", DANA], "--role caregiver"),
        (["--name", DANA], "--role caregiver"),
    ],
)
def test_nobody_is_let_in_under_the_name_of_another(
    started: Path, run: Run, words: list[str], next_step: str
) -> None:
    assert next_step in run("serve", *words, code=2).stderr

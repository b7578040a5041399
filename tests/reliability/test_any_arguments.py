"""Whatever is typed: a sentence and a documented exit code, and nothing else.

Stands for the error boundary, the readers of typed words, and the text made safe on
its way out. Every command is found by itself, in the list that the program keeps.
"""

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import chdir, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, seed, settings

from tests.every_line import TWO_WEEKS
from tests.every_output import write
from tests.hostile import MARKER, controls
from tests.reliability.conftest import SEED, Figures, often
from tests.reliability.guard import Guard
from tests.reliability.typed_lines import COMMANDS, Command, Line, lines
from tracker.cli import main

ROOT = Path(__file__).parents[2]
# In parts, which can run side by side.
PARTS = often(1, 8)
IN_PROCESS = often(400, 1_500)
OF_ITS_OWN = often(8, 30)
DIARY = "diary.sqlite"
LONG, ODD = "x" * 100_000, "\x1b]0;a\x07\x1b[2J\x9b\u202e\r"
TEN_MEGABYTES = (
    "log --note -", "log", "import {}", "import --yes --format fhir {}",
    "import docs/examples/other-diary.csv --map {}", "protocol check {}",
)  # fmt: skip
NOW = "2026-11-17T12:00:00-05:00"
LAST = ("2026-11-16T12:00", f'log pain=3 --note "{MARKER} \x1b[2J \u202eabc"')
EXPORTS = (
    "export csv", "export csv --long", "export json", "export ndjson", "export fhir"
)  # fmt: skip
COPIED = (
    "docs/examples/other-diary.csv",
    "docs/examples/other-diary.json",
    "tracker/protocols/data/sacroplasty-standard.toml",
)
LONGEST = 6_000
ROW, VERSION = "INSERT INTO", "alembic_version"
CODES = {0, 1, 2, 3, 4, 10, 20}
REFUSED = (1, 2)
# An import keeps what it does not refuse, and says so.
KEEPS_SOME = "import"
FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


class Ended(NamedTuple):
    """How a line ended: its exit code, what it showed, a bug's traceback if any."""

    code: int
    stdout: str
    stderr: str
    bug: str


@pytest.fixture(scope="module")
def guard() -> Guard:
    """One for all: an audit hook cannot be taken out again."""
    return Guard()


@pytest.fixture(scope="module")
def shelf(
    template: Path, template_started: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The diaries, and a folder with files that a line may name."""
    folder = tmp_path_factory.mktemp("shelf")
    here = folder / "here"
    here.mkdir()
    shutil.copy(template, folder / "empty.sqlite")
    shutil.copy(template_started, folder / "started.sqlite")
    weeks = folder / "weeks.sqlite"
    shutil.copy(template_started, weeks)
    for now, line in (*TWO_WEEKS, LAST):
        assert write(weeks, now, *shlex.split(line)).code == 0
    for words in EXPORTS:
        said = write(weeks, LAST[0], *shlex.split(words))
        here.joinpath(words.replace(" ", ".")).write_text(said.stdout, "utf-8")
    for name in COPIED:
        here.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, here / name)
    return folder


@contextmanager
def set_up(shelf: Path, line: Line) -> Iterator[Path]:
    """A folder deep in another, with the diary and the files of a line in it."""
    with TemporaryDirectory() as outside:
        here = Path(outside, "a", "b", "here")
        shutil.copytree(shelf / "here", here)
        if line.diary != "none":
            shutil.copy(shelf / f"{line.diary}.sqlite", here / DIARY)
        with chdir(here):
            yield here


def surroundings(here: Path) -> dict[str, str]:
    """Nobody's home, nobody's diary, one clock."""
    home = str(here.parent)
    return {
        "HOME": home,
        "XDG_DATA_HOME": home,
        "TMPDIR": home,
        "TRACKER_DB": str(here / DIARY),
        "TRACKER_NOW": NOW,
    }


def run_here(here: Path, line: Line) -> Ended:
    """The line inside this process."""
    done = CliRunner().invoke(
        main,
        list(line.words),
        input=line.stdin,
        env=surroundings(here),
        prog_name="tracker",
    )
    bug = "" if done.exception is None else _bug(done)
    return Ended(done.exit_code, done.stdout, done.stderr, bug)


def _bug(done: Result) -> str:
    if isinstance(done.exception, SystemExit):
        return ""
    return "".join(traceback.format_exception(done.exception))


def run_alone(here: Path, line: Line) -> Ended:
    """The line in a process of its own, as bytes, without a terminal to ask on."""
    words = [os.fsencode(word).replace(b"\0", b"") for word in line.words]
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *words],
        env={**os.environ, **surroundings(here), "PYTHONPATH": str(ROOT)},
        input=line.stdin,
        capture_output=True,
        check=False,
        start_new_session=True,
    )
    stdout, stderr = done.stdout.decode(), done.stderr.decode()
    bug = stderr if "Traceback" in stderr else ""
    return Ended(done.returncode, stdout, stderr, bug)


def facts(diary: Path) -> list[str]:
    """Every row of a diary, as text; none where there is no diary."""
    if not diary.exists():
        return []
    with closing(sqlite3.connect(diary)) as connection:
        lines = list(connection.iterdump())
    return [line for line in lines if line.startswith(ROW) and VERSION not in line]


def judge(line: Line, ended: Ended, before: list[str], after: list[str]) -> None:
    """What has to be true of every line."""
    assert not ended.bug, ended.bug
    assert ended.code in CODES, ended
    assert controls(ended.stdout) == [], ended
    assert controls(ended.stderr) == [], ended
    assert MARKER not in ended.stderr, ended
    if ended.code in REFUSED:
        assert ended.stderr.strip() or ended.stdout.strip(), "nothing was said"
        assert len(ended.stderr) < LONGEST, "too long to read"
        assert KEEPS_SOME in line.words or after == before, ended


@pytest.mark.parametrize("part", range(PARTS))
def test_any_line_ends_with_a_sentence_and_changes_nothing_when_it_is_refused(
    shelf: Path, guard: Guard, figures: Figures, part: int
) -> None:
    bugs: list[str] = []

    @seed(f"{SEED} {part}")
    @given(line=lines())
    @settings(FUZZ, max_examples=IN_PROCESS)
    def every(line: Line) -> None:
        ended, before, after = tried(line, shelf, guard)
        bugs.extend(filter(None, [ended.bug]))
        judge(line, ended, before, after)

    try:
        every()
    finally:
        figures("fuzzed command lines", rounds=IN_PROCESS, tracebacks=len(bugs))


def tried(line: Line, shelf: Path, guard: Guard) -> tuple[Ended, list[str], list[str]]:
    """How a line ended, and the facts before and after it where they can differ."""
    diary = shelf / f"{line.diary}.sqlite"
    with set_up(shelf, line) as here:
        with guard.watching(here.parents[2]):
            ended = run_here(here, line)
        untouched = _content(here / DIARY) == _content(diary)
        before, after = ([], []) if untouched else (facts(diary), facts(here / DIARY))
    assert guard.outside == []
    return ended, before, after


def _content(diary: Path) -> bytes:
    return diary.read_bytes() if diary.exists() else b""


@pytest.mark.parametrize("part", range(PARTS))
def test_any_line_of_bytes_ends_with_a_sentence_in_a_process_of_its_own(
    shelf: Path, figures: Figures, part: int
) -> None:
    bugs: list[str] = []

    @seed(f"{SEED} bytes {part}")
    @given(line=lines())
    @settings(FUZZ, max_examples=OF_ITS_OWN)
    def every(line: Line) -> None:
        diary = shelf / f"{line.diary}.sqlite"
        with set_up(shelf, line) as here:
            ended = run_alone(here, line)
            before, after = facts(diary), facts(here / DIARY)
        bugs.extend(filter(None, [ended.bug]))
        judge(line, ended, before, after)

    try:
        every()
    finally:
        what = "fuzzed command lines, as bytes"
        figures(what, rounds=OF_ITS_OWN, tracebacks=len(bugs))


@pytest.mark.parametrize("word", [LONG, ODD], ids=["long", "odd"])
@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(path.words))
def test_a_long_or_an_odd_word_in_every_place_is_answered_in_a_few_harmless_words(
    path: Command, word: str, shelf: Path, guard: Guard
) -> None:
    options = [each for each in path.command.params if isinstance(each, click.Option)]
    valued = [option.opts[0] for option in options if not option.is_flag]

    for words in ([word], [word, word], *([option, word] for option in valued)):
        line = Line((*path.words, *words), b"", "weeks")
        judge(line, *tried(line, shelf, guard))


@pytest.mark.parametrize(
    "content", [b"a", b"[", b"a,b,", b'"', b"\x00", b"\xff", b"\n"]
)
@pytest.mark.parametrize("words", TEN_MEGABYTES)
def test_ten_megabytes_of_anything_are_a_sentence(
    words: str, content: bytes, shelf: Path, guard: Guard, tmp_path: Path
) -> None:
    file = tmp_path / "large"
    file.write_bytes(content * (10_000_000 // len(content)))
    line = Line(tuple(words.format(file).split()), file.read_bytes(), "started")

    judge(line, *tried(line, shelf, guard))

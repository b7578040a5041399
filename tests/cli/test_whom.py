"""Every screen that writes names the person it writes for."""

import json
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_terminal import session
from tests.every_line import RECIPIENT
from tests.lines_for_one import LINES, WRITING
from tests.three_people import RUTH, changes_in, leave_alone, make_three, run_in

# Without --id here: whatever is named belongs to the diary of one alone too.
LINES_OF_ONE = [
    (command, line)
    for command, lines in LINES.items()
    for line in lines
    if "{own}" not in line and "{their" not in line
]
ASKED = {
    "log": ["none", "none"],
    "told": [""],
    "sheet enter": ["2026-11-03"],
    "sheet enter --week 2026-11-03": [],
    "warnings": [""],
    "contact add": ["1", "555-0100"],
    "contact add care-team": ["555-0100"],
    "bone vitamin-d": ["1"],
    "visit ask": ["May I swim?"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the diary of three people, and Ruth's as if she always was alone."""
    folder = tmp_path_factory.mktemp("whom")
    leave_alone(make_three(folder), RUTH, folder / "alone.sqlite")
    return folder


def written(folder: Path, of: str, line: str, *flags: str) -> str | None:
    """What a line said that left a step in the history; None where it left none."""
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    diary = Path(shutil.copy(folder / of, work / "diary.sqlite"))
    before = changes_in(diary)
    said = run_in(
        diary, *shlex.split(line.format(diary=work, recipient=RECIPIENT)), *flags
    )
    return said.stdout if changes_in(diary) > before else None


def test_the_commands_that_write_are_known(folder: Path) -> None:
    """One that is new, and one that no line makes write any more."""
    writing = {
        command
        for command, line in LINES_OF_ONE
        if written(folder, "alone.sqlite", line) is not None
    }

    assert writing == WRITING


@pytest.mark.parametrize("of", ["alone.sqlite", "diary.sqlite"])
@pytest.mark.parametrize(
    ("command", "line"), [each for each in LINES_OF_ONE if each[0] in WRITING]
)
def test_what_was_written_is_said_with_whose_it_is(
    folder: Path, command: str, line: str, of: str
) -> None:
    for form in ([], ["--plain"]):
        said = written(folder, of, line, "--person", "Ruth", *form)

        assert said is None or RUTH in " ".join(said.split())


@pytest.mark.parametrize("of", ["alone.sqlite", "diary.sqlite"])
@pytest.mark.parametrize(
    ("command", "line"), [each for each in LINES_OF_ONE if each[0] in WRITING]
)
def test_programs_are_told_whose_it_is(
    folder: Path, command: str, line: str, of: str
) -> None:
    said = written(folder, of, line, "--person", "Ruth", "--json")

    if said is not None:
        assert RUTH in set(whose(json.loads(said)))


def whose(shape: dict[str, object]) -> Iterator[object]:
    """Under "person", also of the procedure as `start` says it, or as a name."""
    yield shape.get("person", shape.get("name"))
    procedure = shape.get("procedure")
    if isinstance(procedure, dict):
        yield procedure.get("person")


@pytest.mark.parametrize("line", ASKED)
def test_the_first_line_of_what_is_asked_says_for_whom(
    started: Path, line: str
) -> None:
    if line == "warnings":
        assert run_in(started, "log", "--sign", "calf").code == 0
    shown, _ = session(started, line.split(), ASKED[line])

    assert shown.lstrip().startswith("Writing for Ruth Example")

"""Whole screens kept beside the tests, one story per command."""

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.conftest import Run

FOLDER = Path(__file__).parent / "golden"
OPTION = "--update-stories"

Story = Callable[..., None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write the stories anew; read them, then commit."""
    parser.addoption(
        OPTION, action="store_true", help="write the stories anew, drop dead ones"
    )


@pytest.fixture(scope="session")
def told_stories(request: pytest.FixtureRequest) -> Iterator[set[Path]]:
    """The stories that ran; with the option, on this folder, dead ones go."""
    used: set[Path] = set()
    yield used
    update = request.config.getoption(OPTION, default=False)
    option = request.config.option
    # A worker of many ran only some of the stories.
    alone = not hasattr(request.config, "workerinput")
    whole = alone and not option.keyword and not request.session.testsfailed
    if update and whole and request.config.args == ["tests/cli"]:
        for path in set(FOLDER.glob("*.txt")) - used:
            path.unlink()


# A protocol's digest changes with every word of it, and no story is about that.
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


@pytest.fixture
def story(run: Run, request: pytest.FixtureRequest, told_stories: set[Path]) -> Story:
    """Runs lines one after another and compares all that was shown with a file."""
    update = request.config.getoption(OPTION, default=False)

    def compare(name: str, *lines: list[str], codes: tuple[int, ...] = ()) -> None:
        shown = []
        for words, code in zip_longest(lines, codes, fillvalue=0):
            assert isinstance(words, list)
            said = run(*words, code=code)
            end = f"[exit {said.code}]\n" if said.code else ""
            shown.append(
                f"$ tracker {' '.join(words)}\n{said.stdout}{said.stderr}{end}"
            )
        path = FOLDER / f"{name}.txt"
        told_stories.add(path)
        text = DIGEST.sub("(SHA-256)", "\n".join(shown))
        if update:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"with {OPTION} {name} is written"
        assert text == path.read_text(encoding="utf-8")

    return compare

"""Golden files: whole texts kept beside the tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"
OPTION = "--update-golden"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write the golden files anew; they are to be read before they count."""
    parser.addoption(
        OPTION, action="store_true", help="write the golden files anew, drop dead ones"
    )


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Iterator[Golden]:
    """Compares a text with the file of that name, or writes it with the option."""
    # Where this file is not loaded before the options are read, there is no option.
    update = request.config.getoption(OPTION, default=False)
    used = set()

    def compare(name: str, text: str) -> None:
        path = FOLDER / name
        used.add(path)
        if update:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"run pytest tests/exports {OPTION} and read {name}"
        assert text == path.read_text(encoding="utf-8")

    yield compare
    if update and _ran_whole(request):
        for path in set(FOLDER.iterdir()) - used:
            path.unlink()


def _ran_whole(request: pytest.FixtureRequest) -> bool:
    """Whether every golden file had its test in this one process, and none failed."""
    config = request.config
    folders = all(Path(argument).is_dir() for argument in config.args)
    parted = config.option.keyword or hasattr(config, "workerinput")
    return folders and not parted and request.session.testsfailed == 0

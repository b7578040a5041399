"""Golden files: whole texts kept beside the tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"
OPTION = "--update-golden"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write the golden files anew; read it in the pictures, then commit."""
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
    whole = request.session.testsfailed == 0 and not request.config.option.keyword
    if update and whole and len(request.config.args) == 1:
        for path in set(FOLDER.iterdir()) - used:
            path.unlink()

"""What docs/protocol-files.md shows can be used as it stands there."""

import re
from pathlib import Path

import pytest

from tracker.protocols import caps
from tracker.protocols.reader import LINES, read_protocol

PAGE = Path(__file__).parents[2] / "docs" / "protocol-files.md"


@pytest.fixture(scope="module")
def page() -> str:
    """The page on protocol files."""
    return PAGE.read_text(encoding="utf-8")


def test_the_example_is_a_whole_protocol(page: str) -> None:
    example = re.search(r"```toml\n(\[protocol\].*?)```", page, re.DOTALL)

    assert example is not None
    assert read_protocol(example[1].encode(), "example").id == "hip-care"


@pytest.mark.parametrize("line", LINES)
def test_every_table_has_its_section(page: str, line: str) -> None:
    assert f"### `[[{line}]]`" in page


@pytest.mark.parametrize(
    "limit",
    [
        f"{caps.MOST_BYTES // 1024} KB",
        f"{caps.MOST_LINE_BYTES:,} bytes",
        f"{caps.MOST_LEVELS} levels",
        f"{caps.MOST_KEYS:,} |",
        f"dotted key | {caps.MOST_PARTS} |",
    ],
)
def test_every_limit_is_told(page: str, limit: str) -> None:
    assert limit in page

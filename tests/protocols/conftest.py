"""The made-up protocol, whole or with one thing changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.errors import ProtocolProblems
from tracker.protocols.reader import read_protocol

GARDEN = Path(__file__).parent / "data" / "garden-knee.toml"

Problems = Callable[..., list[str]]


@pytest.fixture
def garden() -> str:
    """The text of the made-up protocol."""
    return GARDEN.read_text(encoding="utf-8")


@pytest.fixture
def problems_after(garden: str) -> Problems:
    """The problems of the made-up protocol once some of its text is replaced."""

    def read(*replacements: tuple[str, str]) -> list[str]:
        text = garden
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        with pytest.raises(ProtocolProblems) as raised:
            read_protocol(text.encode(), "garden-knee.toml")
        return list(raised.value.problems)

    return read

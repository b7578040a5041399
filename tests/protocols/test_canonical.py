"""A protocol as canonical JSON and back."""

import json
from pathlib import Path

import pytest

from tests.protocols.conftest import GARDEN
from tracker.errors import UnusableFile
from tracker.protocols.canonical import read_canonical, write_canonical
from tracker.protocols.library import BUNDLED
from tracker.protocols.reader import read_protocol

GARDEN_KNEE = "garden-knee.toml"
FILES = [GARDEN, *sorted(BUNDLED.glob("*.toml"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_written_is_read_back_equal(path: Path) -> None:
    protocol = read_protocol(path.read_bytes(), path.name)

    assert read_canonical(write_canonical(protocol)) == protocol


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_read_back_has_the_types_it_had(path: Path) -> None:
    protocol = read_protocol(path.read_bytes(), path.name)

    assert repr(read_canonical(write_canonical(protocol))) == repr(protocol)


def test_the_text_is_canonical() -> None:
    text = write_canonical(read_protocol(GARDEN.read_bytes(), GARDEN_KNEE))

    plain = json.loads(text)
    assert text == json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_letters_stay_as_they_are() -> None:
    protocol = read_protocol(GARDEN.read_bytes(), GARDEN_KNEE)

    text = write_canonical(protocol._replace(title="Über das Knie"))

    assert "Über das Knie" in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        "null",
        "{}",
        '{"questions": 1}',
        '{"questions": [1]}',
        "[" * 100_000,
        "9" * 5_000,
    ],
)
def test_a_damaged_text_is_told_in_one_sentence(text: str) -> None:
    with pytest.raises(UnusableFile, match="cannot be read"):
        read_canonical(text)


def test_a_text_with_one_field_too_many_is_not_guessed_at() -> None:
    text = write_canonical(read_protocol(GARDEN.read_bytes(), GARDEN_KNEE))

    with pytest.raises(UnusableFile):
        read_canonical(text.replace('{"about":', '{"abuot":1,"about":', 1))

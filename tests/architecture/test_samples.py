"""The sample pages in docs are those that the program makes."""

from pathlib import Path

import pytest

from docs.samples import FOLDER, write


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write(tmp_path_factory.mktemp("samples"))


def test_there_are_two_and_no_others(made: list[Path]) -> None:
    kept = sorted(path.name for path in FOLDER.iterdir())

    assert kept == sorted(path.name for path in made)


@pytest.mark.parametrize("number", [0, 1])
def test_a_sample_is_what_the_program_makes_byte_for_byte(
    made: list[Path], number: int
) -> None:
    kept = FOLDER / made[number].name

    assert made[number].read_bytes() == kept.read_bytes(), "run make docs"

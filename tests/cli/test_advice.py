"""What a screen advises to type is about the person that it was about."""

from pathlib import Path

from tests.conftest import Run


def test_advice_goes_on_for_the_person_that_was_named(run: Run, started: Path) -> None:
    run("person", "add", "Otto Example")
    run("start", "2026-11-03", "--person", "otto")

    said = run("log", "pain=9", "--sign", "chest-breath", "--person", "otto")

    assert "Wrong? tracker --person otto undo" in said.stdout
    assert "tracker --person otto edit 1" in said.stdout
    assert "Called? tracker --person otto warnings" in said.stdout


def test_without_a_name_advice_is_as_short_as_it_was(run: Run, started: Path) -> None:
    assert "Wrong? tracker undo" in run("log", "pain=4").stdout


def test_words_of_a_person_are_never_changed(run: Run, started: Path) -> None:
    said = run("log", "--note", "type tracker undo", "--person", "ruth")

    assert "Note: type tracker undo" in said.stdout

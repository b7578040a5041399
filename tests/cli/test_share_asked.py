"""Sharing on a terminal: what is asked, in 40 columns, and never shown."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.test_lock import talk
from tests.cli.test_terminal import too_wide
from tests.conftest import Run
from tracker.services.share_keys import SHARED

PHRASE = "drei Wörter für Dana"


@pytest.fixture(autouse=True)
def _no_file_of_a_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SHARED, raising=False)


def flat(shown: str) -> str:
    return " ".join(shown.split())


def test_typed_alone_it_asks_for_whom_what_and_where_then_twice_for_the_passphrase(
    started: Path, tmp_path: Path
) -> None:
    file = tmp_path / "dana.age"
    answers = ["Dana Example", "4", "2", str(file), PHRASE, PHRASE]

    shown, code = talk(started, ["share", "make"], answers)

    assert code == 0
    assert "Please type 1, 2 or 3" in flat(shown)
    assert "Made for Dana Example:" in shown
    assert "see and add" in shown
    assert PHRASE not in shown
    assert [line for line in too_wide(shown, 40) if str(file) not in line] == []


@pytest.mark.parametrize("answers", [[""], ["Dana", ""], ["Dana", "log", ""]])
def test_enter_makes_nothing(started: Path, answers: list[str], tmp_path: Path) -> None:
    before = started.read_bytes()

    shown, code = talk(started, ["share", "make"], answers)

    assert code == 0
    assert "Nothing was made." in shown
    assert started.read_bytes() == before
    assert not list(tmp_path.glob("*.age"))


def test_a_passphrase_never_typed_twice_the_same_makes_nothing(
    started: Path, tmp_path: Path
) -> None:
    words = ["--for", "Dana", "--scope", "log", "-o", str(tmp_path / "x.age")]
    answers = ["short", PHRASE, "another", PHRASE, "again another"]
    before = started.read_bytes()

    shown, code = talk(started, ["share", "make", *words], answers)

    assert code == 2
    assert "too short" in flat(shown)
    assert "No passphrase was typed twice the same" in flat(shown)
    assert started.read_bytes() == before
    assert not (tmp_path / "x.age").exists()


def test_what_would_be_refused_is_refused_before_the_passphrase(
    started: Path, tmp_path: Path
) -> None:
    (tmp_path / "x.age").write_text("a letter")
    words = ["--for", "Dana", "--scope", "log", "-o", str(tmp_path / "x.age")]

    shown, code = talk(started, ["share", "make", *words], [])

    assert code == 2
    assert "assphrase:" not in shown
    assert "is there already" in flat(shown)


def test_a_wrong_passphrase_is_asked_again_and_opens_nothing_in_the_end(
    started: Path, run: Run, tmp_path: Path
) -> None:
    file, copy = tmp_path / "dana.age", tmp_path / "copy.sqlite"
    words = ["share", "make", "--for", "Dana", "--scope", "log", "-o", str(file)]
    talk(started, words, [PHRASE, PHRASE])
    opening = ["share", "open", str(file), "--into", str(copy)]

    shown, code = talk(started, opening, ["wrong", "wrong again", "still wrong"])
    assert code == 2
    assert shown.count("Passphrase:") == 3
    assert "the passphrase is another one" in flat(shown)
    assert not copy.exists()

    shown, code = talk(started, opening, ["wrong", PHRASE])
    assert code == 0
    assert "That did not open it. Try again." in flat(shown)
    assert "Opened: the diary of" in shown
    long = [line for line in too_wide(shown, 40) if "--db" not in line]
    assert long == []
    assert json.loads(run("--db", str(copy), "share", "list", "--json").stdout)


def test_two_versions_are_asked_about_one_after_the_other(
    started: Path, run: Run, tmp_path: Path
) -> None:
    phrase = tmp_path / "phrase"
    phrase.touch(mode=0o600)
    phrase.write_text(PHRASE, encoding="utf-8")
    env = {SHARED: str(phrase)}
    file, copy = str(tmp_path / "dana.age"), str(tmp_path / "copy.sqlite")
    made = ["share", "make", "--for", "Dana", "--scope", "all", "-o", file]
    for pain in ("pain=3", "pain=4"):
        run("log", pain)
    run(*made, env=env)
    run("share", "open", file, "--into", copy, env=env)
    for number in ("1", "2"):
        run("edit", number, "pain=5", now="2026-11-04T20:00:00-05:00")
        edit = ["--db", copy, "edit", number, "pain=6"]
        run(*edit, now="2026-11-04T21:00:00-05:00")
    run("--db", copy, *made, "--yes", env=env)
    run("share", "merge", file, env=env)

    shown, code = talk(started, ["share", "answer"], ["3", "", "2"])

    assert code == 0
    assert too_wide(shown, 40) == []
    assert "Please type a number from 1 to 2, or" in flat(shown)
    assert "It stays open." in shown
    left = json.loads(run("share", "list", "--json").stdout)["conflicts"]
    assert [each["number"] for each in left] == [1]


def test_the_passphrase_is_written_nowhere(started: Path, tmp_path: Path) -> None:
    file = tmp_path / "dana.age"
    words = ["share", "make", "--for", "Dana", "--scope", "log", "-o", str(file)]

    talk(started, words, [PHRASE, PHRASE])

    assert file.exists()
    holding = [
        path
        for folder, _, names in os.walk(tmp_path)
        for path in (Path(folder, name) for name in names)
        if PHRASE.encode() in path.read_bytes()
    ]
    assert holding == []

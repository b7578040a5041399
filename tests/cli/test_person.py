"""Several people in one diary, as they are typed: whose it is, and who types."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.cli.test_terminal import session
from tests.conftest import Run, Said
from tracker.services.web_sessions import Sessions
from tracker.workspace import Workspace

RUTH, WALTER, DANA = "Ruth Example", "Walter Example", "Dana Example"
CHOICE = "Whose diary? It holds 2 people"
AS_DANA = ("--as", DANA)
ABOUT_THE_FILE = (
    ("verify",),
    ("backup",),
    ("backup", "list"),
    ("backup", "verify"),
    ("archive", "all.zip", "--yes"),
    ("db", "path"),
    ("db", "upgrade"),
    ("person", "list"),
    ("signs",),
    ("help", "--all"),
)
ABOUT_SOMEBODY = (
    (), ("today",), ("log", "pain=4"), ("timeline",), ("entries",), ("undo",),
    ("redo",), ("warnings",), ("report",), ("person", "show"),
)  # fmt: skip


@pytest.fixture
def two(started: Path, run: Run) -> Path:
    """Ruth's diary, with Walter in it; nobody is in use."""
    run(*AS_DANA, "person", "add", WALTER, "--born", "1948", "--zone", "Europe/Berlin")
    run("start", "2026-11-02", "--person", WALTER)
    return started


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """Another computer: its own folder for what it remembers."""
    return {"XDG_DATA_HOME": str(tmp_path / "elsewhere")}


def by(said: Said) -> str:
    """The line that says for whom, and who typed."""
    lines = [line for line in said.stdout.splitlines() if "typed by" in line]
    own = [line for line in said.stdout.splitlines() if line.startswith("Written by")]
    return (lines + own)[0]


def whole(said: Said) -> str:
    return " ".join((said.stdout + said.stderr).split())


# Whose it is


@pytest.mark.parametrize("words", ABOUT_SOMEBODY, ids=" ".join)
def test_with_several_people_nobody_is_guessed(
    two: Path, run: Run, words: tuple[str, ...]
) -> None:
    before = two.read_bytes()

    said = run(*words, code=2)

    assert CHOICE in said.stderr
    assert RUTH in said.stderr
    assert WALTER in said.stderr
    assert "tracker person use NAME" in said.stderr
    assert two.read_bytes() == before


@pytest.mark.parametrize("words", ABOUT_THE_FILE, ids=" ".join)
def test_what_is_about_the_file_asks_for_nobody(
    two: Path, run: Run, tmp_path: Path, words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    run("backup")

    assert CHOICE not in whole(run(*words))


@pytest.mark.usefixtures("two")
def test_a_person_is_named_before_and_after_a_command(run: Run) -> None:
    assert WALTER in run("--person", "walter", "log", "pain=3").stdout
    assert RUTH in run("log", "pain=4", "--person", "Ruth").stdout


@pytest.mark.usefixtures("two")
def test_who_is_in_use_is_meant_until_somebody_is_named(run: Run) -> None:
    assert WALTER in run("person", "use", "walter").stdout

    assert WALTER in run("log", "pain=3").stdout
    assert RUTH in run("log", "pain=3", "--person", "ruth").stdout
    assert run("today").stdout.startswith(WALTER)


@pytest.mark.usefixtures("two")
def test_who_is_in_use_is_remembered_on_this_computer_alone(
    run: Run, elsewhere: dict[str, str]
) -> None:
    run("person", "use", "walter")

    assert CHOICE in run("today", code=2, env=elsewhere).stderr


@pytest.mark.usefixtures("two")
def test_nobody_is_chosen_where_that_cannot_be_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()

    said = run(
        "person", "use", "walter", code=2, env={"XDG_DATA_HOME": f"{tmp_path}/a-file"}
    )

    assert "cannot be written" in said.stderr
    assert "tracker --person NAME" in said.stderr


def test_a_diary_of_one_needs_no_name(started: Path, run: Run) -> None:
    assert RUTH in run("log", "pain=4").stdout


@pytest.mark.parametrize("words", [("person", "add", "Ada"), ("person", "use", "ruth")])
def test_a_name_is_typed_once(two: Path, run: Run, words: tuple[str, ...]) -> None:
    assert "once" in run("--person", WALTER, *words, code=2).stderr


# Adding


def test_the_second_person_brings_the_way_to_choose(started: Path, run: Run) -> None:
    second = run(*AS_DANA, "person", "add", WALTER, "--born", "1948")
    third = run("person", "add", "Ada Example")

    assert "Added: Walter Example, born 1948." in second.stdout
    assert "tracker person use NAME" in second.stdout
    assert by(second) == "For Walter Example, typed by Dana Example."
    assert "person use" not in third.stdout
    assert by(third) == "For Ada Example, typed by Dana Example."


def test_adding_makes_a_diary_where_there_is_none(diary_path: Path, run: Run) -> None:
    run("person", "add", WALTER)

    assert diary_path.exists()
    assert "Walter Example's recovery is not written down yet" in (
        run("today", code=1).stderr
    )
    assert "Walter Example's procedure" in run("start", "2026-11-03").stdout


@pytest.mark.parametrize(
    "words",
    [("", "--born", "1948"), (WALTER, "--born", "1600"), (WALTER, "--zone", "X")],
)
def test_what_cannot_be_added_makes_no_diary(
    diary_path: Path, run: Run, words: tuple[str, ...]
) -> None:
    run("person", "add", *words, code=1)

    assert not diary_path.exists()


@pytest.mark.usefixtures("two")
def test_a_mistyped_name_and_year_are_corrected_and_come_back(run: Run) -> None:
    run("person", "edit", "walter", "--name", "Walter B. Example", "--born", "1949")
    shown = run("person", "show", "walter").stdout
    assert "Walter B. Example" in shown
    assert "1949" in shown

    run("undo", "--person", "walter")

    assert "1948" in run("person", "show", WALTER).stdout


@pytest.mark.usefixtures("started")
def test_who_types_here_under_the_old_name_does_so_under_the_new(run: Run) -> None:
    run("--as", RUTH, "log", "pain=4")

    run("person", "edit", "ruth", "--name", "Ruth A. Example")

    assert by(run("log", "pain=3")) == "Written by Ruth A. Example."


# Beginning


@pytest.mark.usefixtures("two")
def test_a_name_at_the_start_means_that_person(run: Run) -> None:
    run("person", "add", "Ada Example")

    said = run("start", "2026-11-03", "--name", "ada example")

    assert "Ada Example's procedure" in said.stdout


@pytest.mark.usefixtures("two")
def test_a_second_beginning_says_how_somebody_is_added(run: Run) -> None:
    said = run("start", "2026-11-03", "--name", RUTH, code=1)

    assert "tracker person add NAME" in said.stderr


@pytest.mark.usefixtures("two")
def test_a_beginning_of_nobody_known_names_who_is_there(run: Run) -> None:
    said = run("start", "2026-11-03", "--name", "Bob", code=1)

    assert 'Nobody in this diary is called "Bob"' in said.stderr
    assert "tracker person add NAME" in said.stderr


def test_a_person_of_no_diary_makes_none(diary_path: Path, run: Run) -> None:
    said = run("start", "2026-11-03", "--person", "Ruth", code=1)

    assert "Nobody is in it" in said.stderr
    assert not diary_path.exists()


@pytest.mark.usefixtures("two")
def test_a_beginning_keeps_where_the_person_lives(run: Run) -> None:
    shown = json.loads(run("person", "show", "walter", "--json").stdout)

    assert (shown["zone"], shown["procedures"]) == ("Europe/Berlin", ["2026-11-02"])


def test_an_asked_beginning_of_somebody_added_does_not_ask_the_name(
    two: Path, run: Run
) -> None:
    run("person", "add", "Ada Example")

    answers = ["2", DANA, "2026-11-03", "y", "", "", "", "", "y", "y"]
    shown, code = session(two, ["--person", "ada", "start"], answers, 80)

    assert code == 0, shown
    assert "1 Who had the procedure? Ada Example" in " ".join(shown.split())
    assert "For Ada Example, typed by Dana Example." in shown


# Where everybody stands


@pytest.mark.usefixtures("two")
def test_everybody_is_listed_on_one_line(run: Run) -> None:
    run("log", "--sign", "calf", "--person", "ruth")
    run("person", "add", "Ada Example")
    run("person", "use", "ruth")

    lines = run("person", "list").stdout.splitlines()

    assert lines[0].split("  ")[0] == "Ada Example"
    assert lines[0].endswith("not begun")
    assert "Walter Example           day 3, no entry, open: " in lines[1]
    assert "day 1, last Wed 4 Nov, open: 1 warning, " in lines[2]
    assert lines[3] == "In use on this computer: Ruth Example."
    assert len(lines) == 4
    assert max(map(len, lines)) <= 80


@pytest.mark.usefixtures("two")
def test_the_list_for_programs(run: Run) -> None:
    run("person", "use", "walter")

    listed = json.loads(run("person", "list", "--json").stdout)["people"]

    assert {each["name"] for each in listed if each["in_use"]} == {WALTER}
    assert {each["born"] for each in listed} == {None, 1948}


def test_a_long_name_keeps_its_line(empty: Path, run: Run) -> None:
    long = "Maximiliana Example-Longworthy of the Northern Hills"
    for born in ("1951", "1952"):
        run("person", "add", long, "--born", born)
        run("start", "2026-11-03", "--person", f"{long}, born {born}")

    lines = run("person", "list").stdout.splitlines()[:2]

    assert [line.partition("  ")[0][-11:] for line in lines] == [
        ", born 1951",
        ", born 1952",
    ]
    assert max(map(len, lines)) <= 80


def test_a_narrow_window_holds_the_list(two: Path) -> None:
    shown, code = session(two, ["person", "list"], [], 40)

    assert code == 0
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 40
    assert [line for line in lines if line.startswith("  open: ")]


# Who types


@pytest.mark.usefixtures("started")
def test_each_computer_remembers_who_types_there(
    run: Run, elsewhere: dict[str, str]
) -> None:
    run("--as", DANA, "log", "pain=4")
    run("--as", "Ada Example", "log", "pain=4", env=elsewhere)

    assert by(run("log", "pain=3")) == "For Ruth Example, typed by Dana Example."
    assert by(run("log", "pain=3", env=elsewhere)) == (
        "For Ruth Example, typed by Ada Example."
    )


@pytest.mark.usefixtures("started")
def test_a_computer_that_remembers_nobody_takes_who_typed_last(
    run: Run, elsewhere: dict[str, str]
) -> None:
    run("--as", DANA, "log", "pain=4")

    assert by(run("log", "pain=3", env=elsewhere)) == (
        "For Ruth Example, typed by Dana Example."
    )
    assert not os.path.exists(elsewhere["XDG_DATA_HOME"])


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("words", [("today",), ("person", "list"), ("log", "pian=4")])
def test_what_writes_nothing_remembers_nobody(
    run: Run, elsewhere: dict[str, str], words: tuple[str, ...]
) -> None:
    run(*AS_DANA, *words, code=1 if "log" in words else 0, env=elsewhere)

    assert not os.path.exists(elsewhere["XDG_DATA_HOME"])


@pytest.mark.usefixtures("started")
def test_what_is_remembered_hurts_nothing_when_damaged(
    run: Run, tmp_path: Path
) -> None:
    run("--as", DANA, "log", "pain=4")
    (file,) = (tmp_path / "home" / "data").rglob("remembered.json")
    file.write_bytes(b"\x00nonsense")

    assert by(run("log", "pain=3")) == "For Ruth Example, typed by Dana Example."


# Going back


@pytest.mark.usefixtures("two")
def test_adding_is_taken_back_and_comes_back(run: Run) -> None:
    run("undo", "--person", "walter")
    assert "added Walter Example" in run("undo", "--person", "walter").stdout
    assert run("today").stdout.startswith(RUTH)

    assert "added Walter Example" in run("redo").stdout

    assert "Walter Example's procedure" in run("redo", "--person", "walter").stdout


@pytest.mark.usefixtures("two")
def test_who_is_in_use_comes_back_after_an_undo(run: Run) -> None:
    run("person", "use", "walter")
    run("undo", "--steps", "2")
    run("log", "pain=4", "--person", "ruth")

    said = run("redo", "--steps", "2")

    assert "For Walter Example" in said.stdout
    assert run("today").stdout.startswith(WALTER)


@pytest.mark.usefixtures("two")
def test_undo_is_about_one_person(run: Run) -> None:
    run("log", "pain=4", "--person", "ruth")

    run("undo", "--steps", "9", "--person", "walter")

    assert "entry 1" in run("entries", "--person", "ruth").stdout.lower()


# Erasing, and the file as a whole


@pytest.fixture
def two_ruths(started: Path, run: Run) -> Path:
    """Two people of one name; the second one was taken back."""
    run("person", "edit", "ruth", "--born", "1952")
    run("person", "add", RUTH, "--born", "1980")
    return started


def test_two_of_one_name_are_never_erased_together(two_ruths: Path, run: Run) -> None:
    before = two_ruths.read_bytes()

    said = run("erase", RUTH, stdin=f"{RUTH}\n", code=2)

    assert "Ruth Example, born 1952" in said.stderr
    assert "Ruth Example, born 1980" in said.stderr
    assert two_ruths.read_bytes() == before


def test_the_whole_label_erases_one_of_them(two_ruths: Path, run: Run) -> None:
    label = "Ruth Example, born 1980"
    run("erase", label, stdin=f"{RUTH}\n", code=1)

    said = run("erase", label, stdin=f"{label}\n")

    assert f"written down of {label}." in said.stdout
    assert "The history of Ruth Example is still here" in said.stdout
    assert run("today").stdout.startswith(RUTH)


def test_a_history_that_is_left_is_not_erased_with_its_namesake(
    two_ruths: Path, run: Run
) -> None:
    run("undo", "--person", "Ruth Example, born 1980")

    said = run("erase", RUTH, stdin=f"{RUTH}\n", code=2)

    assert "born 1980 (only a history is left)" in whole(said)


def test_whoever_was_erased_is_not_remembered(two: Path, run: Run) -> None:
    run("person", "use", "walter")
    run("--as", WALTER, "log", "pain=4")

    run("erase", WALTER, stdin=f"{WALTER}\n")

    assert "Walter" not in "".join(
        path.read_text("utf-8") for path in two.parent.rglob("remembered.json")
    )


def test_copies_and_archives_say_whose_they_are(
    two: Path, run: Run, tmp_path: Path
) -> None:
    run("person", "add", "Ada Example")
    archive = str(tmp_path / "all.zip")

    assert "of Ruth Example and 2 more" in whole(run("backup"))
    assert "Ruth Example and 2 more" in whole(run("archive", archive))
    dry = run("restore", archive, "--dry-run")
    assert "Ruth Example and 2 more" in whole(dry)


def test_a_restore_says_whose_steps_and_warnings_go(
    two: Path, run: Run, tmp_path: Path
) -> None:
    copy = shutil.copy(two, tmp_path / "copy.sqlite")
    run("log", "--sign", "calf", "--person", "walter")

    said = whole(run("restore", str(copy), "--dry-run"))

    assert "wrote entry 1" in said
    assert said.count("(Walter Example)") == 2


def test_a_restore_names_who_was_erased(two: Path, run: Run, tmp_path: Path) -> None:
    copy = shutil.copy(two, tmp_path / "copy.sqlite")
    run("erase", WALTER, stdin=f"{WALTER}\n")

    said = whole(run("restore", str(copy), "--dry-run"))

    assert "Walter Example was erased from this diary" in said


def test_everybody_comes_back_from_an_archive(
    two: Path, run: Run, tmp_path: Path
) -> None:
    archive = str(tmp_path / "all.zip")
    run("archive", archive)
    before = json.loads(run("person", "list", "--json").stdout)
    two.unlink()

    run("restore", archive, "--yes")

    assert json.loads(run("person", "list", "--json").stdout) == before


# The year of birth


@pytest.mark.usefixtures("two")
def test_the_year_of_birth_goes_where_the_name_goes(run: Run) -> None:
    walter = ("--person", "walter")

    assert "Walter Example, born 1948" in run("report", *walter).stdout
    assert '"birthDate": "1948"' in run(*walter, "export", "fhir").stdout
    assert json.loads(run(*walter, "export", "json").stdout)["person"]["born"] == 1948
    head = run(*walter, "export", "ndjson").stdout.splitlines()[0]
    assert json.loads(head)["person"]["born"] == 1948


@pytest.mark.usefixtures("two")
def test_nobodys_year_is_made_up(run: Run) -> None:
    assert "born" not in run("report", "--person", "ruth").stdout
    assert "birthDate" not in run("--person", "ruth", "export", "fhir").stdout


def test_erasing_somebody_ends_the_sessions_of_their_page(
    run: Run, started: Path
) -> None:
    with Workspace(str(started)).store() as store:
        person = store.people()[0]
    sessions = Sessions(str(started), person.id)
    sessions.begin("caregiver", "Dana Example", NOW)

    run("erase", person.name, stdin=f"{person.name}\n")

    assert sessions.going_on(NOW) == []

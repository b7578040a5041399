"""A locked diary from the command line: asked for first, hidden, and never in the way
of whom to call.
"""

import json
import os
import re
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from tests.architecture.test_startup import HEAVY, modules_after
from tests.builders import an_id
from tests.cli.test_terminal import too_wide
from tests.conftest import Run
from tests.locked import PASSPHRASE, passphrase_file, quick
from tracker.cli import passphrase
from tracker.cli.locking import _unused
from tracker.services.passphrases import NEW, PRESENT
from tracker.store import locked as locked_files
from tracker.store import sqlite_driver
from tracker.store.header import is_locked

ROOT = Path(__file__).parents[2]
PATIENCE = 30
# What is typed, or done before Enter.
Answer = str | Callable[[], None]
PROMPTS = [r"assphrase: $", r"same again: $", r"> $", r"\]: $"]


@pytest.fixture(autouse=True)
def _nobody_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the tests themselves run on one."""
    monkeypatch.setattr(passphrase, "TERMINAL", "/none/tty")
    monkeypatch.delenv(PRESENT, raising=False)


@pytest.fixture
def with_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a script that knows the passphrase."""
    quick(monkeypatch)
    folder = tmp_path / "private"
    folder.mkdir()
    return {PRESENT: str(passphrase_file(folder))}


@pytest.fixture
def locked(started: Path, run: Run, with_passphrase: dict[str, str]) -> Path:
    """Ruth's diary, locked by a script."""
    run("lock", env=with_passphrase)
    return started


# By a script


def test_locking_says_what_it_did_and_what_it_did_not(
    started: Path, run: Run, with_passphrase: dict[str, str]
) -> None:
    run("backup")

    said = run("lock", env=with_passphrase)

    assert is_locked(str(started))
    assert "Locked: the diary, and 1 copy of it." in said.stdout
    assert "Not locked: copies elsewhere" in said.stdout
    assert "Nobody can bring a forgotten passphrase back" in said.stderr


def test_for_programs_it_is_json(
    started: Path, run: Run, with_passphrase: dict[str, str]
) -> None:
    shape = json.loads(run("lock", "--json", env=with_passphrase).stdout)
    again = json.loads(run("--json", "lock", "--remove", env=with_passphrase).stdout)

    assert shape == {
        "version": 1, "locked": True, "copies": 0, "left": [], "remains": [],
        "others": [],
    }  # fmt: skip
    assert again == shape | {"locked": False}


@pytest.mark.usefixtures("locked")
def test_everything_works_with_the_passphrase(
    run: Run, with_passphrase: dict[str, str]
) -> None:
    run("log", "pain=4", "--note", "Slept well.", env=with_passphrase)

    assert "Slept well." in run("entries", env=with_passphrase).stdout
    assert "Ruth Example" in run("today", env=with_passphrase).stdout


@pytest.mark.parametrize(
    "words",
    [("today",), ("log", "pain=4"), ("entries",), ("export", "json"), ("undo",),
     ("changes",), ("report",), ("backup",), ("lock",), ("lock", "--remove")],
    ids=" ".join,
)  # fmt: skip
def test_without_it_one_sentence_says_the_next_step(
    locked: Path, run: Run, words: tuple[str, ...]
) -> None:
    before, beside = locked.read_bytes(), sorted(os.listdir(locked.parent))

    said = run(*words, code=2)

    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert "TRACKER_PASSPHRASE_FILE=FILE" in said.stderr
    assert locked.read_bytes() == before
    assert sorted(os.listdir(locked.parent)) == beside


@pytest.mark.parametrize(
    "words",
    [("export", "json", "-o", "out.json"), ("export", "csv"), ("backup",),
     ("archive", "out.zip"), ("report", "-o", "out.txt"), ("lock", "--change"),
     ("lock", "--remove"), ("log", "pain=4")],
    ids=" ".join,
)  # fmt: skip
def test_what_was_not_decrypted_is_never_written_out(
    locked: Path,
    run: Run,
    tmp_path: Path,
    words: tuple[str, ...],
    with_passphrase: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("backup", env=with_passphrase)
    monkeypatch.chdir(tmp_path)
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    other = {PRESENT: str(passphrase_file(wrong, "not the passphrase"))}
    before = contents(tmp_path)

    said = run(*words, code=2, env=other)

    assert said.stdout == ""
    assert "the passphrase is another one, or the file is damaged" in said.stderr
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in files}


@pytest.mark.usefixtures("locked")
def test_another_passphrase_from_a_second_file(
    run: Run, tmp_path: Path, with_passphrase: dict[str, str]
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    new = passphrase_file(folder, "quite another one")

    run("lock", "--change", env=with_passphrase | {NEW: str(new)})

    run("today", env={PRESENT: str(new)})
    run("today", env=with_passphrase, code=2)


def test_a_short_passphrase_is_refused_and_nothing_is_locked(
    started: Path, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "private"
    folder.mkdir()
    short = passphrase_file(folder, "short")

    said = run("lock", env={PRESENT: str(short)}, code=1)

    assert "too short" in said.stderr
    assert not is_locked(str(started))


@pytest.mark.parametrize("words", [("--change",), ("--remove",)], ids=" ".join)
@pytest.mark.usefixtures("started")
def test_a_plain_diary_has_no_passphrase_to_change(
    run: Run, words: tuple[str, ...]
) -> None:
    assert "To lock it: tracker lock" in run("lock", *words, code=1).stderr


def test_nothing_begun_is_nothing_to_lock(run: Run) -> None:
    assert "No recovery is written down yet" in run("lock", code=1).stderr


@pytest.mark.usefixtures("started")
def test_without_the_part_it_says_how_to_get_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locked_files, "cipher", None)

    said = run("lock", code=2).stderr

    assert said.count("\n") == 1
    assert "-m pip install sqlcipher3" in said


def test_an_export_never_replaces_a_locked_diary(
    locked: Path, run: Run, with_passphrase: dict[str, str]
) -> None:
    before = locked.read_bytes()

    said = run(
        "export", "json", "-o", str(locked), "--yes", env=with_passphrase, code=2
    )

    assert "is a diary and was left as it is" in said.stderr
    assert locked.read_bytes() == before


@pytest.mark.parametrize("library", [True, False], ids=["with the part", "without"])
@pytest.mark.usefixtures("with_passphrase")
def test_a_plain_diary_with_a_damaged_header_is_told_as_either(
    started: Path, run: Run, monkeypatch: pytest.MonkeyPatch, library: bool
) -> None:
    run("backup")
    content = bytearray(started.read_bytes())
    content[0] ^= 1
    started.write_bytes(content)
    if not library:
        monkeypatch.setattr(locked_files, "cipher", None)

    said = run("today", code=2).stderr

    assert f"{started} is locked, or damaged." in said
    assert "If it never was locked: tracker backup list" in said
    assert run("backup", "list").stdout


@pytest.mark.parametrize("words", [("--change",), ("--remove",)], ids=" ".join)
def test_an_interrupted_one_is_finished_by_the_same_command(
    locked: Path,
    run: Run,
    tmp_path: Path,
    with_passphrase: dict[str, str],
    words: tuple[str, ...],
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    both = with_passphrase | {NEW: str(passphrase_file(folder, "quite another one"))}
    run("backup", env=both)
    (copy,) = Path(f"{locked}.backups").iterdir()
    before = copy.read_bytes()
    run("lock", *words, env=both)
    copy.write_bytes(before)

    said = run("lock", *words, env=both).stdout

    assert "1 copy of it" in said
    assert copy.read_bytes() != before
    assert "stay as they were" not in said


def test_an_earlier_passphrase_of_copies_is_asked_for(
    started: Path, tmp_path: Path
) -> None:
    folder = Path(f"{started}.backups")
    folder.mkdir()
    copy = folder / "20261104T001000Z-daily.sqlite"
    shutil.copy(started, copy)
    talk(started, ["lock"], [PASSPHRASE, PASSPHRASE, "n"])
    before = copy.read_bytes()
    talk(started, ["lock", "--change"], [PASSPHRASE, *["another one"] * 2, "n"])
    copy.write_bytes(before)

    answers = ["another one", *["another one"] * 2, "wrong", PASSPHRASE, "n"]
    shown, code = talk(started, ["lock", "--change"], answers)

    assert code == 0
    assert too_wide(shown, 40) == []
    said = " ".join(shown.split())
    assert "did not open with the passphrase of now" in said
    assert "and 1 copy of it" in said
    assert talk(copy, ["today"], ["another one"])[1] == 0


def test_copies_still_locked_ask_for_their_passphrase(started: Path) -> None:
    folder = Path(f"{started}.backups")
    folder.mkdir()
    copy = folder / "20261104T001000Z-daily.sqlite"
    shutil.copy(started, copy)
    talk(started, ["lock"], [PASSPHRASE, PASSPHRASE, "n"])
    before = copy.read_bytes()
    talk(started, ["lock", "--remove"], [PASSPHRASE])
    copy.write_bytes(before)

    shown, code = talk(started, ["lock", "--remove"], ["wrong", PASSPHRASE])

    assert code == 0
    assert "Copies of this diary are still locked." in shown
    assert not is_locked(str(copy))


# Whom to call


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize(
    "words",
    [("signs",), ("--help",), ("help", "--all"), ("--version",), ("db", "path")],
)
def test_what_needs_no_diary_needs_no_passphrase(
    run: Run, words: tuple[str, ...]
) -> None:
    assert run(*words).stdout


@pytest.mark.usefixtures("locked")
def test_a_marked_sign_says_to_call_before_anything_is_asked(run: Run) -> None:
    said = run("log", "--sign", "chest-breath", code=2).stderr

    assert said.startswith("Call your emergency number (911, 112 or 999")
    assert said.index("Chest pain") < said.index("is locked")


@pytest.mark.usefixtures("locked")
def test_with_a_wrong_passphrase_too(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    other = {PRESENT: str(passphrase_file(wrong, "not the passphrase"))}

    said = run("log", "--sign", "chest-breath", code=2, env=other).stderr

    assert said.index("Call your emergency number") < said.index("was not opened")


# On a terminal


def talk(
    diary: Path,
    typed: Sequence[str],
    said: Sequence[Answer],
    columns: int = 40,
) -> tuple[str, int]:
    """All that was shown on a terminal, and the exit code; Enter after an act."""
    own = {
        "TRACKER_DB": str(diary),
        "TRACKER_NOW": "2026-11-04T19:10:00-05:00",
        "TZ": "America/New_York",
        "TERM": "dumb",
        "PYTHONIOENCODING": "utf-8",
    }
    child = pexpect.spawn(
        sys.executable,
        ["-m", "tracker", *typed],
        env={**os.environ, **own},
        cwd=str(ROOT),
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=PATIENCE,
    )
    shown, left = "", list(said)
    while child.expect([*PROMPTS, pexpect.EOF]) < len(PROMPTS):
        shown += child.before + child.after
        word = left.pop(0) if left else ""
        if callable(word):
            word()
            word = ""
        child.sendline(word)
    shown += child.before
    child.close()
    return shown.replace("\r", ""), int(child.exitstatus)


def test_a_person_is_asked_twice_then_once_for_each_command(
    started: Path, tmp_path: Path
) -> None:
    shown, code = talk(started, ["lock"], [PASSPHRASE, PASSPHRASE, "n"])

    assert code == 0
    assert is_locked(str(started))
    assert PASSPHRASE not in shown
    assert too_wide(shown, 40) == []
    assert "Nobody can bring a forgotten passphrase back" in " ".join(shown.split())

    shown, code = talk(started, ["today"], [PASSPHRASE])
    assert code == 0
    assert PASSPHRASE not in shown
    assert shown.index("Passphrase:") < shown.index("Ruth Example")
    assert "Unwell?" in shown

    shown, code = talk(started, ["signs"], [])
    assert code == 0
    assert "assphrase" not in shown

    shown, code = talk(started, ["log"], ["wrong", PASSPHRASE, "none", "none", "5"])
    assert code == 0
    assert "That did not open it. Try again." in shown
    assert shown.index("Passphrase:") < shown.index("First: is any of this new")
    assert "Saved as entry 1." in shown


def test_two_that_differ_and_a_short_one_are_asked_again(started: Path) -> None:
    answers = [PASSPHRASE, "something else", "short", PASSPHRASE, PASSPHRASE, "n"]

    shown, code = talk(started, ["lock"], answers, 80)

    assert code == 0
    assert "The two are not the same." in shown
    assert "That is too short." in shown
    assert is_locked(str(started))


def test_capitals_are_told_before_they_lock_anything(started: Path) -> None:
    answers = ["THREE GREEN WORDS", "three green words", PASSPHRASE, PASSPHRASE, "n"]

    shown, code = talk(started, ["lock"], answers, 80)

    assert code == 0
    assert shown.index("All letters were capitals") < shown.index("The same again:")
    assert "The two are not the same." in shown


def test_another_passphrase_says_first_that_nobody_can_bring_it_back(
    started: Path,
) -> None:
    talk(started, ["lock"], [PASSPHRASE, PASSPHRASE, "n"])

    answers = [PASSPHRASE, "one of them", "another"] + ["one", "two"] * 2
    shown, code = talk(started, ["lock", "--change"], answers, 80)

    assert code == 2
    assert shown.index("Nobody can bring a forgotten") < shown.index("New passphrase")
    assert "Nothing was changed." in " ".join(shown.split())
    assert talk(started, ["today"], [PASSPHRASE])[1] == 0


def test_three_wrong_ones_end_it(started: Path) -> None:
    talk(started, ["lock"], [PASSPHRASE, PASSPHRASE, "n"])
    before = started.read_bytes()

    shown, code = talk(started, ["log"], ["wrong", "also wrong", "wrong again"], 80)

    assert code == 2
    assert shown.count("Passphrase:") == 3
    assert "First:" not in shown
    assert started.read_bytes() == before


def test_no_passphrase_typed_twice_locks_nothing(started: Path) -> None:
    before = started.read_bytes()

    shown, code = talk(started, ["lock"], ["one passphrase", "another"] * 3)

    assert code == 2
    assert "Nothing was changed." in shown
    assert started.read_bytes() == before


def test_the_passphrase_comes_before_every_question(started: Path) -> None:
    talk(started, ["lock"], [PASSPHRASE, PASSPHRASE, "n"])

    for words in (["start", "--another"], ["sheet", "enter"], ["told"], ["warnings"]):
        shown, code = talk(started, words, ["wrong", "also wrong", "wrong again"], 80)

        assert code == 2, words
        assert shown.count("Passphrase:") == 3
        assert re.search(r"[?] *\n|> |\]: ", shown.partition("Passphrase:")[0]) is None


# The page to print


def test_the_page_says_everything_but_the_passphrase(
    started: Path, run: Run, tmp_path: Path, with_passphrase: dict[str, str]
) -> None:
    page = tmp_path / "page.txt"

    run("lock", "--sheet", str(page), env=with_passphrase)

    text = page.read_text(encoding="utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert PASSPHRASE not in text
    for said in (
        "Ruth Example",
        str(started),
        "Wed 4 November 2026",
        "pip install '.[encryption]'",
        "____",
    ):
        assert said in text
    assert max(map(len, text.splitlines())) <= 80 or str(started) in text


def test_the_passphrase_is_written_nowhere(
    started: Path, run: Run, tmp_path: Path, with_passphrase: dict[str, str]
) -> None:
    run("lock", "--sheet", str(tmp_path / "page.txt"), env=with_passphrase)

    holding = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and PASSPHRASE.encode() in path.read_bytes()
    ]
    assert holding == [Path(with_passphrase[PRESENT])]


@pytest.mark.parametrize("name", ["there.txt", "nowhere/page.txt"])
def test_a_page_that_cannot_be_made_is_said_before_anything_is_locked(
    started: Path, run: Run, with_passphrase: dict[str, str], name: str
) -> None:
    (started.parent / "there.txt").write_text("a letter")
    before = started.read_bytes()

    said = run(
        "lock", "--sheet", str(started.parent / name), env=with_passphrase, code=2
    )

    assert said.stderr.startswith("Nothing was changed.")
    assert started.read_bytes() == before


def test_a_second_page_takes_the_next_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tracker-recovery-sheet.txt").write_text("the first")

    assert str(_unused()) == "tracker-recovery-sheet-2.txt"


def test_the_page_is_offered(
    started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ROOT / "tracker-recovery-sheet.txt"
    assert not page.exists()
    try:
        shown, code = talk(started, ["lock"], [PASSPHRASE, PASSPHRASE, "y"], 80)
        assert code == 0
        assert "Written: tracker-recovery-sheet.txt" in shown
        assert page.exists()
    finally:
        page.unlink(missing_ok=True)


# What could not be saved


@pytest.fixture
def held(started: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Ruth's diary while another program writes in it."""
    monkeypatch.setattr(sqlite_driver, "HURRIED_SECONDS", 0)
    monkeypatch.setattr(sqlite_driver, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(started, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield started


def drafts(diary: Path) -> list[Path]:
    return sorted(diary.parent.glob(f"{diary.name}.draft-*.ndjson"))


def later(said: str) -> list[str]:
    """The words of the command that takes a draft in."""
    found = re.search(r"take it in with: tracker (.+)$", said.strip())
    assert found
    return found[1].split()


def test_what_could_not_be_saved_is_kept_for_its_owner_alone(
    held: Path, run: Run
) -> None:
    os.umask(0)
    said = run("log", "pain=4", "--note", "Schlief 'gut'.", code=2).stderr

    (draft,) = drafts(held)
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert str(draft) in said
    assert "not locked" in said
    assert "Schlief" not in said


def test_the_draft_comes_in_whole_and_not_twice(
    started: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_driver, "BUSY_SECONDS", 0)
    monkeypatch.setattr(sqlite_driver, "HURRIED_SECONDS", 0)
    words = ["log", "pain=4", "--sign", "fever", "--note", "Slept 'well'."]
    words += ["--id", an_id(7)]
    with closing(sqlite3.connect(started, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = run(*words, code=2).stderr
    (draft,) = drafts(started)
    content = draft.read_bytes()
    command = later(said)
    assert command[:2] == ["--db", str(started)]

    run(*command)
    assert not draft.exists()
    draft.write_bytes(content)
    run(*command)

    assert not draft.exists()
    (entry,) = json.loads(run("entries", "--json").stdout)["entries"]
    assert entry["answers"] == {"pain": 4}
    assert entry["signs"] == ["fever"]
    assert entry["note"] == "Slept 'well'."
    assert entry["day"] == "2026-11-04"
    assert "lready saved" in run(*words).stdout
    assert "fever" in run("warnings", "--json").stdout


@pytest.mark.usefixtures("held")
def test_other_words_under_the_same_id_are_kept_too(started: Path, run: Run) -> None:
    words = ["log", "pain=4", "--id", an_id(7), "--note"]
    first = run(*words, "First words.", code=2).stderr
    again = run(*words, "First words.", code=2).stderr
    other = run(*words, "Other words.", code=2).stderr

    kept = drafts(started)
    assert len(kept) == 2
    assert later(first) == later(again)
    assert later(other) != later(first)
    texts = [draft.read_text(encoding="ascii") for draft in kept]
    assert ["First words." in text for text in texts].count(True) == 1
    assert ["Other words." in text for text in texts].count(True) == 1


def test_a_draft_is_whole_and_its_folder_synced_before_anybody_is_told(
    held: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, links = os.link, []

    def whole(made: Path, path: Path, **given: bool) -> None:
        links.append((str(path), Path(made).read_bytes()))
        real(made, path, **given)

    synced = []
    sync = os.fsync

    def watched(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        sync(handle)

    monkeypatch.setattr(os, "link", whole)
    monkeypatch.setattr(os, "fsync", watched)
    run("log", "pain=4", code=2)

    (draft,) = drafts(held)
    assert links == [(str(draft), draft.read_bytes())]
    assert synced[-2:] == [False, True]


@pytest.mark.usefixtures("held")
def test_whom_to_call_still_comes_first(run: Run) -> None:
    said = run("log", "--sign", "chest-breath", code=2).stderr

    assert said.splitlines()[0] == "Call 911 now."
    assert said.index("Chest pain") < said.index("What you typed is not lost")


def test_where_nothing_can_be_written_it_goes_to_the_home_folder(
    held: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    real = os.open

    def refused(path: str, *given: int) -> int:
        if str(path).startswith(f"{held.parent}/.{held.name}.draft-"):
            raise OSError(28, "No space left on device")
        return real(path, *given)

    monkeypatch.setattr(os, "open", refused)
    said = run("log", "pain=4", code=2).stderr

    assert drafts(held) == []
    (draft,) = home.iterdir()
    assert str(draft) in said


def test_where_it_can_be_kept_nowhere_that_is_said(
    held: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refused(path: str, *given: int) -> int:
        if ".draft-" in str(path):
            raise OSError(28, "No space left on device")
        return real(path, *given)

    monkeypatch.setattr(os, "open", refused)
    said = run("log", "pain=4", code=2).stderr

    assert "could not be kept either" in said
    assert drafts(held) == []


def replaced(path: Path) -> None:
    """Another file under that name, as after a restore."""
    copy = path.with_name("copy.sqlite")
    shutil.copy(path, copy)
    os.replace(copy, path)


def test_a_whole_day_that_was_asked_is_kept(started: Path, run: Run) -> None:
    answers: list[Answer] = ["none", "none", "5", lambda: replaced(started)]

    shown, code = talk(started, ["log"], answers)

    assert code == 2
    assert "What you typed is not lost" in " ".join(shown.split())
    (draft,) = drafts(started)
    run("import", str(draft), "--yes")
    (entry,) = json.loads(run("entries", "--json").stdout)["entries"]
    assert entry["answers"] == {"pain": 5}
    assert entry["signs_asked"] == "yes"


def test_what_was_added_to_a_saved_sign_is_kept_as_an_entry(
    started: Path, run: Run
) -> None:
    answers: list[Answer] = ["3", "y", "none", "5", lambda: replaced(started)]

    _, code = talk(started, ["log"], answers)

    assert code == 2
    (draft,) = drafts(started)
    run("import", str(draft), "--yes")
    first, second = json.loads(run("entries", "--json").stdout)["entries"]
    assert first["signs"] == ["bladder-bowel"]
    assert first["answers"] == {}
    assert second["answers"] == {"pain": 5}
    assert second["signs"] is None


# Quick


def test_a_locked_diary_imports_nothing_heavy_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "begun"
    folder.mkdir()
    monkeypatch.setenv(PRESENT, str(passphrase_file(tmp_path)))
    modules_after(folder, "start", "yesterday", "--name", "Ruth Example")
    modules_after(folder, "lock")

    loaded = modules_after(folder, "log", "pain=4")

    assert "sqlcipher3.dbapi2" in loaded
    assert loaded & HEAVY == set()


def test_a_plain_diary_loads_nothing_of_the_locked_ones(tmp_path: Path) -> None:
    modules_after(tmp_path, "start", "yesterday", "--name", "Ruth Example")

    loaded = modules_after(tmp_path, "log", "pain=4")

    ours = {"tracker.store.locked", "tracker.services.passphrases", "sqlcipher3"}
    assert loaded & ours == set()

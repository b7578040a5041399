"""Which passphrase is taken, where it comes from, and what is made anew with it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, a_beginning, an_id
from tests.locked import PASSPHRASE, lock, passphrase_file, quick
from tracker.errors import Refused, UnusableFile, UsageProblem
from tracker.protocols.library import load
from tracker.services import locking
from tracker.services.passphrases import (
    PRESENT,
    passphrase_in_file,
    read_new_passphrase,
    read_passphrase,
    unlock,
    unlock_one,
)
from tracker.services.start import start
from tracker.store.copies import copy_verified
from tracker.store.header import EitherFile, is_locked
from tracker.store.locked import NotUnlocked, open_locked
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.workspace import STANDARD


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


@pytest.fixture
def locked(started: Path) -> Path:
    """Ruth's diary, locked."""
    return lock(started)


# What is taken


def test_two_keyboards_type_the_same_passphrase() -> None:
    assert read_passphrase("Wo\u0308rter") == read_passphrase("W\xf6rter")


@pytest.mark.parametrize("typed", ["", "a\0bcdefgh", "a\nbcdefgh", "a\x1b[2Jbcdefg"])
def test_what_nobody_means_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_passphrase(typed)


@pytest.mark.parametrize("typed", ["1234567", "       8", "          "])
def test_a_short_one_is_refused_for_locking(typed: str) -> None:
    with pytest.raises(Refused, match="too short"):
        read_new_passphrase(typed)


def test_a_refusal_never_repeats_what_was_typed() -> None:
    with pytest.raises(Refused) as refused:
        read_new_passphrase("secret")

    assert "secret" not in str(refused.value)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=8))
def test_reading_a_passphrase_again_changes_nothing(typed: str) -> None:
    try:
        once = read_passphrase(typed)
    except Refused:
        return
    assert read_passphrase(once) == once


# From a file


def environment(file: Path) -> dict[str, str]:
    return {PRESENT: str(file)}


def test_no_file_is_named_unless_one_is() -> None:
    assert passphrase_in_file(PRESENT, {}) is None
    assert passphrase_in_file(PRESENT, {PRESENT: ""}) is None


@pytest.mark.parametrize(
    "content",
    [
        b"a 'b' \"c\"",
        b"a 'b' \"c\"\n",
        b"a 'b' \"c\"\r\nmore",
        b"\xef\xbb\xbfa 'b' \"c\"\n",
    ],
    ids=["bare", "a line", "of another system", "with a mark"],
)
def test_the_first_line_counts(tmp_path: Path, content: bytes) -> None:
    file = passphrase_file(tmp_path)
    file.write_bytes(content)

    assert passphrase_in_file(PRESENT, environment(file)) == "a 'b' \"c\""


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_file_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    file = passphrase_file(tmp_path)
    file.chmod(mode)

    with pytest.raises(UnusableFile, match="can be read by others"):
        passphrase_in_file(PRESENT, environment(file))


def test_somebody_elses_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = passphrase_file(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)

    with pytest.raises(UnusableFile, match="can be read by others"):
        passphrase_in_file(PRESENT, environment(file))


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe, 0o600)
    link.symlink_to(passphrase_file(tmp_path))

    for file in (pipe, link, tmp_path, tmp_path / "none"):
        with pytest.raises(UnusableFile, match=PRESENT):
            passphrase_in_file(PRESENT, environment(file))


@pytest.mark.parametrize(
    "content", [b"x" * 9000, b"\xff\xfe\n"], ids=["large", "bytes"]
)
def test_what_is_no_passphrase_is_refused(tmp_path: Path, content: bytes) -> None:
    file = passphrase_file(tmp_path)
    file.write_bytes(content)

    with pytest.raises(UnusableFile):
        passphrase_in_file(PRESENT, environment(file))


# Opening


def test_three_tries_then_one_sentence(locked: Path) -> None:
    asked = []

    def ask(_path: str, again: bool) -> str:
        asked.append(again)
        return "not the passphrase"

    with pytest.raises(NotUnlocked):
        unlock(str(locked), "rw", ask)

    assert asked == [False, True, True]


def test_the_right_one_at_last_opens_it(locked: Path) -> None:
    typed: Iterator[str] = iter(["", "wrong", PASSPHRASE])

    _, connection = unlock(str(locked), "rw", lambda *_: next(typed))

    with closing(connection):
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (1,)


def test_without_anybody_to_ask_the_next_step_is_said(locked: Path) -> None:
    with pytest.raises(UsageProblem, match=f"{PRESENT}=FILE"):
        unlock(str(locked), "rw", None)


def test_a_wrong_file_is_not_tried_thrice(
    locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = passphrase_file(tmp_path, "not the passphrase")
    monkeypatch.setenv(PRESENT, str(file))

    with pytest.raises(NotUnlocked):
        unlock(str(locked), "rw", lambda *_: pytest.fail("asked"))


# Copies


@pytest.fixture
def copied(started: Path) -> Path:
    """Ruth's diary with two copies."""
    folder = f"{started}.backups"
    for why in ("by-hand", "daily"):
        copy_verified(str(started), why, NOW, folder=folder)
    return started


def copies_of(diary: Path) -> list[Path]:
    return sorted(Path(f"{diary}.backups").iterdir())


def opened(path: Path, passphrase: str = PASSPHRASE) -> EitherFile:
    """The diary as it is once somebody typed the passphrase."""
    key = open_locked(passphrase)
    either = EitherFile(lambda file, mode: (key, key(file, mode)))
    either(str(path), "ro").close()
    return either


def test_the_copies_are_locked_with_the_diary(copied: Path) -> None:
    outcome = locking.lock(str(copied), PASSPHRASE)

    assert (outcome.copies, outcome.left) == (2, ())
    assert all(is_locked(str(copy)) for copy in (copied, *copies_of(copied)))
    assert len(copies_of(copied)) == 2


def test_another_passphrase_opens_the_copies_too(copied: Path) -> None:
    locking.lock(str(copied), PASSPHRASE)

    outcome = locking.change(str(copied), opened(copied), "quite another")

    assert (outcome.copies, outcome.left) == (2, ())
    for each in (copied, *copies_of(copied)):
        open_locked("quite another")(str(each), "ro").close()


def test_without_a_passphrase_the_copies_are_plain_too(copied: Path) -> None:
    locking.lock(str(copied), PASSPHRASE)

    outcome = locking.remove(str(copied), opened(copied))

    assert (outcome.copies, outcome.left) == (2, ())
    assert not any(is_locked(str(copy)) for copy in (copied, *copies_of(copied)))


def test_a_copy_that_cannot_be_locked_stays_and_is_named(copied: Path) -> None:
    bad, good = copies_of(copied)
    bad.write_bytes(b"no diary")

    outcome = locking.lock(str(copied), PASSPHRASE)

    assert bad.read_bytes() == b"no diary"
    assert [left.path for left in outcome.left] == [str(bad)]
    assert is_locked(str(good))


def test_a_copy_under_an_earlier_passphrase_stays_and_is_named(copied: Path) -> None:
    old, _ = copies_of(copied)
    locking.lock(str(old), "an earlier one")
    before = old.read_bytes()

    outcome = locking.lock(str(copied), PASSPHRASE)

    assert [left.path for left in outcome.left] == [str(old)]
    assert old.read_bytes() == before


def test_the_same_again_locks_what_is_left(copied: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    shutil.copy(copied, plain)
    locking.lock(str(copied), PASSPHRASE)
    shutil.copy(plain, copies_of(copied)[0])

    outcome = locking.lock_copies(str(copied), opened(copied))

    assert (outcome.copies, outcome.left) == (1, ())
    assert all(is_locked(str(copy)) for copy in copies_of(copied))


def test_a_diary_that_cannot_be_locked_leaves_the_copies_alone(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [copy.read_bytes() for copy in copies_of(copied)]

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_room)
    with pytest.raises(UnusableFile):
        locking.lock(str(copied), PASSPHRASE)

    assert [copy.read_bytes() for copy in copies_of(copied)] == before
    assert not is_locked(str(copied))


# Whose copies


def bobs(path: Path, template: Path) -> Path:
    """Somebody else's diary, under that name."""
    shutil.copy(template, path)
    with closing(SqliteDriver(str(path))) as driver:
        protocol = load(STANDARD, path.parent / "none")
        start(Store(driver), a_beginning(name="Bob Example"), protocol, NOW)
    return path


def plain_bytes(*files: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in files}


def test_copies_of_others_in_one_folder_stay_theirs(
    started: Path, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setenv("TRACKER_BACKUPS", str(folder))
    bob = bobs(tmp_path / "bob.sqlite", template)
    ours = copy_verified(str(started), "daily", NOW)
    theirs = copy_verified(str(bob), "daily", NOW)
    before = plain_bytes(bob, theirs)

    outcome = locking.lock(str(started), PASSPHRASE)

    assert (outcome.copies, outcome.left) == (1, ())
    assert outcome.others == (str(theirs),)
    assert is_locked(str(ours))
    assert plain_bytes(bob, theirs) == before


def test_diaries_in_the_folder_of_copies_stay_as_they_are(
    started: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may name the folder in which the diaries are."""
    folder = started.parent
    monkeypatch.setenv("TRACKER_BACKUPS", str(folder))
    bob = bobs(folder / "bob.sqlite", template)
    second = Path(shutil.copy(started, folder / "second.sqlite"))
    text = folder / "letter.txt"
    text.write_bytes(b"Dear diary")
    (folder / "bob.sqlite-journal").touch()
    copy_verified(str(started), "daily", NOW)
    before = plain_bytes(bob, second, text)

    outcome = locking.lock(str(started), PASSPHRASE)

    assert outcome.copies == 1
    assert outcome.others == (str(bob),)
    assert [left.path for left in outcome.left] == [str(second)]
    assert f"--db {second} lock" in outcome.left[0].why
    assert plain_bytes(bob, second, text) == before


def test_a_link_in_the_folder_of_copies_is_not_followed(
    started: Path, template: Path
) -> None:
    bob = bobs(started.parent / "bob.sqlite", template)
    second = Path(shutil.copy(started, started.parent / "second.sqlite"))
    own = Path(f"{started}.backups")
    own.mkdir()
    for number, file in enumerate((bob, second, started), 1):
        (own / f"2026110{number}T001000Z-daily.sqlite").symlink_to(file)
    before = plain_bytes(bob, second)

    outcome = locking.lock(str(started), PASSPHRASE)

    assert outcome.copies == 0
    assert plain_bytes(bob, second) == before


# What is left lying about


def left(outcome: locking.Outcome) -> set[str]:
    return {Path(each.path).name for each in outcome.left}


def test_what_was_never_finished_is_removed_once_it_is_old(started: Path) -> None:
    young = started.with_name(f".{started.name}.0123456789abcdef.making")
    old = started.with_name(f".{started.name}.0123456789abcde0.making")
    for file in (young, old):
        shutil.copy(started, file)
    a_day_ago = old.stat().st_mtime - 2 * 24 * 60 * 60
    os.utime(old, (a_day_ago, a_day_ago))

    outcome = locking.lock(str(started), PASSPHRASE)

    assert not old.exists()
    assert left(outcome) == {young.name}


def test_nothing_of_other_programs_is_removed(started: Path) -> None:
    names = (".out.json.0123abcd.making", ".other.sqlite.0123456789abcdef.making")
    files = [started.with_name(name) for name in names]
    for file in files:
        shutil.copy(started, file)
        os.utime(file, (0, 0))

    outcome = locking.lock(str(started), PASSPHRASE)

    assert left(outcome) == set()
    assert all(file.exists() for file in files)


def test_journals_of_copies_and_kept_drafts_are_named(started: Path) -> None:
    own = Path(f"{started}.backups")
    own.mkdir()
    journal = own / "20261104T001000Z-set-aside.sqlite-journal"
    journal.write_bytes(b"what was typed")
    draft = Path(f"{started}.draft-{an_id(1)}.ndjson")
    draft.write_bytes(b"what was typed")

    outcome = locking.lock(str(started), PASSPHRASE)

    assert left(outcome) == {journal.name, draft.name}
    assert journal.exists()


def test_what_is_damaged_among_the_copies_is_named(started: Path) -> None:
    own = Path(f"{started}.backups")
    own.mkdir()
    (own / "kept.sqlite").write_bytes(started.read_bytes()[:6000])
    (own / "letter.txt").write_bytes(b"Dear diary")

    assert left(locking.lock(str(started), PASSPHRASE)) == {"kept.sqlite"}


def test_an_empty_file_holds_nothing_to_name(started: Path) -> None:
    started.with_name(f".{started.name}.0123456789abcdef.making").touch()

    assert locking.lock(str(started), PASSPHRASE).left == ()


# What was interrupted


def test_without_a_passphrase_the_copies_that_are_left_are_finished(
    copied: Path,
) -> None:
    locking.lock(str(copied), PASSPHRASE)
    before = plain_bytes(*copies_of(copied))
    locking.remove(str(copied), opened(copied))
    for copy, content in before.items():
        copy.write_bytes(content)

    waiting = locking.locked_copies(str(copied))
    key, _ = unlock_one(waiting, "ro", lambda *_: PASSPHRASE)
    outcome = locking.remove_from_copies(str(copied), key)

    assert (outcome.copies, outcome.left) == (2, ())
    assert not any(is_locked(str(copy)) for copy in copies_of(copied))


def test_a_change_takes_copies_under_an_earlier_passphrase_too(copied: Path) -> None:
    locking.lock(str(copied), "an earlier one")
    before = plain_bytes(*copies_of(copied))
    locking.change(str(copied), opened(copied, "an earlier one"), PASSPHRASE)
    for copy, content in before.items():
        copy.write_bytes(content)
    asked = []

    def ask(copies: int, again: bool) -> str:
        asked.append((copies, again))
        return "an earlier one" if again else "not that one"

    outcome = locking.change(str(copied), opened(copied), "the newest one", ask=ask)

    assert asked == [(2, False), (2, True)]
    assert (outcome.copies, outcome.left) == (2, ())
    for each in (copied, *copies_of(copied)):
        open_locked("the newest one")(str(each), "ro").close()


def test_enter_leaves_copies_under_an_earlier_passphrase(copied: Path) -> None:
    old, _ = copies_of(copied)
    locking.lock(str(old), "an earlier one")
    locking.lock(str(copied), PASSPHRASE)
    before = old.read_bytes()

    outcome = locking.change(
        str(copied), opened(copied), "the newest one", ask=lambda *_: ""
    )

    assert left(outcome) == {old.name}
    assert old.read_bytes() == before


def test_nothing_in_the_first_line_is_told(tmp_path: Path) -> None:
    file = passphrase_file(tmp_path, "")

    with pytest.raises(UnusableFile, match=f"The file of {PRESENT} has nothing in"):
        passphrase_in_file(PRESENT, environment(file))

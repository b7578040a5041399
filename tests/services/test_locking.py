"""Which passphrase is taken, where it comes from, and what is made anew with it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW
from tests.locked import PASSPHRASE, lock, passphrase_file, quick
from tracker.errors import Refused, UnusableFile, UsageProblem
from tracker.services import locking
from tracker.services.passphrases import (
    PRESENT,
    passphrase_in_file,
    read_new_passphrase,
    read_passphrase,
    unlock,
)
from tracker.store.copies import copy_verified
from tracker.store.header import EitherFile, is_locked
from tracker.store.locked import NotUnlocked, open_locked


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

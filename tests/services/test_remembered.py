"""What a computer remembers of a diary; whatever happens to it hurts nothing."""

import json
import os
import stat
from pathlib import Path

import pytest

from tracker.services.remembered import (
    NOTHING,
    Remembered,
    forget,
    keep_author,
    recall,
    remember,
    remembered_path,
)

DANA = "Dana Example"
KNOWN = Remembered(DANA, "some-id")


def file() -> Path:
    return Path(remembered_path())


def test_what_is_remembered_is_known_again() -> None:
    remember("diary.sqlite", KNOWN)

    assert recall("diary.sqlite") == KNOWN


def test_each_diary_has_its_own() -> None:
    remember("one.sqlite", KNOWN)
    remember("other.sqlite", Remembered("Ruth Example"))

    assert recall("one.sqlite") == KNOWN
    assert recall("third.sqlite") == NOTHING


def test_one_diary_is_one_under_every_name(tmp_path: Path) -> None:
    diary, link = tmp_path / "diary.sqlite", tmp_path / "link.sqlite"
    diary.touch()
    link.symlink_to(diary)
    remember(str(diary), KNOWN)

    assert recall(str(link)) == KNOWN


def test_the_file_is_private_and_nothing_else_is_left() -> None:
    before = os.umask(0)
    try:
        remember("diary.sqlite", KNOWN)
    finally:
        os.umask(before)

    assert stat.S_IMODE(file().stat().st_mode) == 0o600
    assert stat.S_IMODE(file().parent.stat().st_mode) == 0o700
    assert os.listdir(file().parent) == [file().name]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"nonsense",
        b"[]",
        b"null",
        b'{"diary":',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 2_000_000,
    ],
)
def test_a_damaged_file_is_none_and_is_replaced(content: bytes) -> None:
    file().parent.mkdir(parents=True)
    file().write_bytes(content)

    assert recall("diary.sqlite") == NOTHING
    keep_author("diary.sqlite", DANA)
    assert recall("diary.sqlite").author == DANA


@pytest.mark.parametrize(
    "entry", ["Dana", 7, None, [DANA], {"author": 7, "person": []}, {"author": ""}]
)
def test_an_entry_that_says_something_else_says_nothing(entry: object) -> None:
    file().parent.mkdir(parents=True)
    whole = {os.path.realpath("diary.sqlite"): entry}
    file().write_text(json.dumps(whole), encoding="utf-8")

    assert recall("diary.sqlite") == NOTHING


def test_a_folder_in_its_place_is_none() -> None:
    file().mkdir(parents=True)

    keep_author("diary.sqlite", DANA)

    assert recall("diary.sqlite") == NOTHING
    assert os.listdir(file().parent) == [file().name]


def test_where_it_cannot_be_kept_an_author_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no-folder").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no-folder"))

    keep_author("diary.sqlite", DANA)

    assert recall("diary.sqlite") == NOTHING


def test_the_author_of_before_is_not_written_again() -> None:
    keep_author("diary.sqlite", DANA)
    before = file().stat().st_ino

    keep_author("diary.sqlite", DANA)

    assert file().stat().st_ino == before


def test_another_author_leaves_the_person_in_use() -> None:
    remember("diary.sqlite", KNOWN)

    keep_author("diary.sqlite", "Ruth Example")

    assert recall("diary.sqlite") == Remembered("Ruth Example", "some-id")


def test_whoever_was_erased_is_forgotten() -> None:
    remember("diary.sqlite", Remembered("ruth  example", "some-id"))
    remember("other.sqlite", KNOWN)

    forget("diary.sqlite", ["some-id"], "Ruth Example")

    assert recall("diary.sqlite") == NOTHING
    assert recall("other.sqlite") == KNOWN


def test_others_are_not_forgotten() -> None:
    remember("diary.sqlite", KNOWN)
    before = file().stat().st_ino

    forget("diary.sqlite", ["another-id"], "Ruth Example")

    assert recall("diary.sqlite") == KNOWN
    assert file().stat().st_ino == before

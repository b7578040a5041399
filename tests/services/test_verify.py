"""Verify says of each thing whether it is well, whatever the file is like."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import NOW, an_id
from tests.store.test_upgrades import FROZEN
from tracker.errors import UnusableFile
from tracker.services import surroundings
from tracker.services.backup import back_up
from tracker.services.drives import network_kind, synchronised_by
from tracker.services.verify import INSIDE, Line, is_well, verify
from tracker.store.sqlite_driver import open_plain

NOBODY = 65534
SECRET = "Nobody may read this"


@pytest.fixture
def copied(started: Path) -> Path:
    """A diary of which there is a copy."""
    back_up(str(started), backups(started), NOW, open_plain, None)
    return started


def backups(path: Path) -> str:
    return f"{path}.backups"


def looked(path: Path) -> dict[str, Line]:
    lines = verify(str(path), backups(path), NOW, open_plain, open_plain)
    return {line.name: line for line in lines}


def not_well(path: Path) -> list[str]:
    return [name for name, line in looked(path).items() if line.state != "ok"]


def written(path: Path, *texts: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("BEGIN")
        for text in texts:
            connection.execute(text)
        connection.commit()


def test_a_new_diary_with_a_copy_is_well(copied: Path) -> None:
    assert not_well(copied) == []


def test_what_is_well_has_no_next_step_and_what_is_not_has_one(copied: Path) -> None:
    copied.chmod(0o644)

    lines = looked(copied).values()

    assert {line.name for line in lines if line.advice} == {"permissions"}


def test_nothing_is_written(copied: Path) -> None:
    before, listed = copied.read_bytes(), sorted(copied.parent.rglob("*"))
    copied.chmod(0o400)

    looked(copied)

    assert copied.read_bytes() == before
    assert sorted(copied.parent.rglob("*")) == listed


@pytest.mark.parametrize("frozen", sorted(FROZEN.iterdir()), ids=lambda path: path.stem)
def test_a_diary_of_before_is_well_as_it_is(frozen: Path, tmp_path: Path) -> None:
    old = Path(shutil.copy(frozen, tmp_path / "old.sqlite"))
    old.chmod(0o600)

    assert not_well(old) == ["backup"]
    assert looked(old)["file"].said.endswith(frozen.stem)


def test_every_line_is_there_however_damaged_the_file_is(copied: Path) -> None:
    names = list(looked(copied))
    content = bytearray(copied.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    copied.write_bytes(content)

    found = looked(copied)

    assert list(found) == names
    assert "ok" not in {found[name].state for name in ("file", *INSIDE)}


DAMAGES: dict[str, tuple[list[str], list[str]]] = {
    "a forged row": (["UPDATE person SET name = 'x'"], ["history", "numbers"]),
    "a forged protocol": (
        ["UPDATE protocol SET json = replace(json, 'sacroplasty', 'nothing')"],
        ["protocols"],
    ),
    "a forged text": (["UPDATE protocol SET toml = toml || '#'"], ["protocols"]),
    "a protocol that is no JSON": (["UPDATE protocol SET json = '{'"], ["protocols"]),
    "a protocol's version": (["UPDATE protocol SET version = '9'"], ["protocols"]),
    "a number below those given": (["UPDATE counter SET newest = 0"], ["numbers"]),
    "no counter": (["DELETE FROM counter"], ["numbers"]),
    "a row that points at nothing": (
        ["UPDATE milestone SET procedure_id = 'x' WHERE id = 'home'"],
        ["references", "history", "numbers"],
    ),
    "a table less": (
        ["DROP TABLE counter"], ["tables", "numbers"],
    ),
    "a table more": (["CREATE TABLE other (x)"], ["tables"]),
    "a trigger": (
        ["CREATE TRIGGER t AFTER INSERT ON mark BEGIN DELETE FROM mark; END"],
        ["tables"],
    ),
    "an index less": (["DROP INDEX ix_answer_reached"], ["tables"]),
    "a column more": (["ALTER TABLE mark ADD COLUMN x"], ["tables"]),
    "a check turned round": (
        [
            "PRAGMA writable_schema=ON",
            "UPDATE sqlite_master SET sql = replace(sql, 'number > 0', 'number < 0')",
        ],
        ["tables"],
    ),
    "a default of another kind": (
        [
            "PRAGMA writable_schema=ON",
            "UPDATE sqlite_master SET sql = replace(sql, 'DEFAULT 0', 'DEFAULT 1')",
        ],
        ["tables"],
    ),
    "words about the erased": (
        ["INSERT INTO tombstone VALUES ('x', 'any words of a person')"],
        ["history"],
    ),
    "an erasing at no time": (
        [f"INSERT INTO tombstone VALUES ('{an_id(7)}', '2026-11-04')"], ["history"],
    ),
    "somebody erased who is there": (
        ["INSERT INTO tombstone SELECT person_id, '2026-11-04T10:00:00.000000Z' "
         "FROM person"],
        ["history"],
    ),
    "a number of another kind": (
        ["INSERT INTO counter SELECT person_id, 'any words', 1 FROM person"],
        ["numbers"],
    ),
    "a number of nobody": (
        [f"INSERT INTO counter VALUES ('{an_id(7)}', 'entry', 1)"], ["numbers"],
    ),
    "numbers that end soon": (
        ["UPDATE counter SET newest = 9223372036854775806"], ["numbers"],
    ),
    "a form of nobody's": (
        ["UPDATE alembic_version SET version_num = '9999'"], ["file", "tables"],
    ),
    "no form": (["DELETE FROM alembic_version"], ["file", "tables"]),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_found_where_it_is(copied: Path, damage: str) -> None:
    texts, expected = DAMAGES[damage]
    written(copied, *texts)

    found = [n for n in not_well(copied) if n != "backup"]

    assert found == expected


def test_a_page_that_is_broken_is_found(copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_answer_reached'"
        page = connection.execute(query).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(copied.read_bytes())
    content[(page - 1) * size] = 255
    copied.write_bytes(content)

    assert "pages" in not_well(copied)


def test_nothing_of_the_person_is_told(copied: Path) -> None:
    written(
        copied,
        f"UPDATE person SET name = '{SECRET}'",
        f"UPDATE contact SET name = '{SECRET}', number = '{SECRET}'",
        f"UPDATE change SET text = '{SECRET}'",
    )

    assert SECRET not in repr(looked(copied))


@pytest.mark.parametrize("content", [b"", b"no diary", bytes(4096), b"PK\x03\x04"])
def test_what_is_no_diary_is_refused(diary_path: Path, content: bytes) -> None:
    diary_path.write_bytes(content)

    with pytest.raises(UnusableFile):
        looked(diary_path)

    assert diary_path.read_bytes() == content


def test_a_save_that_was_cut_short_says_how_it_is_put_right(copied: Path) -> None:
    leave_hot_journal(copied)
    before = copied.read_bytes()

    found = looked(copied)

    assert found["file"].state == "not well"
    assert "tracker today" in found["file"].advice
    assert {found[name].state for name in INSIDE} == {"not looked at"}
    assert copied.read_bytes() == before


def leave_hot_journal(path: Path) -> None:
    """A process that ends in the middle of a large save."""
    child = os.fork()
    if not child:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        for number in range(2000):
            connection.execute(f"INSERT INTO counter VALUES ('x{number:0>90}', 'x', 1)")
        os._exit(0)
    os.waitpid(child, 0)
    assert path.with_name(f"{path.name}-journal").stat().st_size


def others_read(path: Path) -> None:
    path.chmod(0o640)


def others_write_the_folder(path: Path) -> None:
    path.parent.chmod(0o770)


@pytest.mark.parametrize("lax", [others_read, others_write_the_folder])
def test_what_others_can_reach_is_not_well(
    copied: Path, lax: Callable[[Path], None]
) -> None:
    lax(copied)

    assert not_well(copied) == ["permissions"]
    assert looked(copied)["permissions"].advice.startswith("chmod ")


def test_a_file_of_somebody_else_is_not_well(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)

    assert not_well(copied) == ["permissions"]


def test_a_folder_that_is_synchronised_is_not_well(
    started: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "Dropbox (Ruth)" / "diary.sqlite"
    moved.parent.mkdir(mode=0o700)
    started.rename(moved)

    found = looked(moved)["folder"]

    assert found.state == "not well"
    assert "Dropbox" in found.said


def test_a_link_is_looked_at_where_it_leads(copied: Path, tmp_path: Path) -> None:
    link = tmp_path / "OneDrive" / "link.sqlite"
    link.parent.mkdir()
    link.symlink_to(copied)

    assert looked(link)["folder"].state == "ok"


def test_a_network_drive_is_not_well(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"36 35 98:0 / {copied.parent} rw,noatime - nfs4 host:/x rw\n")
    monkeypatch.setattr(surroundings, "MOUNTS", str(mounts))

    assert not_well(copied) == ["folder"]
    assert "nfs4" in looked(copied)["folder"].said


def test_where_there_is_no_list_of_mounts_names_alone_are_looked_at(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "MOUNTS", "/nowhere/at/all")

    assert not_well(copied) == ["folder"]
    assert looked(copied)["folder"].state == "not looked at"
    assert is_well(list(looked(copied).values()))


def test_a_full_disk_is_not_well(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(copied)._replace(free=5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)

    assert not_well(copied) == ["space"]
    assert looked(copied)["space"].advice == "Free 16 MB."


def test_what_cannot_be_looked_at_is_not_well(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: str) -> None:
        raise PermissionError

    monkeypatch.setattr(shutil, "disk_usage", refuse)

    assert not_well(copied) == ["space"]


MOUNTS = r"""
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
22 21 0:5 / /proc rw - proc proc rw
30 21 0:40 / /mnt/share rw,relatime shared:2 master:1 - cifs //host/x rw
31 21 0:41 / /mnt/share/here rw - ext4 /dev/sdb1 rw
32 21 0:42 / /home/ruth/My\040Files rw - fuse.rclone remote: rw
33 21 0:43 / /mnt/stick rw - fuse.ntfs-3g /dev/sdc1 rw
34 21 0:44 / /mnt/wide rw - 9p host rw
35 21 0:45 / /over rw - nfs host:/a rw
36 35 0:46 / /over rw - tmpfs tmpfs rw
39 21 0:49 / /home/ruth/Vault rw - fuse.gocryptfs /home/ruth/.vault rw
40 21 0:50 / /mnt/server rw - fuse.sshfs ruth@host: rw
nonsense
37 21 0:47 /
38 21 0:48 / /odd rw -
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ruth", ""),
        ("/mnt/share", "cifs"),
        ("/mnt/share/a/b", "cifs"),
        ("/mnt/shared", ""),
        ("/mnt/share/here/a", ""),
        ("/home/ruth/My Files/a", "fuse.rclone"),
        ("/mnt/stick", ""),
        ("/home/ruth/Vault", ""),
        ("/mnt/server", "fuse.sshfs"),
        ("/mnt/wide", "9p"),
        ("/over", ""),
        ("/odd", ""),
    ],
)
def test_the_innermost_and_newest_mount_counts(path: str, kind: str) -> None:
    assert network_kind(path, MOUNTS) == kind


def test_nothing_is_mounted_where_nothing_is_known() -> None:
    assert network_kind("/home/ruth", "") == ""


@pytest.mark.parametrize(
    ("path", "program"),
    [
        ("/home/ruth/diary", ""),
        ("/home/ruth/Dropbox/x", "Dropbox"),
        ("/home/ruth/OneDrive - Clinic/x", "OneDrive"),
        ("/Users/ruth/Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("/home/ruth/Google Drive", "Google Drive"),
        ("/home/ruth/nextcloud", "Nextcloud"),
        ("/home/ruth/my dropbox notes", ""),
    ],
)
def test_a_folder_that_is_copied_elsewhere_is_known_by_its_name(
    path: str, program: str
) -> None:
    assert synchronised_by(path) == program

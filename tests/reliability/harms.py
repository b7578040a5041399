"""What can have happened to a diary's file; each harm takes its path."""

import gzip
import os
import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.hostile import MARKER

Harm = Callable[[Path], object]
PAGE = 4096


def sql(*texts: str) -> Harm:
    """Other words than ours, with every guard of the file's own off."""

    def harm(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for name in ("ignore_check_constraints=ON", "writable_schema=ON"):
                connection.execute(f"PRAGMA {name}")
            for text in texts:
                connection.execute(text)

    return harm


def nothing(table: str, column: str) -> Harm:
    """NULL where a changed schema allows it."""

    def harm(path: Path) -> None:
        told = "SELECT sql FROM sqlite_master WHERE name = ?"
        with closing(sqlite3.connect(path)) as connection:
            (text,) = connection.execute(told, (table,)).fetchone()
        loose = re.sub(rf'("?\b{column}\b"? \w+(?:\(\d+\))?) NOT NULL', r"\1", text)
        assert loose != text
        quoted = loose.replace("'", "''")
        sql(f"UPDATE sqlite_master SET sql = '{quoted}' WHERE name = '{table}'")(path)
        sql(f'UPDATE "{table}" SET "{column}" = NULL')(path)

    return harm


def made_of(make: Callable[[bytes], bytes]) -> Harm:
    return lambda path: path.write_bytes(make(path.read_bytes()))


def link_to(target: str) -> Harm:
    def harm(path: Path) -> None:
        path.unlink()
        path.symlink_to(target)

    return harm


def another(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE note (text)")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


CHANCE = random.Random(20261103)
# No command can read these.
WHOLE: dict[str, Harm] = {
    "zero bytes": made_of(lambda _: b""),
    "one byte": made_of(lambda _: b"S"),
    "a link to nothing at all": link_to("/dev/null"),
    "text": made_of(lambda _: b"Dear diary, pain 4\n" * 400),
    "packed": made_of(gzip.compress),
    "random": made_of(lambda _: CHANCE.randbytes(9001)),
    "random pages": made_of(lambda _: CHANCE.randbytes(2 * PAGE)),
    "the first words": made_of(lambda whole: whole[:16]),
    "the header": made_of(lambda whole: whole[:100]),
    "a zeroed page": made_of(lambda whole: bytes(PAGE) + whole[PAGE:]),
    "half": made_of(lambda whole: whole[: len(whole) // 2]),
    "a folder": folder,
    "a loop of links": link_to("diary.sqlite"),
    "a pipe": pipe,
    "another program's": another,
    "another program's number": sql("PRAGMA application_id = 7"),
    "a newer form": sql("UPDATE alembic_version SET version_num = 'zz99'"),
    "no form": sql("DELETE FROM alembic_version"),
    "no word on its form": sql("DROP TABLE alembic_version"),
    "two forms": sql("INSERT INTO alembic_version VALUES ('0003')"),
    "no people": sql("DROP TABLE person"),
    "people without a name": sql("ALTER TABLE person RENAME COLUMN name TO called"),
    "a zone of Mars": sql("UPDATE person SET zone = 'Mars/Base'"),
    "no zone": nothing("procedure", "zone"),
    "a blob for a name": sql("UPDATE person SET name = x'00ff'"),
    "half a protocol": sql("UPDATE protocol SET json = '{'"),
    "another protocol": sql("UPDATE protocol SET json = '{}'"),
    "no protocol": sql("DELETE FROM protocol"),
    "a deep protocol": sql(f"UPDATE protocol SET json = '{'[' * 100_000}'"),
    "a far day": sql("UPDATE procedure SET happened_on = '9999-12-31'"),
    "no such day": sql("UPDATE procedure SET happened_on = 'soon'"),
    "an endless scale": sql("UPDATE procedure SET baseline_pain = 99999999999"),
}
# Some commands can read these, others cannot.
PARTS: dict[str, Harm] = {
    "a page cut off": made_of(lambda whole: whole[:-PAGE]),
    "777 bytes cut off": made_of(lambda whole: whole[:-777]),
    "a zeroed page inside": made_of(
        lambda whole: whole[: 8 * PAGE] + bytes(PAGE) + whole[9 * PAGE :]
    ),
    "a naive instant": sql("UPDATE check_in SET at = '2026-11-16T10:00'"),
    "the year 1": sql("UPDATE check_in SET at = '0001-01-01T00:00:00.000000Z'"),
    "the year 9999": sql("UPDATE visit SET planned_on = '9999-12-31'"),
    "a change of the year 1": sql("UPDATE change SET at = '0001-01-01T00:00:00Z'"),
    "a warning of the year 1": sql("UPDATE shown_warning SET day = '0001-01-01'"),
    "no instant": nothing("check_in", "at"),
    "no such question": sql(
        "UPDATE answer SET question = 'colour' WHERE question = 'pain'"
    ),
    "a word for a number": sql("UPDATE answer SET number = 'three'"),
    "a part of a number": sql("UPDATE answer SET number = 3.7"),
    "a huge number": sql("UPDATE answer SET number = 9223372036854775807"),
    "another unit": sql("UPDATE answer SET unit = 'yards'"),
    "no such sign": sql("UPDATE mark SET sign = 'sneeze' WHERE sign = 'fever'"),
    "no such tier": sql("UPDATE shown_warning SET tier = 'huge'"),
    "no such weight": sql("UPDATE instruction SET unit = 'stone'"),
    "no such contact": sql("UPDATE contact SET kind = 'aunt'"),
    "no such answer": sql("UPDATE acknowledgement SET kind = 'sang'"),
    "no name": nothing("person", "name"),
    "no tier": nothing("shown_warning", "tier"),
    "no seal": nothing("change", "digest"),
    "no count": nothing("counter", "newest"),
    "a blob for a note": sql("UPDATE check_in SET note = x'00ff'"),
    "no UTF-8": sql(f"UPDATE check_in SET note = CAST('{MARKER}' || x'ff' AS TEXT)"),
    "a NUL": sql(f"UPDATE check_in SET note = '{MARKER}' || char(0)"),
    "counters at zero": sql("UPDATE counter SET newest = 0"),
    "no counters": sql("DELETE FROM counter"),
    "a full counter": sql("UPDATE counter SET newest = 9223372036854775807"),
    "a word for a counter": sql("UPDATE counter SET newest = 'x'"),
    "a step that undoes itself": sql(
        "UPDATE change SET undoes = seq WHERE seq = (SELECT max(seq) FROM change)"
    ),
    "half an image": sql("UPDATE change SET after = '{'"),
    "no history": sql("DELETE FROM change"),
    "no entries": sql("DELETE FROM check_in"),
    "nobody's answers": sql("UPDATE answer SET person_id = 'z'"),
    "no table of signs": sql("DROP TABLE mark"),
    "no table of counters": sql("DROP TABLE counter"),
    "notes under another name": sql("ALTER TABLE check_in RENAME COLUMN note TO said"),
    "a column that has to be filled": sql(
        "UPDATE sqlite_master SET sql = replace(sql, 'note TEXT NOT NULL', "
        "'note TEXT NOT NULL, mood TEXT NOT NULL') WHERE name = 'check_in'"
    ),
    "a trigger": sql(
        "CREATE TRIGGER t AFTER INSERT ON check_in BEGIN SELECT RAISE(ABORT, 'x'); END"
    ),
    "a check turned round": sql(
        "UPDATE sqlite_master SET sql = replace(sql, 'number > 0', 'number < 0')"
    ),
    "an older form": sql("UPDATE alembic_version SET version_num = '0002'"),
    "a protocol of other kinds": sql(
        """UPDATE protocol SET json = replace(json, '"id":"pain"', '"id":7')"""
    ),
    "rubbish for a journal": lambda path: Path(f"{path}-journal").write_bytes(
        CHANCE.randbytes(5000)
    ),
    "rubbish for a log": lambda path: Path(f"{path}-wal").write_bytes(
        CHANCE.randbytes(5000)
    ),
}

"""One diary with the recoveries of three people, and of a fourth taken back whole."""

import os
import re
import shlex
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from click.testing import CliRunner

from tests.builders import BEGAN, a_beginning, an_id
from tests.conftest import Said
from tracker.cli import main
from tracker.domain.facts import Person
from tracker.domain.sharing import Conflict, Share
from tracker.protocols.library import BUNDLED, Loaded, check
from tracker.services.start import start
from tracker.store.fact_texts import text_of
from tracker.store.files import create
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store
from tracker.store.versions import known
from tracker.store.whole import today_forms

RUTH, OTTO, ZELDA, VERA = (f"{n} Example" for n in ("Ruth", "Otto", "Zelda", "Vera"))
IDS = {name: an_id(place) for place, name in enumerate((OTTO, RUTH, ZELDA, VERA), 1)}
ZONES = {
    OTTO: "Europe/Berlin",
    RUTH: "America/New_York",
    ZELDA: "Asia/Kathmandu",
    VERA: "UTC",
}
PHONES = {
    OTTO: ("112", "555-0171"),
    RUTH: ("911", "555-0100"),
    ZELDA: ("999", "555-0181"),
    VERA: ("113", "555-0191"),
}
# What only the others wrote, gave or were given.
MARKED = re.compile(
    r"\b(?:otto|zelda|vera|555-01[789]1|Berlin|Kathmandu)\b", re.IGNORECASE
)
NOW = "2026-11-18T12:00:00-05:00"
QUIET = ("TRACKER_DB", "TRACKER_NOW", "NO_COLOR", "COLUMNS", "LINES")

# Typed for each of the three; {who} marks whose words they are.
OF_EACH = (
    'log pain=5 walk=15 --note "{who} slept."',
    'log --sign bladder-bowel --note "{who} cannot wait."',
    'warnings answer 1 --called now --note "They said that {who} shall come."',
    'log temperature=38.4C fell=yes --note "{who} fell."',
    'log pain=3 --note "{who} laughed." --relayed',
    'told heavy-lifting --limit 5lb --by "Nurse of {who}" --source "a call on {who}"',
    'visit add 2026-11-20 --time 9:00 --title "Clinic of {who}"',
    'visit ask "May {who} swim?"',
    'bone vitamin-d asked --note "Doctor of {who}"',
    'done home --reason "{who} is home."',
    'skip check-12m --reason "{who} moves away."',
    'contact add caregiver {phone} --name "Friend of {who}"',
    'edit 1 pain=4 --reason "{who} typed wrong."',
    'log pain=1 --note "{who} was wrong."',
    "undo",
)
# The numbers of the others reach further, and some of it is taken back.
OF_OTHERS = (
    'log pain=6 wound=open --note "{who} woke up."',
    'log pain=7 --sign leg-new --note "{who} stumbled."',
    'log pain=7 walk=44 --note "{who} walked."',
    "delete 6",
    'told heavy-lifting --limit 9lb --by "Surgeon of {who}"',
    'told driving --until 2026-12-24 --by "Surgeon of {who}"',
    'visit add 2026-11-23 --title "Scan of {who}"',
    "visit done 2 --at yesterday",
    'visit add 2027-02-01 --title "Talk with {who}"',
    'visit ask "May {who} fly?"',
    'visit ask "May {who} garden?"',
    "visit ask --remove 2",
    'bone bone-scan booked --note "Scan of {who}"',
    'done bone-health-talk --reason "{who} talked."',
    'reopen home --reason "{who} is back."',
    'move 2026-11-02 --reason "{who} typed wrong." --yes',
    'edit 1 temperature=39C --reason "{who} typed wrong."',
)
# After these somebody's copy says something else of the bones.
DIFFERED_AFTER = ("contact add", "move")
OF_VERA = (
    'visit add 2026-11-21 --title "Clinic of {who}"',
    'log pain=9 --note "{who}."',
)


def run_in(diary: Path, *words: str, now: str = NOW, **extra: str) -> Said:
    """What `tracker` says, and whatever it does to the diary."""
    home = str(diary.parent / "home")
    own: dict[str, str | None] = {"HOME": home, "XDG_DATA_HOME": home}
    before = os.umask(0o077)
    result = CliRunner().invoke(
        main,
        ["--db", str(diary), "--now", now, *words],
        env=own | dict.fromkeys(QUIET) | {"TRACKER_BACKUPS": "off", **extra},
        prog_name="tracker",
        catch_exceptions=False,
    )
    os.umask(before)
    return Said(result.stdout, result.stderr, result.exit_code)


def make_three(folder: Path) -> Path:
    """Otto, Ruth and Zelda in one diary; of Vera the history alone is left."""
    path = folder / "diary.sqlite"
    create(str(path))
    plans = {OTTO: _otto_plan(folder)}
    usual = check(BUNDLED / "sacroplasty-standard.toml")
    for name in (OTTO, RUTH, ZELDA, VERA):
        _begin(path, name, plans.get(name, usual))
    clock = datetime(2026, 11, 4, 19, 10, tzinfo=ZoneInfo("America/New_York"))
    for name, lines in (
        (OTTO, OF_EACH),
        (VERA, OF_VERA),
        (RUTH, OF_EACH),
        (ZELDA, OF_EACH),
        (OTTO, OF_OTHERS),
        (ZELDA, OF_OTHERS),
    ):
        for place, line in enumerate(lines):
            clock += timedelta(hours=1)
            # Their entries have the same ids, so that an id alone finds all three.
            own = f" --id {an_id(8000 + 100 * len(lines) + place)}"
            typed = line + own if line.startswith("log") else line
            _type(path, name, typed, clock.isoformat())
            if line.startswith(DIFFERED_AFTER):
                _disagree(path, name)
        if name == VERA:
            _take_back_whole(path, VERA, clock)
    shutil.rmtree(path.parent / "home", ignore_errors=True)
    return path


def _otto_plan(folder: Path) -> Loaded:
    """Another plan: its own id, and a sign and a milestone that nobody else has."""
    text = (BUNDLED / "sacroplasty-standard.toml").read_text(encoding="utf-8")
    for old, new in (("sacroplasty-standard", "otto-plan"), ("low-mood", "otto-mood")):
        assert f'id = "{old}"' in text
        text = text.replace(f'"{old}"', f'"{new}"')
    plan = folder / "otto-plan.toml"
    plan.write_text(text, encoding="utf-8")
    return check(plan)


def _begin(path: Path, name: str, plan: Loaded) -> None:
    zone = ZoneInfo(ZONES[name])
    person = Person(IDS[name], name, zone.key, 0, 1940 + len(name))
    emergency, care_team = PHONES[name]
    told = a_beginning(
        name=name, author=name, zone=zone, emergency=emergency, care_team=care_team
    )
    with closing(SqliteDriver(str(path))) as driver:
        store = Store(driver)
        store.whose = person.id
        with store.writing():
            step = (f"Helper of {name}", BEGAN, "start", f"added {name}")
            store.write(person, step, after=(person,))
        start(store, told, plan, BEGAN)
        _share(store, person)


def _share(store: Store, person: Person) -> None:
    """A right that was given."""
    who, day = f"Friend of {person.name}", BEGAN.date()
    with store.writing():
        number = store.next_number(person, "share")
        given = Share(
            an_id(6001), number, "given", who, "log", day, True, None, "", BEGAN, who
        )
        step = (who, BEGAN, "share", f"gave {who} a right")
        store.write(person, step, after=(given,))


def _disagree(path: Path, name: str) -> None:
    """Two versions of each bone step of somebody that has only one."""
    with closing(SqliteDriver(str(path))) as driver:
        store = Store(driver)
        store.whose = IDS[name]
        with store.writing():
            person = store.person()
            assert person is not None
            found = known(store.stream, today_forms(), person.id).rows
            known_already = {each.fact_id for each in store.conflicts(person)}
            for kind, fact_id in found:
                if kind != "bone_step" or fact_id in known_already:
                    continue
                number = store.next_number(person, "conflict")
                ours = text_of(found[kind, fact_id])
                theirs = ours.replace('"note":"', f'"note":"{name}, and ')
                step = (f"Friend of {name}", BEGAN, "merge", f"merged for {name}")
                versions = [
                    Conflict(kind, fact_id, an_id(n), number, said, BEGAN, step[0])
                    for n, said in enumerate((ours, theirs), 7000)
                ]
                store.write(person, step, after=versions)


def _type(path: Path, name: str, line: str, now: str) -> None:
    who, phone = name.split()[0], PHONES[name][1]
    words = shlex.split(line.format(who=who, phone=phone))
    typist = f"Helper of {who}"
    said = run_in(path, "--person", name, "--as", typist, *words, now=now)
    assert said.code == 0, f"{line}: {said}"


def _take_back_whole(path: Path, name: str, now: datetime) -> None:
    with closing(SqliteDriver(str(path))) as driver:
        store = Store(driver)
        store.whose = IDS[name]
        with store.writing():
            person = store.person()
            assert person is not None
            while store.undo(person, name, now):
                pass
            assert store.person() is None


def leave_alone(three: Path, name: str, alone: Path) -> None:
    """A copy in which nobody but one person ever was."""
    shutil.copy(three, alone)
    with closing(sqlite3.connect(alone)) as connection:
        for table in owned_tables(connection):
            connection.execute(f"DELETE FROM {table} WHERE person_id <> ?", [IDS[name]])
        connection.execute(
            "DELETE FROM protocol WHERE sha256 NOT IN "
            "(SELECT protocol_sha256 FROM procedure)"
        )
        connection.commit()


def owned_tables(connection: sqlite3.Connection) -> list[str]:
    """Every table whose rows belong to a person, found in the file itself."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [
        table
        for (table,) in tables.fetchall()
        if any(
            column[1] == "person_id"
            for column in connection.execute(f"PRAGMA table_info({table})")
        )
    ]


def rows_but(path: Path, name: str | None) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that belong to anybody else; of everybody for None."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: sorted(
                connection.execute(
                    f"SELECT * FROM {table} WHERE person_id <> ?",
                    [IDS[name] if name else ""],
                ),
                key=repr,
            )
            for table in owned_tables(connection)
        }


def changes_in(path: Path) -> int:
    """How many steps the whole history has."""
    return len(rows_but(path, None)["change"])

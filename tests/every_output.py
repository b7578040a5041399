"""Everything the program says: every command, in every form, in several diaries."""

import json
import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from tests.builders import BEGAN, a_beginning
from tests.conftest import Said
from tests.pages import SACROPLASTY
from tracker.cli import main
from tracker.domain.protocol import lines_of
from tracker.protocols.library import BUNDLED, check
from tracker.services.start import start
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

# Two published ends fall on days that milestones name too; here they fall on others,
# so that a day that is shown can only come from the default that it belongs to.
MOVED_ENDS = {"driving": "P20D", "wound-dry": "P19D"}
SHORT_END = 'until = "P2D"'
PIECE = "page"


class Typed(NamedTuple):
    """Lines typed after `tracker`: those that work in a diary, and those refused."""

    good: tuple[str, ...]
    bad: tuple[str, ...] = ()


class Diary(NamedTuple):
    """A diary as it lies there, read at an instant; ``path`` may not exist."""

    name: str
    path: Path
    now: str


class Shown(NamedTuple):
    """One output: in which diary, what was typed, in which form, what was said.

    ``form`` is "screen", "plain", "json", "help" or "file", ``good`` whether the line
    is one that works.
    """

    diary: str
    typed: tuple[str, ...]
    form: str
    good: bool
    said: Said

    @property
    def text(self) -> str:
        """All of it, as one line of words."""
        return " ".join(f"{self.said.stdout}\n{self.said.stderr}".split())

    def __str__(self) -> str:
        return f"[{self.diary}] tracker {shlex.join(self.typed)} ({self.form})"


COMMANDS: dict[str, Typed] = {
    "": Typed(("",), ("--now nonsense", "no-such-command", '--as ""')),
    "log": Typed(
        (
            "log pain=4 walk=20",
            "log temperature=38.5C wound=open fell=yes --relayed",
            'log --sign none --note "Slept well."',
            "log --sign bladder-bowel --sign leg-new --sign low-mood",
            "log --sign calf --at yesterday --zone Europe/Berlin",
        ),
        (
            "log",
            "log pian=4",
            "log pain=99 foo=1 --at 03/04/2026",
            "log pain=4 --at tomorrow",
            "log pain=4 pain=5",
            'log --note " "',
            "log pain=4 --sign none --sign fever",
            "log pain=4 --zone Mars/Base",
            "log pain=4 --id 9",
        ),
    ),
    "today": Typed(("today", "today --brief", "today --alarm"), ("today x",)),
    "undo": Typed(("undo",), ("undo --steps 0", "undo --steps 5000")),
    "signs": Typed(("signs",), ("signs x",)),
    "warnings": Typed(("warnings",), ("warnings x",)),
    "warnings answer": Typed(
        (),
        (
            "warnings answer 99 --mistake",
            "warnings answer 1",
            "warnings answer 1 --called tomorrow",
        ),
    ),
    "timeline": Typed(("timeline", "timeline --all"), ("timeline x",)),
    "can": Typed(
        (
            "can lift",
            "can lift 8lb",
            "can lift 3kg --on friday",
            "can exercise",
            "can bend",
            "can drive --on saturday",
            "can shower",
            "can swim",
        ),
        (
            "can",
            "can lift lots",
            "can drive 4lb",
            "can fly",
            "can lift 8lb --on 2026-11-01",
        ),
    ),
    "explain": Typed(
        tuple(f"explain {line.id}" for line in lines_of(SACROPLASTY)),
        ("explain", "explain nothing-like-it", "explain 1", "explain warning 1"),
    ),
    "told": Typed(
        (
            'told strenuous --by "Nurse Example" --source "a call"',
            'told bend-twist --cleared --by "Nurse Example"',
        ),
        (
            "told",
            "told heavy-lifting",
            "told heavy-lifting --limit lots --by x",
            "told heavy --by x",
            "told strenuous --until 2020-01-01 --by x",
            "told driving --which 2",
            "told heavy-lifting --cleared --until friday --by x",
        ),
    ),
    "report": Typed(
        ("report", "report --since procedure"),
        ("report --since last-visit-but-one", "report -o page.pdf", "report -o /"),
    ),
    "visit": Typed((), ("visit",)),
    "visit add": Typed(
        ('visit add 2027-06-01 --time 9:00 --title "Dr. Example"',),
        ("visit add", "visit add soon", "visit add 2027-06-01 --time soon"),
    ),
    "visit done": Typed((), ("visit done 99", "visit done x")),
    "visit list": Typed(("visit list",), ("visit list x",)),
    "bone": Typed(
        ("bone", 'bone vitamin-d asked --note "Dr. Example"'),
        ("bone bone-scan", "bone bones asked", "bone bone-scan asked --at tomorrow"),
    ),
    "start": Typed(
        (),
        (
            "start",
            "start tuesday",
            "start tuesday --another --name Bob",
            'start --emergency "call mum"',
            "start yesterday --baseline-pain 11",
            "start 2031-11-01",
        ),
    ),
    "contact": Typed((), ("contact",)),
    "contact add": Typed(
        ("contact add care-team 555-0199",),
        (
            "contact add",
            "contact add caregiver 555-0177",
            'contact add emergency "call mum"',
            "contact add aunt 5",
        ),
    ),
    "contact list": Typed(("contact list",), ("contact list x",)),
    "entries": Typed(
        ("entries", "entries --since yesterday"), ("entries --since soon",)
    ),
    "edit": Typed((), ("edit 99 pain=4", "edit 1", "edit x", "edit 1 pain=99")),
    "delete": Typed((), ("delete 99", "delete x")),
    "changes": Typed(("changes", "changes --all"), ("changes x",)),
    "done": Typed(("done bone-health-talk",), ("done pain-chek", "done")),
    "skip": Typed(
        ('skip check-12m --reason "Moving away."',), ("skip pain-chek", "skip")
    ),
    "reopen": Typed((), ("reopen check-12m", "reopen")),
    "export": Typed((), ("export",)),
    "export csv": Typed(("export csv",), ('export csv -o ""', "export csv -o /")),
    "questions": Typed(("questions",), ("questions x",)),
    "protocol": Typed((), ("protocol",)),
    "protocol check": Typed(
        (f"protocol check {BUNDLED / 'sacroplasty-standard.toml'}",),
        ("protocol check none.toml", "protocol check"),
    ),
    "protocol list": Typed(("protocol list",), ("protocol list x",)),
    "protocol show": Typed(
        ("protocol show sacroplasty-standard",), ("protocol show knees",)
    ),
    "db": Typed((), ("db",)),
    "db path": Typed(("db path",), ("db path x",)),
    "db upgrade": Typed(("db upgrade",), ("db upgrade x",)),
    "help": Typed(("help", "help --all"), ("help me",)),
}
# What works only where something of that number was written down before.
NUMBERED = (
    "warnings answer 2 --called now --note Told.",
    "warnings answer 2 --mistake",
    "visit done 2",
    "edit 1 pain=9 --reason Typo.",
    "delete 1",
    "reopen home",
    "undo --steps 3",
)
LIMIT_TOLD = (
    '--as "Dana Example" told heavy-lifting --limit 5lb --until 2026-12-09 '
    '--by "Nurse Example"'
)
TWO_WEEKS = (
    ("2026-11-04T19:10", "log pain=7 pain-moving=8 walk=5 medicine=opioid --sign none"),
    ("2026-11-05T10:00", "done home"),
    ("2026-11-05T19:00", "log pain=4 walk=10 wound=sore temperature=98.6F"),
    ("2026-11-06T19:00", '--as "Dana Example" log pain=4 walk=15 --relayed'),
    ("2026-11-07T19:00", "log pain=3 temperature=38.4C --note Shivers."),
    ("2026-11-08T08:00", "log --sign bladder-bowel --sign leg-new"),
    ("2026-11-08T09:00", 'warnings answer 1 --called now --note "Come today."'),
    ("2026-11-09T19:00", "log pain=3 routine=most aid=cane overall=much-better"),
    ("2026-11-10T19:00", "log pain=3 walk=20 --at yesterday"),
    ("2026-11-11T09:00", "visit add 2026-11-12 --time 9:00"),
    ("2026-11-12T19:00", "visit done 1"),
    ("2026-11-12T20:00", "log pain=6 medicine=no-prescription --sign constipation"),
    ("2026-11-13T19:00", "log pain=6 walk=0 fell=yes aid=walker"),
    ("2026-11-14T19:00", "log pain=7 sleep=5 place=groin"),
    ("2026-11-14T20:00", "bone bone-scan booked"),
    ("2026-11-14T21:00", "skip check-4w --reason Away."),
    ("2026-11-15T09:00", "log pain=2 --at 2026-11-02"),
    ("2026-11-15T10:00", "edit 2 walk=12 --reason Typo."),
    ("2026-11-15T11:00", "visit add 2027-07-20 --title Clinic"),
    ("2026-11-15T12:00", "log pain=5"),
    ("2026-11-15T12:01", "undo"),
)
EASTERN = "-05:00"
FILES = ("report -o", "report --json -o", "export csv -o")


def typed(diary: Diary, line: str, *flags: str) -> Said:
    """What `tracker` says to a line in a copy of the diary, which stays as it is."""
    copy = diary.path.with_name("copy.sqlite")
    copy.unlink(missing_ok=True)
    if diary.path.exists():
        shutil.copy(diary.path, copy)
    return write(diary._replace(path=copy), *shlex.split(line), *flags)


def write(diary: Diary, *words: str) -> Said:
    """What `tracker` says to some words, and whatever it does to the diary."""
    home = str(diary.path.parent)
    own: dict[str, str | None] = {"HOME": home, "XDG_DATA_HOME": home}
    for name in ("TRACKER_DB", "TRACKER_NOW", "NO_COLOR", "COLUMNS", "LINES"):
        own[name] = None
    before = os.umask(0o077)
    result = CliRunner().invoke(
        main,
        ["--db", str(diary.path), "--now", diary.now, *words],
        env=own,
        prog_name="tracker",
        catch_exceptions=False,
    )
    os.umask(before)
    return Said(result.stdout, result.stderr, result.exit_code)


Say = Callable[..., Said]


def every_output(diary: Diary, numbered: bool = False) -> Iterator[Shown]:
    """All that is said in a diary: each line in each form, and the files it writes."""
    for line, good in every_line(numbered):
        words = tuple(shlex.split(line))
        yield Shown(diary.name, words, "screen", good, typed(diary, line))
        for form in ("plain", "json"):
            said = typed(diary, line, f"--{form}")
            if "No such option" not in said.stderr:
                yield Shown(diary.name, words, form, good, said)
    for line in FILES:
        yield _file(diary, line)


def every_line(numbered: bool) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it works."""
    for lines in COMMANDS.values():
        for line in lines.good:
            yield line, True
        for line in lines.bad:
            yield line, False
    for line in NUMBERED:
        yield line, numbered


def every_help(diary: Diary) -> Iterator[Shown]:
    """The help of each command; it is the same in every diary."""
    for name in COMMANDS:
        said = typed(diary, name, "--help")
        yield Shown(diary.name, (*name.split(), "--help"), "help", True, said)


def _file(diary: Diary, line: str) -> Shown:
    """What a line writes into a file; where it writes none, what it says."""
    path = diary.path.with_name(PIECE)
    path.unlink(missing_ok=True)
    said = typed(diary, line, str(path))
    if path.exists():
        said = said._replace(stdout=said.stdout + path.read_text(encoding="utf-8"))
    return Shown(diary.name, (*line.split(), PIECE), "file", path.exists(), said)


def begin(path: Path) -> None:
    """Ruth's procedure in a new diary, with each published end on a day of its own."""
    source = (BUNDLED / "sacroplasty-standard.toml").read_text(encoding="utf-8")
    for restriction, end in MOVED_ENDS.items():
        head, found, tail = source.partition(f'id = "{restriction}"')
        assert found
        assert SHORT_END in tail
        source = head + found + tail.replace(SHORT_END, f'until = "{end}"', 1)
    protocol = path.with_name("sacroplasty-standard.toml")
    protocol.write_text(source, encoding="utf-8")
    driver = SqliteDriver(str(path))
    try:
        start(Store(driver), a_beginning(), check(protocol), BEGAN)
    finally:
        driver.close()


def two_weeks(began: Path, path: Path) -> None:
    """Ruth's diary after two weeks: entries, warnings, visits; no limit is told."""
    shutil.copy(began, path)
    for now, line in TWO_WEEKS:
        said = write(Diary("", path, now + EASTERN), *shlex.split(line))
        assert said.code == 0, f"{line}: {said}"


def tell(untold: Path, path: Path) -> None:
    """The same diary, with one word of the care team: 5 lb until 9 December."""
    shutil.copy(untold, path)
    told = Diary("", path, f"2026-11-16T12:00{EASTERN}")
    assert write(told, *shlex.split(LIMIT_TOLD)).code == 0


def without_defaults(shown: Shown) -> str:
    """The output as one line of words; of JSON, all but what stands in "default"."""
    if shown.said.stdout[:1] != "{":
        return shown.text
    kept = json.dumps(_stripped(json.loads(shown.said.stdout)), ensure_ascii=False)
    return " ".join(f"{kept} {shown.said.stderr}".split())


def _stripped(shape: object) -> object:
    if isinstance(shape, dict):
        return {k: _stripped(v) for k, v in shape.items() if k != "default"}
    return [_stripped(part) for part in shape] if isinstance(shape, list) else shape

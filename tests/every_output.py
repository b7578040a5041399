"""Everything the program says: every command, in every form, in several diaries."""

import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from click.testing import CliRunner

from tests.builders import BEGAN, a_beginning
from tests.cli.test_terminal import session
from tests.conftest import Said
from tests.every_line import (
    ASKED,
    BEGINNINGS,
    CLOCK_SET_BACK,
    COMMANDS,
    EXPLAINED,
    FILES,
    LIMIT_TOLD,
    LIMITS_EXPLAINED,
    NUMBERED,
    TWO_WEEKS,
)
from tracker.cli import main
from tracker.protocols.library import BUNDLED, check
from tracker.services.start import start
from tracker.store.files import create
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

# These published ends fall on days that a milestone or a question names too; here they
# fall on others, so that a day that is shown can only come from its own default.
MOVED_ENDS = {"bend-twist": "P22D", "driving": "P20D", "wound-dry": "P19D"}
END = re.compile(r'(?<=\nuntil = ")P\w+(?=")')
WIDE = 200
FOLDED = re.compile("\r?\n ")
PICTURE = re.compile("<svg.*?</svg>")
EASTERN = "-05:00"
QUIET = ("TRACKER_DB", "TRACKER_NOW", "NO_COLOR", "COLUMNS", "LINES")
# In JSON: the published figures, and every day on which nothing was written.
LEFT_OUT = ("default", "blank")


class Diary(NamedTuple):
    """A diary as it lies there, read at an instant; ``path`` may not exist.

    ``told`` says that somebody's word on a limit is in it, ``begun`` that something
    was written, ``whole`` that every line is typed in it, ``asked`` that questions are
    asked too; where ``only`` names lines, those alone are typed.
    """

    name: str
    path: Path
    now: str
    begun: bool = True
    told: bool = False
    whole: bool = False
    asked: bool = False
    only: tuple[str, ...] = ()


class Shown(NamedTuple):
    """One output: in which diary, what was typed, in which form, what was said.

    ``form`` is "screen", "plain", "json", "help", "file" or "asked"; ``good`` is
    whether the line is one that works there.
    """

    diary: Diary
    typed: tuple[str, ...]
    form: str
    good: bool
    said: Said

    def __str__(self) -> str:
        return f"[{self.diary.name}] tracker {shlex.join(self.typed)} ({self.form})"

    @property
    def text(self) -> str:
        """All of it, as one line of words."""
        said = self.said.stdout
        if said.startswith("BEGIN:VCALENDAR"):
            said = FOLDED.sub("", said)
        return " ".join(f"{said}\n{self.said.stderr}".split())

    @property
    def chosen(self) -> str:
        """As ``text``, without pictures, whose days are those of the page.

        Of JSON without the published figures and the blank days.
        """
        if self.said.stdout[:1] != "{":
            return PICTURE.sub("", self.text)
        shapes = [_without(shape) for shape in _shapes(self.said.stdout)]
        return f"{json.dumps(shapes, ensure_ascii=False)} {self.said.stderr}"


def _shapes(text: str) -> list[object]:
    """Every JSON value of a text, one after the other."""
    decoder, found, rest = json.JSONDecoder(), [], text.strip()
    while rest:
        shape, end = decoder.raw_decode(rest)
        found.append(shape)
        rest = rest[end:].lstrip()
    return found


def _without(shape: object) -> object:
    if isinstance(shape, dict):
        return {k: _without(part) for k, part in shape.items() if k not in LEFT_OUT}
    return [_without(part) for part in shape] if isinstance(shape, list) else shape


@cache
def walk() -> tuple[Shown, ...]:
    """Every output of every diary; made once, whoever asks for it."""
    with TemporaryDirectory() as folder:
        diaries = make_diaries(Path(folder))
        shown = [*every_help(diaries[0])]
        for diary in diaries:
            shown += every_output(diary)
            shown += every_question(diary) if diary.asked else ()
    return tuple(shown)


def every_output(diary: Diary) -> Iterator[Shown]:
    """All that is said in a diary: each line in each form, and the files it writes."""
    for line in diary.only or _good_lines(diary):
        yield _shown(diary, line, "screen", good=True)
        for form in ("plain", "json"):
            shown = _shown(diary, line, form, good=True)
            if "No such option" not in shown.said.stderr:
                yield shown
    for line in _refused(diary):
        yield _shown(diary, line, "screen", good=False)
    for line, name in () if diary.only else FILES.items():
        yield _file(diary, line, name)


def every_question(diary: Diary) -> Iterator[Shown]:
    """What is asked on a terminal, a paragraph on each line."""
    for line, answers in ASKED.items():
        words = tuple(shlex.split(line))
        said, code = session(copy_of(diary), ["--plain", *words], answers, WIDE)
        yield Shown(diary, words, "asked", code == 0, Said(said, "", code))


def every_help(diary: Diary) -> Iterator[Shown]:
    """The help of each command; it is the same in every diary."""
    for name in COMMANDS:
        words = (*name.split(), "--help")
        yield Shown(diary, words, "help", True, typed(diary, f"{name} --help"))


def _good_lines(diary: Diary) -> Iterator[str]:
    for lines in COMMANDS.values():
        yield from lines.good
    yield from EXPLAINED if diary.whole else LIMITS_EXPLAINED
    if not diary.begun:
        yield from BEGINNINGS
    elif diary.whole:
        yield from NUMBERED


def _refused(diary: Diary) -> Iterator[str]:
    for lines in COMMANDS.values():
        yield from lines.bad if diary.whole else ()


def _shown(diary: Diary, line: str, form: str, *, good: bool) -> Shown:
    flags = () if form == "screen" else (f"--{form}",)
    words = tuple(shlex.split(line))
    return Shown(diary, words, form, good, typed(diary, line, *flags))


def _file(diary: Diary, line: str, name: str) -> Shown:
    """What a line writes into a file; what it says where that is a PDF, or none."""
    path = diary.path.with_name(name)
    path.unlink(missing_ok=True)
    said = typed(diary, line, str(path))
    if path.exists() and path.suffix not in (".pdf", ".zip", ".age"):
        content = path.read_text(encoding="utf-8")
        said = Said(content, said.stdout + said.stderr, said.code)
    return Shown(diary, (*line.split(), name), "file", path.exists(), said)


def typed(diary: Diary, line: str, *flags: str) -> Said:
    """What `tracker` says to a line in a copy of the diary, which stays as it is."""
    return write(copy_of(diary), diary.now, *shlex.split(line), *flags)


def copy_of(diary: Diary) -> Path:
    """A copy to write in; no file where there is none."""
    copy = diary.path.with_name("copy.sqlite")
    copy.unlink(missing_ok=True)
    if diary.path.exists():
        shutil.copy(diary.path, copy)
    return copy


def write(path: Path, now: str, *words: str) -> Said:
    """What `tracker` says to some words, and whatever it does to the diary."""
    home = str(path.parent)
    own: dict[str, str | None] = {"HOME": home, "XDG_DATA_HOME": home}
    before = os.umask(0o077)
    result = CliRunner().invoke(
        main,
        ["--db", str(path), "--now", now + EASTERN, *words],
        env=own | dict.fromkeys(QUIET),
        prog_name="tracker",
        catch_exceptions=False,
    )
    os.umask(before)
    return Said(result.stdout, result.stderr, result.exit_code)


def make_diaries(folder: Path) -> list[Diary]:
    """The diaries of the walk: none yet, some without a told limit, some with one."""
    began, numberless = folder / "began.sqlite", folder / "numberless.sqlite"
    weeks, told = folder / "weeks.sqlite", folder / "told.sqlite"
    begin(began)
    begin(numberless, emergency="", care_team="", baseline_pain=None)
    shutil.copy(began, weeks)
    for now, line in TWO_WEEKS:
        said = write(weeks, now, *shlex.split(line))
        assert said.code == 0, f"{line}: {said}"
    shutil.copy(weeks, told)
    assert write(told, "2026-11-16T12:00", *shlex.split(LIMIT_TOLD)).code == 0
    first_day, day_14 = "2026-11-04T19:10", "2026-11-17T12:00"
    none = folder / "none.sqlite"
    return [
        Diary("nothing", none, first_day, begun=False, whole=True),
        Diary("first day", began, first_day),
        Diary("no numbers", numberless, first_day),
        Diary("two weeks", weeks, day_14, whole=True, asked=True),
        Diary("clock set back", weeks, "2026-11-10T12:00", only=CLOCK_SET_BACK),
        Diary("day 60", weeks, "2027-01-02T12:00"),
        Diary("day 200", weeks, "2027-05-22T12:00"),
        Diary("a limit", told, day_14, told=True),
        Diary("a limit that has passed", told, "2027-01-02T12:00", told=True),
    ]


def begin(path: Path, **changed: object) -> None:
    """Ruth's procedure in a new diary, with each published end on a day of its own."""
    source = (BUNDLED / "sacroplasty-standard.toml").read_text(encoding="utf-8")
    for restriction, end in MOVED_ENDS.items():
        head, found, tail = source.partition(f'id = "{restriction}"')
        source = head + found + END.sub(end, tail, count=1)
        assert source.count(f'until = "{end}"') == 1
    protocol = path.with_name("sacroplasty-standard.toml")
    protocol.write_text(source, encoding="utf-8")
    create(str(path))
    driver = SqliteDriver(str(path))
    try:
        start(Store(driver), a_beginning(**changed), check(protocol), BEGAN)
    finally:
        driver.close()

"""A file that is damaged, or no diary at all, ends no command in a traceback.

Stands for the one place where errors of SQLite become sentences, for the look at every
stored value, for the look at the whole file after a mistake, and for writing nothing
before all of that. The sentence never carries a note, and the file stays as it is.
"""

import os
import random
import shlex
import shutil
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from tests.builders import NOW as NOW_AT
from tests.builders import a_check_in
from tests.conftest import Run
from tests.every_line import LIMIT_TOLD, TWO_WEEKS
from tests.hostile import MARKER
from tests.reliability.conftest import TORTURE, Figures, chance_of, often
from tests.reliability.harms import PARTS, WHOLE, Harm
from tests.store.test_upgrades import FROZEN
from tracker.cli import main
from tracker.cli.commands import visit as visits
from tracker.errors import UnusableFile
from tracker.services.log import log
from tracker.store.sqlite_driver import LATE, SqliteDriver
from tracker.store.store import Store

NOW = "2026-11-18T19:10:00-05:00"
CODES = {0, 1, 2, 3, 4, 10, 20}
BEGUN = (
    "2026-11-03T11:00",
    "start 2026-11-03 --time 10:30 --name Ruth --zone America/New_York "
    "--baseline-pain 8 --emergency 911 --care-team 555-0100",
)
LATER = (
    ("2026-11-16T10:00", LIMIT_TOLD),
    ("2026-11-16T11:00", f'log pain=4 --note "{MARKER} note" --sign fever'),
    ("2026-11-16T11:10", f"visit ask {MARKER} question"),
)
# One of every kind of reading and writing; before a release all that follow too.
FEW = (
    "today",
    "log pain=4",
    "entries --json",
    "report --since procedure --notes",
    "export csv",
    "timeline --all",
    "warnings",
    "changes --all",
    "edit 3 pain=9 --reason Typo.",
    "undo",
    "visit add 2027-06-01 --time 9:00",
    "done bone-health-talk",
)
REST = (
    "today --alarm", "today --json", "log --sign fever", "log pain=4 --at yesterday",
    "entries", "changes --json", "changes --entry 3", "signs", "warnings --json",
    "warnings answer 4 --called now --note Told.", "timeline", "timeline --json",
    "can lift 8lb", "can drive", "explain 1", "explain 3", "explain warning 1",
    "explain heavy-lifting", "chart", "chart walk", "visit done 2", "visit list",
    "told strenuous --by Nurse --source call", "told bend-twist --cleared --by Nurse",
    "report", "report --json", "report -o out.html", "visit ask", "visit ask Why now",
    "visit ask --remove 1", "bone", "bone vitamin-d asked", "contact list",
    "contact add care-team 555-0199", "delete 3", "undo --steps 30", "redo",
    "move 2026-11-02 --reason Typo.", "skip check-12m --reason Moving", "reopen home",
    "export csv --long", "export json", "export ndjson", "export fhir", "export ics",
    "export csv -o out.csv", "export fhir -o out.json", "export ics -o out.ics",
    "sheet -o out.pdf", "questions", "db upgrade", "start 2026-11-16 --another",
    "start 2026-11-16 --name Bob", "erase Ruth", "backup", "backup verify", "verify",
    "archive out.zip", "move 2026-11-02 --reason Typo. --yes",
)  # fmt: skip
LINES = (*FEW, *REST) if TORTURE else FEW
# They need no diary, or look only at some of it, or say what is wrong and end with 1.
WITHOUT = (
    "signs", "questions", "db upgrade", "backup", "backup verify", "verify",
    "archive out.zip", "erase Ruth",
)  # fmt: skip
FLIPS = often(100, 1000)
TRACEBACK = "TRACEBACK"
CUTS = often(25, 500)


class Ended(NamedTuple):
    """How a line ended: its code, its words, and the error nobody expected."""

    code: int
    stdout: str
    stderr: str
    error: str


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks with everything in them, made once: copy it."""
    path = tmp_path_factory.mktemp("sound") / "diary.sqlite"
    for now, line in (BEGUN, *TWO_WEEKS, *LATER):
        ended = typed(path, line, f"{now}:00-05:00")
        assert (ended.code, ended.error) == (0, ""), line
    return path


@pytest.fixture
def folder(tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a line is typed: an empty folder, without daily copies."""
    monkeypatch.setenv("TRACKER_BACKUPS", "off")
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def typed(path: Path, line: str, now: str = NOW) -> Ended:
    args = ["--db", str(path), "--now", now, *shlex.split(line)]
    done = CliRunner().invoke(main, args, prog_name="tracker")
    expected = done.exception is None or isinstance(done.exception, SystemExit)
    error = "" if expected else f"{type(done.exception).__name__}"
    return Ended(done.exit_code, done.stdout, done.stderr, error)


def put(sound: Path, folder: Path, harm: Harm) -> Path:
    """A fresh diary in an empty folder, harmed."""
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    path = folder / "diary.sqlite"
    shutil.copy(sound, path)
    harm(path)
    return path


def state(path: Path) -> object:
    """The file as it lies there, whatever it is."""
    if path.is_symlink():
        return os.readlink(path)
    return path.read_bytes() if path.is_file() else path.lstat().st_mode


def bugs(bad: list[str]) -> int:
    """How many of them are tracebacks, apart from all else that is wrong."""
    return sum(each.startswith(TRACEBACK) for each in bad)


def wrong(path: Path, line: str) -> str:
    """What is wrong with how a line ends on a bad file; nothing if all is well."""
    before = state(path)
    ended = typed(path, line)
    if ended.error:
        return f"{TRACEBACK} {line}: {ended.error}"
    if ended.code not in CODES:
        return f"{line}: {ended.code}"
    if ended.code == 2 and not _is_one_sentence(ended):
        return f"{line}: {ended.stderr.count(chr(10))} lines"
    if ended.code and MARKER in ended.stderr:
        return f"{line}: a note is told"
    refused = ended.code in (1, 2) and LATE not in " ".join(ended.stderr.split())
    if refused and state(path) != before:
        return f"{line}: {ended.code}, and the file is another"
    return ""


def _is_one_sentence(ended: Ended) -> bool:
    """Whom to call is said before it, if somebody has to be called."""
    calls = ended.stderr.startswith("Call ")
    return bool(ended.stderr) and (calls or ended.stderr.count("\n") == 1)


@pytest.mark.parametrize("harm", WHOLE.values(), ids=WHOLE.keys())
def test_what_no_command_can_read_is_told_by_every_command(
    sound: Path, folder: Path, harm: Harm
) -> None:
    for line in LINES:
        path = put(sound, folder, harm)
        assert wrong(path, line) == ""
        if line not in WITHOUT:
            ended = typed(path, line)
            assert (ended.code, ended.stdout) == (2, ""), line


@pytest.mark.parametrize("harm", PARTS.values(), ids=PARTS.keys())
def test_what_some_commands_can_read_is_read_or_told(
    sound: Path, folder: Path, harm: Harm
) -> None:
    found = [wrong(put(sound, folder, harm), line) for line in LINES]

    assert [each for each in found if each] == []


@pytest.mark.parametrize("place", ["nowhere", "a link to nowhere"])
def test_where_there_is_no_file_none_is_made_by_reading(
    diary_path: Path, run: Run, place: str
) -> None:
    if place != "nowhere":
        diary_path.symlink_to("nowhere")

    for line in ("today", "log pain=4", "export csv", "undo", "erase Ruth"):
        assert "No recovery is written down yet" in run(*line.split(), code=1).stderr
    assert not diary_path.exists()


def flipped(whole: bytes, chance: random.Random) -> bytes:
    bad = bytearray(whole)
    for _ in range(chance.randint(1, 32)):
        bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
    return bytes(bad)


def test_flipped_bits_are_told_or_do_no_harm(
    sound: Path, folder: Path, figures: Figures
) -> None:
    chance, whole = chance_of("flips"), sound.read_bytes()
    found = []
    for number in range(FLIPS):
        path = put(sound, folder, lambda p: p.write_bytes(flipped(whole, chance)))
        found.append(wrong(path, LINES[number % len(LINES)]))

    bad = [each for each in found if each]
    figures(
        "files with flipped bits",
        rounds=FLIPS,
        tracebacks=bugs(bad),
        wrong=len(bad) - bugs(bad),
    )
    assert bad == []


def test_a_file_cut_anywhere_is_told_or_does_no_harm(
    sound: Path, folder: Path, figures: Figures
) -> None:
    chance, size = chance_of("cuts"), sound.stat().st_size
    found = []
    for number in range(CUTS):
        path = put(sound, folder, lambda p: os.truncate(p, chance.randrange(size)))
        found.append(wrong(path, LINES[number % len(LINES)]))

    bad = [each for each in found if each]
    figures(
        "files cut anywhere",
        rounds=CUTS,
        tracebacks=bugs(bad),
        wrong=len(bad) - bugs(bad),
    )
    assert bad == []


def test_what_was_saved_is_not_said_to_be_lost(sound: Path, folder: Path) -> None:
    path = put(sound, folder, PARTS["no table of signs"])

    ended = typed(path, "start 2026-11-16 --another")

    assert (ended.code, LATE in ended.stderr) == (2, True)
    assert "left as it is" not in ended.stderr


@pytest.mark.parametrize("put_there", [True, False])
def test_a_diary_that_was_replaced_meanwhile_takes_no_entry(
    started: Path, template: Path, put_there: bool
) -> None:
    with closing(SqliteDriver(str(started))) as driver:
        os.rename(started, started.with_name("aside.sqlite"))
        if put_there:
            shutil.copy(template, started)

        with pytest.raises(UnusableFile, match=r"replaced by another.*Nothing was sa"):
            log(Store(driver), a_check_in(), NOW_AT)


# What the file does not explain


def broken(*_: object) -> None:
    raise KeyError("a mistake of ours")


@pytest.mark.parametrize("source", ["sound", *sorted(FROZEN.iterdir())], ids=str)
def test_a_mistake_of_ours_is_never_put_down_to_a_sound_diary(
    sound: Path, folder: Path, source: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(Path(source) if source != "sound" else sound, folder, lambda _: None)
    assert typed(path, "db upgrade").code == 0
    monkeypatch.setattr(visits, "show_visits", broken)

    assert typed(path, "visit list").error == "KeyError"


def test_a_mistake_on_a_damaged_diary_is_put_down_to_it(
    sound: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(sound, folder, PARTS["nobody's answers"])
    monkeypatch.setattr(visits, "show_visits", broken)

    ended = typed(path, "visit list")

    assert (ended.code, ended.error) == (2, "")
    assert "does not fit together" in ended.stderr

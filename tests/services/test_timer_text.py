"""Lines for cron and units for systemd: what is run is what was meant, whatever it is.

The lines are read as cron reads them and run by /bin/sh; the units are read by a
parser of systemd's own rules, and looked at by systemd where it is installed.
"""

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.tools import tool
from tracker.services.timer_text import (
    Timer,
    cron_lines,
    exec_start,
    in_systemd,
    key_of,
    service_name,
    service_unit,
    timer_name,
    timer_unit,
)

VARIABLE = "TRACKER_PASSPHRASE_FILE"
TIMES = (time(9), time(18, 30))
# Both readings of two backslashes that crons are known for.
CRONS = ("keeps both", "keeps one")
ODD = (
    "plain", "two words", "it's", '"quoted"', "100%", "%%", "a\\b", "a\\\\b", "\\%",
    "\\\\%", "%\\", "a\nb", "\n", "ends\n", "\n%\n\\", "'", "\\'", "$HOME",
    "$(touch x)", "`id`", "${x%y}", "a;b", ";", "#x", "~", "*", "!x", "a\tb", "\r",
    "Müller", "\x1b", "-x", "", " ", "\x7f", "a=b", "%h", "%%h", "$$", "\\n",
    "\\x41", "@x", ":x", "&", "|", "<a>", "()", "\u202e",
)  # fmt: skip
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]),
    max_size=12,
) | st.text(st.sampled_from("%\\'\"\n$ ;#a`"), max_size=8)


def a_timer(*words: str, program: str = "/bin/echo", **changed: object) -> Timer:
    """Runs the program with those words at two times."""
    timer = Timer(
        key_of("/home/ruth/diary.sqlite"),
        (program, *words),
        (program, *words),
        TIMES,
        ("America/New_York",),
        None,
    )
    return timer._replace(**changed)  # type: ignore[arg-type]


def read_by_cron(line: str, cron: str) -> tuple[list[str], str, str]:
    """The five fields of a line of a crontab, its command, and what the command reads.

    An unescaped % ends the command; those after it are line breaks of its input.
    """
    *fields, rest = line.split(None, 5)
    command, stdin, found, place = "", "", False, 0
    while place < len(rest):
        letter = rest[place]
        following = rest[place + 1 : place + 2]
        if letter == "\\" and following == "%":
            command, place = command + "%", place + 2
        elif letter == "\\" and following:
            both = not (following == "\\" and cron == "keeps one")
            command += (letter if both else "") + following
            place += 2
        elif letter == "%":
            found, stdin = True, rest[place + 1 :].replace("%", "\n")
            break
        else:
            command, place = command + letter, place + 1
    return fields, command, stdin if found else ""


@pytest.fixture(scope="module")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that writes down its words and one variable; its name is an odd one."""
    path = tmp_path_factory.mktemp("a 'b' 100% \\%\\\\ $HOME\nc") / "shows"
    lines = (
        # The first line of a program cannot name a path with a blank in it.
        "#!/bin/sh",
        "''':'",
        f'exec {shlex.quote(sys.executable)} "$0" "$@"',
        "'''",
        "import json, os, sys",
        f"json.dump([sys.argv[1:], os.environ.get({VARIABLE!r})], sys.stdout)",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def run_by_cron(line: str, cron: str) -> list[object]:
    """What the program was given, run as cron runs it."""
    fields, command, stdin = read_by_cron(line, cron)
    assert len(fields) == 5
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere"},
        cwd="/",
        check=True,
    )
    shown: list[object] = json.loads(done.stdout)
    return shown


@pytest.mark.parametrize("cron", CRONS)
def test_cron_runs_every_odd_word_as_it_was_meant(shows: Path, cron: str) -> None:
    timer = a_timer(*ODD, program=str(shows), passphrase="/a b/%\\%\n'x'")

    for line in cron_lines(timer):
        assert "\n" not in line
        assert run_by_cron(line, cron) == [list(ODD), "/a b/%\\%\n'x'"]


@given(words=st.lists(TEXTS, min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
@example(words=["\\\n%"])
def test_cron_runs_any_words_as_they_were_meant(shows: Path, words: list[str]) -> None:
    (line, _) = cron_lines(a_timer(*words, program=str(shows)))

    assert all(run_by_cron(line, cron) == [words, None] for cron in CRONS)


def test_a_line_for_cron_says_its_time_and_ends_with_its_mark() -> None:
    timer = a_timer("remind")

    assert cron_lines(timer) == [
        f"0 9 * * * /bin/echo remind # tracker-remind-{timer.key}",
        f"30 18 * * * /bin/echo remind # tracker-remind-{timer.key}",
    ]


def test_the_parser_of_these_tests_ends_a_command_at_a_bare_percent() -> None:
    line = r"0 9 * * * echo a\%b % c%d"

    assert read_by_cron(line, CRONS[0])[1:] == ("echo a%b ", " c\nd")


ESCAPES = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", '"': '"', "'": "'", "s": " ",
}  # fmt: skip
ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|(.))", re.DOTALL)
PIECE = re.compile(
    r"""(?P<blank>[ \t]+)|"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'"""
    r"""|(?P<bare>(?:[^"'\\ \t]|\\.)+)""",
    re.DOTALL,
)


def words_of(value: str) -> Iterator[str]:
    """The words of a value in a unit file, by the rules of systemd.syntax(7)."""
    word, place = "", 0
    begun = False
    while place < len(value):
        piece = PIECE.match(value, place)
        assert piece, "a quote is not closed"
        place = piece.end()
        if piece["blank"] and begun:
            yield word
        assert piece["bare"] != ";" or begun, "a bare ; parts two commands"
        begun = not piece["blank"]
        text = piece["double"] or piece["single"] or piece["bare"] or ""
        word = word + ESCAPE.sub(_unescaped, text) if begun else ""
    if begun:
        yield word


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else ESCAPES[found[2]]


def specified(word: str) -> str:
    """A word with its specifiers taken in: nobody wrote one, so each is a percent."""
    rest = word.replace("%%", "")
    assert "%" not in rest, "a specifier that nobody meant"
    return word.replace("%%", "%")


def run_by_systemd(value: str) -> list[str]:
    """The words that are run: escapes, then specifiers, then variables in arguments."""
    program, *others = (specified(word) for word in words_of(value))
    assert program.startswith("/")
    assert not set(program) & set("\"'\\$\n"), "systemd takes no such program"
    for word in others:
        assert "$" not in word.replace("$$", ""), "a variable that nobody meant"
    return [program, *(word.replace("$$", "$") for word in others)]


def through_shell(words: list[str]) -> list[str]:
    """What is run in the end where a shell hands the words on."""
    if words[0] != "/bin/sh":
        return words
    assert words[1:3] == ["-c", 'exec "$0" "$@"']
    return words[3:]


def test_systemd_runs_every_odd_word_as_it_was_meant(shows: Path) -> None:
    timer = a_timer(*ODD, program=str(shows))

    value = exec_start(timer)

    assert value.isprintable() or "\u202e" in value
    assert through_shell(run_by_systemd(value)) == [str(shows), *ODD]


@given(words=st.lists(TEXTS, max_size=4), folder=TEXTS)
@settings(deadline=None)
def test_systemd_runs_any_words_as_they_were_meant(
    words: list[str], folder: str
) -> None:
    timer = a_timer(*words, program=f"/opt/{folder}/tracker")

    found = through_shell(run_by_systemd(exec_start(timer)))

    assert found == [f"/opt/{folder}/tracker", *words]


def test_a_program_with_an_odd_name_is_run_by_a_shell_that_takes_it_whole(
    shows: Path,
) -> None:
    words = run_by_systemd(exec_start(a_timer(*ODD, program=str(shows))))

    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=True)

    assert json.loads(done.stdout)[0] == list(ODD)


def test_a_program_with_a_usual_name_needs_no_shell() -> None:
    value = exec_start(a_timer("remind", "a b", program="/opt/my tools/tracker"))

    assert value == '"/opt/my tools/tracker" "remind" "a b"'


def test_the_file_of_the_passphrase_is_named_in_the_unit() -> None:
    unit = service_unit(a_timer("x", passphrase='/a "b" $HOME 5%'))

    (line,) = [line for line in unit.split("\n") if line.startswith("Environment=")]
    (word,) = words_of(line.removeprefix("Environment="))
    assert specified(word) == f'{VARIABLE}=/a "b" $HOME 5%'


def test_the_timer_rings_by_the_clocks_of_the_person_and_makes_up_for_being_off() -> (
    None
):
    unit = timer_unit(a_timer("x"))

    assert "OnCalendar=*-*-* 09:00:00 America/New_York\n" in unit
    assert "OnCalendar=*-*-* 18:30:00 America/New_York\n" in unit
    assert "Persistent=true\n" in unit


def verified(timer: Timer) -> subprocess.CompletedProcess[str]:
    """What systemd itself says to the two units."""
    analyze = tool("systemd-analyze")
    with TemporaryDirectory() as folder:
        service = Path(folder, service_name(timer.key))
        clock = Path(folder, timer_name(timer.key))
        service.write_text(service_unit(timer), encoding="utf-8")
        clock.write_text(timer_unit(timer), encoding="utf-8")
        return subprocess.run(
            [analyze, "verify", "--user", "--man=no", str(clock), str(service)],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "XDG_RUNTIME_DIR": folder},
            check=False,
        )


def test_systemd_finds_nothing_wrong_with_the_units(shows: Path) -> None:
    said = verified(a_timer(*ODD, program=str(shows), passphrase="/a b/%h $x \\"))

    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_systemd_finds_a_program_in_a_folder_with_a_percent_and_a_blank(
    shows: Path, tmp_path: Path
) -> None:
    program = tmp_path / "a b 100%h" / "shows"
    program.parent.mkdir()
    program.hardlink_to(shows)

    said = verified(a_timer("x", program=str(program)))

    assert (said.returncode, said.stderr) == (0, "")
    assert "/bin/sh" not in exec_start(a_timer("x", program=str(program)))


def test_systemd_would_find_what_is_wrong(shows: Path) -> None:
    broken = service_unit(a_timer()).replace("ExecStart=", 'ExecStart="')
    assert broken != service_unit(a_timer())
    with pytest.raises(AssertionError):
        list(words_of('"not closed'))
    with pytest.raises(AssertionError):
        run_by_systemd(f'/bin/echo {in_systemd("%h")[:-1].replace("%%", "%")}"')
    assert verified(a_timer(program="/no/such/program")).returncode != 0


def test_six_in_the_evening_stays_six_when_the_clocks_change() -> None:
    analyze = tool("systemd-analyze")
    unit = timer_unit(a_timer("x", times=(time(18),)))
    (when,) = re.findall("OnCalendar=(.*)", unit)
    typed = ("--base-time=2027-03-13 12:00 UTC", "--iterations=3")

    said = subprocess.run(
        [analyze, "calendar", *typed, when],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "TZ": "UTC"},
        check=True,
    ).stdout

    assert re.findall(r"(2027-\S+ \S+) UTC", said)[-3:] == [
        "2027-03-13 23:00:00",
        "2027-03-14 22:00:00",
        "2027-03-15 22:00:00",
    ]


def test_two_paths_of_one_diary_have_one_timer(tmp_path: Path) -> None:
    diary = tmp_path / "diary.sqlite"
    link = tmp_path / "link.sqlite"
    link.symlink_to(diary)

    assert key_of(str(diary)) == key_of(str(link))
    assert key_of(str(diary)) != key_of(str(tmp_path / "other.sqlite"))


def test_a_word_for_cron_is_never_more_than_one_word_of_a_shell() -> None:
    line = cron_lines(a_timer("a b", "c'd"))[0]

    assert shlex.split(line, comments=True)[5:] == ["/bin/echo", "a b", "c'd"]

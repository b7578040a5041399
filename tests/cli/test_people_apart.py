"""Nobody's words are reached through the number, the id or the file of another.

Each line is typed twice for Ruth: in a diary of three people, and in one in which she
always was alone. What is said, what goes into files and what is written has to be the
same, so whatever the others wrote makes no difference.
"""

import re
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import click
import pyrage
import pytest

from tests.conftest import Said
from tests.lines_for_one import (
    LINES,
    NOBODYS,
    NOBODYS_NUMBER,
    OF_THE_FILE,
    REACHING,
)
from tests.reliability.typed_lines import COMMANDS
from tests.three_people import (
    IDS,
    MARKED,
    OTTO,
    RUTH,
    leave_alone,
    make_three,
    owned_tables,
    rows_but,
    run_in,
)
from tracker.cli.options import EntryNumber
from tracker.shares.reading import unpack

IDENTITY = pyrage.x25519.Identity.generate()
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
# Shown to anybody: when to call. What is due is said of everybody in the diary.
OF_ANYBODY = ("signs", "remind")
# The line or its file names somebody itself.
NAMING = ("person ", "share merge")
# Said where there are others too: how they are named, and nothing of theirs.
HOW_TO_NAME = re.compile(
    r"Somebody who was taken back\? tracker redo --person NAME\n| --person NAME$"
    r"|(?<=tracker) --person Ruth(?= undo$)",
    re.M,
)


class Diaries(NamedTuple):
    """The diary of three, that of Ruth alone, and what lines can name.

    ``ids`` are all that were given, ``others`` those of nobody's but the others'.
    """

    three: Path
    alone: Path
    named: dict[str, str]
    ids: frozenset[str]
    others: frozenset[str]


class Came(NamedTuple):
    """What a line said, what it left in files, and Ruth's own rows after it."""

    said: Said
    files: dict[str, bytes]
    rows: str


@pytest.fixture(scope="module")
def diaries(tmp_path_factory: pytest.TempPathFactory) -> Diaries:
    folder = tmp_path_factory.mktemp("people")
    three, alone = make_three(folder), folder / "alone.sqlite"
    leave_alone(three, RUTH, alone)
    theirs = folder / "otto"
    for line, ending in (
        ("export ndjson", "ndjson"),
        ("export json", "json"),
        ("export csv --long", "long.csv"),
        ("export fhir", "fhir.json"),
    ):
        words = [*line.split(), "-o", f"{theirs}.{ending}"]
        assert run_in(three, "--person", "Otto", *words).code == 0
    key = folder / "key.txt"
    key.write_text(f"{IDENTITY}\n", encoding="utf-8")
    key.chmod(0o600)
    named = {
        "key": str(key),
        "recipient": str(IDENTITY.to_public()),
        "theirs": _entry(three, OTTO, 7),
        "own": _entry(three, RUTH, 1),
        "theirs_file": str(theirs),
    }
    made = LINES["share make"][0].format(**named, diary=folder)
    assert run_in(three, "--person", "Otto", *shlex.split(made)).code == 0
    (folder / "dana.age").rename(f"{theirs}.age")
    ids = frozenset(_ids(three))
    return Diaries(three, alone, named, ids, ids - _ids(alone))


def _entry(path: Path, name: str, number: int) -> str:
    query = "SELECT id FROM check_in WHERE person_id = ? AND number = ?"
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute(query, [IDS[name], number]).fetchone()
    return str(found)


def _ids(path: Path) -> set[str]:
    """Every id that stands anywhere in a diary."""
    return set(ID.findall(repr(rows_but(path, None))))


def typed(diaries: Diaries, source: Path, line: str, *flags: str) -> Came:
    """What a line does in a copy of a diary, in the same place each time."""
    folder = diaries.three.parent / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    diary = Path(shutil.copy(source, folder / "diary.sqlite"))
    words = shlex.split(line.format(diary=folder, **diaries.named))
    said = run_in(diary, *flags, *words)
    if source == diaries.three and "Otto" not in flags:
        assert rows_but(diary, RUTH) == rows_but(diaries.three, RUTH)
    files = {
        path.name: _content(diaries, path)
        for path in sorted(folder.iterdir())
        if path.is_file() and path != diary
    }
    return Came(_normal(diaries, said), files, _normal_text(diaries, _rows_of(diary)))


def _content(diaries: Diaries, path: Path) -> bytes:
    """What is in a file; of a shared one what was sealed in it."""
    if path.suffix != ".age":
        return path.read_bytes()
    opened = pyrage.decrypt(path.read_bytes(), [IDENTITY])
    return _normal_text(diaries, repr(unpack(opened, path.name))).encode()


def _rows_of(diary: Path) -> str:
    with closing(sqlite3.connect(diary)) as connection:
        return repr(
            {
                table: connection.execute(
                    f"SELECT * FROM {table} WHERE person_id = ?", [IDS[RUTH]]
                ).fetchall()
                for table in owned_tables(connection)
            }
        )


def _normal(diaries: Diaries, said: Said) -> Said:
    out, err = (_normal_text(diaries, text) for text in (said.stdout, said.stderr))
    return Said(out, err, said.code)


def _normal_text(diaries: Diaries, text: str) -> str:
    """Without the ids given just now, digests over them, and how others are named."""
    text = ID.sub(lambda m: m[0] if m[0] in diaries.ids else "new-id", text)
    text = HOW_TO_NAME.sub("", text)
    return DIGEST.sub("digest", text)


def lines() -> Iterator[tuple[str, str]]:
    """Each line in each form."""
    for typed_lines in LINES.values():
        for line in typed_lines:
            for form in ("", "--plain", "--json"):
                yield line, form


@pytest.mark.parametrize(("line", "form"), [*lines()])
def test_the_others_make_no_difference(diaries: Diaries, line: str, form: str) -> None:
    flags = (*([form] if form else []), "--person", "Ruth")

    among_three = typed(diaries, diaries.three, line, *flags)
    by_herself = typed(diaries, diaries.alone, line, *flags)

    assert among_three == by_herself
    _check_unmarked(diaries, line, among_three)


def _check_unmarked(diaries: Diaries, line: str, came: Came) -> None:
    """Nothing of the others is in it, but for what the line itself says of them."""
    said = "".join(came.said[:2])
    for file in came.files.values():
        said += file.decode("utf-8", "replace")
    for word in shlex.split(line.format(diary="", **diaries.named)):
        said = said.replace(word, "")
    # What is said of a file is of whoever is in it.
    if "{theirs_file}" not in line:
        found = MARKED.search(said)
        assert found is None, said[max(0, found.start() - 200) : found.end() + 200]
        assert not diaries.others & set(ID.findall(said))


def test_every_command_has_a_line_or_a_reason() -> None:
    named = {" ".join(words) for words, command in COMMANDS if _does(command)}

    assert named == LINES.keys() | OF_THE_FILE.keys()
    assert not LINES.keys() & OF_THE_FILE.keys()


def _does(command: click.Command) -> bool:
    """Whether it does something by itself, not only through one of its own."""
    return not isinstance(command, click.Group) or command.invoke_without_command


def test_every_number_and_id_that_can_be_typed_has_a_line_that_reaches_out() -> None:
    taken = {
        (" ".join(words), parameter.name)
        for words, command in COMMANDS
        for parameter in command.params
        if isinstance(parameter.type, EntryNumber) or parameter.metavar == "UUID"
    }

    # Which version of one's own, and a number among words.
    taken = (taken - {("share answer", "keep")}) | {("explain", "words")}
    assert taken == REACHING.keys()


@pytest.mark.parametrize("form", ["", "--plain", "--json"])
@pytest.mark.parametrize(("line", "theirs"), REACHING.values())
def test_what_only_others_have_is_answered_like_what_nobody_has(
    diaries: Diaries, line: str, theirs: str, form: str
) -> None:
    nobodys = NOBODYS.get(theirs, NOBODYS_NUMBER)

    def answer(person: str, number: str) -> tuple[list[str], int]:
        words = (*([form] if form else []), "--person", person)
        said = typed(diaries, diaries.three, line.replace("{n}", number), *words).said
        shown = "new-id" if number in NOBODYS.values() else number
        named = re.compile(rf"\b{shown.format(**diaries.named)}\b")
        return [named.sub("*", text) for text in said[:2]], said.code

    assert answer("Ruth", theirs) == answer("Ruth", nobodys)
    assert answer("Otto", theirs) != answer("Otto", nobodys)


def test_nothing_is_shown_or_written_while_nobody_is_chosen(diaries: Diaries) -> None:
    """Only who is in the diary is told, so that one can be chosen."""
    for command, typed_lines in LINES.items():
        for line in () if command.startswith(NAMING) else typed_lines:
            came = typed(diaries, diaries.three, line)
            text = " ".join(came.said[:2]).replace("\n", " ")

            assert (came.said.code == 2) == (command not in OF_ANYBODY), line
            assert came.rows == _normal_text(diaries, _rows_of(diaries.three)), line
            assert not came.files, line
            assert command == "remind" or not re.search(r"555|Helper of", text), line


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("command", "begun", "rutheses", "ottoses"),
    [
        ("log --sign", "lo", "low-mood", ""),
        ("log --sign", "ot", "", "otto-mood"),
        ("explain", "otto", "", "otto-mood"),
    ],
)
def test_words_are_completed_from_the_plan_of_the_one_named(
    diaries: Diaries, command: str, begun: str, rutheses: str, ottoses: str, after: bool
) -> None:
    for person, completed in (("Ruth", rutheses), ("Otto", ottoses)):
        named = f"--person {person}"
        first, rest = (command, named) if after else (f"{named} {command}", "")
        name, *options = first.rsplit(" --sign", 1)
        words = f"tracker --db {diaries.three} {first} {begun}"
        if after:
            tail = " --sign" if options else ""
            words = f"tracker --db {diaries.three} {name} {rest}{tail} {begun}"

        said = run_in(
            diaries.three,
            _TRACKER_COMPLETE="bash_complete",
            COMP_WORDS=words,
            COMP_CWORD=str(len(words.split()) - 1),
        )

        assert [line.split(",")[1] for line in said.stdout.split()] == completed.split()

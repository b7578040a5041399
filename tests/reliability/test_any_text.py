"""Whatever people write, it is shown, and does nothing where it is shown.

Stands for the text made visible on its way out: on the screen, in every file, and in
every message. What a control is, is told by `tests/hostile.py` from Unicode's tables.
"""

import csv
import io
import json
import shlex
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.builders import NOW, a_check_in, a_visit, an_answer, an_id
from tests.conftest import Said
from tests.every_output import write
from tests.hostile import MARKER, controls, is_control, texts
from tests.imports.files import HEAD, a_line
from tests.reliability.conftest import Figures, often
from tests.tools import tool
from tracker.cli.names import LONGEST_NAME
from tracker.domain.calendar import at_instant, plan_visit
from tracker.exports import to_ics
from tracker.services.log import log
from tracker.store.sqlite_driver import SqliteDriver
from tracker.store.store import Store

EACH = 50
DIARIES = often(10, 100)
CLOCK = "2026-11-17T12:00"
# A failure is not made smaller: each try is a whole diary with all its outputs.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
SETTINGS = settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES
)
# A text of each kind that is no note; refused where nobody can mean it.
ELSEWHERE = (
    ("start", "2026-11-03", "--name", "{}", "--zone", "UTC"),
    ("--as", "{}", "visit", "add", "2026-11-20", "--title", "{}"),
    ("strenuous", "--by", "{}", "--source", "{}"),
    ("skip", "check-12m", "--reason", "{}"),
    ("contact", "add", "caregiver", "555-0177", "--name", "{}"),
    ("visit", "ask", "--", "{}"),
    ("bone", "vitamin-d", "asked", "--note", "{}"),
    ("log", "--sign", "fever", "--note", "{}"),
    ("warnings", "answer", "1", "--called", "now", "--note", "{}"),
    ("edit", "1", "walk=3", "--reason", "{}"),
)
SCREENS = (
    "today", "entries", "changes --all", "report --notes --since procedure",
    "chart pain", "timeline --all", "can exercise", "explain 1", "warnings",
    "contact list", "visit list", "visit ask", "bone", "explain warning 1",
)  # fmt: skip
FORMS = ("", " --plain", " --json")
FILES = ("export csv --long", "export ics", "export fhir", "questions", "signs")
# What a reader of PDF adds itself: the end of a side, and marks around right to left.
OF_THE_READER = dict.fromkeys(map(ord, "\f\u202a\u202b\u202c"))
STEPS = ("=", "+", "-", "@", "\t", "\r")


def lived(template: Path, folder: Path, notes: Sequence[str], other: str) -> Path:
    """A diary with these notes, and the other text wherever else a text can stand."""
    diary = folder / "diary.sqlite"
    shutil.copy(template, diary)
    first, *rest = ELSEWHERE
    assert write(diary, CLOCK, *(word.format(other) for word in first)).code in (0, 1)
    if write(diary, CLOCK, "today").code:
        write(diary, CLOCK, *(word.format("Ruth") for word in first))
    with closing(SqliteDriver(str(diary))) as driver:
        for number, note in enumerate(notes, 1):
            log(Store(driver), _entry(number, note), NOW)
    for line in rest:
        write(diary, CLOCK, *(word.format(other) for word in line))
    return diary


def _entry(number: int, note: str) -> Any:
    answers = (an_answer(number=number % 11), an_answer("walk", number, "min"))
    author = " ".join(note.split())[:LONGEST_NAME]
    entry = {"id": an_id(number), "note": note, "answers": answers, "author": author}
    return a_check_in(number, **entry)


def show(diary: Path, line: str) -> Said:
    said = write(diary, CLOCK, *line.split())
    assert said.code in (0, 3, 4), (line, said)
    return said


def storable(text: str) -> bool:
    """What the program keeps: text of UTF-8 without a NUL."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


NOTES = texts().filter(storable).map(lambda text: f"{MARKER}{text}")
BARE = texts().filter(storable).filter(str.strip)


@pytest.fixture(scope="module")
def our_tags(template: Path) -> set[tuple[str, ...]]:
    """What a page is made of when nobody wrote anything odd."""
    with TemporaryDirectory() as folder:
        diary = lived(template, Path(folder), ["Slept.\nWalked.", "x"] * EACH, "Dana")
        return Tree(page_of(diary)).tags


def test_no_text_does_anything_on_any_screen_or_in_any_file(
    template: Path, our_tags: set[tuple[str, ...]], figures: Figures
) -> None:
    some = st.lists(NOTES | BARE, min_size=EACH, max_size=EACH)
    tried: list[str] = []

    @given(notes=some, other=BARE, form=st.sampled_from(FORMS))
    @settings(SETTINGS, max_examples=DIARIES)
    def every(notes: list[str], other: str, form: str) -> None:
        with TemporaryDirectory() as folder:
            diary = lived(template, Path(folder), notes, other)
            tried.append(other)
            _look_everywhere(diary, notes, form, our_tags)
            tried.pop()

    try:
        every()
    finally:
        what = "odd texts through every screen and file"
        figures(what, rounds=EACH * DIARIES, wrong=len(tried))


def _look_everywhere(
    diary: Path, notes: list[str], form: str, our_tags: set[tuple[str, ...]]
) -> None:
    for line in SCREENS:
        said = show(diary, line + form)
        assert controls(said.stdout + said.stderr) == [], line + form
    for line in FILES:
        assert controls(show(diary, line).stdout) == [], line
    _letters_are_whole(notes, show(diary, "entries --plain").stdout)
    _read_back(notes, show(diary, "entries --json").stdout)
    _read_back(notes, show(diary, "export json").stdout)
    _lines_read_back(notes, show(diary, "export ndjson").stdout)
    _no_formula(show(diary, "export csv").stdout, len(notes))
    _no_line_injected(diary)
    _no_tag_injected(page_of(diary), our_tags)


def _letters_are_whole(notes: list[str], shown: str) -> None:
    """Text without a control is shown to the last letter, joined ones included."""
    told = " ".join(shown.split())
    for note in notes:
        if not any(map(is_control, note)):
            assert " ".join(note.split()) in told


def _read_back(notes: list[str], text: str) -> None:
    assert controls(text) == []
    found = {each["number"]: each["note"] for each in json.loads(text)["entries"]}
    assert [found[number] for number, _ in enumerate(notes, 1)] == notes


def _lines_read_back(notes: list[str], text: str) -> None:
    assert controls(text) == []
    facts = [json.loads(line) for line in text.split("\n") if line]
    found = {each["number"]: each["note"] for each in facts if each["type"] == "entry"}
    assert [found[number] for number, _ in enumerate(notes, 1)] == notes


def _no_formula(text: str, count: int) -> None:
    """No cell of text begins one, and every number is a number."""
    assert controls(text) == []
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) >= count
    for row in rows:
        for column in ("author", "note"):
            assert not _begins_formula(row[column]), row[column]
        assert int(row["day"]) == 1 or row["entry"] > str(count)
        assert all(not row[c] or row[c].isdigit() for c in ("pain (0-10)", "entry"))


def _begins_formula(cell: str) -> bool:
    """Whether a spreadsheet that drops what is not seen would take it for one."""
    if cell.startswith(("\t", "\r")):
        return True
    seen = (c for c in cell if not c.isspace() and unicodedata.category(c) != "Cf")
    first = unicodedata.normalize("NFKC", next(seen, ""))
    return first.startswith(STEPS)


def _no_line_injected(diary: Path) -> None:
    """As many lines of each name as are in a calendar without a text of anybody."""
    full = show(diary, "export ics --titles full").stdout
    plain = show(diary, "export ics").stdout
    assert controls(full) == []
    assert all(len(line.encode()) <= 75 for line in full.split("\n"))
    assert _properties(full) == _properties(plain)


def _properties(calendar: str) -> list[str]:
    lines = calendar.replace("\n ", "").split("\n")
    names = [line.partition(":")[0].partition(";")[0] for line in lines]
    begun = [line for line in lines if line.startswith(("BEGIN", "END"))]
    return sorted(names) + begun


class Tree(HTMLParser):
    """Every tag with the names of its attributes, and what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[tuple[str, ...]] = set()
        self.values: set[str] = set()
        self.others: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add((tag, *sorted(name for name, _ in attrs)))
        self.values |= {value or "" for _, value in attrs}

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def page_of(diary: Path) -> str:
    """The page for a browser."""
    page = diary.with_name("page.html")
    page.unlink(missing_ok=True)
    show(diary, f"report --notes --since procedure -o {page}")
    return page.read_text(encoding="utf-8")


def _no_tag_injected(page: str, ours: set[tuple[str, ...]]) -> None:
    """No tag and no attribute that is not ours, and nobody's text in an attribute."""
    tree = Tree(page)
    assert controls(page) == []
    assert not tree.others
    assert tree.tags <= ours, tree.tags - ours
    assert not any(MARKER in value or "alert" in value for value in tree.values)


@given(titles=st.lists(texts(), min_size=5, max_size=5))
@settings(SETTINGS, max_examples=often(100, 1_000))
def test_no_title_adds_a_line_to_a_calendar(titles: list[str]) -> None:
    def calendar(titles: list[str]) -> str:
        visits = [a_visit(n, title=title) for n, title in enumerate(titles)]
        plan = at_instant(NOW, [plan_visit(visit, 1) for visit in visits])
        return to_ics.render(plan, full_titles=True).decode()

    full = calendar(titles)

    assert controls(full) == []
    assert all(len(line.encode()) <= 75 for line in full.split("\r\n"))
    assert "\n" not in full.replace("\r\n", "")
    lines, clean = (text.replace("\r\n", "\n") for text in (full, calendar(["x"] * 5)))
    assert _properties(lines) == _properties(clean)


@given(text=texts().filter(storable).filter(str.strip))
@settings(SETTINGS, max_examples=often(4, 60))
def test_nothing_typed_is_obeyed_on_paper(
    text: str, template: Path, tmp_path: Path
) -> None:
    with TemporaryDirectory() as folder:
        diary = lived(template, Path(folder), [text] * 3, text)
        for line in ("report --notes -o page.pdf", "sheet -o week.pdf"):
            page = Path(folder, line.split()[-1])
            show(diary, line.replace(page.name, str(page)))
            words = [tool("pdftotext"), str(page), "-"]
            read = subprocess.run(words, capture_output=True, check=True)
            text_read = read.stdout.decode().translate(OF_THE_READER)
            assert controls(text_read) == []


NOTE = f"{MARKER} of somebody"
WITH_A_NOTE = (
    "log pian=4", "log pain=99", "log pain=4 --at tomorrow", "log pain=4 --zone Mars",
    "log pain=4 --id 9", "log pain=4 --sign none --sign fever", "log pain=4 --sing x",
    "log pain=4 --now", "--as '' log pain=4", "edit 99 pain=4",
    "edit 1 pain=99", "warnings answer 99 --mistake", "bone bones asked",
)  # fmt: skip


@pytest.mark.parametrize("line", WITH_A_NOTE)
def test_a_refusal_never_repeats_the_note(line: str, started: Path) -> None:
    said = write(started, CLOCK, *shlex.split(line), "--note", NOTE)

    assert said.code in (1, 2)
    assert MARKER not in said.stdout + said.stderr


@pytest.mark.parametrize("wrong", [None, "\ud800", [], {}, -1, "", "x" * 99])
@pytest.mark.parametrize("field", sorted(json.loads(a_line())))
def test_an_import_that_refuses_an_entry_never_repeats_its_note(
    field: str, wrong: object, started: Path
) -> None:
    entry = json.loads(a_line(**{"note": NOTE, field: wrong}))
    file = started.with_name("diary.ndjson")
    file.write_text(f"{HEAD}\n{json.dumps(entry)}\n", encoding="utf-8")

    said = write(started, CLOCK, "import", str(file), "--yes")

    assert MARKER not in said.stdout + said.stderr


@pytest.mark.parametrize("place", range(20))
def test_a_damaged_diary_is_refused_without_a_word_of_what_is_in_it(
    place: int, started: Path
) -> None:
    for number in range(9):
        write(started, CLOCK, "log", f"pain={number}", "--note", f"{NOTE} {'x' * 800}")
    whole = started.read_bytes()
    cut = len(whole) * place // 20
    started.write_bytes(whole[:cut] + bytes(b ^ 0x55 for b in whole[cut : cut + 4096]))

    for line in ("entries", "today", "log pain=4", "export json", "changes"):
        said = write(started, CLOCK, *line.split())
        assert MARKER not in said.stderr, line

"""Reads the stories in tests/stories, and writes docs/stories.md for clinicians."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.domain.protocol import Protocol, WarningSign, lines_of
from tracker.protocols.library import BUNDLED, check

TARGET = Path(__file__).with_name("stories.md")
FOLDER = Path(__file__).resolve().parent.parent / "tests" / "stories"
COLUMNS = ("day", "written down", "stands", "shown", "waiting")
BEGINS = "start 2026-11-03 --time 10:30 --baseline-pain 8"
EVENING = "20:00"
TIERS = {
    "emergency": "call the emergency number now",
    "same-day": "call the care team today",
    "next-visit": "tell at the next visit",
}
STANDS = {
    "untold": "nobody has said",
    "ask": "the told end has passed: cleared?",
    "differing": "words differ",
    "asked": "asked about",
    "quiet": "not asked about",
}
WHEN = re.compile(r"(\d+)(?: (\d\d:\d\d))?")
HEADER = """# Stories

<!-- Made by `make docs` from tests/stories: do not edit. -->

What the diary does, told as tables for clinicians. Each table is run as a test with
every change of the program. Ruth Example is made up: her procedure was on Tuesday
3 November 2026 at 10:30, and her pain before it was 8 of 10. Each line is one
moment, an evening where no time stands;
"shown" is what was put before her then, and "waiting" are the warnings that nobody has
answered yet, the gravest first.
"""


class Row(NamedTuple):
    """What is typed on a day, and what is so afterwards.

    ``stands`` are (id, how it stands) pairs that are looked at; ``shown`` and
    ``waiting`` are complete: empty means none.
    """

    day: int
    clock: str
    typed: tuple[tuple[str, ...], ...]
    stands: tuple[tuple[str, str], ...]
    shown: tuple[str, ...]
    waiting: tuple[int, ...]


class Story(NamedTuple):
    """A title, what it is about, how the diary began, and its days."""

    name: str
    title: str
    about: str
    begins: tuple[str, ...]
    rows: tuple[Row, ...]


def stories() -> list[Story]:
    """Every story, by its title."""
    found = [read_story(path.read_text("utf-8"), path.stem) for path in paths()]
    return sorted(found, key=lambda story: story.title)


def paths() -> list[Path]:
    """The files of the stories."""
    return sorted(FOLDER.glob("*.txt"))


def read_story(text: str, name: str) -> Story:
    """A story from its file; ValueError names the line that cannot be read."""
    title, *rest = (part.strip() for part in text.strip().split("\n\n"))
    about = rest.pop(0) if rest else ""
    begins = BEGINS
    if rest and rest[0].startswith("begins: "):
        begins = rest.pop(0).removeprefix("begins: ")
    if len(rest) != 1:
        raise ValueError(f"{name}: a title, a paragraph and one table, please")
    head, *lines = rest[0].splitlines()
    if tuple(cells(head)) != COLUMNS:
        raise ValueError(f"{name}: the columns are {', '.join(COLUMNS)}")
    rows = tuple(read_row(line, name) for line in lines)
    if not rows:
        raise ValueError(f"{name}: the table has no days")
    return Story(name, title, " ".join(about.split()), tuple(begins.split()), rows)


def read_row(line: str, name: str) -> Row:
    """One line of a table."""
    try:
        return _row(line)
    except ValueError as problem:
        raise ValueError(f"{name}: {problem}, in: {line}") from None


def _row(line: str) -> Row:
    found = cells(line)
    when = WHEN.fullmatch(found[0])
    if len(found) != len(COLUMNS) or when is None:
        raise ValueError("a row has five cells, and a day like 3 or 3 09:00")
    _, typed, stands, shown, waiting = found
    pairs = [pair.split("=") for pair in stands.split()]
    if any(len(pair) != len(("id", "status")) for pair in pairs):
        raise ValueError("it stands like pain-check=reached")
    return Row(
        int(when[1]),
        when[2] or EVENING,
        tuple(tuple(shlex.split(one)) for one in typed.split(" ; ") if one),
        tuple((pair[0], pair[1]) for pair in pairs),
        tuple(shown.split()),
        tuple(int(number) for number in waiting.split()),
    )


def cells(line: str) -> list[str]:
    """The cells of a line."""
    return [cell.strip() for cell in line.split("|")]


def render() -> str:
    """The whole text of docs/stories.md."""
    protocol = check(BUNDLED / "sacroplasty-standard.toml").protocol
    return HEADER + "".join(section(story, protocol) for story in stories())


def section(story: Story, protocol: Protocol) -> str:
    """One story in words."""
    began = "" if story.begins == tuple(BEGINS.split()) else began_words(story)
    lines = [f"\n## {story.title}\n", f"{story.about}{began}\n"]
    lines += ["| day | written down | how it stands then | shown | waiting |"]
    lines += ["|---|---|---|---|---|"]
    lines += [f"| {' | '.join(words(row, protocol))} |" for row in story.rows]
    return "\n".join(lines) + "\n"


def began_words(story: Story) -> str:
    """How a diary began that began in another way."""
    return f" It began with `tracker {shlex.join(story.begins)}`."


def words(row: Row, protocol: Protocol) -> Iterator[str]:
    """The cells of a row, in words."""
    titles = {
        line.id: line.text if isinstance(line, WarningSign) else line.title
        for line in lines_of(protocol)
    }
    clock = "" if row.clock == EVENING else f", {row.clock}"
    yield f"{row.day}{clock}"
    yield "<br>".join(f"`{typed(one)}`" for one in row.typed)
    yield "<br>".join(f"{titles[name]}: {told(how)}" for name, how in row.stands)
    yield "<br>".join(shown_words(protocol, sign) for sign in row.shown)
    yield ", ".join(f"warning {number}" for number in row.waiting)


def typed(one: Sequence[str]) -> str:
    """A command as it is typed."""
    return shlex.join(one).replace("'", '"')


def told(how: str) -> str:
    """How a line stands, with the weight that counts after a colon."""
    stands, _, amount = how.partition(":")
    words = STANDS.get(stands, stands)
    return f"{words}, {amount} counts" if amount else words


def shown_words(protocol: Protocol, sign_id: str) -> str:
    """A sign and what was said to do."""
    sign = protocol.sign(sign_id)
    if sign is None:
        raise ValueError(f"there is no sign {sign_id}")
    return f"{sign.text}: **{TIERS[sign.tier]}**"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")

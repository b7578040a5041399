"""Lines of a screen: wrapped for a person, or one thing a line with `--plain`."""

import os
import re
import shlex
import sys
from typing import Any, TextIO

import click

from tracker.domain.layout import wrap
from tracker.domain.wording import visible
from tracker.exports import to_json

WIDEST = 80
NARROWEST = 24
LABEL = 19
RULE = 40
# Before the commands that are about one person.
ADVICE = re.compile(
    r"\btracker (?=(?:bone|can|changes|chart|contact|delete|done|edit|entries|explain"
    r"|export|log|move|redo|reopen|report|share|sheet|signs|skip|start|timeline|today"
    r"|told|undo|visit|warnings)\b)"
)


def on_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits behind it; a stream closed from outside is none."""
    return stream is not None and stream.isatty()


def width() -> int:
    """Columns to write in: the terminal's, but never more than read well."""
    if not on_terminal(sys.stdout):
        return WIDEST
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        columns = WIDEST
    return max(NARROWEST, min(columns or WIDEST, WIDEST))


def for_who_was_named(text: str) -> str:
    """Advice to type something, with `--person` where that was typed this time too.

    Without it the next command would be about who is in use, perhaps somebody else.
    """
    context = click.get_current_context(silent=True)
    person = getattr(context.obj, "person", None) if context else None
    if not person or "--person" in text:
        return text
    named = f"tracker --person {shlex.quote(person)} "
    return ADVICE.sub(lambda _found: named, text)


class Screen:
    """Collects lines and shows them at once."""

    def __init__(self, *, plain: bool = False) -> None:
        self._plain = plain
        self._width = WIDEST if plain else width()
        self._lines: list[str] = []

    def say(self, text: str, indent: int = 0, hang: int | None = None) -> None:
        """A paragraph; text from people is made harmless on the way."""
        for part in visible(text).split("\n"):
            if self._plain:
                self._lines.append(part.strip())
                continue
            rest = indent if hang is None else hang
            self._lines += wrap(part, self._width, indent, rest)

    def advise(self, text: str, indent: int = 0, hang: int | None = None) -> None:
        """A sentence of ours that says what to type, for who was named."""
        self.say(for_who_was_named(text), indent, hang)

    def row(self, label: str, text: str, indent: int = 2) -> None:
        """A label and what it says, side by side."""
        if self._plain:
            self._lines.append(f"{visible(label)}: {visible(text)}")
            return
        column = indent + LABEL
        head = f"{' ' * indent}{visible(label)}"
        if self._width < column + LABEL:
            self.say(label, indent, indent)
            self.say(text, indent + 2, indent + 2)
            return
        if len(head) >= column and text:
            self._lines.append(head)
            head = ""
        parts = wrap(visible(text), self._width, column, column)
        self._lines.append(f"{head:<{column}}{parts[0].lstrip()}")
        self._lines += parts[1:]

    def head(self, text: str) -> None:
        """A heading over the lines that follow."""
        self.say(text)

    def command(self, text: str, indent: int = 0) -> None:
        """Something to type, for who was named; never broken over lines."""
        text = for_who_was_named(text)
        self._lines.append(("" if self._plain else " " * indent) + visible(text))

    def gap(self) -> None:
        """An empty line."""
        if not self._plain:
            self._lines.append("")

    def rule(self) -> None:
        """A line across."""
        if not self._plain:
            self._lines.append("-" * min(RULE, self._width))

    def show(self, *, err: bool = False) -> None:
        """Put it before the person."""
        click.echo("\n".join(self._lines), err=err)


def show_json(shape: dict[str, Any]) -> None:
    """A shape for programs."""
    click.echo(to_json.text(shape))

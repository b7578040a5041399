"""Writes docs/commands.md: every command, in the words of its own help."""

from collections.abc import Iterator
from pathlib import Path

import click

from tracker.cli import main

TARGET = Path(__file__).with_name("commands.md")
COLUMNS = 80
HEADER = """# Commands

<!-- Made by `make docs` from the commands themselves: do not edit. -->

Each of these words is typed after `tracker`. The same text is shown by
`tracker COMMAND --help`.
"""


def named_commands() -> Iterator[tuple[str, str]]:
    """The full name and the help of every command, in the order of the help."""
    yield from _below(click.Context(main, info_name="tracker", terminal_width=COLUMNS))


def _below(parent: click.Context) -> Iterator[tuple[str, str]]:
    group = parent.command
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        if command is None or command.hidden:
            continue
        context = click.Context(command, parent, info_name=name, terminal_width=COLUMNS)
        yield context.command_path, command.get_help(context)
        yield from _below(context)


def render() -> str:
    """The whole text of docs/commands.md."""
    sections = [
        f"\n## {path}\n\n```text\n{said.rstrip()}\n```\n"
        for path, said in named_commands()
    ]
    return HEADER + "".join(sections)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")

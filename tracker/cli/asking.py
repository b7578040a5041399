"""Asking on a terminal: one short question, and again when the answer is unclear."""

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from tracker.cli.screen import Screen, on_terminal, width
from tracker.domain.layout import wrap
from tracker.errors import TrackerError
from tracker.workspace import Workspace

Value = TypeVar("Value")

ENDINGS = {True: " [Y/n]: ", False: " [y/N]: ", None: " [y/n]: "}
SEEN = ("seen", "saw", "see", "s", "me", "by me", "seen by me", "i saw it")
TOLD = ("told", "t", "told me")


def asks(workspace: Workspace) -> bool:
    """Whether somebody is there to answer."""
    return on_terminal(sys.stdin) and on_terminal(sys.stdout) and not workspace.json


def prompt(suffix: str = "> ") -> str:
    """What was typed, without blanks around it; Enter gives an empty text."""
    while True:
        try:
            typed: str = click.prompt(
                "", default="", show_default=False, prompt_suffix=suffix
            )
            typed.encode()
        except UnicodeError:
            click.echo("That is not readable text. Type it again.")
        else:
            return typed.strip()


def say(workspace: Workspace, *texts: str) -> None:
    """Put paragraphs on the screen."""
    screen = Screen(plain=workspace.plain)
    for text in texts:
        screen.say(text)
    screen.show()


def say_whom(workspace: Workspace, name: str, author: str | None = None) -> None:
    """For whom the answers are, before anything is asked."""
    by = "" if author in (None, name) else f", typed by {author}"
    say(workspace, f"Writing for {name}{by}.")


def ask(
    workspace: Workspace, question: str, read: Callable[[str], Value]
) -> Value | None:
    """Ask until what was typed can be read; None for Enter."""
    if question:
        say(workspace, question)
    while True:
        typed = prompt()
        if not typed:
            return None
        try:
            return read(typed)
        except TrackerError as problem:
            say(workspace, str(problem).removeprefix("Nothing saved. "))


def confirm(question: str, *, default: bool | None = True) -> bool:
    """Yes or no, asked until it is clear; Enter takes the default, if there is one."""
    ending = ENDINGS[default]
    room = width() - len(ending)
    lines = [line for part in question.split("\n") for line in wrap(part, room)]
    while True:
        typed = prompt("\n".join(lines) + ending).lower()
        if typed in ("y", "yes", "n", "no"):
            return typed.startswith("y")
        if not typed and default is not None:
            return default
        lines = ["Please type y or n."]


def ask_to_keep(workspace: Workspace, name: str) -> bool | None:
    """Whether it is kept as told by the person, or as seen; None to keep nothing.

    Enter keeps it as the question says; a word for the other way asks once more.
    """
    told, lead = True, [""]
    while True:
        whose, other = (f"told by {name}", "seen") if told else ("seen by you", "told")
        hint = "Seen by you?" if told else f"Told by {name}?"
        say(workspace, *lead, f"Keep this, as {whose}?", f"{hint} Type: {other}")
        typed = prompt(f"[Y/n/{other}]: ").lower()
        if typed in ("", "y", "yes"):
            return told
        if typed in ("n", "no"):
            return None
        if typed in SEEN + TOLD:
            told, lead = typed in TOLD, [""]
        else:
            lead = ["", f"Please type y, n or {other}."]

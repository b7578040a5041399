"""Asking on a terminal: one short question, and again when the answer is unclear."""

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from tracker.cli.screen import Screen
from tracker.errors import TrackerError
from tracker.workspace import Workspace

Value = TypeVar("Value")


def asks(workspace: Workspace) -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not workspace.json


def prompt(suffix: str = "> ") -> str:
    """What was typed, without blanks around it; Enter gives an empty text."""
    typed: str = click.prompt("", default="", show_default=False, prompt_suffix=suffix)
    return typed.strip()


def say(workspace: Workspace, *texts: str) -> None:
    """Put paragraphs on the screen."""
    screen = Screen(plain=workspace.plain)
    for text in texts:
        screen.say(text)
    screen.show()


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


def confirm(question: str, *, default: bool = True) -> bool:
    """Yes or no; Enter takes the default."""
    return bool(click.confirm(question, default=default))

"""Asking for a passphrase: hidden, on the terminal itself, before anything else."""

import os
import sys

import click

from tracker.cli.screen import Screen, on_terminal
from tracker.errors import Refused, UnusableFile, UsageProblem
from tracker.services.passphrases import (
    PRESENT,
    TRIES,
    passphrase_in_file,
    read_new_passphrase,
)

TERMINAL = "/dev/tty"
CANNOT_ASK = (
    "{what} has to be typed on a terminal. For a script, name a private file that "
    "holds it: {variable}=FILE"
)
NOBODY = (
    "{path} is locked, or damaged. If it never was locked: tracker backup list. If it "
    "is, type the passphrase on a terminal, or name a private file that holds it: "
    "{variable}=FILE"
)
CAPITALS = "All letters were capitals. If Caps Lock is on by mistake, begin again."
NOT_SHOWN = "It is not shown while you type."


def ask_passphrase(path: str, again: bool) -> str:
    """The passphrase of a locked file; UsageProblem where nobody can be asked."""
    return _ask(path, again, "This diary is locked.")


def ask_for_copies(path: str, again: bool) -> str:
    """The passphrase of copies, whose diary is not locked any more."""
    return _ask(path, again, "Copies of this diary are still locked.")


def _ask(path: str, again: bool, said: str) -> str:
    if not somebody_there():
        raise UsageProblem(NOBODY.format(path=path, variable=PRESENT))
    if again:
        _say("That did not open it. Try again. Is Caps Lock on?")
    else:
        _say(said, NOT_SHOWN)
        _say("Unwell? When to call:  tracker signs")
    return _hidden("Passphrase: ")


def ask_earlier(copies: int, again: bool) -> str:
    """The passphrase that some copies had; empty when nobody knows it."""
    if again:
        _say("That did not open them. Try again. Is Caps Lock on?")
    else:
        _say(
            f"{copies} of the copies did not open with the passphrase of now. Type "
            "the one that they had. Enter leaves them as they are."
        )
    return _hidden("Earlier passphrase: ")


def ask_of_shared(again: bool) -> str:
    """The passphrase of a shared file, which whoever made it has told."""
    if again:
        _say("That did not open it. Try again. Is Caps Lock on?")
    else:
        _say("This file has a passphrase. Whoever made it knows it.", NOT_SHOWN)
    return _hidden("Passphrase: ")


def passphrase_to_share(variable: str) -> str:
    """A passphrase for a shared file, which is not the one of the diary."""
    said = "The file needs a passphrase of its own. Do not take the diary's."
    return new_passphrase(variable, said)


def new_passphrase(variable: str, *said: str) -> str:
    """A passphrase to lock with: from the file that is named, or typed twice."""
    given = passphrase_in_file(variable)
    if given is not None:
        return read_new_passphrase(given)
    if not somebody_there():
        raise UsageProblem(
            CANNOT_ASK.format(what="The new passphrase", variable=variable)
        )
    _say(*said, NOT_SHOWN)
    for _ in range(TRIES):
        first = _hidden("New passphrase: ")
        try:
            wanted = read_new_passphrase(first)
        except Refused as problem:
            _say(str(problem))
            continue
        if wanted.isupper():
            _say(CAPITALS)
        if _hidden("The same again: ") == first:
            return wanted
        _say("The two are not the same. Try again.")
    raise UnusableFile("No passphrase was typed twice the same. Nothing was changed.")


def somebody_there() -> bool:
    """Whether there is a terminal to ask on, wherever the input comes from."""
    if os.name != "posix":
        return on_terminal(sys.stdin)
    try:
        os.close(os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _hidden(prompt: str) -> str:
    typed: str = click.prompt(
        "",
        default="",
        show_default=False,
        prompt_suffix=prompt,
        hide_input=True,
        err=True,
    )
    return typed


def _say(*texts: str) -> None:
    screen = Screen()
    for text in texts:
        screen.say(text)
    screen.show(err=True)

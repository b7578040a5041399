"""Handing a text to a program of the person's choice; never through a shell."""

import shlex
import subprocess

from tracker.domain.values import NamedTuple
from tracker.domain.wording import quoted
from tracker.errors import UsageProblem

PLACE = "{}"
PATIENCE = 60
EXAMPLE = "As in: --notify-cmd 'notify-send Recovery {}'"


class Program(NamedTuple):
    """A program with its arguments; ``{}`` in one of them stands for the text."""

    words: tuple[str, ...]

    def with_text(self, text: str) -> list[str]:
        """The words to run, the text in its place."""
        first, *others = self.words
        return [first, *(word.replace(PLACE, text) for word in others)]


def read_program(typed: str) -> Program:
    """Words as a shell would part them; UsageProblem when that cannot be meant."""
    try:
        words = shlex.split(typed)
    except ValueError:
        words = []
    if not words or not words[0] or "\0" in typed:
        raise UsageProblem(f"--notify-cmd needs a program. {EXAMPLE}")
    return Program(tuple(words))


def notify(program: Program, text: str) -> str:
    """Run it with the text on its input; what went wrong, or nothing.

    What it prints is not ours: it is thrown away.
    """
    try:
        done = subprocess.run(
            program.with_text(text),
            input=text + "\n",
            encoding="utf-8",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _unsent(program, f"was still running after {PATIENCE} seconds")
    except (OSError, ValueError):
        return _unsent(program, "could not be started")
    if done.returncode:
        return _unsent(program, f"ended with {done.returncode}")
    return ""


def _unsent(program: Program, why: str) -> str:
    return (
        f"The notification may not have come through: {quoted(program.words[0])} "
        f"{why}. Try that program alone."
    )

"""What a shared file is made of, and how each of its lines is written."""

import json
from collections.abc import Sized
from typing import Any, NoReturn

from tracker.errors import UnusableFile

FORMAT = "recovery-tracker share"
VERSION = 1
# The first version of this program that reads this version and this schema.
NEEDS = "0.1.0"

LARGEST_MB = 256
LARGEST = LARGEST_MB * 1024 * 1024
# One line: a fact with all its versions, or a protocol.
LONGEST_MB = 16
LONGEST = LONGEST_MB * 1024 * 1024
# A name, and an id; nothing in a diary has longer ones.
LONGEST_NAME = 1000
LONGEST_ID = 64

ANOTHER = "Ask for the file again."
NOT_OURS = "holds something that this program did not write"
UNNAMED = "does not say which version it is"


class Odd(Exception):
    """A shared file that is not of our making: why, and what to do.

    Nothing of the person is in it.
    """

    def __init__(self, why: str, advice: str = ANOTHER) -> None:
        super().__init__(why)
        self.advice = advice


def refusal(name: str, odd: Odd, line: int = 0) -> UnusableFile:
    """What is wrong with a file in one sentence, where, and what to do."""
    where = f" (line {line})" if line else ""
    return UnusableFile(f"{name} {odd}{where}. Nothing was taken in. {odd.advice}")


def count_of(protocols: Sized, facts: Sized) -> dict[str, int]:
    """The last line: how much came before it."""
    return {"facts": len(facts), "protocols": len(protocols)}


def canonical(value: Any) -> str:
    """The one text of a JSON value."""
    return _ENCODER.encode(value)


def read_canonical(text: str) -> Any:
    """The value of such a text; Odd when it is spelled otherwise."""
    try:
        found = _DECODER.decode(text)
        same = canonical(found) == text
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise Odd(NOT_OURS)
    return found


def _no_number(_name: str) -> NoReturn:
    raise ValueError


# Made once: thousands of lines go through them.
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
)
_DECODER = json.JSONDecoder(parse_constant=_no_number)

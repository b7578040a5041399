"""Stored text as cells of a table: one cell, and never a formula."""

import re
from typing import NoReturn, TypeVar

from tracker.domain.formula import is_formula
from tracker.domain.wording import visible

LINE_END = "\r\n"

Stored = TypeVar("Stored")
Meant = TypeVar("Meant")

_QUOTED = re.compile('[",\r\n]')
_HARMLESS = re.compile(r"[A-Za-z0-9(][ !#-+\--~]*")
# Those that `visible` shows; a line end and a tab do no harm in a cell.
_HIDDEN = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
)
HIDDEN = re.compile(f"[{_HIDDEN}]")
_ESCAPED = re.compile(f"[{_HIDDEN}\\\\]")


class Unreadable(Exception):
    """Stored text that is no day, no instant, no number or no flag."""


class Known(dict[Stored, Meant]):
    """What each stored value means; Unreadable for any other one."""

    def __missing__(self, stored: Stored) -> NoReturn:
        raise Unreadable


RELAYED = Known({None: "", 1: "yes", 0: "no"})
FLAG = Known({0: "no", 1: "yes"})


def cell(text: str) -> str:
    """The text as one cell of a CSV file."""
    if _QUOTED.search(text) is None:
        return text
    return '"{}"'.format(text.replace('"', '""'))


def text_cell(text: str) -> str:
    """Text of people as a cell: made visible, and no formula."""
    return text if _HARMLESS.fullmatch(text) else cell(defused(text))


def defused(text: str) -> str:
    """Text made visible that no spreadsheet takes for a formula; never a number."""
    safe = visible(text)
    return f"'{safe}" if is_formula(safe) else safe


def reversible_cell(text: str) -> str:
    """As `text_cell`, but so that the text can be had back whole."""
    if _HARMLESS.fullmatch(text) and "\\" not in text:
        return text
    safe = _ESCAPED.sub(_escape, text) if _ESCAPED.search(text) else text
    if safe.startswith("'") or is_formula(safe):
        safe = f"'{safe}"
    return cell(safe)


def escaped(text: str) -> str:
    r"""The text of a JSON value with what controls a screen as \uXXXX."""
    if text.isascii() and "\x7f" not in text:
        return text
    return HIDDEN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return "\\\\" if character == "\\" else f"\\u{ord(character):04x}"

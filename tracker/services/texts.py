"""How long the texts of people may be, and what they may hold."""

from tracker.domain.wording import visible
from tracker.errors import Refused

LONGEST_NOTE = 10_000
LONGEST_REMARK = 500
LONGEST_IN_HISTORY = 60


def check_note(note: str) -> str:
    """A note as typed; Refused when it is longer than a diary holds."""
    return _check(note, "A note", LONGEST_NOTE)


def check_remark(remark: str) -> str:
    """A reason, a title, a name or a source on one line; Refused when too long."""
    return " ".join(_check(remark, "Such a text", LONGEST_REMARK).split())


def in_short(text: str) -> str:
    """A text as the history tells it: one line, cut, in quotes."""
    line = visible(text).replace("\n", " ")
    cut = line[:LONGEST_IN_HISTORY]
    return f'"{cut}{"..." if len(line) > len(cut) else ""}"'


def _check(text: str, what: str, longest: int) -> str:
    if len(text) > longest:
        raise Refused(
            f"Nothing saved. {what} holds up to {longest:,} characters; "
            f"this one has {len(text):,}. Shorten it, or write two entries."
        )
    if "\0" in text:
        raise Refused("Nothing saved. The text holds a NUL character; take it out.")
    return text

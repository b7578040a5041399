"""What a diary proves about itself: its history, its protocols, its numbers."""

import hashlib

from tracker.errors import TrackerError
from tracker.protocols.canonical import read_canonical
from tracker.protocols.reader import read_protocol
from tracker.store.replay import Broken, replay
from tracker.store.rows import Row
from tracker.store.whole import PROTOCOL, Forms, Stream, read_rows

# What counts the numbers of a table's rows.
COUNTED = {
    "procedure": "procedure",
    "check_in": "entry",
    "shown_warning": "warning",
    "acknowledgement": "acknowledgement",
    "instruction": "instruction",
    "completion": "completion",
    "visit": "visit",
    "bone_step": "bone step",
    "visit_question": "visit question",
}


def find_problem(stream: Stream, forms: Forms) -> str:
    """The first thing that does not hold together, as a sentence; else nothing."""
    replayed = replay(stream, forms)
    if isinstance(replayed, Broken):
        return replayed.why
    return number_problem(stream, forms, replayed.highest) or protocol_problem(
        stream, forms
    )


def number_problem(
    stream: Stream, forms: Forms, highest: dict[tuple[str, str], int]
) -> str:
    """A number that could be given out twice, as a sentence; else nothing."""
    newest = {
        (row["person_id"], row["kind"]): row["newest"]
        for row in read_rows(stream, "counter", forms["counter"])
    }
    for (person_id, table), most in highest.items():
        counted = newest.get((person_id, COUNTED[table]), 0)
        if type(counted) is not int or counted < most:
            kind = COUNTED[table]
            return f"The next {kind} would get a number that was given out before."
    return ""


def protocol_problem(stream: Stream, forms: Forms) -> str:
    """A pinned protocol that is not as it was kept, as a sentence; else nothing."""
    for row in read_rows(stream, PROTOCOL, forms[PROTOCOL]):
        if not _is_as_kept(row):
            return "A protocol in the diary is not as it was kept."
    return ""


def _is_as_kept(row: Row) -> bool:
    """The text by its digest; what is read from it every day by the text."""
    try:
        text = row["toml"].encode()
        protocol = read_protocol(text, "the protocol")
        return (
            hashlib.sha256(text).hexdigest() == row["sha256"]
            and read_canonical(row["json"]) == protocol
            and (protocol.id, protocol.version) == (row["protocol_id"], row["version"])
        )
    except (TrackerError, AttributeError):
        return False

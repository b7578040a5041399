"""Whether the diary explains a mistake: looked at only after a command ended in one."""

from tracker.errors import UnusableFile
from tracker.services.proof import find_problem
from tracker.store.soundness import (
    Connection,
    has_form,
    opened,
    pages_hold,
    references_hold,
    revision,
)
from tracker.store.sqlite_driver import OpenFile
from tracker.store.whole import forms_of, read_rows, streaming

# No diary gets there; the next number could not be kept any more.
NEVER_REACHED = 10**9
ODDITIES = (LookupError, RecursionError, TypeError, ValueError)
DAMAGED = (
    "is damaged: what is in it does not fit together. What was saved before stays. "
    "To look it over: tracker verify"
)


def refuse_damaged(path: str, open_file: OpenFile) -> None:
    """UnusableFile when the diary itself is at fault; then no program is."""
    try:
        with opened(path, open_file) as connection:
            sound = _fits_together(path, connection)
    except (UnusableFile, *ODDITIES):
        sound = False
    if not sound:
        raise UnusableFile(f"{path} {DAMAGED}") from None


def _fits_together(path: str, connection: Connection) -> bool:
    """Whether pages, references, tables, history, numbers and protocols hold."""
    held = pages_hold(connection) and references_hold(connection)
    if not (held and has_form(connection, revision(path, connection))):
        return False
    stream, forms = streaming(connection), forms_of(connection)
    counters = read_rows(stream, "counter", forms["counter"])
    full = any(row["newest"] >= NEVER_REACHED for row in counters)
    return not full and not find_problem(stream, forms)

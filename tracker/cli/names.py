"""Names as people type them."""

from tracker.domain.wording import quoted
from tracker.errors import Refused

LONGEST_NAME = 80


def read_name(text: str) -> str:
    """A name as typed, without blanks around it."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(
            f"Nothing saved. {quoted(text)} is not a name of 1 to "
            f"{LONGEST_NAME} letters."
        )
    return name

"""Phone numbers as people type them."""

from tracker.domain.wording import quoted
from tracker.errors import Refused

LEAST_FIGURES = 3
LONGEST_PHONE = 40
DIALLED = set("0123456789+-() ./x")


def read_phone(text: str | None) -> str:
    """A phone number: figures, and what is written between them."""
    if text is None:
        return ""
    number = " ".join(text.split())
    figures = sum(letter.isdigit() for letter in number)
    dialled = set(number) <= DIALLED and len(number) <= LONGEST_PHONE
    if not dialled or figures < LEAST_FIGURES:
        raise Refused(
            f"Nothing saved. {quoted(text)} is not a phone number. "
            "Type figures, like 555-0100."
        )
    return number

"""Weights as people type them."""

from tracker.domain.amounts import read_amount
from tracker.domain.wording import quoted
from tracker.errors import Refused


def amount(typed: str) -> tuple[int, str]:
    """An amount in tenths and its unit; Refused when it is none."""
    found = read_amount(typed)
    if found is None:
        raise Refused(
            f"{quoted(typed)} is not a weight. Type figures and lb or kg: 5lb, 2.5kg."
        )
    return found

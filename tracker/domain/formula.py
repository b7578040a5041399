"""What a spreadsheet could take for a formula: the rule of every table of ours."""

from unicodedata import category

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# What is there and not seen, such as a zero-width space.
UNSEEN = "Cf"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take it for one, what is not seen left out."""
    if text.startswith("\t"):
        return True
    seen = (c for c in text if not c.isspace() and category(c) != UNSEEN)
    return next(seen, "").startswith(FORMULA)

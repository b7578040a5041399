"""Text that nobody should type, and what of it may never reach a reader as it is."""

import unicodedata
from collections.abc import Callable, Iterable

from hypothesis import strategies as st

from tracker.errors import TrackerError

# Stands in every note of a test: it may be shown as a note, and nowhere else.
MARKER = "Zq9marker"

CONTROLS = (
    "\x00", "\x07", "\x08", "\x0b", "\x0c", "\r", "\x1b", "\x7f", "\x85", "\x9b",
    "\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066",
    "\u2069", "\ufeff", "\ud800", "\udc80", "\udfff",
)  # fmt: skip
SEQUENCES = (
    "\x1b]0;owned\x07", "\x1b[2J\x1b[H", "\x1b]8;;http://x\x1b\\y", "\x9b31m",
    "\x1bP1;1|17/61\x1b\\", "\u202egnp.exe", "\u2067a\u2066b\u2069", "a\rb", "a\r\nb",
)  # fmt: skip
# Letters of many scripts, joined ones among them: these are shown as they are.
LETTERS = (
    "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u65e5\u672c\u8a9e",
    "\U0001f469\u200d\U0001f467", "\U0001f44d\U0001f3fd", "\u2764\ufe0f",
    "Z\u0351\u036b\u0343a", "e\u0301", "\u200b", "\U000e0041", "\ufdfd", "\U0001f1e9",
)  # fmt: skip
MARKUP = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&amp;&lt;", "]]>",
    "<!--", "javascript:alert(1)", "{{7*7}}", "{% raw %}", "${x}", "%s %n", "#let x=1",
    "*bold* _x_ `y` $z$ @ref <l> \\", "[x](http://y)", "'; DROP TABLE check_in; --",
    "BEGIN:VALARM", "a\nATTACH:x\nEND:VEVENT", "a\r\n ATTENDEE:x", "x;y,z\\n:",
)  # fmt: skip
FORMULAS = (
    "=1+1", "+1", "-1", "@sum", " =1", "\t=1", "\n=1", "\uff1d1", "-5 worse", "'=1",
    "=cmd|' /C calc'!A0", "\u00a0=1", "\u200b=1", "\ufeff=1", ";=1", ",=1", '"=1',
    "\u3000=1", "\u200d=1", "\u00ad=1",
)  # fmt: skip
NUMBERS = (
    "1_0", "\u0664", "\u0661\u0662", "9" * 5000, str(2**63), "-1", "NaN", "inf", "-inf",
    "1e400", "0x10", "\u00bd", "\u00b2", "+3", " 4 ", "4.", ".5", "1,5", "00004",
)  # fmt: skip
BLANKS = ("", " ", "\t", "\n", "  a  ", "\u3000", "\u00a0")
DASHES = ("--", "-", "---", "-5 worse", "-x", "--no-such", "--=", "-\u202e", "--js")

WORDS = (
    *CONTROLS, *SEQUENCES, *LETTERS, *MARKUP, *FORMULAS, *NUMBERS, *BLANKS, *DASHES,
)  # fmt: skip
PIECES = (*CONTROLS, *SEQUENCES, *LETTERS, *MARKUP, *FORMULAS, "\n", "\t", "a", " ")

_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_HARMLESS = "\n\t"


def is_control(character: str) -> bool:
    """Whether it moves a cursor, turns text round, or is no character at all.

    Told from the tables of Unicode, not from the list that the program keeps.
    """
    if character in _HARMLESS:
        return False
    category = unicodedata.category(character)
    turns = unicodedata.bidirectional(character)
    mark = category == "Cf" and turns in ("L", "R", "AL") and ord(character) < 0x2100
    return (
        category in ("Cc", "Cs", "Zl", "Zp")
        or turns in _BIDI
        or mark
        or character == "\ufeff"
    )


def controls(text: str) -> list[str]:
    """Every control in a text, as U+202E; a line may end as files' lines do."""
    found = filter(is_control, set(text.replace("\r\n", "\n")))
    return sorted(f"U+{ord(character):04X}" for character in found)


def joined(pieces: Iterable[str]) -> str:
    return "".join(pieces)


def texts(most: int = 6, *, unicode: bool = True) -> st.SearchStrategy[str]:
    """Texts of hostile pieces; with ``unicode`` those of any characters too."""
    built = st.lists(st.sampled_from(PIECES), max_size=most).map(joined)
    if not unicode:
        return built
    return built | st.text(st.characters(), max_size=40)


def refusal(act: Callable[[], object]) -> str:
    """The sentence that refuses it, or nothing; any other exception is a bug."""
    try:
        act()
    except TrackerError as refused:
        return str(refused)
    return ""

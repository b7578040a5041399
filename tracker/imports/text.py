"""Bytes to text: one encoding, no hidden characters, no endless lines."""

import io
from collections.abc import Iterator

from tracker.errors import UnusableFile

LONGEST_LINE = 1_000_000
UTF_8 = "utf-8"
ENCODINGS = {
    UTF_8: "utf-8-sig",
    "utf-16": "utf-16",
    "latin-1": "latin-1",
    "cp1252": "cp1252",
}
BEGINS_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OTHER_ENCODING = (
    'This file is not text in UTF-8. Save it as "CSV UTF-8" (or name its "encoding" '
    "in a mapping file), then import it again."
)
JSON_ENCODING = (
    "This file is not text in UTF-8. Save it as UTF-8, then import it again."
)
A_DIARY = b"SQLite format 3\0"


def read_text(content: bytes, encoding: str = UTF_8) -> str:
    """The text of a file; UnusableFile when it is empty or no text."""
    if content.startswith(A_DIARY):
        raise UnusableFile(
            "This is a diary, not an export. To use it: tracker --db FILE; or put it "
            "where tracker db path says."
        )
    if encoding == UTF_8 and content.startswith(BEGINS_UTF_16):
        raise UnusableFile(OTHER_ENCODING)
    try:
        text = content.decode(ENCODINGS[encoding])
    except UnicodeError:
        as_json = content.lstrip().startswith(b"{")
        raise UnusableFile(JSON_ENCODING if as_json else OTHER_ENCODING) from None
    if not text.strip():
        raise UnusableFile("This file is empty. Export it again, then import it.")
    if "\0" in text:
        raise UnusableFile(
            f"Line {_line_of(text, text.index(chr(0)))} holds a NUL character, so this "
            "is no text file. Export it again, then import it."
        )
    return text


def _line_of(text: str, place: int) -> int:
    return len(list(io.StringIO(text[: place + 1], newline="")))


def lines_of(text: str) -> Iterator[str]:
    """The lines with their ends, whichever ends they have; none may be endless."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            raise UnusableFile(
                f"Line {number} is longer than {LONGEST_LINE:,} characters. "
                "Export the file again, then import it."
            )
        yield line

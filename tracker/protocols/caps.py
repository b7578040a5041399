"""Limits on the bytes of a protocol file, checked before anything parses them."""

import re

MOST_BYTES = 128 * 1024
MOST_LINE_BYTES = 1_000
MOST_LEVELS = 20
MOST_KEYS = 2_000
MOST_PARTS = 4

# An unterminated string is taken to run to the end, so that no input makes this slow.
_TEXT_OR_COMMENT = re.compile(
    r'"""(?>\\.|[^\\])*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\[^\n]|[^"\\\n])*+(?:"|$)'
    r"|'[^'\n]*(?:'|$)"
    r"|\#[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_HEADER = re.compile(r"^[ \t]*\[\[?([^\[\]{}=,\n]*)\]", re.MULTILINE)
_BREAK = re.compile(r"[\[\]{},\n]")


def find_excess(data: bytes) -> list[str]:
    """What makes a file too much to parse, or no text at all; empty when it is fine."""
    return _too_large(data) or _unreadable(data) or _too_deep(data.decode())


def _too_large(data: bytes) -> list[str]:
    if len(data) > MOST_BYTES:
        return [f"the file: more than {MOST_BYTES // 1024} KB."]
    return [
        f"line {number}: {len(line):,} bytes. At most {MOST_LINE_BYTES:,} are read."
        for number, line in enumerate(data.split(b"\n"), 1)
        if len(line) > MOST_LINE_BYTES
    ]


def _unreadable(data: bytes) -> list[str]:
    try:
        data.decode()
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        return [f"line {line}: not UTF-8 text. Save the file as UTF-8."]
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return [f"line {line}: a NUL byte. A protocol is plain text."]
    return []


def _too_deep(text: str) -> list[str]:
    """What is nested, counted or dotted beyond the limits, texts and comments aside."""
    bare = _TEXT_OR_COMMENT.sub("s", text + "\n")
    headers = _HEADER.findall(bare)
    keys = [part.partition("=")[0] for part in _BREAK.split(bare) if "=" in part]
    parts = max((path.count(".") + 1 for path in keys + headers), default=0)
    counted = (
        (_levels(bare), MOST_LEVELS, "levels of brackets"),
        (len(keys) + len(headers), MOST_KEYS, "keys"),
        (parts, MOST_PARTS, "parts in a dotted key"),
    )
    return [
        f"the file: {count:,} {what}. At most {most:,} are read."
        for count, most, what in counted
        if count > most
    ]


def _levels(bare: str) -> int:
    level = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", bare):
        level = level + 1 if bracket in "[{" else max(level - 1, 0)
        deepest = max(deepest, level)
    return deepest

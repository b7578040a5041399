"""Our own NDJSON: a line for the diary, then one fact a line."""

from collections import Counter
from typing import Any

from tracker.domain.wording import quoted
from tracker.errors import Refused, UnusableFile
from tracker.imports.facts import KINDS, read_fact
from tracker.imports.fields import Fields
from tracker.imports.found import Found, Reading, Refusal
from tracker.imports.strict_json import read_json
from tracker.imports.text import lines_of

VERSION = 1


def read(text: str) -> Reading:
    """Every fact of the file, and every line that cannot be meant."""
    name: str | None = None
    found: list[Found] = []
    refused: list[Refusal] = []
    ignored: Counter[str] = Counter()
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        values = read_json(line, f"L{place[1:]}")
        if name is None:
            name = read_head(values)
            ignored.update(left_empty(values))
            continue
        kind = values.get("type") if isinstance(values, dict) else None
        if isinstance(kind, str) and kind not in KINDS:
            ignored[f"lines of the kind {quoted(kind)}"] += 1
            continue
        keep_fact(str(kind), values, place, found, refused)
    return Reading("NDJSON", tuple(found), tuple(refused), dict(ignored), name or "")


def keep_fact(
    kind: str, values: Any, place: str, found: list[Found], refused: list[Refusal]
) -> None:
    """Add the fact, or why it is none."""
    try:
        if kind not in KINDS:
            raise Refused("It does not say which kind of fact it is.")
        found.append(read_fact(kind, values, place))
    except Refused as problem:
        refused.append(Refusal(place, str(problem)))


def left_empty(head: dict[str, Any]) -> dict[str, int]:
    """What whoever exported it kept back, as something left out."""
    return (
        {"the notes, which this file leaves empty": 1} if head.get("redacted") else {}
    )


def read_head(values: Any) -> str:
    """Whose diary it is; UnusableFile when it is none of ours, or of a later time."""
    version = values.get("version") if isinstance(values, dict) else None
    if type(version) is not int:
        raise UnusableFile(
            "This file does not begin as a diary. Export it again with "
            "tracker export ndjson, then import it."
        )
    if version != VERSION:
        raise UnusableFile(
            f"This file has version {version}; this tracker reads version {VERSION}. "
            "Update tracker, then import it."
        )
    try:
        return Fields(Fields(values).within("person")).text("name")
    except Refused as problem:
        raise UnusableFile(
            f"This file does not say whose diary it is: {problem} "
            "Export it again, then import it."
        ) from None

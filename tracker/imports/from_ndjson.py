"""Our own NDJSON: a line for the diary, then one fact a line."""

from collections import Counter
from typing import Any

from tracker.domain.wording import quoted
from tracker.errors import Refused, UnusableFile
from tracker.imports.facts import KINDS, read_fact
from tracker.imports.fields import Fields
from tracker.imports.found import Found, Reading, Refusal, Start
from tracker.imports.parts import part_of, readable
from tracker.imports.strict_json import read_json
from tracker.imports.text import lines_of

VERSION = 1
DIARY = "diary"


def read(text: str) -> Reading:
    """Every fact of the file, and every line that cannot be meant."""
    head: dict[str, Any] | None = None
    found: list[Found] = []
    refused: list[Refusal] = []
    ignored: Counter[str] = Counter()
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        values = read_json(line, f"L{place[1:]}")
        if head is None:
            head = read_head(values)
            continue
        kind = values.get("type") if isinstance(values, dict) else None
        if kind == DIARY:
            raise UnusableFile(
                f"Line {number} begins another diary. Import each file by itself."
            )
        if isinstance(kind, str) and kind not in KINDS:
            ignored[f"lines of the kind {quoted(kind)}"] += 1
            continue
        keep_fact(str(kind), values, place, found, refused)
    return whole("NDJSON", found, refused, dict(ignored), head or {})


def whole(
    form: str,
    found: list[Found],
    refused: list[Refusal],
    ignored: dict[str, int],
    head: dict[str, Any],
) -> Reading:
    """All that was read, with what the head of the file says of the diary."""
    return Reading(
        form,
        tuple(found),
        tuple(refused),
        ignored | left_empty(head),
        head["person"]["name"] if head else "",
        starts_of(head),
    )


def keep_fact(
    kind: str, values: Any, place: str, found: list[Found], refused: list[Refusal]
) -> None:
    """Add the fact, or why it is none."""
    try:
        if kind not in KINDS:
            raise Refused("It does not say which kind of fact it is.")
        found.append(read_fact(kind, values, place))
    except Refused as problem:
        refused.append(Refusal(place, str(problem), part_of(kind, values)))


def left_empty(head: dict[str, Any]) -> dict[str, int]:
    """What whoever exported it kept back, as something left out."""
    return (
        {"the notes, which this file leaves empty": 1} if head.get("redacted") else {}
    )


def starts_of(head: dict[str, Any]) -> tuple[Start, ...]:
    """What it says of each procedure that has a day; the rest is only compared."""
    listed = head.get("procedures")
    person = Fields(head.get("person", {}))
    zone, day_start = readable(person.text, "zone"), readable(person.whole, "day_start")
    born = readable(person.whole_or_none, "born")
    starts = []
    for each in listed if isinstance(listed, list) else ():
        said = Fields(each if isinstance(each, dict) else {})
        on = readable(said.day, "on")
        if on is not None:
            pain = readable(said.whole_or_none, "baseline_pain")
            sha256 = readable(said.text, "protocol_sha256")
            starts.append(Start(on, zone, day_start, pain, sha256, born))
    return tuple(starts)


def read_head(values: Any) -> dict[str, Any]:
    """The head that says whose diary it is.

    UnusableFile when it is none of ours, or of a later time.
    """
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
        Fields(Fields(values).within("person")).text("name")
    except Refused as problem:
        raise UnusableFile(
            f"This file does not say whose diary it is: {problem} "
            "Export it again, then import it."
        ) from None
    head: dict[str, Any] = values
    return head

"""Our own JSON document: a list of facts for each kind."""

from typing import Any

from tracker.domain.wording import quoted
from tracker.errors import UnusableFile
from tracker.imports.found import Found, Reading, Refusal
from tracker.imports.from_ndjson import keep_fact, read_head, whole

LISTS = {
    "entries": "entry",
    "warnings": "warning",
    "limits": "limit",
    "milestones": "milestone",
    "visits": "visit",
    "bone": "bone",
    "questions": "question",
    "contacts": "contact",
}
HEAD = ("version", "redacted", "person", "procedures")


def read(document: Any) -> Reading:
    """Every fact of the document, and every one that cannot be meant."""
    head = read_head(document)
    found: list[Found] = []
    refused: list[Refusal] = []
    for key, kind in LISTS.items():
        for number, values in enumerate(_listed(document, key), start=1):
            keep_fact(kind, values, f"{key} {number}", found, refused)
    others = [key for key in document if key not in LISTS and key not in HEAD]
    ignored = {f"the part {quoted(key)}": 1 for key in others}
    return whole("JSON", found, refused, ignored, head)


def _listed(document: dict[str, Any], key: str) -> list[Any]:
    values = document.get(key, [])
    if not isinstance(values, list):
        raise UnusableFile(
            f"{quoted(key)} is no list in this file. Export it again, then import it."
        )
    return values

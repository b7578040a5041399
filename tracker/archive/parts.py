"""What an archive is made of, and how its one JSON text is written."""

import json
from collections.abc import Iterable
from typing import Any

from tracker.domain.values import NamedTuple

FORMAT = "recovery-tracker archive"
VERSION = 1
# The first version of this program that reads this version and this schema.
NEEDS = "0.1.0"
MEMBER = "archive.json"

LARGEST_MB = 1024
LARGEST = LARGEST_MB * 1024 * 1024
# One row; the longest is the step that takes a large import back.
LONGEST_MB = 256
LONGEST = LONGEST_MB * 1024 * 1024

Row = dict[str, Any]
Rows = Iterable[Row]
# A person's id, and the rows of each table, parents first.
PersonRows = tuple[str, Iterable[tuple[str, Rows]]]


class Head(NamedTuple):
    """What an archive is: its own version, the schema of its rows, who reads it."""

    version: int
    schema: str
    needs: str


class Everything(NamedTuple):
    """Everything an archive holds, read as it is written."""

    schema: str
    protocols: Rows
    people: Iterable[PersonRows]
    tombstones: Rows


def person_line(person_id: str) -> str:
    """The line that begins the rows of a person."""
    return f'{{"person_id":{canonical(person_id)},"tables":{{'


def canonical(value: Any) -> str:
    """The one text of a JSON value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

"""The rows before and after a change, read from the history and trusted in nothing."""

import json
from typing import Any

from tracker.store import bulk
from tracker.store.history import digest_of
from tracker.store.rows import ADDED, Row
from tracker.store.whole import PLAIN

Image = tuple[str, Row | None, Row | None]
_IMPORTED = {"check_in", "rows", "columns", "digest"}


class Parted(Exception):
    """The history and the rows part here; why, without anything of the person."""


def whole(table: str, image: Row | None) -> Row | None:
    """An image with the columns that came after it was written."""
    return None if image is None else {**ADDED.get(table, {}), **image}


def is_sealed(change: Row) -> bool:
    """Whether a change is as it was written."""
    plain = PLAIN.issuperset(map(type, change.values()))
    return plain and digest_of(change) == change["digest"]


def read_images(change: Row) -> list[Image]:
    """The table, the row before and the row after, for each row of a change."""
    try:
        before, after = json.loads(change["before"]), json.loads(change["after"])
        images = [
            (table, old, new)
            for (table, old), (same, new) in zip(before, after, strict=True)
            if table == same
        ]
    except (ValueError, TypeError, RecursionError):
        images = []
        before = None
    if before is None or len(images) != len(before) or not all(map(_plain, images)):
        number = change["seq"]
        raise Parted(f"Change {number} of the history is not of our making.")
    return images


def _plain(image: Image) -> bool:
    table, before, after = image
    if table == bulk.IMPORT:
        return before is None and _is_import(after)
    return isinstance(table, str) and _is_row(before) and _is_row(after)


def _is_row(row: Any) -> bool:
    if row is None:
        return True
    return isinstance(row, dict) and PLAIN.issuperset(map(type, row.values()))


def _is_import(image: Any) -> bool:
    """Whether an image has the parts of an import, each of its kind."""
    if not isinstance(image, dict) or image.keys() != _IMPORTED:
        return False
    ids, rows, columns = image["check_in"], image["rows"], image["columns"]
    if not isinstance(rows, dict) or not isinstance(columns, dict):
        return False
    if {*columns} != {*bulk.TABLES} or not _are_texts(ids):
        return False
    return all(map(_are_texts, columns.values()))


def _are_texts(texts: Any) -> bool:
    return isinstance(texts, list) and all(isinstance(text, str) for text in texts)

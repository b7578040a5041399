"""The lines of a shared file to values; every field is looked at."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tracker.domain.sharing import KINDS, SCOPES, FactState, Grant, Head, Key, Shared
from tracker.shares.parts import (
    LONGEST_ID,
    LONGEST_NAME,
    NOT_OURS,
    UNNAMED,
    Odd,
    read_canonical,
)
from tracker.shares.writing import instant_text

HEAD = (
    "copy", "format", "grant", "made_at", "made_by", "made_under", "needs", "person",
    "person_id", "schema", "version",
)  # fmt: skip
ID = re.compile(rf"[0-9A-Za-z._:-]{{1,{LONGEST_ID}}}")
WORD = re.compile(r"[0-9A-Za-z.]{1,20}")


def read_copy(head: dict[str, Any]) -> Shared:
    """Whose diary it is, from which copy and under which right; no facts yet."""
    _require_fields(head, HEAD)
    made_under = head["made_under"]
    return Shared(
        person_id=_id(head["person_id"]),
        person=_name(head["person"]),
        copy=_id(head["copy"]),
        made_under=_id(made_under) if made_under != "" else "",
        made_at=_instant(head["made_at"]),
        made_by=_name(head["made_by"]),
        schema=required_word(head, "schema"),
        grant=_grant(head["grant"]),
        protocols=(),
        facts={},
    )


def _grant(found: Any) -> Grant:
    _require_fields(found, Grant._fields)
    if found["scope"] not in SCOPES or type(found["notes"]) is not bool:
        raise Odd(NOT_OURS)
    return Grant(
        id=_id(found["id"]),
        name=_name(found["name"]),
        scope=found["scope"],
        since=_day(found["since"]),
        notes=found["notes"],
        expires=_day(found["expires"]),
    )


def read_protocol(found: Any) -> dict[str, str]:
    """The row of a protocol: texts under names."""
    if not isinstance(found, dict) or not all(map(_is_text, found.values())):
        raise Odd(NOT_OURS)
    return found


def read_fact(line: dict[str, Any]) -> tuple[Key, FactState]:
    """A fact: its kind and id, the versions that stand, and those replaced."""
    _require_fields(line, ("dead", "heads", "id", "kind"))
    heads, dead = line["heads"], line["dead"]
    if line["kind"] not in KINDS or not isinstance(heads, dict):
        raise Odd(NOT_OURS)
    if not isinstance(dead, list) or any(not _is_text(each) for each in dead):
        raise Odd(NOT_OURS)
    replaced = frozenset(map(_id, dead))
    # A version stands or was replaced; and each is named once, in its order.
    if sorted(replaced) != dead or replaced & heads.keys():
        raise Odd(NOT_OURS)
    standing = {_id(version): _head(head) for version, head in heads.items()}
    return (line["kind"], _id(line["id"])), FactState(standing, replaced)


def _head(found: Any) -> Head:
    _require_fields(found, Head._fields)
    at, content = found["at"], found["content"]
    _instant(at)
    if content is not None:
        read_canonical(_text(content))
    return Head(at, _name(found["author"]), content)


def _require_fields(found: Any, names: Sequence[str]) -> None:
    if not isinstance(found, dict) or found.keys() != set(names):
        raise Odd(NOT_OURS)


def required_word(line: dict[str, Any], name: str) -> str:
    """A short word of plain letters, such as a version."""
    found = line.get(name)
    if not isinstance(found, str) or not WORD.fullmatch(found):
        raise Odd(UNNAMED)
    return found


def _text(found: Any) -> str:
    if not _is_text(found):
        raise Odd(NOT_OURS)
    text: str = found
    return text


def _is_text(found: Any) -> bool:
    return isinstance(found, str) and "\0" not in found


def _id(found: Any) -> str:
    if not isinstance(found, str) or not ID.fullmatch(found):
        raise Odd(NOT_OURS)
    return found


def _name(found: Any) -> str:
    if not _is_text(found) or len(found) > LONGEST_NAME:
        raise Odd(NOT_OURS)
    name: str = found
    return name


def _instant(found: Any) -> datetime:
    try:
        at = datetime.fromisoformat(found)
        if at.tzinfo is not None and instant_text(at) == found:
            return at
    except (TypeError, ValueError, OverflowError):
        pass
    raise Odd(NOT_OURS)


def _day(found: Any) -> date | None:
    if found is None:
        return None
    try:
        day = date.fromisoformat(found)
    except (TypeError, ValueError):
        raise Odd(NOT_OURS) from None
    if day.isoformat() != found:
        raise Odd(NOT_OURS)
    return day

"""What can still be read of an entry that is refused: its signs and its answers."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from tracker.errors import Refused
from tracker.imports.facts import read_answer
from tracker.imports.fields import Fields
from tracker.imports.found import Part

Value = TypeVar("Value")
Meant = TypeVar("Meant")


def part_of(kind: str, values: Any) -> Part | None:
    """The part of an object of ours; None where nothing in it could raise a sign."""
    if not isinstance(values, dict) or kind not in ("entry", "warning"):
        return None
    said = Fields(values)
    signs, own = _listed(values, "signs"), "id"
    if kind == "warning":
        signs = [] if _listed(values, "done") else [values.get("sign")]
        own = "entry_id"
    return Part(
        readable(said.day, "procedure"),
        readable(said.day, "day"),
        all_readable(read_answer, _listed(values, "answers")),
        tuple(each for each in signs if isinstance(each, str)),
        readable(said.id, own),
    )


def _listed(values: dict[str, Any], key: str) -> list[Any]:
    found = values.get(key)
    return found if isinstance(found, list) else []


def readable(read: Callable[[Value], Meant], value: Value) -> Meant | None:
    """What a value means, or None where it cannot be meant."""
    try:
        return read(value)
    except Refused:
        return None


def all_readable(
    read: Callable[[Value], Meant], values: Iterable[Value]
) -> tuple[Meant, ...]:
    """What each value means, without those that cannot be meant."""
    meant = (readable(read, value) for value in values)
    return tuple(each for each in meant if each is not None)

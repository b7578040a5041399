"""The whole diary as JSON: one fact a line, or the same facts in one document."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from tracker.domain.values import NamedTuple
from tracker.exports.cells import escaped
from tracker.exports.to_json import VERSION

# The list of a kind in the document, and the type of one fact on a line.
TYPES = {
    "entries": "entry",
    "warnings": "warning",
    "limits": "limit",
    "milestones": "milestone",
    "visits": "visit",
    "bone": "bone",
    "questions": "question",
    "contacts": "contact",
}
KINDS = tuple(TYPES)

Facts = Iterable[tuple[str, Iterable[str]]]


class Head(NamedTuple):
    """What stands before the facts: whose diary, as JSON, and what was left empty."""

    person: str
    procedures: Sequence[str]
    redacted: bool


def lines(head: Head, facts: Facts) -> Iterator[str]:
    """The diary's own line, then every fact, each a JSON object with its type.

    ``facts`` are kinds with their facts, each fact the text of a JSON object.
    """
    yield f'{{"type":"diary",{_begun(head)},"procedures":[{_procedures(head, ",")}]}}\n'
    for kind, found in facts:
        begin = f'{{"type":"{TYPES[kind]}",'
        for line in found:
            yield f"{begin}{escaped(line)[1:]}\n"


def document(head: Head, facts: Facts) -> Iterator[str]:
    """One JSON object with a list for each kind, one fact a line."""
    between = ",\n"
    yield f'{{{_begun(head)},\n"procedures":[\n{_procedures(head, between)}\n]'
    for kind, found in facts:
        yield f',\n"{kind}":['
        left = iter(found)
        yield from (f"\n{escaped(line)}" for line in islice(left, 1))
        yield from (f",\n{escaped(line)}" for line in left)
        yield "\n]"
    yield "\n}\n"


def _begun(head: Head) -> str:
    redacted = '["notes"]' if head.redacted else "[]"
    person = escaped(head.person)
    return f'"version":{VERSION},"redacted":{redacted},"person":{person}'


def _procedures(head: Head, between: str) -> str:
    return between.join(map(escaped, head.procedures))

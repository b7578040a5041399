"""Facts read one after another, however many there are; each needs `reading`."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from tracker.domain.entry_row import EntryRow
from tracker.domain.facts import Person, Procedure
from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple
from tracker.store import stream_statements as sql
from tracker.store.rows import Row
from tracker.store.store import Store


class Span(NamedTuple):
    """The days to read, both included, and whether notes are left empty."""

    first: date
    last: date
    redacted: bool = False


def count_entries(
    store: Store, person: Person, procedure: Procedure, span: Span
) -> int:
    """How many entries there are in those days."""
    ((found,),) = store.stream(sql.COUNT, _binds(person, procedure, span))
    return int(found)


def entry_rows(
    store: Store, person: Person, procedure: Procedure, span: Span
) -> Iterator[EntryRow]:
    """Whole entries, by day, instant and number."""
    found = store.stream(sql.ENTRIES, _binds(person, procedure, span))
    # Bare tuples: making a value of each row would take as long as reading it.
    return cast(Iterator[EntryRow], found)


def entry_lines(
    store: Store,
    person: Person,
    procedure: Procedure,
    span: Span,
    questions: Iterable[Question],
) -> Iterator[str]:
    """Entries as JSON objects, by day, instant and number."""
    text, binds = sql.entry_lines(questions)
    return _lines(store, text, {**_binds(person, procedure, span), **binds})


def fact_lines(
    store: Store, kind: str, person: Person, procedure: Procedure, span: Span
) -> Iterator[str]:
    """Other facts of that kind as JSON objects, by day, instant and number."""
    return _lines(store, sql.LINES[kind], _binds(person, procedure, span))


def contact_lines(store: Store, person: Person) -> Iterator[str]:
    """Whom to call, as JSON objects."""
    return _lines(store, sql.CONTACTS, {"person_id": person.id})


def person_line(store: Store, person: Person) -> str:
    """Whose diary it is, as a JSON object."""
    return "".join(_lines(store, sql.PERSON, {"person_id": person.id}))


def procedure_lines(store: Store, person: Person) -> Iterator[str]:
    """Every procedure as a JSON object, by its day."""
    return _lines(store, sql.PROCEDURES, {"person_id": person.id})


def _lines(store: Store, text: str, binds: Row) -> Iterator[str]:
    return (line for (line,) in store.stream(text, binds))


def _binds(person: Person, procedure: Procedure, span: Span) -> Row:
    return {
        "person_id": person.id,
        "procedure_id": procedure.id,
        "procedure": procedure.on.isoformat(),
        "first_day": span.first.isoformat(),
        "last_day": span.last.isoformat(),
        "redacted": int(span.redacted),
    }

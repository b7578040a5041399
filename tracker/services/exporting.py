"""The diary in each format, piece by piece, all of it from one snapshot."""

from collections.abc import Callable, Generator, Iterator
from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.entry_row import EntryRow
from tracker.domain.facts import Procedure
from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple
from tracker.errors import Refused
from tracker.exports import to_csv, to_csv_long, to_json, to_ndjson
from tracker.exports.cells import Unreadable
from tracker.exports.fhir import to_fhir
from tracker.exports.local_times import UnknownZone
from tracker.exports.redacted import without_notes
from tracker.exports.to_ndjson import KINDS, Head
from tracker.protocols.canonical import read_canonical
from tracker.services.diary import open_diary
from tracker.services.entries import FIRST, LAST
from tracker.services.review import review
from tracker.store import streams
from tracker.store.sqlite_driver import DamagedRow
from tracker.store.store import Store
from tracker.store.stored import UNKNOWN_ZONE
from tracker.store.streams import Span

Pieces = Iterator[str]
TOO_EARLY = (
    "Those days lie before the procedure, and a bundle is of what came after it. "
    "They are here:  tracker export ndjson"
)


class Wanted(NamedTuple):
    """What to write: the days, both included, the kinds of facts, without notes."""

    first: date = FIRST
    last: date = LAST
    kinds: tuple[str, ...] = KINDS
    redacted: bool = False

    @property
    def span(self) -> Span:
        """As the store takes it."""
        return Span(self.first, self.last, self.redacted)


def wanted(
    since: date | None, to: date | None, kinds: tuple[str, ...], *, redacted: bool
) -> Wanted:
    """What was asked for; Refused when no day can lie between the two."""
    first, last = since or FIRST, to or LAST
    if first > last:
        raise Refused("--since lies after --to. Change the two.")
    chosen = tuple(kind for kind in KINDS if kind in kinds or not kinds)
    return Wanted(first, last, chosen, redacted)


class _Source(NamedTuple):
    """What a form is made from."""

    store: Store
    diary: Diary
    asked: Wanted
    now: datetime


def count_entries(store: Store, diary: Diary, asked: Wanted) -> int:
    """How many entries an export would hold."""
    with store.reading():
        return sum(
            streams.count_entries(store, diary.person, procedure, asked.span)
            for procedure in _procedures(diary)
        )


def export(
    store: Store, form: str, asked: Wanted, now: datetime
) -> Generator[str, None, None]:
    """The file of that form, mostly one piece per entry.

    Whoever does not read it to its end closes it before the store.
    """
    with store.reading():
        try:
            yield from FORMS[form](_Source(store, open_diary(store), asked, now))
        except UnknownZone:
            raise DamagedRow(UNKNOWN_ZONE) from None
        except Unreadable:
            raise DamagedRow from None


def _procedures(diary: Diary) -> list[Procedure]:
    return sorted((*diary.earlier, diary.procedure), key=lambda each: each.on)


def _questions(source: _Source, procedure: Procedure) -> tuple[Question, ...]:
    """The questions of the plan that a procedure began with."""
    newest = source.diary.procedure
    if procedure.protocol_sha256 == newest.protocol_sha256:
        return source.diary.protocol.questions
    return read_canonical(source.store.pinned_protocol(procedure)).questions


def _rows(source: _Source, procedure: Procedure) -> Iterator[EntryRow]:
    store, diary, asked, _ = source
    return streams.entry_rows(store, diary.person, procedure, asked.span)


def _wide(source: _Source) -> Pieces:
    procedures = _procedures(source.diary)
    rows = (row for each in procedures for row in _rows(source, each))
    return to_csv.lines(source.diary.protocol.questions, rows)


def _long(source: _Source) -> Pieces:
    yield to_csv_long.header()
    for procedure in _procedures(source.diary):
        questions = {q.id: q for q in _questions(source, procedure)}
        yield from to_csv_long.lines(questions, _rows(source, procedure))


def _fhir(source: _Source) -> Pieces:
    store, diary, asked, now = source
    if asked.last < diary.procedure.on:
        raise Refused(TOO_EARLY)
    report = review(store, diary, now, asked.first, asked.last)
    if asked.redacted:
        report = without_notes(report)
    yield to_json.text(to_fhir.render(report)) + "\n"


def _ndjson(source: _Source) -> Pieces:
    return to_ndjson.lines(_head(source), _facts(source))


def _json(source: _Source) -> Pieces:
    return to_ndjson.document(_head(source), _facts(source))


FORMS: dict[str, Callable[[_Source], Pieces]] = {
    "csv": _wide,
    "csv-long": _long,
    "json": _json,
    "ndjson": _ndjson,
    "fhir": _fhir,
}


def _head(source: _Source) -> Head:
    store, diary, asked, _ = source
    person = streams.person_line(store, diary.person)
    procedures = tuple(streams.procedure_lines(store, diary.person))
    return Head(person, procedures, asked.redacted)


def _facts(source: _Source) -> Iterator[tuple[str, Pieces]]:
    for kind in source.asked.kinds:
        yield kind, _of_kind(source, kind)


def _of_kind(source: _Source, kind: str) -> Pieces:
    store, person, span = source.store, source.diary.person, source.asked.span
    if kind == "contacts":
        yield from streams.contact_lines(store, person)
        return
    if kind == "questions" and source.asked.redacted:
        return
    for procedure in _procedures(source.diary):
        if kind != "entries":
            yield from streams.fact_lines(store, kind, person, procedure, span)
            continue
        questions = _questions(source, procedure)
        yield from streams.entry_lines(store, person, procedure, span, questions)

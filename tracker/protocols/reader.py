"""A protocol from a TOML file, or every problem of the file with its place."""

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import chain

from tracker.domain.basis import Source
from tracker.domain.protocol import Protocol, Question, RestrictionPlan
from tracker.errors import ProtocolProblems
from tracker.protocols.caps import find_excess
from tracker.protocols.lines import (
    Known,
    read_basis,
    read_bone_item,
    read_milestone,
    read_restriction,
    read_sign,
    read_source,
    read_topic,
)
from tracker.protocols.over_days import read_change, read_reference, read_setback
from tracker.protocols.questions import read_question
from tracker.protocols.table import ID, Table, shown

LINES = (
    "question",
    "milestone",
    "restriction",
    "sign",
    "topic",
    "setback",
    "bone",
)
# Lines of which a file has one at most.
SINGLE = ("change", "reference")

_LONGEST_SAID = 200
_PLACE = re.compile(r"(.*) \(at ([^()]*)\)", re.DOTALL)
_VERSION = re.compile(r"[A-Za-z0-9.+-]{1,32}", re.ASCII)


def read_protocol(text: bytes, name: str) -> Protocol:
    """Read the bytes of a protocol file; ``name`` is what problems call it.

    Raises ProtocolProblems with every problem at once; lists are counted from 1.
    """
    problems: list[str] = []
    protocol = _read_file(Table("", _parse(text, name), problems))
    if problems:
        raise ProtocolProblems(name, problems)
    return protocol


def _parse(text: bytes, name: str) -> dict[str, object]:
    problems = find_excess(text)
    if problems:
        raise ProtocolProblems(name, problems)
    # Some editors begin a file with a mark that TOML does not know.
    plain = text.decode().removeprefix("\ufeff")
    try:
        return tomllib.loads(plain, parse_float=_fraction)
    except (ValueError, RecursionError) as problem:
        raise ProtocolProblems(name, [_sentence(problem)]) from None


def _fraction(figures: str) -> Decimal:
    try:
        return Decimal(figures)
    except InvalidOperation:
        raise ValueError("A number is too large") from None


def _sentence(problem: Exception) -> str:
    said = str(problem)[:_LONGEST_SAID]
    if isinstance(problem, RecursionError):
        said = "Nested too deeply"
    placed = _PLACE.fullmatch(said)
    what, place = placed.groups() if placed else (said, "the file")
    return f"{place}: {what}."


def _read_file(file: Table) -> Protocol:
    head = _read_head(file.table("protocol"))
    tables = {line: file.tables(line) for line in LINES}
    single = {line: file.table(line) for line in SINGLE if file.has(line)}
    sources = _read_sources(file.table("sources"))
    file.finish()
    if not tables["question"]:
        file.note("question", "is missing: a diary asks at least one")
    _note_ids_twice([*chain.from_iterable(tables.values()), *single.values()])
    milestones = _named(tables["milestone"])
    keys = [source.key for source in sources]
    questions = [_read_question(one, milestones, keys) for one in tables["question"]]
    known = Known(
        dict(zip(_named(tables["question"]), questions, strict=True)),
        milestones,
        _named(tables["restriction"]),
        {table.named: table.value("tier") for table in tables["sign"]},
        keys,
    )
    return Protocol(
        *head,
        tuple(question for question in questions if question is not None),
        tuple(read_milestone(one, known) for one in tables["milestone"]),
        _read_restrictions(tables["restriction"], known),
        tuple(read_sign(one, known) for one in tables["sign"]),
        tuple(read_topic(one, known) for one in tables["topic"]),
        sources,
        tuple(read_setback(one, known) for one in tables["setback"]),
        tuple(read_bone_item(one, known) for one in tables["bone"]),
        read_change(single["change"], known) if "change" in single else None,
        read_reference(single["reference"], known) if "reference" in single else None,
    )


def _named(tables: Sequence[Table]) -> list[str]:
    return [table.named for table in tables]


def _read_head(table: Table) -> tuple[str, str, str, str, str, str]:
    head = (
        table.id(),
        table.text("version"),
        table.text("title"),
        table.text("procedure"),
        table.text("say"),
        table.text("about"),
    )
    if head[1] and not _VERSION.fullmatch(head[1]):
        table.note("version", f'takes a short text such as "2", not {shown(head[1])}')
    table.finish()
    return head


def _read_sources(table: Table) -> tuple[Source, ...]:
    keys = table.keys()
    for key in keys:
        if not ID.fullmatch(key):
            table.note(shown(key), "takes a key of a-z, 0-9 and hyphens, at most 64")
    return tuple(read_source(key, table.table(key)) for key in keys)


def _read_question(
    table: Table, milestones: Sequence[str], sources: Sequence[str]
) -> Question | None:
    """A question; None when it has problems, so that nobody trusts its scale."""
    before = len(table.problems)
    question = read_question(table, milestones, read_basis(table, sources))
    return question if len(table.problems) == before else None


def _read_restrictions(
    tables: Sequence[Table], known: Known
) -> tuple[RestrictionPlan, ...]:
    plans = []
    actions: dict[str, str] = {}
    for table in tables:
        plan = read_restriction(table, known)
        first = actions.setdefault(plan.action, table.place)
        if plan.action and first != table.place:
            table.note("action", f"{shown(plan.action)} is already that of {first}")
        plans.append(plan)
    return tuple(plans)


def _note_ids_twice(tables: Sequence[Table]) -> None:
    places: dict[str, str] = {}
    for table in tables:
        first = places.setdefault(table.named, table.place)
        if table.named and first != table.place:
            table.note("id", f"{shown(table.named)} is already the id of {first}")

"""Somebody else's CSV, by a mapping file: one row per entry."""

from collections import Counter
from contextlib import suppress
from zoneinfo import ZoneInfo

from tracker.domain.answers import find_question, read_value
from tracker.domain.facts import Answer
from tracker.domain.moments import read_clock
from tracker.domain.protocol import Protocol
from tracker.domain.window import require_year
from tracker.domain.wording import join_words, quoted
from tracker.errors import Refused, UnusableFile
from tracker.imports.found import Found, Part, Reading
from tracker.imports.mapping import Column, Mapping, read_date
from tracker.imports.parts import readable
from tracker.imports.plans import Plans, foreign_entry, moment_of
from tracker.imports.rows import read_rows
from tracker.imports.table import Table


def read(table: Table, mapping: Mapping, plans: Plans) -> Reading:
    """Every row as an entry; UnusableFile where the mapping does not fit the table."""
    _refuse_unfit(table, mapping, plans)
    if mapping.author:
        plans = plans._replace(author=mapping.author)
    if mapping.zone:
        plans = plans._replace(zone=ZoneInfo(mapping.zone))
    ignored: Counter[str] = Counter()

    def entry(place: str, cells: dict[str, str]) -> Found | None:
        return _found(place, cells, mapping, plans, ignored)

    def part(cells: dict[str, str]) -> Part:
        return _part(cells, mapping, plans)

    found, refused = read_rows(table, entry, part)
    used = {mapping.date, mapping.time, mapping.note, *mapping.columns}
    for column in table.columns:
        if column and column not in used:
            ignored[f"the column {quoted(column)}"] = 1
    return Reading("CSV", found, refused, dict(ignored))


def _refuse_unfit(table: Table, mapping: Mapping, plans: Plans) -> None:
    wanted = (mapping.date, mapping.time, mapping.note, *mapping.columns)
    missing = [name for name in wanted if name and name not in table.columns]
    if missing:
        shown = join_words([quoted(name) for name in table.columns[:12] if name])
        raise UnusableFile(
            f"The mapping names the column {quoted(missing[0])}, which the file does "
            f"not have. Its columns: {shown}"
        )
    known = [question for _, plan in plans.procedures for question in plan.questions]
    for column in mapping.columns.values():
        if all(column.question != question.id for question in known):
            try:
                find_question(column.question, plans.procedures[-1][1])
            except Refused as problem:
                said = str(problem).partition("  ")[0].removesuffix(" The list:")
                raise UnusableFile(
                    f"The mapping file cannot be used: {said} See: tracker questions"
                ) from None


def _found(
    place: str,
    cells: dict[str, str],
    mapping: Mapping,
    plans: Plans,
    ignored: Counter[str],
) -> Found | None:
    day, clock = read_date(cells[mapping.date].strip(), mapping)
    if mapping.time and cells[mapping.time].strip():
        clock = read_clock(cells[mapping.time])
    on, plan = plans.on_day(require_year(day))
    moment = moment_of(day, clock, plans.zone, plans)
    answers = _answers(cells, mapping, plan, ignored)
    note = cells[mapping.note].strip() if mapping.note else ""
    if not answers and not note:
        ignored["rows that say nothing"] += 1
        return None
    entry = foreign_entry(moment, plans.zone.key, answers, (), note, plans)
    return Found(place, on, entry, made=True)


def _part(cells: dict[str, str], mapping: Mapping, plans: Plans) -> Part:
    """Each answer that can be read, by the plan of its day or else the newest one."""
    moment = readable(
        lambda text: read_date(text, mapping), cells[mapping.date].strip()
    )
    day = moment and moment[0]
    on, plan = plans.on_day(day) if day else plans.procedures[-1]
    answers = []
    for name, column in mapping.columns.items():
        question, value = plan.question(column.question), cells[name].strip()
        if question is not None and value:
            with suppress(Refused):
                answers.append(read_value(question, _in_our_words(value, column)))
    return Part(on, day, tuple(answers), ())


def _answers(
    cells: dict[str, str], mapping: Mapping, plan: Protocol, ignored: Counter[str]
) -> tuple[Answer, ...]:
    answers: dict[str, Answer] = {}
    for name, column in mapping.columns.items():
        value = cells[name].strip()
        question = plan.question(column.question)
        if not value or value.lower() in mapping.empty:
            continue
        if question is None:
            ignored[f"answers in {quoted(name)}, which that plan does not ask"] += 1
            continue
        answer = read_value(question, _in_our_words(value, column))
        if answers.setdefault(question.id, answer) != answer:
            raise Refused(f"Two columns answer {question.id} differently.")
    return tuple(answers.values())


def _in_our_words(value: str, column: Column) -> str:
    said = column.words.get(value.lower(), value)
    bare = said[-1:].isdigit()
    return f"{said} {column.unit}" if column.unit and bare else said

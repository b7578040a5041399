"""Our own wide CSV: one row per entry, answers in the unit that the header names."""

from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.facts import Answer, CheckIn, Moment
from tracker.domain.formula import is_formula
from tracker.domain.protocol import Protocol, Question
from tracker.domain.window import require_year
from tracker.domain.wording import quoted
from tracker.errors import Refused
from tracker.imports.fields import read_day, read_instant, read_zone
from tracker.imports.found import Found, Part, Reading
from tracker.imports.from_csv_long import FLAGS, read_whole
from tracker.imports.parts import readable
from tracker.imports.plans import Plans, foreign_entry, made_id, moment_of
from tracker.imports.rows import read_rows
from tracker.imports.table import Table
from tracker.imports.wide_columns import Column, own_unit, read_cell, read_columns

BEFORE = (
    "entry",
    "warnings",
    "day",
    "date",
    "time",
    "zone",
    "recorded_at",
    "author",
    "relayed",
)
AFTER = ("signs_asked", "signs", "note")


def is_wide(columns: tuple[str, ...]) -> bool:
    """Whether the header is that of our wide table."""
    return columns[: len(BEFORE)] == BEFORE and columns[-len(AFTER) :] == AFTER


def read(table: Table, plans: Plans) -> Reading:
    """Every entry of the table. Warnings are found anew: their words are not in it."""
    ignored: Counter[str] = Counter()
    columns = read_columns(table.columns[len(BEFORE) : -len(AFTER)], plans)

    def entry(place: str, cells: dict[str, str]) -> Found:
        if cells["warnings"]:
            ignored["cells with warnings, which are found anew"] += 1
        return _found(place, cells, columns, plans, ignored)

    def part(cells: dict[str, str]) -> Part:
        return _part(cells, columns, plans)

    found, refused = read_rows(table, entry, part)
    return Reading("CSV, wide", found, refused, dict(ignored))


def _found(
    place: str,
    cells: dict[str, str],
    columns: tuple[Column, ...],
    plans: Plans,
    ignored: Counter[str],
) -> Found:
    day = read_day("date", cells["date"])
    on = _procedure_on(day, cells["day"])
    plan = plans.plan_of(on) or plans.procedures[-1][1]
    answers = _answers(cells, columns, plan, ignored)
    signs = tuple(cells["signs"].split())
    zone = read_zone(cells["zone"])
    moment = _moment(day, cells["time"], ZoneInfo(zone), plans)
    note = without_guard(cells["note"])
    entry = foreign_entry(moment, zone, answers, signs, note, plans)
    asked = frozenset(column.question for column in columns)
    return Found(place, on, _as_written(entry, cells), made=True, asked=asked)


def _part(cells: dict[str, str], columns: tuple[Column, ...], plans: Plans) -> Part:
    """Each answer and sign that can be read; a cell too few or many may shift them."""
    day = readable(lambda text: read_day("date", text), cells["date"])
    on = day and readable(lambda text: _procedure_on(day, text), cells["day"])
    plan = (on and plans.plan_of(on)) or plans.procedures[-1][1]
    answers = []
    for column in columns:
        question, value = plan.question(column.question), cells[column.name].strip()
        if question is not None and value:
            answers += _perhaps(question, column, value)
    words = [cell.split() for cell in cells.values()]
    signs = [word for told in words if all(map(plan.sign, told)) for word in told]
    return Part(on, day, tuple(answers), tuple(signs))


def _procedure_on(day: date, number: str) -> date:
    """The day of the procedure that a day number counts from."""
    try:
        return require_year(day - timedelta(days=read_whole("day", number)))
    except OverflowError:
        raise Refused(f'"day" leads to no date: {quoted(number)}.') from None


def _perhaps(question: Question, column: Column, value: str) -> list[Answer]:
    """What a cell says by its header, else by its figures: a header may be wrong."""
    for name in (column, column._replace(unit=own_unit(question))):
        with suppress(Refused):
            return [read_cell(question, name, value)]
    return []


def _answers(
    cells: dict[str, str],
    columns: tuple[Column, ...],
    plan: Protocol,
    ignored: Counter[str],
) -> tuple[Answer, ...]:
    answers = []
    for column in columns:
        value = cells[column.name].strip()
        question = plan.question(column.question)
        if value and question is None:
            what = f"answers to {quoted(column.name)}, which this plan does not ask"
            ignored[what] += 1
        elif value and question is not None:
            answers.append(read_cell(question, column, value))
    return tuple(answers)


def _moment(day: date, typed: str, zone: ZoneInfo, plans: Plans) -> Moment:
    if not typed:
        return moment_of(day, None, zone, plans)
    return Moment(read_instant("time", typed), day, time_known=True)


def _as_written(entry: CheckIn, cells: dict[str, str]) -> CheckIn:
    """With who wrote it, and when; that and its number make its id.

    What it says is no part of the id: a row that somebody changed is no new entry.
    """
    if cells["signs_asked"] not in ("yes", "partly", "no"):
        raise Refused('"signs_asked" is yes, partly or no.')
    if cells["relayed"] not in ("", *FLAGS):
        raise Refused('"relayed" is yes, no or empty.')
    recorded: datetime = read_instant("recorded_at", cells["recorded_at"])
    number = read_whole("entry", cells["entry"])
    if number < 1:
        raise Refused('"entry" is no number from 1.')
    author = without_guard(cells["author"])
    return entry._replace(
        id=made_id(["wide", number, recorded.isoformat(), author]),
        number=number,
        recorded_at=recorded,
        author=author,
        relayed=FLAGS.get(cells["relayed"]),
        signs_asked=cells["signs_asked"],
    )


def without_guard(cell: str) -> str:
    """Without the mark that keeps a spreadsheet from taking a text for a formula."""
    rest = cell.removeprefix("'")
    return rest if is_formula(rest) else cell

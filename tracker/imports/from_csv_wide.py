"""Our own wide CSV: one row per entry, answers in the unit that the header names."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.answers import read_value
from tracker.domain.facts import Answer, CheckIn, Moment
from tracker.domain.protocol import Protocol
from tracker.domain.window import require_year
from tracker.domain.wording import quoted
from tracker.errors import Refused
from tracker.imports.fields import read_day, read_instant, read_zone
from tracker.imports.found import Found, Reading
from tracker.imports.from_csv_long import FLAGS, read_whole
from tracker.imports.plans import Plans, foreign_entry, moment_of
from tracker.imports.rows import read_rows
from tracker.imports.table import Table

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
FORMULA = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BLANKS = " \t\r\n\u00a0\u200b\ufeff"


def is_wide(columns: tuple[str, ...]) -> bool:
    """Whether the header is that of our wide table."""
    return columns[: len(BEFORE)] == BEFORE and columns[-len(AFTER) :] == AFTER


def read(table: Table, plans: Plans) -> Reading:
    """Every entry of the table. Warnings are found anew: their words are not in it."""
    ignored: Counter[str] = Counter()

    def entry(place: str, cells: dict[str, str]) -> Found:
        if cells["warnings"]:
            ignored["cells with warnings, which are found anew"] += 1
        return _found(place, cells, table.columns, plans, ignored)

    found, refused = read_rows(table.rows, entry)
    return Reading("CSV, wide", found, (*table.refused, *refused), dict(ignored))


def _found(
    place: str,
    cells: dict[str, str],
    columns: tuple[str, ...],
    plans: Plans,
    ignored: Counter[str],
) -> Found:
    day = read_day("date", cells["date"])
    on = _procedure_on(day, cells["day"])
    plan = plans.plan_of(on) or plans.procedures[-1][1]
    named = columns[len(BEFORE) : -len(AFTER)]
    answers = _answers(cells, named, plan, ignored)
    signs = tuple(cells["signs"].split())
    zone = read_zone(cells["zone"])
    moment = _moment(day, cells["time"], ZoneInfo(zone), plans)
    note = without_guard(cells["note"])
    entry = foreign_entry(moment, zone, answers, signs, note, plans)
    return Found(place, on, _as_written(entry, cells), made=True)


def _procedure_on(day: date, number: str) -> date:
    """The day of the procedure that a day number counts from."""
    try:
        return require_year(day - timedelta(days=read_whole("day", number)))
    except OverflowError:
        raise Refused(f'"day" leads to no date: {quoted(number)}.') from None


def _answers(
    cells: dict[str, str],
    named: tuple[str, ...],
    plan: Protocol,
    ignored: Counter[str],
) -> tuple[Answer, ...]:
    answers = []
    for column in named:
        value = cells[column].strip()
        question = plan.question(column.partition(" ")[0])
        if value and question is None:
            ignored[f"answers to {quoted(column)}, which this plan does not ask"] += 1
        elif value and question is not None:
            answers.append(read_value(question, value))
    return tuple(answers)


def _moment(day: date, typed: str, zone: ZoneInfo, plans: Plans) -> Moment:
    if not typed:
        return moment_of(day, None, zone, plans)
    return Moment(read_instant("time", typed), day, time_known=True)


def _as_written(entry: CheckIn, cells: dict[str, str]) -> CheckIn:
    """With who wrote it, and when, as the table has it."""
    if cells["signs_asked"] not in ("yes", "partly", "no"):
        raise Refused('"signs_asked" is yes, partly or no.')
    if cells["relayed"] not in ("", *FLAGS):
        raise Refused('"relayed" is yes, no or empty.')
    recorded: datetime = read_instant("recorded_at", cells["recorded_at"])
    return entry._replace(
        number=max(read_whole("entry", cells["entry"]), 0),
        recorded_at=recorded,
        author=without_guard(cells["author"]),
        relayed=FLAGS.get(cells["relayed"]),
        signs_asked=cells["signs_asked"],
    )


def without_guard(cell: str) -> str:
    """Without the mark that keeps a spreadsheet from taking a text for a formula."""
    rest = cell.removeprefix("'")
    guarded = rest.startswith("\t") or rest.lstrip(BLANKS).startswith(FORMULA)
    return rest if guarded else cell

"""One wide row per entry, units in the header, formula cells defused."""

import csv
import io
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from tracker.domain.answers import base_steps, decimal
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.protocol import Question
from tracker.domain.report import WarningReading
from tracker.domain.wording import visible

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
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


def render(
    diary: Diary, check_ins: Iterable[CheckIn], warnings: Iterable[WarningReading]
) -> str:
    """The whole file as text; an unanswered question is an empty cell.

    ``warnings`` stand with their entry: number, tier, and what was done.
    """
    shown: dict[str, list[WarningReading]] = {}
    for reading in sorted(warnings, key=lambda each: each.shown.number):
        shown.setdefault(reading.shown.check_in_id, []).append(reading)
    out = io.StringIO()
    writer = csv.writer(out)
    questions = diary.protocol.questions
    writer.writerow([*BEFORE, *(_header(q) for q in questions), *AFTER])
    for entry in check_ins:
        writer.writerow(_row(entry, shown.get(entry.id, ()), diary))
    return out.getvalue()


def _header(question: Question) -> str:
    unit = question.unit or {"scale": _scale(question)}.get(question.kind, "")
    return f"{question.id} ({unit})" if unit else question.id


def _scale(question: Question) -> str:
    low, high = (decimal(n, question.step) for n in (question.least, question.most))
    return f"{low}-{high}"


def _say(reading: WarningReading) -> str:
    shown, answer = reading.shown, reading.answer
    if answer is None:
        return f"{shown.number} {shown.tier} not answered"
    when = f" {answer.day.isoformat()}" if answer.kind == "called" else ""
    return f"{shown.number} {shown.tier} {answer.kind}{when}"


def _row(
    entry: CheckIn, shown: Sequence[WarningReading], diary: Diary
) -> list[str | int]:
    local = entry.at.astimezone(ZoneInfo(entry.zone))
    relayed = {None: "", True: "yes", False: "no"}[entry.relayed]
    return [
        entry.number,
        "; ".join(_say(reading) for reading in shown),
        diary.day_of(entry),
        entry.day.isoformat(),
        local.isoformat(timespec="seconds") if entry.time_known else "",
        entry.zone,
        entry.recorded_at.astimezone(ZoneInfo(entry.zone)).isoformat(
            timespec="seconds"
        ),
        defused(entry.author),
        relayed,
        *(_cell(q, entry.answer(q.id)) for q in diary.protocol.questions),
        entry.signs_asked,
        " ".join(entry.signs),
        defused(entry.note),
    ]


def _cell(question: Question, answer: Answer | None) -> str | int:
    if answer is None:
        return ""
    if question.kind == "yes-no":
        return "yes" if answer.number else "no"
    if question.kind == "choice":
        words = (c.word for c in question.choices if c.value == answer.number)
        return next(words, answer.number)
    return decimal(base_steps(question, answer), question.step)


def defused(text: str) -> str:
    """Text made visible that no spreadsheet takes for a formula; never a number."""
    safe = visible(text)
    shown = safe.lstrip(" \t\r\n\u00a0\u200b\ufeff")
    formula = shown.startswith(FORMULA) or safe.startswith("\t")
    return f"'{safe}" if formula else safe

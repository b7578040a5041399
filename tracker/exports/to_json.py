"""The documented JSON shapes: version 1, instants with their offset."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.answers import base_steps, decimal, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn, Instruction, ShownWarning
from tracker.domain.protocol import Protocol, Question
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Limit, Told, say_amount

VERSION = 1
Shape = dict[str, Any]


def text(shape: Shape) -> str:
    """A shape as text, with people's letters whole."""
    return json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False)


def instant(at: datetime | None, zone: str) -> str | None:
    """ISO 8601 with the offset that the clocks there had."""
    return at.astimezone(ZoneInfo(zone)).isoformat() if at else None


def entry(check_in: CheckIn, protocol: Protocol) -> Shape:
    """One entry; ``signs`` is null when they were not asked."""
    return {
        "number": check_in.number,
        "id": check_in.id,
        "at": instant(check_in.at, check_in.zone),
        "time_known": check_in.time_known,
        "day": check_in.day.isoformat(),
        "recorded_at": instant(check_in.recorded_at, check_in.zone),
        "author": check_in.author,
        "relayed": check_in.relayed,
        "answers": _answers(check_in.answers, protocol),
        "typed": _typed(check_in.answers, protocol),
        "note": check_in.note or None,
        "signs": _signs(check_in),
        "signs_asked": check_in.signs_asked,
    }


def entries(check_ins: Iterable[CheckIn], protocol: Protocol) -> Shape:
    """Entries, oldest first."""
    return {
        "version": VERSION,
        "entries": [entry(check_in, protocol) for check_in in check_ins],
    }


def logged(
    check_in: CheckIn, warnings: Iterable[ShownWarning], diary: Diary, already: bool
) -> Shape:
    """One entry as it was kept, and the warnings it showed, whom to call first."""
    return {
        "version": VERSION,
        **entry(check_in, diary.protocol),
        "already_saved": already,
        "warnings": [warning(shown) for shown in warnings],
    }


def warning(shown: ShownWarning) -> Shape:
    """A warning as it was shown; ``call`` is null when no number was known."""
    return {
        "number": shown.number,
        "tier": shown.tier,
        "sign": shown.sign,
        "text": shown.text,
        "rule": shown.rule,
        "call": shown.call or None,
        "entry": shown.check_in_number,
        "shown_at": instant(shown.shown_at, shown.zone),
    }


def timeline(report: Report) -> Shape:
    """The procedure, its milestones and its limits as they stand."""
    zone = report.diary.person.zone
    return {
        "version": VERSION,
        "now": instant(report.now, zone),
        "day": report.diary.day_number(report.today),
        "procedure": procedure(report.diary),
        "milestones": [_milestone(m, zone) for m in report.milestones],
        "restrictions": [_restriction(limit) for limit in report.limits],
    }


def procedure(diary: Diary) -> Shape:
    """The procedure as it was written down."""
    happened = diary.procedure
    return {
        "person": diary.person.name,
        "title": diary.protocol.procedure,
        "on": happened.on.isoformat(),
        "at": instant(happened.at, happened.zone),
        "zone": happened.zone,
        "baseline_pain": happened.baseline_pain,
        "protocol": {
            "id": happened.protocol_id,
            "version": happened.protocol_version,
            "sha256": happened.protocol_sha256,
        },
    }


def today(report: Report) -> Shape:
    """Where things stand: warnings first, then the timeline and the last entries."""
    protocol = report.diary.protocol
    return {
        **timeline(report),
        "warnings": [warning(shown) for shown in report.warnings],
        "entries": [entry(check_in, protocol) for check_in in report.check_ins],
    }


def _milestone(reading: MilestoneReading, zone: str) -> Shape:
    window, evidence = reading.window, reading.evidence
    return {
        "id": reading.plan.id,
        "title": reading.plan.title,
        "opens": instant(window.opens, zone) if window else None,
        "closes": instant(window.closes, zone) if window else None,
        "status": reading.status.value,
        "reached_at": instant(evidence.at, zone) if evidence else None,
        "sources": list(reading.plan.basis.sources),
    }


def _restriction(limit: Limit) -> Shape:
    word = None if limit.told is Told.UNTOLD else limit.word
    plan = limit.plan
    until = limit.default_until
    return {
        "id": plan.id,
        "title": plan.title,
        "confirmed": word is not None,
        "closes": word.until.isoformat() if word and word.until else None,
        "limit": _amount(word),
        "by": word.by if word else None,
        "told_on": word.told_on.isoformat() if word else None,
        "cleared": limit.told is Told.CLEARED,
        "default": {
            "limit": say_amount(plan.limit, plan.unit or "") if plan.limit else None,
            "closes": until.isoformat() if until else None,
            "ranges": list(plan.ranges),
        },
        "sources": list(plan.basis.sources),
    }


def _amount(word: Instruction | None) -> str | None:
    if word is None or word.amount is None:
        return None
    return say_amount(word.amount, word.unit)


def _signs(check_in: CheckIn) -> list[str] | None:
    if check_in.signs or check_in.signs_asked == "yes":
        return list(check_in.signs)
    return None


def _answers(answers: Iterable[Answer], protocol: Protocol) -> Shape:
    """Values in each question's own unit: numbers, words of choices, true or false."""
    return {a.question: _value(a, protocol.question(a.question)) for a in answers}


def _value(answer: Answer, question: Question | None) -> int | float | str | bool:
    if question is None:
        return answer.number
    if question.kind == "yes-no":
        return bool(answer.number)
    if question.kind == "choice":
        words = (c.word for c in question.choices if c.value == answer.number)
        return next(words, str(answer.number))
    steps = base_steps(question, answer)
    return steps if question.step == 1 else float(decimal(steps, question.step))


def _typed(answers: Iterable[Answer], protocol: Protocol) -> Shape:
    """What was typed in another unit, as it was typed."""
    said = {}
    for answer in answers:
        question = protocol.question(answer.question)
        if question is not None and answer.unit not in ("", question.unit):
            said[answer.question] = say_answer(question, answer)
    return said

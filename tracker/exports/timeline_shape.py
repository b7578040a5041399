"""Milestones and limits as plain values for JSON: version 1."""

from tracker.domain.amounts import say_amount
from tracker.domain.answers import decimal
from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction
from tracker.domain.protocol import BASELINE_QUESTION
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Limit, Told
from tracker.domain.setbacks import SetbackReading
from tracker.exports.entry_shape import entry, instant, warning_reading
from tracker.exports.to_json import VERSION, Shape


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
        "baseline_pain": _baseline(diary),
        "protocol": {
            "id": happened.protocol_id,
            "version": happened.protocol_version,
            "sha256": happened.protocol_sha256,
        },
    }


def _baseline(diary: Diary) -> int | float | None:
    """The pain before the procedure, in the unit of its question."""
    question = diary.protocol.question(BASELINE_QUESTION)
    before = diary.procedure.baseline_pain
    if question is None or before is None:
        return None
    return before if question.step == 1 else float(decimal(before, question.step))


def today(report: Report) -> Shape:
    """Where things stand: warnings first, then the timeline and the last entries."""
    protocol = report.diary.protocol
    return {
        **timeline(report),
        "warnings": [warning_reading(w) for w in report.warnings if w.answer is None],
        "differing": report.differing,
        "setbacks": [setback(reading) for reading in report.questions],
        "entries": [entry(check_in, protocol) for check_in in report.check_ins],
    }


def setback(reading: SetbackReading) -> Shape:
    """A question about some days; the days are those that it was seen on."""
    return {
        "id": reading.setback.id,
        "text": reading.setback.text,
        "days": [day.isoformat() for day in reading.days],
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
        "ended": bool(limit.ended),
        "differing": [instruction(word) for word in limit.differing],
        "default": {
            "limit": say_amount(plan.limit, plan.unit or "") if plan.limit else None,
            "closes": until.isoformat() if until else None,
            "ranges": list(plan.ranges),
        },
        "sources": list(plan.basis.sources),
    }


def instruction(word: Instruction) -> Shape:
    """One word of the care team."""
    return {
        "number": word.number,
        "id": word.restriction,
        "limit": _amount(word),
        "until": word.until.isoformat() if word.until else None,
        "cleared": word.cleared,
        "by": word.by,
        "told_on": word.told_on.isoformat(),
        "source": word.source or None,
    }


def _amount(word: Instruction | None) -> str | None:
    if word is None or word.amount is None:
        return None
    return say_amount(word.amount, word.unit)

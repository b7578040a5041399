"""Entries and warnings as plain values for JSON: version 1."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.domain.answers import base_steps, decimal, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Acknowledgement, Answer, CheckIn, ShownWarning
from tracker.domain.protocol import Protocol, Question
from tracker.domain.report import WarningReading
from tracker.exports.to_json import VERSION, Shape


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
        "weekly_signs_asked": check_in.weekly_asked,
    }


def entries(
    check_ins: Iterable[CheckIn], waiting: Iterable[WarningReading], protocol: Protocol
) -> Shape:
    """Warnings that nobody answered, then entries, oldest first."""
    return {
        "version": VERSION,
        "warnings": [warning_reading(reading) for reading in waiting],
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


def warning_reading(reading: WarningReading) -> Shape:
    """A warning as it was shown, and what was done; ``answered`` is null until then."""
    shown, answer = reading.shown, reading.answer
    return {
        **warning(shown),
        "day": shown.day.isoformat(),
        "answered": acknowledgement(answer) if answer else None,
    }


def acknowledgement(answer: Acknowledgement) -> Shape:
    """What was done about a warning; ``at`` is null when only the day was said."""
    return {
        "kind": answer.kind,
        "at": instant(answer.at, answer.zone) if answer.time_known else None,
        "day": answer.day.isoformat(),
        "note": answer.note or None,
        "author": answer.author,
        "recorded_at": instant(answer.recorded_at, answer.zone),
    }


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

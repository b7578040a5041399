"""The page for a visit as a documented JSON shape."""

from datetime import date

from tracker.domain.answers import decimal, say_answer
from tracker.domain.facts import Answer, VisitQuestion
from tracker.domain.figures import TENTHS, Change, Counted, Figure, Range, Score
from tracker.domain.protocol import Question
from tracker.domain.report import BoneReading
from tracker.domain.summary import Summary, named_change
from tracker.domain.trends import Reading
from tracker.exports import entry_shape, timeline_shape, to_json
from tracker.exports.to_json import Shape


def render(summary: Summary) -> Shape:
    """The figures of the page; what nobody has said is null."""
    report = summary.report
    timeline = timeline_shape.timeline(report)
    zone = report.diary.person.zone
    return {
        "version": to_json.VERSION,
        "made": entry_shape.instant(report.now, zone),
        "day": report.diary.day_number(report.today),
        "procedure": timeline["procedure"],
        "procedure_moved": report.moves,
        "differing": report.differing,
        "period": _period(summary),
        "signs_asked": {
            "days": summary.asked.whole,
            "days_in_part": summary.asked.partly,
            "of_days": summary.asked.of,
        },
        "warnings": [entry_shape.warning_reading(w) for w in summary.warnings],
        "setbacks": [timeline_shape.setback(each) for each in report.questions],
        "own_questions": [question_shape(q) for q in report.own_questions],
        "to_ask": list(summary.to_ask),
        "bone_health": [bone(reading) for reading in report.bone],
        "scores": [_score(score) for score in summary.scores],
        "change": _change(summary.change, summary),
        "figures": [_figure(figure) for figure in summary.figures],
        "unwritten": [question.id for question in summary.unwritten],
        "reached": [
            {"id": m.plan.id, "title": m.plan.title, "on": m.evidence.day.isoformat()}
            for m in summary.reached
            if m.evidence is not None
        ],
        "to_discuss": [m.plan.id for m in summary.to_discuss],
        "restrictions": timeline["restrictions"],
        "written_by": [
            {"author": w.author, "relayed": w.relayed, "entries": w.entries}
            for w in summary.wrote
        ],
        **_notes(summary),
    }


def _notes(summary: Summary) -> Shape:
    """The free notes, only where they are wanted."""
    if summary.notes is None:
        return {}
    return {
        "notes": [
            {"day": n.day.isoformat(), "of": n.of, "author": n.author, "text": n.text}
            for n in summary.notes
        ]
    }


def bone(reading: BoneReading) -> Shape:
    """A bone-health item; ``step`` is null while nobody did anything about it."""
    step = reading.step
    return {
        "id": reading.item.id,
        "title": reading.item.title,
        "step": step.kind if step else None,
        "day": step.day.isoformat() if step else None,
        "note": step.note or None if step else None,
    }


def question_shape(question: VisitQuestion) -> Shape:
    """What somebody wants to ask at the visit."""
    return {
        "number": question.number,
        "text": question.text,
        "day": question.day.isoformat(),
        "author": question.author,
    }


def _period(summary: Summary) -> Shape:
    period = summary.period
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "since": period.since,
        "days": len(period.days),
        "days_written": len(period.written),
        "blank": _days(period.blank),
        "entries": period.entries,
        "typed_on_a_later_day": period.late,
    }


def _days(days: tuple[date, ...]) -> list[str]:
    return [day.isoformat() for day in days]


def _number(steps: int, step: int) -> int | float:
    return steps if step == 1 else float(decimal(steps, step))


def _score(score: Score) -> Shape:
    step = score.question.step
    return {
        "question": score.question.id,
        "title": score.question.title,
        "n": len(score.readings),
        "first": [_number(steps, step) for steps in score.first],
        "last": [_number(steps, step) for steps in score.last],
    }


def _change(change: Change | None, summary: Summary) -> Shape | None:
    """Points and percent are negative when the last answers are lower."""
    if change is None:
        return None
    step, named = summary.scores[0].question.step, named_change(summary)
    return {
        "before": _number(change.before, step),
        "after": change.after.tenths(step) / TENTHS,
        "n": change.after.n,
        "points": change.points / TENTHS,
        "percent": change.percent,
        "word": named.word if named else None,
        "acceptable": named.acceptable if named else None,
    }


def _figure(figure: Figure) -> Shape:
    question = figure.question
    named: Shape = {"question": question.id, "title": question.title}
    if isinstance(figure, Counted):
        days = {choice.title: _days(choice.days) for choice in figure.choices}
        return {**named, "days": figure.days, "days_of": days}
    if isinstance(figure, Range):
        ends = {"lowest": figure.lowest, "highest": figure.highest}
    else:
        ends = {"first": figure.first, "latest": figure.latest}
    return {**named, "n": figure.n, **_readings(question, ends)}


def _readings(question: Question, taken: dict[str, Reading]) -> Shape:
    return {
        name: {
            "day": reading.day.isoformat(),
            "answer": say_answer(
                question, Answer(question.id, reading.steps, question.unit)
            ),
        }
        for name, reading in taken.items()
    }

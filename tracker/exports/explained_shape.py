"""An explanation as plain values for JSON: version 1."""

from tracker.domain.amounts import say_amount
from tracker.domain.answers import decimal
from tracker.domain.explanation import (
    DATES,
    INPUTS,
    RULE,
    STANDS,
    Explanation,
    Pinned,
    Stored,
)
from tracker.domain.facts import Instruction
from tracker.domain.figures import TENTHS
from tracker.domain.protocol import Reference, ReferenceRow, RestrictionPlan
from tracker.domain.restrictions import Limit
from tracker.exports import entry_shape, timeline_shape
from tracker.exports.to_json import VERSION, Shape

ALWAYS = (RULE, DATES, INPUTS, STANDS)


def render(explanation: Explanation) -> Shape:
    """Everything that the screen says, and the figures behind it."""
    basis = explanation.basis
    return {
        "version": VERSION,
        "id": explanation.id,
        "kind": explanation.kind,
        "title": explanation.title,
        "origin": basis.origin if basis else None,
        "confidence": basis.confidence if basis else None,
        "note": basis.note or None if basis else None,
        "sources": [source._asdict() for source in explanation.sources],
        "protocol": _protocol(explanation.pinned),
        **{key: list(explanation.said(key)) for key in ALWAYS},
        "more": [
            {"key": part.key, "heading": part.heading, "lines": list(part.lines)}
            for part in explanation.parts
            if part.key not in ALWAYS
        ],
        **_of_line(explanation),
        **_of_warning(explanation.stored),
    }


def _protocol(pinned: Pinned) -> Shape:
    protocol, sha256 = pinned
    return {"id": protocol.id, "version": protocol.version, "sha256": sha256}


def _of_line(explanation: Explanation) -> Shape:
    """What only a limit or the reference has."""
    line = explanation.line
    if isinstance(line, RestrictionPlan):
        words = [_word(word) for word in explanation.words]
        return {"default": _default(line, explanation.limit), "words": words}
    if isinstance(line, Reference):
        return {"question": line.question, "rows": [_row(row) for row in line.rows]}
    return {}


def _default(plan: RestrictionPlan, limit: Limit | None) -> Shape:
    """What is published, which is nobody's instruction."""
    until = limit.default_until if limit else None
    amount = say_amount(plan.limit, plan.unit) if plan.limit and plan.unit else None
    return {
        "limit": amount,
        "closes": until.isoformat() if until else None,
        "ranges": list(plan.ranges),
    }


def _word(word: Instruction) -> Shape:
    return {
        **timeline_shape.instruction(word),
        "settles": word.settles,
        "author": word.author,
        "recorded_at": word.recorded_at.isoformat(),
    }


def _row(row: ReferenceRow) -> Shape:
    """Figures in points of the scale."""
    figures = ("mean", "low", "high", "least", "most")
    values = row._asdict()
    return {
        name: float(decimal(value, TENTHS)) if name in figures else value
        for name, value in values.items()
    }


def _of_warning(stored: Stored | None) -> Shape:
    """A warning as it was shown, and everything that was done about it."""
    if stored is None:
        return {}
    shown, entry, protocol = stored.shown, stored.entry, stored.pinned.protocol
    return {
        "number": shown.number,
        "stored": {**entry_shape.warning(shown), "day": shown.day.isoformat()},
        "entry": entry_shape.entry(entry, protocol) if entry else None,
        "answers": [entry_shape.acknowledgement(each) for each in stored.done],
    }

"""What each column of the wide table means, from the plan of the diary."""

import csv
import io

from tracker.domain.answers import decimal
from tracker.domain.protocol import Protocol, Question
from tracker.exports import to_csv
from tracker.exports.cells import defused

HEADER = (
    "column",
    "question",
    "text",
    "kind",
    "unit",
    "step",
    "least",
    "most",
    "choices",
    "other_units",
    "asked",
    "origin",
    "confidence",
    "sources",
)
COLUMNS = {
    "entry": ("The number of the entry", "whole number"),
    "warnings": ("Warnings the entry showed: number, tier, what was done", "text"),
    "day": ("Days since the procedure; negative before it", "whole number"),
    "date": ("The day, as the person saw it", "date"),
    "time": ("When it was, with the offset there; empty: not known", "time"),
    "zone": ("The time zone it was said in", "IANA name"),
    "recorded_at": ("When it was typed, with the offset there", "time"),
    "author": ("Who typed it", "text"),
    "relayed": ("Told by the person (yes) or seen by the author (no)", "yes-no"),
    "signs_asked": ("Whether warning signs were asked: yes, partly or no", "word"),
    "signs": ("Ids of the signs that were marked; a blank between them", "words"),
    "note": ("What was written in words", "text"),
}


def render(protocol: Protocol) -> str:
    """The whole file, one row per column, in the order of the columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, restval="")
    writer.writeheader()
    for name in to_csv.BEFORE:
        writer.writerow(_column(name))
    for question in protocol.questions:
        writer.writerow(_question(question))
    for name in to_csv.AFTER:
        writer.writerow(_column(name))
    return out.getvalue()


def _column(name: str) -> dict[str, str]:
    text, kind = COLUMNS[name]
    return {"column": name, "text": text, "kind": kind}


def _question(question: Question) -> dict[str, str | int]:
    """A number stays one; what people may write into a plan is no formula."""
    basis = question.basis
    said = {
        "column": to_csv.header(question),
        "question": question.id,
        "text": question.text,
        "kind": question.kind,
        "unit": question.unit,
        "choices": "; ".join(
            f"{c.value} {c.word}: {c.title}" for c in question.choices
        ),
        "other_units": " ".join(unit.id for unit in question.units),
        "asked": question.ask,
        "origin": basis.origin,
        "confidence": basis.confidence,
        "sources": " ".join(basis.sources),
    }
    return {
        **{name: defused(text) for name, text in said.items()},
        "step": question.step,
        "least": decimal(question.least, question.step),
        "most": decimal(question.most, question.step),
    }

"""The lines that look over many days: setbacks, change words, the reference."""

from tracker.domain.amounts import TENTHS
from tracker.domain.protocol import (
    ChangeWords,
    Question,
    Reference,
    ReferenceRow,
    Setback,
)
from tracker.protocols.lines import Known, read_basis
from tracker.protocols.table import Table

_MOST_DAYS = 366
_MOST_PEOPLE = 1_000_000
_PERCENT = 100
_ORDERED = ("scale", "count", "measure", "choice")
# Other figures of a reference row, all in the unit of its question.
_FIGURES = ("mean", "low", "high", "least", "most")


def read_setback(table: Table, known: Known) -> Setback:
    """A pattern that is asked about: a rise of one question, or signs."""
    shape = table.only("question", "signs")
    asked, question = _question(table, known) if shape == "question" else (None, None)
    rise = _read_rise(table, question) if shape == "question" else (0, 0, 0, 0)
    setback = Setback(
        table.id(),
        table.text("title"),
        table.text("text"),
        asked,
        *rise,
        _read_signs(table, known) if shape == "signs" else (),
        table.integer("within", 1, _MOST_DAYS, None),
        read_basis(table, known.sources),
    )
    if not setback.text.endswith("?"):
        table.note("text", "is a question: a setback is never a finding")
    table.finish()
    return setback


def _question(table: Table, known: Known) -> tuple[str | None, Question | None]:
    asked = table.reference("question", known.questions, "question")
    question = known.questions.get(asked or "")
    if question is not None and question.kind not in _ORDERED:
        table.note("question", f"{question.id} has no more and less")
    return asked, question


def _read_rise(table: Table, question: Question | None) -> tuple[int, int, int, int]:
    """How many steps above how many days, at least how many, how often in a row."""
    step = question.step if question else 1
    by = table.steps("by", step)
    of = table.integer("of", 1, _MOST_DAYS, None)
    least = table.integer("least", 1, of, None)
    if by == 0:
        table.note("by", "has to be more than nothing")
    return by or 0, of, least, table.integer("times", 1, _MOST_DAYS, None)


def _read_signs(table: Table, known: Known) -> tuple[str, ...]:
    named = table.texts("signs")
    for sign in named:
        if sign not in known.signs:
            table.note("signs", f"there is no sign {sign}")
    return named


def read_change(table: Table, known: Known) -> ChangeWords:
    """When a change is called clear or large, and a score acceptable."""
    asked, question = _question(table, known)
    step = question.step if question else 1
    words = ChangeWords(
        table.id(),
        table.text("title"),
        table.text("text"),
        asked or "",
        table.steps("points", step) or 0,
        table.integer("percent", 1, _PERCENT, None),
        table.integer("large_percent", 1, _PERCENT, None),
        table.steps("acceptable", step) or 0,
        read_basis(table, known.sources),
    )
    if words.large_percent < words.percent:
        table.note("large_percent", "is less than percent")
    table.finish()
    return words


def read_reference(table: Table, known: Known) -> Reference:
    """What published groups reported at some times, with how many people."""
    asked, _ = _question(table, known)
    reference = Reference(
        table.id(),
        table.text("title"),
        table.text("text"),
        asked or "",
        tuple(_read_row(row) for row in table.tables("row")),
        read_basis(table, known.sources),
    )
    if not reference.rows:
        table.note("row", "is missing: a reference has at least one time")
    table.finish()
    return reference


def _read_row(table: Table) -> ReferenceRow:
    row = ReferenceRow(
        table.text("when"),
        table.integer("day", 0, 10 * _MOST_DAYS, None),
        table.integer("people", 1, _MOST_PEOPLE, None),
        table.integer("studies", 1, _MOST_PEOPLE, None),
        *(table.steps(key, TENTHS) or 0 for key in _FIGURES),
    )
    if not row.low <= row.mean <= row.high or not row.least <= row.most:
        table.note("mean", "lies between low and high, and least up to most")
    table.finish()
    return row

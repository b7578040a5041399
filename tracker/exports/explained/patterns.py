"""Setbacks, words for a change, and what published groups reported, explained."""

from tracker.domain.answers import decimal, say_answer
from tracker.domain.explanation import INPUTS, RULE, STANDS, Behind, Part
from tracker.domain.facts import Answer
from tracker.domain.figures import AT_EACH_END
from tracker.domain.protocol import (
    ChangeWords,
    Protocol,
    Question,
    Reference,
    ReferenceRow,
    Setback,
)
from tracker.domain.setbacks import SetbackReading
from tracker.domain.wording import join_words, short_day
from tracker.exports.figure_words import count

CAUTION, TABLE = "caution", "table"
TENTHS = 10
HEAD = ("when", "mean", "low-high", "people", "studies")
LAST_OF_DAY = "Of a day with several answers the last one counts."
BLANK_DAY = (
    "A day without an answer is nothing: it neither breaks a row of days nor makes one."
)
NO_FINDING = (
    "It is a question for the care team, and no finding. It can be asked for "
    "nothing; how often: docs/evidence.md"
)


def setback_parts(
    setback: Setback, protocol: Protocol, behind: Behind | None
) -> list[Part]:
    """What it asks, its rule, and the days that counted while it stands."""
    rule = _rise(setback, protocol) if setback.question else _signs(setback, protocol)
    parts = [
        Part("asks", "What it asks", (setback.text,)),
        Part(CAUTION, "What it is", (NO_FINDING,)),
        Part(RULE, "The rule", rule),
    ]
    if behind is None:
        return parts
    standing = (each for each in behind.report.setbacks if each.setback == setback)
    reading = next(standing, None)
    stands = "It stands." if reading else "It does not stand."
    if reading and behind.report.unanswered:
        stands += " While a warning waits for its answer, the warning goes first."
    counted = _counted(reading, protocol) if reading else ()
    inputs = [Part(INPUTS, "What counted", counted)] if counted else []
    return [*parts, Part(STANDS, "Now", (stands,)), *inputs]


def _rise(setback: Setback, protocol: Protocol) -> tuple[str, ...]:
    question = protocol.question(str(setback.question))
    title = question.title if question else setback.question
    size, before = _by(setback, question), _before(setback)
    if setback.times == 1:
        return (
            f"It is asked when {title} on the newest day that has an answer is at "
            f"least {size} {before}.",
            f"That day must lie in the last {setback.within} days.",
            LAST_OF_DAY,
        )
    return (
        f"It is asked when {title} on each of the newest {setback.times} days that "
        f"have an answer is at least {size} {before}.",
        f"Those days must lie in the last {setback.within} days.",
        f"{LAST_OF_DAY} {BLANK_DAY}",
    )


def _before(setback: Setback) -> str:
    """What the newest days are compared with."""
    if setback.of == 1:
        return "the one before it, however long ago that was"
    return (
        f"the middle (median) of the {setback.of} such days before; at least "
        f"{setback.least} of these must be there"
    )


def _by(setback: Setback, question: Question | None) -> str:
    if question is None or question.choices:
        steps = count(setback.by, "step", "steps")
        return f"{steps} further down the list of answers than"
    size = decimal(setback.by, question.step).removesuffix(".0")
    one = question.unit or ("point" if size == "1" else "points")
    return f"{size} {one} above"


def _signs(setback: Setback, protocol: Protocol) -> tuple[str, ...]:
    found = [protocol.sign(sign) for sign in setback.signs]
    words = [f'"{sign.text}"' for sign in found if sign is not None]
    return (
        f"It is asked when {join_words(words, 'or')} was shown in the last "
        f"{setback.within} days, and somebody wrote down what was done about it.",
        "Until then the warning speaks. One that was marked by mistake is not counted.",
    )


def _counted(reading: SetbackReading, protocol: Protocol) -> tuple[str, ...]:
    question = protocol.question(str(reading.setback.question))
    if question is None or reading.twice_median is None:
        return tuple(f"Shown on {short_day(day)}." for day in reading.days)
    days = [
        f"{short_day(day)}: {_said(question, steps)}."
        for day, steps in zip(reading.days, reading.steps, strict=True)
    ]
    return (*days, f"Compared with: {_middle(question, reading.twice_median)}.")


def _said(question: Question, steps: int) -> str:
    return say_answer(question, Answer(question.id, steps, question.unit))


def _middle(question: Question, twice: int) -> str:
    if twice % 2 == 0:
        return _said(question, twice // 2)
    if question.choices:
        low, high = (_said(question, steps) for steps in (twice // 2, twice // 2 + 1))
        return f'between "{low}" and "{high}"'
    return decimal(twice * TENTHS // 2, question.step * TENTHS)


def change_parts(words: ChangeWords, protocol: Protocol) -> list[Part]:
    """When a change is called clear or large, and where those words are used."""
    question = protocol.question(words.question)
    step = question.step if question else 1
    title = question.title if question else words.question
    points, most = (
        decimal(steps, step).removesuffix(".0")
        for steps in (words.points, words.acceptable)
    )
    rule = (
        f"A clear change: at least {points} points and at least {words.percent}% "
        "from the answer before the procedure, up or down.",
        f"A large change: also at least {words.large_percent}%.",
        f"{title} of {most} or less: many people after surgery called it acceptable.",
    )
    used = (
        f"Only on the page for a visit, of the mean of the last {AT_EACH_END} "
        "entries, and never while a warning stands on that page.",
    )
    return [Part(RULE, "The words", rule), Part("used", "Where they are used", used)]


def reference_parts(reference: Reference) -> list[Part]:
    """The rows as one table, and what they cannot say."""
    meaning = (
        "people and studies: of how many the figures are.",
        "low-high: the lowest mean less its spread, to the highest mean and its "
        "spread (one standard deviation).",
        "It is drawn only where you ask for it (tracker chart --reference), and no "
        "line of this diary is measured by it.",
    )
    rows = tuple(say_row(row) for row in reference.rows)
    return [
        Part(CAUTION, "What it is", (reference.text,)),
        Part(TABLE, "The figures", rows),
        Part(RULE, "How to read it", meaning),
    ]


def table(reference: Reference) -> list[str]:
    """The head and the rows as columns."""
    cells = [HEAD, *(_cells(row) for row in reference.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for first, *others in cells:
        columns = map(str.rjust, others, widths[1:])
        lines.append(" ".join([first.ljust(widths[0]), *columns]))
    return lines


def _cells(row: ReferenceRow) -> tuple[str, ...]:
    mean, low, high = (decimal(n, TENTHS) for n in (row.mean, row.low, row.high))
    return row.when, mean, f"{low}-{high}", str(row.people), str(row.studies)


def say_row(row: ReferenceRow) -> str:
    """One row as a sentence, for a reader that says lines aloud."""
    mean, low, high = (decimal(n, TENTHS) for n in (row.mean, row.low, row.high))
    return (
        f"{row.when}: mean {mean}, low {low}, high {high}, "
        f"{count(row.people, 'person', 'people')}, "
        f"{count(row.studies, 'study', 'studies')}"
    )

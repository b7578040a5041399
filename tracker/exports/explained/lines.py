"""Any line of the protocol explained, with the facts of a diary when there is one."""

from typing import assert_never

from tracker.domain.answers import say_answer, takes
from tracker.domain.explanation import (
    INPUTS,
    RULE,
    STANDS,
    Behind,
    Explanation,
    Part,
    Pinned,
)
from tracker.domain.protocol import (
    BoneItem,
    ChangeWords,
    Line,
    MilestonePlan,
    Protocol,
    Question,
    Reference,
    RestrictionPlan,
    Setback,
    Topic,
    WarningSign,
)
from tracker.domain.report import Report
from tracker.domain.restrictions import Limit
from tracker.domain.window import local_day
from tracker.domain.wording import join_words, mid_day, short_day
from tracker.exports.done_words import step_words
from tracker.exports.explained.limits import restriction_parts
from tracker.exports.explained.milestones import milestone_parts
from tracker.exports.explained.patterns import (
    change_parts,
    reference_parts,
    setback_parts,
)
from tracker.exports.explained.signs import sign_parts
from tracker.exports.explained.when import say_asked
from tracker.exports.milestone_words import last_day

ABOUT = "about"
KINDS: dict[type[Line], str] = {
    Question: "question",
    MilestonePlan: "milestone",
    RestrictionPlan: "restriction",
    WarningSign: "sign",
    Topic: "topic",
    Setback: "setback",
    BoneItem: "bone",
    ChangeWords: "change-words",
    Reference: "reference",
}


def explain_line(line: Line, pinned: Pinned, behind: Behind | None) -> Explanation:
    """Everything behind a line; ``behind`` is None where there is no diary."""
    title = line.text if isinstance(line, WarningSign) else line.title
    return Explanation(
        line.id,
        KINDS[type(line)],
        title,
        tuple(_parts(line, pinned.protocol, behind)),
        line.basis,
        pinned,
        line,
        behind.words if behind else (),
        find_limit(line, behind),
    )


def find_limit(line: Line, behind: Behind | None) -> Limit | None:
    """How a limit stands in the diary; None for every other line."""
    limits = behind.report.limits if behind else ()
    return next((limit for limit in limits if limit.plan.id == line.id), None)


def _parts(line: Line, protocol: Protocol, behind: Behind | None) -> list[Part]:
    match line:
        case MilestonePlan():
            return milestone_parts(line, protocol, behind)
        case RestrictionPlan():
            return restriction_parts(line, behind, find_limit(line, behind))
        case WarningSign():
            return sign_parts(line, protocol, behind)
        case Question():
            return _question(line, protocol, behind)
        case Setback():
            return setback_parts(line, protocol, behind)
    return _background(line, protocol, behind)


def _background(
    line: Topic | BoneItem | ChangeWords | Reference,
    protocol: Protocol,
    behind: Behind | None,
) -> list[Part]:
    match line:
        case BoneItem():
            return _bone(line, behind)
        case ChangeWords():
            return change_parts(line, protocol)
        case Reference():
            return reference_parts(line)
        case Topic():
            return [Part(ABOUT, heading, (text,)) for heading, text in line.parts]
        case _:
            assert_never(line)


def _question(
    question: Question, protocol: Protocol, behind: Behind | None
) -> list[Part]:
    rule = (
        f'The words: "{question.text}"',
        f"It takes {takes(question)}.",
        say_asked(question, behind),
        *_while(question, protocol, behind),
    )
    parts = [Part(RULE, "The rule", rule)]
    parts.append(Part("read_by", "What reads it", _readers(question, protocol)))
    if behind is None:
        return parts
    said = "Nothing is written down for it yet."
    if behind.newest is not None:
        day, answer = behind.newest
        said = f"{say_answer(question, answer)}, {mid_day(day)}."
    return [*parts, Part(INPUTS, "The newest answer", (said,))]


def _while(
    question: Question, protocol: Protocol, behind: Behind | None
) -> tuple[str, ...]:
    """During which milestone a question is asked every day."""
    if question.daily_while is None:
        return ()
    plan = protocol.milestone(question.daily_while)
    title = plan.title if plan else question.daily_while
    dates = _open(question.daily_while, behind.report) if behind else ""
    return (f'Every day while "{title}" is open{dates}.',)


def _open(milestone_id: str, report: Report) -> str:
    """The first and last day of a milestone, in brackets, when they are known."""
    windows = (m.window for m in report.milestones if m.plan.id == milestone_id)
    window = next(windows, None)
    if window is None:
        return ""
    first = local_day(window.opens, report.diary.zone, 0)
    last = last_day(window, report)
    until = f" to {last}" if last else ""
    return f" ({short_day(first)}{until}, unless it is reached before)"


def _readers(question: Question, protocol: Protocol) -> tuple[str, ...]:
    """Which milestones, signs and others are worked out from it."""
    wanted = question.id
    groups = {
        "Milestones": [m.id for m in protocol.milestones if m.reach.question == wanted],
        "Signs": [
            sign.id
            for sign in protocol.signs
            if any(trigger.question == wanted for trigger in sign.raised_by)
        ],
        "Setbacks": [s.id for s in protocol.setbacks if s.question == wanted],
        "In summaries": [
            line.id
            for line in (protocol.change_words, protocol.reference)
            if line is not None and line.question == wanted
        ],
    }
    said = tuple(f"{name}: {join_words(ids)}" for name, ids in groups.items() if ids)
    return (*said, "It stands on the page for a visit: tracker report")


def _bone(item: BoneItem, behind: Behind | None) -> list[Part]:
    ask = Part(RULE, "What to ask", (item.text,))
    change = f"tracker bone {item.id} asked (or: booked, done)"
    how = Part("change", "To write down how far it is", (change,))
    bone = behind.report.bone if behind else ()
    standing = (reading for reading in bone if reading.item.id == item.id)
    reading = next(standing, None)
    if reading is None:
        return [ask, how]
    said = f"{item.title}: {step_words(reading)}"
    by = f", by {reading.step.author}" if reading.step else ""
    return [Part(STANDS, "Now", (f"{said}{by}",)), ask, how]

"""A milestone explained: its rule, its window in real dates, and what counted."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tracker.domain.answers import say_answer
from tracker.domain.explanation import DATES, INPUTS, RULE, STANDS, Behind, Part
from tracker.domain.facts import Answer, CheckIn, Completion, Instruction
from tracker.domain.protocol import MilestonePlan, Protocol
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import Limit, Told
from tracker.domain.wording import clock, mid_day, short_day
from tracker.exports.explained.when import say_dates
from tracker.exports.figure_words import count
from tracker.exports.limit_words import say_whose
from tracker.exports.milestone_words import milestone_words

BY_HAND = {"done": "marked done", "skipped": "left out", "reopened": "open again"}


def milestone_parts(
    plan: MilestonePlan, protocol: Protocol, behind: Behind | None
) -> list[Part]:
    """Its rule; in a diary also its dates, what counted, and how it stands."""
    parts = [Part(RULE, "The rule", _rule(plan, protocol))]
    readings = behind.report.milestones if behind else ()
    reading = next((each for each in readings if each.plan.id == plan.id), None)
    if behind is None or reading is None:
        return parts
    stands = f"{plan.title}: {milestone_words(reading, behind.report)}"
    dates = say_dates(reading, behind) or _following(plan, behind.report)
    return [
        Part(STANDS, "Now", (stands,)),
        *parts,
        Part(DATES, "The dates", dates),
        Part(INPUTS, "What counted", _inputs(reading, behind)),
    ]


def _rule(plan: MilestonePlan, protocol: Protocol) -> tuple[str, ...]:
    when = f"When: {plan.when}." if plan.when else ""
    expect = f"What to expect: {plan.expect}" if plan.expect else ""
    ends = ""
    if plan.kind == "check":
        ends = "Only an entry of that time counts."
    elif plan.reach.question:
        ends = "It also counts when it is written down after that time."
    reached = f"It counts as reached {_reach(plan, protocol)}."
    return tuple(line for line in (when, expect, reached, ends) if line)


def _reach(plan: MilestonePlan, protocol: Protocol) -> str:
    reach = plan.reach
    if reach.shape == "by-hand":
        return f"when somebody says so: tracker done {plan.id}"
    if reach.shape == "restriction":
        limit = protocol.restriction(str(reach.restriction))
        title = limit.title if limit else reach.restriction
        return f'when "{title}" is cleared: tracker told'
    question = protocol.question(str(reach.question))
    title = question.title if question else str(reach.question)
    if reach.shape == "answered" or reach.value is None or question is None:
        return f"when {title} is written down, whatever the answer"
    least = "at least " if reach.shape == "at-least" else ""
    answer = Answer(question.id, reach.value, question.unit)
    days = f" on {count(reach.days, '', 'different days')}" if reach.days > 1 else ""
    said = say_answer(question, answer)
    said = f'"{said}"' if question.choices else said
    return f"when {title} is {least}{said}{days}"


def _following(plan: MilestonePlan, report: Report) -> tuple[str, ...]:
    """From which word a milestone that follows a limit has its day, if from any."""
    if plan.reach.restriction is None:
        return ("It has no dates of its own.",)
    limit = _limit(plan, report)
    if limit is None or limit.word is None:
        return ("Nobody's word on the limit is written down, so it has no dates.",)
    if limit.told is Told.CLEARED:
        return ("The limit is cleared, so it has no dates.",)
    words = limit.ended or limit.in_force
    ends = [(word.until, word) for word in words if word.until is not None]
    if len(ends) < len(words):
        spoken = [_said(word) for word in words]
        return ("A word names no last day, so it has no dates:", *spoken)
    last, word = max(ends, key=lambda end: end[0])
    opens = mid_day(last + timedelta(days=1))
    return (f"It follows the last day that was said: {_said(word)}", f"Opens {opens}.")


def _limit(plan: MilestonePlan, report: Report) -> Limit | None:
    wanted = plan.reach.restriction
    return next((limit for limit in report.limits if limit.plan.id == wanted), None)


def _said(word: Instruction) -> str:
    return f"{word.number} {say_whose(word)}."


def _inputs(reading: MilestoneReading, behind: Behind) -> tuple[str, ...]:
    marks = [say_mark(mark) for mark in behind.completions]
    cleared: list[str] = []
    evidence = reading.evidence
    if evidence is not None and evidence.how == "cleared":
        limit = _limit(reading.plan, behind.report)
        assert limit is not None
        assert limit.word is not None
        cleared = [_said(limit.word)]
    asked = str(reading.plan.reach.question)
    entries = [say_entry(e, asked, behind.report) for e in behind.entries]
    return (*entries, *marks, *cleared) or ("Nothing that is written down so far.",)


def say_entry(entry: CheckIn, asked: str, report: Report) -> str:
    """One answer, its entry and when that was."""
    question, answer = report.diary.protocol.question(asked), entry.answer(asked)
    assert question is not None
    assert answer is not None
    said = f"{question.title} {say_answer(question, answer)}"
    return f"{said}, entry {entry.number}, {say_when(entry)}, by {entry.author}."


def say_when(fact: CheckIn | Completion) -> str:
    """The day as the person saw it, and the time where it is known."""
    at = f" {clock(fact.at, ZoneInfo(fact.zone))}" if fact.time_known else ""
    return f"{short_day(fact.day)}{at}"


def say_mark(mark: Completion) -> str:
    """What was marked by hand, for when, by whom, and why."""
    reason = f": {mark.reason.removesuffix('.')}" if mark.reason else ""
    said = BY_HAND[mark.kind]
    return f"{said[:1].upper()}{said[1:]}, {say_when(mark)}, by {mark.author}{reason}."

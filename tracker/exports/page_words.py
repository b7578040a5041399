"""What the page for a visit says, in words; not how it is laid out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.answers import decimal
from tracker.domain.diary import Diary
from tracker.domain.facts import Acknowledgement, ShownWarning
from tracker.domain.protocol import Question
from tracker.domain.report import (
    BoneReading,
    MilestoneReading,
    Report,
    WarningReading,
)
from tracker.domain.restrictions import Limit, Told, say_word
from tracker.domain.setbacks import SetbackReading
from tracker.domain.summary import Asked, Note, Period, Summary, Wrote
from tracker.domain.wording import MONTHS, clock, join_words, mid_day, short_day
from tracker.exports.done_words import DONE
from tracker.exports.figure_words import count, count_days, of_day, small

Run = tuple[date, date]

MOST_BLANKS = 6
MOST_NUMBERS = 12
SHORTEST_RUN = 3
SHA_SHOWN = 6
COUNTED = {"called": "called for", "mistake": "marked by mistake", "": "no answer to"}
SHOWN_AS = {
    "emergency": "call the emergency number",
    "same-day": "call today",
    "next-visit": "next visit",
}


def say_procedure(report: Report) -> str:
    """The procedure and its day, the time where it is known, and whether it moved."""
    diary, procedure = report.diary, report.diary.procedure
    planned = " planned for" if procedure.on > report.today else " on"
    day = f"{diary.protocol.procedure}{planned} {mid_day(procedure.on)}"
    at = procedure.at
    hour = "" if at is None else f", {clock(at, ZoneInfo(procedure.zone))}"
    return f"{day}{hour}{_moved(report.moves)}"


def _moved(times: int) -> str:
    if not times:
        return ""
    often = {1: "once", 2: "twice"}.get(times, f"{times} times")
    return f" (moved {often} since it was first written down)"


def say_period(summary: Summary) -> str:
    """From when to when, which day it is, and since what."""
    period, report = summary.period, summary.report
    since = ", since the last visit" if period.since == "visit" else ""
    number = report.diary.day_number(period.last)
    ahead = f"{count_days(-number)} before the procedure"
    day = ahead if number < 0 else f"day {number}"
    then = " As it stood on that day." if period.last < report.today else ""
    return f"{_span(period.first, period.last)}, {day}{since}.{then}"


def _span(first: date, last: date) -> str:
    if first == last:
        return mid_day(last)
    begin = mid_day(first)
    if first.year == last.year:
        begin = begin.rsplit(" ", 1)[0]
        if first.month == last.month:
            begin = begin.rsplit(" ", 1)[0]
    return f"{begin} to {mid_day(last)}"


def say_written(period: Period) -> str:
    """On how many days something was written, and which days are blank."""
    if not period.written:
        return "Nothing is written down in this time."
    days = f"{len(period.written)} of {count_days(len(period.days))}"
    none = f" (none on {say_days(period.blank)})" if period.blank else ""
    many = count(period.late, "entry was", "entries were")
    late = f" {many} typed on a later day." if period.late else ""
    return f"Written down on {days}{none}.{late}"


def say_days(days: Sequence[date]) -> str:
    """Days by their dates, runs joined, the month said once; a long list is cut."""
    runs = _runs(days)
    shown = runs[:MOST_BLANKS]
    followed = zip(shown, [*shown[1:], None], strict=True)
    words = [_run_words(run, following) for run, following in followed]
    hidden = sum((last - first).days + 1 for first, last in runs[MOST_BLANKS:])
    more = f" and {count(hidden, 'more day', 'more days')}" if hidden else ""
    return f"{', '.join(words)}{more}"


def _runs(days: Iterable[date]) -> list[Run]:
    """Three or more days in a row as one run, others each by itself."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    spans: list[Run] = []
    for run in runs:
        joined = len(run) >= SHORTEST_RUN
        spans += [(run[0], run[-1])] if joined else [(day, day) for day in run]
    return spans


def _run_words(run: Run, following: Run | None) -> str:
    """A run of days; its month is left to the run that follows within that month."""
    first, last = run
    if first.month != last.month:
        return f"{_in_month(first)} to {_in_month(last)}"
    days = str(last.day) if first == last else f"{first.day} to {last.day}"
    shared = following and {(d.year, d.month) for d in (*run, *following)}
    return days if shared and len(shared) == 1 else f"{days} {MONTHS[last.month - 1]}"


def _in_month(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def say_asked(asked: Asked) -> str:
    """On how many days the signs were asked; what was not asked is not known."""
    if not asked.of:
        return "nothing is written down in this time"
    partly = f", in part on {asked.partly} more" if asked.partly else ""
    return f"asked on {asked.whole} of {count_days(asked.of)}{partly}"


def say_unmarked(asked: Asked, *, shown: bool) -> str:
    """What may be said of the signs that nobody marked."""
    if not asked.whole:
        return "What was not asked is not known."
    other = "No other sign" if shown else "No sign"
    return f"{other} was marked on the days they were asked. That is not a finding."


def by_sign(warnings: Iterable[WarningReading]) -> list[list[WarningReading]]:
    """The warnings of each sign together, in the order in which they come."""
    signs: dict[tuple[str, str], list[WarningReading]] = {}
    for reading in warnings:
        key = (reading.shown.tier, reading.shown.text)
        signs.setdefault(key, []).append(reading)
    return list(signs.values())


def say_warning(warnings: Sequence[WarningReading], diary: Diary) -> str:
    """When a sign was shown, what it says, and what raised it."""
    warning, *others = (reading.shown for reading in warnings)
    if others:
        return f"{len(warnings)} times: {small(warning.text)}"
    day = f"{short_day(warning.day)}, {of_day(diary, warning.day)}"
    raised = "" if warning.rule == "marked" else f" ({warning.rule})"
    return f"Warning {warning.number}, {day}: {small(warning.text)}{raised}"


def say_shown(warnings: Sequence[WarningReading], diary: Diary) -> str:
    """What the person was shown then, and what was done about each."""
    reading, *others = warnings
    shown = f"shown: {SHOWN_AS[reading.shown.tier]}"
    if not others:
        return f"{shown}; {say_answered(reading.answer)}"
    numbers = [_numbered(each.shown, diary) for each in warnings[:MOST_NUMBERS]]
    hidden = len(warnings) - len(numbers)
    more = f" and {hidden} more" if hidden else ""
    done = _count_answers(warnings)
    return f"{shown}; warnings {', '.join(numbers)}{more}; {done}"


def _numbered(shown: ShownWarning, diary: Diary) -> str:
    return f"{shown.number} ({of_day(diary, shown.day)})"


def _count_answers(warnings: Sequence[WarningReading]) -> str:
    """For how many somebody called, and for how many nobody answered."""
    kinds = Counter(each.answer.kind if each.answer else "" for each in warnings)
    of = f"of {len(warnings)}"
    said = [(word, kinds[kind]) for kind, word in COUNTED.items() if kinds[kind]]
    return ", ".join(f"{word} {number} {of}" for word, number in said)


def say_answered(answer: Acknowledgement | None) -> str:
    """What was done about a warning, when, and by whom it was written down."""
    if answer is None:
        return "no answer is written down"
    at = f" {clock(answer.at, ZoneInfo(answer.zone))}" if answer.time_known else ""
    when = f" {short_day(answer.day)}{at}" if answer.kind == "called" else ""
    return f"{DONE[answer.kind]}{when}, written by {answer.author}"


def say_baseline(diary: Diary, question: Question) -> str:
    """The answer before the procedure, and when it was written down."""
    before = diary.procedure.baseline_pain
    if before is None:
        return "before the procedure: not written down"
    recorded = diary.procedure.recorded_at.astimezone(ZoneInfo(diary.person.zone))
    told = short_day(recorded.date())
    return f"{decimal(before, question.step)} before the procedure (told on {told})"


def say_reached(reading: MilestoneReading, diary: Diary) -> str:
    """A reached milestone and its day."""
    assert reading.evidence is not None
    day = reading.evidence.day
    return f"{small(reading.plan.title)} {short_day(day)} ({of_day(diary, day)})"


def say_to_discuss(reading: MilestoneReading, *, detailed: bool) -> str:
    """What is to be talked about; not in detail where the page lists it anyway."""
    if not detailed:
        return f"{reading.plan.title}."
    expect = reading.plan.expect
    return f"{reading.plan.title}. {expect[:1].upper()}{expect[1:]}".strip()


def say_bone(bone: Iterable[BoneReading]) -> str:
    """How far each bone-health item is."""
    parts: dict[str, list[str]] = {}
    for reading in bone:
        step = reading.step
        said = f"{step.kind} {short_day(step.day)}" if step else "open"
        parts.setdefault(said, []).append(small(reading.item.title))
    return "; ".join(f"{join_words(titles)}: {said}" for said, titles in parts.items())


def say_setback(reading: SetbackReading, diary: Diary) -> str:
    """The question about some days, with the days."""
    days = join_words(
        [f"{short_day(day)} ({of_day(diary, day)})" for day in reading.days]
    )
    return f"{reading.setback.title}, {days}"


def say_limit(limit: Limit) -> str:
    """A limit that somebody spoke about, and whose word it is."""
    word = limit.word
    assert word is not None
    said = f"{say_word(word)}. Said by {word.by}, {mid_day(word.told_on)}."
    passed = " That day has passed; nobody has said that it is over."
    another = " Another word has ended; nobody has said that it is over."
    ended = passed if word in limit.ended else another if limit.ended else ""
    return f"{said}{ended}{_say_differing(limit)}"


def _say_differing(limit: Limit) -> str:
    """The other words that are in force and contradict the one that counts."""
    others = [
        f"{word.by}, {mid_day(word.told_on)}: {say_word(word)}"
        for word in limit.differing
        if word != limit.word
    ]
    return f" But {'; '.join(others)}. Which counts?" if others else ""


def say_untold(limits: Iterable[Limit], diary: Diary) -> str:
    """Which limits nobody has spoken about, and where the page goes."""
    limits = list(limits)
    untold = [small(lim.plan.title) for lim in limits if lim.told is Told.UNTOLD]
    if len(untold) == len(limits):
        untold = ["these"]
    gap = f"Nobody's word is written down for {join_words(untold)}. " if untold else ""
    name = diary.person.name
    return f"{gap}{name[:1].upper()}{name[1:]} takes this home."


def say_note(note: Note, diary: Diary) -> str:
    """A free note, with its day, what it is about, and who wrote it."""
    when = f"{short_day(note.day)}, {of_day(diary, note.day)}"
    return f"{when}, {note.of}, written by {note.author}: {note.text}"


def say_wrote(wrote: Wrote, diary: Diary, entries: int) -> str:
    """Who wrote how many of the entries, and in which way."""
    name = diary.person.name
    way = {True: f"Told by {name}, typed", False: "Seen and typed", None: "Typed"}
    how = "Written" if wrote.author == name else way[wrote.relayed]
    of = count(entries, "entry", "entries")
    return f"{how} by {wrote.author}: {wrote.entries} of {of}."


def say_made(summary: Summary) -> str:
    """What this page is, by which protocol, and when it was made."""
    report = summary.report
    procedure, zone = report.diary.procedure, ZoneInfo(report.diary.person.zone)
    made = report.now.astimezone(zone)
    return (
        "A diary, not checked by a clinician. "
        f"Protocol {procedure.protocol_id} {procedure.protocol_version}, "
        f"{procedure.protocol_sha256[:SHA_SHOWN]}. "
        f"Made {mid_day(made.date())} {clock(report.now, zone)}."
    )

"""A warning sign explained, and one warning as it was shown."""

from zoneinfo import ZoneInfo

from tracker.domain.answers import decimal, spell_answers
from tracker.domain.diary import Diary
from tracker.domain.explanation import (
    INPUTS,
    RULE,
    STANDS,
    Behind,
    Explanation,
    Part,
    Stored,
)
from tracker.domain.facts import CheckIn, ShownWarning
from tracker.domain.protocol import (
    BASELINE_QUESTION,
    Protocol,
    Question,
    Trigger,
    WarningSign,
)
from tracker.domain.window import local_day
from tracker.domain.wording import clock, join_words, mid_day, short_day
from tracker.exports.done_words import done_words
from tracker.exports.explained.when import say_asked
from tracker.exports.figure_words import count

WHY, WHOM = "why", "whom"
CALLS = {
    "emergency": "call the emergency number now",
    "same-day": "call the care team today",
    "next-visit": "tell the care team at the next visit",
}
MOST_NAMED = 5


def sign_parts(
    sign: WarningSign, protocol: Protocol, behind: Behind | None
) -> list[Part]:
    """Whom to call, why, what raises it, and when it was shown to this person."""
    diary = behind.report.diary if behind else None
    raised = [_trigger(each, protocol, diary) for each in sign.raised_by]
    marked = "Marking it raises it, also when it is not asked."
    rule = ("It counts if it is new or worse.", marked, *raised)
    parts = [
        Part(
            WHOM,
            "Whom to call",
            (f"{_call(sign.tier)}.", *_graver(sign, protocol)),
        ),
        *_why(sign),
        Part(RULE, "The rule", (*rule, say_asked(sign, behind))),
    ]
    if behind is not None:
        parts.append(Part(INPUTS, "How often it was shown", _shown(behind)))
    return parts


def _call(tier: str) -> str:
    """Whom a tier says to call, as the beginning of a sentence."""
    call = CALLS[tier]
    return f"{call[:1].upper()}{call[1:]}"


def _why(sign: WarningSign) -> list[Part]:
    return [Part(WHY, "Why it matters", (sign.why,))]


def _graver(sign: WarningSign, protocol: Protocol) -> list[str]:
    """The graver sign that it stands beside."""
    graver = protocol.sign(sign.becomes) if sign.becomes else None
    if graver is None:
        return []
    return [f'It is graver when it is "{graver.text}": {CALLS[graver.tier]}.']


def _trigger(trigger: Trigger, protocol: Protocol, diary: Diary | None) -> str:
    question = protocol.question(trigger.question)
    assert question is not None
    return f"It is raised by itself when {_when(trigger, question, diary)}."


def _when(trigger: Trigger, question: Question, diary: Diary | None) -> str:
    if trigger.above_baseline:
        return f"{question.title} is more than before the procedure{_before(diary)}"
    if trigger.at_least is not None:
        return f"{question.title} is at least {say_steps(question, trigger.at_least)}"
    titles = {choice.value: choice.title for choice in question.choices}
    titles = titles or {0: "no", 1: "yes"}
    words = [f'"{titles.get(value, value)}"' for value in trigger.values]
    return f"{question.title} is {join_words(words, 'or')}"


def _before(diary: Diary | None) -> str:
    if diary is None:
        return ""
    question = diary.protocol.question(BASELINE_QUESTION)
    before = diary.procedure.baseline_pain
    if question is None or before is None:
        return ", which is not written down, so that no answer can raise it"
    return f" ({decimal(before, question.step)})"


def say_steps(question: Question, steps: int) -> str:
    """Steps of the base unit, and in brackets the same in the other units."""
    unit = f" {question.unit}" if question.unit else ""
    said = f"{decimal(steps, question.step)}{unit}"
    others = []
    for other in question.units:
        whole = (2 * steps * other.den + other.num) // (2 * other.num)
        typed = whole + other.shift * question.step
        others.append(f"{decimal(typed, question.step)} {other.id}")
    return f"{said} ({', '.join(others)})" if others else said


def _shown(behind: Behind) -> tuple[str, ...]:
    name, shown = behind.report.diary.person.name, behind.shown
    if not shown:
        return (f"It was not shown to {name}. That is not a finding.",)
    newest = [f"Warning {w.number}, {mid_day(w.day)}" for w in shown[:MOST_NAMED]]
    more = len(shown) - len(newest)
    before = (f"And {more} before.",) if more else ()
    times = count(len(shown), "time", "times")
    order = ", the newest first" if len(shown) > 1 else ""
    return (f"{times} for {name}{order}:", *newest, *before)


def explain_warning(stored: Stored) -> Explanation:
    """One warning as it was shown, what was done, and the sign behind it."""
    shown, pinned = stored.shown, stored.pinned
    sign = pinned.protocol.sign(shown.sign)
    return Explanation(
        f"warning {shown.number}",
        "warning",
        f"Warning {shown.number}: {shown.text}",
        (
            Part(WHOM, "Whom it said to call", (_called(shown),)),
            Part(RULE, "What raised it", (_raised(shown),)),
            Part(INPUTS, "What it was read from", _entry(stored)),
            Part(STANDS, "What was done", _done(stored)),
            *(_why(sign) if sign else [_only_stored(shown)]),
        ),
        sign.basis if sign else None,
        pinned,
        stored=stored,
    )


def _only_stored(shown: ShownWarning) -> Part:
    said = f'The plan of this diary has no sign "{shown.sign}". This is what is kept.'
    return Part(WHY, "Why it matters", (said,))


def _called(shown: ShownWarning) -> str:
    number = f" The number it showed: {shown.call}." if shown.call else ""
    return f"It said: {CALLS[shown.tier]}.{number}"


def _raised(shown: ShownWarning) -> str:
    zone = ZoneInfo(shown.zone)
    day = short_day(local_day(shown.shown_at, zone, 0))
    when = f"Shown {day} {clock(shown.shown_at, zone)} to {shown.author}"
    for_day = f", for {mid_day(shown.day)}"
    if shown.rule == "marked":
        return f"Somebody marked it. {when}{for_day}."
    return f"{shown.rule}. {when}{for_day}."


def _entry(stored: Stored) -> tuple[str, ...]:
    number = stored.shown.check_in_number
    if stored.entry is None:
        gone = f"Entry {number} was deleted since. The warning stays as it was shown."
        return (gone,)
    said = spell_answers(stored.entry.answers, stored.pinned.protocol) or "no answers"
    lines = [f"Entry {number} as it is now: {said}.", *_signs(stored.entry, stored)]
    return (*lines, "Changing an entry never changes a warning that was shown.")


def _signs(entry: CheckIn, stored: Stored) -> list[str]:
    found = [(stored.pinned.protocol.sign(mark), mark) for mark in entry.signs]
    words = [f'"{sign.text}"' if sign else mark for sign, mark in found]
    return [f"Marked in it: {join_words(words)}."] if words else []


def _done(stored: Stored) -> tuple[str, ...]:
    if not stored.done:
        number = stored.shown.number
        answer = f"tracker warnings answer {number} --called now"
        return (f"Nobody has answered it yet. Called? {answer}",)
    said = [
        f"{done_words(a)}: {a.note}" if a.note else done_words(a) for a in stored.done
    ]
    return tuple(f"{text.removesuffix('.')}." for text in said)

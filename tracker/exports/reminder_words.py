"""What is due, in words: full ones for the screen, neutral ones for a locked phone."""

import shlex
from collections.abc import Mapping, Sequence

from tracker.domain.calendar import Beat
from tracker.domain.calling import call_line
from tracker.domain.facts import ShownWarning, Visit
from tracker.domain.protocol import TIERS
from tracker.domain.reminders import AskedLimit, Due, Reminder
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.restrictions import say_word
from tracker.domain.values import NamedTuple
from tracker.domain.wording import clock, join_words, short_day, visible
from tracker.exports.entry_shape import instant
from tracker.exports.milestone_words import last_day
from tracker.exports.to_json import VERSION, Shape
from tracker.exports.today_words import MOST_WARNINGS, visit_day, waiting_words

NAME = "Recovery"
NEUTRAL = {
    "visit": "a visit on {}.",
    "look": "something to look at. Its time ends {}.",
    "ask": "something to ask the care team today.",
}
LOOK_INSIDE = ("look", "ask")
WRITTEN_TODAY = "nothing written for today yet."
WRITTEN_BEFORE = "nothing written for {}. It can be added."
CLEARED = "Has your care team cleared you? A limit does not end by itself."


class Name(NamedTuple):
    """What tells somebody from the others, and what to type for them."""

    label: str
    typed: str


NOBODY = Name("", "")


class Line(NamedTuple):
    """One reminder in words; ``neutral`` says nothing of the health of anybody.

    ``name`` is empty where there is one person only; the commands are what to type.
    """

    reminder: Reminder
    name: str
    neutral: str
    full: str
    neutral_command: str
    command: str

    def said(self, *, full: bool) -> tuple[str, str]:
        """The words, and what to type: of a milestone its very name would tell."""
        if full:
            return self.full, self.command
        return self.neutral, self.neutral_command

    @property
    def warns(self) -> bool:
        """Whether it is a warning that nobody answered."""
        return self.reminder.kind == "warning"


def lines(dues: Sequence[Due], names: Mapping[str, Name]) -> list[Line]:
    """The warnings of everybody, the gravest first; then person by person the rest.

    ``names`` are how people are told apart, by their id; without them nobody is named.
    """
    found = [_line(due, each, names) for due in dues for each in due.reminders]
    others = [line for line in found if not line.warns]
    return [*sorted(filter(_warns, found), key=_gravity), *others]


def _warns(line: Line) -> bool:
    return line.warns


def _gravity(line: Line) -> int:
    shown = line.reminder.subject
    assert isinstance(shown, ShownWarning)
    return TIERS.index(shown.tier)


def in_short(found: Sequence[Line]) -> list[Line]:
    """The same with the gravest warnings of each person; the others are counted."""
    shown: list[Line] = []
    more: dict[str, list[Line]] = {}
    for line in filter(_warns, found):
        of_name = [each for each in shown if each.name == line.name]
        to = shown if len(of_name) < MOST_WARNINGS else more.setdefault(line.name, [])
        to.append(line)
    others = (line for line in found if not line.warns)
    return [*shown, *map(_counted, more.values()), *others]


def _counted(left: Sequence[Line]) -> Line:
    said = f"{len(left)} more {'warning is' if len(left) == 1 else 'warnings are'}"
    text = f"{said} not answered."
    return left[0]._replace(neutral=text, full=text)


def _line(due: Due, reminder: Reminder, names: Mapping[str, Name]) -> Line:
    name, typed = names.get(due.report.diary.person.id, NOBODY)
    neutral, full, command = _words(due.report, reminder)
    start = f"tracker --person {shlex.quote(visible(typed))}" if typed else "tracker"
    plain = "today" if reminder.kind in LOOK_INSIDE else command
    return Line(reminder, name, neutral, full, f"{start} {plain}", f"{start} {command}")


def _words(report: Report, reminder: Reminder) -> tuple[str, str, str]:
    """Neutral words, full words, and what to type after `tracker`."""
    subject = reminder.subject
    if isinstance(subject, ShownWarning):
        return _warning(report, subject)
    if isinstance(subject, Visit):
        return _visit(report, subject)
    if isinstance(subject, Beat):
        return _entry(subject, again=reminder.again)
    if isinstance(subject, MilestoneReading):
        return _look(report, subject)
    return _ask(subject)


def _warning(report: Report, shown: ShownWarning) -> tuple[str, str, str]:
    call = call_line(report.diary, shown, report.today)
    # Where nobody gave the number, the words name the person: not on a locked phone.
    nameless = call.replace(f"where {report.diary.person.name} is", "where you are")
    neutral = f"a warning is not answered. {nameless}"
    return neutral, f"{waiting_words(shown)} {call}", "warnings"


def _visit(report: Report, visit: Visit) -> tuple[str, str, str]:
    when = visit_day(visit, report)
    title = f": {_one_line(visit.title)}" if visit.title else ""
    return NEUTRAL["visit"].format(when), f"Visit on {when}{title}.", "report"


def _entry(beat: Beat, *, again: bool) -> tuple[str, str, str]:
    said, command = WRITTEN_TODAY, "log"
    if again:
        said = WRITTEN_BEFORE.format(short_day(beat.day))
        command = f'log --at "day {beat.number}"'
    return said, said[:1].upper() + said[1:], command


def _look(report: Report, reading: MilestoneReading) -> tuple[str, str, str]:
    plan, ends = reading.plan, _ends(reading, report)
    full = f"{plan.title}: nothing written about it yet. Its time ends {ends}."
    if plan.kind == "step":
        by = last_day(reading.window, report)
        full = (
            f"{plan.title}: nothing written about it yet. For many by {by}; some need "
            "longer."
        )
    command = f"done {plan.id}" if plan.reach.shape == "by-hand" else "log"
    command = "visit add DATE" if plan.kind == "visit" else command
    return NEUTRAL["look"].format(ends), full, command


def _ends(reading: MilestoneReading, report: Report) -> str:
    """The last day of a window, or the day and time when it ends."""
    closes = reading.window.closes if reading.window else None
    assert closes is not None
    zone = report.diary.zone
    at = clock(closes, zone)
    if at == "00:00":
        return f"with {last_day(reading.window, report)}"
    return f"{short_day(closes.astimezone(zone).date())}, {at}"


def _ask(asked: AskedLimit) -> tuple[str, str, str]:
    title = asked.limit.plan.title
    said = [f"{say_word(w)} (said by {_one_line(w.by)})" for w in asked.words]
    full = f"{title}: {join_words(said)}. {CLEARED}"
    return NEUTRAL["ask"], full, "told"


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def notification(found: Sequence[Line], *, full: bool) -> str:
    """One line for each reminder, as a phone or a mail shows it."""
    return "\n".join(_notice(line, full=full) for line in in_short(found))


def _notice(line: Line, *, full: bool) -> str:
    whose = f", {_one_line(line.name)}" if line.name else ""
    words, command = line.said(full=full)
    text = _one_line(words).removesuffix(".")
    return f"{NAME}{whose}: {text}. {lead(line)} {command}"


def lead(line: Line) -> str:
    """What stands before the command."""
    return "Called?" if line.warns else "To do it:"


def shape(reports: Sequence[Report], found: Sequence[Line]) -> Shape:
    """What is due, for programs: neutral words and full ones."""
    first = reports[0]
    return {
        "version": VERSION,
        "now": instant(first.now, first.diary.person.zone),
        "people": [report.diary.person.name for report in reports],
        "due": [
            {
                "person": line.name or first.diary.person.name,
                "kind": line.reminder.kind,
                "day": line.reminder.day.isoformat(),
                "again": line.reminder.again,
                "neutral": line.neutral,
                "text": line.full,
                "command": line.command,
            }
            for line in found
        ],
    }

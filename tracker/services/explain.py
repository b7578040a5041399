"""Finding what is to be explained, and the facts behind it."""

from datetime import date

from tracker.domain.answers import closest
from tracker.domain.diary import Diary
from tracker.domain.explanation import Behind, Pinned, Stored
from tracker.domain.facts import Answer, CheckIn, ShownWarning
from tracker.domain.protocol import (
    BoneItem,
    Line,
    MilestonePlan,
    Protocol,
    Question,
    RestrictionPlan,
    Setback,
    WarningSign,
    lines_of,
    names_of,
)
from tracker.domain.report import MilestoneReading, Report
from tracker.domain.wording import join_words, quoted
from tracker.errors import NotFound
from tracker.protocols.canonical import read_canonical
from tracker.services.entries import FIRST, LAST
from tracker.services.evidence import written_evidence
from tracker.services.warnings import find_warning
from tracker.store.store import Store

LONGEST_NUMBER = 9
WARNING = "warning"


def find_line(protocol: Protocol, typed: str) -> Line:
    """Whatever has that id, or is shown in those words; NotFound if nothing."""
    lines = lines_of(protocol)
    wanted = _plain(typed)
    by_id = (line for line in lines if line.id == wanted.replace(" ", "-"))
    by_words = (line for line in lines if wanted in _shown_as(line))
    found = next(by_id, None) or next(by_words, None)
    if found is not None:
        return found
    topics = join_words([topic.id for topic in protocol.topics]) or "none"
    raise NotFound(
        f"There is nothing called {quoted(typed)}. {_hint(wanted, lines)}"
        f"Topics: {topics}\n"
        "More: tracker timeline, tracker questions, tracker signs, tracker warnings"
    )


def _hint(wanted: str, lines: tuple[Line, ...]) -> str:
    if wanted.startswith(WARNING):
        return "A warning has a number: tracker explain warning 1. "
    near = closest(wanted, [line.id for line in lines])
    return f"Did you mean {join_words(near, 'or')}? " if near else ""


def _shown_as(line: Line) -> list[str]:
    """Every wording under which a screen shows the line."""
    said = list(names_of(line))
    if isinstance(line, RestrictionPlan):
        said += [line.action, line.ask]
    if isinstance(line, Question | Setback | BoneItem):
        said.append(line.text)
    return [_plain(words) for words in said if words]


def _plain(words: str) -> str:
    return " ".join(words.lower().split()).rstrip(".?")


def warning_number(typed: str) -> int | None:
    """The number in `warning 3`, `3` or `#3`; None when it is none."""
    figures = typed.lower().strip().removeprefix(WARNING).strip().removeprefix("#")
    if not (figures.isascii() and figures.isdigit()) or len(figures) > LONGEST_NUMBER:
        return None
    return int(figures)


def read_behind(store: Store, report: Report, line: Line) -> Behind:
    """The facts of an open store behind a line."""
    diary = report.diary
    with store.reading():
        match line:
            case MilestonePlan():
                return _behind_milestone(store, report, line)
            case RestrictionPlan():
                told = store.instructions(diary.person, diary.procedure)
                words = tuple(word for word in told if word.restriction == line.id)
                return Behind(report, words=words)
            case WarningSign():
                return Behind(report, shown=_shown(store, diary, line))
            case Question():
                return Behind(report, newest=_newest(store, diary, line))
    return Behind(report)


def _behind_milestone(store: Store, report: Report, plan: MilestonePlan) -> Behind:
    diary = report.diary
    marked = store.completions(diary.person, diary.procedure)
    by_hand = tuple(each for each in marked if each.milestone == plan.id)
    reading = next((m for m in report.milestones if m.plan.id == plan.id), None)
    entries = _entries(store, diary, reading) if reading else ()
    return Behind(report, entries, by_hand)


def _entries(
    store: Store, diary: Diary, reading: MilestoneReading
) -> tuple[CheckIn, ...]:
    """The entry of each day that a milestone needed, while the entries reached it."""
    if reading.evidence is None or reading.evidence.how != "entry":
        return ()
    found = []
    for days in range(1, reading.plan.reach.days + 1):
        reach = reading.plan.reach._replace(days=days)
        plan = reading.plan._replace(reach=reach)
        moment = written_evidence(store, diary, plan, reading.window)
        if moment is None:
            return ()
        day = moment.day
        written = store.check_ins(diary.person, diary.procedure, day, day)
        asked = str(reach.question)
        same = (e for e in written if e.at == moment.at and e.answer(asked))
        found += list(same)[:1]
    return tuple(found)


def _shown(store: Store, diary: Diary, sign: WarningSign) -> tuple[ShownWarning, ...]:
    every = store.warnings_in_days(diary.person, FIRST, LAST)
    return tuple(shown for shown, _ in every if shown.sign == sign.id)


def _newest(
    store: Store, diary: Diary, question: Question
) -> tuple[date, Answer] | None:
    taken = store.newest_answers(diary.person, diary.procedure, question.id, 1)
    return taken[0] if taken else None


def read_warning(store: Store, report: Report, number: int) -> Stored:
    """A warning that was shown, with what is stored of it; NotFound if none."""
    diary = report.diary
    with store.reading():
        shown = find_warning(store, diary, number)
        return Stored(
            report,
            shown,
            store.check_in(diary.person, shown.check_in_id),
            tuple(store.acknowledgements_of(diary.person, shown)),
            _pinned(store, diary, shown),
        )


def _pinned(store: Store, diary: Diary, shown: ShownWarning) -> Pinned:
    """The protocol of the procedure that a warning belongs to."""
    own = (p for p in diary.earlier if p.id == shown.procedure_id)
    procedure = next(own, None)
    if procedure is None:
        return Pinned(diary.protocol, diary.procedure.protocol_sha256)
    text = store.pinned_protocol(procedure)
    return Pinned(read_canonical(text), procedure.protocol_sha256)

"""The page for a visit, section by section: what is said, not how it is laid out."""

from collections.abc import Iterable
from typing import Any

from tracker.domain.amounts import UNITS
from tracker.domain.figures import Counted, Ends, Range
from tracker.domain.restrictions import Told
from tracker.domain.summary import Summary, named_change
from tracker.domain.values import NamedTuple
from tracker.domain.wording import visible, with_year
from tracker.exports import figure_words as figures
from tracker.exports import page_words as words
from tracker.exports.copy_words import differing_words

AMOUNT = f"up to ________ {' / '.join(UNITS)}"
UNTIL = "until ____________"
OVER = "or cleared [ ]"
CHART_NUMBER = f"Chart no. {'_' * 22}"
SAID_BY = f"said by {'_' * 24}"
SAID_ON = "date ____________"


class Row(NamedTuple):
    """What is said of something; ``label`` is empty where a sentence stands alone.

    ``n`` is of how many answers it is, ``under`` a second sentence about the same.
    """

    label: str
    text: str
    n: str = ""
    under: str = ""


class Section(NamedTuple):
    """A part of the page; ``beside`` stands with its title, ``lead`` before all rows.

    ``chart`` is whether the picture of the scores stands in it.
    """

    id: str
    title: str
    beside: str
    rows: tuple[Row, ...] = ()
    lead: Row | None = None
    chart: bool = False


class Blank(NamedTuple):
    """A line to fill in by hand; ``amount`` is whether a weight belongs to it."""

    title: str
    amount: bool


class Page(NamedTuple):
    """The whole page, in the order in which it is read.

    ``period`` are its days, and on how many something was written. ``notes`` is None
    where nobody asked for them.
    """

    title: str
    name: str
    procedure: str
    period: tuple[str, ...]
    sections: tuple[Section, ...]
    asks: Section | None
    fill_in: Section | None
    blanks: tuple[Blank, ...]
    end: tuple[str, ...]
    notes: Section | None
    summary: Summary


def plan_page(summary: Summary) -> Page:
    """Everything that the page says; what people typed is made harmless here."""
    report = summary.report
    diary = report.diary
    written = (words.say_written(summary.period), differing_words(report.differing))
    period = (words.say_period(summary), " ".join(each for each in written if each))
    found = (
        _warnings(summary),
        _scores(summary),
        _doing(summary),
        _also(summary),
        _setbacks(summary),
        _milestones(summary),
        _limits(summary),
        _bone(summary),
    )
    fill_in, blanks = _fill_in(summary)
    return Page(
        harmless(f"Recovery diary, {figures.small(diary.protocol.procedure)}"),
        harmless(with_year(diary.person)),
        harmless(words.say_procedure(report)),
        period,
        tuple(section for section in found if section is not None),
        _asks(summary),
        fill_in,
        blanks,
        tuple(harmless(line) for line in _end(summary)),
        _notes(summary),
        summary,
    )


def shape(page: Page) -> dict[str, Any]:
    """The page as plain values, for a template; without its figures."""
    return {k: _plain(part) for k, part in page._asdict().items() if k != "summary"}


def _plain(value: Any) -> Any:
    if isinstance(value, Row | Section | Blank):
        return {name: _plain(part) for name, part in value._asdict().items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def harmless(text: str) -> str:
    """A text on one line, with nothing in it that a screen would obey."""
    return visible(text).replace("\n", " ").replace("\t", " ")


def _row(label: str, text: str, n: str = "", under: str = "") -> Row:
    return Row(harmless(label), harmless(text), n, harmless(under))


def _warnings(summary: Summary) -> Section:
    diary = summary.report.diary
    rows = [
        _row("", words.say_warning(each, diary), "", words.say_shown(each, diary))
        for each in words.by_sign(summary.warnings)
    ]
    if summary.asked.of:
        shown = bool(summary.warnings)
        rows.append(_row("", words.say_unmarked(summary.asked, shown=shown)))
    asked = words.say_asked(summary.asked)
    return Section("warnings", "Warning signs", asked, tuple(rows))


def _scores(summary: Summary) -> Section | None:
    if not summary.scores:
        return None
    base, diary = summary.scores[0].question, summary.report.diary
    rows = [
        _row(s.question.title, figures.say_score(s, diary), f"n={len(s.readings)}")
        for s in summary.scores
    ]
    lead = None
    if summary.change is not None:
        n = f"n={summary.change.after.n}"
        lead = _row("Change", figures.say_change(summary.change, base), n)
    before = words.say_baseline(diary, base)
    named = _called(summary)
    return Section(
        "scores",
        harmless(figures.scale_of(base)),
        before,
        (*named, *rows),
        lead,
        chart=True,
    )


def _called(summary: Summary) -> tuple[Row, ...]:
    """What the change is called, where it is called anything."""
    called, named = summary.report.diary.protocol.change_words, named_change(summary)
    if called is None or named is None:
        return ()
    said = figures.say_named(named, called, summary.scores[0].question)
    return (_row("That is", said),) if said else ()


def _doing(summary: Summary) -> Section | None:
    """What is compared at its two ends: walking, the aid, the routine."""
    diary = summary.report.diary
    rows = tuple(
        _row(f.question.title, figures.say_figure(f, diary), figures.say_n(f))
        for f in summary.figures
        if isinstance(f, Ends)
    )
    return Section("doing", "Doing", "", rows) if rows else None


def _also(summary: Summary) -> Section | None:
    """What is counted in days, then what was measured, then what nobody answered."""
    diary = summary.report.diary
    rows = [
        _row(f.question.title, figures.say_figure(f, diary), figures.say_n(f))
        for kind in (Counted, Range)
        for f in summary.figures
        if isinstance(f, kind)
    ]
    if summary.unwritten:
        titles = ", ".join(figures.small(q.title) for q in summary.unwritten)
        rows.append(_row("Not answered", titles))
    return Section("also", "Also written down", "", tuple(rows)) if rows else None


def _setbacks(summary: Summary) -> Section | None:
    """What is worth a question; never said to be a finding."""
    diary = summary.report.diary
    rows = tuple(
        _row("", words.say_setback(reading, diary))
        for reading in summary.report.questions
    )
    return Section("setbacks", "To talk about", "", rows) if rows else None


def _milestones(summary: Summary) -> Section:
    diary = summary.report.diary
    reached = [
        f"{number} {words.say_reached(reading, diary)}"
        for number, reading in enumerate(summary.reached, 1)
    ]
    said = ", ".join(reached) or "none is written down as reached"
    detailed = not summary.report.bone
    rows = [
        _row("Still open", words.say_to_discuss(reading, detailed=detailed))
        for reading in summary.to_discuss
    ]
    return Section("milestones", "Milestones", harmless(said), tuple(rows))


def _limits(summary: Summary) -> Section | None:
    rows = tuple(
        _row(limit.plan.title, words.say_limit(limit))
        for limit in summary.report.limits
        if limit.told is not Told.UNTOLD
    )
    return Section("limits", "Limits", "", rows) if rows else None


def _bone(summary: Summary) -> Section | None:
    bone = summary.report.bone
    if not bone:
        return None
    return Section("bone", "Bone health", harmless(words.say_bone(bone)))


def _asks(summary: Summary) -> Section | None:
    """The own questions; what limits leave open is asked by the block to fill in."""
    asked = [question.text for question in summary.report.own_questions]
    if not asked:
        return None
    name = summary.report.diary.person.name
    rows = tuple(_row("", f"{number} {text}") for number, text in enumerate(asked, 1))
    return Section("asks", harmless(f"{name} asks"), "", rows)


def _fill_in(summary: Summary) -> tuple[Section | None, tuple[Blank, ...]]:
    """The block that comes back by `tracker told`, which asks in the same order."""
    limits = summary.report.limits
    if not limits:
        return None, ()
    said = words.say_untold(limits, summary.report.diary)
    blanks = (
        Blank(harmless(lim.plan.title), lim.plan.unit is not None) for lim in limits
    )
    return Section("fill-in", "Please fill in", harmless(said)), tuple(blanks)


def _end(summary: Summary) -> Iterable[str]:
    """Who wrote, and what this page is."""
    period, diary = summary.period, summary.report.diary
    wrote = [words.say_wrote(w, diary, period.entries) for w in summary.wrote]
    return (*((" ".join(wrote),) if wrote else ()), words.say_made(summary))


def _notes(summary: Summary) -> Section | None:
    """The free notes, each with its day and who wrote it."""
    if summary.notes is None:
        return None
    diary = summary.report.diary
    rows = tuple(_row("", words.say_note(note, diary)) for note in summary.notes)
    said = "" if rows else "nothing is written down in this time"
    return Section("notes", "Notes", said, rows)

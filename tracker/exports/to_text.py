"""The page for a visit as text: columns where there is room, else one list."""

from tracker.domain.amounts import UNITS
from tracker.domain.layout import wrap
from tracker.domain.protocol import RestrictionPlan
from tracker.domain.restrictions import Told
from tracker.domain.summary import Summary, named_change
from tracker.domain.wording import visible
from tracker.exports import figure_words as figures
from tracker.exports import page_words as words
from tracker.exports.text_chart import draw, plan_chart, tell

ROOMY = 76
LABEL = 20
INDENT = 2
HANG = 4
AMOUNT = f"up to ________ {' / '.join(UNITS)}"
UNTIL = "until ____________"
OVER = "or cleared [ ]"
CHART_NUMBER = f"Chart no. {'_' * 22}"
SAID_BY = f"said by {'_' * 24}"
SAID_ON = "date ____________"


def render(summary: Summary, width: int, *, plain: bool = False) -> str:
    """The whole page; ``plain`` says one thing a line and draws nothing."""
    page = _Page(width, plain=plain)
    _who(page, summary)
    _warnings(page, summary)
    _scores(page, summary)
    _figures(page, summary)
    _setbacks(page, summary)
    _milestones(page, summary)
    _bone(page, summary)
    _limits(page, summary)
    _to_ask(page, summary)
    _fill_in(page, summary)
    _end(page, summary)
    return page.text()


class _Page:
    """Collects the lines of the page; what people typed is made harmless here."""

    def __init__(self, width: int, *, plain: bool) -> None:
        self._width = width
        self._plain = plain
        self.roomy = width >= ROOMY and not plain
        self.width = width
        self._lines: list[str] = []

    def say(self, text: str, indent: int = 0, hang: int | None = None) -> None:
        """A paragraph."""
        shown = _shown(text)
        if self._plain:
            self._lines.append(shown.strip())
            return
        rest = indent if hang is None else hang
        self._lines += wrap(shown, self._width, indent, rest)

    def sides(self, left: str, right: str) -> None:
        """Two texts at the two edges, or one below the other."""
        left, right = _shown(left), _shown(right)
        room = self.width - len(left) - len(right)
        if self.roomy and room >= INDENT:
            self._lines.append(f"{left}{' ' * room}{right}")
            return
        self.say(left)
        self.say(right)

    def head(self, title: str, text: str = "") -> None:
        """A heading, and what is said beside it or under it."""
        if self.roomy or not text:
            self._labelled(0, title.upper(), text, "")
            return
        self.row(title.upper(), text, indent=0)

    def row(self, label: str, text: str, n: str = "", indent: int = INDENT) -> None:
        """What is said of something, and of how many answers that is."""
        if self.roomy:
            self._labelled(indent, label, text, n)
            return
        ending = f"; {n}" if n else ""
        self.say(f"{label}: {text}{ending}", indent, indent + HANG - INDENT)

    def _labelled(self, indent: int, label: str, text: str, n: str) -> None:
        text, head = _shown(text), f"{' ' * indent}{_shown(label)}"
        if len(head) >= LABEL:
            self._lines += wrap(head.strip(), self._width, indent, indent)
            head = ""
        fits = LABEL + len(text) + len(n) + INDENT <= self._width
        ending = f", {n}" if n and not fits else ""
        first, *others = wrap(text + ending, self._width, LABEL, LABEL)
        line = f"{head:<{LABEL}}{first[LABEL:]}"
        if n and fits:
            line = f"{line:<{self._width - len(n)}}{n}"
        self._lines += [line.rstrip(), *others]

    def drawn(self, lines: list[str]) -> None:
        """Lines that are laid out already."""
        self._lines += [_shown(line) for line in lines]

    def gap(self) -> None:
        """An empty line."""
        if not self._plain:
            self._lines.append("")

    def rule(self) -> None:
        """A line across."""
        if not self._plain:
            self._lines.append("-" * self._width)

    def text(self) -> str:
        """All of it."""
        return "".join(f"{line}\n" for line in self._lines)


def _shown(text: str) -> str:
    return visible(text).replace("\n", " ").replace("\t", " ")


def _who(page: _Page, summary: Summary) -> None:
    report = summary.report
    diary = report.diary
    title = f"Recovery diary, {figures.small(diary.protocol.procedure)}"
    page.sides(title, diary.person.name)
    page.sides(words.say_procedure(diary, report.today), CHART_NUMBER)
    said = [words.say_period(summary), words.say_written(summary.period)]
    for line in [" ".join(said)] if page.roomy else said:
        page.say(line)
    page.rule()


def _warnings(page: _Page, summary: Summary) -> None:
    page.head("Warning signs", words.say_asked(summary.asked))
    diary = summary.report.diary
    for warnings in words.by_sign(summary.warnings):
        page.say(words.say_warning(warnings, diary), INDENT, HANG)
        page.say(words.say_shown(warnings, diary), HANG, HANG)
    if summary.asked.of:
        shown = bool(summary.warnings)
        page.say(words.say_unmarked(summary.asked, shown=shown), INDENT, INDENT)
    page.gap()


def _scores(page: _Page, summary: Summary) -> None:
    if not summary.scores:
        return
    base, diary = summary.scores[0].question, summary.report.diary
    page.head(figures.scale_of(base), words.say_baseline(diary, base))
    for score in summary.scores:
        n = f"n={len(score.readings)}"
        page.row(score.question.title, figures.say_score(score, diary), n)
    if summary.change is not None:
        n = f"n={summary.change.after.n}"
        page.row("Change", figures.say_change(summary.change, base), n)
        _called(page, summary)
    _chart(page, summary)
    page.gap()


def _called(page: _Page, summary: Summary) -> None:
    """What the change is called, where it is called anything."""
    words, named = summary.report.diary.protocol.change_words, named_change(summary)
    if words is None or named is None:
        return
    said = figures.say_named(named, words, summary.scores[0].question)
    if said:
        page.row("That is", said)


def _chart(page: _Page, summary: Summary) -> None:
    chart = plan_chart(summary)
    if chart is None:
        return
    if page.roomy:
        page.gap()
        page.drawn(draw(chart, summary, page.width))
        return
    for label, said in tell(chart, summary):
        page.row(label, said)


def _figures(page: _Page, summary: Summary) -> None:
    diary = summary.report.diary
    if not summary.figures and not summary.unwritten:
        return
    page.head("Also written down")
    for figure in summary.figures:
        said = figures.say_figure(figure, diary)
        page.row(figure.question.title, said, figures.say_n(figure))
    if summary.unwritten:
        titles = ", ".join(figures.small(q.title) for q in summary.unwritten)
        page.row("Not answered", titles)
    page.gap()


def _setbacks(page: _Page, summary: Summary) -> None:
    """What is worth a question; never said to be a finding."""
    if not summary.report.questions:
        return
    page.head("To talk about")
    for reading in summary.report.questions:
        page.say(words.say_setback(reading, summary.report.diary), INDENT, HANG)
    page.gap()


def _milestones(page: _Page, summary: Summary) -> None:
    diary = summary.report.diary
    reached = [words.say_reached(m, diary) for m in summary.reached]
    page.head("Milestones", ", ".join(reached) or "none is written down as reached")
    for reading in summary.to_discuss:
        page.row("Still open", words.say_to_discuss(reading))


def _bone(page: _Page, summary: Summary) -> None:
    if summary.report.bone:
        page.gap()
        page.head("Bone health", words.say_bone(summary.report.bone))


def _limits(page: _Page, summary: Summary) -> None:
    told = [lim for lim in summary.report.limits if lim.told is not Told.UNTOLD]
    if told:
        page.gap()
        page.head("Limits")
    for limit in told:
        page.row(limit.plan.title, words.say_limit(limit))


def _to_ask(page: _Page, summary: Summary) -> None:
    """The questions that wait for the visit by themselves."""
    if not summary.to_ask:
        return
    name = summary.report.diary.person.name
    page.rule()
    page.head(f"{name} asks")
    for number, question in enumerate(summary.to_ask, 1):
        page.say(f"{number} {question}", INDENT, HANG)


def _fill_in(page: _Page, summary: Summary) -> None:
    """The block that comes back by `tracker told`, which asks in the same order."""
    limits = summary.report.limits
    if not limits:
        return
    page.rule()
    page.head("Please fill in", words.say_untold(limits, summary.report.diary))
    for limit in limits:
        _blank(page, limit.plan)
    if page.roomy:
        page.row("", f"{SAID_BY}   {SAID_ON}")
        return
    page.say(SAID_BY, INDENT, HANG)
    page.say(SAID_ON, INDENT, HANG)


def _blank(page: _Page, plan: RestrictionPlan) -> None:
    amount = AMOUNT if plan.unit is not None else ""
    if page.roomy:
        page.row(plan.title, f"{amount:<{len(AMOUNT)}}   {UNTIL}   {OVER}")
        return
    page.say(plan.title, INDENT, HANG)
    if amount:
        page.say(amount, HANG, HANG)
    page.say(f"{UNTIL} {OVER}", HANG, HANG)


def _end(page: _Page, summary: Summary) -> None:
    page.rule()
    period, diary = summary.period, summary.report.diary
    wrote = [words.say_wrote(w, diary, period.entries) for w in summary.wrote]
    if wrote:
        page.say(" ".join(wrote))
    page.say(words.say_made(summary))

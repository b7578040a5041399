"""The page for a visit as text: columns where there is room, else one list."""

from tracker.domain.layout import wrap
from tracker.exports.page import (
    AMOUNT,
    CHART_NUMBER,
    OVER,
    SAID_BY,
    SAID_ON,
    UNTIL,
    Blank,
    Page,
    Row,
    Section,
    harmless,
)
from tracker.exports.text_chart import draw, plan_chart, tell

ROOMY = 76
LABEL = 20
INDENT = 2
HANG = 4


def render(page: Page, width: int, *, plain: bool = False) -> str:
    """The whole page; ``plain`` says one thing a line and draws nothing."""
    lines = _Lines(width, plain=plain)
    _who(lines, page)
    for number, section in enumerate(page.sections):
        if number:
            lines.gap()
        _section(lines, section, page)
    if page.asks is not None:
        lines.rule()
        _section(lines, page.asks, page)
    _fill_in(lines, page)
    lines.rule()
    for line in page.end:
        lines.say(line)
    if page.notes is not None:
        lines.rule()
        _section(lines, page.notes, page)
    return lines.text()


class _Lines:
    """Collects the lines of the page; what they say is harmless already."""

    def __init__(self, width: int, *, plain: bool) -> None:
        self._width = width
        self._plain = plain
        self.roomy = width >= ROOMY and not plain
        self.width = width
        self._lines: list[str] = []

    def say(self, text: str, indent: int = 0, hang: int | None = None) -> None:
        """A paragraph."""
        if self._plain:
            self._lines.append(text.strip())
            return
        rest = indent if hang is None else hang
        self._lines += wrap(text, self._width, indent, rest)

    def sides(self, left: str, right: str) -> None:
        """Two texts at the two edges, or one below the other."""
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
        head = f"{' ' * indent}{label}"
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
        self._lines += [harmless(line) for line in lines]

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


def _who(lines: _Lines, page: Page) -> None:
    lines.sides(page.title, page.name)
    lines.sides(page.procedure, CHART_NUMBER)
    for line in [" ".join(page.period)] if lines.roomy else page.period:
        lines.say(line)
    lines.rule()


def _section(lines: _Lines, section: Section, page: Page) -> None:
    lines.head(section.title, section.beside)
    lead = () if section.lead is None else (section.lead,)
    for row in (*lead, *section.rows):
        _row(lines, row)
    if section.chart:
        _chart(lines, page)


def _row(lines: _Lines, row: Row) -> None:
    if row.label:
        lines.row(row.label, row.text, row.n)
        return
    lines.say(row.text, INDENT, HANG)
    if row.under:
        lines.say(row.under, HANG, HANG)


def _chart(lines: _Lines, page: Page) -> None:
    chart = plan_chart(page.summary)
    if chart is None:
        return
    if lines.roomy:
        lines.gap()
        lines.drawn(draw(chart, page.summary, lines.width))
        return
    for label, said in tell(chart, page.summary):
        lines.row(label, harmless(said))


def _fill_in(lines: _Lines, page: Page) -> None:
    if page.fill_in is None:
        return
    lines.rule()
    _section(lines, page.fill_in, page)
    for blank in page.blanks:
        _blank(lines, blank)
    if lines.roomy:
        lines.row("", f"{SAID_BY}   {SAID_ON}")
        return
    lines.say(SAID_BY, INDENT, HANG)
    lines.say(SAID_ON, INDENT, HANG)


def _blank(lines: _Lines, blank: Blank) -> None:
    amount = AMOUNT if blank.amount else ""
    if lines.roomy:
        lines.row(blank.title, f"{amount:<{len(AMOUNT)}}   {UNTIL}   {OVER}")
        return
    lines.say(blank.title, INDENT, HANG)
    if amount:
        lines.say(amount, HANG, HANG)
    lines.say(f"{UNTIL} {OVER}", HANG, HANG)

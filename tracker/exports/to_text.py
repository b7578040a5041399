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
    sheet = _Sheet(width, plain=plain)
    _who(sheet, page)
    for number, section in enumerate(page.sections):
        if number:
            sheet.gap()
        _section(sheet, section, page)
    if page.asks is not None:
        sheet.rule()
        _section(sheet, page.asks, page)
    _fill_in(sheet, page)
    sheet.rule()
    for line in page.end:
        sheet.say(line)
    if page.notes is not None:
        sheet.rule()
        _section(sheet, page.notes, page)
    return sheet.text()


class _Sheet:
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


def _who(sheet: _Sheet, page: Page) -> None:
    sheet.sides(page.title, page.name)
    sheet.sides(page.procedure, CHART_NUMBER)
    for line in [" ".join(page.period)] if sheet.roomy else page.period:
        sheet.say(line)
    sheet.rule()


def _section(sheet: _Sheet, section: Section, page: Page) -> None:
    sheet.head(section.title, section.beside)
    lead = () if section.lead is None else (section.lead,)
    for row in (*lead, *section.rows):
        _row(sheet, row)
    if section.chart:
        _chart(sheet, page)


def _row(sheet: _Sheet, row: Row) -> None:
    if row.label:
        sheet.row(row.label, row.text, row.n)
        return
    sheet.say(row.text, INDENT, HANG)
    if row.under:
        sheet.say(row.under, HANG, HANG)


def _chart(sheet: _Sheet, page: Page) -> None:
    chart = plan_chart(page.summary)
    if chart is None:
        return
    if sheet.roomy:
        sheet.gap()
        sheet.drawn(draw(chart, page.summary, sheet.width))
        return
    for label, said in tell(chart, page.summary):
        sheet.row(label, harmless(said))


def _fill_in(sheet: _Sheet, page: Page) -> None:
    if page.fill_in is None:
        return
    sheet.rule()
    _section(sheet, page.fill_in, page)
    for blank in page.blanks:
        _blank(sheet, blank)
    if sheet.roomy:
        sheet.row("", f"{SAID_BY}   {SAID_ON}")
        return
    sheet.say(SAID_BY, INDENT, HANG)
    sheet.say(SAID_ON, INDENT, HANG)


def _blank(sheet: _Sheet, blank: Blank) -> None:
    amount = AMOUNT if blank.amount else ""
    if sheet.roomy:
        sheet.row(blank.title, f"{amount:<{len(AMOUNT)}}   {UNTIL}   {OVER}")
        return
    sheet.say(blank.title, INDENT, HANG)
    if amount:
        sheet.say(amount, HANG, HANG)
    sheet.say(f"{UNTIL} {OVER}", HANG, HANG)

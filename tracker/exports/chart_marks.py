"""Elements of an SVG picture: words that fit, and marks told apart by their form."""

from collections.abc import Iterable, Sequence
from html import escape
from unicodedata import east_asian_width

from tracker.domain.figures import Mean
from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple
from tracker.exports.page import harmless

FONTS = "DejaVu Sans, Verdana, Arial, Helvetica, sans-serif"
PAPER = "#ffffff"
INK = "#1a1a1a"
SOFT = "#555555"
EDGE = 6
ROW = 1.4
SINKS = 0.35
# The most that a letter is wide in these fonts, in parts of the font size.
LETTERS = {0.37: "ijl'|,./\\ ", 0.46: 'frtI()[]!-:;"', 1.0: "mwMW@%#^+<=>~"}
WIDTHS = {letter: wide for wide, all_ in LETTERS.items() for letter in all_}
SMALL_LETTER, CAPITAL, STRANGE, DOUBLE = 0.64, 0.79, 1.0, 1.3
# The first score is solid and dark, the second one open and lighter.
FIRST, SECOND = "#123f7a", "#9a4200"
BEFORE_ROOM = 74
BEFORE_MIDDLE = 25
LEAST_DAY = 3
UNUSABLE = str.maketrans(dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd"))


class Size(NamedTuple):
    """How wide a picture is, how high its grid, how big its letters.

    Beyond ``most_days`` days the answers of a week are drawn as one.
    """

    width: int
    plot: int
    font: int
    most_days: int


class Frame(NamedTuple):
    """Where a day and a value stand in the picture."""

    left: float
    right: float
    top: float
    bottom: float
    days: int
    question: Question
    before_room: float = BEFORE_ROOM

    @property
    def day(self) -> float:
        """How wide a day is."""
        return (self.right - self.left) / self.days

    @property
    def roomy(self) -> bool:
        """Whether every answer can be told from its neighbours."""
        return self.day >= LEAST_DAY

    def x(self, at: float | None) -> float:
        """The middle of a day; None is the place of before the procedure."""
        if at is None:
            return self.left - self.before_room + BEFORE_MIDDLE
        return self.left + (at + 1 / 2) * self.day

    def y(self, mean: Mean) -> float:
        """The height of a value on the whole scale."""
        least, most = self.question.least, self.question.most
        part = (mean.total / mean.n - least) / (most - least)
        return self.bottom - part * (self.bottom - self.top)


class Canvas:
    """Collects the elements from the top down; ``y`` is how far it is filled."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.y = float(EDGE)
        self.parts: list[str] = []

    def add(self, part: str) -> None:
        """One more element."""
        self.parts.append(part)

    def text(self, x: float, y: float, words: str, anchor: str = "start") -> None:
        """Words at a place."""
        self.add(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{self.size.font}" '
            f'fill="{INK}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def flow(self, said: Iterable[tuple[str, str]]) -> None:
        """Marks with their words, as many on a line as there is room for."""
        font, room = self.size.font, self.size.width - 2 * EDGE
        x, step = 0.0, self.size.font * ROW
        for form, words in said:
            start = 2 * font if form else 0
            lines = fit(words, room - start, font)
            width = start + max(width_of(line, font) for line in lines)
            if x and (len(lines) > 1 or x + width > room):
                x, self.y = 0.0, self.y + step
            if form:
                middle = self.y + font * (1 - SINKS)
                self.add(mark(form, EDGE + x + font * 0.8, middle))
            for row, line in enumerate(lines):
                self.text(EDGE + x + start, self.y + font + row * step, line)
            self.y += (len(lines) - 1) * step
            x = room if len(lines) > 1 else x + width + step
        self.y += step if x else 0


def drawable(text: str) -> str:
    """A text on one line, with nothing in it that XML cannot hold."""
    return harmless(text).translate(UNUSABLE)


def width_of(text: str, font: float) -> float:
    """How wide a text is at the most."""
    return font * sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter.isascii():
        return WIDTHS.get(letter, CAPITAL if letter.isupper() else SMALL_LETTER)
    return DOUBLE if east_asian_width(letter) in "WF" else STRANGE


def fit(text: str, room: float, font: float) -> list[str]:
    """The text as lines that are not wider than the room; a long word is cut."""
    lines = [""]
    for word in drawable(text).split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined, font) <= room:
            lines[-1] = joined
            continue
        first, *others = _cut(word, room, font)
        lines += [first, *others] if lines[-1] else []
        lines = lines if lines[-1] else [first, *others]
    return lines


def _cut(word: str, room: float, font: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if width_of(pieces[-1] + letter, font) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def numbers(places: Iterable[tuple[int, float]], font: int) -> list[tuple[float, str]]:
    """Where numbers stand, given with their places; as one where they would touch."""
    close: list[list[tuple[int, float]]] = []
    for place in places:
        close.append([place])
        while len(close) > 1 and _touch(close[-2], close[-1], font):
            close[-2:] = [close[-2] + close[-1]]
    return [_numbered(each) for each in close]


def _touch(
    left: Sequence[tuple[int, float]], right: Sequence[tuple[int, float]], font: int
) -> bool:
    (begin, said), (end, next_said) = _numbered(left), _numbered(right)
    return end - begin < width_of(f"{said} {next_said}", font) / 2 + font / 2


def _numbered(places: Sequence[tuple[int, float]]) -> tuple[float, str]:
    """The middle of some numbers, as in "1" or "2-4"."""
    (first, left), (last, right) = places[0], places[-1]
    return (left + right) / 2, f"{first}" if first == last else f"{first}-{last}"


def mark(form: str, x: float, y: float, part: float = 1) -> str:
    """A mark around a place; every one has a form of its own."""
    if form == "first":
        return (
            f'<circle class="first" cx="{x:.1f}" cy="{y:.1f}" r="{3.2 * part:.1f}" '
            f'fill="{FIRST}"/>'
        )
    corners, half, filled = FORMS[form]
    half *= part
    points = " ".join(f"{x + dx * half:.1f},{y + dy * half:.1f}" for dx, dy in corners)
    colour = SECOND if form == "second" else INK
    return (
        f'<polygon class="{form}" points="{points}" '
        f'fill="{INK if filled else "none"}" stroke="{colour}" '
        f'stroke-width="{1 if part < 1 else 1.6}"/>'
    )


SQUARE = ((-1, -1), (1, -1), (1, 1), (-1, 1))
DIAMOND = ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0))
TRIANGLE = ((0, -1.2), (1.2, 1), (-1.2, 1))
# The corners, half the size, and whether it is filled.
FORMS = {
    "second": (SQUARE, 4.2, False),
    "before": (DIAMOND, 4.0, True),
    "warning": (TRIANGLE, 4.0, True),
    "group": (DIAMOND, 3.6, False),
}

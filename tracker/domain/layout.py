"""Text fitted to a width."""


def wrap(text: str, width: int, indent: int = 0, hang: int = 0) -> list[str]:
    """One paragraph as lines; the first is indented, the others hang.

    A word longer than a line is cut, so that nothing leaves the screen.
    """
    lines = []
    line = " " * indent
    empty = True
    for word in _cut(text, width - max(indent, hang)):
        if not empty and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, empty = " " * hang, True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line if line.strip() else ""]


def _cut(text: str, longest: int) -> list[str]:
    words = []
    for word in text.split(" "):
        pieces = range(0, max(len(word), 1), max(longest, 1))
        words += [word[start : start + longest] for start in pieces]
    return words

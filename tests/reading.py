"""How hard a text is to read: the school grade of Flesch and Kincaid, counted offline.

Grade = 0.39 * words per sentence + 11.8 * syllables per word - 15.59.

What is counted, so that nobody takes the figure for more than it is:
- A sentence ends at a full stop, a question mark, an exclamation mark or the end of a
  paragraph; a colon or a semicolon ends none. A full stop inside a figure (38.0) or a
  shortening (Dr. Example) ends nothing.
- A word is letters between blanks; a hyphen parts two words. A figure and a unit count
  as one word of one syllable, which is kind to texts full of figures.
- Syllables are groups of vowels, less a silent e, with a short list of words that this
  gets wrong. It was made for the words of this diary (some 700, read through once);
  of other words it gets perhaps one in ten wrong by one.
- The grade says how long words and sentences are. It does not say that a text is
  understood; only a reader can. Under some thirty words it swings by several grades
  with one word, so short texts are judged together with their neighbours.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

HIGHEST = 7.0
LEAST_WORDS = 30
SHORTENED = re.compile(r"\b(?:Dr|Mr|Mrs|St|e\.g|i\.e)\.")
SENTENCE_END = re.compile(r"(?<=[.?!])[\"')\]]*\s+")
MARKED_OFF = re.compile(r"[.?!][\"')\]]*$")
WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?|\d+(?:[.,:]\d+)*")
VOWELS = re.compile(r"[aeiouy]+")
# Vowels that stand together and are spoken apart.
APART = re.compile(
    r"ia(?!l\b|n\b)|iu|io(?!n|u)|eo|ua(?!r)|uou|(?<=[dnrv])iou|[aeiou]ing\b"
)
SILENT_ED = re.compile(r"(?:[^aeioultd]|[aeiou]l)l?ed$")
SPOKEN_ES = re.compile(r"(?:[sxz]|[cs]h|[cg]|[^aeiou]l|[aeiou])es$")
SILENT_E = re.compile(r"[^aeiouy]e$|gue$")
SPOKEN_LE = re.compile(r"[^aeiou]le$")
SILENT_ELY = re.compile(r"[^aeiou]ely$")
# What the rules get wrong, as far as the texts of this diary need it.
KNOWN = {
    "area": 3,
    "caregiver": 3,
    "every": 2,
    "everybody": 4,
    "fluid": 2,
    "idea": 3,
    "january": 4,
    "median": 3,
    "milestone": 2,
    "people": 2,
    "people's": 2,
    "somebody": 3,
    "someone": 2,
    "something": 2,
    "sometimes": 2,
    "somewhere": 2,
    "wednesday": 2,
}


class Reading(NamedTuple):
    """The counts of a text, and the grade that they make."""

    sentences: int
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        """The grade of Flesch and Kincaid; below every school for an empty text."""
        if not self.words:
            return 0.0
        long_sentences = 0.39 * self.words / self.sentences
        return long_sentences + 11.8 * self.syllables / self.words - 15.59


def read(text: str) -> Reading:
    """Count a text."""
    units = [words_of(unit) for unit in sentences_of(text)]
    spoken = [unit for unit in units if unit]
    words = [word for unit in spoken for word in unit]
    return Reading(len(spoken), len(words), sum(map(syllables, words)))


def joined(*paragraphs: str) -> str:
    """Paragraphs as one text; one that ends without a mark gets a full stop."""
    lines = [" ".join(paragraph.split()) for paragraph in paragraphs]
    whole = [line if MARKED_OFF.search(line) else f"{line}." for line in lines if line]
    return " ".join(whole)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text."""
    whole = SHORTENED.sub(lambda found: found[0].replace(".", ""), text)
    return [unit for unit in SENTENCE_END.split(whole) if unit.strip()]


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return WORD.findall(text)


def syllables(word: str) -> int:
    """How many syllables a word has, by the heuristic of this module."""
    word = word.lower().replace("\u2019", "'").removesuffix("'s")
    if word in KNOWN:
        return KNOWN[word]
    if not word[:1].isalpha() or len(word) < 3:
        return 1
    found = len(VOWELS.findall(word)) + len(APART.findall(word))
    return max(1, found - _ends_silent(word))


def _ends_silent(word: str) -> bool:
    """Whether its last written vowel is not spoken."""
    if word.endswith("es"):
        return not SPOKEN_ES.search(word)
    if word.endswith("ed"):
        return bool(SILENT_ED.search(word))
    if word.endswith("ely"):
        return bool(SILENT_ELY.search(word))
    return bool(SILENT_E.search(word)) and not SPOKEN_LE.search(word)


def gathered(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Named texts, each short one together with those that follow it.

    A last short one goes to those before it.
    """
    ready: list[tuple[str, str]] = []
    names: list[str] = []
    parts: list[str] = []
    for name, text in texts:
        names.append(name)
        parts.append(text)
        if len(words_of(" ".join(parts))) >= LEAST_WORDS:
            ready.append((", ".join(names), joined(*parts)))
            names, parts = [], []
    if names and ready:
        name, text = ready.pop()
        ready.append((", ".join([name, *names]), joined(text, *parts)))
    elif names:
        ready.append((", ".join(names), joined(*parts)))
    yield from ready


def hard(texts: Iterable[tuple[str, str]]) -> list[str]:
    """The texts above the highest grade, with their grades."""
    return [
        f"{read(text).grade:.1f} {name}: {' '.join(text.split())}"
        for name, text in texts
        if read(text).grade > HIGHEST
    ]

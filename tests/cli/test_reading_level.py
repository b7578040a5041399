"""What a patient reads is at the seventh grade or below, as tests/reading.py counts.

Each on its own: every sign with its reason, every milestone, every limit, every topic
without its headings, the words about the protocol, and every screen of thirty words or
more. Together with their neighbours, as they are too short to be counted alone:
questions, choices, setbacks, things for the bones, small screens and refusals.

Left out: the notes and sources, which are for clinicians; of a screen the commands,
links, lists, rows of figures, dates, codes in brackets and what people typed. A label
or a heading is read together with the sentence below it.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.every_output import Shown, walk
from tests.pages import SACROPLASTY
from tests.reading import (
    HIGHEST,
    LEAST_WORDS,
    MARKED_OFF,
    gathered,
    hard,
    joined,
    read,
    sentences_of,
    syllables,
    words_of,
)
from tracker.domain.protocol import lines_of

pytestmark = pytest.mark.xdist_group("walk")
Texts = list[tuple[str, str]]

COMMAND = re.compile(
    r"""(?:\btracker|-o)(?: (?:\S*"[^"]*"|[^\s.;,()]+))+(?:\.\w+)?|https?://\S+|doi:\S+"""
)
NO_TEXT = re.compile(
    r"^(?:- |>|entry \d|visit \d|Note: |Usage:|Sign: "
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )"
    r"|\S {2,}\S|\]$|__"
)
ROW = re.compile(r"^[^.?!:]*:[^.?!]*$")
FIGURE = re.compile(r"\d")
FRAGMENT = 8
# What is written for other programs and for clinicians, and what people wrote.
OTHERS = ("export", "protocol", "changes", "entries", "undo", "db")
NOTES = {
    " ".join(line.basis.note.split())
    for line in lines_of(SACROPLASTY)
    if line.basis.note
}


def running_text(shown: Shown) -> str:
    """The sentences of a screen; a heading goes with the sentence below it."""
    paragraphs, heading = [], ""
    for line in f"{shown.said.stdout}\n{shown.said.stderr}".split("\n"):
        text = COMMAND.sub("", line.strip()).strip()
        if not text or NO_TEXT.search(text) or text in NOTES:
            continue
        if MARKED_OFF.search(text):
            paragraphs.append(f"{heading} {text}")
            heading = ""
        elif not ROW.search(text) and not FIGURE.search(text) and text == line.strip():
            heading = f"{heading} {text}"
        if len(words_of(heading)) >= FRAGMENT:
            paragraphs.append(heading)
            heading = ""
    return joined(*paragraphs)


def screens(is_one: Callable[[Shown], bool]) -> Iterator[tuple[str, str]]:
    """Every running text once, with the first line that shows it."""
    found: dict[str, str] = {}
    for shown in walk():
        if is_one(shown) and not set(shown.typed[:1]) & set(OTHERS):
            found.setdefault(running_text(shown), str(shown))
    yield from ((name, text) for text, name in found.items() if text)


def long_enough(text: str) -> bool:
    return len(words_of(text)) >= LEAST_WORDS


def is_screen(shown: Shown) -> bool:
    return shown.form in ("plain", "asked")


def is_refusal(shown: Shown) -> bool:
    return shown.form == "screen" and not shown.good


PROTOCOL: dict[str, Texts] = {
    "questions": list(gathered((q.id, q.text) for q in SACROPLASTY.questions)),
    "choices": list(
        gathered(
            (q.id, joined(*(choice.title for choice in q.choices)))
            for q in SACROPLASTY.questions
            if q.choices
        )
    ),
    "milestones": [
        (m.id, joined(m.title, f"{m.when}: {m.expect}", m.closed))
        for m in SACROPLASTY.milestones
    ],
    "limits": [
        (r.id, joined(r.title, r.what, r.untold, r.ask))
        for r in SACROPLASTY.restrictions
    ],
    "signs": [(s.id, joined(s.text, s.why)) for s in SACROPLASTY.signs],
    "topics": [
        (t.id, joined(*(text for _, text in t.parts))) for t in SACROPLASTY.topics
    ],
    "setbacks": list(
        gathered((s.id, joined(s.title, s.text)) for s in SACROPLASTY.setbacks)
    ),
    "bones": list(
        gathered((b.id, joined(b.title, b.text)) for b in SACROPLASTY.bone_items)
    ),
    "figures": [
        (line.id, joined(line.title, line.text))
        for line in (SACROPLASTY.change_words, SACROPLASTY.reference)
        if line
    ],
    "about": [("about", joined(SACROPLASTY.about))],
}


@pytest.mark.parametrize("kind", PROTOCOL)
def test_the_texts_of_the_protocol_are_easy_to_read(kind: str) -> None:
    assert PROTOCOL[kind]
    found = hard(PROTOCOL[kind])

    assert not found, "\n".join(found)


def test_every_screen_is_easy_to_read() -> None:
    texts = [(name, text) for name, text in screens(is_screen) if long_enough(text)]

    found = hard(texts)

    assert len(texts) > 50
    assert not found, "\n".join(found)


@pytest.mark.parametrize("is_one", [is_screen, is_refusal])
def test_small_screens_and_refusals_are_easy_to_read(
    is_one: Callable[[Shown], bool],
) -> None:
    short = [(name, text) for name, text in screens(is_one) if not long_enough(text)]

    found = hard(gathered(short))

    assert len(short) > 20
    assert not found, "\n".join(found)


def test_of_a_screen_only_the_sentences_are_read() -> None:
    warned = next(
        shown
        for shown in walk()
        if shown.form == "plain"
        and shown.diary.begun
        and "bladder-bowel" in shown.typed
    )

    text = running_text(warned)

    assert text.startswith("Call 911 now.")
    assert "Do not wait for this diary." in text
    assert not re.search(r"\btracker\b|https?:", text)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pain", 1), ("walked", 1), ("leaks", 1), ("moved", 1), ("called", 1),
        ("care", 1), ("tongue", 1), ("urine", 2), ("needle", 2), ("needed", 2),
        ("closes", 2), ("handles", 2), ("carried", 2), ("cement", 2), ("weakness", 2),
        ("people", 2), ("safely", 2), ("doses", 2), ("being", 2), ("value", 2),
        ("medicine", 3), ("procedure", 3), ("diary", 3), ("infection", 3),
        ("article", 3), ("serious", 3), ("exercise", 3), ("arthritis", 3),
        ("emergency", 4), ("temperature", 4), ("sacroplasty", 4), ("radiation", 4),
        ("usually", 4), ("vertebroplasty", 5), ("osteoporosis", 6), ("38.0", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_and_words_are_counted() -> None:
    text = "Call Dr. Example now. Is it 38.0 C? Write:\nit is down, a sore-red leg"

    assert len(sentences_of(text)) == 3
    assert len(words_of(text)) == 16


def test_the_grade_is_the_one_of_flesch_and_kincaid() -> None:
    reading = read("The cat sat on the mat. The old dog ran to the open door.")

    assert (reading.sentences, reading.words, reading.syllables) == (2, 14, 15)
    assert reading.grade == pytest.approx(0.39 * 7 + 11.8 * 15 / 14 - 15.59)


HARD = """
Following percutaneous augmentation of the sacral insufficiency fracture, patients are
advised to discontinue strenuous activities until radiographic consolidation is
confirmed by the responsible interventional radiologist during reassessment."""


def test_a_hard_text_would_be_found() -> None:
    assert read(HARD).grade > 2 * HIGHEST
    assert hard([("topic", HARD)])


def test_a_hard_sentence_among_easy_ones_on_a_screen_would_be_found() -> None:
    easy = "Call the care team today. Tell them what is new."

    assert hard(gathered([("easy", easy), ("hard", HARD)]))


def test_a_short_text_is_read_with_its_neighbours_and_none_is_lost() -> None:
    texts = [(str(number), "Where does it hurt most?") for number in range(8)]

    groups = list(gathered(texts))

    assert [name for name, _ in groups] == ["0, 1, 2, 3, 4, 5, 6, 7"]
    assert len(words_of(groups[0][1])) == 40

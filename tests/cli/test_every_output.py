"""No output says what nobody has said, or what a diary may not say."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from docs.commands import named_commands
from tests.builders import BEGAN
from tests.every_line import (
    ASKED,
    BEGINNINGS,
    COMMANDS,
    CONFIRMED,
    EXPLAINED,
    FILES,
    NUMBERED,
)
from tests.every_output import MOVED_ENDS, Shown, walk
from tests.pages import SACROPLASTY
from tracker.domain.protocol import RestrictionPlan
from tracker.domain.window import Offset, read_offset
from tracker.domain.wording import MONTHS
from tracker.protocols.library import BUNDLED

# The walk takes a while, and each worker would make its own.
pytestmark = pytest.mark.xdist_group("walk")
ON = BEGAN.date()
WELL = {0, 3, 4, 10, 20}
NOT_WELL = {1, 2}
# Once a weight was told, the weight has to be typed.
ASKS_BACK = ("can", "lift")
WHO = "Nurse Example"
TOLD_WEIGHT, TOLD_END = "5 lb", date(2026, 12, 9)

WEIGHT = re.compile(
    r"\b\d+(?:[.,]\d+)?\s*(?:lbs?|kgs?|pounds?|kilos?)\b", re.IGNORECASE
)
LEFT = re.compile(r"\b\d+ (?:days?|weeks?) (?:left|to go)\b", re.IGNORECASE)
# How a weight or an end is typed; each is an example, and nobody's limit.
EXAMPLES = (
    "can lift 8lb",
    "tracker can lift 4lb",
    "[5lb|2kg]",
    "--limit 5lb|2kg",
    "Type figures and lb or kg: 5lb, 2.5kg.",
    "DATE|+4w",
    "+4w is from the procedure",
    "(+4w: from the procedure)",
    "Type a day after it, or +4w.",
)
FIGURES_EXPLAINED = {
    "explain",
    *(plan.id for plan in SACROPLASTY.restrictions),
}
NUMBER_WORDS = {6: "six"}

FORBIDDEN = {
    "a recovery called normal": r"\bnormal recovery\b",
    "a judgement on time": r"\b(?:late|behind|overdue)\b",
    "a judgement on effort": r"\b(?:failed|missed)\b",
    "praise": r"\b(?:great|well done)\b",
    "comfort": r"\byou(?:'re| are) fine\b|\b(?:don't|do not) worry\b",
    "leave": r"\ballowed\b|\bsafe to\b",
    "advice on a dose": (
        r"\b(?:should|must|may|can) take\b(?! place)|\btake \d|\bstop taking\b"
        r"|\b(?:take|stop|increase|reduce|lower|raise|double|halve|skip|cut|add|change)"
        r"\b[^.?!:;]{0,40}\b(?:medicines?|doses?|tablets?|pills?|mg|opioids?)\b"
    ),
}


class End(NamedTuple):
    """When a published default ends, and how that may be spelled."""

    restriction: str
    spelled: re.Pattern[str]


def default_end(plan: RestrictionPlan) -> Offset | None:
    """The default end of a restriction, as the diaries of the walk have it."""
    moved = MOVED_ENDS.get(plan.id)
    return read_offset(moved) if moved else plan.until


def ends() -> Iterator[End]:
    """Every default end, in every spelling."""
    for plan in SACROPLASTY.restrictions:
        end = default_end(plan)
        if end is not None:
            yield End(plan.id, spelled_end(end.whole_days()))


def spelled_end(days: int) -> re.Pattern[str]:
    """A day that many days after the procedure, and the time until then."""
    on = ON + timedelta(days=days)
    spelled = [
        spelled_day(on), rf"\bday {days}\b", rf"\b{days}[- ]days?\b", rf"\+{days}d\b",
        rf"\bP{days}D\b",
    ]  # fmt: skip
    weeks, rest = divmod(days, 7)
    if not rest:
        word = NUMBER_WORDS.get(weeks, str(weeks))
        spelled += [
            rf"\b(?:{weeks}|{word})[- ]weeks?\b", rf"\+{weeks}w\b", rf"\bP{weeks}W\b"
        ]  # fmt: skip
    return re.compile("|".join(spelled), re.IGNORECASE)


def spelled_day(on: date) -> str:
    """A pattern for a date however it is spelled."""
    month = MONTHS[on.month - 1][:3]
    return (
        rf"{on.isoformat()}|\b{on.day}\.? {month}|(?<!\d )\b{month}\w*\.? {on.day}\b"
        rf"|\b{on.month:02d}/{on.day:02d}\b|\b{on.day}\.{on.month}\."
    )


def limit_figures(text: str) -> list[str]:
    """Every weight, default end and count of days left in a text but for examples."""
    for example in EXAMPLES:
        text = text.replace(example, "")
    found = [match[0] for match in WEIGHT.finditer(text)]
    found += [match[0] for match in LEFT.finditer(text)]
    return found + [match[0] for end in ends() for match in end.spelled.finditer(text)]


def explains_a_limit(shown: Shown) -> bool:
    """Whether it is the one place for published figures."""
    return len(shown.typed) == 2 and set(shown.typed) <= FIGURES_EXPLAINED


def forbidden(text: str) -> list[str]:
    """What may not be said, with the words around it."""
    return [
        f"{what}: ...{text[max(0, found.start() - 30) : found.end() + 30]}..."
        for what, pattern in FORBIDDEN.items()
        for found in re.finditer(pattern, text, re.IGNORECASE)
    ]


def problems(shown: Shown, found: list[str]) -> list[str]:
    return [f"{shown}: {problem}" for problem in found]


def test_the_walk_types_every_command() -> None:
    commands = {path.removeprefix("tracker ") for path, _ in named_commands()}
    lines = [*NUMBERED, *EXPLAINED, *BEGINNINGS, *FILES, *ASKED, *CONFIRMED]
    lines += [line for typed in COMMANDS.values() for line in typed.good]

    idle = [
        name
        for name, typed in COMMANDS.items()
        if not any(line.split()[: len(name.split())] == name.split() for line in lines)
        or not typed.bad
    ]
    assert set(COMMANDS) - {""} == commands
    assert idle == []


def test_what_is_typed_well_ends_well_and_what_is_not_is_refused() -> None:
    wrong = [
        f"{shown} ended with {shown.said.code}: {shown.said.stderr}"
        for shown in walk()
        if shown.diary.begun
        and shown.form not in ("file", "asked")
        and shown.said.code not in (WELL if shown.good else NOT_WELL)
        and not (shown.diary.told and shown.typed == ASKS_BACK)
    ]

    assert not wrong, "\n".join(wrong)


def test_no_weight_and_no_end_is_shown_that_nobody_has_said() -> None:
    found = [
        problem
        for shown in walk()
        if not shown.diary.told and not explains_a_limit(shown)
        for problem in problems(shown, limit_figures(shown.chosen))
    ]

    assert not found, "\n".join(found)


def test_a_limit_that_was_told_is_the_only_one_and_has_its_name_beside_it() -> None:
    told_day = re.compile(spelled_day(TOLD_END))
    found, with_it = [], 0
    for shown in walk():
        if not shown.diary.told or explains_a_limit(shown):
            continue
        text = shown.chosen
        others = [figure for figure in limit_figures(text) if figure != TOLD_WEIGHT]
        found += problems(shown, others)
        if TOLD_WEIGHT in text or told_day.search(text):
            with_it += 1
            neutral = shown.typed == ("export", "ics")
            found += [] if WHO in text or neutral else [f"{shown}: whose word?"]

    assert not found, "\n".join(found)
    assert with_it > 20


def test_nothing_says_what_a_diary_may_not_say() -> None:
    found = [
        problem
        for shown in walk()
        for problem in problems(shown, forbidden(shown.text))
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", sorted(BUNDLED.glob("*.toml")), ids=lambda p: p.stem)
def test_no_protocol_says_what_a_diary_may_not_say(path: Path) -> None:
    assert forbidden(" ".join(path.read_text(encoding="utf-8").split())) == []


@pytest.mark.parametrize(
    "text",
    [
        "Heavy lifting: up to 10 lb.", "no more than 4.5kg", "2,5 kilos", "15 pounds",
        "until Tue 15 December 2026", "until Tue 15 Dec", "2026-12-15", "Dec 15",
        "day 42", "for 6 weeks", "six weeks", "+6w", "P6W", "28 days left",
        "until Wed 25 Nov", "22 days", "Mon 23 November 2026",
    ],
)  # fmt: skip
def test_a_figure_that_nobody_said_would_be_found(text: str) -> None:
    assert limit_figures(f"Heavy lifting {text} or so")


@pytest.mark.parametrize("text", [*EXAMPLES, "Tue 17 November 2026, day 14", "38.0 C"])
def test_an_example_of_typing_is_no_figure(text: str) -> None:
    assert limit_figures(text) == []


def test_the_walk_sees_files_questions_and_help() -> None:
    forms = Counter(shown.form for shown in walk())

    assert forms.keys() == {"screen", "plain", "json", "help", "file", "asked"}
    assert forms["help"] == len(COMMANDS)
    assert all(shown.text for shown in walk() if shown.form == "asked")


def test_the_published_figures_are_found_where_they_belong() -> None:
    explained = next(
        shown
        for shown in walk()
        if shown.typed == ("explain", "heavy-lifting") and shown.form == "screen"
    )

    assert "10 lb" in limit_figures(explained.text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("A normal  recovery so far.", "a recovery called normal"),
        ("You are 3 days late.", "a judgement on time"),
        ("Walking is behind the plan.", "a judgement on time"),
        ("The check is overdue.", "a judgement on time"),
        ("You failed this step.", "a judgement on effort"),
        ("One entry was missed.", "a judgement on effort"),
        ("Great, well done!", "praise"),
        ("You are fine.", "comfort"),
        ("Don't worry.", "comfort"),
        ("Lifting 5 lb is allowed.", "leave"),
        ("It is safe to drive.", "leave"),
        ("You should take it with food.", "advice on a dose"),
        ("Take 2 in the evening.", "advice on a dose"),
        ("Stop taking them.", "advice on a dose"),
        ("Reduce the pain medicine slowly.", "advice on a dose"),
        ("Double your dose.", "advice on a dose"),
    ],
)
def test_words_that_may_not_be_said_would_be_found(text: str, what: str) -> None:
    assert any(found.startswith(what) for found in forbidden(" ".join(text.split())))


@pytest.mark.parametrize(
    "text",
    ["2 more later:", "take back the last step", "how to lower the risk of a fall",
     "Wrong? tracker undo", "visit 1 took place", "While taking pain medicine"],
)  # fmt: skip
def test_a_plain_word_is_left_alone(text: str) -> None:
    assert forbidden(text) == []

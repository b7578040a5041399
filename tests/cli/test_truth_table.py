"""Whatever signs are marked together, the screen says the one thing to do first."""

import io
import random
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from functools import cache
from itertools import combinations

import pytest

from tests.builders import a_check_in, a_contact, a_shown_warning
from tests.pages import SACROPLASTY, a_diary
from tracker.cli.show.warned import show_warnings
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn, ShownWarning
from tracker.domain.protocol import TIERS
from tracker.domain.signs import find_warnings
from tracker.exports import entry_shape
from tracker.services.log import Logged
from tracker.workspace import Workspace

Signs = frozenset[str]

TIER = {sign.id: sign.tier for sign in SACROPLASTY.signs}
TEXT = {sign.id: sign.text for sign in SACROPLASTY.signs}
SMALL = 3
LARGER_TAKEN_APART = 40
SOME = random.Random(20261103)
NUMBERS = (
    a_contact(kind="emergency", number="911"),
    a_contact(kind="care-team", number="555 0100"),
)
KNOWN = a_diary(SACROPLASTY)._replace(contacts=NUMBERS)
DIARIES = {
    "both": KNOWN,
    "none": KNOWN._replace(contacts=()),
    "emergency": KNOWN._replace(contacts=NUMBERS[:1]),
    "care-team": KNOWN._replace(contacts=NUMBERS[1:]),
}
CALLS = {
    "emergency": "Call 911 now.",
    "same-day": "Call the care team today: 555 0100",
    "next-visit": "Tell the care team at the next visit.",
}
ANY_CALLS = {
    "emergency": "Call your emergency number now (911, 112 or 999, as where Ruth "
    "Example is).",
    "same-day": "Call the care team today. Their number is on the sheet they gave you.",
    "next-visit": CALLS["next-visit"],
}
ANY_NUMBER = ("your emergency number", "911, 112 or 999")
SAY = '"Sacroplasty on Tuesday 3 November: bone cement in the sacrum."'


def small_subsets() -> Iterator[Signs]:
    """Every set of one, two or three signs."""
    for size in range(1, SMALL + 1):
        yield from map(frozenset, combinations(TIER, size))


def larger_subsets(count: int = 500) -> list[Signs]:
    """Some sets of more signs, always the same ones."""
    sizes = range(SMALL + 1, len(TIER) + 1)
    return [
        frozenset(SOME.sample(list(TIER), SOME.choice(sizes))) for _ in range(count)
    ]


SUBSETS = [*small_subsets(), *larger_subsets()]
SINGLES = [frozenset({sign}) for sign in TIER]
SAMPLE = [*SINGLES, *SOME.sample(SUBSETS, 30)]


def highest(signs: Iterable[str]) -> str:
    """The tier of the gravest sign."""
    return min((TIER[sign] for sign in signs), key=TIERS.index)


def an_entry_with(signs: Signs) -> CheckIn:
    return a_check_in(signs=tuple(sorted(signs)), signs_asked="partly", answers=())


def warnings_of(signs: Signs, diary: Diary) -> tuple[ShownWarning, ...]:
    """What an entry with those signs shows, as it is stored."""
    found = find_warnings(diary.protocol, (), signs, 8)
    return tuple(
        a_shown_warning(
            number, sign=sign.id, tier=sign.tier, text=sign.text, rule=rule, call=""
        )
        for number, (sign, rule) in enumerate(found, 1)
    )


@cache
def screen(signs: Signs, *, numbers: str = "both", plain: bool = False) -> str:
    """The screen of a warning, as it is printed."""
    diary = DIARIES[numbers]
    warnings = warnings_of(signs, diary)
    entry = an_entry_with(signs)
    logged = Logged(diary, entry, warnings, (), already=False, clock_behind=False)
    printed = io.StringIO()
    with redirect_stdout(printed):
        show_warnings(Workspace("none.sqlite", plain=plain), logged)
    return printed.getvalue()


def words(text: str) -> str:
    """All of a screen as one line."""
    return " ".join(text.split())


def tier_shown(text: str) -> str | None:
    """The tier that the first words of a screen call for."""
    begins = words(text).startswith
    return next((tier for tier in TIERS if begins(CALLS[tier])), None)


def wrong(problems: list[Signs]) -> str:
    return f"{len(problems)}, such as {sorted(problems[0]) if problems else ''}"


def test_every_small_set_of_signs_is_in_the_table() -> None:
    assert len(TIER) == 21
    assert len(set(small_subsets())) == 21 + 210 + 1330


def test_the_first_line_is_the_call_of_the_highest_tier() -> None:
    failed = [signs for signs in SUBSETS if tier_shown(screen(signs)) != highest(signs)]

    assert not failed, wrong(failed)


def test_the_first_line_stands_alone() -> None:
    lines = {(highest(signs), screen(signs).split("\n")[0]) for signs in SUBSETS}

    assert lines == set(CALLS.items())


def test_one_more_sign_never_lowers_the_tier() -> None:
    def rank(signs: Signs) -> int:
        return TIERS.index(tier_shown(screen(signs)) or TIERS[-1])

    lowered = [
        signs
        for signs in (*small_subsets(), *SUBSETS[-LARGER_TAKEN_APART:])
        for sign in (signs if len(signs) > 1 else ())
        if rank(signs) > rank(signs - {sign})
    ]
    assert not lowered, wrong(lowered)


@pytest.mark.parametrize("numbers", ["both", "none"])
def test_every_marked_sign_is_named(numbers: str) -> None:
    silent = [
        signs
        for signs in SUBSETS
        if not all(TEXT[s] in words(screen(signs, numbers=numbers)) for s in signs)
    ]

    assert not silent, wrong(silent)


def test_an_emergency_brings_the_words_for_the_phone() -> None:
    silent = [
        signs
        for signs in SUBSETS
        if (highest(signs) == "emergency") != (SAY in words(screen(signs)))
    ]

    assert not silent, wrong(silent)


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_the_call_comes_first_then_the_words_the_signs_and_what_is_kept() -> None:
    mixed = []
    for signs in SUBSETS:
        call, first = (
            CALLS[highest(signs)],
            min((s for s in signs if TIER[s] == highest(signs)), key=list(TIER).index),
        )
        say = ["Say on the phone:", SAY] if highest(signs) == "emergency" else []
        marked = ["Written down for Ruth Example:", TEXT[first], "It is kept:"]
        if not in_order(words(screen(signs)), call, *say, *marked):
            mixed.append(signs)

    assert not mixed, wrong(mixed)


def test_each_tier_that_is_marked_has_its_call_in_order() -> None:
    mixed = [
        signs
        for signs in SUBSETS
        if not in_order(
            words(screen(signs)),
            *(CALLS[tier] for tier in TIERS if tier in {TIER[s] for s in signs}),
        )
    ]

    assert not mixed, wrong(mixed)


def test_without_numbers_there_is_always_somebody_to_call() -> None:
    silent = [
        signs
        for signs in SUBSETS
        if not words(screen(signs, numbers="none")).startswith(
            ANY_CALLS[highest(signs)]
        )
    ]

    assert not silent, wrong(silent)


def test_without_numbers_the_emergency_number_is_named_in_words() -> None:
    silent = [
        signs
        for signs in SUBSETS
        if highest(signs) != "next-visit"
        and not all(part in words(screen(signs, numbers="none")) for part in ANY_NUMBER)
    ]

    assert not silent, wrong(silent)


def test_a_number_that_is_known_stands_in_for_the_one_that_is_not() -> None:
    calf = words(screen(frozenset({"calf"}), numbers="emergency"))
    chest = words(screen(frozenset({"chest-breath"}), numbers="care-team"))

    assert calf.startswith(ANY_CALLS["same-day"])
    assert "Call 911." in calf
    assert chest.startswith(ANY_CALLS["emergency"])
    assert "care team 555 0100" in chest


def test_the_plain_screen_says_the_same() -> None:
    def said(signs: Signs, *, plain: bool) -> str:
        return words(screen(signs, plain=plain).replace("-" * 40, ""))

    differing = [s for s in SUBSETS if said(s, plain=True) != said(s, plain=False)]

    assert not differing, wrong(differing)


def test_json_has_the_same_signs_the_gravest_first() -> None:
    mixed = []
    for signs in SUBSETS:
        warnings = warnings_of(signs, KNOWN)
        shape = entry_shape.logged(an_entry_with(signs), warnings, KNOWN, False)
        tiers = [TIERS.index(each["tier"]) for each in shape["warnings"]]
        named = [each["sign"] for each in shape["warnings"]]
        same = sorted(named) == sorted(signs) == sorted(shape["signs"])
        if not same or tiers != sorted(tiers):
            mixed.append(signs)

    assert not mixed, wrong(mixed)


def told(text: str, signs: Signs, calls: dict[str, str]) -> list[str]:
    """What is missing on a screen, or does not belong there."""
    said = words(text)
    missing = [s for s in signs if TEXT[s] not in said]
    if not said.startswith(calls[highest(signs)]):
        missing.append(f"it begins: {said[:60]}")
    if not text.isascii() or "\x1b" in text:
        missing.append("letters beyond ASCII")
    return missing


def test_a_screen_that_names_the_wrong_call_would_be_seen() -> None:
    signs = frozenset({"chest-breath"})
    milder = screen(frozenset({"calf"}))

    assert tier_shown(milder) != highest(signs)
    assert told(milder, signs, CALLS) != []
    assert not in_order(milder, "It is kept:", CALLS["same-day"])

"""What may be said to "can I?": nothing is within unless somebody said so."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import an_instruction
from tests.pages import SACROPLASTY
from tracker.domain.amounts import exact
from tracker.domain.facts import Instruction
from tracker.domain.restrictions import stand
from tracker.domain.verdicts import Amount, May, Verdict, may

UNTIL = date(2026, 12, 15)
AFTER = UNTIL + timedelta(days=1)
FIVE = an_instruction(number=1, until=UNTIL)
EIGHT = an_instruction(number=2, by="Doctor Example", amount=80, until=UNTIL)
NO_WEIGHT = EIGHT._replace(amount=None, unit="")
OVER = NO_WEIGHT._replace(until=None, cleared=True)
FOUR_LB, SIX_LB = (40, "lb"), (60, "lb")


def verdict(
    words: Sequence[Instruction],
    amount: Amount | None = FOUR_LB,
    on: date = UNTIL,
    about: str = "heavy-lifting",
) -> Verdict:
    plan = SACROPLASTY.restriction(about)
    assert plan is not None
    mine = [word._replace(restriction=about) for word in words]
    return may(stand(plan, mine, None, on), amount)


def driving(*words: Instruction, on: date = UNTIL) -> Verdict:
    plain = [word._replace(amount=None, unit="") for word in words]
    return verdict(plain, None, on, "driving")


@pytest.mark.parametrize("about", [r.id for r in SACROPLASTY.restrictions])
@pytest.mark.parametrize("amount", [None, (1, "lb"), (9999, "kg")])
def test_without_any_word_nothing_is_known(about: str, amount: Amount | None) -> None:
    for on in (date(2026, 11, 3), date(2190, 1, 1)):
        found = verdict([], amount, on, about)

        assert (found.may, found.why, found.word) == (May.UNKNOWN, "untold", None)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ((50, "lb"), May.WITHIN),
        ((51, "lb"), May.NOT_YET),
        ((22, "kg"), May.WITHIN),
        ((23, "kg"), May.NOT_YET),
    ],
)
def test_exactly_the_weight_is_within_and_a_tenth_above_is_not(
    amount: Amount, expected: May
) -> None:
    assert verdict([FIVE], amount).may is expected


def test_a_weight_told_in_kilograms_holds_for_pounds() -> None:
    metric = FIVE._replace(amount=25, unit="kg")

    assert verdict([metric], (55, "lb")).may is May.WITHIN
    assert verdict([metric], (56, "lb")).may is May.NOT_YET


@pytest.mark.parametrize("amount", [FOUR_LB, SIX_LB])
def test_the_day_after_the_told_end_nobody_knows(amount: Amount) -> None:
    found = verdict([FIVE], amount, AFTER)

    assert (found.may, found.why, found.word) == (May.UNKNOWN, "ended", FIVE)


def test_a_limit_without_a_weight_is_not_yet_up_to_its_last_day() -> None:
    assert driving(FIVE).may is May.NOT_YET
    assert driving(FIVE, on=AFTER).may is May.UNKNOWN
    assert driving(FIVE._replace(until=None), on=AFTER).may is May.NOT_YET
    assert driving(OVER).may is May.WITHIN


def test_of_two_speakers_the_lower_weight_decides() -> None:
    found = verdict([EIGHT, FIVE], SIX_LB)

    assert (found.may, found.why, found.word) == (May.NOT_YET, "over", FIVE)
    assert verdict([EIGHT, FIVE], FOUR_LB).may is May.WITHIN


def test_a_speaker_without_a_weight_leaves_a_doubt() -> None:
    found = verdict([FIVE, NO_WEIGHT], FOUR_LB)

    assert (found.may, found.why, found.word) == (May.UNKNOWN, "no-weight", NO_WEIGHT)
    assert verdict([FIVE, NO_WEIGHT], SIX_LB).may is May.NOT_YET


@pytest.mark.parametrize("amount", [None, FOUR_LB])
def test_a_lone_word_without_a_weight_says_nothing_of_weights(
    amount: Amount | None,
) -> None:
    assert verdict([NO_WEIGHT], amount).why == "no-weight"


def test_an_ended_word_is_a_doubt_also_beside_a_looser_one_in_force() -> None:
    endless = EIGHT._replace(until=None)

    assert verdict([FIVE, endless], FOUR_LB, AFTER).why == "ended"
    assert verdict([FIVE, endless], FOUR_LB, AFTER).may is May.UNKNOWN
    assert verdict([FIVE, endless], (81, "lb"), AFTER).may is May.NOT_YET


def test_a_word_said_after_the_end_is_within_again() -> None:
    later = EIGHT._replace(until=None, told_on=AFTER)

    assert verdict([FIVE, later], SIX_LB, AFTER).may is May.WITHIN


def test_a_clearance_beside_a_word_in_force_clears_nothing_yet() -> None:
    assert verdict([FIVE, OVER], SIX_LB).may is May.NOT_YET
    assert verdict([FIVE, OVER], SIX_LB, AFTER).why == "ended"
    assert verdict([FIVE, OVER], SIX_LB, AFTER).may is May.UNKNOWN


def test_a_clearance_that_settles_clears_at_once() -> None:
    settled = OVER._replace(number=3, settles=True)

    assert verdict([FIVE, OVER, settled], SIX_LB).may is May.WITHIN


def test_three_speakers_are_all_heard() -> None:
    aide = FIVE._replace(number=3, by="Aide", amount=20, unit="kg")

    assert verdict([FIVE, EIGHT, aide], (45, "lb")).word == aide
    assert verdict([FIVE, EIGHT, aide], (20, "kg")).may is May.WITHIN


def test_a_word_written_down_after_its_own_end_is_never_within() -> None:
    late = FIVE._replace(told_on=AFTER)

    assert verdict([late], FOUR_LB, AFTER).may is May.UNKNOWN
    assert driving(late, on=AFTER).may is May.UNKNOWN


DAYS = st.dates(date(2026, 11, 4), date(2026, 12, 31))
AMOUNTS = st.tuples(st.integers(1, 999), st.sampled_from(["lb", "kg"]))
LIMITS = st.sampled_from(["heavy-lifting", "driving"])


@st.composite
def a_word(draw: st.DrawFn, number: int, by: Sequence[str]) -> Instruction:
    """A word with or without a weight and an end, cleared or not."""
    amount, unit = draw(st.sampled_from([(None, "")]) | AMOUNTS)
    return an_instruction(
        number=number,
        amount=amount,
        unit=unit,
        until=draw(st.none() | DAYS),
        cleared=draw(st.sampled_from([False, False, True])),
        by=draw(st.sampled_from(by)),
        told_on=draw(DAYS),
        settles=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def said(draw: st.DrawFn) -> list[Instruction]:
    """One to five words of up to three speakers."""
    numbers = range(1, draw(st.integers(1, 5)) + 1)
    return [draw(a_word(number, ("A", "B", "C"))) for number in numbers]


@given(said(), DAYS, AMOUNTS, AMOUNTS)
def test_more_weight_never_comes_nearer_to_within(
    words: list[Instruction], on: date, one: Amount, other: Amount
) -> None:
    order = [May.WITHIN, May.UNKNOWN, May.NOT_YET]
    less, more = sorted((one, other), key=lambda amount: exact(*amount))

    lighter, heavier = verdict(words, less, on), verdict(words, more, on)

    assert order.index(lighter.may) <= order.index(heavier.may)


@given(said(), a_word(9, ("D",)), DAYS, AMOUNTS, LIMITS)
def test_a_further_word_of_somebody_new_never_makes_it_within(
    words: list[Instruction],
    further: Instruction,
    on: date,
    amount: Amount,
    about: str,
) -> None:
    ends = [word.until for word in words if word.until]
    further = further._replace(cleared=False, settles=False)
    # Who speaks after an end answers for it: that is another matter.
    assume(further.told_on <= min(ends, default=date.max))
    before = verdict(words, amount, on, about)
    assume(before.may is not May.WITHIN)

    after = verdict([*words, further], amount, on, about)

    assert after.may is not May.WITHIN


@given(said(), DAYS, AMOUNTS, LIMITS)
def test_nothing_is_within_but_by_a_word_in_force_or_a_clearance(
    words: list[Instruction], on: date, amount: Amount, about: str
) -> None:
    found = verdict(words, amount, on, about)

    assume(found.may is May.WITHIN)
    word = found.word
    assert word is not None
    if word.cleared:
        assert found.limit.in_force == found.limit.ended == ()
        return
    assert about == "heavy-lifting"
    assert word.until is None or on <= word.until
    for each in found.limit.in_force:
        assert each.amount is not None
        assert exact(*amount) <= exact(each.amount, each.unit)


@given(said(), DAYS, st.integers(1, 60), AMOUNTS, LIMITS)
def test_without_a_new_word_no_day_that_comes_brings_it_within(
    words: list[Instruction], on: date, later: int, amount: Amount, about: str
) -> None:
    known = [word for word in words if word.told_on <= on]
    assume(verdict(known, amount, on, about).may is not May.WITHIN)

    after = verdict(known, amount, on + timedelta(days=later), about)

    assert after.may is not May.WITHIN


@given(said(), AMOUNTS, LIMITS)
def test_an_end_that_passes_makes_nothing_within(
    words: list[Instruction], amount: Amount, about: str
) -> None:
    """While nobody clears the limit, and nobody speaks after an end."""
    ends = [word.until or UNTIL for word in words]
    plain = [
        word._replace(cleared=False, until=end, told_on=min(ends))
        for word, end in zip(words, ends, strict=True)
    ]

    for on in (max(ends) + timedelta(days=1), date(2190, 1, 1)):
        assert verdict(plain, amount, on, about).may is May.UNKNOWN

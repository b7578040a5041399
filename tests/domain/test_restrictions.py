"""Limits: in force until somebody clears them, and amounts as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import an_instruction
from tests.pages import SACROPLASTY
from tracker.domain.amounts import exact, read_amount, say_amount
from tracker.domain.facts import Instruction
from tracker.domain.restrictions import Limit, Told, say_word, stand

UNTIL = date(2026, 12, 15)
AFTER = UNTIL + timedelta(days=1)
NURSE, DOCTOR = "Nurse Example", "Doctor Example"
FIVE = an_instruction(number=1, by=NURSE, until=UNTIL)
EIGHT = an_instruction(number=2, by=DOCTOR, amount=80, until=UNTIL)
OVER = an_instruction(
    number=3, by=DOCTOR, amount=None, unit="", until=None, cleared=True
)


def standing(*words: Instruction, today: date = UNTIL) -> Limit:
    plan = SACROPLASTY.restriction("heavy-lifting")
    assert plan is not None
    return stand(plan, words, date(2026, 12, 1), today)


def test_without_a_word_a_limit_is_untold_however_late_it_is() -> None:
    assert standing(today=date(2190, 1, 1)).told is Told.UNTOLD


@pytest.mark.parametrize(("today", "told"), [(UNTIL, Told.TOLD), (AFTER, Told.ASK)])
def test_the_named_end_day_still_belongs_to_a_limit(today: date, told: Told) -> None:
    assert standing(FIVE, today=today).told is told


def test_a_told_end_is_asked_about_for_ever() -> None:
    limit = standing(FIVE, today=date(2190, 1, 1))

    assert (limit.told, limit.word, limit.ended) == (Told.ASK, FIVE, (FIVE,))


def test_a_word_without_an_end_stays_in_force() -> None:
    endless = FIVE._replace(until=None)

    limit = standing(endless, today=date(2190, 1, 1))

    assert (limit.told, limit.in_force) == (Told.TOLD, (endless,))


def test_the_newest_word_counts_and_others_are_left_alone() -> None:
    cleared = an_instruction(cleared=True, until=None, amount=None, unit="")
    other = an_instruction(restriction="strenuous")

    assert standing(an_instruction(), cleared, other).told is Told.CLEARED


@pytest.mark.parametrize("by", ["Nurse Example", "nurse example", " Nurse  Example "])
def test_a_later_word_of_the_same_speaker_replaces_their_own(by: str) -> None:
    later = EIGHT._replace(by=by)

    limit = standing(FIVE, later)

    assert (limit.standing, limit.word, limit.differing) == ((later,), later, ())


@pytest.mark.parametrize("words", [(FIVE, EIGHT), (EIGHT, FIVE)])
def test_of_two_speakers_the_stricter_counts_and_both_are_named(
    words: tuple[Instruction, ...],
) -> None:
    limit = standing(*words)

    assert limit.word == FIVE
    assert set(limit.differing) == set(words)


def test_words_that_say_the_same_do_not_differ() -> None:
    assert standing(FIVE, FIVE._replace(number=2, by=DOCTOR)).differing == ()


@pytest.mark.parametrize(
    ("kilos", "stricter"), [(22, DOCTOR), (23, NURSE)], ids=["2.2 kg", "2.3 kg"]
)
def test_kilograms_and_pounds_are_compared_exactly(kilos: int, stricter: str) -> None:
    metric = EIGHT._replace(amount=kilos, unit="kg")

    word = standing(FIVE, metric).word

    assert word is not None
    assert word.by == stricter


def test_of_the_same_weight_the_longer_one_counts() -> None:
    longer = FIVE._replace(number=2, by=DOCTOR, until=AFTER)
    endless = FIVE._replace(number=3, by="Aide", until=None)

    assert standing(FIVE, longer).word == longer
    assert standing(endless, FIVE, longer).word == endless


def test_a_clearance_does_not_lift_what_somebody_else_still_says() -> None:
    limit = standing(FIVE, OVER)

    assert (limit.told, limit.word) == (Told.TOLD, FIVE)
    assert limit.differing == (FIVE, OVER)


def test_a_clearance_after_its_end_answers_a_word() -> None:
    since = OVER._replace(told_on=AFTER)

    limit = standing(FIVE, since, today=AFTER)

    assert (limit.told, limit.word, limit.ended) == (Told.CLEARED, since, ())
    assert limit.differing == ()


def test_a_clearance_of_somebody_else_before_its_end_does_not() -> None:
    limit = standing(FIVE, OVER, today=AFTER)

    assert (limit.told, limit.word, limit.ended) == (Told.ASK, FIVE, (FIVE,))
    assert limit.differing == (FIVE, OVER)


def test_a_clearance_of_before_does_not_answer_a_newer_word_that_has_ended() -> None:
    newer = FIVE._replace(number=4)

    limit = standing(OVER, newer, today=AFTER)

    assert (limit.told, limit.ended) == (Told.ASK, (newer,))


def test_an_ended_word_waits_although_a_looser_one_is_in_force() -> None:
    looser = EIGHT._replace(until=None)

    limit = standing(FIVE, looser, today=AFTER)

    assert limit.ended == (FIVE,)
    assert limit.in_force == (looser,)
    assert limit.word == FIVE


@pytest.mark.parametrize(("told_on", "waits"), [(UNTIL, True), (AFTER, False)])
def test_whoever_speaks_after_the_end_answers_for_it(
    told_on: date, waits: bool
) -> None:
    later = EIGHT._replace(until=None, told_on=told_on)

    limit = standing(FIVE, later, today=AFTER)

    assert bool(limit.ended) is waits
    assert limit.told is Told.TOLD


def test_an_older_word_never_wins_by_a_higher_number() -> None:
    before = FIVE.recorded_at - timedelta(days=3)
    settled = EIGHT._replace(number=9, settles=True, recorded_at=before)
    same = FIVE._replace(number=9, amount=80, recorded_at=before)

    assert standing(FIVE, settled).word == FIVE
    assert standing(FIVE, same).word == FIVE


def test_the_word_that_settles_goes_before_every_earlier_one() -> None:
    settled = EIGHT._replace(number=3, settles=True)

    limit = standing(FIVE, EIGHT, settled)

    assert (limit.standing, limit.word, limit.differing) == ((settled,), settled, ())


def test_a_word_after_the_settling_one_may_differ_again() -> None:
    settled = EIGHT._replace(number=3, settles=True)
    again = FIVE._replace(number=4)

    limit = standing(FIVE, EIGHT, settled, again)

    assert (limit.word, limit.differing) == (again, (settled, again))


def test_a_settling_word_ends_on_its_day_and_is_asked_about() -> None:
    settled = FIVE._replace(number=3, settles=True)

    assert standing(FIVE, EIGHT, settled, today=AFTER).told is Told.ASK


LATE = FIVE._replace(told_on=AFTER)


@pytest.mark.parametrize(
    "words",
    [(LATE,), (LATE, EIGHT._replace(told_on=AFTER, until=date(2026, 12, 10)))],
    ids=["one", "two"],
)
def test_a_word_written_down_after_its_own_end_is_asked_about(
    words: tuple[Instruction, ...],
) -> None:
    limit = standing(*words, today=AFTER)

    assert (limit.told, set(limit.ended)) == (Told.ASK, set(words))


def test_a_word_of_an_earlier_day_replaces_no_later_one_however_late_it_is_typed() -> (
    None
):
    earlier = EIGHT._replace(by=NURSE, told_on=FIVE.told_on - timedelta(days=1))

    assert standing(FIVE, earlier).standing == (FIVE,)


def test_what_was_typed_after_the_settling_word_stands_beside_it() -> None:
    settled = EIGHT._replace(number=3, settles=True)
    earlier = FIVE._replace(number=4, told_on=FIVE.told_on - timedelta(days=1))

    assert set(standing(FIVE, EIGHT, settled, earlier).differing) == {settled, earlier}


def test_a_word_that_was_replaced_counts_again_when_somebody_says_so() -> None:
    later = EIGHT._replace(by=NURSE, told_on=UNTIL)
    settled = FIVE._replace(number=3, settles=True)

    assert standing(FIVE, later, settled).standing == (settled,)


def test_an_old_word_written_down_after_a_clearance_leaves_it_cleared() -> None:
    cleared = OVER._replace(told_on=date(2026, 12, 20))
    old = FIVE._replace(number=4, told_on=date(2026, 11, 10))

    limit = standing(cleared, old, today=date(2026, 12, 21))

    assert (limit.told, limit.word) == (Told.CLEARED, cleared)


DAYS = st.dates(date(2026, 11, 4), date(2026, 12, 31))


@st.composite
def spoken_words(draw: st.DrawFn) -> list[Instruction]:
    """One to five words of up to three speakers, in the order they were typed."""
    return [
        draw(
            st.builds(
                an_instruction,
                number=st.just(number),
                amount=st.sampled_from([None, 50, 80]),
                until=st.none() | DAYS,
                cleared=st.booleans(),
                by=st.sampled_from(["A", "B", "C"]),
                told_on=DAYS,
                settles=st.sampled_from([False, False, False, True]),
            )
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]


@given(spoken_words(), DAYS)
def test_every_limit_that_was_spoken_of_has_words_for_where_it_stands(
    words: list[Instruction], today: date
) -> None:
    limit = standing(*words, today=today)

    assert limit.word in limit.standing
    if limit.told is Told.TOLD:
        assert limit.in_force
    elif limit.told is Told.ASK:
        assert limit.ended
        assert not limit.in_force
    else:
        assert limit.told is Told.CLEARED
        assert limit.word is not None
        assert limit.word.cleared


@given(spoken_words(), DAYS)
def test_nobody_in_force_says_less_than_the_word_that_counts(
    words: list[Instruction], today: date
) -> None:
    limit = standing(*words, today=today)

    weights = [w.amount or 0 for w in (*limit.in_force, *limit.ended)]
    if weights and limit.word:
        assert (limit.word.amount or 0) == min(weights)


@given(st.integers(1, 9999), st.sampled_from(["lb", "kg"]))
def test_an_amount_reads_back_as_it_is_said(tenths: int, unit: str) -> None:
    assert read_amount(say_amount(tenths, unit)) == (tenths, unit)


def test_five_pounds_lie_between_two_point_two_and_two_point_three_kilograms() -> None:
    assert exact(22, "kg") < exact(50, "lb") < exact(23, "kg")
    # 5 lb are 2.26796185 kg, in the smallest whole steps that hold both.
    assert exact(50, "lb") == 2_267_961_850


@pytest.mark.parametrize(
    "typed", ["5lb", "5 lb", "5 LBS", "5.0 lb", "5,0lb", "5 pounds", "5 pound"]
)
def test_five_pounds_are_typed_in_several_ways(typed: str) -> None:
    assert read_amount(typed) == (50, "lb")


@pytest.mark.parametrize("typed", ["2.5kg", "2,5 kg", "2.5 kilos", "2.5 KGS"])
def test_kilograms_are_typed_in_several_ways(typed: str) -> None:
    assert read_amount(typed) == (25, "kg")


@pytest.mark.parametrize(
    "typed", ["", "5", "lb", "0lb", "-5lb", "5.55lb", "\u0665lb", "nan lb", "5. lb"]
)
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (FIVE, "up to 5 lb until Tue 15 December 2026"),
        (FIVE._replace(until=None), "up to 5 lb"),
        (FIVE._replace(amount=None, unit=""), "in force until Tue 15 December 2026"),
        (FIVE._replace(amount=None, unit="", until=None), "still in force"),
        (OVER, "cleared"),
    ],
)
def test_a_word_is_said_as_it_was_told(word: Instruction, said: str) -> None:
    assert say_word(word) == said

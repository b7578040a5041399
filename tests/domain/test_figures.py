"""What a change is called: at the very edges, and only where it may be called so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages import SACROPLASTY, a_diary, a_report, a_warning, an_entry, answered
from tracker.domain.facts import ShownWarning
from tracker.domain.figures import Mean, Named, name_change
from tracker.domain.protocol import ChangeWords
from tracker.domain.report import Report, WarningReading
from tracker.domain.summary import named_change, summarise

assert SACROPLASTY.change_words is not None
WORDS: ChangeWords = SACROPLASTY.change_words


def called(before: int, *after: int) -> Named:
    return name_change(WORDS, before, Mean(sum(after), len(after)))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (6, (4, 4, 4), "clear"),  # exactly 2 points, 33 %
        (7, (5, 5, 5), None),  # exactly 2 points, 28.6 %
        (6, (4, 4, 5), None),  # 1.67 points, 27.8 %
        (5, (4, 3, 3), None),  # 1.67 points, 33 %
        (10, (7, 7, 7), "clear"),  # exactly 30 %
        (10, (7, 7, 8), None),  # 26.7 %
        (8, (4, 4, 4), "large"),  # exactly 50 %
        (8, (4, 4, 5), "clear"),  # 45.8 %
        (2, (1, 1, 0), None),  # 67 %, but 1.33 points
        (4, (6, 6, 6), "large"),  # higher, exactly 50 %
        (5, (7, 7, 7), "clear"),  # higher, 40 %
        (0, (3, 3, 3), None),  # no percent of zero
        (4, (4, 4, 4), None),
    ],
)
def test_a_change_has_its_word_from_exactly_both_edges_on(
    before: int, after: tuple[int, ...], word: str | None
) -> None:
    assert called(before, *after).word == word


def test_two_points_of_exactly_thirty_percent_are_clear_and_less_are_not() -> None:
    finer = WORDS._replace(points=20)

    exactly = name_change(finer._replace(percent=25), 80, Mean(180, 3))
    less = name_change(finer._replace(percent=26), 80, Mean(180, 3))

    assert (exactly.word, less.word) == ("clear", None)


@pytest.mark.parametrize(
    ("before", "after", "acceptable"),
    [
        (8, (3, 3, 3), True),
        (8, (3, 3, 4), False),
        (3, (3, 3, 3), True),
        (1, (3, 3, 3), False),
        (0, (0, 0, 0), True),
    ],
)
def test_a_low_mean_is_acceptable_unless_it_went_up(
    before: int, after: tuple[int, ...], acceptable: bool
) -> None:
    assert called(before, *after).acceptable is acceptable


@given(st.integers(0, 10), st.lists(st.integers(0, 10), min_size=3, max_size=3))
def test_a_large_change_is_always_a_clear_one_too(
    before: int, after: list[int]
) -> None:
    without = WORDS._replace(large_percent=WORDS.percent)
    mean = Mean(sum(after), len(after))

    word = name_change(WORDS, before, mean).word

    assert (word is None) == (name_change(without, before, mean).word is None)


def of_pains(*pains: int, warnings: tuple[WarningReading, ...] = ()) -> Report:
    entries = [
        an_entry(number, f"pain={pain}", protocol=SACROPLASTY)
        for number, pain in enumerate(pains, 1)
    ]
    return a_report(*entries, diary=a_diary(SACROPLASTY), warnings=warnings)


def test_a_change_of_three_entries_is_named() -> None:
    assert named_change(summarise(of_pains(4, 4, 4))) == Named("large", False)


def test_a_change_of_two_entries_has_no_name() -> None:
    assert named_change(summarise(of_pains(4, 4))) is None


@pytest.mark.parametrize("kind", ["called", "mistake", None])
def test_no_change_is_named_while_any_warning_stands_on_the_page(
    kind: str | None,
) -> None:
    shown: ShownWarning = a_warning(1, 2)
    reading = answered(shown, kind) if kind else WarningReading(shown, None)

    assert named_change(summarise(of_pains(4, 4, 4, warnings=(reading,)))) is None


def test_a_protocol_without_these_words_names_no_change() -> None:
    report = of_pains(4, 4, 4)
    older = report.diary.protocol._replace(change_words=None)

    report = report._replace(diary=report.diary._replace(protocol=older))

    assert named_change(summarise(report)) is None


def test_words_for_another_question_name_no_change_of_pain() -> None:
    report = of_pains(4, 4, 4)
    other = WORDS._replace(question="pain-moving")
    protocol = report.diary.protocol._replace(change_words=other)

    report = report._replace(diary=report.diary._replace(protocol=protocol))

    assert named_change(summarise(report)) is None

"""Text fitted to a width."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.layout import wrap

WORDS = st.lists(st.text("abcdefgh-", min_size=1, max_size=60), min_size=1)


@given(WORDS, st.integers(12, 80), st.integers(0, 6), st.integers(0, 6))
def test_no_line_exceeds_the_width_and_no_word_is_lost(
    words: list[str], width: int, indent: int, hang: int
) -> None:
    lines = wrap(" ".join(words), width, indent, hang)

    assert max(len(line) for line in lines) <= width
    assert "".join("".join(lines).split()) == "".join(words)


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1))
def test_words_that_fit_are_never_cut(words: list[str]) -> None:
    assert " ".join(wrap(" ".join(words), 20)).split() == words


def test_the_first_line_is_indented_and_the_others_hang() -> None:
    assert wrap("aaaa bbbb cccc", 10, 1, 4) == [" aaaa bbbb", "    cccc"]


def test_nothing_is_one_line() -> None:
    assert wrap("", 20, 2) == [""]

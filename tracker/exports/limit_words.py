"""What is known of a limit, in words; without somebody's word no weight and no end."""

from collections.abc import Iterable, Iterator

from tracker.domain.facts import Instruction
from tracker.domain.restrictions import Limit, Told, say_word
from tracker.domain.wording import short_day


def limit_words(limit: Limit) -> str:
    """A limit that somebody spoke about, with whose word it is."""
    word = limit.word
    if word is None:
        return limit.plan.untold
    said, whose = say_word(word), f"{word.by}, {short_day(word.told_on)}"
    if limit.told is Told.CLEARED:
        return f"cleared. {whose}"
    if word in limit.ended:
        return (
            f"{said} has passed. Has your care team cleared you? "
            f"It does not end by itself. {whose}"
        )
    ended = " Another word has ended. Were you cleared?" if limit.ended else ""
    if word.until is None:
        return f"{said} until your care team clears it. {whose}{ended}"
    return f"{said}; then ask again. {whose}{ended}"


def untold_words(limits: Iterable[Limit]) -> list[tuple[str, str]]:
    """The limits that nobody told, as titles and the words that they share."""
    by_words: dict[str, list[str]] = {}
    for limit in limits:
        if limit.told is Told.UNTOLD:
            by_words.setdefault(limit.plan.untold, []).append(limit.plan.title)
    found = []
    for words, (first, *others) in by_words.items():
        named = ", ".join([first, *(t[:1].lower() + t[1:] for t in others)])
        found.append((named, words))
    return found


def differing_lines(limit: Limit) -> Iterator[str]:
    """Each of the words that contradict one another."""
    if limit.differing:
        yield "What was said differs:"
    for word in limit.differing:
        yield f"{word.number} {say_whose(word)}"


def say_whose(word: Instruction) -> str:
    """Whose word, on which day, and what it is."""
    return f"{word.by}, {short_day(word.told_on)}: {say_word(word)}"

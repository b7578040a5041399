"""An entry as rows of a page."""

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.domain.values import NamedTuple
from tracker.domain.wording import visible
from tracker.exports.entry_lines import (
    before_words,
    sign_lines,
    value_words,
    when,
    who,
)


class ShownEntry(NamedTuple):
    """An entry in words: when, by whom, the answers by their titles, note, signs."""

    number: int
    when: str
    who: str
    answers: tuple[tuple[str, str], ...]
    note: str
    signs: tuple[str, ...]


def shown_entry(entry: CheckIn, diary: Diary) -> ShownEntry:
    """Everything an entry says."""
    answers = []
    for question in diary.protocol.questions:
        answer = entry.answer(question.id)
        if answer is not None:
            before = before_words(question, diary.procedure_of(entry))
            said = f"{value_words(question, answer)} {before}".strip()
            answers.append((question.title, said))
    return ShownEntry(
        entry.number,
        f"{when(entry)}, day {diary.day_of(entry)}",
        visible(who(entry, diary)),
        tuple(answers),
        visible(entry.note),
        tuple(sign_lines(entry, diary.protocol)),
    )

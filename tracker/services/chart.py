"""Reading the answers to one question, day by day."""

from datetime import date, timedelta

from tracker.domain.answers import closest
from tracker.domain.diary import Diary
from tracker.domain.protocol import BASELINE_QUESTION, Protocol, Question, names_of
from tracker.domain.wording import join_words, quoted
from tracker.errors import NotFound
from tracker.exports.chart_blocks import Days
from tracker.services.entries import FIRST
from tracker.store.store import Store

SHOWN_DAYS = 28
MOST_DAYS = 3660


def find_charted(protocol: Protocol, typed: str) -> Question:
    """The question of that id, or shown in those words; NotFound if there is none.

    Nothing typed is the question that has an answer from before the procedure.
    """
    wanted = " ".join(typed.lower().split()) or BASELINE_QUESTION
    for question in protocol.questions:
        if wanted.replace(" ", "-") == question.id or wanted in names_of(question):
            return question
    near = closest(wanted, [question.id for question in protocol.questions])
    hint = f"Did you mean {join_words(near, 'or')}?" if near else "The list:"
    example = f"tracker chart {near[0]}" if near else "tracker questions"
    raise NotFound(f"{quoted(typed)} is not a question. {hint}  {example}")


def read_days(
    store: Store, diary: Diary, question: Question, last: date, length: int | None
) -> Days:
    """The last days up to ``last``: so many, or those since the procedure that fit."""
    since = (last - diary.procedure.on).days + 1
    shown = min(max(since, 1), SHOWN_DAYS) if length is None else length
    first = max(last - timedelta(days=shown - 1), FIRST)
    with store.reading():
        entries = store.check_ins(diary.person, diary.procedure, FIRST, last)
    return Days(question, diary, first, last, tuple(entries))

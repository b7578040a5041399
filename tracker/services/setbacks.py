"""Which setbacks the newest answers and warnings show."""

from datetime import date, timedelta

from tracker.domain.answers import base_steps
from tracker.domain.diary import Diary
from tracker.domain.protocol import Setback
from tracker.domain.setbacks import SetbackReading, by_day, find_rise, find_shown
from tracker.domain.trends import Reading
from tracker.store.store import Store

# On one day there may be several answers; more than this many in a day is no diary.
MOST_A_DAY = 4


def read_setbacks(
    store: Store, diary: Diary, today: date
) -> tuple[SetbackReading, ...]:
    """The setbacks as they stand on a day; none before the procedure."""
    found = [
        _shown(store, diary, setback, today)
        if setback.question is None
        else _risen(store, diary, setback, setback.question, today)
        for setback in diary.protocol.setbacks
    ]
    return tuple(reading for reading in found if reading is not None)


def _risen(
    store: Store, diary: Diary, setback: Setback, asked: str, today: date
) -> SetbackReading | None:
    question = diary.protocol.question(asked)
    if question is None:
        return None
    most = (setback.times + setback.of) * MOST_A_DAY
    newest = store.newest_answers(diary.person, diary.procedure, asked, most)
    taken = [
        Reading(day, base_steps(question, answer))
        for day, answer in reversed(newest)
        if diary.procedure.on <= day <= today
    ]
    return find_rise(setback, by_day(taken), today)


def _shown(
    store: Store, diary: Diary, setback: Setback, today: date
) -> SetbackReading | None:
    """A sign counts once its warning was answered; until then the warning speaks."""
    first = today - timedelta(days=setback.within - 1)
    shown = [
        (warning.sign, warning.day)
        for warning, answer in store.warnings_in_days(diary.person, first, today)
        if answer is not None and answer.kind != "mistake"
    ]
    return find_shown(setback, shown, today)

"""A week on paper: its days, its signs, and its questions in the order of asking."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tracker.domain.asking import (
    WEEK,
    questions_due,
    signs_due,
    weekly_signs_due,
)
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn, Milestone
from tracker.domain.protocol import Question, WarningSign
from tracker.domain.report import CALLS
from tracker.domain.status import Status
from tracker.domain.values import NamedTuple
from tracker.domain.window import midnight, require_year
from tracker.domain.wording import WEEKDAYS, mid_day

ONE_DAY = timedelta(days=1)
_SHORT = 3


class SheetDay(NamedTuple):
    """A column: its day, its number, and the entries that the diary has of it."""

    day: date
    number: int
    entries: tuple[int, ...]


class SheetRow(NamedTuple):
    """A question that is asked every day, and the days on which it applies."""

    question: Question
    days: tuple[date, ...]


class Sheet(NamedTuple):
    """Seven days on paper; whoever prints and whoever types in sees this one plan.

    It follows from the protocol and the days alone, never from what was answered:
    a sheet that was printed a week ago is asked for in the same order today.
    ``signs`` are those to call for, numbered from 1; ``weekly_signs`` go on from there.
    The weekly ones are answered once, on the last day.
    """

    diary: Diary
    days: tuple[SheetDay, ...]
    signs: tuple[WarningSign, ...]
    weekly_signs: tuple[WarningSign, ...]
    rows: tuple[SheetRow, ...]
    weekly: tuple[Question, ...]

    @property
    def first(self) -> date:
        """The day with which it begins."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """The seventh day."""
        return self.days[-1].day

    @property
    def title(self) -> str:
        """As in "Tue 24 November to Mon 30 November 2026"."""
        begin = mid_day(self.first)
        if self.first.year == self.last.year:
            begin = begin.rsplit(" ", 1)[0]
        return f"{begin} to {mid_day(self.last)}"


def plan_sheet(
    diary: Diary,
    first: date,
    milestones: Iterable[Milestone],
    entries: Sequence[CheckIn],
) -> Sheet:
    """The sheet of the seven days that begin with ``first``."""
    require_year(first + WEEK)
    days = tuple(
        SheetDay(
            day, diary.day_number(day), tuple(e.number for e in entries if e.day == day)
        )
        for day in (first + ONE_DAY * place for place in range(WEEK.days))
    )
    rows = _rows(diary, days, tuple(milestones))
    daily = {row.question.id for row in rows}
    protocol, last = diary.protocol, days[-1]
    weekly = questions_due(protocol, last.day, last.number, (), {})
    return Sheet(
        diary,
        days,
        _signs(diary, days),
        tuple(weekly_signs_due(protocol, last.day, last.number, ())),
        rows,
        tuple(question for question in weekly if question.id not in daily),
    )


def _signs(diary: Diary, days: Sequence[SheetDay]) -> tuple[WarningSign, ...]:
    """Every daily sign that asks for a call, the gravest first.

    Nobody reads the answers while they stand on paper, so a sign that an answer would
    raise is listed too: without questions, none is left to them.
    """
    unread = diary.protocol._replace(questions=())
    listed = {
        sign.id
        for day in days
        for tier in CALLS
        for sign in signs_due(unread, tier, day.number)
    }
    return tuple(
        sign
        for tier in CALLS
        for sign in unread.signs
        if sign.tier == tier and sign.id in listed
    )


def _rows(
    diary: Diary, days: Sequence[SheetDay], milestones: Sequence[Milestone]
) -> tuple[SheetRow, ...]:
    """What is asked on most of the days has a row; the rest is asked once."""
    asked: dict[str, list[date]] = {}
    for day in days:
        standing = _standing(diary, day.day, milestones)
        for question in questions_due(
            diary.protocol, day.day, day.number, (), standing
        ):
            if question.ask == "daily" or standing.get(question.daily_while or ""):
                asked.setdefault(question.id, []).append(day.day)
    return tuple(
        SheetRow(question, tuple(asked[question.id]))
        for question in diary.protocol.questions
        if question.id in asked
        and (question.ask != "weekly" or 2 * len(asked[question.id]) > len(days))
    )


def _standing(
    diary: Diary, day: date, milestones: Sequence[Milestone]
) -> dict[str, Status]:
    """The milestones whose window is open at the end of a day, reached or not."""
    at = midnight(day + ONE_DAY, diary.zone) - timedelta(seconds=1)
    return {
        milestone.id: Status.OPEN
        for milestone in milestones
        if milestone.window is not None and at in milestone.window
    }


def weekday(day: date) -> str:
    """As in "Tue"."""
    return WEEKDAYS[day.weekday()][:_SHORT]

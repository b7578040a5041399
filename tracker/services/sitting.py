"""One round of questions, step by step: what is asked, and what is kept when."""

from datetime import datetime, timedelta

from tracker.domain.asking import (
    SIGN_LISTS,
    WEEKLY_LIST,
    how_many_asked,
    questions_due,
    signs_due,
    weekly_signs_due,
)
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.protocol import WarningSign
from tracker.domain.report import Report
from tracker.domain.values import NamedTuple
from tracker.errors import Refused
from tracker.services.log import extend, log, raised
from tracker.services.review import review
from tracker.services.texts import check_note
from tracker.store.store import Store

WEEK = timedelta(days=7)
# Steps that are no question: the id of a question has no such letter.
MARK = "_"
WEEKLY = f"{MARK}weekly"
NOTE = f"{MARK}note"
WHOSE = f"{MARK}whose"


class SignList(NamedTuple):
    """A list of signs that is asked as one step."""

    step: str
    title: str
    signs: tuple[WarningSign, ...]


class Sitting(NamedTuple):
    """A draft on its way: signs first, then the day, then who saw it.

    ``questions`` are those that are due, by their ids; ``helps`` is whether somebody
    else than the person writes. ``passed`` are the steps that were answered or
    skipped, ``answered`` the lists of signs that were answered. ``saved`` is whether
    a part stands in the diary already, ``finished`` whether all of it does.
    """

    draft: CheckIn
    lists: tuple[SignList, ...]
    questions: tuple[str, ...]
    helps: bool
    passed: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    saved: bool = False
    finished: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """Every step, in the order in which they are asked."""
        whose = (WHOSE,) if self.helps else ()
        return (*(each.step for each in self.lists), *self.questions, NOTE, *whose)

    def signs_of(self, step: str) -> SignList | None:
        """The list that is asked in a step; None where it is another one."""
        return next((each for each in self.lists if each.step == step), None)

    def after(self, step: str) -> str | None:
        """The step that follows one; None after the last."""
        following = self.steps[self.steps.index(step) + 1 :]
        return following[0] if following else None

    def next(self) -> str | None:
        """The first step that was not passed yet; None when there is none."""
        return next((each for each in self.steps if each not in self.passed), None)


def begin(store: Store, diary: Diary, draft: CheckIn, now: datetime) -> Sitting:
    """Everything that is due on the day of an empty draft."""
    day = draft.day
    with store.reading():
        week = review(store, diary, now, day - WEEK, day)
    number = diary.day_number(day)
    standing = {m.plan.id: m.status for m in week.milestones}
    due = questions_due(diary.protocol, day, number, week.check_ins, standing)
    return Sitting(
        draft,
        tuple(each for each in _lists(diary, draft, week) if each.signs),
        tuple(question.id for question in due),
        helps=draft.author != diary.person.name,
    )


def _lists(diary: Diary, draft: CheckIn, week: Report) -> list[SignList]:
    """The daily lists, then the weekly one; some may be empty."""
    protocol, number = diary.protocol, diary.day_number(draft.day)
    weekly = weekly_signs_due(protocol, draft.day, number, week.check_ins)
    daily = [
        SignList(f"{MARK}{tier}", title, tuple(signs_due(protocol, tier, number)))
        for tier, title in SIGN_LISTS
    ]
    return [*daily, SignList(WEEKLY, WEEKLY_LIST, tuple(weekly))]


def mark(sitting: Sitting, step: str, marked: tuple[str, ...]) -> Sitting:
    """A list of signs was answered; what is marked is to be kept at once."""
    answered = (*sitting.answered, step)
    daily = [f"{MARK}{tier}" for tier, _ in SIGN_LISTS]
    asked = {each.step for each in sitting.lists}
    draft = sitting.draft._replace(
        signs=tuple(dict.fromkeys((*sitting.draft.signs, *marked))),
        signs_asked=how_many_asked([e in answered or e not in asked for e in daily]),
        weekly_asked=WEEKLY in answered,
    )
    return _passed(sitting._replace(draft=draft, answered=answered), step)


def give(diary: Diary, sitting: Sitting, answer: Answer) -> tuple[Sitting, bool]:
    """A question was answered; also whether that raises a sign, to be kept at once."""
    draft = sitting.draft
    others = [each for each in draft.answers if each.question != answer.question]
    draft = draft._replace(answers=(*others, answer))
    alone = draft._replace(answers=(answer,), signs=())
    given = _passed(sitting._replace(draft=draft), answer.question)
    return given, bool(raised(diary, alone))


def skip(sitting: Sitting, step: str) -> Sitting:
    """A step was passed without an answer; what was answered before stays."""
    return _passed(sitting, step)


def take_away(sitting: Sitting, question: str) -> Sitting:
    """An answer is taken back before it is kept."""
    draft = sitting.draft
    kept = tuple(each for each in draft.answers if each.question != question)
    return _passed(sitting._replace(draft=draft._replace(answers=kept)), question)


def add_note(sitting: Sitting, note: str) -> Sitting:
    """A note to the care team; Refused when it cannot be kept."""
    draft = sitting.draft._replace(note=check_note(note.strip()))
    return _passed(sitting._replace(draft=draft), NOTE)


def say_whose(sitting: Sitting, *, relayed: bool) -> Sitting:
    """Whether the person told it, or the one who writes saw it."""
    draft = sitting.draft._replace(relayed=relayed)
    return _passed(sitting._replace(draft=draft), WHOSE)


def worth_keeping(sitting: Sitting) -> bool:
    """Whether anything was answered at all."""
    draft = sitting.draft
    asked = draft.signs_asked != "no" or draft.weekly_asked
    return bool(draft.answers or draft.note or asked or draft.signs)


def finish(store: Store, sitting: Sitting, now: datetime) -> Sitting:
    """Keep all of it; once more changes nothing. Refused while something is open."""
    if sitting.finished:
        return sitting
    if not worth_keeping(sitting):
        raise Refused("Nothing was answered, so nothing is saved.")
    if sitting.helps and sitting.draft.relayed is None:
        raise Refused("Nothing saved yet. Say first if it was told or seen.")
    return keep(store, sitting, now)._replace(finished=True)


def keep(store: Store, sitting: Sitting, now: datetime) -> Sitting:
    """Write the draft as it is so far; a sign that was marked waits for nobody."""
    if sitting.draft.signs:
        store.hurry()
    (extend if sitting.saved else log)(store, sitting.draft, now)
    return sitting._replace(saved=True)


def _passed(sitting: Sitting, step: str) -> Sitting:
    return sitting._replace(passed=tuple(dict.fromkeys((*sitting.passed, step))))

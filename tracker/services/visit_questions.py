"""What a person wants to ask at the next visit, in their own words."""

from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Visit, VisitQuestion
from tracker.domain.report import waiting_questions
from tracker.errors import NotFound, Refused
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.services.texts import in_short
from tracker.store.store import Store

MOST = 5
LONGEST = 100


def read_questions(
    store: Store, diary: Diary, day: date | None = None
) -> tuple[VisitQuestion, ...]:
    """The questions that wait for the next visit, oldest first.

    With a day those that waited on it, also for a visit of that day. A question
    outlives the recovery in which it was written.
    """
    asked: list[VisitQuestion] = []
    visits: list[Visit] = []
    for procedure in (*diary.earlier, diary.procedure):
        asked += store.visit_questions(diary.person, procedure)
        visits += store.visits(diary.person, procedure)
    if day is not None:
        asked = [question for question in asked if question.day <= day]
        visits = [visit for visit in visits if visit.done_on and visit.done_on < day]
    return waiting_questions(asked, visits)


def list_questions(store: Store) -> tuple[Diary, tuple[VisitQuestion, ...]]:
    """Whose they are, and the questions that wait for the next visit."""
    with store.reading():
        diary = open_diary(store)
        return diary, read_questions(store, diary)


def add_question(
    store: Store, text: str, day: date, author: str, now: datetime
) -> VisitQuestion:
    """Keep a question for the next visit; Refused for the one too many."""
    text = _check(text)
    with store.writing():
        diary = open_diary(store)
        waiting = read_questions(store, diary)
        if len(waiting) >= MOST:
            raise Refused(
                f"Nothing saved. {MOST} questions wait already, and a page holds no "
                f"more. Take one off:  tracker visit ask --remove {waiting[0].number}"
            )
        number = store.next_number(diary.person, "visit question")
        question = VisitQuestion(
            new_id(now), number, diary.procedure.id, text, day, now, author
        )
        said = f"wrote down question {number} for the visit: {in_short(text)}"
        store.write(diary.person, (author, now, "visit", said), after=[question])
        return question


def remove_question(
    store: Store, number: int, author: str, now: datetime
) -> VisitQuestion:
    """Take a question off the page."""
    with store.writing():
        diary = open_diary(store)
        waiting = read_questions(store, diary)
        question = next((q for q in waiting if q.number == number), None)
        if question is None:
            raise NotFound(
                f"No question {number} waits for the visit. "
                "The list:  tracker visit ask"
            )
        said = f"took question {number} off the page for the visit"
        store.write(diary.person, (author, now, "visit", said), before=[question])
        return question


def _check(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise Refused("Nothing saved. Type the question:  tracker visit ask TEXT")
    if len(line) > LONGEST:
        raise Refused(
            f"Nothing saved. A question holds up to {LONGEST} characters; this one has "
            f"{len(line):,}. Shorten it, or write two."
        )
    if "\0" in line:
        raise Refused("Nothing saved. The text holds a NUL character; take it out.")
    return line

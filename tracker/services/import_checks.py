"""Whether a fact of a file can be meant in this diary."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.answers import base_steps, decimal, takes
from tracker.domain.diary import Diary
from tracker.domain.facts import (
    Acknowledgement,
    Answer,
    BoneStep,
    CheckIn,
    Completion,
    Contact,
    Instruction,
    ShownWarning,
    Visit,
    VisitQuestion,
)
from tracker.domain.protocol import Protocol, Question
from tracker.domain.values import NamedTuple
from tracker.domain.window import local_day
from tracker.domain.wording import quoted
from tracker.errors import Refused
from tracker.imports.fields import require_readable
from tracker.imports.found import Imported
from tracker.services.texts import check_note, check_remark
from tracker.services.visit_questions import LONGEST

LONGEST_NAME = 80
LEAST_FIGURES, LONGEST_PHONE = 3, 40
DIALLED = set("0123456789+-() ./x")
NEXT_DAY = 1
WEIGHTS = ("lb", "kg")


class Ground(NamedTuple):
    """What a fact is checked against: its procedure's diary, and the time."""

    diary: Diary
    now: datetime

    @property
    def plan(self) -> Protocol:
        """The plan of the procedure that the fact belongs to."""
        return self.diary.protocol

    @property
    def today(self) -> date:
        """The person's own day."""
        return local_day(self.now, self.diary.zone, self.diary.person.day_start)


def check(fact: Imported, ground: Ground) -> None:
    """Refused with the first reason why the fact cannot be meant."""
    require_readable("Its text", "\n".join(_texts(fact)))
    author = getattr(fact, "author", "-")
    if not author.strip() or len(author) > LONGEST_NAME:
        raise Refused(f"Its author is no name of 1 to {LONGEST_NAME} letters.")
    if getattr(fact, "recorded_at", ground.now) > ground.now:
        raise Refused("It was written down at a time that has not come yet.")
    _CHECKS[type(fact)](fact, ground)


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Every text of a fact, also those of its answers and signs."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _texts(value)


def on_lines(fact: Imported) -> Imported:
    """The fact with what stands on one line of a screen on one line."""
    if isinstance(fact, CheckIn | Acknowledgement):
        author = _one_line(fact.author)
        return fact if author == fact.author else fact._replace(author=author)
    if isinstance(fact, Contact):
        return fact._replace(name=_one_line(fact.name))
    lines: dict[str, Any] = {
        key: _one_line(value)
        for key, value in fact._asdict().items()
        if isinstance(value, str)
    }
    return fact._replace(**lines)


def _one_line(text: str) -> str:
    return text if text.splitlines() in ([], [text]) else " ".join(text.split())


def _check_entry(entry: CheckIn, ground: Ground) -> None:
    _check_happened(entry.at, entry.zone, entry.day, ground)
    check_note(entry.note)
    asked = [answer.question for answer in entry.answers]
    for twice in (asked, list(entry.signs)):
        if len(set(twice)) != len(twice):
            raise Refused("It says one thing twice.")
    for answer in entry.answers:
        _check_answer(answer, ground.plan)
    for sign in entry.signs:
        if ground.plan.sign(sign) is None:
            raise Refused(f"{quoted(sign)} is not a sign of this plan.")


def _check_answer(answer: Answer, plan: Protocol) -> None:
    question = plan.question(answer.question)
    if question is None:
        raise Refused(f"{quoted(answer.question)} is not a question of this plan.")
    if not fits(question, answer):
        given = f"{decimal(answer.number, question.step)} {answer.unit}".strip()
        raise Refused(f"{question.id} takes {takes(question)}, not {quoted(given)}.")


def fits(question: Question, answer: Answer) -> bool:
    """Whether it is one of the answers that the question takes."""
    if question.kind == "choice":
        values = [choice.value for choice in question.choices]
        return answer.unit == "" and answer.number in values
    if question.kind == "yes-no":
        return answer.unit == "" and answer.number in (0, 1)
    known = (question.unit, *(unit.id for unit in question.units))
    within = question.least <= base_steps(question, answer) <= question.most
    return answer.unit in known and within


def _check_happened(at: datetime, zone: str, day: date, ground: Ground) -> None:
    if at > ground.now:
        raise Refused("That time has not come yet.")
    if abs((local_day(at, ZoneInfo(zone), 0) - day).days) > NEXT_DAY:
        raise Refused("Its day and its time do not belong together.")


def _check_past(day: date, ground: Ground) -> None:
    if day > ground.today + timedelta(days=NEXT_DAY):
        raise Refused("That day has not come yet.")


def _check_warning(warning: ShownWarning, ground: Ground) -> None:
    if warning.shown_at > ground.now:
        raise Refused("That time has not come yet.")
    _check_past(warning.day, ground)
    for text in (warning.sign, warning.text, warning.rule, warning.call):
        check_remark(text)


def _check_acknowledgement(done: Acknowledgement, ground: Ground) -> None:
    _check_happened(done.at, done.zone, done.day, ground)
    check_note(done.note)


def _check_instruction(told: Instruction, ground: Ground) -> None:
    plan = ground.plan.restriction(told.restriction)
    if plan is None:
        raise Refused(f"{quoted(told.restriction)} is not a limit of this plan.")
    _check_past(told.told_on, ground)
    _check_amount(told, weighed=plan.unit is not None)
    for text in (told.by, told.source):
        check_remark(text)


def _check_amount(told: Instruction, *, weighed: bool) -> None:
    if told.cleared and (told.amount is not None or told.until is not None):
        raise Refused("It is cleared, and has a weight or an end as well.")
    if told.amount is None:
        if told.unit:
            raise Refused("It has a unit and no weight.")
        return
    if not weighed:
        raise Refused("That limit has no weight.")
    if told.amount < 1 or told.unit not in WEIGHTS:
        raise Refused("Its weight is not one in lb or kg.")


def _check_completion(done: Completion, ground: Ground) -> None:
    if ground.plan.milestone(done.milestone) is None:
        raise Refused(f"{quoted(done.milestone)} is not a milestone of this plan.")
    _check_happened(done.at, done.zone, done.day, ground)
    check_remark(done.reason)


def _check_visit(visit: Visit, ground: Ground) -> None:
    check_remark(visit.title)
    if visit.done_on is not None:
        _check_past(visit.done_on, ground)


def _check_bone_step(step: BoneStep, ground: Ground) -> None:
    if all(item.id != step.item for item in ground.plan.bone_items):
        raise Refused(f"{quoted(step.item)} is not on the bone list of this plan.")
    _check_past(step.day, ground)
    check_remark(step.note)


def _check_visit_question(question: VisitQuestion, ground: Ground) -> None:
    _check_past(question.day, ground)
    if len(question.text) > LONGEST:
        raise Refused(f"A question holds up to {LONGEST} characters.")


def _check_contact(contact: Contact, _ground: Ground) -> None:
    number = contact.number
    figures = sum(letter.isdigit() for letter in number)
    if not set(number) <= DIALLED or not LEAST_FIGURES <= figures <= LONGEST_PHONE:
        raise Refused("Its number is no phone number.")
    if len(contact.name) > LONGEST_NAME:
        raise Refused(f"Its name has more than {LONGEST_NAME} letters.")


_CHECKS: dict[type, Callable[[Any, Ground], None]] = {
    CheckIn: _check_entry,
    ShownWarning: _check_warning,
    Acknowledgement: _check_acknowledgement,
    Instruction: _check_instruction,
    Completion: _check_completion,
    Visit: _check_visit,
    BoneStep: _check_bone_step,
    VisitQuestion: _check_visit_question,
    Contact: _check_contact,
}

"""Correcting an entry: its answers, its note, and when it was."""

from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue

from tracker.domain.answers import read_asked, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple
from tracker.errors import Refused
from tracker.services.log import Edit, edit, read_entry
from tracker.web.pages.drawing import OK, REFUSED, Opened, draw, go, opened, sentence
from tracker.web.pages.entry_rows import shown_entry
from tracker.web.pages.fields import choices_of, numbers_of, units_of
from tracker.web.pages.log_call import calls_of

Problems = Mapping[str, str]
NONE: Problems = {}
NOTE, REASON = "note", "reason"
# Before a name: what the form showed. No id of a question holds a dot.
WAS = "was."
MEANWHILE = (
    "Somebody changed this meanwhile. Is it right as it stands here? "
    "Then save it once more."
)


class Field(NamedTuple):
    """A question in the form: what can be chosen, or what is typed.

    ``was`` is what the entry says now.
    """

    id: str
    title: str
    choices: tuple[tuple[str, str], ...]
    units: str
    whole: bool
    value: str
    was: str
    problem: str


def correct(number: int) -> ResponseReturnValue:
    """The form, with the entry as it is now."""
    with opened() as here:
        diary = here.diary()
        return _form(diary, read_entry(here.store, diary, number))


def corrected(number: int) -> ResponseReturnValue:
    """Keep what was changed; what it newly raises is shown."""
    with opened() as here:
        diary = here.diary()
        entry = read_entry(here.store, diary, number)
        answers, problems = _answers(diary, entry)
        if problems:
            return _form(diary, entry, problems)
        try:
            return _keep(here, diary, entry, answers)
        except Refused as problem:
            return _form(diary, entry, {NOTE: sentence(problem)})


def _keep(
    here: Opened, diary: Diary, entry: CheckIn, answers: dict[str, Answer | None]
) -> ResponseReturnValue:
    change = Edit(answers, None, _note(entry), request.form.get(REASON, ""))
    now, author = here.workspace.now(), here.visitor.name
    logged = edit(here.store, entry.number, change, author, now)
    if logged.warnings:
        return draw(
            "corrected.html",
            diary,
            calls=calls_of(diary, logged.warnings),
            entry=shown_entry(logged.check_in, diary),
        )
    return go("entries")


def _sent(name: str, otherwise: str) -> str:
    """A field as it was sent."""
    return request.form.get(name, otherwise).replace("\r\n", "\n").strip()


def _is_changed(name: str, now: str) -> bool:
    """Whether somebody typed something else than the form showed them.

    Refused where the entry says something else by now; a form that is left alone
    never takes back what another one wrote.
    """
    was = _sent(f"{WAS}{name}", now)
    typed = _sent(name, was)
    if typed in (was, now):
        return False
    if was != now:
        raise Refused(MEANWHILE)
    return True


def _note(entry: CheckIn) -> str | None:
    """The new note; None where it was left alone."""
    changed = _is_changed(NOTE, entry.note.strip())
    return _sent(NOTE, "") if changed else None


def _answers(
    diary: Diary, entry: CheckIn
) -> tuple[dict[str, Answer | None], dict[str, str]]:
    """What differs from the entry, by question, and what could not be read."""
    answers: dict[str, Answer | None] = {}
    problems: dict[str, str] = {}
    for question in _asked(diary, entry):
        try:
            if _is_changed(question.id, _said(entry, question)):
                typed = _sent(question.id, "")
                answers[question.id] = read_asked(question, typed) if typed else None
        except Refused as problem:
            problems[question.id] = sentence(problem)
    return answers, problems


def _asked(diary: Diary, entry: CheckIn) -> list[Question]:
    """What is asked by itself, and everything else that the entry answers."""
    return [
        question
        for question in diary.protocol.questions
        if question.ask != "on-request" or entry.answer(question.id)
    ]


def _said(entry: CheckIn, question: Question) -> str:
    """An answer as the form shows it."""
    answer = entry.answer(question.id)
    if answer is None:
        return ""
    said = say_answer(question, answer)
    words = {title: word for word, title in choices_of(question)}
    return words.get(said, said)


def _form(
    diary: Diary, entry: CheckIn, problems: Problems = NONE
) -> ResponseReturnValue:
    return draw(
        "correct.html",
        diary,
        status=REFUSED if problems else OK,
        here="entries",
        entry=shown_entry(entry, diary),
        fields=[_field(entry, q, problems) for q in _asked(diary, entry)],
        note=request.form.get(NOTE, entry.note),
        was=entry.note,
        reason=request.form.get(REASON, ""),
        problem=problems.get(NOTE, ""),
        wrong=len(problems),
    )


def _field(entry: CheckIn, question: Question, problems: Problems) -> Field:
    numbers = [(each, each) for each in numbers_of(question)]
    return Field(
        question.id,
        question.title,
        tuple(choices_of(question) or numbers),
        units_of(question) if question.unit else "",
        question.step == 1,
        request.form.get(question.id, _said(entry, question)),
        _said(entry, question),
        problems.get(question.id, ""),
    )

"""The warnings that were shown, and what was done about each."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from tracker.domain.calling import call_line, what_words
from tracker.domain.diary import Diary
from tracker.domain.facts import ShownWarning
from tracker.domain.report import WarningReading
from tracker.domain.values import NamedTuple
from tracker.domain.wording import mid_day, short_day, visible
from tracker.errors import Refused
from tracker.exports.done_words import done_words
from tracker.services.warnings import Done, find_warning, list_warnings
from tracker.services.warnings import answer as keep_answer
from tracker.web.pages.drawing import (
    OK,
    REFUSED,
    Dial,
    Opened,
    dial,
    dial_for,
    draw,
    go,
    opened,
    sentence,
    typed,
)

CALLED, MISTAKE = "called", "mistake"
NOT_SAID = "Say which of the two it was."
PATIENT = "patient"


class Waiting(NamedTuple):
    """A warning that nobody answered yet."""

    number: int
    day: str
    what: str
    call: str
    dial: Dial | None


def warnings() -> ResponseReturnValue:
    """What waits for an answer first, then what was answered."""
    with opened() as here:
        diary, found = list_warnings(here.store)
        today = here.workspace.today(diary)
    return draw(
        "warnings.html",
        diary,
        waiting=[_waiting(diary, r.shown, today) for r in found if r.answer is None],
        answered=[_answered(r) for r in found if r.answer is not None],
    )


def answer(number: int) -> ResponseReturnValue:
    """The form for one warning."""
    with opened() as here:
        diary = here.diary()
        return _form(here, diary, number)


def answered(number: int) -> ResponseReturnValue:
    """Keep what was done about it."""
    with opened() as here:
        diary = here.diary()
        try:
            done = _done(here, diary)
            if not _is_kept(here, number, done):
                now, by = here.workspace.now(), here.visitor.name
                keep_answer(here.store, number, done, by, now)
        except Refused as problem:
            return _form(here, diary, number, sentence(problem))
    return go("warnings")


def _done(here: Opened, diary: Diary) -> Done:
    """What was said; that it was a mistake is for the person alone to say."""
    kind = typed("done")
    if kind != CALLED and not (kind == MISTAKE and here.visitor.role == PATIENT):
        raise Refused(NOT_SAID)
    when = typed("when") if kind == CALLED else ""
    moment = here.workspace.moment(when or None, diary, None)
    return Done(kind, moment, typed("note").replace("\r\n", "\n"))


def _is_kept(here: Opened, number: int, done: Done) -> bool:
    """Whether the same was said by the same one already: sent twice, kept once."""
    said = (here.visitor.name, done.kind, done.note)
    return any(
        (reading.answer.author, reading.answer.kind, reading.answer.note) == said
        for reading in list_warnings(here.store)[1]
        if reading.shown.number == number and reading.answer
    )


def _form(
    here: Opened, diary: Diary, number: int, problem: str = ""
) -> ResponseReturnValue:
    with here.store.reading():
        shown = find_warning(here.store, diary, number)
    return draw(
        "answer.html",
        diary,
        status=REFUSED if problem else OK,
        here="warnings",
        warning=_waiting(diary, shown, here.workspace.today(diary)),
        may_be_mistake=here.visitor.role == PATIENT,
        when=request.form.get("when", ""),
        note=request.form.get("note", ""),
        problem=problem,
    )


def _waiting(diary: Diary, shown: ShownWarning, today: date) -> Waiting:
    return Waiting(
        shown.number,
        mid_day(shown.day),
        what_words(shown),
        call_line(diary, shown, today),
        dial_for(diary, shown.tier) or dial(shown.call),
    )


def _answered(reading: WarningReading) -> tuple[str, str, str, str]:
    """Its number and day, what it was, what was done, and the note about it."""
    shown, done = reading.shown, reading.answer
    said = visible(done_words(done)) if done else ""
    note = visible(done.note) if done else ""
    named = f"Warning {shown.number}, {short_day(shown.day)}"
    return named, what_words(shown), said, note

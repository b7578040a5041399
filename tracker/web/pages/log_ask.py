"""One step of an entry: a list of signs, a question, the note, or who saw it."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from tracker.domain.answers import ends_words, read_asked, say_answer
from tracker.domain.asking import NOTE_ASKED
from tracker.domain.diary import Diary
from tracker.domain.protocol import Question
from tracker.errors import NotFound, Refused
from tracker.services.sitting import (
    NOTE,
    WHOSE,
    Sitting,
    add_note,
    give,
    mark,
    say_whose,
    skip,
    take_away,
)
from tracker.web.pages.drawing import (
    OK,
    REFUSED,
    Opened,
    draw,
    go,
    opened,
    sentence,
    typed,
)
from tracker.web.pages.fields import choices_of, numbers_of, units_of
from tracker.web.pages.log_call import keep_now
from tracker.web.pages.onwards import LOOK, day_words, onwards, unfinished
from tracker.web.pages.sittings import Held, sittings

NOTHING_MARKED = 'Tap what is new or worse. Is it none of these? Tap "None of these".'
BOTH = (
    'Something is marked, and "None of these" was tapped. Which is it? '
    "Take the mark away, or go on with it."
)
NOT_SAID = "Tap one of the two."


def goes_on(entry_id: UUID) -> ResponseReturnValue:
    """The first step that is still open, or the look-over."""
    with opened() as here:
        diary = here.diary()
        with sittings().held(str(entry_id), here.visitor.name, diary) as held:
            sitting = held.sitting
    if sitting.finished:
        return go("saved", entry_id=str(entry_id))
    return onwards(sitting, sitting.next())


def step(entry_id: UUID, step: str) -> ResponseReturnValue:
    """The page of one step."""
    with opened() as here, unfinished(here, entry_id) as (diary, held):
        if held is None:
            return go("saved", entry_id=str(entry_id))
        return _draw(diary, held.sitting, step)


def answered(entry_id: UUID, step: str) -> ResponseReturnValue:
    """What was tapped or typed in a step."""
    with opened() as here, unfinished(here, entry_id) as (diary, held):
        if held is None:
            return go("saved", entry_id=str(entry_id))
        try:
            return _answered(here, diary, held, step)
        except Refused as problem:
            return _draw(diary, held.sitting, step, problem)


def _answered(here: Opened, diary: Diary, held: Held, step: str) -> ResponseReturnValue:
    must_keep = False
    if held.sitting.signs_of(step) is not None:
        must_keep = _signs(held, step)
    elif step == NOTE:
        note = typed("value").replace("\r\n", "\n")
        held.sitting = add_note(held.sitting, note)
    elif step == WHOSE and held.sitting.helps:
        held.sitting = _whose(held.sitting)
    else:
        must_keep = _question(diary, held, _find(diary, held.sitting, step))
    if must_keep:
        return keep_now(here, diary, held, step)
    return _next(held.sitting, step)


def _next(sitting: Sitting, step: str) -> ResponseReturnValue:
    back = request.args.get("then") == LOOK
    return onwards(sitting, None if back else sitting.after(step))


def _find(diary: Diary, sitting: Sitting, step: str) -> Question:
    question = diary.protocol.question(step) if step in sitting.steps else None
    if question is None:
        raise NotFound("There is no such question in this entry.")
    return question


def _signs(held: Held, step: str) -> bool:
    """What was marked in a list, which is never less than what was marked before."""
    asked = held.sitting.signs_of(step)
    known = {sign.id for sign in asked.signs} if asked else set()
    marked = tuple(each for each in request.form.getlist("sign") if each in known)
    before = known & set(held.sitting.draft.signs)
    tapped = typed("go")
    if tapped == "none" and marked:
        raise Refused(BOTH)
    if marked or before or tapped == "none":
        held.sitting = mark(held.sitting, step, marked)
    elif tapped == "skip":
        held.sitting = skip(held.sitting, step)
    else:
        raise Refused(NOTHING_MARKED)
    return bool(marked)


def _whose(sitting: Sitting) -> Sitting:
    said = typed("value")
    if said not in ("told", "seen"):
        raise Refused(NOT_SAID)
    return say_whose(sitting, relayed=said == "told")


def _question(diary: Diary, held: Held, question: Question) -> bool:
    """An answer; nothing typed, or Skip, leaves the question as it was."""
    tapped, value = typed("go"), typed("value")
    if tapped == "clear":
        held.sitting = take_away(held.sitting, question.id)
        return False
    if tapped == "skip" or not value:
        held.sitting = skip(held.sitting, question.id)
        return False
    answer = read_asked(question, value)
    held.sitting, must_keep = give(diary, held.sitting, answer)
    return must_keep


def _draw(
    diary: Diary, sitting: Sitting, step: str, problem: Refused | None = None
) -> ResponseReturnValue:
    asked = sitting.signs_of(step)
    said = sentence(problem) if problem else ""
    if asked is not None:
        template = "log_signs.html"
        parts: dict[str, object] = {
            "asked": asked,
            "kept": [s for s in asked.signs if s.id in sitting.draft.signs],
            "marked": request.form.getlist("sign"),
        }
    elif step == NOTE:
        template = "log_note.html"
        note = request.form.get("value", sitting.draft.note)
        parts = {"text": NOTE_ASKED, "value": note}
    elif step == WHOSE and sitting.helps:
        template, parts = "log_whose.html", {"relayed": sitting.draft.relayed}
    else:
        template = "log_question.html"
        parts = _asked(sitting, _find(diary, sitting, step))
    return draw(
        template,
        diary,
        status=REFUSED if problem else OK,
        problem=said,
        entry_id=sitting.draft.id,
        step=step,
        then=request.args.get("then") == LOOK,
        back=_before(sitting, step),
        day=day_words(diary, sitting),
        place=(sitting.steps.index(step) + 1, len(sitting.steps)),
        **parts,
    )


def _before(sitting: Sitting, step: str) -> str | None:
    place = sitting.steps.index(step)
    return sitting.steps[place - 1] if place else None


def _asked(sitting: Sitting, question: Question) -> dict[str, object]:
    """What a question shows: its answer so far, and what can be tapped."""
    answer = sitting.draft.answer(question.id)
    chosen = say_answer(question, answer) if answer else ""
    return {
        "question": question,
        "ends": ends_words(question) if question.ends else "",
        "numbers": numbers_of(question),
        "choices": choices_of(question),
        "units": units_of(question),
        "chosen": chosen,
        "value": request.form.get("value", chosen),
        "removable": not sitting.saved,
    }

"""The end of an entry: reading it over, saving it, and what is stored now."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from tracker.domain.diary import Diary
from tracker.domain.wording import visible
from tracker.errors import NotFound, Refused
from tracker.exports.entry_lines import value_words
from tracker.services.evidence import reached_by
from tracker.services.sitting import NOTE, WHOSE, SignList, Sitting, finish
from tracker.web.pages.drawing import OK, REFUSED, draw, go, opened, sentence
from tracker.web.pages.entry_rows import shown_entry
from tracker.web.pages.log_call import calls_of
from tracker.web.pages.onwards import day_words, unfinished
from tracker.web.pages.sittings import GONE

NONE_MARKED = "none marked"
LEFT_OPEN = 'left open. That is not "none".'
SKIPPED = "not answered"
Line = tuple[str, str, str]


def look(entry_id: UUID) -> ResponseReturnValue:
    """Everything that was answered, before it is saved."""
    with opened() as here, unfinished(here, entry_id) as (diary, held):
        if held is None:
            return go("saved", entry_id=str(entry_id))
        return _look(diary, held.sitting)


def save(entry_id: UUID) -> ResponseReturnValue:
    """Save it; sent twice it is saved once."""
    with opened() as here, unfinished(here, entry_id) as (diary, held):
        if held is None:
            return go("saved", entry_id=str(entry_id))
        try:
            now = here.workspace.now()
            held.sitting = finish(here.store, held.sitting, now)
        except Refused as problem:
            return _look(diary, held.sitting, sentence(problem))
    return go("saved", entry_id=str(entry_id))


def saved(entry_id: UUID) -> ResponseReturnValue:
    """What is stored under that id now."""
    with opened() as (workspace, store, visitor):
        diary = workspace.diary(store)
        with store.reading():
            entry = store.check_in(diary.person, str(entry_id))
            if entry is None or entry.author != visitor.name:
                raise NotFound(GONE)
            warnings = store.warnings_of(diary.person, entry.id)
            reached = reached_by(store, diary, entry)
    return draw(
        "saved.html",
        diary,
        entry=shown_entry(entry, diary),
        calls=calls_of(diary, warnings),
        reached=reached,
        unasked=entry.signs_asked == "no",
    )


def _look(diary: Diary, sitting: Sitting, problem: str = "") -> ResponseReturnValue:
    return draw(
        "log_look.html",
        diary,
        status=REFUSED if problem else OK,
        problem=problem,
        entry_id=sitting.draft.id,
        day=day_words(diary, sitting),
        lines=_lines(diary, sitting),
        last=sitting.steps[-1],
    )


def _lines(diary: Diary, sitting: Sitting) -> list[Line]:
    """Every step: its title, what was said, and its name."""
    draft = sitting.draft
    lines: list[Line] = [
        (each.title, _signs(sitting, each), each.step) for each in sitting.lists
    ]
    for question_id in sitting.questions:
        question = diary.protocol.question(question_id)
        answer = draft.answer(question_id)
        if question is not None:
            said = value_words(question, answer) if answer else SKIPPED
            lines.append((question.title, said, question_id))
    lines.append(("Note", visible(draft.note) or SKIPPED, NOTE))
    if sitting.helps:
        name = diary.person.name
        whose = {True: f"told by {name}", False: "seen by you", None: SKIPPED}
        lines.append(("How you know", whose[draft.relayed], WHOSE))
    return lines


def _signs(sitting: Sitting, asked: SignList) -> str:
    marked = [s.text for s in asked.signs if s.id in sitting.draft.signs]
    if marked:
        return f"marked, and kept: {'; '.join(marked)}"
    return NONE_MARKED if asked.step in sitting.answered else LEFT_OPEN

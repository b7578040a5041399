"""Entries as QuestionnaireResponses: the wording that was asked, as it was answered."""

from collections.abc import Iterator

from tracker.domain.answers import say_answer
from tracker.domain.asking import signs_due, weekly_signs_due
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.protocol import Question
from tracker.domain.report import CALLS
from tracker.exports.fhir.elements import patient, plain, resource, urn, who
from tracker.exports.fhir.observations import effective, figure, told_by
from tracker.exports.to_json import Shape

# A dot stands in no id of a protocol.
SIGNS_ASKED, NOTE = "signs.asked", "entry.note"
SIGNS_ASKED_TEXT = "Were the daily lists of warning signs answered?"
NOTE_TEXT = "Anything to tell the care team?"


def response(entry: CheckIn, diary: Diary) -> Shape:
    """One entry: its answers as they were typed, its signs, its note."""
    items = [
        *(_answered(answer, diary) for answer in entry.answers),
        _item(SIGNS_ASKED, SIGNS_ASKED_TEXT, {"valueString": entry.signs_asked}),
        *_signs(entry, diary),
    ]
    if note := plain(entry.note):
        items.append(_item(NOTE, NOTE_TEXT, {"valueString": note}))
    fields = {
        "status": "completed",
        "subject": patient(diary),
        "authored": effective(entry),
        "author": who(entry.author, diary),
        "source": told_by(entry, diary),
        "item": items,
    }
    return resource("QuestionnaireResponse", urn(entry.id), fields)


def _item(link: str, text: str, value: Shape) -> Shape:
    return {"linkId": link, "text": plain(text), "answer": [value]}


def _answered(answer: Answer, diary: Diary) -> Shape:
    question = diary.protocol.question(answer.question)
    if question is None:
        raw = f"{answer.number} {answer.unit}".strip()
        return _item(answer.question, answer.question, {"valueString": raw})
    return _item(question.id, question.text, _typed(question, answer))


def _typed(question: Question, answer: Answer) -> Shape:
    """The answer in the unit it was typed in."""
    if question.kind == "yes-no":
        return {"valueBoolean": bool(answer.number)}
    if question.kind == "choice":
        return {"valueString": plain(say_answer(question, answer))}
    number = figure(answer.number, question)
    if answer.unit:
        return {"valueQuantity": {"value": number, "unit": answer.unit}}
    kind = "valueInteger" if isinstance(number, int) else "valueDecimal"
    return {kind: number}


def _signs(entry: CheckIn, diary: Diary) -> Iterator[Shape]:
    """Marked signs are true; those of a list that was answered are true or false."""
    for sign in dict.fromkeys((*_listed(entry, diary), *entry.signs)):
        known = diary.protocol.sign(sign)
        text = known.text if known else sign
        yield _item(sign, text, {"valueBoolean": sign in entry.signs})


def _listed(entry: CheckIn, diary: Diary) -> Iterator[str]:
    """The signs of every list that was answered whole; unasked is never "no"."""
    protocol, number = diary.protocol, diary.day_of(entry)
    if entry.signs_asked == "yes":
        for tier in CALLS:
            yield from (sign.id for sign in signs_due(protocol, tier, number))
    if entry.weekly_asked:
        weekly = weekly_signs_due(protocol, entry.day, number, ())
        yield from (sign.id for sign in weekly)

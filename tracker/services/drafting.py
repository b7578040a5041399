"""From what was typed to a draft entry; every problem of a line is named at once."""

from collections.abc import Sequence
from datetime import datetime

from tracker.domain.answers import closest, read_answers
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn, Moment
from tracker.domain.protocol import Protocol
from tracker.domain.wording import join_words, quoted
from tracker.errors import Refused

NONE = "none"


def check_signs(typed: Sequence[str], protocol: Protocol) -> tuple[str, ...]:
    """Sign ids as typed; `none` alone means asked and none marked."""
    names = [name.strip().lower() for name in typed]
    if names == [NONE]:
        return ()
    if NONE in names:
        raise Refused("none stands alone: leave it out, or the other signs.")
    for name in names:
        if protocol.sign(name) is None:
            known = [sign.id for sign in protocol.signs]
            near = closest(name, known)
            hint = f"Did you mean {join_words(near, 'or')}? " if near else ""
            raise Refused(
                f"{quoted(name)} is not a sign. {hint}The signs: {join_words(known)}\n"
                "Unwell now? Whom to call: tracker signs"
            )
    return tuple(dict.fromkeys(names))


def typed_answers(
    words: Sequence[str], signs: Sequence[str], protocol: Protocol
) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    """Answers and signs; Refused with the problems of both."""
    problems: list[str] = []
    answers: tuple[Answer, ...] = ()
    marked: tuple[str, ...] = ()
    try:
        found = read_answers(words, protocol)
        answers = tuple(answer for answer in found.values() if answer is not None)
    except Refused as problem:
        problems.append(str(problem).removeprefix("Nothing saved. "))
    try:
        marked = check_signs(signs, protocol)
    except Refused as problem:
        problems.append(str(problem))
    if problems:
        raise Refused("Nothing saved. " + "\n".join(problems))
    return answers, marked


def blank_draft(
    diary: Diary, entry_id: str, moment: Moment, zone: str, author: str, now: datetime
) -> CheckIn:
    """A draft without answers; its number and procedure come when it is kept."""
    return CheckIn(
        entry_id,
        0,
        diary.procedure.id,
        moment.at,
        moment.time_known,
        zone,
        moment.day,
        now,
        author,
        None,
        "no",
        "",
        (),
        (),
    )

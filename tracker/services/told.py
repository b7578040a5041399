"""Keeping what the care team said about a limit; nothing said is ever overwritten."""

from datetime import date, datetime

from tracker.domain.answers import closest
from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction
from tracker.domain.protocol import RestrictionPlan, names_of
from tracker.domain.restrictions import say_word, standing_words
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words, quoted
from tracker.errors import NotFound, Refused
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.services.texts import check_remark
from tracker.store.store import Store


class Word(NamedTuple):
    """What somebody said about one limit; ``amount`` is in tenths of ``unit``."""

    restriction: str
    amount: int | None
    unit: str
    until: date | None
    cleared: bool


class Heard(NamedTuple):
    """Several such words of one person on one day."""

    words: tuple[Word, ...]
    by: str
    source: str
    told_on: date


def keep_words(
    store: Store, heard: Heard, author: str, now: datetime
) -> tuple[Diary, list[Instruction]]:
    """Keep what was said, all of it in one step."""
    heard = heard._replace(by=check_remark(heard.by), source=check_remark(heard.source))
    if not heard.by:
        raise Refused('Nothing saved. Who said it?  --by "Nurse Example"')
    with store.writing():
        diary = open_diary(store)
        told = [
            _instruction(store, diary, word, heard, author, now) for word in heard.words
        ]
        text = f"wrote down what {heard.by} said: " + "; ".join(
            describe(diary, instruction) for instruction in told
        )
        store.write(diary.person, (author, now, "told", text), after=told)
        return diary, told


def settle(
    store: Store, restriction_id: str, number: int, author: str, now: datetime
) -> tuple[Diary, list[Instruction]]:
    """Keep that one word goes before every earlier one; none of them is removed."""
    with store.writing():
        diary = open_diary(store)
        plan = find_restriction(diary, restriction_id)
        said = store.instructions(diary.person, diary.procedure)
        standing = standing_words(w for w in said if w.restriction == plan.id)
        word = next((w for w in standing if w.number == number), None)
        if word is None:
            raise NotFound(
                f"{number} is no word that stands on {plan.title.lower()}. "
                f"The words: tracker explain {plan.id}"
            )
        counts = word._replace(
            id=new_id(now),
            number=store.next_number(diary.person, "instruction"),
            recorded_at=now,
            author=author,
            settles=True,
        )
        text = f"said that {word.by}'s word counts: {describe(diary, word)}"
        store.write(diary.person, (author, now, "told", text), after=[counts])
        return diary, [counts]


def find_restriction(diary: Diary, restriction_id: str) -> RestrictionPlan:
    """The restriction of that id; NotFound names the closest ones."""
    wanted = restriction_id.strip().lower()
    limits = diary.protocol.restrictions
    plan = next((r for r in limits if wanted in (*names_of(r), r.action)), None)
    if plan is not None:
        return plan
    known = [r.id for r in diary.protocol.restrictions]
    near = closest(restriction_id, known)
    hint = f"Did you mean {join_words(near, 'or')}?" if near else "The list:"
    raise NotFound(
        f"{quoted(restriction_id)} is not a limit. {hint} {join_words(known)}"
    )


def describe(diary: Diary, told: Instruction) -> str:
    """An instruction in words: `Heavy lifting: up to 5 lb until Tue 15 December`."""
    plan = diary.protocol.restriction(told.restriction)
    title = plan.title if plan else told.restriction
    return f"{title}: {say_word(told)}"


def _instruction(
    store: Store, diary: Diary, word: Word, heard: Heard, author: str, now: datetime
) -> Instruction:
    plan = find_restriction(diary, word.restriction)
    if word.amount is not None and plan.unit is None:
        raise Refused(f"Nothing saved. {plan.title} has no weight. Leave --limit out.")
    return Instruction(
        new_id(now),
        store.next_number(diary.person, "instruction"),
        diary.procedure.id,
        plan.id,
        word.amount,
        word.unit,
        word.until,
        word.cleared,
        heard.by,
        heard.told_on,
        heard.source,
        now,
        author,
    )

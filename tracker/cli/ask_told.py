"""Asking what the care team said, in the order of the printed page."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar

from tracker.cli.amounts import amount
from tracker.cli.asking import ask, confirm, say, say_whom
from tracker.cli.said import past_day, until_or_none
from tracker.cli.show.told import replaced, show_heard
from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction
from tracker.domain.restrictions import Limit, weight
from tracker.domain.wording import join_words
from tracker.errors import Refused
from tracker.exports.limit_words import differing_lines, say_whose
from tracker.services.told import Heard, Word, keep_words, settle
from tracker.store.store import Store
from tracker.workspace import Workspace

CLEARED = "cleared"
Value = TypeVar("Value")


def ask_words(workspace: Workspace, store: Store, diary: Diary) -> list[Instruction]:
    """Ask what was said, keep it, and ask which word counts where some differ."""
    author = workspace.author(store, diary)
    say_whom(workspace, diary.person.name, author)
    limits = workspace.review(store).limits
    said = ask_said(workspace, diary, limits)
    foreseen = _foreseen(diary, said, limits, author, workspace.now())
    _check(workspace, diary, foreseen, limits)
    told = keep_words(store, said, author, workspace.now())[1]
    for limit in workspace.review(store).limits:
        number = _which(workspace, limit) if limit.differing else None
        if number is not None:
            told += settle(store, limit.plan.id, number, author, workspace.now())[1]
    return told


def _check(
    workspace: Workspace,
    diary: Diary,
    said: Sequence[Instruction],
    limits: Sequence[Limit],
) -> None:
    """Show what will be kept; Refused unless it is wanted.

    Enter is no yes where a limit is loosened.
    """
    show_heard(workspace, diary, said, limits)
    loosened = any(_loosens(word, limits) for word in said)
    if not confirm("\nKeep this?", default=None if loosened else True):
        raise Refused("Nothing was kept.\nTo begin again: tracker told")


def _loosens(word: Instruction, limits: Sequence[Limit]) -> bool:
    """Whether less is asked of the person than by the word it takes the place of."""
    return word.cleared or any(
        (weight(word) or 0) > (weight(old) or 0) or _end(word) < _end(old)
        for old in replaced([word], limits)
        if not old.cleared
    )


def _end(word: Instruction) -> date:
    return word.until or date.max


def _foreseen(
    diary: Diary, said: Heard, limits: Sequence[Limit], author: str, now: datetime
) -> list[Instruction]:
    """The words as they would stand beside those of before."""
    newest = max((w.number for limit in limits for w in limit.standing), default=0)
    return [
        Instruction(
            "",
            newest + place,
            diary.procedure.id,
            *word,
            said.by,
            said.told_on,
            said.source,
            now,
            author,
        )
        for place, word in enumerate(said.words, 1)
    ]


def _which(workspace: Workspace, limit: Limit) -> int | None:
    """The number of the word that counts; None when that stays open."""
    known = {str(word.number): word.number for word in limit.differing}

    def number(typed: str) -> int:
        if typed not in known:
            raise Refused(f"Please type {join_words(list(known), 'or')}, or Enter.")
        return known[typed]

    say(workspace, limit.plan.title, *differing_lines(limit))
    question = "Which counts? Enter = not known; then the stricter does."
    return ask(workspace, question, number)


def ask_said(workspace: Workspace, diary: Diary, limits: Sequence[Limit]) -> Heard:
    """Every limit in turn, then who said it and when."""
    say(workspace, "What did the care team say? Enter = skip.")
    say(workspace, 'Is a limit over? Type "cleared".')
    asked = [_word(workspace, diary, limit) for limit in limits]
    answered = [word for word in asked if word is not None]
    if not answered:
        raise Refused("Nothing was said, so nothing is saved.")
    by = None
    while not by:
        by = ask(workspace, "Who said it? A limit goes with a name.", str)
    day = ask(
        workspace, "When? [today]", lambda typed: past_day(workspace, diary, typed)
    )
    told_on = day or workspace.today(diary)
    words = tuple(
        word._replace(until=until_or_none(workspace, diary, typed, told_on))
        for word, typed in answered
    )
    return Heard(words, by, "", told_on)


def _word(
    workspace: Workspace, diary: Diary, limit: Limit
) -> tuple[Word, str | None] | None:
    """What was said about one limit, and its end as typed; None when both are skipped.

    The end counts from the day it was said, which is asked last.
    """
    plan, heaviest = limit.plan, None
    over = Word(plan.id, None, "", None, cleared=True), None
    for word in limit.standing:
        say(workspace, f"{plan.title}, said before: {say_whose(word)}.")
    if plan.unit is not None:
        question = f"{plan.title}: up to how much?"
        heaviest = ask(workspace, question, _or_cleared(amount))
    if heaviest == CLEARED:
        return over

    def until(typed: str) -> str:
        until_or_none(workspace, diary, typed, workspace.today(diary))
        return typed

    enter = "" if heaviest is None else " Enter: no end was said."
    question = f"{plan.title}: until when? (+4w: from the procedure){enter}"
    typed = ask(workspace, question, _or_cleared(until))
    if typed == CLEARED:
        return over
    if heaviest is None and typed is None:
        return None
    heavy, unit = heaviest if isinstance(heaviest, tuple) else (None, "")
    return Word(plan.id, heavy, unit, None, cleared=False), typed


def _or_cleared(read: Callable[[str], Value]) -> Callable[[str], Value | str]:
    """Reads a value, or the word that the limit is over."""

    def reader(typed: str) -> Value | str:
        return CLEARED if typed.lower() == CLEARED else read(typed)

    return reader

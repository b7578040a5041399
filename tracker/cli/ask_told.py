"""Asking what the care team said, in the order of the printed page."""

from collections.abc import Callable
from typing import TypeVar

from tracker.cli.amounts import amount
from tracker.cli.asking import ask, say
from tracker.cli.said import past_day, until_or_none
from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction
from tracker.domain.protocol import RestrictionPlan
from tracker.domain.restrictions import Limit
from tracker.domain.wording import join_words
from tracker.errors import Refused
from tracker.exports.limit_words import differing_lines
from tracker.services.told import Heard, Word, keep_words, settle
from tracker.store.store import Store
from tracker.workspace import Workspace

CLEARED = "cleared"
Value = TypeVar("Value")


def ask_words(workspace: Workspace, store: Store, diary: Diary) -> list[Instruction]:
    """Ask what was said, keep it, and ask which word counts where some differ."""
    author = workspace.author(store, diary)
    said = ask_said(workspace, diary)
    told = keep_words(store, said, author, workspace.now())[1]
    for limit in workspace.review(store).limits:
        number = _which(workspace, limit) if limit.differing else None
        if number is not None:
            told += settle(store, limit.plan.id, number, author, workspace.now())[1]
    return told


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


def ask_said(workspace: Workspace, diary: Diary) -> Heard:
    """Every limit in turn, then who said it and when."""
    say(workspace, "What did the care team say? Enter = skip.")
    say(workspace, 'Is a limit over? Type "cleared".')
    asked = [_word(workspace, diary, plan) for plan in diary.protocol.restrictions]
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
    workspace: Workspace, diary: Diary, plan: RestrictionPlan
) -> tuple[Word, str | None] | None:
    """What was said about one limit, and its end as typed; None when both are skipped.

    The end counts from the day it was said, which is asked last.
    """
    over = Word(plan.id, None, "", None, cleared=True), None
    weight = None
    if plan.unit is not None:
        weight = ask(workspace, f"{plan.title}: up to how much?", _or_cleared(amount))
    if weight == CLEARED:
        return over

    def until(typed: str) -> str:
        until_or_none(workspace, diary, typed, workspace.today(diary))
        return typed

    question = f"{plan.title}: until when? (+4w: from the procedure)"
    typed = ask(workspace, question, _or_cleared(until))
    if typed == CLEARED:
        return over
    if weight is None and typed is None:
        return None
    heavy, unit = weight if isinstance(weight, tuple) else (None, "")
    return Word(plan.id, heavy, unit, None, cleared=False), typed


def _or_cleared(read: Callable[[str], Value]) -> Callable[[str], Value | str]:
    """Reads a value, or the word that the limit is over."""

    def reader(typed: str) -> Value | str:
        return CLEARED if typed.lower() == CLEARED else read(typed)

    return reader

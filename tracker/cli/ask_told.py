"""Asking what the care team said, in the order of the printed page."""

from collections.abc import Callable
from datetime import date
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
    words = tuple(word for word in asked if word is not None)
    if not words:
        raise Refused("Nothing was said, so nothing is saved.")
    by = None
    while not by:
        by = ask(workspace, "Who said it? A limit goes with a name.", str)
    told_on = ask(
        workspace, "When? [today]", lambda typed: past_day(workspace, diary, typed)
    )
    return Heard(words, by, "", told_on or workspace.today(diary))


def _word(workspace: Workspace, diary: Diary, plan: RestrictionPlan) -> Word | None:
    """What was said about one limit; None when both questions were skipped."""
    weight = None
    if plan.unit is not None:
        weight = ask(workspace, f"{plan.title}: up to how much?", _or_cleared(amount))
    if weight == CLEARED:
        return Word(plan.id, None, "", None, cleared=True)
    until = ask(
        workspace,
        f"{plan.title}: until when? (+4w: from the procedure)",
        _or_cleared(lambda typed: until_or_none(workspace, diary, typed)),
    )
    if until == CLEARED:
        return Word(plan.id, None, "", None, cleared=True)
    if weight is None and until is None:
        return None
    heavy, unit = weight if isinstance(weight, tuple) else (None, "")
    return Word(plan.id, heavy, unit, until if isinstance(until, date) else None, False)


def _or_cleared(read: Callable[[str], Value]) -> Callable[[str], Value | str]:
    """Reads a value, or the word that the limit is over."""

    def reader(typed: str) -> Value | str:
        return CLEARED if typed.lower() == CLEARED else read(typed)

    return reader

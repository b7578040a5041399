"""What was typed after `tracker told`, and the words of the care team it makes."""

from datetime import date

from tracker.cli.amounts import amount
from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction
from tracker.domain.timeline import read_until
from tracker.domain.values import NamedTuple
from tracker.domain.wording import long_day
from tracker.errors import Refused, UsageProblem
from tracker.services.told import (
    Heard,
    Word,
    find_restriction,
    keep_words,
    settle,
)
from tracker.store.store import Store
from tracker.workspace import Workspace


class Said(NamedTuple):
    """The words of one `tracker told`."""

    limit_id: str | None
    limit: str | None
    until: str | None
    cleared: bool
    by: str | None
    source: str
    at: str | None = None
    which: int | None = None


NOTHING = Said(None, None, None, False, None, "")


def keep_typed(
    workspace: Workspace, store: Store, diary: Diary, typed: Said
) -> list[Instruction]:
    """Keep what was typed: a word, or which of the known words counts."""
    author, now = workspace.author(store, diary), workspace.now()
    if typed.which is not None:
        return settle(store, *read_which(typed), author, now)[1]
    return keep_words(store, read_said(workspace, diary, typed), author, now)[1]


def read_which(typed: Said) -> tuple[str, int]:
    """The limit and the number of the word that counts, typed alone."""
    if typed.limit_id is None or typed.which is None or not _alone(typed):
        raise UsageProblem(
            "Nothing saved. --which says which word counts, and stands alone:\n"
            "tracker told heavy-lifting --which 2"
        )
    return typed.limit_id, typed.which


def _alone(typed: Said) -> bool:
    return typed == Said(typed.limit_id, None, None, False, None, "", None, typed.which)


def read_said(workspace: Workspace, diary: Diary, typed: Said) -> Heard:
    """What the care team said; Refused where it cannot be meant."""
    if typed.limit_id is None:
        known = ", ".join(limit.id for limit in diary.protocol.restrictions)
        raise UsageProblem(
            f"Which limit?  tracker told heavy-lifting --by NAME\nThe limits: {known}"
        )
    if typed.by is None:
        raise UsageProblem('Nothing saved. Who said it?  --by "Nurse Example"')
    if typed.cleared and (typed.limit or typed.until):
        raise UsageProblem(
            "Nothing saved. --cleared means the limit is over; leave --limit and "
            "--until out, or leave --cleared out."
        )
    told_on = past_day(workspace, diary, typed.at)
    word = Word(
        find_restriction(diary, typed.limit_id).id,
        *amount_or_none(typed.limit),
        until_or_none(workspace, diary, typed.until, told_on),
        typed.cleared,
    )
    return Heard((word,), typed.by, typed.source, told_on)


def amount_or_none(typed: str | None) -> tuple[int | None, str]:
    """An amount in tenths and its unit; nothing when nothing was typed."""
    return (None, "") if typed is None else amount(typed)


def until_or_none(
    workspace: Workspace, diary: Diary, typed: str | None, told_on: date
) -> date | None:
    """The last day of a limit, counted from the day it was said; None for nothing."""
    if typed is None:
        return None
    last = read_until(typed, today=told_on, procedure_on=diary.procedure.on)
    if last < diary.procedure.on:
        raise Refused(
            f"Nothing saved. {long_day(last)} is before the procedure. "
            "Type a day after it, or +4w."
        )
    if typed.strip().startswith("+") and last < workspace.today(diary):
        raise Refused(
            f"Nothing saved. {typed.strip()} counts from the procedure: "
            f"{long_day(last)}, which has passed. Type the date that was said."
        )
    return last


def past_day(workspace: Workspace, diary: Diary, typed: str | None) -> date:
    """A day that was, weekdays looking back; today when nothing was typed."""
    today = workspace.today(diary)
    day = workspace.past_day(typed, diary) or today
    if day > today:
        raise Refused(
            f"Nothing saved. {long_day(day)} has not come yet. Type the day it was."
        )
    return day

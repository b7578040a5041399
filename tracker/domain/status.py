"""Where a milestone stands at an instant; nothing of it is ever stored."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.facts import Completion
from tracker.domain.values import NamedTuple
from tracker.domain.window import Window


class Status(StrEnum):
    """Every instant has exactly one of these per milestone."""

    UPCOMING = "upcoming"
    OPEN = "open"
    REACHED = "reached"
    CLOSED = "closed"
    SKIPPED = "skipped"


class Evidence(NamedTuple):
    """When a milestone was reached; ``how`` is "entry", "by hand" or "cleared"."""

    at: datetime
    day: date
    how: str
    time_known: bool = True


def judge(
    window: Window | None,
    evidence: Evidence | None,
    completions: Iterable[Completion],
    now: datetime,
) -> Status:
    """The status of a milestone; the newest word by hand goes before the entries."""
    if evidence is not None and evidence.at <= now:
        return Status.REACHED
    newest = newest_completion(completions)
    if newest is not None and newest.kind == "skipped" and newest.at <= now:
        return Status.SKIPPED
    if window is None or now < window.opens:
        return Status.UPCOMING
    return Status.OPEN if now in window else Status.CLOSED


def newest_completion(completions: Iterable[Completion]) -> Completion | None:
    """The last thing done by hand, unless that was to reopen."""
    last = None
    for completion in completions:
        last = completion
    return None if last is None or last.kind == "reopened" else last


def best_evidence(
    written: Evidence | None, completions: Iterable[Completion]
) -> Evidence | None:
    """What counts: what the entries show, or what was marked done by hand before."""
    newest = newest_completion(completions)
    if newest is not None and newest.kind == "done":
        marked = Evidence(newest.at, newest.day, "by hand", newest.time_known)
        return written if written and written.at <= marked.at else marked
    if newest is not None and newest.kind == "skipped":
        return None
    return written

"""One finished reading of the facts at an instant; every view renders this value."""

from collections.abc import Iterable
from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import (
    Acknowledgement,
    BoneStep,
    CheckIn,
    ShownWarning,
    Visit,
    VisitQuestion,
)
from tracker.domain.protocol import BoneItem, MilestonePlan
from tracker.domain.restrictions import Limit
from tracker.domain.setbacks import SetbackReading
from tracker.domain.status import Evidence, Status
from tracker.domain.values import NamedTuple
from tracker.domain.window import Window

# The tiers that ask for a call: nothing milder is asked beside them.
CALLS = ("emergency", "same-day")


class MilestoneReading(NamedTuple):
    """A milestone as it stands; ``reason`` is why it was skipped, or empty."""

    plan: MilestonePlan
    window: Window | None
    status: Status
    evidence: Evidence | None
    reason: str


class WarningReading(NamedTuple):
    """A warning that was shown, and the newest word on what was done about it."""

    shown: ShownWarning
    answer: Acknowledgement | None


class BoneReading(NamedTuple):
    """A bone-health item and its newest step; None while it is open."""

    item: BoneItem
    step: BoneStep | None


class Report(NamedTuple):
    """All that is read of a diary at ``now``; entries from ``first`` to ``last``.

    ``warnings`` are those of that time, and every other that nobody answered yet.
    ``today`` is the person's own day at that instant; ``newest`` is the entry of the
    newest day, also when it lies outside the days that were read. ``moves`` is how
    often the procedure was moved; only the page for a visit asks. ``differing`` is how
    many things copies wrote differently, with no word yet on which version holds.
    """

    diary: Diary
    now: datetime
    today: date
    first: date
    last: date
    milestones: tuple[MilestoneReading, ...]
    limits: tuple[Limit, ...]
    warnings: tuple[WarningReading, ...]
    visits: tuple[Visit, ...]
    check_ins: tuple[CheckIn, ...]
    newest: CheckIn | None
    setbacks: tuple[SetbackReading, ...] = ()
    bone: tuple[BoneReading, ...] = ()
    own_questions: tuple[VisitQuestion, ...] = ()
    moves: int = 0
    differing: int = 0

    @property
    def questions(self) -> tuple[SetbackReading, ...]:
        """The setbacks to ask about; none while somebody should call."""
        waiting = {warning.tier for warning in self.unanswered}
        return () if waiting & set(CALLS) else self.setbacks

    @property
    def unanswered(self) -> tuple[ShownWarning, ...]:
        """The warnings that nobody answered yet, the gravest first, then the newest."""
        return tuple(w.shown for w in self.warnings if w.answer is None)


def waiting_questions(
    asked: Iterable[VisitQuestion], visits: Iterable[Visit]
) -> tuple[VisitQuestion, ...]:
    """The questions that no visit took up: all but those of before the last visit.

    One of the day of a visit may have come after it, so it waits on.
    """
    last = max((visit.done_on for visit in visits if visit.done_on), default=None)
    return tuple(q for q in asked if last is None or q.day >= last)

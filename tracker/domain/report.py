"""One finished reading of the facts at an instant; every view renders this value."""

from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import (
    Acknowledgement,
    BoneStep,
    CheckIn,
    ShownWarning,
    Visit,
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
    newest day, also when it lies outside the days that were read.
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

    @property
    def questions(self) -> tuple[SetbackReading, ...]:
        """The setbacks to ask about; none while somebody should call."""
        waiting = {warning.tier for warning in self.unanswered}
        return () if waiting & set(CALLS) else self.setbacks

    @property
    def unanswered(self) -> tuple[ShownWarning, ...]:
        """The warnings that nobody answered yet, the gravest first, then the newest."""
        return tuple(w.shown for w in self.warnings if w.answer is None)

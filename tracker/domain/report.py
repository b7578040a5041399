"""One finished reading of the facts at an instant; every view renders this value."""

from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn, ShownWarning, Visit
from tracker.domain.protocol import MilestonePlan
from tracker.domain.restrictions import Limit
from tracker.domain.status import Evidence, Status
from tracker.domain.values import NamedTuple
from tracker.domain.window import Window


class MilestoneReading(NamedTuple):
    """A milestone as it stands; ``reason`` is why it was skipped, or empty."""

    plan: MilestonePlan
    window: Window | None
    status: Status
    evidence: Evidence | None
    reason: str


class Report(NamedTuple):
    """All that is read of a diary at ``now``; entries from ``first`` to ``last``.

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
    warnings: tuple[ShownWarning, ...]
    visits: tuple[Visit, ...]
    check_ins: tuple[CheckIn, ...]
    newest: CheckIn | None

"""Plans the milestones and restrictions of a recovery from its procedure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from tracker.domain.days import read_day
from tracker.domain.facts import Milestone, Restriction
from tracker.domain.protocol import MilestonePlan, Protocol, RestrictionPlan
from tracker.domain.values import NamedTuple
from tracker.domain.window import (
    Offset,
    Window,
    in_utc,
    midnight,
    read_offset,
    require_year,
)
from tracker.domain.wording import quoted
from tracker.errors import Refused

_HOURS_A_DAY = 24
_AT_ONCE = Offset()


class Timeline(NamedTuple):
    """What a procedure may be expected to bring, and what it limits."""

    milestones: tuple[Milestone, ...]
    restrictions: tuple[Restriction, ...]


def after(offset: Offset, day: date) -> date:
    """The civil date that far after ``day``; hours reach into a last day begun.

    A month after the 31st is the last day of a shorter month, so dates are always
    counted from the procedure and never from one another.
    """
    days = offset.days - (-offset.hours // _HOURS_A_DAY)
    reached: date = day + relativedelta(
        months=offset.months, weeks=offset.weeks, days=days
    )
    return reached


def plan_window(
    opens: Offset | None,
    closes: Offset | None,
    on: date,
    at: datetime | None,
    zone: ZoneInfo,
) -> Window | None:
    """The window between two offsets from the procedure; None without either.

    Without ``opens`` it opens with the procedure. A closing day belongs to it whole.
    Without ``at`` hours widen to whole days. A window that would close before it
    opens, as hours mixed with days can, is empty.
    """
    if opens is None and closes is None:
        return None
    start = _opening(opens or _AT_ONCE, closes or _AT_ONCE, on, at, zone)
    if closes is None:
        return Window(start, None)
    return Window(start, max(start, _closing(closes, on, at, zone)))


def _opening(
    opens: Offset, closes: Offset, on: date, at: datetime | None, zone: ZoneInfo
) -> datetime:
    # No distance at all is no unit either: it is counted as the other end is.
    elapsed = opens.hours or (opens == _AT_ONCE and closes.hours)
    if elapsed and at is not None:
        return in_utc(at) + timedelta(hours=opens.hours)
    if elapsed:
        return midnight(on + timedelta(opens.hours // _HOURS_A_DAY), zone)
    return midnight(after(opens, on), zone)


def _closing(closes: Offset, on: date, at: datetime | None, zone: ZoneInfo) -> datetime:
    if closes.hours and at is not None:
        return in_utc(at) + timedelta(hours=closes.hours)
    return midnight(after(closes, on) + timedelta(1), zone)


def plan_timeline(
    on: date, at: datetime | None, zone: ZoneInfo, protocol: Protocol
) -> Timeline:
    """Every milestone and restriction of the protocol, counted from the procedure."""
    return Timeline(
        tuple(_milestone(plan, on, at, zone) for plan in protocol.milestones),
        tuple(_restriction(plan, on) for plan in protocol.restrictions),
    )


def _milestone(
    plan: MilestonePlan, on: date, at: datetime | None, zone: ZoneInfo
) -> Milestone:
    # What follows a limit has no time of its own: only the care team ends a limit.
    if plan.reach.shape == "restriction":
        return Milestone(plan.id, None)
    return Milestone(plan.id, plan_window(plan.opens, plan.closes, on, at, zone))


def _restriction(plan: RestrictionPlan, on: date) -> Restriction:
    return Restriction(plan.id, after(plan.until, on) if plan.until else None)


def read_until(text: str, *, today: date, procedure_on: date | None) -> date:
    """Read the last day of something to come; that day belongs to it whole.

    +10d, +4w and +3m count from the procedure; everything else is read as a day.
    """
    typed = text.strip()
    if not typed.startswith("+"):
        return read_day(text, today=today, look="forward", procedure_on=procedure_on)
    if procedure_on is None:
        raise Refused(
            f"{quoted(typed)} counts from the procedure, which is not written down. "
            "Type for example 2026-12-15."
        )
    return require_year(after(_typed_offset(typed), procedure_on))


def _typed_offset(typed: str) -> Offset:
    # Hours are no days; without its H, T5H is no duration and is refused.
    duration = typed.removeprefix("+").upper().removesuffix("H")
    try:
        return read_offset(f"P{duration}")
    except ValueError:
        raise Refused(
            f"{quoted(typed)} cannot be read. Type for example +10d, +4w or +3m."
        ) from None

"""When something is asked, and how a window was counted, with real dates."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.diary import Diary
from tracker.domain.explanation import Behind
from tracker.domain.protocol import MilestonePlan, Question, WarningSign
from tracker.domain.report import MilestoneReading
from tracker.domain.window import Offset, Window, local_day
from tracker.domain.wording import clock, mid_day, short_day
from tracker.exports.figure_words import count
from tracker.exports.milestone_words import LAST_MOMENT

EVERY = {"daily": "every day", "weekly": "once a week", "on-request": "never by itself"}


def say_offset(offset: Offset) -> str:
    """As in "24 hours", "6 weeks"; empty for no distance at all."""
    units = zip(("month", "week", "day", "hour"), offset, strict=True)
    said = [count(number, unit, f"{unit}s") for unit, number in units if number]
    return " and ".join(said)


def say_at(instant: datetime, zone: ZoneInfo) -> str:
    """As in "Wed 4 Nov 19:10"."""
    return f"{short_day(local_day(instant, zone, 0))} {clock(instant, zone)}"


def say_asked(line: Question | WarningSign, behind: Behind | None) -> str:
    """How often it is asked, and from which day until which."""
    asked = EVERY[line.ask]
    if isinstance(line, WarningSign) and not line.asked:
        return "It is not in the list of signs that is asked: an answer raises it."
    on = behind.report.diary.procedure.on if behind else None
    since = f", from {_day(line.asked_from, on)}" if line.asked_from else ""
    until = ""
    if line.asked_until:
        until = f", until {_day(line.asked_until, on)}, that day included"
    return f"Asked: {asked}{since}{until}."


def _day(offset: Offset, on: date | None) -> str:
    """A day counted from the procedure, with its date in a diary."""
    number = offset.whole_days()
    if on is None:
        return f"day {number}"
    return f"day {number} ({mid_day(on + timedelta(days=number))})"


def say_dates(reading: MilestoneReading, behind: Behind) -> tuple[str, ...]:
    """How the window of a milestone was counted."""
    plan, window = reading.plan, reading.window
    if plan.reach.shape == "restriction" or window is None:
        return ()
    diary = behind.report.diary
    assert plan.closes is not None
    assert window.closes is not None
    lines = (
        _opens(plan, window, diary),
        _closes(plan.closes, window.closes, diary),
    )
    return (*lines, *_unknown_time(plan, diary), *_changed_clocks(plan, window, diary))


def _opens(plan: MilestonePlan, window: Window, diary: Diary) -> str:
    zone, opens = diary.zone, plan.opens or Offset()
    first = local_day(window.opens, zone, 0)
    distance = say_offset(opens)
    if not _in_hours(plan) or diary.procedure.at is None:
        start = f"at the start of {short_day(first)}"
        if not distance:
            return f"Opens on the day of the procedure: {start}."
        return f"Opens {distance} after {short_day(diary.procedure.on)}: {start}."
    at = say_at(diary.procedure.at, zone)
    if not distance:
        return f"Opens with the procedure: {at}."
    return f"Opens {distance} after {at}: {say_at(window.opens, zone)}."


def _closes(closes: Offset, ends: datetime, diary: Diary) -> str:
    zone, at = diary.zone, diary.procedure.at
    if closes.hours and at is not None:
        counted = f"{say_offset(closes)} after {say_at(at, zone)}"
        return f"Closes {counted}: {say_at(ends, zone)}."
    last = short_day(local_day(ends - LAST_MOMENT, zone, 0))
    distance = say_offset(closes)
    on = short_day(diary.procedure.on)
    counted = f"{distance} after {on}" if distance else f"on {on}"
    return f"Closes {counted}, that whole day included: at the end of {last}."


def _in_hours(plan: MilestonePlan) -> bool:
    """Whether the beginning is elapsed time; no distance counts as the end does."""
    opens, closes = plan.opens or Offset(), plan.closes or Offset()
    return bool(opens.hours or (opens == Offset() and closes.hours))


def _unknown_time(plan: MilestonePlan, diary: Diary) -> list[str]:
    hours = _in_hours(plan) or (plan.closes is not None and plan.closes.hours)
    if diary.procedure.at is None and hours:
        return ["The time of the procedure is not known: whole days are counted."]
    return []


def _changed_clocks(plan: MilestonePlan, window: Window, diary: Diary) -> list[str]:
    """Why elapsed hours may end at another time of day."""
    at, zone = diary.procedure.at, diary.zone
    if at is None or not (_in_hours(plan) or (plan.closes and plan.closes.hours)):
        return []
    ends = window.closes or window.opens
    offsets = {instant.astimezone(zone).utcoffset() for instant in (at, ends)}
    if len(offsets) == 1:
        return []
    return ["The clocks changed in between; hours are counted as they pass."]

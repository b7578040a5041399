"""What stands in a calendar: reminders, milestone windows, visits, things to ask."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise
from zoneinfo import ZoneInfo

from tracker.domain.facts import Instruction, Procedure, Visit
from tracker.domain.restrictions import Limit
from tracker.domain.status import Status
from tracker.domain.values import NamedTuple
from tracker.domain.window import Window, first_instant, wall_clock

# The rhythm is our own choice: often in the first two weeks, then weekly.
DAILY_DAYS = range(1, 15)
WEEKLY_DAYS = range(21, 85, 7)
CHECK_IN_AT = time(18)
CHECK_IN_LASTS = timedelta(minutes=15)
VISIT_LASTS = timedelta(hours=1)
BEFORE_VISIT = timedelta(hours=2)
# Nothing rings at night, when many windows open.
MORNING = time(9)
EVENING = time(20)

_DAY = timedelta(days=1)
_PLACE = "tracker.invalid"
_UID_LETTERS = 32


class Beat(NamedTuple):
    """A day on which an entry is asked for: its number, and from when on that day.

    It lasts up to, but not including, the day ``until``, on which the next one is.
    """

    number: int
    day: date
    at: datetime
    until: date


class Occasion(NamedTuple):
    """One thing in the calendar; ``kind`` is "check-in", "look", "visit" or "ask".

    ``begins`` and ``ends`` are instants, or days where no time is known; the end does
    not belong to it. ``title`` is what full titles say, perhaps nothing.
    ``sequence`` is the newest step of the history that touched it.
    """

    uid: str
    kind: str
    title: str
    begins: date | datetime
    ends: date | datetime
    alarms: tuple[datetime, ...]
    sequence: int
    cancelled: bool = False


class CalendarPlan(NamedTuple):
    """Everything that stands in the calendar, as it is at ``now``."""

    now: datetime
    occasions: tuple[Occasion, ...]


def cancelled(occasion: Occasion) -> Occasion:
    """The same occasion, which no longer takes place."""
    return occasion._replace(cancelled=True, alarms=())


def at_instant(now: datetime, occasions: list[Occasion]) -> CalendarPlan:
    """The plan by time; alarms that have passed would only ring once more."""
    coming = [
        each._replace(alarms=tuple(alarm for alarm in each.alarms if alarm > now))
        for each in occasions
    ]
    coming.sort(key=lambda each: (each.begins.isoformat(), each.uid))
    return CalendarPlan(now, tuple(coming))


def rhythm(on: date, zone: ZoneInfo) -> Iterator[Beat]:
    """Every day on which an entry is asked for: the calendar and `remind` read this."""
    numbers = (*DAILY_DAYS, *WEEKLY_DAYS, WEEKLY_DAYS.stop)
    for number, following in pairwise(numbers):
        day = on + timedelta(number)
        at = on_clock(day, CHECK_IN_AT, zone)
        yield Beat(number, day, at, on + timedelta(following))


def plan_check_ins(
    procedure: Procedure, zone: ZoneInfo, sequence: int
) -> Iterator[Occasion]:
    """Reminders to write down how the day went, at the same time on the wall clock."""
    for beat in rhythm(procedure.on, zone):
        yield Occasion(
            f"check-in-{procedure.id}-day-{beat.number}@{_PLACE}",
            "check-in",
            "",
            beat.at,
            beat.at + CHECK_IN_LASTS,
            (beat.at,),
            sequence,
        )


def plan_milestone(
    procedure_id: str,
    milestone_id: str,
    window: Window,
    title: str,
    zone: ZoneInfo,
    sequence: int,
) -> Occasion:
    """A milestone's window; a day while nobody has said when it ends."""
    ends = window.closes or window.opens
    return Occasion(
        f"milestone-{_wordless(procedure_id, milestone_id)}@{_PLACE}",
        "look",
        title,
        window.opens,
        ends if ends > window.opens else window.opens + _DAY,
        _opening_alarm(window, zone),
        sequence,
    )


def as_it_stands(occasion: Occasion, status: Status | None) -> Occasion:
    """A milestone's occasion: silent once reached, cancelled when skipped or gone."""
    if status is None or status is Status.SKIPPED:
        return cancelled(occasion)
    return occasion._replace(alarms=()) if status is Status.REACHED else occasion


def plan_visit(visit: Visit, sequence: int) -> Occasion:
    """A visit: an hour when its time is known, else its day; silent once it was."""
    zone, uid = ZoneInfo(visit.zone), f"visit-{visit.id}@{_PLACE}"
    begins: date | datetime = visit.on if visit.at is None else visit.at
    lasts = _DAY if visit.at is None else VISIT_LASTS
    alarms = () if visit.done_on else _before_visit(visit.on, visit.at, zone)
    title = visit.title
    return Occasion(uid, "visit", title, begins, begins + lasts, alarms, sequence)


def words_to_ask(limit: Limit) -> Iterator[tuple[date, Instruction]]:
    """The days that somebody named for the end of a limit, and whose word each is."""
    for word in (*limit.in_force, *limit.ended):
        if word.until is not None:
            yield word.until, word


def asked_from(day: date, zone: ZoneInfo) -> datetime:
    """From when on a limit is asked about, on the day that somebody named."""
    return on_clock(day, MORNING, zone)


def plan_question(
    procedure_id: str, day: date, title: str, zone: ZoneInfo, sequence: int
) -> Occasion:
    """The last day of a limit that somebody told: a day on which to ask about it."""
    uid = f"ask-{procedure_id}-{day.isoformat()}@{_PLACE}"
    alarms = (asked_from(day, zone),)
    return Occasion(uid, "ask", title, day, day + _DAY, alarms, sequence)


def _wordless(*ids: str) -> str:
    """The same letters for the same ids: a milestone's own id says what it is about."""
    return sha256(" ".join(ids).encode()).hexdigest()[:_UID_LETTERS]


def on_clock(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant at which the clocks there show that time of that day."""
    return first_instant(datetime.combine(day, clock), zone)


def _opening_alarm(window: Window, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The opening, or the morning after when it opens at night; never past its end."""
    wall = wall_clock(window.opens, zone)
    alarm = window.opens
    if wall.time() < MORNING:
        alarm = on_clock(wall.date(), MORNING, zone)
    elif wall.time() > EVENING:
        alarm = on_clock(wall.date() + _DAY, MORNING, zone)
    in_time = window.closes is None or alarm < window.closes
    return (alarm,) if in_time else ()


def _before_visit(
    on: date, at: datetime | None, zone: ZoneInfo
) -> tuple[datetime, ...]:
    if at is None:
        return (on_clock(on - _DAY, MORNING, zone),)
    day_before = first_instant(wall_clock(at, zone) - _DAY, zone)
    return day_before, at - BEFORE_VISIT

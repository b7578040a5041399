"""What a foreign row is read by: procedures, their plans, the place and the time."""

import json
import uuid
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tracker.domain.facts import Answer, CheckIn, Moment
from tracker.domain.protocol import Protocol
from tracker.domain.values import NamedTuple
from tracker.domain.window import first_instant, local_day, wall_clock
from tracker.domain.wording import quoted
from tracker.errors import Refused
from tracker.imports.facts import UNKNOWN_PROCEDURE

NOON = 12
FOREIGN = uuid.UUID("6f0d6f6e-6b9f-5a5e-9d0c-3c1b1f0a7a11")


class Plans(NamedTuple):
    """The procedures with their plans, oldest first; whose day it is; who imports.

    ``name`` is the name of the person of the diary.
    """

    procedures: tuple[tuple[date, Protocol], ...]
    zone: ZoneInfo
    day_start: int
    now: datetime
    author: str
    name: str = ""

    def on_day(self, day: date) -> tuple[date, Protocol]:
        """The newest procedure up to that day with its plan; else the first one."""
        past = [each for each in self.procedures if each[0] <= day]
        return past[-1] if past else self.procedures[0]

    def plan_of(self, on: date) -> Protocol | None:
        """The plan of the procedure of that day, or None."""
        return next((plan for day, plan in self.procedures if day == on), None)


def moment_of(day: date, clock: time | None, zone: ZoneInfo, plans: Plans) -> Moment:
    """When a row was; without a time its noon, or now while that has not come."""
    wall = datetime.combine(day, clock or time(NOON))
    at = first_instant(wall, zone)
    if clock is None:
        today = local_day(plans.now, zone, plans.day_start)
        return Moment(min(at, plans.now) if day == today else at, day, False)
    if wall_clock(at, zone) != wall:
        shown = quoted(wall.isoformat(" ", "minutes"))
        raise Refused(f"The clocks skipped {shown} there.")
    return Moment(at, local_day(at, zone, plans.day_start), True)


def foreign_entry(
    moment: Moment,
    zone: str,
    answers: tuple[Answer, ...],
    signs: tuple[str, ...],
    note: str,
    plans: Plans,
) -> CheckIn:
    """An entry whose id follows from what it says, so that it is added once."""
    entry = CheckIn(
        id="",
        number=0,
        procedure_id=UNKNOWN_PROCEDURE,
        at=moment.at,
        time_known=moment.time_known,
        zone=zone,
        day=moment.day,
        recorded_at=plans.now,
        author=plans.author,
        relayed=None,
        signs_asked="partly" if signs else "no",
        note=note,
        answers=tuple(sorted(answers)),
        signs=tuple(sorted(signs)),
    )
    return entry._replace(id=made_id(content_of(entry)))


def content_of(entry: CheckIn) -> tuple[object, ...]:
    """What an entry says, without who typed it, when, and under which number."""
    at = entry.at.isoformat() if entry.time_known else ""
    answers = tuple(tuple(answer) for answer in entry.answers)
    return (entry.day.isoformat(), at, answers, entry.signs, entry.note)


def made_id(content: object) -> str:
    """The UUID (version 5, RFC 9562) that follows from a content."""
    return str(uuid.uuid5(FOREIGN, json.dumps(content)))

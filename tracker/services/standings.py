"""Where everybody in a diary stands: one line each, whoever waits longest first."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Instruction, Person, Procedure
from tracker.domain.protocol import MilestonePlan, Protocol
from tracker.domain.restrictions import Limit, stand
from tracker.domain.status import Status
from tracker.domain.values import NamedTuple
from tracker.domain.window import local_day
from tracker.protocols.canonical import read_canonical
from tracker.services.people import label
from tracker.services.review import read_milestone
from tracker.store.everybody import Everybody, read_everybody
from tracker.store.store import Store

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class Standing(NamedTuple):
    """One of several people; ``day`` is None before a beginning.

    ``label`` tells them from others of that name; ``last`` is the day of the newest
    entry and ``last_at`` its instant.
    """

    person: Person
    label: str
    in_use: bool
    day: int | None = None
    last: date | None = None
    last_at: datetime | None = None
    open_milestones: int = 0
    open_warnings: int = 0


def list_people(
    store: Store, in_use: str | None, now: datetime
) -> tuple[Standing, ...]:
    """Everybody: without an entry first, then by the newest entry, the oldest first."""
    with store.reading():
        return _Reading(store, now).standings(in_use)


class _Reading:
    """Everybody's facts, and each protocol read once."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store, self._now = store, now
        self._found: Everybody = read_everybody(store, now)
        self._protocols: dict[str, Protocol] = {}

    def standings(self, in_use: str | None) -> tuple[Standing, ...]:
        people = self._found.people
        listed = [
            self._standing(Standing(each, label(each, people), each.id == in_use))
            for each in people
        ]
        return tuple(sorted(listed, key=_oldest_first))

    def _standing(self, known: Standing) -> Standing:
        waiting = self._found.waiting.get(known.person.id, 0)
        procedures = self._found.procedures.get(known.person.id)
        if not procedures:
            return known._replace(open_warnings=waiting)
        diary = self._diary(known.person, procedures)
        last, last_at = self._found.newest.get(_owner(diary), (None, None))
        today = local_day(self._now, diary.zone, diary.person.day_start)
        return known._replace(
            day=diary.day_number(today),
            last=last,
            last_at=last_at,
            open_milestones=self._count_open(diary, today),
            open_warnings=waiting,
        )

    def _diary(self, person: Person, procedures: list[Procedure]) -> Diary:
        *earlier, procedure = procedures
        sha256 = procedure.protocol_sha256
        if sha256 not in self._protocols:
            text = self._store.pinned_protocol(procedure)
            self._protocols[sha256] = read_canonical(text)
        return Diary(person, (), procedure, self._protocols[sha256], tuple(earlier))

    def _count_open(self, diary: Diary, today: date) -> int:
        """How many milestones are open; only those that can be are judged."""
        owner = _owner(diary)
        windows = {m.id: m.window for m in self._found.open_milestones.get(owner, [])}
        said = self._found.instructions.get(owner, [])
        told = [word for word in said if word.told_on <= today]
        marked = self._found.completions.get(owner, [])
        limits = tuple(_limits(diary, told, today))
        readings = (
            read_milestone(
                self._store,
                diary,
                plan,
                windows.get(plan.id),
                [done for done in marked if done.milestone == plan.id],
                limits,
                self._now,
            )
            for plan in diary.protocol.milestones
            if plan.id in windows or (told and _follows(plan))
        )
        return sum(reading.status is Status.OPEN for reading in readings)


def _owner(diary: Diary) -> tuple[str, str]:
    return diary.person.id, diary.procedure.id


def _follows(plan: MilestonePlan) -> bool:
    """Whether a milestone opens by what was told of a limit."""
    return plan.reach.restriction is not None


def _limits(diary: Diary, told: list[Instruction], today: date) -> Iterator[Limit]:
    """The limits that a milestone follows; none while nobody said anything."""
    followed = {plan.reach.restriction for plan in diary.protocol.milestones}
    for plan in diary.protocol.restrictions if told else ():
        if plan.id in followed:
            yield stand(plan, told, None, today)


def _oldest_first(standing: Standing) -> tuple[datetime, str]:
    return standing.last_at or LONG_AGO, standing.label

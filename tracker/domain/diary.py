"""Whose recovery is written down and read."""

from datetime import date
from zoneinfo import ZoneInfo

from tracker.domain.facts import CheckIn, Contact, Person, Procedure
from tracker.domain.protocol import Protocol
from tracker.domain.values import NamedTuple


class Diary(NamedTuple):
    """Whose recovery is read: the person, whom to call, the procedure, its protocol.

    ``earlier`` are the procedures before it, oldest first.
    """

    person: Person
    contacts: tuple[Contact, ...]
    procedure: Procedure
    protocol: Protocol
    earlier: tuple[Procedure, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone the person lives in."""
        return ZoneInfo(self.person.zone)

    def number(self, kind: str) -> str | None:
        """The number of a contact of that kind, or None when nobody gave one."""
        return next((c.number for c in self.contacts if c.kind == kind), None)

    def day_number(self, day: date) -> int:
        """Days since the procedure; negative before it."""
        return (day - self.procedure.on).days

    def procedure_of(self, entry: CheckIn) -> Procedure:
        """The procedure that an entry belongs to."""
        own = (p for p in self.earlier if p.id == entry.procedure_id)
        return next(own, self.procedure)

    def day_of(self, entry: CheckIn) -> int:
        """The day number of an entry, counted from its own procedure."""
        return (entry.day - self.procedure_of(entry).on).days

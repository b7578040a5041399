"""What a diary knows already, for a file that may tell it again."""

from itertools import chain

from tracker.domain.diary import Diary
from tracker.domain.facts import (
    Acknowledgement,
    CheckIn,
    Contact,
    Moment,
    Procedure,
    ShownWarning,
    Visit,
    VisitQuestion,
)
from tracker.domain.report import waiting_questions
from tracker.domain.signs import Warning
from tracker.errors import Refused
from tracker.imports.found import Imported
from tracker.imports.plans import content_of
from tracker.services.entries import FIRST, LAST
from tracker.services.visit_questions import MOST
from tracker.services.warnings import Done, refuse_before
from tracker.store.store import Store


class Known:
    """The facts of a diary by id, and those of the file that came before."""

    def __init__(self, store: Store, diary: Diary) -> None:
        self._store = store
        self._diary = diary
        self._by_id: dict[tuple[type, str], Imported] = {}
        self._told: set[tuple[str, str, str]] = set()
        for fact in self._stored():
            self.add(fact)

    def _stored(self) -> list[Imported]:
        """Everything but the entries, which are looked up one by one."""
        store, person = self._store, self._diary.person
        shown = [each for each, _ in store.warnings_in_days(person, FIRST, LAST)]
        of_warnings = [store.acknowledgements_of(person, each) for each in shown]
        return [
            *self._diary.contacts,
            *shown,
            *chain.from_iterable(of_warnings),
            *chain.from_iterable(map(self._of, self._procedures())),
        ]

    def _procedures(self) -> tuple[Procedure, ...]:
        return (*self._diary.earlier, self._diary.procedure)

    def _of(self, procedure: Procedure) -> list[Imported]:
        store, person = self._store, self._diary.person
        return [
            *store.instructions(person, procedure),
            *store.completions(person, procedure),
            *store.visits(person, procedure),
            *store.bone_steps(person, procedure),
            *store.visit_questions(person, procedure),
        ]

    def add(self, fact: Imported) -> None:
        """From now on this one is known too."""
        self._by_id[(type(fact), fact.id)] = fact
        if isinstance(fact, ShownWarning):
            self._told.add((fact.check_in_id, fact.sign, fact.tier))

    def like(self, fact: Imported, *, made: bool) -> Imported | None:
        """The known fact that this one tells again, or None when it is new."""
        known = self._by_id.get((type(fact), fact.id))
        if known is not None:
            return known
        if isinstance(fact, Contact):
            return self._contact_like(fact)
        if not isinstance(fact, CheckIn):
            return None
        stored = self._store.check_in(self._diary.person, fact.id)
        return self._entry_like(fact) if stored is None and made else stored

    def _contact_like(self, contact: Contact) -> Contact | None:
        """There is one of each kind, and one of each caregiver."""
        return next(
            (
                known
                for known in self._by_id.values()
                if isinstance(known, Contact)
                and known.kind == contact.kind
                and known.name.casefold() == contact.name.casefold()
            ),
            None,
        )

    def _entry_like(self, entry: CheckIn) -> CheckIn | None:
        """An entry of that day with the same words.

        One that has a number comes from our wide table, which rounds: there it is
        enough that both were written in the same second, for the same moment.
        """
        procedure = next(p for p in self._procedures() if p.id == entry.procedure_id)
        day = self._store.check_ins(self._diary.person, procedure, entry.day, entry.day)
        return next(
            (
                known
                for known in day
                if content_of(known) == content_of(entry)
                or (entry.number and _written(known) == _written(entry))
            ),
            None,
        )

    def require_answerable(self, done: Acknowledgement) -> None:
        """Refused unless its warning is known, and was not shown long after it."""
        shown = self._by_id.get((ShownWarning, done.warning_id))
        if not isinstance(shown, ShownWarning):
            raise Refused("The warning that it answers is not imported.")
        refuse_before(shown, Done(done.kind, _moment(done), done.note))

    def require_room(self, question: VisitQuestion) -> None:
        """Refused when as many wait for the visit as a page holds."""
        facts = [each for each in self._by_id.values() if not isinstance(each, Contact)]
        own = [f for f in facts if f.procedure_id == question.procedure_id]
        asked = [fact for fact in own if isinstance(fact, VisitQuestion)]
        visits = [fact for fact in own if isinstance(fact, Visit)]
        waiting = waiting_questions([*asked, question], visits)
        if question in waiting and len(waiting) > MOST:
            raise Refused(f"{MOST} questions wait for the visit already.")

    def is_told(self, entry: CheckIn, warning: Warning) -> bool:
        """Whether a warning of that entry tells the sign already."""
        return (entry.id, warning.sign.id, warning.sign.tier) in self._told


def _written(entry: CheckIn) -> tuple[object, ...]:
    """Who wrote an entry, when and for when, to the second: a wide row has no id."""
    at = entry.at.replace(microsecond=0) if entry.time_known else None
    return (entry.recorded_at.replace(microsecond=0), entry.author, at)


def _moment(done: Acknowledgement) -> Moment:
    return Moment(done.at, done.day, done.time_known)

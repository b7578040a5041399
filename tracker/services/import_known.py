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
from tracker.domain.protocol import Protocol
from tracker.domain.report import waiting_questions
from tracker.domain.signs import Warning
from tracker.errors import Refused
from tracker.imports.found import Found, Imported
from tracker.imports.plans import content_of
from tracker.services.entries import FIRST, LAST
from tracker.services.import_same import as_cell, same_row
from tracker.services.visit_questions import MOST
from tracker.services.warnings import Done, refuse_before
from tracker.store.store import Store


class Known:
    """The facts of a diary by id, and those of the file that came before."""

    def __init__(self, store: Store, diary: Diary) -> None:
        self._store = store
        self._diary = diary
        self._by_id: dict[tuple[type, str], Imported] = {}
        self._told: set[tuple[str | None, str, str]] = set()
        self._rows: set[str] = set()
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

    def like(self, found: Found, fact: Imported, plan: Protocol) -> Imported | None:
        """The known fact that this one tells again, or None when it is new.

        ``fact`` is the one that was found, in its place here.
        """
        known = self._by_id.get((type(fact), fact.id))
        if known is not None:
            return known
        if isinstance(fact, Contact):
            return self._contact_like(fact)
        if not isinstance(fact, CheckIn):
            return None
        stored = self._store.check_in(self._diary.person, fact.id)
        if stored is not None or not found.made:
            return stored
        if found.asked is not None:
            return self._row_like(fact, found.asked, plan)
        same = (k for k in self._on_day_of(fact) if content_of(k) == content_of(fact))
        return next(same, None)

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

    def _on_day_of(self, entry: CheckIn) -> list[CheckIn]:
        procedure = next(p for p in self._procedures() if p.id == entry.procedure_id)
        return self._store.check_ins(
            self._diary.person, procedure, entry.day, entry.day
        )

    def _row_like(
        self, row: CheckIn, asked: frozenset[str], plan: Protocol
    ) -> CheckIn | None:
        """The entry that a row of our wide table was made of.

        It has the row's number and was written in the same second by the same author.
        Where the number is another one here it has to say the same as well, and no
        other row may stand for it.
        """
        numbered = self._store.check_in_numbered(self._diary.person, row.number)
        own = [numbered] if numbered else []
        others = (
            known
            for known in self._on_day_of(row)
            if known.id not in self._rows and same_row(row, known, asked, plan)
        )
        found = next((k for k in (*own, *others) if _written(k) == _written(row)), None)
        if found is not None:
            self._rows.add(found.id)
        return found

    def require_of_its_entry(self, shown: ShownWarning) -> None:
        """Refused when its entry is one of another procedure."""
        entry = self._by_id.get((CheckIn, shown.check_in_id))
        entry = entry or self._store.check_in(self._diary.person, shown.check_in_id)
        if isinstance(entry, CheckIn) and entry.procedure_id != shown.procedure_id:
            raise Refused("It belongs to another procedure than its entry.")

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

    def is_told(self, entry_id: str | None, warning: Warning) -> bool:
        """Whether a warning of that entry tells the sign already."""
        return (entry_id, warning.sign.id, warning.sign.tier) in self._told


def _written(entry: CheckIn) -> tuple[object, ...]:
    """Who wrote an entry and when, as the wide table has it: to the second."""
    return (entry.recorded_at.replace(microsecond=0), as_cell(entry.author))


def _moment(done: Acknowledgement) -> Moment:
    return Moment(done.at, done.day, done.time_known)

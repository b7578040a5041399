"""What a store reads: facts of one diary, inside a snapshot."""

from datetime import date, datetime

from tracker.domain.facts import (
    Acknowledgement,
    Answer,
    BoneStep,
    Change,
    CheckIn,
    Completion,
    Contact,
    Instruction,
    Milestone,
    Person,
    Procedure,
    Restriction,
    RowChange,
    ShownWarning,
    Visit,
    VisitQuestion,
)
from tracker.domain.sharing import Conflict, Share
from tracker.store import facts, history, rows
from tracker.store.rows import Row
from tracker.store.sqlite_driver import SqliteDriver


class Reader:
    """The reads of a diary; each needs `reading` or `writing` around it."""

    def __init__(self, driver: SqliteDriver) -> None:
        self._driver = driver
        # The id of the person it reads and writes for; None while there is only one.
        self.whose: str | None = None

    def people(self) -> list[Person]:
        """Everybody whose recovery is in this diary."""
        return [facts.read_person(row) for row in self._driver.all("people")]

    def person(self) -> Person | None:
        """Whom it reads and writes for, or None where nobody is there."""
        if self.whose is None:
            return next(iter(self.people()), None)
        row = self._driver.one("person", person_id=self.whose)
        return facts.read_person(row) if row else None

    def shares(self, person: Person) -> list[Share]:
        """The rights that were given, and those that came with a file."""
        found = self._driver.all("shares", person_id=person.id)
        return [facts.read_share(row) for row in found]

    def conflicts(self, person: Person) -> list[Conflict]:
        """What copies wrote differently, version by version."""
        found = self._driver.all("conflicts", person_id=person.id)
        return [facts.read_conflict(row) for row in found]

    def contacts(self, person: Person) -> list[Contact]:
        """Whom to call."""
        found = self._driver.all("contacts", person_id=person.id)
        return [facts.read_contact(row) for row in found]

    def procedures(self, person: Person) -> list[Procedure]:
        """Every procedure, the newest last."""
        found = self._driver.all("procedures", person_id=person.id)
        return [facts.read_procedure(row) for row in found]

    def pinned_protocol(self, procedure: Procedure) -> str:
        """The canonical JSON of the protocol that the procedure began with."""
        row = self._driver.one("pinned_protocol", sha256=procedure.protocol_sha256)
        return str(row["json"]) if row else ""

    def milestones(self, person: Person, procedure: Procedure) -> list[Milestone]:
        """The generated milestones."""
        found = self._of_procedure("milestones", person, procedure)
        return [facts.read_milestone(row) for row in found]

    def restrictions(self, person: Person, procedure: Procedure) -> list[Restriction]:
        """The generated restrictions."""
        found = self._of_procedure("restrictions", person, procedure)
        return [facts.read_restriction(row) for row in found]

    def instructions(self, person: Person, procedure: Procedure) -> list[Instruction]:
        """What the care team said, oldest first."""
        found = self._of_procedure("instructions", person, procedure)
        return [facts.read_instruction(row) for row in found]

    def completions(self, person: Person, procedure: Procedure) -> list[Completion]:
        """What was marked by hand, oldest first."""
        found = self._of_procedure("completions", person, procedure)
        return [facts.read_completion(row) for row in found]

    def visits(self, person: Person, procedure: Procedure) -> list[Visit]:
        """Follow-up visits by day."""
        found = self._of_procedure("visits", person, procedure)
        return [facts.read_visit(row) for row in found]

    def _of_procedure(
        self, name: str, person: Person, procedure: Procedure
    ) -> list[Row]:
        return self._driver.all(name, person_id=person.id, procedure_id=procedure.id)

    def check_in(self, person: Person, check_in_id: str) -> CheckIn | None:
        """The entry of that id."""
        return self._entry(person.id, check_in_id)

    def _entry(self, person_id: str, check_in_id: str) -> CheckIn | None:
        row = self._driver.one("check_in_by_id", person_id=person_id, id=check_in_id)
        return self._whole(person_id, row)

    def check_in_numbered(self, person: Person, number: int) -> CheckIn | None:
        """The entry of that number."""
        row = self._driver.one("check_in_by_number", person_id=person.id, number=number)
        return self._whole(person.id, row)

    def newest_check_in(self, person: Person, procedure: Procedure) -> CheckIn | None:
        """The entry of the newest day."""
        row = self._driver.one(
            "newest_check_in", person_id=person.id, procedure_id=procedure.id
        )
        return self._whole(person.id, row)

    def _whole(self, person_id: str, row: Row | None) -> CheckIn | None:
        if row is None:
            return None
        binds = {"person_id": person_id, "check_in_id": row["id"]}
        answers = self._driver.tuples("answers_of", **binds)
        return facts.read_check_ins(
            [row], answers, self._driver.tuples("marks_of", **binds)
        )[0]

    def check_ins(
        self, person: Person, procedure: Procedure, first: date, last: date
    ) -> list[CheckIn]:
        """Entries from the first to the last day, both included, by day and time."""
        binds = {
            "person_id": person.id,
            "procedure_id": procedure.id,
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
        }
        return facts.read_check_ins(
            self._driver.all("check_ins_in_days", **binds),
            self._driver.tuples("answers_in_days", **binds),
            self._driver.tuples("marks_in_days", **binds),
        )

    def first_reached(
        self, person: Person, procedure: Procedure, **bounds: str | int | date
    ) -> list[tuple[date, datetime]]:
        """The first days, and instants, at which an answer lay within the bounds."""
        found = self._driver.all(
            "first_reached",
            person_id=person.id,
            procedure_id=procedure.id,
            **{name: rows.bind(value) for name, value in bounds.items()},
        )
        return [(facts.day(row["day"]), facts.instant(row["at"])) for row in found]

    def newest_answers(
        self, person: Person, procedure: Procedure, question: str, most: int
    ) -> list[tuple[date, Answer]]:
        """The newest answers to a question with their days, newest first."""
        found = self._driver.all(
            "newest_answers",
            person_id=person.id,
            procedure_id=procedure.id,
            question=question,
            most=most,
        )
        return [facts.read_answer(row) for row in found]

    def unanswered_warnings(self, person: Person, most: int) -> list[ShownWarning]:
        """Those that nobody answered, the gravest first, then the newest."""
        found = self._driver.all("unanswered_warnings", person_id=person.id, most=most)
        return [facts.read_warning(row) for row in found]

    def warnings_in_days(
        self, person: Person, first: date, last: date
    ) -> list[tuple[ShownWarning, Acknowledgement | None]]:
        """The warnings of some days and those answered then, with the newest answer.

        The newest warning comes first.
        """
        binds = {
            "person_id": person.id,
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
        }
        answers = {
            row["warning_id"]: facts.read_acknowledgement(row)
            for row in self._driver.all("acknowledgements_in_days", **binds)
        }
        shown = map(facts.read_warning, self._driver.all("warnings_in_days", **binds))
        return [(warning, answers.get(warning.id)) for warning in shown]

    def warning_numbered(self, person: Person, number: int) -> ShownWarning | None:
        """The warning of that number."""
        row = self._driver.one("warning_by_number", person_id=person.id, number=number)
        return facts.read_warning(row) if row else None

    def acknowledgements_of(
        self, person: Person, warning: ShownWarning
    ) -> list[Acknowledgement]:
        """All that was done about a warning, oldest first."""
        found = self._driver.all(
            "acknowledgements_of", person_id=person.id, warning_id=warning.id
        )
        return [facts.read_acknowledgement(row) for row in found]

    def bone_steps(self, person: Person, procedure: Procedure) -> list[BoneStep]:
        """How far the bone-health items are, oldest first."""
        found = self._of_procedure("bone_steps", person, procedure)
        return [facts.read_bone_step(row) for row in found]

    def visit_questions(
        self, person: Person, procedure: Procedure
    ) -> list[VisitQuestion]:
        """What is to be asked at a visit, oldest first."""
        found = self._of_procedure("visit_questions", person, procedure)
        return [facts.read_visit_question(row) for row in found]

    def warnings_of(self, person: Person, check_in_id: str) -> list[ShownWarning]:
        """The warnings that an entry showed."""
        found = self._driver.all(
            "warnings_of", person_id=person.id, check_in_id=check_in_id
        )
        return [facts.read_warning(row) for row in found]

    def changes(self, person: Person, most: int) -> list[Change]:
        """The newest steps of the history, newest first."""
        found = self._driver.all("newest_changes", person_id=person.id, most=most)
        return history.read_changes(found)

    def changes_of_entry(self, person: Person, number: int) -> list[Change]:
        """The steps that wrote to an entry, newest first; it may be gone by now."""
        binds = {"person_id": person.id, "part": f'%"number":{number},%'}
        standing = self.check_in_numbered(person, number)
        ids = {standing.id} if standing else set()
        for row in self._driver.all("images_touching", **binds):
            ids |= history.entry_ids(row, number)
        rows = {row["seq"]: row for each in ids for row in self._touching(person, each)}
        return history.read_changes([rows[seq] for seq in sorted(rows, reverse=True)])

    def _touching(self, person: Person, row_id: str) -> list[Row]:
        part = f'%"{row_id}"%'
        return self._driver.all("steps_touching", person_id=person.id, part=part)

    def moves(self, person: Person, procedure: Procedure) -> list[Change]:
        """The moves of a procedure to another day that are in force, newest first."""
        binds = {"person_id": person.id, "part": f'%"{procedure.id}"%'}
        moved = self._driver.all("moves", **binds)
        if not moved:
            return []
        turns = self._driver.all("turns", person_id=person.id)
        rows = sorted([*moved, *turns], key=lambda row: -int(row["seq"]))
        changes = history.read_changes(rows)
        return [each for each in changes if each.undoes is None and not each.undone]

    def procedure_days(self, person: Person, procedure: Procedure) -> set[date]:
        """Every day on which a procedure ever stood, moved or moved back."""
        binds = {"person_id": person.id, "part": '%["procedure",{%'}
        found = self._driver.all("images_touching", **binds)
        return {
            facts.day(row["happened_on"])
            for images in found
            for image in images.values()
            for row in history.rows_in(image, "procedure")
            if row["id"] == procedure.id
        }

    def is_taken_back(self, person_id: str) -> bool:
        """Whether any step is taken back, also one that cannot come back any more."""
        return self._driver.one("newest_undo", person_id=person_id) is not None

    def newest_chain(self) -> tuple[str, str] | None:
        """The person's id and the author of the step written last into the file.

        Last by its place there, not by a clock. After a beginning was taken back its
        history is all that is left of it.
        """
        row = self._driver.one("newest_chain")
        return (row["person_id"], row["author"]) if row else None

    def steps(self, person: Person) -> list[tuple[str, int, list[RowChange]]]:
        """Every step of the history, oldest first: whose, its number, what undoes it.

        Beginnings that were taken back belong to it, each under its own person: all
        of them while nobody else is there, else those of the same name.
        """
        found = self._driver.all("steps", person_id=person.id)
        if len(self.people()) > 1:
            own = {person.id, *history.named(found, person.name)}
            found = [row for row in found if row["person_id"] in own]
        return [(row["person_id"], row["seq"], history.inverse(row)) for row in found]

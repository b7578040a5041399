"""The store of one diary: reads facts, and writes every change with its history."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime

from tracker.domain.facts import (
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
)
from tracker.store import facts, history, rows
from tracker.store.rows import Fact, Row, instant_text
from tracker.store.sqlite_driver import DamagedRow, SqliteDriver


class Store:
    """One diary. Reads need `reading`, writes need `writing` around them."""

    def __init__(self, driver: SqliteDriver) -> None:
        self._driver = driver

    def reading(self) -> AbstractContextManager[None]:
        """A snapshot for reading."""
        return self._driver.transaction(writing=False)

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that holds the only pen from its first moment."""
        return self._driver.transaction(writing=True)

    # Reading

    def person(self) -> Person | None:
        """Whose diary this is, or None before `start`."""
        row = self._driver.one("any_person")
        return facts.read_person(row) if row else None

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
        row = self._driver.one("check_in_by_id", person_id=person.id, id=check_in_id)
        return self._whole(person, row)

    def check_in_numbered(self, person: Person, number: int) -> CheckIn | None:
        """The entry of that number."""
        row = self._driver.one("check_in_by_number", person_id=person.id, number=number)
        return self._whole(person, row)

    def newest_check_in(self, person: Person, procedure: Procedure) -> CheckIn | None:
        """The entry of the newest day."""
        row = self._driver.one(
            "newest_check_in", person_id=person.id, procedure_id=procedure.id
        )
        return self._whole(person, row)

    def _whole(self, person: Person, row: Row | None) -> CheckIn | None:
        if row is None:
            return None
        binds = {"person_id": person.id, "check_in_id": row["id"]}
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

    def newest_warnings(self, person: Person, most: int) -> list[ShownWarning]:
        """The newest warnings that were shown, newest first."""
        found = self._driver.all("newest_warnings", person_id=person.id, most=most)
        return [facts.read_warning(row) for row in found]

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

    # Writing

    def next_number(self, person: Person, kind: str) -> int:
        """A number never given out before, for that kind of thing."""
        binds: Row = {"person_id": person.id, "kind": kind}
        row = self._driver.one("newest_number", **binds)
        newest = int(row["newest"]) + 1 if row else 1
        self._driver.run(
            "insert_counter" if row is None else "update_counter",
            {**binds, "newest": newest, **{f"key_{k}": v for k, v in binds.items()}},
        )
        return newest

    def pin(self, protocol_id: str, version: str, sha256: str, texts: Row) -> None:
        """Keep a protocol's texts once, under their digest."""
        if self._driver.one("pinned_protocol", sha256=sha256) is None:
            self._driver.run(
                "insert_protocol",
                {
                    "sha256": sha256,
                    "protocol_id": protocol_id,
                    "version": version,
                    **texts,
                },
            )

    def add_timeline(
        self,
        person: Person,
        new_facts: Sequence[Fact],
        procedure: Procedure,
        planned: tuple[Iterable[Milestone], Iterable[Restriction]],
        text: str,
    ) -> None:
        """Write a procedure, what comes with it, and its generated timeline."""
        new = [row for fact in new_facts for row in rows.rows_of(person.id, fact)]
        new += rows.rows_of_timeline(person.id, procedure.id, *planned)
        step = (procedure.author, procedure.recorded_at, "start", text)
        self._record(person.id, step, rows.difference([], new))

    def write(
        self,
        person: Person,
        step: tuple[str, datetime, str, str],
        *,
        before: Sequence[Fact] = (),
        after: Sequence[Fact] = (),
    ) -> None:
        """Replace facts by others; ``step`` is author, instant, action, sentence."""
        old = [row for fact in before for row in rows.rows_of(person.id, fact)]
        new = [row for fact in after for row in rows.rows_of(person.id, fact)]
        self._record(person.id, step, rows.difference(old, new))

    def undo(self, person: Person, author: str, at: datetime) -> str | None:
        """Take back the newest step not yet taken back; its sentence, or None."""
        row = self._driver.one("next_to_undo", person_id=person.id)
        if row is None:
            return None
        step = (author, at, "undo", f"took back: {row['text']}")
        self._record(person.id, step, history.inverse(row), undoes=row["seq"])
        return str(row["text"])

    def _record(
        self,
        person_id: str,
        step: tuple[str, datetime, str, str],
        changes: list[RowChange],
        undoes: int | None = None,
    ) -> None:
        for change in changes:
            self._apply(change)
        author, at, action, text = step
        last = self._driver.one("newest_change", person_id=person_id)
        before, after = history.images(changes)
        row: Row = {
            "person_id": person_id,
            "seq": last["seq"] + 1 if last else 1,
            "at": instant_text(at),
            "author": author,
            "action": action,
            "text": text,
            "before": before,
            "after": after,
            "undoes": undoes,
            "previous": last["digest"] if last else history.FIRST,
        }
        row["digest"] = history.digest_of(row)
        self._driver.run("insert_change", row)

    def _apply(self, change: RowChange) -> None:
        if change.before is None and change.after is not None:
            self._driver.run(f"insert_{change.table}", change.after)
            return
        if change.before is None:
            return
        key = rows.key_of(change.table, change.before)
        if change.after is None:
            touched = self._driver.run(f"delete_{change.table}", key)
        else:
            touched = self._driver.run(
                f"update_{change.table}", {**change.after, **key}
            )
        if touched != 1:
            raise DamagedRow

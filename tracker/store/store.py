"""The store of one diary: reads facts, and writes every change with its history."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from tracker.domain.facts import (
    Milestone,
    Person,
    Procedure,
    Restriction,
    RowChange,
)
from tracker.store import bulk, history, rows
from tracker.store.reader import Reader
from tracker.store.rows import Fact, Row, instant_text
from tracker.store.sqlite_driver import DamagedRow


class Store(Reader):
    """One diary. Reads need `reading`, writes need `writing` around them."""

    def reading(self) -> AbstractContextManager[None]:
        """A snapshot for reading."""
        return self._driver.transaction(writing=False)

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that holds the only pen from its first moment."""
        return self._driver.transaction(writing=True)

    def stream(self, text: str, binds: Row) -> Iterator[tuple[Any, ...]]:
        """Rows of SQLite's own text one by one, for the modules of the store."""
        return self._driver.stream(text, binds)

    def hurry(self) -> None:
        """Wait only shortly for another program: somebody has to call."""
        self._driver.hurry()

    def next_number(self, person: Person, kind: str) -> int:
        """A number never given out before, for that kind of thing."""
        newest = self.newest_number(person, kind) + 1
        self.keep_number(person, kind, newest)
        return newest

    def newest_number(self, person: Person, kind: str) -> int:
        """The newest number given out for that kind of thing; 0 before the first."""
        row = self._driver.one("newest_number", person_id=person.id, kind=kind)
        return int(row["newest"]) if row else 0

    def keep_number(self, person: Person, kind: str, newest: int) -> None:
        """From now on only greater numbers are given out for that kind of thing."""
        binds: Row = {"person_id": person.id, "kind": kind}
        first = self._driver.one("newest_number", **binds) is None
        self._driver.run(
            "insert_counter" if first else "update_counter",
            {**binds, "newest": newest, **{f"key_{k}": v for k, v in binds.items()}},
        )

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
        changes = rows.difference([], new)
        self._apply_all(changes)
        self._record(person.id, step, changes)

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
        changes = rows.difference(old, new)
        self._apply_all(changes)
        self._record(person.id, step, changes)

    def add_import(
        self,
        person: Person,
        step: tuple[str, datetime, str, str],
        entries: bulk.Batch,
        others: Sequence[Fact],
    ) -> None:
        """Write many entries, and what came with them, as one step."""
        written = bulk.insert(self._driver, entries)
        new = [row for fact in others for row in rows.rows_of(person.id, fact)]
        changes = rows.difference([], new)
        self._apply_all(changes)
        self._record(person.id, step, [written, *changes])

    def undo(self, person: Person, author: str, at: datetime) -> str | None:
        """Take back the newest step not yet taken back; its sentence, or None."""
        row = self._driver.one("next_to_undo", person_id=person.id)
        if row is None:
            return None
        step = (author, at, "undo", f"took back: {row['text']}")
        changes = self._without_imports(person, history.inverse(row))
        self._apply_all(changes)
        self._record(person.id, step, changes, undoes=row["seq"])
        return str(row["text"])

    def _without_imports(
        self, person: Person, changes: list[RowChange]
    ) -> list[RowChange]:
        """Every single row of an import where one image stood for them."""
        single: list[RowChange] = []
        for change in changes:
            if change.table != bulk.IMPORT or change.before is None:
                single.append(change)
                continue
            image: Row = change.before
            entries = [self.check_in(person, each) for each in image["check_in"]]
            single += bulk.taken_back(person.id, image, entries)
        return single

    def _record(
        self,
        person_id: str,
        step: tuple[str, datetime, str, str],
        changes: list[RowChange],
        undoes: int | None = None,
    ) -> None:
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

    def _apply_all(self, changes: list[RowChange]) -> None:
        for change in changes:
            self._apply(change)

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

"""The store of one diary: reads facts, and writes every change with its history."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
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
from tracker.store.rights import require_right, require_turnable
from tracker.store.rows import Fact, Row, TableRow, instant_text
from tracker.store.sqlite_driver import DamagedRow, SqliteDriver

Planned = tuple[Procedure, tuple[Iterable[Milestone], Iterable[Restriction]]]
TURNED = {"undo": "took back", "redo": "did again"}


class Store(Reader):
    """One diary. Reads need `reading`, writes need `writing` around them."""

    def __init__(self, driver: SqliteDriver, *, one_step: bool = False) -> None:
        """With ``one_step`` all that is written through it is taken back together."""
        super().__init__(driver)
        self._one_step = one_step
        self._first: int | None = None

    def reading(self) -> AbstractContextManager[None]:
        """A snapshot for reading."""
        return self._driver.transaction(writing=False)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that holds the only pen from its first moment."""
        first = self._first
        try:
            with self._driver.transaction(writing=True):
                yield
        except BaseException:
            self._first = first
            raise

    def stream(self, text: str, binds: Row) -> Iterator[tuple[Any, ...]]:
        """Rows of SQLite's own text one by one, for the modules of the store."""
        return self._driver.stream(text, binds)

    def rows(self, name: str, **binds: Any) -> list[Row]:
        """The rows of the statement of that name, for the modules of the store."""
        return self._driver.all(name, **binds)

    def run_each(self, text: str, values: list[tuple[Any, ...]]) -> None:
        """SQLite's own text, once for every row, for the modules of the store."""
        self._driver.many(text, values)

    def leave_no_trace(self) -> None:
        """Nothing of what is removed from now on goes into files beside the diary."""
        self._driver.leave_no_trace()

    def pack(self) -> None:
        """The file written anew, without the room of what was removed."""
        self._driver.pack()

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

    def move(
        self,
        person: Person,
        step: tuple[str, datetime, str, str],
        before: Planned,
        after: Planned,
    ) -> None:
        """Replace a procedure and its generated timeline by another one."""
        old, new = (
            rows.rows_of(person.id, procedure)
            + rows.rows_of_timeline(person.id, procedure.id, *planned)
            for procedure, planned in (before, after)
        )
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

    def take_in(
        self,
        person_id: str,
        step: tuple[str, datetime, str, str],
        before: list[TableRow],
        after: list[TableRow],
        said: Row,
    ) -> None:
        """Replace rows of facts by those of another copy; ``said`` is what stands."""
        changes = rows.difference(before, after)
        changes.append(RowChange(history.VERSIONS, None, said))
        self._apply_all(changes)
        self._record(person_id, step, changes)

    def undo(self, person: Person, author: str, at: datetime) -> str | None:
        """Take back what the newest command in force wrote; its sentences, or None."""
        return self._turn(person.id, "undo", author, at)

    def redo(self, person_id: str, author: str, at: datetime) -> str | None:
        """Do again what the newest undo took back; its sentences, or None.

        None too when something else was written since.
        """
        return self._turn(person_id, "redo", author, at)

    def _turn(self, person_id: str, way: str, author: str, at: datetime) -> str | None:
        """One command backwards or forwards again, step by step."""
        told: list[str] = []
        row = self._next(person_id, way)
        while row is not None:
            root = self._root(person_id, row)
            step = (author, at, way, f"{TURNED[way]}: {root['text']}")
            changes = self._without_imports(person_id, history.inverse(row))
            taken_in = require_turnable(root, way)
            self._apply_all(changes)
            self._record(person_id, step, changes, undoes=row["seq"], taken_in=taken_in)
            told.append(str(root["text"]))
            row = self._next(person_id, way)
            if row is not None and not self._of_one_command(person_id, row, root):
                break
        return "; ".join(told if way == "redo" else told[::-1]) or None

    def _next(self, person_id: str, way: str) -> Row | None:
        if way == "undo":
            return self._driver.one("next_to_undo", person_id=person_id)
        return self._driver.one("next_to_redo", person_id=person_id)

    def _root(self, person_id: str, row: Row) -> Row:
        """The step that was taken back, done again and so on."""
        while row["undoes"] is not None:
            if row["undoes"] >= row["seq"]:
                raise DamagedRow
            found = self._driver.one("step", person_id=person_id, seq=row["undoes"])
            if found is None:
                raise DamagedRow
            row = found
        return row

    def _of_one_command(self, person_id: str, row: Row, root: Row) -> bool:
        older, newer = sorted(
            (self._root(person_id, row), root), key=lambda step: int(step["seq"])
        )
        return history.goes_on_with(newer, older)

    def _without_imports(
        self, person_id: str, changes: list[RowChange]
    ) -> list[RowChange]:
        """Every single row of an import where one image stood for them."""
        single: list[RowChange] = []
        for change in changes:
            if change.table != bulk.IMPORT or change.before is None:
                single.append(change)
                continue
            image: Row = change.before
            entries = [self._entry(person_id, each) for each in image["check_in"]]
            single += bulk.taken_back(person_id, image, entries)
        return single

    def _record(
        self,
        person_id: str,
        step: tuple[str, datetime, str, str],
        changes: list[RowChange],
        undoes: int | None = None,
        *,
        taken_in: bool = False,
    ) -> None:
        author, at, action, text = step
        if not taken_in:
            require_right(self._driver, person_id, step, changes)
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
            "part_of": None if undoes else self._first,
            "previous": last["digest"] if last else history.FIRST,
        }
        row["digest"] = history.digest_of(row)
        self._driver.run("insert_change", row)
        if self._one_step and undoes is None and self._first is None:
            self._first = int(row["seq"])

    def _apply_all(self, changes: list[RowChange]) -> None:
        for change in changes:
            if change.table != history.VERSIONS:
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

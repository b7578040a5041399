"""The history walked backwards: whether the rows are what the changes made of them."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tracker.domain.values import NamedTuple
from tracker.store import bulk
from tracker.store.history import FIRST, VERSIONS
from tracker.store.images import Parted, is_sealed, read_images, whole
from tracker.store.rows import ADDED, Row
from tracker.store.sqlite_driver import DamagedRow
from tracker.store.whole import (
    OWNED,
    Forms,
    Stream,
    forms_of,
    read_rows,
    streaming,
)

# A table and the key of one of its rows.
Place = tuple[Any, ...]
# Written beside the history, not by it.
OUTSIDE = ("counter", "change")
ENTRY, ANSWER = bulk.TABLES[:2]
# What an answer repeats of its entry without being sealed.
REPEATED = [n for n in bulk.REPEATED if n not in ("person_id", "check_in_id")]
WORDS = {
    "person": "the person", "contact": "numbers to call", "procedure": "procedures",
    "milestone": "milestones", "restriction": "limits", "check_in": "entries",
    "answer": "answers", "mark": "signs", "shown_warning": "warnings shown",
    "acknowledgement": "answers to warnings", "instruction": "words of the care team",
    "completion": "milestones marked by hand", "visit": "visits",
    "bone_step": "bone steps", "visit_question": "questions for a visit",
    "share": "what was shared", "conflict": "what copies disagree on",
    bulk.IMPORT: "imported entries",
}  # fmt: skip


class Replayed(NamedTuple):
    """A history that explains every row.

    ``heads`` are the digests of the newest changes by person; ``highest`` the highest
    number that a row ever had, by person and table.
    """

    changes: int
    rows: int
    heads: dict[str, str]
    highest: dict[tuple[str, str], int]


class Broken(NamedTuple):
    """Where the history and the rows part, in words without anything of the person."""

    why: str


def replay_file(connection: sqlite3.Connection) -> Replayed | Broken:
    """The history of a file of any of our revisions, inside one transaction."""
    stream = streaming(connection)
    return replay(stream, forms_of(stream))


def replay(stream: Stream, forms: Forms) -> Replayed | Broken:
    """Step back from the newest change to nothing; in memory is what was changed."""
    walk = _Walk(stream, forms)
    try:
        for (person_id,) in stream(
            'SELECT DISTINCT person_id FROM "change" ORDER BY person_id', {}
        ):
            walk.person(person_id)
        walk.require_all_rows()
    except Parted as parted:
        return Broken(str(parted))
    except DamagedRow:
        return Broken("A row holds a value that this program never writes.")
    rows = sum(walk.seen.values())
    return Replayed(walk.changes, rows, walk.heads, dict(walk.highest))


class _Walk:
    """Rows as they were, from now back to the beginning."""

    def __init__(self, stream: Stream, forms: Forms) -> None:
        self._stream = stream
        self._forms = forms
        self._columns = {t: {*f.columns, *ADDED.get(t, {})} for t, f in forms.items()}
        self._then: dict[Place, Row | None] = {}
        self._children: dict[Place, set[Place]] = defaultdict(set)
        self.changes = 0
        self.seen: Counter[str] = Counter()
        self.heads: dict[str, str] = {}
        self.highest: Counter[tuple[str, str]] = Counter()

    def person(self, person_id: str) -> None:
        """Back to where nothing of this person was there."""
        previous = ""
        for change in self._newest_first(person_id):
            self._require_link(change, previous)
            self.heads.setdefault(person_id, change["digest"])
            for table, before, after in reversed(read_images(change)):
                self._step(change, table, before, after)
            previous = change["previous"]
            self.changes += 1
        for place, row in self._then.items():
            if row is not None:
                table = WORDS[place[0]]
                raise Parted(f"Before the first change there were {table} already.")
        self._then.clear()
        self._children.clear()

    def _newest_first(self, person_id: str) -> Iterator[Row]:
        """The changes; a gap in their numbers is where the history parts."""
        form = self._forms["change"]
        binds = {"person_id": person_id}
        text = 'SELECT count(*) FROM "change" WHERE person_id = :person_id'
        ((expected,),) = self._stream(text, binds)
        columns = ", ".join(f'"{name}"' for name in form.columns)
        text = f'SELECT {columns} FROM "change" WHERE person_id = :person_id'
        for values in self._stream(f"{text} ORDER BY seq DESC", binds):
            row = dict(zip(form.columns, values, strict=True))
            if row["seq"] != expected:
                raise Parted(f"Change {expected} of the history is missing.")
            expected -= 1
            yield row

    def _require_link(self, change: Row, previous: str) -> None:
        """Sealed as it stands, and the one that the next one names."""
        number = change["seq"]
        if not is_sealed(change) or previous not in ("", change["digest"]):
            raise Parted(f"Change {number} of the history is not as it was written.")
        if number == 1 and change["previous"] != FIRST:
            raise Parted("The history does not begin with its first change.")

    def _step(
        self, change: Row, table: str, before: Row | None, after: Row | None
    ) -> None:
        """The row as the change left it must be there; from here on it is as before."""
        if table == VERSIONS:
            return
        sound = self._form_fits(change, table, before, after)
        if sound and table == bulk.IMPORT:
            sound = after is not None and self._step_import(change["person_id"], after)
        elif sound:
            image = before if after is None else after
            assert image is not None
            place = (table, *(image[name] for name in self._forms[table].key))
            sound = self._take(place, before) == whole(table, after)
        if not sound:
            raise Parted(
                f"Change {change['seq']} of the history wrote something else to "
                f"{WORDS.get(table, 'a table')} than is there."
            )

    def _form_fits(
        self, change: Row, table: str, before: Row | None, after: Row | None
    ) -> bool:
        """Whether both images can be rows of one key of that table and person."""
        if table == bulk.IMPORT:
            return after is not None and self._knows(after["columns"])
        form = self._forms.get(table)
        images = [whole(table, image) for image in (before, after) if image]
        if form is None or table not in WORDS or not images:
            return False
        columns = self._columns[table]
        if any(image is None or image.keys() != columns for image in images):
            return False
        keys = {tuple([image[name] for name in form.key]) for image in images if image}
        return len(keys) == 1 and keys.pop()[0] == change["person_id"]

    def _knows(self, sealed: dict[str, list[str]]) -> bool:
        """Whether all that an import sealed are columns of ours."""
        return all({*names} <= self._columns[t] for t, names in sealed.items())

    def _take(self, place: Place, before: Row | None) -> Row | None:
        """The row as it was there; from here on it is as ``before`` says."""
        found = self._then[place] if place in self._then else self._read(place)
        self._keep(place, before)
        return found

    def _read(self, place: Place) -> Row | None:
        table, *key = place
        form = self._forms[table]
        binds = dict(zip(form.key, key, strict=True))
        for row in read_rows(self._stream, table, form, **binds):
            return self._met(table, row)
        return None

    def _met(self, table: str, row: Row) -> Row:
        """A row of now, met for the first time."""
        self.seen[table] += 1
        if "number" in row and table not in ("answer", "contact"):
            self._number(table, row)
        return whole(table, row) or row

    def _number(self, table: str, row: Row) -> None:
        kind = (row["person_id"], table)
        if type(row["number"]) is int:
            self.highest[kind] = max(self.highest[kind], row["number"])

    def _keep(self, place: Place, row: Row | None) -> None:
        self._then[place] = whole(place[0], row)
        if place[0] in bulk.TABLES[1:]:
            self._children[(place[0], *place[1:3])].add(place)
        elif row is not None and "number" in row and place[0] != "contact":
            self._number(place[0], row)

    def _step_import(self, person_id: str, image: Row) -> bool:
        """Whether the rows of an import are as they were sealed; then they are gone."""
        sealed, owners = image["columns"], dict[str, list[Any]]()
        owned: list[list[int]] = []
        counted: Counter[str] = Counter()

        def values(table: str) -> Iterator[bulk.Values]:
            for found in self._of_entries(person_id, table, image["check_in"], owned):
                counted[table] += len(found)
                for row in found:
                    _require_unsealed(table, row, sealed[table], owners)
                    yield tuple([row[name] for name in sealed[table]])

        tables = ((table, bulk.in_pieces(values(table))) for table in bulk.TABLES)
        pieces = ((table, piece) for table, found in tables for piece in found)
        try:
            digest = bulk.sealed_digest(pieces, owned)
        except DamagedRow:
            return False
        rows = {table: counted[table] for table in bulk.TABLES}
        return bool(digest == image["digest"] and rows == image["rows"])

    def _of_entries(
        self, person_id: str, table: str, ids: list[str], owned: list[list[int]]
    ) -> Iterator[list[Row]]:
        """The rows of each entry; how many each child table has goes to ``owned``."""
        counts: list[int] = []
        if table != ENTRY:
            owned.append(counts)
        for each in ids:
            found = self._of_entry(person_id, table, each)
            counts.append(len(found))
            yield found

    def _of_entry(self, person_id: str, table: str, check_in_id: str) -> list[Row]:
        """The rows of an entry as they were, in their order; from here on none."""
        owner = (table, person_id, check_in_id)
        if table == ENTRY:
            row = self._take(owner, None)
            if row is None:
                raise DamagedRow
            return [row]
        form = self._forms[table]
        places = {*self._children[owner]}
        binds = {"person_id": person_id, "check_in_id": check_in_id}
        found = {}
        for row in read_rows(self._stream, table, form, **binds):
            place = (table, *(row[name] for name in form.key))
            if place not in places:
                found[place] = self._met(table, row)
        found.update({p: row for p in places if (row := self._then[p]) is not None})
        for place in found:
            self._keep(place, None)
        return [found[place] for place in sorted(found)]

    def require_all_rows(self) -> None:
        """Every row was met on the way."""
        for table in OWNED:
            if table in OUTSIDE or table not in self._forms:
                continue
            ((count,),) = self._stream(f'SELECT count(*) FROM "{table}"', {})
            if count != self.seen[table]:
                raise Parted(
                    f"{abs(count - self.seen[table])} of the {WORDS[table]} were "
                    "written by no change of the history."
                )


def _require_unsealed(
    table: str, row: Row, sealed: list[str], owners: dict[str, list[Any]]
) -> None:
    """What the digest leaves out is what must be there; else DamagedRow."""
    left_out = bulk.REPEATED if table != ENTRY else ()
    loose = {n: row[n] for n in row if n not in sealed and n not in left_out}
    sound = loose.items() <= ADDED.get(table, {}).items()
    repeated = [row[name] for name in REPEATED if name in row]
    if table == ENTRY:
        owners[row["id"]] = repeated
    elif table == ANSWER:
        sound = sound and repeated == owners[row["check_in_id"]]
    if not sound:
        raise DamagedRow

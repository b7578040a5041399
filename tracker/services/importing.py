"""Importing a file: weighed first, then kept whole in one step that one undo takes."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tracker.domain.facts import CheckIn, ShownWarning
from tracker.domain.values import NamedTuple
from tracker.imports.found import Reading
from tracker.imports.plans import Plans
from tracker.imports.reader import read
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.services.import_files import read_file, read_mapping_file
from tracker.services.import_numbers import numbered
from tracker.services.import_weighing import Weighed, diaries_of, said, weigh_all
from tracker.services.log import WHOM
from tracker.services.texts import in_short
from tracker.store.bulk import batch_of
from tracker.store.copies import copy_verified
from tracker.store.sqlite_driver import OpenFile, open_plain
from tracker.store.store import Store

BEFORE = "before-import"


class Source(NamedTuple):
    """A file, the format it is said to have, and the mapping that goes with it."""

    file: Path
    format: str | None
    mapping: Path | None


class Kept(NamedTuple):
    """What an import did; ``copy`` is the diary as it was before, if it wrote."""

    weighed: Weighed
    warnings: tuple[ShownWarning, ...]
    copy: Path | None


def read_source(store: Store, source: Source, author: str, now: datetime) -> Reading:
    """Everything a file holds; UnusableFile when it cannot be read at all."""
    plans = plans_of(store, author, now)
    mapping = read_mapping_file(source.mapping) if source.mapping else None
    return read(read_file(source.file), source.format, mapping, plans)


def plans_of(store: Store, author: str, now: datetime) -> Plans:
    """What foreign rows of this diary are read by."""
    with store.reading():
        diary = open_diary(store)
        procedures = tuple(
            (d.procedure.on, d.protocol) for d in diaries_of(store, diary)
        )
    person = diary.person
    return Plans(procedures, diary.zone, person.day_start, now, author, person.name)


def weigh(store: Store, reading: Reading, now: datetime) -> Weighed:
    """What an import would do, with nothing written."""
    with store.reading():
        return weigh_all(store, reading, now)


def keep(
    store: Store,
    reading: Reading,
    source: Source,
    path: str,
    author: str,
    now: datetime,
    open_file: OpenFile = open_plain,
) -> Kept:
    """Write what is new, in one step; ``path`` is the diary, copied before that."""
    copies: list[Path] = []
    try:
        with store.writing():
            weighed = weigh_all(store, reading, now)
            if not weighed.new:
                return Kept(weighed, (), None)
            copies.append(copy_verified(path, BEFORE, now, open_file))
            warnings = _write(store, weighed, source, author, now)
            diary = open_diary(store)
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise
    return Kept(weighed._replace(diary=diary), warnings, copies[0])


def _write(
    store: Store, weighed: Weighed, source: Source, author: str, now: datetime
) -> tuple[ShownWarning, ...]:
    """All of it as one change; the warnings that it found, as they are shown now."""
    person = weighed.diary.person
    new = numbered(store, person, weighed.new)
    entries = [fact for fact in new if isinstance(fact, CheckIn)]
    others = [fact for fact in new if not isinstance(fact, CheckIn)]
    warnings = _shown(store, weighed, entries, author, now)
    text = f"imported {said(new)} from {in_short(source.file.name)}"
    step = (author, now, "import", text)
    batch = batch_of(person.id, entries)
    store.add_import(person, step, batch, [*others, *warnings])
    return warnings


def _shown(
    store: Store,
    weighed: Weighed,
    entries: Iterable[CheckIn],
    author: str,
    now: datetime,
) -> tuple[ShownWarning, ...]:
    """The warnings that the file should have had, as they are shown now."""
    person = weighed.diary.person
    numbered_entries = {entry.id: entry for entry in entries}
    diary = weighed.calling
    return tuple(
        ShownWarning(
            new_id(now),
            store.next_number(person, "warning"),
            entry.procedure_id,
            entry.id,
            numbered_entries[entry.id].number,
            warning.sign.id,
            warning.sign.tier,
            warning.sign.text,
            warning.rule,
            diary.number(WHOM.get(warning.sign.tier, "")) or "",
            entry.day,
            entry.zone,
            now,
            author,
        )
        for entry, warning in weighed.raised
    )

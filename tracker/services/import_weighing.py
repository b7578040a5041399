"""Weighing a file: which of its facts are new, the same, in conflict, or refused."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import (
    Acknowledgement,
    CheckIn,
    Contact,
    ShownWarning,
    VisitQuestion,
)
from tracker.domain.protocol import TIERS
from tracker.domain.signs import Warning
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words, long_day, quoted
from tracker.errors import Refused, UnusableFile
from tracker.imports.found import Found, Imported, Part, Reading, Refusal
from tracker.protocols.canonical import read_canonical
from tracker.services.diary import open_diary
from tracker.services.import_checks import Ground, check, on_lines
from tracker.services.import_known import Known
from tracker.services.import_same import NAMES, differs, says_the_same
from tracker.services.import_signs import (
    Unkept,
    gravest_first,
    part_of_fact,
    signs_of,
)
from tracker.services.import_start import differing_starts
from tracker.services.log import raised
from tracker.services.start import UNNAMED
from tracker.store.store import Store

TWICE = "This file says it twice, with other words each time. The first is taken."


class Weighed(NamedTuple):
    """What an import would do. ``conflicts`` are known here with other words.

    ``raised`` are the signs of new entries for which the file has no warning, and
    ``unkept`` those that the diary does not get. ``differing`` are lines about the
    start.
    """

    diary: Diary
    format: str
    new: tuple[Imported, ...]
    same: int
    conflicts: tuple[Refusal, ...]
    refused: tuple[Refusal, ...]
    ignored: dict[str, int]
    raised: tuple[tuple[CheckIn, Warning], ...]
    unkept: tuple[Unkept, ...]
    differing: tuple[str, ...]

    @property
    def calling(self) -> Diary:
        """The diary with the phone numbers of the file beside its own."""
        contacts = [fact for fact in self.new if isinstance(fact, Contact)]
        return self.diary._replace(contacts=(*self.diary.contacts, *contacts))

    @property
    def waiting(self) -> list[ShownWarning]:
        """The warnings of the file that nobody answered, in its order."""
        answered = {f.warning_id for f in self.new if isinstance(f, Acknowledgement)}
        shown = [fact for fact in self.new if isinstance(fact, ShownWarning)]
        return [warning for warning in shown if warning.id not in answered]


def said(facts: Iterable[Imported]) -> str:
    """How many of each kind, in words."""
    counted = Counter(type(fact) for fact in facts)
    parts = [
        f"{counted[kind]:,} {NAMES[kind][counted[kind] > 1]}"
        for kind in NAMES
        if counted[kind]
    ]
    return join_words(parts)


def diaries_of(store: Store, diary: Diary) -> list[Diary]:
    """The diary as it is read for each of its procedures, oldest first."""
    earlier = [
        diary._replace(
            procedure=procedure,
            protocol=read_canonical(store.pinned_protocol(procedure)),
        )
        for procedure in diary.earlier
    ]
    return [*earlier, diary]


def weigh_all(store: Store, reading: Reading, now: datetime) -> Weighed:
    """What an import would do; inside `reading` or `writing`."""
    diary = open_diary(store)
    _refuse_somebody_elses(reading, diary)
    diaries = diaries_of(store, diary)
    grounds = _grounds(store, diaries, now)
    answered = frozenset(found.fact.id for found in reading.found if found.done)
    weighing = _Weighing(grounds, Known(store, diary), answered)
    weighing.refused.extend(reading.refused)
    for found in _flat(reading.found):
        weighing.add(found)
    coming = tuple(weighing.raised())
    return Weighed(
        diary,
        reading.format,
        tuple(weighing.new),
        weighing.same,
        tuple(weighing.conflicts),
        tuple(weighing.refused),
        reading.ignored,
        coming,
        gravest_first(weighing.unkept(coming)),
        differing_starts(reading.starts, diaries),
    )


def _grounds(
    store: Store, diaries: Sequence[Diary], now: datetime
) -> dict[date, Ground]:
    """By the day of the procedure, the newest last; also by days it stood on before.

    A file that was written before the procedure was moved names the day of then.
    """
    present = {diary.procedure.on: Ground(diary, now) for diary in diaries}
    former = {
        day: present[diary.procedure.on]
        for diary in diaries
        for day in store.procedure_days(diary.person, diary.procedure)
        if day not in present
    }
    return {**former, **present}


def _refuse_somebody_elses(reading: Reading, diary: Diary) -> None:
    theirs, ours = reading.name, diary.person.name
    if theirs and theirs != ours and UNNAMED not in (theirs, ours):
        raise UnusableFile(
            f"This file is the diary of {quoted(theirs)}, and this is the diary of "
            f"{quoted(ours)}. Somebody else's: tracker --db OTHER-FILE import FILE"
        )


def _flat(found: Iterable[Found]) -> list[Found]:
    """Each fact by itself: entries, then warnings, and after them their answers."""
    order = list(NAMES)
    each = [
        one
        for whole in found
        for one in (
            whole._replace(done=()),
            *(Found(whole.place, whole.on, done) for done in whole.done),
        )
    ]
    return sorted(each, key=lambda one: order.index(type(one.fact)))


class _Weighing:
    """Sorts the facts of a file into new, same, in conflict and refused."""

    def __init__(
        self, grounds: dict[date, Ground], known: Known, answered: frozenset[str]
    ) -> None:
        self._grounds = grounds
        self._known = known
        self._answered = answered
        self._newest = list(grounds.values())[-1]
        self._of_file: dict[tuple[type, str], Ground] = {}
        self.new: list[Imported] = []
        self.same = 0
        self.conflicts: list[Refusal] = []
        self.refused: list[Refusal] = []
        self._not_taken: list[tuple[Refusal, CheckIn, Ground]] = []

    def add(self, found: Found) -> None:
        """Put one fact where it belongs."""
        try:
            ground = self._ground(found)
            fact = on_lines(_placed(found.fact, ground))
            check(fact, ground)
            self._require_of_one_piece(fact)
            known = self._known.like(found, fact, ground.plan)
            if known is None and isinstance(fact, VisitQuestion):
                self._known.require_room(fact)
        except Refused as problem:
            why = str(problem).removeprefix("Nothing saved. ")
            self.refused.append(Refusal(found.place, why, self._part(found)))
            return
        if known is None:
            self._known.add(fact)
            self.new.append(fact)
            self._of_file[(type(fact), fact.id)] = ground
        elif says_the_same(found, fact, known, ground.plan):
            self.same += 1
        else:
            self._differing(found, fact, known, ground)

    def _differing(
        self, found: Found, fact: Imported, known: Imported, ground: Ground
    ) -> None:
        """What is known with other words: in the file, or here."""
        twice = (type(known), known.id) in self._of_file
        why = TWICE if twice else differs(fact, known)
        refusal = Refusal(found.place, why)
        (self.refused if twice else self.conflicts).append(refusal)
        if isinstance(fact, CheckIn):
            entry = fact._replace(id=known.id)
            self._not_taken.append((refusal, entry, ground))

    def _ground(self, found: Found) -> Ground:
        if found.on is None:
            return self._newest
        ground = self._grounds.get(found.on)
        if ground is None:
            raise Refused(
                f"This diary has no procedure on {long_day(found.on)}. "
                f"Write it down first: tracker start {found.on} --another"
            )
        return ground

    def _require_of_one_piece(self, fact: Imported) -> None:
        """An answer needs its warning, and a warning is of its entry's procedure."""
        if isinstance(fact, Acknowledgement):
            self._known.require_answerable(fact)
        if isinstance(fact, ShownWarning):
            self._known.require_of_its_entry(fact)

    def _part(self, found: Found) -> Part | None:
        """What may be lost with a refused fact; an answered warning is known there."""
        return None if found.fact.id in self._answered else part_of_fact(found)

    def unkept(self, coming: Iterable[tuple[CheckIn, Warning]]) -> list[Unkept]:
        """The signs of what is not taken in, where no warning tells or will tell them.

        ``coming`` is what the new entries raise.
        """
        told = {(entry.id, warning.sign.id) for entry, warning in coming}
        refused = (
            (refusal.part.id, each)
            for refusal in self.refused
            if refusal.part is not None
            for each in signs_of(refusal, refusal.part, self._diary_on(refusal.part.on))
        )
        differing = (
            (entry.id, Unkept(refusal.place, refusal.why, entry.day, warning))
            for refusal, entry, ground in self._not_taken
            for warning in raised(ground.diary, entry)
        )
        return [
            each
            for entry_id, each in (*refused, *differing)
            if not self._known.is_told(entry_id, each.warning)
            and (entry_id, each.warning.sign.id) not in told
        ]

    def _diary_on(self, on: date | None) -> Diary:
        return self._grounds.get(on or date.min, self._newest).diary

    def raised(self) -> list[tuple[CheckIn, Warning]]:
        """What the new entries raise and no warning tells, the gravest first."""
        found = [
            (entry, warning)
            for entry in self.new
            if isinstance(entry, CheckIn)
            for warning in raised(self._of_file[(CheckIn, entry.id)].diary, entry)
            if not self._known.is_told(entry.id, warning)
        ]
        return sorted(
            found, key=lambda each: (TIERS.index(each[1].sign.tier), each[0].at)
        )


def _placed(fact: Imported, ground: Ground) -> Imported:
    if isinstance(fact, Contact):
        return fact
    return fact._replace(procedure_id=ground.diary.procedure.id)

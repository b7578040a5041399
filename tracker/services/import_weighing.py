"""Weighing a file: which of its facts are new, the same, in conflict, or refused."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import (
    Acknowledgement,
    BoneStep,
    CheckIn,
    Completion,
    Contact,
    Instruction,
    ShownWarning,
    Visit,
    VisitQuestion,
)
from tracker.domain.protocol import TIERS
from tracker.domain.signs import Warning
from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words, long_day, quoted
from tracker.errors import Refused, UnusableFile
from tracker.imports.found import Found, Imported, Reading, Refusal
from tracker.protocols.canonical import read_canonical
from tracker.services.diary import open_diary
from tracker.services.import_checks import Ground, check
from tracker.services.import_known import Known
from tracker.services.log import raised
from tracker.services.start import UNNAMED
from tracker.store.store import Store

NAMES: dict[type, tuple[str, str]] = {
    CheckIn: ("entry", "entries"),
    ShownWarning: ("warning", "warnings"),
    Acknowledgement: ("answer to a warning", "answers to warnings"),
    Instruction: ("word of the care team", "words of the care team"),
    Completion: ("milestone marked by hand", "milestones marked by hand"),
    Visit: ("visit", "visits"),
    BoneStep: ("bone step", "bone steps"),
    VisitQuestion: ("question for a visit", "questions for a visit"),
    Contact: ("phone number", "phone numbers"),
}

TWICE = "This file says it twice, with other words each time. The first is taken."


class Weighed(NamedTuple):
    """What an import would do. ``conflicts`` are known here with other words.

    ``raised`` are the signs of new entries for which the file has no warning.
    """

    diary: Diary
    format: str
    new: tuple[Imported, ...]
    same: int
    conflicts: tuple[Refusal, ...]
    refused: tuple[Refusal, ...]
    ignored: dict[str, int]
    raised: tuple[tuple[CheckIn, Warning], ...]


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
    grounds = {d.procedure.on: Ground(d, now) for d in diaries_of(store, diary)}
    weighing = _Weighing(grounds, Known(store, diary))
    for found in _flat(reading.found):
        weighing.add(found)
    return Weighed(
        diary,
        reading.format,
        tuple(weighing.new),
        weighing.same,
        tuple(weighing.conflicts),
        (*reading.refused, *weighing.refused),
        reading.ignored,
        tuple(weighing.raised()),
    )


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

    def __init__(self, grounds: dict[date, Ground], known: Known) -> None:
        self._grounds = grounds
        self._known = known
        self._newest = list(grounds.values())[-1]
        self._of_file: dict[tuple[type, str], Ground] = {}
        self.new: list[Imported] = []
        self.same = 0
        self.conflicts: list[Refusal] = []
        self.refused: list[Refusal] = []

    def add(self, found: Found) -> None:
        """Put one fact where it belongs."""
        try:
            ground = self._ground(found)
            fact = _placed(found.fact, ground)
            check(fact, ground)
            self._require_warning(fact)
            known = self._known.like(fact, made=found.made)
            if known is None and isinstance(fact, VisitQuestion):
                self._known.require_room(fact)
        except Refused as problem:
            why = str(problem).removeprefix("Nothing saved. ")
            self.refused.append(Refusal(found.place, why))
            return
        if known is None:
            self._known.add(fact)
            self.new.append(fact)
            self._of_file[(type(fact), fact.id)] = ground
        elif says_the_same(fact, known, made=found.made):
            self.same += 1
        elif (type(known), known.id) in self._of_file:
            self.refused.append(Refusal(found.place, TWICE))
        else:
            why = _differs(known) + self._raises(fact, ground)
            self.conflicts.append(Refusal(found.place, why))

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

    def _require_warning(self, fact: Imported) -> None:
        """An answer needs its warning, and may not lie before it."""
        if isinstance(fact, Acknowledgement):
            self._known.require_answerable(fact)

    def _raises(self, fact: Imported, ground: Ground) -> str:
        """What an entry that is not taken in would have raised; it must not be lost."""
        if not isinstance(fact, CheckIn):
            return ""
        signs = [
            warning.sign.text
            for warning in raised(ground.diary, fact)
            if not self._known.is_told(fact, warning)
        ]
        return f" The file has a sign: {'; '.join(signs)}." if signs else ""

    def raised(self) -> list[tuple[CheckIn, Warning]]:
        """What the new entries raise and no warning tells, the gravest first."""
        found = [
            (entry, warning)
            for entry in self.new
            if isinstance(entry, CheckIn)
            for warning in raised(self._of_file[(CheckIn, entry.id)].diary, entry)
            if not self._known.is_told(entry, warning)
        ]
        return sorted(
            found, key=lambda each: (TIERS.index(each[1].sign.tier), each[0].at)
        )


def _placed(fact: Imported, ground: Ground) -> Imported:
    if isinstance(fact, Contact):
        return fact
    return fact._replace(procedure_id=ground.diary.procedure.id)


def says_the_same(fact: Imported, known: Imported, *, made: bool) -> bool:
    """Whether two facts say the same; numbers are each diary's own."""
    if made and isinstance(fact, CheckIn) and isinstance(known, CheckIn):
        return fact.id != known.id or set(fact.answers) <= set(known.answers)
    if isinstance(fact, Contact) and isinstance(known, Contact):
        return fact.number == known.number
    return _without_numbers(fact) == _without_numbers(known)


def _without_numbers(fact: Imported) -> Imported:
    if isinstance(fact, ShownWarning):
        return fact._replace(number=0, check_in_number=0)
    return fact._replace(number=0)  # type: ignore[arg-type]


def _differs(known: Imported) -> str:
    if isinstance(known, Contact):
        whose = f"{known.kind} {known.name}".strip()
        return f"Another number of {whose} is written down here. It stays."
    name = NAMES[type(known)][0]
    return f"Here {name} {known.number} says something else. It stays as it is here."

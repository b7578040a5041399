"""Facts of everybody in a diary, each kind read at once; each needs `reading`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from tracker.domain.facts import Completion, Instruction, Milestone, Person, Procedure
from tracker.domain.values import NamedTuple
from tracker.store import facts, history
from tracker.store.rows import Row, instant_text
from tracker.store.sqlite_driver import DamagedRow
from tracker.store.store import Store

Fact = TypeVar("Fact")
# Whose, and of which procedure.
Owner = tuple[str, str]


class Everybody(NamedTuple):
    """What is read of everybody; by the person's id, or that and the procedure's.

    ``open_milestones`` are those in whose window the instant lies. ``newest`` is the
    day and the instant of the newest entry, ``waiting`` how many warnings nobody
    answered.
    """

    people: tuple[Person, ...]
    procedures: dict[str, list[Procedure]]
    open_milestones: dict[Owner, list[Milestone]]
    completions: dict[Owner, list[Completion]]
    instructions: dict[Owner, list[Instruction]]
    newest: dict[Owner, tuple[date, datetime]]
    waiting: dict[str, int]


def read_everybody(store: Store, now: datetime) -> Everybody:
    """Everybody, with what a list of them says."""
    procedures = store.rows("every_procedure")
    opened = store.rows("every_open_milestone", now=instant_text(now))
    completions = store.rows("every_completion")
    told = store.rows("every_instruction")
    return Everybody(
        tuple(store.people()),
        _gathered((row["person_id"], facts.read_procedure(row)) for row in procedures),
        _gathered((_owner(row), facts.read_milestone(row)) for row in opened),
        _gathered((_owner(row), facts.read_completion(row)) for row in completions),
        _gathered((_owner(row), facts.read_instruction(row)) for row in told),
        {
            _owner(row): (facts.day(row["day"]), facts.instant(row["at"]))
            for row in store.rows("every_newest_entry")
        },
        {row["person_id"]: row["waiting"] for row in store.rows("every_waiting")},
    )


def taken_back(store: Store) -> list[Person]:
    """Those who were taken back, as they were; their history is all that is left."""
    return [_left(row) for row in store.rows("taken_back")]


def _left(row: Row) -> Person:
    for left in history.rows_in(row["before"], "person"):
        return facts.read_person({"born": None, **left})
    raise DamagedRow


def _owner(row: Row) -> Owner:
    return row["person_id"], row["procedure_id"]


Key = TypeVar("Key")


def _gathered(pairs: Iterable[tuple[Key, Fact]]) -> dict[Key, list[Fact]]:
    """The facts of each, in their order."""
    found: dict[Key, list[Fact]] = {}
    for key, fact in pairs:
        found.setdefault(key, []).append(fact)
    return found

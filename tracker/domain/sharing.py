"""What passes between two copies of a diary: a right, and facts with their versions.

Each write of a fact is a version of it. A copy knows which versions stand (heads) and
which were replaced (dead). Joining two copies joins both sets, so the order and the
number of joins make no difference.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from tracker.domain.values import NamedTuple

Scope = Literal["read", "log", "all"]
SCOPES: tuple[Scope, ...] = ("read", "log", "all")
GIVEN, RECEIVED = "given", "received"
# The kind of a fact is the table of its first row. Parents come first.
KINDS = (
    "person", "contact", "procedure", "check_in", "shown_warning", "acknowledgement",
    "instruction", "completion", "visit", "bone_step", "visit_question",
)  # fmt: skip
# What somebody adds who may see and add.
ADDABLE = frozenset(KINDS) - {"person", "contact", "procedure"}
# What no copy can take away from another one: everything else hangs on it, or it was
# put before somebody's eyes.
LASTING = frozenset({"person", "procedure", "shown_warning"})

# A kind, and the id of the fact.
Key = tuple[str, str]


class Grant(NamedTuple):
    """What the maker of a file lets its reader do; the last day belongs to it.

    ``since`` is the first day of the entries in it, or None for all of them.
    """

    id: str
    name: str
    scope: Scope
    since: date | None
    notes: bool
    expires: date | None


class Share(NamedTuple):
    """A right that was given with a file, or that came with one.

    ``name`` is for whom it was made, or who made it. ``copy`` is the copy it came from,
    and empty for one that was given.
    """

    id: str
    number: int
    direction: str
    name: str
    scope: Scope
    since: date | None
    notes: bool
    expires: date | None
    copy: str
    recorded_at: datetime
    author: str


class Conflict(NamedTuple):
    """One of several versions of a fact; they share ``number``.

    ``content`` is None where that version took the fact away.
    """

    kind: str
    fact_id: str
    version: str
    number: int
    content: str | None
    at: datetime
    author: str


class Head(NamedTuple):
    """A version that stands: when and by whom it was written, and what it says.

    ``at`` is the instant as it is stored, ``content`` the rows of the fact as canonical
    JSON without what belongs to a copy, or None where the fact was taken away.
    """

    at: str
    author: str
    content: str | None


class FactState(NamedTuple):
    """What a copy knows of a fact: the versions that stand, and those replaced."""

    heads: Mapping[str, Head]
    dead: frozenset[str]


class Shared(NamedTuple):
    """Everything in one file: whose diary, from which copy, under which right.

    ``made_under`` is the id of the right under which the maker holds the diary, or
    empty where it is the maker's own. ``protocols`` are rows of texts.
    """

    person_id: str
    person: str
    copy: str
    made_under: str
    made_at: datetime
    made_by: str
    schema: str
    grant: Grant
    protocols: tuple[dict[str, str], ...]
    facts: Mapping[Key, FactState]


NOTHING_KNOWN = FactState({}, frozenset())


def join(one: FactState, other: FactState) -> FactState:
    """What both know together; of a version in both, what ``one`` says counts."""
    dead = one.dead | other.dead
    heads = {**other.heads, **one.heads}
    return FactState(
        {version: heads[version] for version in sorted(heads) if version not in dead},
        dead,
    )


def join_all(
    one: Mapping[Key, FactState], other: Mapping[Key, FactState]
) -> dict[Key, FactState]:
    """The same for every fact that either knows."""
    return {
        key: join(one.get(key, NOTHING_KNOWN), other.get(key, NOTHING_KNOWN))
        for key in sorted({*one, *other}, key=in_order)
    }


def in_order(key: Key) -> tuple[int, str]:
    """Parents before what hangs on them."""
    return KINDS.index(key[0]), key[1]


def standing(state: FactState) -> str | None:
    """What is shown of a fact meanwhile: one that is there, of those the newest."""
    return max(state.heads.items(), key=_newness)[1].content if state.heads else None


def _newness(item: tuple[str, Head]) -> tuple[bool, str, str]:
    version, head = item
    return head.content is not None, head.at, version


def differs(heads: Iterable[Head]) -> bool:
    """Whether somebody has to say which version holds."""
    return len({head.content for head in heads}) > 1

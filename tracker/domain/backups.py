"""Copies of a diary: what they are called, what they hold, and which may go."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from tracker.domain.values import NamedTuple
from tracker.domain.wording import join_words
from tracker.errors import UsageProblem

DAILY = "daily"
BY_HAND = "by-hand"
SET_ASIDE = "set-aside"
BEFORE = "before-"
# Of the copies made before something large, as many stay in the days that are kept.
MOST_BEFORE = 10
MOST_NAMED = 2
STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(
    r"(?P<at>[0-9]{8}T[0-9]{6}Z)-(?P<why>daily|by-hand|set-aside|before-[a-z0-9]{1,16})"
    r"(?:-(?P<number>[0-9]{1,3}))?\.sqlite"
)
_KEEP = re.compile(r"([0-9]{1,4})([dwm])")


# Every link of the histories in a file, as person id and digest.
Seals = frozenset[tuple[str, str]]


class Named(NamedTuple):
    """What the name of a copy says: when in UTC, why, which one of that second."""

    at: datetime
    why: str
    number: int


class Contents(NamedTuple):
    """What a copy holds.

    ``people`` are ids, ``heads`` the newest digest of each person's history;
    ``newest`` is the day of the newest entry. ``name`` says whose it is, also of
    several, and ``zone`` where they live, UTC where that differs; ``named`` are the
    ids of those who have facts, each with the name.
    """

    people: tuple[str, ...]
    name: str
    zone: str
    revision: str
    entries: int
    newest: date | None
    heads: tuple[tuple[str, str], ...]
    named: tuple[tuple[str, str], ...] = ()


class Copy(NamedTuple):
    """A copy of ours in a folder; ``contents`` is None when it cannot be read."""

    path: str
    name: str
    named: Named
    size: int
    contents: Contents | None


class Keep(NamedTuple):
    """How many days, weeks and months that have a copy keep one."""

    days: int = 7
    weeks: int = 4
    months: int = 12


class Kept(NamedTuple):
    """Where the diary of before is; ``damaged`` when it is there as it was found."""

    path: str
    damaged: bool


class Rotation(NamedTuple):
    """Which copies may go; ``fuller`` is why none may: one that holds more entries."""

    gone: tuple[Copy, ...]
    fuller: Copy | None


def say_names(names: Sequence[str]) -> str:
    """As in "Ruth Example", and of many "Ruth Example and 2 more"."""
    if len(names) > MOST_NAMED:
        return f"{names[0]} and {len(names) - 1} more"
    return join_words(names)


def common_zone(zones: Iterable[str]) -> str:
    """Where all of them live; UTC where that differs, or of nobody."""
    found = {*zones}
    return found.pop() if len(found) == 1 else "UTC"


def copy_name(at: datetime, why: str, number: int = 1) -> str:
    """The name of a copy; the first of its second has no number."""
    several = f"-{number}" if number > 1 else ""
    return f"{at.astimezone(UTC):{STAMP}}-{why}{several}.sqlite"


def read_copy_name(name: str) -> Named | None:
    """What the name of a copy says; None when it is not one of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        at = datetime.strptime(found["at"], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Named(at, found["why"], int(found["number"] or 1))


def read_keep(text: str) -> Keep:
    """`7d,4w,12m` in any order; what is not named keeps none."""
    parts = [_KEEP.fullmatch(part.strip()) for part in text.split(",")]
    counts = {part[2]: int(part[1]) for part in parts if part}
    if None in parts or len(counts) < len(parts) or max(counts.values()) < 1:
        raise UsageProblem(
            "--keep says how many days, weeks and months keep a copy, like 7d,4w,12m. "
            "At least one of them must be 1 or more."
        )
    return Keep(counts.get("d", 0), counts.get("w", 0), counts.get("m", 0))


def newest_first(copies: Iterable[Copy]) -> list[Copy]:
    """In the order of their names' times, the newest first."""
    return sorted(copies, key=lambda c: (c.named.at, c.named.number), reverse=True)


def rotate(
    copies: Sequence[Copy], made: Copy, seals: Seals, keep: Keep, *, also_by_hand: bool
) -> Rotation:
    """Which copies may go now that ``made``, with those seals, was made and verified.

    The newest copy of each of the newest days, weeks and months that have one stays,
    and what was made before something large on those days. A copy stays for good when
    its histories end with steps that ``made`` does not have. Copies of other people,
    and those that cannot be read, are no part of it.
    """
    ours = _in_order(_same(copies, made))
    fuller = [copy for copy in ours if _entries(copy) > _entries(made)]
    if fuller:
        return Rotation((), max(fuller, key=_entries))
    old = _beyond(ours, made, keep, also_by_hand=also_by_hand)
    return Rotation(tuple(copy for copy in old if _is_within(copy, seals)), None)


def may_go(
    copies: Sequence[Copy], made: Copy, keep: Keep, *, also_by_hand: bool
) -> list[Copy]:
    """Those that could go by their names alone; whatever `rotate` finds is in it."""
    named = (copy for copy in (made, *copies) if copy.named.why != SET_ASIDE)
    return list(_beyond(_in_order(named), made, keep, also_by_hand=also_by_hand))


def _in_order(copies: Iterable[Copy]) -> list[Copy]:
    """Each file once, the newest first."""
    return newest_first({copy.path: copy for copy in copies}.values())


def _beyond(
    ours: Sequence[Copy], made: Copy, keep: Keep, *, also_by_hand: bool
) -> Iterator[Copy]:
    """Those whose day, week or month does not keep them."""
    kept = (*_kept(ours, keep), *_kept_before(ours, keep))
    stays = {made.path, *(copy.path for copy in kept)}
    for copy in ours:
        if copy.path not in stays and (also_by_hand or not_asked(copy)):
            yield copy


def _is_within(copy: Copy, seals: Seals) -> bool:
    """Whether every step that it holds is held elsewhere too."""
    return copy.contents is not None and seals.issuperset(copy.contents.heads)


def not_asked(copy: Copy) -> bool:
    """Whether the program made it by itself."""
    return copy.named.why != BY_HAND


def _same(copies: Iterable[Copy], made: Copy) -> Iterator[Copy]:
    """The readable copies of the same people, ``made`` among them."""
    people = made.contents.people if made.contents else None
    for copy in (made, *copies):
        counted = copy.contents and copy.named.why != SET_ASIDE
        if counted and copy.contents and copy.contents.people == people:
            yield copy


def _entries(copy: Copy) -> int:
    return copy.contents.entries if copy.contents else 0


def _kept(ours: Sequence[Copy], keep: Keep) -> Iterator[Copy]:
    """``ours`` is newest first, so the first copy of a period is its newest."""
    days: dict[date, Copy] = {}
    weeks: dict[tuple[int, int], Copy] = {}
    months: dict[tuple[int, int], Copy] = {}
    for copy in ours:
        day = copy.named.at.date()
        days.setdefault(day, copy)
        weeks.setdefault(day.isocalendar()[:2], copy)
        months.setdefault((day.year, day.month), copy)
    yield from list(days.values())[: keep.days]
    yield from list(weeks.values())[: keep.weeks]
    yield from list(months.values())[: keep.months]


def _kept_before(ours: Sequence[Copy], keep: Keep) -> Sequence[Copy]:
    """What was made before something large on the newest days that have a copy."""
    days = list(dict.fromkeys(copy.named.at.date() for copy in ours))[: keep.days]
    before = [
        copy
        for copy in ours
        if copy.named.why.startswith(BEFORE) and copy.named.at.date() in days
    ]
    return before[:MOST_BEFORE]

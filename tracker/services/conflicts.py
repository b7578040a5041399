"""What two copies wrote differently, in words, and the word that settles it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from tracker.domain.diary import Diary
from tracker.domain.sharing import Conflict, FactState, Head, Key
from tracker.domain.values import NamedTuple
from tracker.errors import NotFound
from tracker.services.conflict_words import say_version, title_of
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.store.fact_texts import COUNTED, rows_from, text_of
from tracker.store.rows import TableRow, instant_text
from tracker.store.store import Store
from tracker.store.taking_in import Origin, Taker
from tracker.store.versions import Known, known
from tracker.store.whole import today_forms


class VersionReading(NamedTuple):
    """One version in words; ``stands`` says whether it is shown meanwhile."""

    place: int
    author: str
    at: datetime
    says: str
    stands: bool


class ConflictReading(NamedTuple):
    """What is written differently, and its versions, the oldest first."""

    number: int
    kind: str
    title: str
    versions: tuple[VersionReading, ...]


def list_conflicts(store: Store) -> tuple[Diary, list[ConflictReading]]:
    """All that waits for a word."""
    with store.reading():
        diary = open_diary(store)
        return diary, read_conflicts(store, diary)


def read_conflicts(store: Store, diary: Diary) -> list[ConflictReading]:
    """All that waits for a word, by number; needs `reading` around it."""
    found = store.conflicts(diary.person)
    if not found:
        return []
    mine = known(store.stream, today_forms(), diary.person.id)
    return [
        _reading(diary, mine, number, [*versions])
        for number, versions in groupby(found, key=lambda each: each.number)
    ]


def _reading(
    diary: Diary, mine: Known, number: int, versions: list[Conflict]
) -> ConflictReading:
    key = (versions[0].kind, versions[0].fact_id)
    there = mine.rows.get(key)
    text = text_of(there) if there else None
    return ConflictReading(
        number,
        key[0],
        title_of(key, _number(key, there)),
        tuple(
            VersionReading(
                place,
                each.author,
                each.at,
                _say(diary, key, each.content),
                each.content == text,
            )
            for place, each in enumerate(_distinct(versions), 1)
        ),
    )


def _number(key: Key, there: list[TableRow] | None) -> int:
    """The number that people here know it by, or 0."""
    return int(there[0][1]["number"]) if there and key[0] in COUNTED else 0


def _distinct(versions: Iterable[Conflict]) -> list[Conflict]:
    """One version for each thing that is said."""
    found: dict[str | None, Conflict] = {}
    for each in versions:
        found.setdefault(each.content, each)
    return [*found.values()]


def _say(diary: Diary, key: Key, content: str | None) -> str:
    if content is None:
        return "taken away"
    numbers = {"number": 1, "check_in_number": 0}
    rows = rows_from(diary.person.id, key, content, today_forms(), numbers)
    return say_version(key[0], rows, diary)


def answer_conflict(
    store: Store, number: int, place: int, author: str, now: datetime
) -> tuple[Diary, ConflictReading]:
    """Say which version holds; the others are gone from the lists, not the history."""
    with store.writing():
        diary = open_diary(store)
        reading = _find(read_conflicts(store, diary), number)
        version = _version(reading, place)
        found = [c for c in store.conflicts(diary.person) if c.number == number]
        content = _distinct(found)[place - 1].content
        key = (found[0].kind, found[0].fact_id)
        mine = known(store.stream, today_forms(), diary.person.id)
        old = mine.states[key]
        head = Head(instant_text(now), author, content)
        state = FactState({new_id(now): head}, old.dead | old.heads.keys())
        text = f"said which version of {reading.title} holds: {version.says}"
        step = (author, now, "answer", text)
        taker = Taker(store, today_forms(), diary.person, mine)
        taker.take({key: state}, step, Origin(mine.copy, new_id(now)))
        return open_diary(store), reading


def _find(readings: Iterable[ConflictReading], number: int) -> ConflictReading:
    for reading in readings:
        if reading.number == number:
            return reading
    raise NotFound(
        f"Nothing of number {number} waits for a word. See: tracker share list"
    )


def _version(reading: ConflictReading, place: int) -> VersionReading:
    for version in reading.versions:
        if version.place == place:
            return version
    raise NotFound(
        f"There are {len(reading.versions)} versions of {reading.title}. "
        f"Type 1 to {len(reading.versions)}."
    )

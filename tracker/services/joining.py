"""Taking in what somebody shared: a diary that is new here, or what is new in it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Person, ShownWarning
from tracker.domain.sharing import Share, Shared
from tracker.domain.values import NamedTuple
from tracker.errors import Refused, UnusableFile
from tracker.services.conflict_words import difference_words
from tracker.services.conflicts import ConflictReading, read_conflicts
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.services.pinning import pin_all
from tracker.services.share_rights import as_received, require_time, rights_of, today_of
from tracker.store.erasing import was_erased
from tracker.store.fact_texts import first_row
from tracker.store.facts import read_person
from tracker.store.store import Store
from tracker.store.taking_in import News, Origin, Taker, to_take
from tracker.store.versions import Known, known
from tracker.store.whole import Unfit, today_forms

MOST_WARNINGS = 100


class Taken(NamedTuple):
    """What was taken in: how many facts of each kind are new, how many others changed.

    ``differences`` say in words what was changed or taken away. ``conflicts`` are all
    that are open now; ``warnings`` came with it and nobody answered them. ``already``
    when there was nothing new in it.
    """

    diary: Diary
    share: Share | None
    added: Mapping[str, int]
    changed: int
    removed: int
    differences: tuple[str, ...]
    conflicts: tuple[ConflictReading, ...]
    warnings: tuple[ShownWarning, ...]
    already: bool
    author: str


def open_share(store: Store, shared: Shared, author: str, now: datetime) -> Taken:
    """Take in the diary of somebody who is not in this store yet."""
    with _plain_errors(), store.writing():
        if any(person.id == shared.person_id for person in store.people()):
            raise Refused(
                f"{shared.person}'s diary is in here already. Nothing was opened. To "
                "take in what is new: tracker share merge FILE"
            )
        _refuse_erased(store, shared)
        store.whose = shared.person_id
        person = _person_in(shared)
        require_time(shared.grant.expires, today_of(person, now), "This file")
        share = as_received(store, person, shared, now, author)
        text = f"opened {shared.person}'s diary, from {shared.made_by}"
        step = (author, now, "open", text)
        mine = known(store.stream, today_forms(), person.id)
        return _take(store, person, mine, shared, step, ((), (share,)))


def merge_share(store: Store, shared: Shared, author: str, now: datetime) -> Taken:
    """Take in what another copy of this person's diary knows."""
    with _plain_errors(), store.writing():
        person = _same_person(store, shared)
        _refuse_erased(store, shared)
        mine = known(store.stream, today_forms(), person.id)
        before, after = rights_of(store, person, mine, shared, author, now)
        text = f"took in what {shared.made_by} shared"
        step = (author, now, "merge", text)
        return _take(store, person, mine, shared, step, (before, after))


def _same_person(store: Store, shared: Shared) -> Person:
    """Whose file it is; Refused where that is nobody here, or not who is meant."""
    if store.whose is None:
        ids = [person.id for person in store.people()]
        store.whose = shared.person_id if shared.person_id in ids else ""
    person = store.person()
    if person is None or person.id != shared.person_id:
        raise Refused(
            f"Nothing merged. That file is {shared.person}'s diary, and that is not "
            "the one in use here. To open it: tracker share open FILE"
        )
    return person


@contextmanager
def _plain_errors() -> Iterator[None]:
    """What no diary can hold, as one sentence."""
    try:
        yield
    except Unfit as unfit:
        raise UnusableFile(
            f"That file {unfit}. Nothing was taken in. Ask for it to be made again."
        ) from None


def _refuse_erased(store: Store, shared: Shared) -> None:
    if was_erased(store, shared.person_id):
        raise Refused(
            f"Nothing was taken in. {shared.person} was erased from this diary. "
            "To open the file in another one: tracker share open FILE --into DB"
        )


def _person_in(shared: Shared) -> Person:
    """The person as the file says; Unfit without one."""
    state = shared.facts.get(("person", shared.person_id))
    text = next((h.content for h in state.heads.values()), None) if state else None
    if text is None:
        raise Unfit("does not say whose diary it is")
    return read_person(first_row(shared.person_id, text))


def _take(
    store: Store,
    person: Person,
    mine: Known,
    shared: Shared,
    step: tuple[str, datetime, str, str],
    shares: tuple[Iterable[Share], Iterable[Share]],
) -> Taken:
    """Write it, unless there is nothing new in it; what came of it."""
    author, now = step[:2]
    states = to_take(mine, shared.facts)
    before, after = map(tuple, shares)
    news: tuple[News, ...] = ()
    if states or after:
        pin_all(store, shared.protocols)
        taker = Taker(store, today_forms(), person, mine)
        origin = Origin(shared.copy, new_id(now))
        news = taker.take(states, step, origin, (before, after))
    news = tuple(each for each in news if each.before != each.after)
    return _told(store, news, author, after, already=not (states or after))


def _told(
    store: Store,
    news: Iterable[News],
    author: str,
    after: tuple[Share, ...],
    *,
    already: bool,
) -> Taken:
    diary, news = open_diary(store), tuple(news)
    added: dict[str, int] = {}
    changed = removed = 0
    came = set()
    for each in news:
        if not each.before and each.after:
            added[each.key[0]] = added.get(each.key[0], 0) + 1
        changed += bool(each.before and each.after and each.before != each.after)
        removed += bool(each.before and not each.after)
        came.add(each.key)
    waiting = store.unanswered_warnings(diary.person, MOST_WARNINGS)
    return Taken(
        diary,
        next(iter(after), None),
        added,
        changed,
        removed,
        tuple(difference_words(each, diary) for each in news if each.before),
        tuple(read_conflicts(store, diary)),
        tuple(each for each in waiting if ("shown_warning", each.id) in came),
        already,
        author,
    )

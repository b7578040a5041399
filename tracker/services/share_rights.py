"""Who may give what, and what may be taken in under which right."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.domain.facts import Person
from tracker.domain.sharing import (
    ADDABLE,
    GIVEN,
    RECEIVED,
    SCOPES,
    FactState,
    Key,
    Scope,
    Share,
    Shared,
)
from tracker.domain.values import NamedTuple
from tracker.domain.window import local_day
from tracker.domain.wording import long_day
from tracker.errors import NoRight, Refused, UsageProblem
from tracker.services.texts import check_remark
from tracker.store.store import Store
from tracker.store.taking_in import to_take
from tracker.store.versions import Known

SCOPE_WORDS: dict[Scope, str] = {
    "read": "see",
    "log": "see and add",
    "all": "everything",
}


class Asked(NamedTuple):
    """For whom a file is made, and what its reader may do until which last day."""

    name: str
    scope: Scope
    since: date | None
    notes: bool
    expires: date | None


def allowed(asked: Asked, received: Share | None, today: date) -> Asked:
    """What may be given: nobody gives more than they have."""
    if asked.scope == "all" and not asked.notes:
        raise UsageProblem(
            "Nothing made. Who may do everything has to see the notes too. Leave "
            "--no-notes out, or take --scope log."
        )
    if asked.expires and asked.expires < today:
        raise Refused(
            f"Nothing made. {long_day(asked.expires)} is over. Type a day to come."
        )
    asked = asked._replace(name=check_remark(asked.name))
    if received is None:
        return asked
    if SCOPES.index(asked.scope) > SCOPES.index(received.scope):
        raise NoRight(
            f"Nothing made. In this copy you may {SCOPE_WORDS[received.scope]}, and "
            f"nobody can give more than that. Take --scope {received.scope}."
        )
    ends = [day for day in (asked.expires, received.expires) if day]
    return asked._replace(expires=min(ends, default=None))


def rights_of(
    store: Store,
    person: Person,
    mine: Known,
    shared: Shared,
    author: str,
    now: datetime,
) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """The rights before and after; NoRight where that file may not be taken in."""
    today = today_of(person, now)
    require_time(shared.grant.expires, today, "This file")
    own = right_of(store, person)
    given = {s.id: s for s in store.shares(person) if s.direction == GIVEN}
    if shared.copy == mine.copy:
        return (), ()
    if own and own.copy == shared.copy:
        if own.id == shared.grant.id:
            return (), ()
        fresh = as_received(store, person, shared, now, author)
        return (own,), (fresh._replace(number=own.number),)
    right = given.get(shared.made_under)
    if right is None:
        raise NoRight(
            f"Nothing merged. That file was made by {shared.made_by} under a right "
            "that this copy did not give. Take a file that was made from yours: "
            "tracker share list"
        )
    require_time(right.expires, today, f"The right of {right.name}")
    _require_scope(right, mine, to_take(mine, shared.facts), shared)
    return (), ()


def _require_scope(
    right: Share, mine: Known, news: Mapping[Key, FactState], shared: Shared
) -> None:
    """Nothing in it may go further than the right that was given."""
    if right.scope == "all":
        return
    if right.scope == "read" and news:
        raise NoRight(
            f"Nothing merged. {right.name} may see, not add, and that file adds "
            "something. To let them add: tracker share make --scope log"
        )
    foreign = [key for key in news if not _may_add(mine, key, shared.copy)]
    if foreign:
        raise NoRight(
            f"Nothing merged. {right.name} may see and add, and that file changes "
            f"{len(foreign)} of what others wrote. To let them: tracker share make "
            "--scope all"
        )


def _may_add(mine: Known, key: Key, copy: str) -> bool:
    """Whether a fact is new here, or came first from that very copy."""
    return key[0] in ADDABLE and mine.origins.get(key, copy) == copy


def require_time(expires: date | None, today: date, what: str) -> None:
    if expires is not None and expires < today:
        raise NoRight(
            f"Nothing was taken in. {what} ended on {long_day(expires)}. "
            "Ask for a new one."
        )


def right_of(store: Store, person: Person) -> Share | None:
    """The right that this copy came with; None in the person's own diary."""
    found = (s for s in store.shares(person) if s.direction == RECEIVED)
    return next(found, None)


def as_received(
    store: Store, person: Person, shared: Shared, now: datetime, author: str
) -> Share:
    grant = shared.grant
    return Share(
        grant.id,
        store.next_number(person, "share"),
        RECEIVED,
        shared.made_by,
        grant.scope,
        grant.since,
        grant.notes,
        grant.expires,
        shared.copy,
        now,
        author,
    )


def today_of(person: Person, now: datetime) -> date:
    return local_day(now, ZoneInfo(person.zone), person.day_start)

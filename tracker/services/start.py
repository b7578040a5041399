"""Writing down a procedure and generating what comes after it."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.diary import Diary
from tracker.domain.facts import Contact, Person, Procedure
from tracker.domain.timeline import plan_timeline
from tracker.domain.values import NamedTuple
from tracker.domain.wording import long_day
from tracker.errors import NotFound, NothingRecorded, Refused, UsageProblem
from tracker.protocols.library import Loaded
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.services.people import find
from tracker.services.zones import instant_of
from tracker.store.rows import Fact
from tracker.store.store import Store

UNNAMED = "the patient"
FURTHEST_PLANNED = timedelta(days=366)


class Beginning(NamedTuple):
    """What `start` was told; None and empty where nobody said."""

    on: date
    clock: time | None
    zone: ZoneInfo
    name: str
    author: str
    baseline_pain: int | None
    emergency: str
    care_team: str
    day_start: int
    another: bool


def existing(store: Store) -> Diary | None:
    """The recovery already in the store, if any."""
    try:
        return open_diary(store)
    except NothingRecorded:
        return None


def start(store: Store, told: Beginning, loaded: Loaded, now: datetime) -> Diary:
    """Keep the procedure, its pinned protocol and its timeline, in one step."""
    check_day(told.on, now, told.zone)
    with store.writing():
        known, there = existing(store), store.person()
        if known is not None:
            refuse_second(known, another=told.another)
        if there is not None:
            _refuse_other(store, there, told.name)
            told = told._replace(author=told.author or _last_author(store, there))
        if known is not None:
            refuse_future(told.on, now, told.zone)
            refuse_earlier(told.on, known.procedure)
        person = there or _person(told, now)
        if known is None and there is not None:
            person = _placed(store, there, told, now)
        store.whose = person.id
        _write(store, person, told, loaded, now, known=known, new=there is None)
        return open_diary(store)


def _write(
    store: Store,
    person: Person,
    told: Beginning,
    loaded: Loaded,
    now: datetime,
    *,
    known: Diary | None,
    new: bool,
) -> None:
    number = store.next_number(person, "procedure")
    procedure = _procedure(told, person, number, loaded, now)
    zone = ZoneInfo(procedure.zone)
    planned = plan_timeline(procedure.on, procedure.at, zone, loaded.protocol)
    texts = {"toml": loaded.toml, "json": loaded.json}
    store.pin(loaded.protocol.id, loaded.protocol.version, loaded.sha256, texts)
    facts: list[Fact] = [*_contacts(told, now, known), procedure]
    text = f"wrote down {person.name}'s procedure on {long_day(told.on)}"
    store.add_timeline(
        person,
        [person, *facts] if new else facts,
        procedure,
        (planned.milestones, planned.restrictions),
        text,
    )


def _placed(store: Store, added: Person, told: Beginning, now: datetime) -> Person:
    """Somebody who was added, where and with which days the beginning says."""
    day_start = told.day_start or added.day_start
    person = added._replace(zone=told.zone.key, day_start=day_start)
    if person != added:
        step = (told.author, now, "start", f"wrote down where {added.name} lives")
        store.write(person, step, before=[added], after=[person])
    return person


def _last_author(store: Store, person: Person) -> str:
    newest = store.changes(person, 1)
    return newest[0].author if newest else person.name


def refuse_second(known: Diary, *, another: bool) -> None:
    """A second start never overwrites; `--another` adds, for the same person."""
    owner, day = known.person.name, long_day(known.procedure.on)
    if not another:
        raise Refused(
            f"Nothing saved. {owner}'s diary has begun. "
            f"The procedure was on {day}.\n"
            "Typed wrong?          tracker undo (the newest step goes first)\n"
            "Another day?          tracker move DATE --reason TEXT\n"
            "A further procedure?  tracker start DATE --another\n"
            "A phone number?       tracker contact add\n"
            "Somebody else's?      tracker person add NAME\n"
            "In another file?      tracker --db OTHER-FILE start"
        )


def _refuse_other(store: Store, person: Person, name: str) -> None:
    """A name that was typed has to be that of the one whose beginning it is."""
    if not name:
        return
    with suppress(NotFound, UsageProblem):
        if find(store.people(), name).id == person.id:
            return
    raise Refused(
        f"Nothing saved. This beginning would be {person.name}'s. "
        "Somebody else's?  tracker person add NAME"
    )


def refuse_earlier(on: date, earlier: Procedure) -> None:
    """A further procedure comes after the one before it."""
    if on <= earlier.on:
        raise Refused(
            "Nothing saved. A further procedure comes after the one of "
            f"{long_day(earlier.on)}. Was that day typed wrong?  tracker undo"
        )


def refuse_future(on: date, now: datetime, zone: ZoneInfo) -> None:
    """A further procedure hides the present recovery, so it waits for its day."""
    if on > now.astimezone(zone).date():
        raise Refused(
            f"Nothing saved. {long_day(on)} has not come yet, and until then the "
            "present recovery is the one to look at. Write it down on its day."
        )


def check_day(on: date, now: datetime, zone: ZoneInfo) -> None:
    """A procedure may be planned, but hardly for more than a year."""
    if on > now.astimezone(zone).date() + FURTHEST_PLANNED:
        raise Refused(
            f"Nothing saved. {long_day(on)} is more than a year ahead. "
            "Type the day of the procedure, like 2026-11-03."
        )


def _person(told: Beginning, now: datetime) -> Person:
    return Person(new_id(now), told.name or UNNAMED, told.zone.key, told.day_start)


def _procedure(
    told: Beginning, person: Person, number: int, loaded: Loaded, now: datetime
) -> Procedure:
    return Procedure(
        new_id(now),
        number,
        told.on,
        instant_of(told.on, told.clock, told.zone) if told.clock else None,
        told.zone.key,
        told.baseline_pain,
        loaded.protocol.id,
        loaded.protocol.version,
        loaded.sha256,
        now,
        told.author or person.name,
    )


def _contacts(told: Beginning, now: datetime, known: Diary | None) -> list[Contact]:
    """The numbers that were said and are not yet known; Refused for another one."""
    said = (("emergency", told.emergency), ("care-team", told.care_team))
    new = []
    for kind, number in said:
        old = known.number(kind) if known else None
        if number and old and number != old:
            raise Refused(
                f"Nothing saved. Another number is written down: {old}. Leave "
                f"--{kind} out, then: tracker contact add {kind} {number}"
            )
        if number and not old:
            new.append(Contact(new_id(now), kind, number))
    return new

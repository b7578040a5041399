"""What was typed after `tracker start`, and the beginning it makes."""

from tracker.cli.names import read_name
from tracker.cli.people import local_zone
from tracker.cli.phones import read_phone
from tracker.domain.answers import read_value
from tracker.domain.days import read_day
from tracker.domain.diary import Diary
from tracker.domain.facts import Person
from tracker.domain.moments import read_clock, read_day_start
from tracker.domain.protocol import BASELINE_QUESTION, Protocol
from tracker.domain.report import Report
from tracker.domain.values import NamedTuple
from tracker.errors import UsageProblem
from tracker.protocols.library import Loaded
from tracker.services.people import find
from tracker.services.start import (
    Beginning,
    check_day,
    existing,
    refuse_second,
    start,
)
from tracker.services.zones import read_zone
from tracker.workspace import Workspace


class Phones(NamedTuple):
    """The numbers that were typed."""

    emergency: str | None = None
    care_team: str | None = None


class Words(NamedTuple):
    """The words of one `tracker start`; None where nothing was typed."""

    day: str | None
    clock: str | None = None
    zone: str | None = None
    name: str | None = None
    baseline_pain: str | None = None
    phones: Phones = Phones()
    day_start: str | None = None
    another: bool = False


def begin(workspace: Workspace, words: Words, loaded: Loaded) -> Report:
    """Keep the beginning that was typed, and read the diary it makes."""
    beginning = read_words(workspace, words, loaded.protocol)
    check_day(beginning.on, workspace.now(), beginning.zone)
    with workspace.new_store() as store:
        start(store, beginning, loaded, workspace.now())
        return workspace.review(store)


def read_words(workspace: Workspace, words: Words, protocol: Protocol) -> Beginning:
    """The beginning that was typed; Refused where something cannot be meant."""
    if words.day is None:
        raise UsageProblem(
            "Which day was the procedure?  tracker start 2026-11-03\n"
            "On a terminal, tracker start alone asks."
        )
    zone = read_zone(usual_zone(workspace) if words.zone is None else words.zone)
    today = workspace.now().astimezone(zone).date()
    name = read_name(words.name) if words.name is not None else ""
    return Beginning(
        read_day(words.day, today=today, look="back", procedure_on=None),
        read_clock(words.clock) if words.clock is not None else None,
        zone,
        name,
        workspace.typist() or "",
        read_baseline(words.baseline_pain, protocol),
        read_phone(words.phones.emergency),
        read_phone(words.phones.care_team),
        read_day_start(words.day_start) if words.day_start is not None else 0,
        words.another,
    )


def read_baseline(text: str | None, protocol: Protocol) -> int | None:
    """The pain before the procedure, in the steps of the protocol's pain question."""
    question = protocol.question(BASELINE_QUESTION)
    if text is None or question is None:
        return None
    return read_value(question, text.strip()).number


def known_diary(workspace: Workspace) -> Diary | None:
    """The diary that is there already, if any."""
    if not workspace.exists():
        return None
    with workspace.store() as store, store.reading():
        return existing(store)


def known_person(workspace: Workspace) -> Person | None:
    """Who is meant, where somebody is there already; begun or not."""
    if not workspace.exists():
        return None
    with workspace.store() as store, store.reading():
        return store.person()


def usual_zone(workspace: Workspace) -> str:
    """Where the person is known to live; this computer's zone for a new one."""
    known = known_person(workspace)
    return known.zone if known else local_zone()


def refuse_early(workspace: Workspace, words: Words) -> None:
    """Say that a recovery exists before anything is asked; a passphrase comes first."""
    _mean_named(workspace, words.name)
    known = known_diary(workspace)
    if known is not None:
        refuse_second(known, another=words.another)


def _mean_named(workspace: Workspace, name: str | None) -> None:
    """`--name` means one of several who are there, when nobody else was named.

    NotFound where `--person` names somebody of a diary that does not exist.
    """
    if not workspace.exists():
        if workspace.person is not None:
            find((), workspace.person)
        return
    if workspace.person is None and name is not None:
        with workspace.store(of_everybody=True) as store, store.reading():
            several = len(store.people()) > 1
        workspace.person = name if several else None

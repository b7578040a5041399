"""What was done about a warning; nothing else ever clears one."""

from datetime import date, datetime, timedelta

from tracker.domain.diary import Diary
from tracker.domain.facts import Acknowledgement, Moment, Person, ShownWarning
from tracker.domain.report import WarningReading
from tracker.domain.values import NamedTuple
from tracker.domain.wording import mid_day
from tracker.errors import NotFound, Refused
from tracker.services.diary import open_diary
from tracker.services.entries import FIRST, LAST
from tracker.services.ids import new_id
from tracker.services.texts import check_note, in_short
from tracker.store.store import Store

MOST_WARNINGS = 500


class Done(NamedTuple):
    """What somebody did: ``kind`` is "called" or "mistake"; when; in their words."""

    kind: str
    moment: Moment
    note: str


def read_warnings(
    store: Store, person: Person, first: date, last: date
) -> tuple[WarningReading, ...]:
    """All that nobody answered, the gravest first; then the answered of some days."""
    waiting = store.unanswered_warnings(person, MOST_WARNINGS)
    answered = (
        WarningReading(shown, done)
        for shown, done in store.warnings_in_days(person, first, last)
        if done is not None
    )
    return (*(WarningReading(shown, None) for shown in waiting), *answered)


def list_warnings(store: Store) -> tuple[Diary, tuple[WarningReading, ...]]:
    """Whose they are, and every warning: those that nobody answered first."""
    with store.reading():
        diary = open_diary(store)
        return diary, read_warnings(store, diary.person, FIRST, LAST)


def answer(
    store: Store, number: int, done: Done, author: str, now: datetime
) -> tuple[Diary, WarningReading]:
    """Keep what was done about a warning; an earlier answer is kept beside it."""
    note = check_note(done.note.strip())
    with store.writing():
        diary = open_diary(store)
        shown = find_warning(store, diary, number)
        refuse_before(shown, done)
        kept = Acknowledgement(
            new_id(now),
            store.next_number(diary.person, "acknowledgement"),
            shown.procedure_id,
            shown.id,
            done.kind,
            done.moment.at,
            done.moment.time_known,
            diary.person.zone,
            done.moment.day,
            note,
            now,
            author,
        )
        step = (author, now, "warnings", _sentence(shown, kept))
        store.write(diary.person, step, after=[kept])
        return diary, WarningReading(shown, kept)


def refuse_before(shown: ShownWarning, done: Done) -> None:
    """A mistyped day must not quiet a warning that came after it.

    One day before is let through: a sign may be written down on the day after.
    """
    if done.kind == "called" and done.moment.day < shown.day - timedelta(days=1):
        raise Refused(
            f"Nothing saved. {mid_day(done.moment.day)} is before the warning of "
            f"{mid_day(shown.day)}. Type the day of the call."
        )


def find_warning(store: Store, diary: Diary, number: int) -> ShownWarning:
    """The warning of that number; NotFound when there is none."""
    shown = store.warning_numbered(diary.person, number)
    if shown is None:
        raise NotFound(f"There is no warning {number}. The list: tracker warnings")
    return shown


def _sentence(shown: ShownWarning, kept: Acknowledgement) -> str:
    said = f"answered warning {shown.number}: marked by mistake"
    if kept.kind == "called":
        said = f"answered warning {shown.number}: called {mid_day(kept.day)}"
    return f"{said}, note {in_short(kept.note)}" if kept.note else said

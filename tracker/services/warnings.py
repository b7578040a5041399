"""What was done about a warning; nothing else ever clears one."""

from datetime import date, datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Acknowledgement, Moment, ShownWarning
from tracker.domain.report import WarningReading
from tracker.domain.values import NamedTuple
from tracker.domain.wording import mid_day, visible
from tracker.errors import NotFound
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.services.review import MOST_WARNINGS
from tracker.services.texts import check_note
from tracker.store.store import Store

FIRST = date(1900, 1, 1)
LAST = date(2200, 12, 31)
LONGEST_IN_HISTORY = 60


class Done(NamedTuple):
    """What somebody did: ``kind`` is "called" or "mistake"; when; in their words."""

    kind: str
    moment: Moment
    note: str


def list_warnings(store: Store) -> tuple[Diary, list[WarningReading]]:
    """Those that nobody answered, the gravest first, then the others, newest first."""
    with store.reading():
        diary = open_diary(store)
        waiting = store.unanswered_warnings(diary.person, MOST_WARNINGS)
        answered = [
            WarningReading(shown, answer)
            for shown, answer in store.warnings_in_days(diary.person, FIRST, LAST)
            if answer is not None
        ]
        return diary, [WarningReading(shown, None) for shown in waiting] + answered


def answer(
    store: Store, number: int, done: Done, author: str, now: datetime
) -> tuple[Diary, WarningReading]:
    """Keep what was done about a warning; an earlier answer is kept beside it."""
    note = check_note(done.note.strip())
    with store.writing():
        diary = open_diary(store)
        shown = find_warning(store, diary, number)
        kept = Acknowledgement(
            new_id(now),
            store.next_number(diary.person, "acknowledgement"),
            diary.procedure.id,
            shown.id,
            shown.number,
            done.kind,
            done.moment.at,
            done.moment.time_known,
            diary.person.zone,
            done.moment.day,
            note,
            now,
            author,
        )
        step = (author, now, "warnings", _sentence(kept))
        store.write(diary.person, step, after=[kept])
        return diary, WarningReading(shown, kept)


def find_warning(store: Store, diary: Diary, number: int) -> ShownWarning:
    """The warning of that number; NotFound when there is none."""
    shown = store.warning_numbered(diary.person, number)
    if shown is None:
        raise NotFound(f"There is no warning {number}. The list: tracker warnings")
    return shown


def _sentence(kept: Acknowledgement) -> str:
    said = f"answered warning {kept.warning_number}: marked by mistake"
    if kept.kind == "called":
        said = f"answered warning {kept.warning_number}: called {mid_day(kept.day)}"
    if not kept.note:
        return said
    note = visible(kept.note).replace("\n", " ")
    cut = note[:LONGEST_IN_HISTORY]
    return f'{said}, note "{cut}{"..." if len(note) > len(cut) else ""}"'

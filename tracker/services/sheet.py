"""A week on paper: what is printed of it, and keeping what was written on it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from tracker.domain.asking import WEEK
from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn, ShownWarning
from tracker.domain.sheet import ONE_DAY, Sheet, plan_sheet
from tracker.domain.wording import join_words, mid_day
from tracker.errors import Refused
from tracker.services.diary import open_diary
from tracker.services.evidence import reached_by
from tracker.services.log import Logged, as_shown, in_order, joined, new_warnings
from tracker.services.texts import check_note
from tracker.store.store import Store


def read_sheet(store: Store, diary: Diary, first: date) -> Sheet:
    """The sheet of the seven days from ``first``, and what the diary has of them."""
    last = first + WEEK - ONE_DAY
    with store.reading():
        milestones = store.milestones(diary.person, diary.procedure)
        entries = store.check_ins(diary.person, diary.procedure, first, last)
        return plan_sheet(diary, first, milestones, tuple(entries))


def keep_days(
    store: Store, drafts: Sequence[CheckIn], known: AbstractSet[str], now: datetime
) -> list[Logged]:
    """Keep days of a sheet in one step; drafts with a ``known`` id are added to.

    A draft's number and procedure do not count yet.
    """
    for draft in drafts:
        check_note(draft.note)
    with store.writing():
        diary = open_diary(store)
        olds = [store.check_in(diary.person, draft.id) for draft in drafts]
        if any(d.id in known and not old for d, old in zip(drafts, olds, strict=True)):
            raise Refused("Nothing more saved: an entry was taken back meanwhile.")
        pairs = [
            (old, _entry(store, diary, draft, old))
            for draft, old in zip(drafts, olds, strict=True)
        ]
        return _write(store, diary, pairs, (drafts[0].author, now))


def _entry(store: Store, diary: Diary, draft: CheckIn, old: CheckIn | None) -> CheckIn:
    """The whole entry: a new one, or what was kept of it with the rest."""
    entry = in_order(diary, draft)
    if old is None:
        number = store.next_number(diary.person, "entry")
        return entry._replace(number=number, procedure_id=diary.procedure.id)
    return entry._replace(
        number=old.number,
        procedure_id=old.procedure_id,
        recorded_at=old.recorded_at,
        answers=joined(old, draft),
        signs=tuple(sorted({*old.signs, *draft.signs})),
        note=draft.note or old.note,
    )


def _write(
    store: Store,
    diary: Diary,
    pairs: Sequence[tuple[CheckIn | None, CheckIn]],
    by: tuple[str, datetime],
) -> list[Logged]:
    author, now = by
    newest = store.changes(diary.person, 1)
    behind = bool(newest) and newest[0].at > now
    entries = [entry for _, entry in pairs]
    shown = [_warnings(store, diary, old, entry, by) for old, entry in pairs]
    store.write(
        diary.person,
        (author, now, "sheet", _sentence(entries)),
        before=[old for old, _ in pairs if old is not None],
        after=[*entries, *(warning for each in shown for warning in each)],
    )
    return [
        Logged(diary, entry, each, reached_by(store, diary, entry), False, behind)
        for entry, each in zip(entries, shown, strict=True)
    ]


def _warnings(
    store: Store,
    diary: Diary,
    old: CheckIn | None,
    entry: CheckIn,
    by: tuple[str, datetime],
) -> tuple[ShownWarning, ...]:
    return tuple(
        as_shown(store, diary, entry, warning, *by)
        for warning in new_warnings(diary, entry, old)
    )


def _sentence(entries: Sequence[CheckIn]) -> str:
    """The step as the history tells it."""
    days = dict.fromkeys((mid_day(entries[0].day), mid_day(entries[-1].day)))
    signs = sorted({sign for entry in entries for sign in entry.signs})
    said = "".join(f", sign {sign}" for sign in signs)
    return f"typed in from paper: {say_entries(entries)}, {' to '.join(days)}{said}"


def say_entries(entries: Sequence[CheckIn]) -> str:
    """As in "entries 3 to 9", or each of them where some lie apart."""
    numbers = sorted(entry.number for entry in entries)
    if len(numbers) == 1:
        return f"entry {numbers[0]}"
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"entries {numbers[0]} to {numbers[-1]}"
    return f"entries {join_words([str(number) for number in numbers])}"

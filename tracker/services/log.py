"""Writing and correcting entries: one commit each, and a retry that cannot double."""

from datetime import datetime

from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn, Moment, ShownWarning
from tracker.domain.signs import MARKED, Warning, find_warnings
from tracker.domain.values import NamedTuple
from tracker.errors import NotFound, Refused
from tracker.services.diary import open_diary
from tracker.services.entry_words import described, difference
from tracker.services.evidence import reached_by
from tracker.services.ids import new_id
from tracker.services.texts import check_note, check_remark
from tracker.store.store import Store

WHOM = {"emergency": "emergency", "same-day": "care-team"}


class Logged(NamedTuple):
    """What is stored now; ``already`` when it had been saved before.

    ``warnings`` are those this step showed, ``reached`` the titles of the milestones
    that this entry reached; ``clock_behind`` is True when the step before it was
    written later than now.
    """

    diary: Diary
    check_in: CheckIn
    warnings: tuple[ShownWarning, ...]
    reached: tuple[str, ...]
    already: bool
    clock_behind: bool


class Edit(NamedTuple):
    """What to change in an entry; None leaves it, a None answer removes one."""

    answers: dict[str, Answer | None]
    moment: Moment | None
    note: str | None
    reason: str


def log(store: Store, draft: CheckIn, now: datetime) -> Logged:
    """Keep a draft, whose number and procedure do not count yet, as a new entry."""
    check_note(draft.note)
    with store.writing():
        diary = open_diary(store)
        saved = store.check_in(diary.person, draft.id)
        if saved is not None:
            _refuse_other(saved, in_order(diary, draft))
            shown = tuple(store.warnings_of(diary.person, saved.id))
            return Logged(diary, saved, shown, (), already=True, clock_behind=False)
        entry = in_order(diary, draft)._replace(
            number=store.next_number(diary.person, "entry"),
            procedure_id=diary.procedure.id,
        )
        text = f"wrote {described(entry, diary)}"
        return _keep(store, diary, None, entry, (draft.author, now, "log", text))


def _refuse_other(saved: CheckIn, draft: CheckIn) -> None:
    """A retry says the same again; anything else would be lost without a word."""
    said = (draft.answers, draft.signs, draft.note)
    if said != (saved.answers, saved.signs, saved.note):
        raise Refused(
            f"Nothing saved. Entry {saved.number} has that --id and says something "
            f"else. To correct it: tracker edit {saved.number}"
        )


def extend(store: Store, draft: CheckIn, now: datetime) -> Logged:
    """Add to the entry that was saved under the draft's id when a sign was marked."""
    check_note(draft.note)
    with store.writing():
        diary = open_diary(store)
        old = store.check_in(diary.person, draft.id)
        if old is None:
            raise Refused("Nothing more saved: that entry was taken back meanwhile.")
        entry = in_order(diary, draft)._replace(
            number=old.number,
            procedure_id=old.procedure_id,
            recorded_at=old.recorded_at,
            answers=joined(old, draft),
            signs=tuple(sorted({*old.signs, *draft.signs})),
            note=draft.note or old.note,
        )
        text = difference(old, entry, diary) or f"finished entry {old.number}"
        return _keep(store, diary, old, entry, (draft.author, now, "log", text))


def joined(old: CheckIn, draft: CheckIn) -> tuple[Answer, ...]:
    """The draft's answers, and what somebody else wrote there meanwhile."""
    given = {answer.question for answer in draft.answers}
    kept = [answer for answer in old.answers if answer.question not in given]
    return tuple(sorted((*kept, *draft.answers)))


def edit(store: Store, number: int, change: Edit, author: str, now: datetime) -> Logged:
    """Correct an entry; warnings it newly raises are shown, shown ones stay."""
    check_note(change.note or "")
    why = check_remark(change.reason)
    with store.writing():
        diary = open_diary(store)
        old = find_entry(store, diary, number)
        entry = _edited(old, change)
        if entry == old:
            raise Refused(f"Nothing changed: entry {number} reads like that already.")
        text = difference(old, entry, diary) + (f": {why}" if why else "")
        return _keep(store, diary, old, entry, (author, now, "edit", text))


def delete(store: Store, number: int, author: str, now: datetime) -> Logged:
    """Remove an entry; what it showed stays, and its number is never used again."""
    with store.writing():
        diary = open_diary(store)
        old = find_entry(store, diary, number)
        step = (author, now, "delete", f"deleted {described(old, diary)}")
        store.write(diary.person, step, before=[old])
        return Logged(diary, old, (), (), already=False, clock_behind=False)


def read_entry(store: Store, diary: Diary, number: int) -> CheckIn:
    """The entry of that number as it is now; NotFound when there is none."""
    with store.reading():
        return find_entry(store, diary, number)


def find_entry(store: Store, diary: Diary, number: int) -> CheckIn:
    """The entry of that number; NotFound when there is none."""
    entry = store.check_in_numbered(diary.person, number)
    if entry is None:
        raise NotFound(f"There is no entry {number}. The list: tracker entries")
    return entry


def in_order(diary: Diary, draft: CheckIn) -> CheckIn:
    """The draft in the order of the store; nothing is relayed by the person's self."""
    own = draft.author == diary.person.name
    return draft._replace(
        answers=tuple(sorted(draft.answers)),
        signs=tuple(sorted(draft.signs)),
        relayed=None if own else draft.relayed,
    )


def _keep(
    store: Store,
    diary: Diary,
    old: CheckIn | None,
    entry: CheckIn,
    step: tuple[str, datetime, str, str],
) -> Logged:
    author, now = step[:2]
    newest = store.changes(diary.person, 1)
    behind = bool(newest) and newest[0].at > now
    shown = [
        as_shown(store, diary, entry, warning, author, now)
        for warning in new_warnings(diary, entry, old)
    ]
    store.write(diary.person, step, before=[old] if old else [], after=[entry, *shown])
    reached = reached_by(store, diary, entry)
    return Logged(diary, entry, tuple(shown), reached, False, behind)


def new_warnings(diary: Diary, entry: CheckIn, old: CheckIn | None) -> list[Warning]:
    """What the entry raises and did not raise before, or by another answer."""
    before = {w.sign.id: w.rule for w in raised(diary, old)} if old else {}
    return [
        warning
        for warning in raised(diary, entry)
        if warning.sign.id not in before
        or warning.rule not in (MARKED, before[warning.sign.id])
    ]


def raised(diary: Diary, entry: CheckIn) -> list[Warning]:
    """The signs of an entry; before the procedure nothing compares with before."""
    own = diary.procedure_of(entry)
    early = entry.at < (own.at or entry.at) or entry.day < own.on
    baseline = None if early else own.baseline_pain
    return find_warnings(diary.protocol, entry.answers, entry.signs, baseline)


def as_shown(
    store: Store,
    diary: Diary,
    entry: CheckIn,
    warning: Warning,
    author: str,
    now: datetime,
) -> ShownWarning:
    return ShownWarning(
        new_id(now),
        store.next_number(diary.person, "warning"),
        diary.procedure.id,
        entry.id,
        entry.number,
        warning.sign.id,
        warning.sign.tier,
        warning.sign.text,
        warning.rule,
        diary.number(WHOM.get(warning.sign.tier, "")) or "",
        entry.day,
        entry.zone,
        now,
        author,
    )


def _edited(old: CheckIn, change: Edit) -> CheckIn:
    kept = [a for a in old.answers if a.question not in change.answers]
    given = [answer for answer in change.answers.values() if answer is not None]
    answers = tuple(sorted((*kept, *given)))
    entry = old._replace(answers=answers)
    if change.note is not None:
        entry = entry._replace(note=change.note)
    moment = change.moment
    if moment is None:
        return entry
    return entry._replace(at=moment.at, time_known=moment.time_known, day=moment.day)

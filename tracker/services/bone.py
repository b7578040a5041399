"""How far the bone-health items are: asked, booked, done."""

from datetime import date, datetime

from tracker.domain.answers import closest
from tracker.domain.diary import Diary
from tracker.domain.facts import BoneStep
from tracker.domain.protocol import BoneItem
from tracker.domain.report import BoneReading
from tracker.domain.wording import join_words, mid_day, quoted
from tracker.errors import NotFound
from tracker.services.diary import open_diary
from tracker.services.ids import new_id
from tracker.services.texts import check_remark
from tracker.store.store import Store

KINDS = ("asked", "booked", "done")


def read_bone(
    store: Store, diary: Diary, last: date | None = None
) -> tuple[BoneReading, ...]:
    """Every bone-health item with its newest step, up to a day."""
    items = diary.protocol.bone_items
    if not items:
        return ()
    steps = store.bone_steps(diary.person, diary.procedure)
    newest = {s.item: s for s in steps if last is None or s.day <= last}
    return tuple(BoneReading(item, newest.get(item.id)) for item in items)


def list_bone(store: Store) -> tuple[Diary, tuple[BoneReading, ...]]:
    """Whose they are, and every bone-health item with its newest step."""
    with store.reading():
        diary = open_diary(store)
        return diary, read_bone(store, diary)


def keep_bone_step(
    store: Store,
    item_id: str,
    kind: str,
    day: date,
    note: str,
    author: str,
    now: datetime,
) -> tuple[Diary, BoneReading]:
    """Keep how far an item is; earlier steps are kept too."""
    note = check_remark(note)
    with store.writing():
        diary = open_diary(store)
        item = find_bone_item(diary, item_id)
        step = BoneStep(
            new_id(now),
            store.next_number(diary.person, "bone step"),
            diary.procedure.id,
            item.id,
            kind,
            day,
            note,
            now,
            author,
        )
        remark = f" ({note})" if note else ""
        text = f"wrote down that this was {kind}: {item.title}, {mid_day(day)}{remark}"
        store.write(diary.person, (author, now, "bone", text), after=[step])
        return diary, BoneReading(item, step)


def find_bone_item(diary: Diary, item_id: str) -> BoneItem:
    """The item of that id or title; NotFound names the closest ones."""
    wanted = item_id.strip().lower()
    items = diary.protocol.bone_items
    found = next((b for b in items if wanted in (b.id, b.title.lower())), None)
    if found is not None:
        return found
    known = [item.id for item in items]
    near = closest(item_id, known)
    hint = f"Did you mean {join_words(near, 'or')}? " if near else ""
    listed = f"The list: {join_words(known)}" if known else "This plan lists none."
    raise NotFound(f"{quoted(item_id)} is not on the bone list. {hint}{listed}")

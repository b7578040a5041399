"""What could not be saved, kept as a private file that `tracker import` takes in."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from shlex import quote

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.services.ids import new_id
from tracker.settings import store_path
from tracker.store.rows import instant_text

OWNER_ONLY = 0o600
MARK = ".draft-"
ENDING = ".ndjson"
VERSION = 1
FLAGS = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
# A draft has no number yet; an import gives it the next one.
ANY_NUMBER = 1
UNKEPT = "What you typed could not be kept either: write it on paper."


def keep_drafts(
    diary: Diary, drafts: Iterable[CheckIn], saved: Mapping[str, CheckIn], path: str
) -> str:
    """Keep entries that could not be saved; a sentence that says where they are now.

    ``path`` is the diary's file; ``saved`` are those of which a part is saved.
    """
    unsaved = [_unsaved(draft, saved.get(draft.id)) for draft in drafts]
    lines = "".join(f"{line}\n" for line in _lines(diary, unsaved))
    for place in _places(path, unsaved[0].id):
        try:
            _write(place, lines.encode())
        except OSError:
            continue
        command = f"tracker {_named(path)}import {quote(place)} --yes"
        return (
            "What you typed is not lost: it is in a private file, not locked. Do not "
            f"type it again. Once this is put right, take it in with: {command}"
        )
    return UNKEPT


def _unsaved(draft: CheckIn, saved: CheckIn | None) -> CheckIn:
    """The draft, or what it says beyond the part that is saved: an entry of its own.

    Which lists were asked stands with the signs that are saved; the rest alone would
    say that nothing was marked.
    """
    if saved is None:
        return draft
    signs = tuple(each for each in draft.signs if each not in saved.signs)
    return draft._replace(
        id=new_id(draft.recorded_at),
        answers=tuple(each for each in draft.answers if each not in saved.answers),
        signs=signs,
        signs_asked="partly" if signs else "no",
        weekly_asked=False,
        note="" if draft.note == saved.note else draft.note,
    )


def _lines(diary: Diary, drafts: Iterable[CheckIn]) -> Iterator[str]:
    """The diary's own line and one for each entry, as an export writes them."""
    person = {"name": diary.person.name}
    yield _text({"type": "diary", "version": VERSION, "person": person})
    for draft in drafts:
        yield _text(_shape(draft, diary))


def _text(value: object) -> str:
    # In ASCII, so that no other program has to be told in which letters.
    return json.dumps(value, separators=(",", ":"))


def _shape(draft: CheckIn, diary: Diary) -> dict[str, object]:
    return {
        "type": "entry",
        "id": draft.id,
        "number": ANY_NUMBER,
        "procedure": diary.procedure.on.isoformat(),
        "day": draft.day.isoformat(),
        "at": instant_text(draft.at),
        "time_known": draft.time_known,
        "zone": draft.zone,
        "recorded_at": instant_text(draft.recorded_at),
        "author": draft.author,
        "relayed": None if draft.author == diary.person.name else draft.relayed,
        "signs_asked": draft.signs_asked,
        "weekly_asked": draft.weekly_asked,
        "note": draft.note,
        "answers": [each._asdict() for each in sorted(draft.answers)],
        "signs": sorted(draft.signs),
    }


def _places(path: str, entry_id: str) -> Iterator[str]:
    """Beside the diary; where nothing can be written there, in the home folder."""
    end = f"{MARK}{entry_id}{ENDING}"
    yield os.path.realpath(path) + end
    yield os.path.join(os.path.expanduser("~"), os.path.basename(path) + end)


def _write(place: str, content: bytes) -> None:
    """A private file, whole on the disk or not there; one of the same entry stays."""
    try:
        handle = os.open(place, FLAGS, OWNER_ONLY)
    except FileExistsError:
        return
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(handle)
    except OSError:
        os.unlink(place)
        raise


def _named(path: str) -> str:
    """How the diary is named on the line; nothing where it is found anyway."""
    return "" if path == store_path(None) else f"--db {quote(path)} "


def is_kept_draft(path: str) -> bool:
    """Whether a file has the name of a kept draft."""
    name = os.path.basename(path)
    return MARK in name and name.endswith(ENDING)

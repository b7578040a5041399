"""What could not be saved, kept as a private file that `tracker import` takes in."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from glob import escape, glob
from pathlib import Path
from shlex import quote

from tracker.domain.diary import Diary
from tracker.domain.facts import CheckIn
from tracker.domain.values import NamedTuple
from tracker.errors import UnusableFile
from tracker.services.hand_over import write_new
from tracker.services.ids import new_id
from tracker.settings import store_path
from tracker.store.rows import instant_text

MARK = ".draft-"
ENDING = ".ndjson"
VERSION = 1
# So many drafts of one entry, each of other words.
MOST = 100
# A draft has no number yet; an import gives it the next one.
ANY_NUMBER = 1
# What follows it in a sentence of the store says to try again.
UNSAVED = "Nothing was saved"
NOTHING = "Nothing was saved in the diary yet."
REST = "The rest is not in the diary yet."
UNKEPT = "What you typed could not be kept either: write it on paper."


# As `keep_drafts` names it; its first entry has that id.
_NAME = re.compile(rf".+{re.escape(MARK)}(?P<id>[0-9a-f-]{{36}})(-\d+)?{ENDING}")


class Forgotten(NamedTuple):
    """A draft that is in the diary by now, and whether its file is gone."""

    file: str
    removed: bool


def keep_drafts(
    diary: Diary, drafts: Iterable[CheckIn], saved: Mapping[str, CheckIn], path: str
) -> str:
    """Keep entries that could not be saved; a sentence that says where they are now.

    ``path`` is the diary's file; ``saved`` are those of which a part is saved.
    """
    unsaved = [_unsaved(draft, saved.get(draft.id)) for draft in drafts]
    lines = "".join(f"{line}\n" for line in _lines(diary, unsaved))
    for place in _places(path, unsaved[0].id):
        kept = _keep(place, lines.encode())
        if kept is None:
            continue
        command = f"tracker {_named(path)}import {quote(kept)} --yes"
        return (
            "What you typed is not lost: it is in a private file, not locked. Do not "
            f"type it again. Once this is put right, take it in with: {command}"
        )
    return UNKEPT


def told(problem: str, where: str, *, partly: bool) -> str:
    """Why, and where it is now: what is kept is not typed again."""
    why, unsaved, _ = problem.partition(UNSAVED)
    if where == UNKEPT or not unsaved:
        return f"{problem} {where}"
    return f"{why}{REST if partly else NOTHING} {where}"


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
    end = f"{MARK}{entry_id}"
    yield os.path.realpath(path) + end
    yield os.path.join(os.path.expanduser("~"), os.path.basename(path) + end)


def _keep(place: str, content: bytes) -> str | None:
    """Where it is kept now: private, whole on the disk; None where it cannot be.

    What is kept already stays, and is enough when it is the same.
    """
    for number in range(1, MOST + 1):
        file = Path(f"{place}{f'-{number}' if number > 1 else ''}{ENDING}")
        try:
            if not os.path.lexists(file):
                write_new(file, content)
            if file.is_file() and file.read_bytes() == content:
                return str(file)
        except (UnusableFile, OSError):
            return None
    return None


def _named(path: str) -> str:
    """How the diary is named on the line; nothing where it is found anyway."""
    return "" if path == store_path(None) else f"--db {quote(path)} "


def drafts_of(diary: str) -> list[str]:
    """Entries of a diary that wait to be taken in, wherever they are kept."""
    home = os.path.join(os.path.expanduser("~"), os.path.basename(diary))
    begins = {os.path.realpath(diary), home}
    return sorted(
        file for each in begins for file in glob(f"{escape(each)}{MARK}*{ENDING}")
    )


def is_kept_draft(file: str, diary: str) -> bool:
    """Whether we kept this file for that diary: by its place, its name and its entry.

    Nothing else is ever removed.
    """
    named = _NAME.fullmatch(os.path.basename(file))
    if named is None or os.path.islink(file):
        return False
    places = map(_resolved, drafts_of(diary))
    return _resolved(file) in places and _first_id(file) == named["id"]


def _resolved(file: str) -> str:
    folder, name = os.path.split(file)
    return os.path.join(os.path.realpath(folder), name)


def _first_id(file: str) -> object:
    """The id of the first entry, or None."""
    try:
        with open(file, encoding="ascii") as lines:
            next(lines)
            return json.loads(next(lines))["id"]
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        return None


def forget_draft(file: str, diary: str) -> Forgotten | None:
    """Remove a draft that is in the diary; None for every other file."""
    if not is_kept_draft(file, diary):
        return None
    try:
        os.unlink(file)
    except OSError:
        return Forgotten(file, removed=False)
    return Forgotten(file, removed=True)

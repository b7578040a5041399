"""A diary that is shared: the file, what came out of one, and the rights."""

import shlex
from collections.abc import Mapping, Sequence

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.cli.show.came_in import say_waiting_first
from tracker.cli.show.conflicts import conflict_shape, say_conflicts
from tracker.domain.diary import Diary
from tracker.domain.sharing import GIVEN, Share
from tracker.domain.window import local_day
from tracker.domain.wording import join_words, mid_day
from tracker.exports import entry_shape
from tracker.services.conflicts import ConflictReading
from tracker.services.joining import Taken
from tracker.services.share_files import Made, Merged
from tracker.services.share_rights import SCOPE_WORDS
from tracker.settings import store_path
from tracker.workspace import Workspace

MOST_TOLD = 20
MERGES = "tracker share merge FILE"
OPENS = "tracker share open FILE"
OPENS_WITH_KEY = f"{OPENS} --identity KEY"
NOT_BACK = "A file that is handed out cannot be called back."
ANOTHER_WAY = (
    "Tell the passphrase another way than the file: by phone, or face to face."
)
LEFT_BY_UNDO = (
    "Undo takes back what came in, but no warning: what was shown stays shown."
)
NAMES = {
    "check_in": ("entry", "entries"),
    "shown_warning": ("warning", "warnings"),
    "acknowledgement": ("answer to a warning", "answers to warnings"),
    "instruction": ("word of the care team", "words of the care team"),
    "completion": ("milestone mark", "milestone marks"),
    "visit": ("visit", "visits"),
    "bone_step": ("bone step", "bone steps"),
    "visit_question": ("question to ask", "questions to ask"),
    "contact": ("number to call", "numbers to call"),
    "procedure": ("procedure", "procedures"),
}


def show_made(workspace: Workspace, made: Made, *, by_passphrase: bool) -> None:
    """The file, for whom it is, and how the other side opens it."""
    if workspace.json:
        shape = {"file": str(made.path), "person": made.diary.person.name}
        show_json({"version": 1, **shape, "share": _shape(made.share, made.diary)})
        return
    screen, share = Screen(plain=workspace.plain), made.share
    screen.say(f"Made for {share.name}:")
    screen.command(str(made.path), 2)
    _right(screen, share, made.diary)
    screen.say(NOT_BACK)
    if made.goes_back:
        screen.say("Whose diary it is takes it in with:")
        screen.command(MERGES, 2)
    else:
        screen.say(f"{share.name} opens it with:")
        screen.command(OPENS if by_passphrase else OPENS_WITH_KEY, 2)
    screen.say(
        ANOTHER_WAY if by_passphrase else "Only the key that you named opens it."
    )
    screen.say(by_whom(made.diary.person.name, share.author))
    screen.command("Wrong? tracker undo")
    screen.say("(The file stays. What comes back under it is not taken in then.)")
    screen.show()


def show_opened(workspace: Workspace, taken: Taken) -> None:
    """Whom to call first; then whose diary it is, and what may be done with it."""
    if workspace.json:
        show_json({"version": 1, "file": workspace.path, **_taken_shape(taken)})
        return
    screen, diary = Screen(plain=workspace.plain), taken.diary
    say_waiting_first(screen, diary, taken.warnings, workspace.today(diary))
    screen.say(f"Opened: the diary of {diary.person.name}.")
    if taken.share:
        screen.row("From", taken.share.name)
        _right(screen, taken.share, diary, "You may")
    screen.row("In it", _counted(taken.added) or "nothing yet")
    say_conflicts(screen, diary, taken.conflicts)
    screen.say("To see it:")
    screen.command(f"{_there(workspace, diary)} today", 2)
    if taken.share and taken.share.scope != "read":
        screen.say("To send back what you write:")
        screen.command(f"{_there(workspace, diary)} share make", 2)
    screen.say(by_whom(diary.person.name, taken.author))
    screen.show()


def show_merged(workspace: Workspace, merged: Merged) -> None:
    """Whom to call first, then what came in, then what was written differently."""
    taken = merged.taken
    if workspace.json:
        copy = str(merged.copy) if merged.copy else None
        more = {"from": merged.made_by, "copy": copy}
        show_json({"version": 1, **_taken_shape(taken), **more})
        return
    screen, diary = Screen(plain=workspace.plain), taken.diary
    say_waiting_first(screen, diary, taken.warnings, workspace.today(diary))
    if taken.already:
        screen.say(f"Nothing new for {diary.person.name} is in it.")
        screen.say("Nothing was written.")
    else:
        _news(screen, merged)
    say_conflicts(screen, diary, taken.conflicts)
    if merged.copy:
        screen.gap()
        screen.say("A checked copy of before:")
        screen.command(str(merged.copy), 2)
        screen.say(by_whom(diary.person.name, taken.author))
        screen.command("Wrong? tracker undo")
    if merged.copy and taken.warnings:
        screen.say(LEFT_BY_UNDO)
    screen.show()


def show_shares(
    workspace: Workspace,
    diary: Diary,
    shares: Sequence[Share],
    conflicts: Sequence[ConflictReading],
) -> None:
    """The rights that were given and that came, then what waits for a word."""
    if workspace.json:
        show_json(
            {
                "version": 1,
                "person": diary.person.name,
                "shares": [_shape(share, diary) for share in shares],
                "conflicts": [conflict_shape(each, diary) for each in conflicts],
            }
        )
        return
    screen = Screen(plain=workspace.plain)
    for share in shares:
        given = share.direction == GIVEN
        whose = "Given to" if given else "Received from"
        screen.head(f"{share.number}  {whose} {share.name}")
        _right(screen, share, diary)
        on = mid_day(local_day(share.recorded_at, diary.zone, diary.person.day_start))
        screen.row("Made" if given else "Opened", on)
    if not shares:
        screen.say(f"The diary of {diary.person.name} was not shared yet.")
        screen.command("To share it: tracker share make")
    say_conflicts(screen, diary, conflicts)
    screen.show()


def _news(screen: Screen, merged: Merged) -> None:
    taken = merged.taken
    screen.say(f"Merged into the diary of {taken.diary.person.name}.")
    screen.row("From", merged.made_by)
    screen.row("New", _counted(taken.added) or "nothing")
    if taken.changed:
        screen.row("Changed", f"{taken.changed:,}")
    if taken.removed:
        screen.row("Taken away", f"{taken.removed:,}")
    for words in taken.differences[:MOST_TOLD]:
        screen.say(words, 4, 6)
    if len(taken.differences) > MOST_TOLD:
        screen.say(f"and {len(taken.differences) - MOST_TOLD:,} more", 4, 6)
    if taken.conflicts:
        screen.row("To be answered", f"{len(taken.conflicts):,}, written differently")


def _right(screen: Screen, share: Share, diary: Diary, may: str = "May") -> None:
    """What may be done, with which days, until when."""
    everything = f"everything {diary.person.name} can"
    screen.row(may, everything if share.scope == "all" else SCOPE_WORDS[share.scope])
    since = f"from {mid_day(share.since)} on" if share.since else "all"
    screen.row("Entries", since)
    screen.row("Notes", "in it" if share.notes else "left out")
    until = f"{mid_day(share.expires)}, that day too" if share.expires else "no end day"
    screen.row("Until", until)


def _counted(added: Mapping[str, int]) -> str:
    """As in "12 entries, 1 visit"."""
    return join_words(
        [
            f"{added[kind]:,} {words[added[kind] > 1]}"
            for kind, words in NAMES.items()
            if added.get(kind)
        ]
    )


def _there(workspace: Workspace, diary: Diary) -> str:
    """What goes before a command for that diary."""
    elsewhere = workspace.path != store_path(None)
    db = f"--db {shlex.quote(workspace.path)} " if elsewhere else ""
    return f"tracker {db}--person {shlex.quote(diary.person.name)}"


def _taken_shape(taken: Taken) -> dict[str, object]:
    diary = taken.diary
    return {
        "person": diary.person.name,
        "author": taken.author,
        "share": _shape(taken.share, diary) if taken.share else None,
        "written": not taken.already,
        "added": dict(taken.added),
        "changed": taken.changed,
        "removed": taken.removed,
        "warnings": [entry_shape.warning(each) for each in taken.warnings],
        "conflicts": [conflict_shape(each, diary) for each in taken.conflicts],
    }


def _shape(share: Share, diary: Diary) -> dict[str, object]:
    return {
        "number": share.number,
        "direction": share.direction,
        "name": share.name,
        "scope": share.scope,
        "since": share.since.isoformat() if share.since else None,
        "notes": share.notes,
        "expires": share.expires.isoformat() if share.expires else None,
        "recorded_at": entry_shape.instant(share.recorded_at, diary.person.zone),
        "author": share.author,
    }

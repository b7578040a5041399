"""What two copies wrote differently, side by side, and which of it holds."""

from collections.abc import Sequence

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.domain.diary import Diary
from tracker.domain.window import local_day
from tracker.domain.wording import clock, short_day
from tracker.exports import entry_shape
from tracker.services.conflicts import ConflictReading, VersionReading
from tracker.workspace import Workspace


def show_answered(
    workspace: Workspace, diary: Diary, found: ConflictReading, keep: int, author: str
) -> None:
    """Which version holds from now on."""
    chosen = found.versions[keep - 1]
    if workspace.json:
        shape = {"number": found.number, "title": found.title, "holds": chosen.says}
        show_json({"version": 1, "person": diary.person.name, **shape})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Saved: of {found.title} this holds:")
    screen.say(f"{chosen.says} ({_who(diary, chosen)})", 2, 2)
    screen.say("The other stays in the history: tracker changes")
    screen.say(by_whom(diary.person.name, author))
    screen.command("Wrong? tracker undo")
    screen.show()


def show_conflict(workspace: Workspace, diary: Diary, found: ConflictReading) -> None:
    """One of them, before somebody is asked which holds."""
    screen = Screen(plain=workspace.plain)
    _versions(screen, diary, found)
    screen.show()


def say_conflicts(
    screen: Screen, diary: Diary, conflicts: Sequence[ConflictReading]
) -> None:
    """Each with its versions and the command that answers it."""
    for found in conflicts:
        screen.gap()
        _versions(screen, diary, found)
        screen.say("Which one holds?", 2)
        screen.command(f"tracker share answer {found.number} --keep 1", 2)


def _versions(screen: Screen, diary: Diary, found: ConflictReading) -> None:
    screen.head(f"Written differently, {found.number}: {found.title}")
    for version in found.versions:
        screen.say(f"{version.place}  {_who(diary, version)}", 2, 5)
        screen.say(version.says, 5, 5)
        if version.stands:
            screen.say("(shown meanwhile)", 5, 5)


def _who(diary: Diary, version: VersionReading) -> str:
    """As in "Dana, Wed 4 Nov 19:10"."""
    day = local_day(version.at, diary.zone, 0)
    return f"{version.author}, {short_day(day)} {clock(version.at, diary.zone)}"


def conflict_shape(found: ConflictReading, diary: Diary) -> dict[str, object]:
    """What copies wrote differently, for programs."""
    return {
        "number": found.number,
        "title": found.title,
        "versions": [_version_shape(each, diary) for each in found.versions],
    }


def _version_shape(version: VersionReading, diary: Diary) -> dict[str, object]:
    return {
        "keep": version.place,
        "author": version.author,
        "at": entry_shape.instant(version.at, diary.person.zone),
        "says": version.says,
        "shown": version.stands,
    }

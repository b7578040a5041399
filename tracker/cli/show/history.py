"""Steps taken back, the history in sentences, and milestones marked by hand."""

from collections.abc import Sequence

from tracker.cli.screen import Screen, show_json
from tracker.domain.diary import Diary
from tracker.domain.facts import Change, Moment
from tracker.domain.protocol import MilestonePlan
from tracker.domain.window import local_day
from tracker.domain.wording import clock, mid_day, short_day
from tracker.exports import to_json
from tracker.services.diary import home_zone
from tracker.workspace import Workspace

SAID = {
    "done": "Marked as done",
    "skipped": "Skipped",
    "reopened": "Open again",
}


def show_undone(
    workspace: Workspace, diary: Diary, taken: Sequence[str], wanted: int
) -> None:
    """What was taken back, newest first."""
    if workspace.json:
        show_json({"version": 1, "taken_back": list(taken)})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Taken back, for {diary.person.name}:")
    for text in taken:
        screen.say(text, 2, 4)
    if len(taken) < wanted:
        screen.say("That was everything; there is nothing more to take back.")
    screen.say("A warning that was shown stays. The history: tracker changes")
    screen.show()


def show_changes(workspace: Workspace, diary: Diary, changes: Sequence[Change]) -> None:
    """Who changed what, and when."""
    zone = diary.person.zone
    if workspace.json:
        show_json({"version": 1, "changes": [_shape(c, zone) for c in changes]})
        return
    screen = Screen(plain=workspace.plain)
    home = home_zone(diary)
    for change in changes:
        day = short_day(local_day(change.at, home, 0))
        undone = " (taken back)" if change.undone else ""
        when = f"{day} {clock(change.at, home)}"
        screen.say(f"{when}  {change.author} {change.text}{undone}", 0, 4)
    screen.show()


def show_marked(
    workspace: Workspace, diary: Diary, plan: MilestonePlan, kind: str, moment: Moment
) -> None:
    """What was marked, when and how to take it back."""
    if workspace.json:
        shape = {"id": plan.id, "kind": kind, "day": moment.day.isoformat()}
        show_json({"version": 1, **shape})
        return
    screen = Screen(plain=workspace.plain)
    number = diary.day_number(moment.day)
    screen.say(f"{SAID[kind]}, for {diary.person.name}: {plan.title}.")
    screen.say(f"{mid_day(moment.day)}, day {number}.")
    screen.command("Wrong? tracker undo")
    screen.show()


def _shape(change: Change, zone: str) -> dict[str, object]:
    return {
        "seq": change.seq,
        "at": to_json.instant(change.at, zone),
        "author": change.author,
        "action": change.action,
        "text": change.text,
        "undoes": change.undoes,
        "undone": change.undone,
    }

"""Steps taken back, the history in sentences, and milestones marked by hand."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.domain.diary import Diary
from tracker.domain.facts import Change, Completion
from tracker.domain.protocol import MilestonePlan
from tracker.domain.window import local_day
from tracker.domain.wording import clock, mid_day, short_day
from tracker.exports import entry_shape
from tracker.services.undo import Turned
from tracker.workspace import Workspace

SAID = {
    "done": "Marked as done",
    "skipped": "Skipped",
    "reopened": "Open again",
}


def show_undone(workspace: Workspace, turned: Turned, wanted: int) -> None:
    """What was taken back, newest first."""
    if workspace.json:
        person = turned.person.name
        show_json({"version": 1, "person": person, "taken_back": turned.told})
        return
    screen = _turned(workspace, "Taken back", turned)
    if len(turned.told) < wanted:
        screen.say("That was everything; there is nothing more to take back.")
    screen.say(f"For {turned.label}, by {turned.author}.")
    screen.say("A warning that was shown stays.")
    screen.command("Back again? tracker redo")
    screen.show()


def show_redone(workspace: Workspace, turned: Turned, wanted: int) -> None:
    """What was done again, in the order in which it was written."""
    if workspace.json:
        person = turned.person.name
        show_json({"version": 1, "person": person, "done_again": turned.told})
        return
    screen = _turned(workspace, "Done again", turned)
    if len(turned.told) < wanted:
        screen.say("That was everything; there is nothing more to do again.")
    screen.say(f"For {turned.label}, by {turned.author}.")
    screen.command("Wrong? tracker undo")
    screen.show()


def _turned(workspace: Workspace, head: str, turned: Turned) -> Screen:
    screen = Screen(plain=workspace.plain)
    person, diary = turned.person, turned.diary
    today = local_day(workspace.now(), ZoneInfo(person.zone), person.day_start)
    number = f", day {diary.day_number(today)}" if diary else ""
    screen.say(f"{head}, {mid_day(today)}{number}:")
    for text in turned.told:
        screen.say(text, 2, 4)
    return screen


def show_changes(workspace: Workspace, diary: Diary, changes: Sequence[Change]) -> None:
    """Who changed what, and when."""
    zone = diary.person.zone
    if workspace.json:
        show_json({"version": 1, "changes": [_shape(c, zone) for c in changes]})
        return
    screen = Screen(plain=workspace.plain)
    home = diary.zone
    for change in changes:
        day = short_day(local_day(change.at, home, 0))
        undone = " (taken back)" if change.undone and change.undoes is None else ""
        when = f"{day} {clock(change.at, home)}"
        screen.say(f"{when}  {change.author} {change.text}{undone}", 0, 4)
    screen.show()


def show_marked(
    workspace: Workspace,
    diary: Diary,
    plan: MilestonePlan,
    completion: Completion,
) -> None:
    """What was marked, when and how to take it back."""
    if workspace.json:
        show_json(
            {
                "version": 1,
                "person": diary.person.name,
                "id": plan.id,
                "kind": completion.kind,
                "day": completion.day.isoformat(),
                "author": completion.author,
            }
        )
        return
    screen = Screen(plain=workspace.plain)
    number = diary.day_number(completion.day)
    screen.say(f"{SAID[completion.kind]}: {plan.title}.")
    screen.say(f"{mid_day(completion.day)}, day {number}.")
    screen.say(by_whom(diary.person.name, completion.author))
    screen.command("Wrong? tracker undo")
    screen.show()


def _shape(change: Change, zone: str) -> dict[str, object]:
    return {
        "seq": change.seq,
        "at": entry_shape.instant(change.at, zone),
        "author": change.author,
        "action": change.action,
        "text": change.text,
        "undoes": change.undoes,
        "undone": change.undone,
        "part_of": change.part_of,
    }

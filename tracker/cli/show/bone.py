"""Bone health: what to ask about, and how far it is."""

from collections.abc import Sequence

from tracker.cli.screen import Screen, show_json
from tracker.cli.show.authors import by_whom
from tracker.domain.diary import Diary
from tracker.domain.report import BoneReading
from tracker.domain.wording import mid_day
from tracker.exports import report_shape
from tracker.exports.done_words import step_words
from tracker.workspace import Workspace


def show_bone(workspace: Workspace, diary: Diary, bone: Sequence[BoneReading]) -> None:
    """Every item; the open ones wait for the visit."""
    if workspace.json:
        shapes = [report_shape.bone(reading) for reading in bone]
        show_json({"version": 1, "bone_health": shapes})
        return
    screen = Screen(plain=workspace.plain)
    screen.say(f"Bone health of {diary.person.name}")
    if not bone:
        screen.say("The plan of this diary lists nothing to ask about.", 2, 2)
    for reading in bone:
        screen.row(reading.item.title, step_words(reading))
    waiting = [reading for reading in bone if reading.step is None]
    if waiting:
        screen.say("What is open stands on the page for the visit.")
        screen.say("Asked, booked or done?")
        screen.command(f"tracker bone {waiting[0].item.id} asked", 2)
        screen.command(f"Why: tracker explain {waiting[0].item.id}", 2)
    screen.show()


def show_bone_step(
    workspace: Workspace, diary: Diary, reading: BoneReading, author: str
) -> None:
    """One step as it is kept."""
    step = reading.step
    assert step is not None
    if workspace.json:
        person = diary.person.name
        show_json({"version": 1, "person": person, **report_shape.bone(reading)})
        return
    screen = Screen(plain=workspace.plain)
    number = diary.day_number(step.day)
    note = f" Note: {step.note}" if step.note else ""
    screen.say(f"Saved. {reading.item.title}: {step.kind}.{note}")
    screen.say(f"{mid_day(step.day)}, day {number}.")
    screen.say(by_whom(diary.person.name, author))
    screen.command("Wrong? tracker undo")
    screen.show()
